"""The axis of states: positions, and who existed when, counted by the day."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dyadlens.states import all_states
from dyadlens.states.axis import alive, codes, coexisted, positions

WHERE = {code: at for at, code in enumerate(codes())}
YEARS = st.integers(1900, 2030)


def test_codes_are_all_states_in_order():
    assert list(codes()) == sorted(all_states())


@pytest.mark.parametrize("make", [list, iter, pd.Series, lambda c: pd.Series(c, dtype="category"), np.array])
def test_positions_of_any_kind_of_list(make):
    given = ["PAK", "XXX", "RUS", "PAK"]
    assert positions(make(given)).tolist() == [WHERE["PAK"], -1, WHERE["RUS"], WHERE["PAK"]]


@pytest.mark.parametrize("kind", ["str", "category", object])
def test_a_missing_text_has_no_position(kind):
    assert positions(pd.Series(["ZWE", None, "AFG"], dtype=kind)).tolist() == [WHERE["ZWE"], -1, WHERE["AFG"]]
    assert positions(pd.Series([], dtype=kind)).tolist() == positions([]).tolist() == []


@given(st.lists(YEARS, min_size=1, max_size=3))
def test_a_pair_coexists_only_where_both_are_alive_either_way_and_never_with_itself(years):
    here, both = alive(years), coexisted(years)
    assert here.shape == (len(years), len(codes())) and both.shape == (*here.shape, len(codes()))
    assert (both <= (here[:, :, None] & here[:, None, :])).all()
    assert (both == both.swapaxes(1, 2)).all() and not both.diagonal(axis1=1, axis2=2).any()


@pytest.mark.parametrize("year", [1945, 1955, 1958, 1964, 1990, 1992, 1993, 2006, 2011])
def test_as_counted_day_by_day(year):
    days = [date(year, 1, 1) + timedelta(n) for n in range(366)]
    days = [day for day in days if day.year == year]
    grid = np.array([[any(a <= day <= b for a, b in all_states()[code].spells) for day in days] for code in codes()])
    together = (grid.astype(int) @ grid.T.astype(int)) > 0
    assert (alive(year)[0] == grid.any(axis=1)).all()
    assert (coexisted(year)[0] == (together & ~np.eye(len(codes()), dtype=bool))).all()


@pytest.mark.parametrize(
    ("a", "b", "year", "together"),
    [
        ("YUG", "SRB", 2006, False),
        ("CSK", "CZE", 1992, False),
        ("CSK", "CZE", 1993, False),
        ("YMD", "YEM", 1990, True),
        ("DDR", "NAM", 1990, True),
        ("DEU", "DDR", 1954, False),
        ("DEU", "DDR", 1955, True),
        ("SDN", "SSD", 2011, True),
        ("SDN", "SSD", 2010, False),
    ],
)
def test_pairs_of_states_that_followed_each_other(a, b, year, together):
    assert coexisted([year])[0, WHERE[a], WHERE[b]] == together


def test_no_year_is_no_row():
    assert alive([]).shape == (0, len(codes())) and coexisted([]).shape == (0, len(codes()), len(codes()))
