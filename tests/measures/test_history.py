"""History: blocs, past disputes that fade, years of alliance."""

import math
from datetime import date

import numpy as np
import pandas as pd
import pytest

from dyadlens.data.catalog import read
from dyadlens.data.evidence import check
from dyadlens.lens import Lens
from dyadlens.measures import history
from dyadlens.measures.history_past import (
    BLOCS_FIRST,
    BLOCS_LAST,
    TAU,
    blocs,
    burden,
    members,
    shared_memberships,
    years_allied,
)
from dyadlens.measures.security_grid import alive, both_alive, codes, place, places


@pytest.fixture(scope="module")
def ours():
    return check(history.compute(Lens("PAK-RUS", start=1947, end=2020)))


def seen(rows, measure):
    return rows.of(measure).seen.set_index("year")["value"]


def value(matrix, a, b):
    i, j = place([a, b])
    return matrix[i, j]


def test_pakistan_stood_against_the_soviet_union_from_1954_on(ours):
    against = seen(ours, "opposed_blocs")
    assert against.loc[:1953].eq(0).all() and against.loc[1954:].eq(1).all()
    assert (against.index.min(), against.index.max()) == (BLOCS_FIRST, BLOCS_LAST)
    assert seen(ours, "same_bloc_cold_war").eq(0).all()
    status = ours.of("opposed_blocs").set_index("year")["status"]
    assert (status[1948], status[1950], status[1991]) == ("not_covered", "true_zero", "not_covered")


@pytest.mark.parametrize(
    ("pair", "year", "measure"),
    [
        ("POL-RUS", 1970, "same_bloc_cold_war"),
        ("DEU-USA", 1970, "same_bloc_cold_war"),
        ("CHN-RUS", 1955, "same_bloc_cold_war"),
        ("RUS-USA", 1985, "opposed_blocs"),
        ("DDR-DEU", 1975, "opposed_blocs"),
        ("JPN-PRK", 1980, "opposed_blocs"),
    ],
)
def test_blocs_everybody_knows(pair, year, measure):
    rows = history.compute(Lens(pair, start=year, end=year, third_parties=[]))
    other = ({"same_bloc_cold_war", "opposed_blocs"} - {measure}).pop()
    assert rows.of(measure)["value"].iloc[0] == 1 and rows.of(other)["value"].iloc[0] == 0


@pytest.mark.parametrize(("state", "year"), [("IND", 1975), ("YUG", 1970), ("EGY", 1970), ("IRQ", 1962), ("GHA", 1962)])
def test_some_stood_with_neither(state, year):
    assert blocs(year)[places()[state]] == 0


def test_what_the_source_gets_wrong_stays_out_of_the_blocs():
    assert members("wpact", 1962)[places()["GHA"]] and members("cento", 1962)[places()["IRQ"]]
    assert blocs(1957)[places()["IRQ"]] == 1


@pytest.mark.parametrize("year", range(BLOCS_FIRST, BLOCS_LAST + 1))
def test_no_pair_is_together_and_opposed_and_france_is_never_east(year):
    same, against = history.GRIDS["same_bloc_cold_war"].build(year), history.GRIDS["opposed_blocs"].build(year)
    assert not ((same == 1) & (against == 1)).any()
    assert blocs(year)[place(["FRA", "GBR", "USA"])].tolist() == [1, 1, 1]


# --- disputes


def test_years_since_the_last_dispute(ours):
    since = seen(ours, "years_since_dispute")
    assert since.loc[1985] == 0 and since.loc[2010] == 25 and since.index.min() == 1960
    assert set(ours.of("years_since_dispute").set_index("year").loc[1985:1985, "status"]) == {"observed"}
    assert seen(ours, "years_since_dispute_cow").loc[2014] == 54
    assert ours.of("years_since_dispute").set_index("year")["status"][1950] == "unknown"


def test_the_burden_is_the_formula(ours):
    frame = read("disputes_gml").query("a == 'PAK' and b == 'RUS' and year <= 2000")
    past = frame.assign(h=frame[["hostility_a", "hostility_b"]].max(axis=1)).groupby("dispute")[["year", "h"]].max()
    expected = (past["h"] * np.exp(-(2000 - past["year"]) / TAU)).sum()
    assert seen(ours, "dispute_burden").loc[2000] == pytest.approx(expected)
    assert len(past) == 3


def test_without_a_new_dispute_the_burden_fades_by_a_fixed_rate(ours):
    after = seen(ours, "dispute_burden").loc[1986:2010]
    assert (after / after.shift()).dropna().to_numpy() == pytest.approx(math.exp(-1 / TAU))


def test_the_burden_never_looks_ahead():
    rows = read("disputes_gml")
    first = rows.groupby(["a", "b"], observed=True)["year"].min()
    for (a, b), year in first[first > 1970].head(40).items():
        if alive(year - 1)[place([a, b])].all():
            assert value(burden(year - 1, "gml"), a, b) == 0 < value(burden(year, "gml"), a, b)


def test_the_order_of_burdens_hardly_depends_on_tau():
    upper = np.triu_indices(len(codes()), 1)
    ten, twenty, five = (burden(2010, "gml", tau)[upper] for tau in (10.0, 20.0, 5.0))
    some = ten > 0
    for other in (twenty, five):
        assert pd.Series(ten[some]).corr(pd.Series(other[some]), method="spearman") > 0.95


def test_old_enemies_carry_more_than_old_friends():
    year = 2010
    assert value(burden(year, "gml"), "IND", "PAK") > 10 > value(burden(year, "gml"), "PAK", "RUS") > 0
    assert value(burden(year, "gml"), "GBR", "USA") == 0


def test_no_burden_before_twenty_years_of_disputes_lie_behind(ours):
    rows = ours.of("dispute_burden").set_index("year")
    assert set(rows["status"].loc[:1965]) == {"not_covered"} and rows["value"].loc[1966:2010].notna().all()


# --- alliances and organizations


def test_years_allied_are_counted(ours):
    allied = seen(ours, "years_allied")
    assert allied.loc[2003] == 0 and allied.loc[2004] == 1 and allied.loc[2018] == 15
    assert value(years_allied(2018), "GBR", "USA") == 70


def test_shared_organizations():
    assert value(shared_memberships(2014), "PAK", "RUS") == 44
    shared = shared_memberships(2000)
    np.testing.assert_array_equal(shared, shared.T)
    one, other = members("nato", 2000), members("un", 2000)
    assert one.sum() == 19 and other.sum() > 180
    assert np.isnan(shared_memberships(2015)).all()


# --- all pairs


@pytest.mark.parametrize("measure", history.ALL_PAIRS)
def test_all_pairs_are_ordered_unique_and_in_range(measure):
    rows = history.all_pairs(measure)
    what = next(m for m in history.MEASURES if m.name == measure)
    assert list(rows.columns) == ["a", "b", "year", "value"]
    assert (rows["a"] < rows["b"]).all() and not rows.duplicated(["a", "b", "year"]).any()
    assert rows["value"].min() >= what.low and (what.high is None or rows["value"].max() <= what.high)
    one = history.compute(Lens("IND-PAK", start=1947, end=2020)).of(measure).seen.set_index("year")["value"]
    assert rows.query("a == 'IND' and b == 'PAK'").set_index("year")["value"].to_dict() == one.to_dict()


@pytest.mark.parametrize("name", list(history.GRIDS))
def test_matrices_are_symmetric_and_empty_where_a_state_is_not(name):
    year = 1985
    matrix = history.GRIDS[name].build(year)
    np.testing.assert_array_equal(matrix, matrix.T)
    assert np.isnan(matrix[~both_alive(year)]).all()


# --- as of a day


@pytest.mark.parametrize("as_of", ["1983-06-30", "2010-12-31", "2018-05-31"])
def test_deleting_later_rows_changes_nothing(as_of, without_later_rows):
    lens = Lens("PAK-RUS", start=1950, end=2018, as_of=as_of)
    before = pd.DataFrame(history.compute(lens))
    without_later_rows(date.fromisoformat(as_of))
    pd.testing.assert_frame_equal(pd.DataFrame(history.compute(lens)), before)


def test_each_source_ends_with_what_was_out():
    rows = history.compute(Lens("PAK-RUS", start=1950, end=2018, as_of="2018-05"))
    last = rows.seen.groupby("measure")["year"].max()
    assert (last["dispute_burden"], last["dispute_burden_cow"], last["years_allied"]) == (2010, 2010, 2013)
    early = history.compute(Lens("PAK-RUS", start=1950, end=1990, as_of="1983-07"))
    assert early.of("opposed_blocs").seen["year"].max() == 1977


def test_every_measure_is_computed_once_a_year():
    rows = history.compute(Lens("GBR-USA", start=1980, end=1982))
    assert list(dict.fromkeys(rows["measure"])) == [m.name for m in history.MEASURES]
    assert (rows.groupby("measure")["year"].agg(list).map(len) == 3).all()
