"""Militarized events by pair and year."""

import pandas as pd
import pytest

from dyadlens.sources import militarized
from dyadlens.sources.raw import Raw
from dyadlens.sources.write import conform

(TABLE,) = militarized.TABLES


@pytest.fixture(scope="module")
def built(raw_directory):
    return conform(TABLE.build(Raw(raw_directory)), TABLE)


@pytest.fixture(scope="module")
def source(raw_directory):
    return pd.read_csv(Raw(raw_directory).path(militarized.FILE)).query("styear >= 1946")


@pytest.mark.raw
def test_pakistan_and_the_soviet_union(built):
    rows = built.query("a == 'PAK' and b == 'RUS'").set_index("year")
    assert rows["events"].to_dict() == {1960: 1, 1979: 1, 1980: 14, 1981: 1, 1984: 1, 1985: 2}
    year = rows.loc[1980]
    assert (year["events_by_a"], year["events_by_b"], year["highest_action"]) == (2, 12, 16)
    assert (year["deaths_a_min"], year["deaths_b_max"]) == (20, 25)


@pytest.mark.raw
def test_no_event_and_no_death_is_lost(built, source):
    assert built["events"].sum() == len(source) == (built["events_by_a"] + built["events_by_b"]).sum()
    for end in ("min", "max"):
        ours = built[f"deaths_a_{end}"].sum() + built[f"deaths_b_{end}"].sum()
        assert ours == source[f"fatal{end}1"].sum() + source[f"fatal{end}2"].sum()


@pytest.mark.raw
def test_sides_keep_their_own(built):
    assert (built["a"] < built["b"]).all()
    highest = built[["hostility_of_a", "hostility_of_b"]].max(axis=1)
    assert (highest == built["highest_hostility"]).all()
    assert (built["hostility_of_a"].isna() == (built["events_by_a"] == 0)).all()
    assert (built["deaths_a_min"] <= built["deaths_a_max"]).all()


@pytest.mark.raw
def test_only_days_are_unknown_in_the_source(source):
    negative = (source.drop(columns="version") == militarized.UNKNOWN).sum()
    assert set(negative[negative > 0].index) == {"stday", "endday"}
