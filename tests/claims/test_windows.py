"""Windows: which years are in, which are missing, and when a mean is not known."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dyadlens.claims.finding import Number
from dyadlens.claims.windows import best_mean, last_in_all, last_years, over, over_latest, ratio
from dyadlens.data.evidence import join, make


def rows(values, first=2000):
    """Trade by year; None is unknown."""
    years = list(range(first, first + len(values)))
    return make(domain="trade", measure="trade_total", a="PAK", b="RUS", year=years, value=values, source="trade_cow")


def test_a_missing_year_is_left_out_and_named():
    found = over(rows([10.0, None, 40.0]), range(2000, 2003), "trade")
    assert (found.value, found.years, found.missing, found.sources) == (25.0, (2000, 2002), (2001,), ("trade_cow",))


@pytest.mark.parametrize(("values", "known"), [([1, 1, None], True), ([1, None, None], False), ([1, None], False)])
def test_more_than_half_of_the_years_must_be_known(values, known):
    assert over(rows(values), range(2000, 2000 + len(values)), "trade").known is known


def test_the_latest_window_ends_with_the_last_known_year():
    found = over_latest(rows([1.0, 2.0, 4.0, 6.0, None, None]), 3, "trade")
    assert (found.value, found.years) == (4.0, (2001, 2002, 2003))


def test_two_measures_share_the_last_year_that_both_know():
    assert last_in_all(rows([1, 2, 3]), rows([1, 2, None])) == 2001
    assert last_in_all(rows([1]), rows([None])) is None
    assert last_in_all(join([])) is None


def test_nothing_known_is_no_error():
    found = over_latest(join([]), 3, "trade")
    assert not found.known
    assert found.years == found.sources == ()


def test_the_best_mean_is_of_a_whole_window():
    found = best_mean(rows([9.0, None, 1.0, 2.0, 3.0, 1.0]), 2, "best")
    assert (found.value, found.years) == (2.5, (2003, 2004))
    assert not best_mean(rows([9.0, None, 9.0]), 2, "best").known


def test_of_equal_windows_the_earliest_is_best():
    assert best_mean(rows([2.0, 2.0, 2.0]), 2, "best").years == (2000, 2001)


@given(st.floats(0, 1e6), st.floats(0, 1e6))
def test_a_ratio_to_nothing_is_infinite_and_nothing_to_nothing_unknown(x, y):
    found = ratio(Number("x", x, "musd"), Number("y", y, "musd"), "r").value
    if y:
        assert found == x / y
    else:
        assert math.isinf(found) if x else math.isnan(found)


def test_a_ratio_to_an_unknown_is_unknown():
    assert not ratio(Number("x", 1.0, "musd"), Number("y", math.nan, "musd"), "r").known


def test_a_window_before_the_first_year_is_empty():
    assert list(last_years(None, 3)) == list(last_years(None, 3, skip=2)) == []
    assert list(last_years(2010, 3, skip=2)) == [2006, 2007, 2008]
