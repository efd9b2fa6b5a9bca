"""Votes: nothing lost, seats under the right states, tallies that add up."""

import numpy as np
import pandas as pd
import pytest

from dyadlens.data.catalog import read
from dyadlens.sources.states.system import BEIJING_SEATED
from dyadlens.sources.states.system import SERBIA_START as YUGOSLAVIA_ENDS
from dyadlens.sources.votes import library, voeten
from dyadlens.sources.votes.voeten import FLAGS, FLAGS_END, MISCODED

SOURCES = {"undl": ("undl_rollcalls", "undl_votes"), "rollcalls": ("rollcalls", "rollcall_votes")}


def dated(source):
    calls, votes = (read(name) for name in SOURCES[source])
    return votes.merge(calls[["roll_call", "date"]], on="roll_call")


@pytest.mark.parametrize("source", SOURCES)
def test_every_vote_is_of_a_roll_call_in_the_list_and_of_its_year(source):
    calls, votes = (read(name) for name in SOURCES[source])
    merged = votes.merge(calls, on="roll_call", how="left", suffixes=("", "_call"))
    assert (merged["year"] == merged["year_call"]).all()


@pytest.mark.parametrize("source", SOURCES)
def test_every_roll_call_in_the_list_has_votes(source):
    calls, votes = (read(name) for name in SOURCES[source])
    assert calls.loc[~calls["roll_call"].isin(votes["roll_call"]), "roll_call"].tolist() == []


@pytest.mark.parametrize("source", SOURCES)
def test_nobody_votes_twice(source):
    assert not read(SOURCES[source][1]).duplicated(["roll_call", "state"]).any()


def test_tallies_are_those_of_the_votes():
    counted = pd.crosstab(read("undl_votes")["roll_call"], read("undl_votes")["vote"])
    calls = read("undl_rollcalls").set_index("roll_call")
    for name in ("yes", "no", "abstain"):
        assert counted[name].to_dict() == calls.loc[counted.index, name].to_dict()


@pytest.mark.parametrize("source", SOURCES)
def test_the_seat_of_china_changes_hands_on_one_day(source):
    votes = dated(source)
    china, taipei = (votes.loc[votes["state"] == s, "date"] for s in ("CHN", "TWN"))
    assert china.min() >= BEIJING_SEATED
    assert taipei.empty or taipei.max() < BEIJING_SEATED


def test_taipei_held_the_seat_before():
    years = dated("undl").query("state == 'TWN'")["year"]
    assert len(years) > 500 and set(years) == set(range(1946, 1972)) - {1964}


@pytest.mark.parametrize("source", SOURCES)
def test_serbia_votes_only_once_it_was_alone(source):
    votes = dated(source)
    assert votes.loc[votes["state"] == "SRB", "date"].min() >= YUGOSLAVIA_ENDS
    assert votes.loc[votes["state"] == "YUG", "date"].max() < YUGOSLAVIA_ENDS


@pytest.mark.parametrize("source", SOURCES)
def test_the_soviet_union_is_russia_from_the_start(source):
    years = set(read(SOURCES[source][1]).query("state == 'RUS'")["year"])
    assert {1946, 1991, 1992, 2023} <= years


@pytest.mark.parametrize("state", ["CSK", "DDR", "YMD"])
def test_states_that_are_gone_vote_until_they_ended(state):
    last = read("states").set_index("state")["end"][state]
    votes = dated("undl").query("state == @state")
    assert len(votes) > 500 and votes["date"].max() <= last


def test_the_two_sources_agree_on_votes_of_a_year_both_cover():
    shares = []
    for source in SOURCES:
        votes = read(SOURCES[source][1]).query("year == 2015 and state == 'PAK'")
        shares.append(votes["vote"].astype(str).eq("yes").mean())
    assert shares[0] == pytest.approx(shares[1], abs=0.1)


def test_flags_are_empty_where_they_were_not_coded():
    calls = read("rollcalls")
    coded = calls["year"] <= FLAGS_END
    assert calls.loc[coded, list(FLAGS)].notna().all(axis=None)
    assert calls.loc[~coded, list(FLAGS)].isna().all(axis=None) and (~coded).any()


def test_the_important_mark_is_judged_in_its_years_only():
    judged = read("rollcalls").dropna(subset=["important"])["year"]
    assert (judged.min(), judged.max()) == (1983, 2017)


def test_miscoded_states_are_listed():
    gaps = read("rollcall_gaps")
    assert set(gaps["state"]) == set(MISCODED) and set(gaps["year"]) == {2023, 2024}


@pytest.mark.parametrize("state", MISCODED)
def test_a_miscoded_state_voted_far_more_often_in_the_other_source(state):
    took_part = {}
    for source in SOURCES:
        votes = dated(source)
        autumn = votes[votes["date"].between("2023-09-01", "2023-12-31")]
        took_part[source] = (autumn["state"] == state).sum() / autumn["roll_call"].nunique()
    assert took_part["undl"] > 0.8
    assert took_part["rollcalls"] < 0.5


def test_the_ukraine_session_is_in_one_source_only():
    assert read("undl_rollcalls")["emergency_session"].eq(11).sum() == 8
    calls = read("rollcalls")
    assert not calls["date"].between("2022-01-01", "2022-11-02").any()


@pytest.mark.parametrize("source", SOURCES)
def test_1964_has_no_votes(source):
    assert 1964 not in set(read(SOURCES[source][0])["year"])


# --- conserved from the raw files


@pytest.mark.raw
def test_all_votes_of_the_library_are_there(raw):
    before = pd.read_parquet(raw.path(library.FILE)).query("body == 'GA' and vote != 'X'")["vote"].value_counts()
    after = read("undl_votes")["vote"].value_counts()
    assert (after["yes"], after["no"], after["abstain"]) == (before["Y"], before["N"], before["A"])


@pytest.mark.raw
def test_all_votes_of_the_second_source_are_there(raw):
    states = pd.read_csv(raw.path(voeten.FILE)).drop(columns=["rcid", "date", *FLAGS])
    after = read("rollcall_votes")["vote"].value_counts()
    counts = [int(np.sum(states.to_numpy() == code)) for code in (1, 2, 3)]
    assert [after["yes"], after["abstain"], after["no"]] == counts


# --- ideal points


@pytest.fixture(scope="module")
def points(table):
    return table("ideal_points")


def test_the_point_lies_in_its_interval(points):
    assert (points["low"] <= points["ideal_point"]).all() and (points["ideal_point"] <= points["high"]).all()


def test_years_without_ordinary_votes_are_left_out(points):
    assert set(points["year"]) == set(range(1946, 2024)) - {1964}
    assert not set(voeten.UNUSABLE) & set(points["year"])


def test_higher_is_nearer_to_the_united_states(points):
    for year in (1985, 2003, 2020):
        here = points[points["year"] == year].set_index("state")["ideal_point"]
        assert here["USA"] > here.quantile(0.95)
        assert here["RUS"] < here["GBR"] < here["USA"]


@pytest.mark.parametrize(("state", "first", "last"), [("YUG", 1946, 2005), ("SRB", 2006, 2023), ("DDR", 1973, 1990)])
def test_successors_have_their_own_years(points, state, first, last):
    years = points.loc[points["state"] == state, "year"]
    assert first <= years.min() and years.max() <= last and len(years) > 10


def test_north_yemen_and_yemen_are_one_series(points):
    assert {1985, 1995} <= set(points.loc[points["state"] == "YEM", "year"])
    assert "YAR" not in set(points["state"])


@pytest.mark.raw
def test_points_are_as_published_and_no_row_of_an_ordinary_year_is_lost(raw, points):
    published = pd.read_csv(raw.path(voeten.POINTS_FILE), sep="\t")
    published = published[~published["year"].isin(voeten.UNUSABLE)]
    assert len(points) == len(published)
    assert points["ideal_point"].sum() == pytest.approx(published["IdealPointFP"].sum())
    theirs = published.set_index(["iso3c", "year"])["IdealPointFP"]
    ours = points.set_index(["state", "year"])["ideal_point"]
    assert all(ours[key] == theirs[key] for key in (("PAK", 1960), ("RUS", 1985), ("IND", 2020), ("USA", 2023)))


# --- the Security Council


def test_every_resolution_has_the_whole_council(table):
    votes, calls = table("security_council_votes"), table("security_council_resolutions")
    size = votes.groupby("resolution")["year"].agg(["size", "first"])
    assert set(size.loc[size["first"] < 1966, "size"]) == {11}
    assert set(size.loc[size["first"] >= 1966, "size"]) == {15}
    assert (calls[list(library.VOTES.values())].sum(axis=1) == calls["resolution"].map(size["size"])).all()
    assert len(calls) == 2797


@pytest.mark.raw
def test_tallies_of_the_council_are_those_of_the_library(table, raw):
    theirs = pd.read_csv(raw.path("un_votes/undl_resolution_meta_1946_20251029.csv"), low_memory=False)
    theirs, ours = theirs.set_index("undl_id"), table("security_council_resolutions").set_index("resolution")
    for mine, name in (("yes", "yes"), ("no", "no"), ("abstain", "abstain"), ("not_voting", "nonvoting")):
        assert (ours[mine] == theirs.loc[ours.index, name]).all()


def test_china_in_the_council_is_taipei_until_the_seat_changed_hands(table):
    votes = table("security_council_votes")
    dates = votes["resolution"].map(table("security_council_resolutions").set_index("resolution")["date"])
    assert dates[votes["state"] == "TWN"].max() < "1971-10-25" <= dates[votes["state"] == "CHN"].min()
    both = votes[votes["state"].isin(["TWN", "CHN"])]
    assert not both.duplicated("resolution").any() and len(both) == 2797


def test_a_no_of_a_permanent_member_stands_only_where_the_question_was_of_procedure(table):
    votes = table("security_council_votes")
    symbols = votes["resolution"].map(table("security_council_resolutions").set_index("resolution")["symbol"])
    against = symbols[(votes["vote"] == "no") & votes["state"].isin(["USA", "GBR", "FRA", "RUS", "CHN", "TWN"])]
    numbers = against.str.extract(r"/(\d+)\(")[0].astype(int)
    assert set(numbers) == {34, 87, 88, 110, 119, 120, 132, 157, 462, 2623}


def test_vetoes_by_state(table):
    vetoes = table("vetoes")
    counts = vetoes["state"].value_counts().to_dict()
    assert counts == {"RUS": 121, "USA": 82, "GBR": 29, "CHN": 17, "FRA": 16}
    assert vetoes["veto"].nunique() == 214
    assert vetoes.loc[vetoes["state"] == "CHN", "year"].min() == 1972
    assert set(vetoes.loc[vetoes["date"] == "2022-05-26", "state"]) == {"CHN", "RUS"}


@pytest.mark.parametrize("name", ["security_council_votes", "security_council_resolutions", "vetoes"])
def test_no_title_is_copied(name, table):
    assert table(name).select_dtypes("str").apply(lambda c: c.str.len().max()).max() < 60
