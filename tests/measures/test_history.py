"""History: blocs, past disputes that fade, years of alliance."""

import math

import numpy as np
import pandas as pd
import pytest

from dyadlens.data.catalog import read
from dyadlens.lens import Lens
from dyadlens.measures.column import Data
from dyadlens.measures.history.blocs import blocs
from dyadlens.measures.history.disputes import TAU, dispute_burden, years_since_dispute
from dyadlens.measures.registry import registry
from dyadlens.panel.evidence import evidence
from dyadlens.panel.views import matrix, panel
from dyadlens.states.axis import alive, codes, coexisted, positions

MEASURES = [m.name for m in registry().of("history")]
COLD_WAR = np.arange(1949, 1991)


def history(pair, measure=None, **span):
    return evidence(Lens(pair, third_parties=[], **span), "history", measure)


@pytest.fixture(scope="module")
def ours():
    return history("PAK-RUS", start=1947, end=2020)


@pytest.fixture(scope="module")
def sides():
    found = blocs(Data(("alliances", "igo_membership")), COLD_WAR)
    return pd.DataFrame(found, index=COLD_WAR, columns=codes())


def seen(rows, measure):
    return rows.of(measure).seen.set_index("year")["value"]


def value(found, a, b):
    return found[tuple(positions([a, b]))]


def test_pakistan_stood_against_the_soviet_union_from_1954_on(ours):
    against = seen(ours, "opposed_blocs")
    assert against.loc[:1953].eq(0).all() and against.loc[1954:].eq(1).all()
    assert (against.index.min(), against.index.max()) == (1949, 1990)
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
    other = ({"same_bloc_cold_war", "opposed_blocs"} - {measure}).pop()
    assert value(matrix(measure, year), *pair.split("-")) == 1 > value(matrix(other, year), *pair.split("-"))


@pytest.mark.parametrize(("state", "year"), [("IND", 1975), ("YUG", 1970), ("EGY", 1970), ("IRQ", 1962), ("GHA", 1962)])
def test_some_stood_with_neither(sides, state, year):
    assert sides.loc[year, state] == 0


def test_what_the_source_gets_wrong_stays_out_of_the_blocs(sides):
    rows = read("igo_membership").query("kind == 'full' and first <= 1962 <= last")
    assert {("GHA", "wpact"), ("IRQ", "cento")} <= set(zip(rows["state"], rows["igo"], strict=True))
    assert sides.loc[1957, "IRQ"] == 1


def test_no_pair_is_together_and_opposed_and_france_is_never_east(sides):
    assert (sides[["FRA", "GBR", "USA"]] == 1).all(axis=None)
    rows = panel(["same_bloc_cold_war", "opposed_blocs"])
    assert not ((rows["same_bloc_cold_war"] == 1) & (rows["opposed_blocs"] == 1)).any()


# --- disputes


def test_years_since_the_last_dispute(ours):
    since = seen(ours, "years_since_dispute")
    assert since.loc[1985] == 0 and since.loc[2010] == 25 and since.index.min() == 1960
    assert seen(ours, "years_since_dispute_cow").loc[2014] == 54
    status = ours.of("years_since_dispute").set_index("year")["status"]
    assert (status[1985], status[1950]) == ("observed", "unknown")


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
    first = read("disputes_gml").groupby(["a", "b"], observed=True)["year"].min()
    for (a, b), year in first[first > 1970].head(40).items():
        if alive(year - 1)[0, positions([a, b])].all():
            assert value(matrix("dispute_burden", year - 1), a, b) == 0 < value(matrix("dispute_burden", year), a, b)


@pytest.mark.parametrize("build", [dispute_burden, years_since_dispute])
def test_the_span_that_is_built_changes_no_year_in_it(build):
    data = Data(("disputes_gml",))
    long, short = (
        build(data, years, table="disputes_gml").value for years in (np.arange(1946, 1996), np.array([1995]))
    )
    np.testing.assert_array_equal(long[-1], short[0])


def test_the_order_of_burdens_hardly_depends_on_tau():
    upper, year = np.triu_indices(len(codes()), 1), np.array([2010])
    ten, twenty, five = (
        dispute_burden(Data(("disputes_gml",)), year, table="disputes_gml", tau=tau).value[0][upper]
        for tau in (10.0, 20.0, 5.0)
    )
    some = ten > 0
    for other in (twenty, five):
        assert pd.Series(ten[some]).corr(pd.Series(other[some]), method="spearman") > 0.95


def test_old_enemies_carry_more_than_old_friends():
    found = matrix("dispute_burden", 2010)
    assert value(found, "IND", "PAK") > 10 > value(found, "PAK", "RUS") > 0 == value(found, "GBR", "USA")


def test_no_burden_before_twenty_years_of_disputes_lie_behind(ours):
    rows = ours.of("dispute_burden").set_index("year")
    assert set(rows["status"].loc[:1965]) == {"not_covered"} and rows["value"].loc[1966:2010].notna().all()


# --- alliances


def test_years_allied_are_counted(ours):
    allied = seen(ours, "years_allied")
    assert allied.loc[2003] == 0 and allied.loc[2004] == 1 and allied.loc[2018] == 15
    assert value(matrix("years_allied", 2018), "GBR", "USA") == 70


# --- all pairs


@pytest.mark.parametrize("name", MEASURES)
def test_all_pairs_are_symmetric_in_range_and_of_states_of_the_year(name):
    found, what = matrix(name, 1985), registry()[name]
    np.testing.assert_array_equal(found, found.T)
    assert np.isnan(found[~coexisted(1985)[0]]).all()
    assert np.nanmin(found) >= what.low and np.nanmax(found) <= (np.inf if what.high is None else what.high)


# --- as of a day


def test_each_source_ends_with_what_was_out():
    last = history("PAK-RUS", start=1950, end=2018, as_of="2018-05").seen.groupby("measure")["year"].max()
    assert (last["dispute_burden"], last["dispute_burden_cow"], last["years_allied"]) == (2010, 2010, 2013)
    assert history("PAK-RUS", "opposed_blocs", start=1950, end=1990, as_of="1983-07").seen["year"].max() == 1977
