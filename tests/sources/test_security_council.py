"""Votes and vetoes in the Security Council."""

import pandas as pd
import pytest

from dyadlens.sources import security_council
from dyadlens.sources.raw import Raw
from dyadlens.sources.write import conform

TABLE = {t.name: t for t in security_council.TABLES}


@pytest.fixture(scope="module")
def built(raw_directory):
    return {name: conform(table.build(Raw(raw_directory)), table) for name, table in TABLE.items()}


@pytest.mark.raw
def test_every_resolution_has_the_whole_council(built):
    votes = built["security_council_votes"]
    size = votes.groupby("resolution")["year"].agg(["size", "first"])
    assert set(size.loc[size["first"] < 1966, "size"]) == {11}
    assert set(size.loc[size["first"] >= 1966, "size"]) == {15}
    calls = built["security_council_resolutions"]
    assert (calls[list(security_council.CAST.values())].sum(axis=1) == calls["resolution"].map(size["size"])).all()
    assert len(calls) == 2797


@pytest.mark.raw
def test_tallies_are_those_of_the_library(built, raw_directory):
    meta = pd.read_csv(Raw(raw_directory).path("un_votes/undl_resolution_meta_1946_20251029.csv"), low_memory=False)
    theirs = meta.set_index("undl_id")
    ours = built["security_council_resolutions"].set_index("resolution")
    for mine, name in (("yes", "yes"), ("no", "no"), ("abstain", "abstain"), ("not_voting", "nonvoting")):
        assert (ours[mine] == theirs.loc[ours.index, name]).all()


@pytest.mark.raw
def test_china_is_taipei_until_the_seat_changed_hands(built):
    votes = built["security_council_votes"]
    dates = votes["resolution"].map(built["security_council_resolutions"].set_index("resolution")["date"])
    assert dates[votes["state"] == "TWN"].max() < "1971-10-25" <= dates[votes["state"] == "CHN"].min()
    both = votes[votes["state"].isin(["TWN", "CHN"])]
    assert not both.duplicated("resolution").any() and len(both) == 2797


@pytest.mark.raw
def test_a_no_of_a_permanent_member_stands_only_where_the_question_was_of_procedure(built):
    votes = built["security_council_votes"]
    symbols = votes["resolution"].map(built["security_council_resolutions"].set_index("resolution")["symbol"])
    against = symbols[(votes["vote"] == "no") & votes["state"].isin(["USA", "GBR", "FRA", "RUS", "CHN", "TWN"])]
    numbers = against.str.extract(r"/(\d+)\(")[0].astype(int)
    assert set(numbers) == {34, 87, 88, 110, 119, 120, 132, 157, 462, 2623}


@pytest.mark.raw
def test_vetoes_by_state(built):
    vetoes = built["vetoes"]
    counts = vetoes["state"].value_counts().to_dict()
    assert counts == {"RUS": 121, "USA": 82, "GBR": 29, "CHN": 17, "FRA": 16}
    assert vetoes["veto"].nunique() == 214
    assert vetoes.loc[vetoes["state"] == "CHN", "year"].min() == 1972
    assert set(vetoes.loc[vetoes["date"] == "2022-05-26", "state"]) == {"CHN", "RUS"}


@pytest.mark.raw
def test_no_title_is_copied(built):
    for frame in built.values():
        assert frame.select_dtypes("str").apply(lambda c: c.str.len().max()).max() < 60
