"""Rates: printed examples, the defining equations, and coverage."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom, poisson

from dyadlens.stats.rates import poisson_interval, rate_ratio, rate_ratio_interval

COUNTS = st.integers(0, 400)
TIMES = st.floats(0.1, 100)


def test_the_printed_interval_of_one_rate():
    """137 events in 24.19893 units of time, 95%: the first example of R's `poisson.test`."""
    low, high = poisson_interval(137, 0.95)
    assert (low / 24.19893, high / 24.19893) == pytest.approx((4.753125, 6.692709), abs=1e-6)


def test_the_printed_interval_of_a_ratio():
    """11 in 800 against 6 + 8 + 7 in 1083 + 1050 + 878, 95%: the second example of R's `poisson.test`."""
    found = rate_ratio(11, 800, 21, 3011, level=0.95)
    assert (found.ratio, found.low, found.high) == pytest.approx((1.971488, 0.8584264, 4.2772659), abs=1e-6)


@given(COUNTS)
def test_the_ends_leave_five_percent_each(count):
    low, high = poisson_interval(count)
    assert poisson.cdf(count, high) == pytest.approx(0.05)
    if count:
        assert poisson.sf(count - 1, low) == pytest.approx(0.05)
    else:
        assert low == 0 and high == pytest.approx(-math.log(0.05))


@given(COUNTS, TIMES, COUNTS, TIMES)
def test_a_ratio_inverts_the_binomial_test(first, first_time, second, second_time):
    found = rate_ratio(first, first_time, second, second_time)
    for end, tail in (
        (found.low, lambda p: binom.sf(first - 1, first + second, p)),
        (found.high, lambda p: binom.cdf(first, first + second, p)),
    ):
        if 0 < end < math.inf:
            assert tail(end * first_time / (end * first_time + second_time)) == pytest.approx(0.05, rel=1e-4)


@given(st.integers(1, 400), TIMES, st.integers(1, 400), TIMES)
def test_turned_round_it_is_the_reciprocal(first, first_time, second, second_time):
    one, other = rate_ratio(first, first_time, second, second_time), rate_ratio(second, second_time, first, first_time)
    assert (one.ratio, one.low, one.high) == pytest.approx((1 / other.ratio, 1 / other.high, 1 / other.low))


@given(COUNTS, TIMES, COUNTS, TIMES, st.floats(0.1, 10))
def test_the_unit_of_time_does_not_matter(first, first_time, second, second_time, unit):
    one = rate_ratio(first, first_time, second, second_time)
    other = rate_ratio(first, first_time * unit, second, second_time * unit)
    assert (one.low, one.high) == pytest.approx((other.low, other.high))


def test_none_at_all_says_nothing():
    found = rate_ratio(0, 3, 0, 10)
    assert math.isnan(found.ratio) and (found.low, found.high) == (0, math.inf)


def test_none_before_has_no_upper_end():
    found = rate_ratio(4, 3, 0, 10)
    assert found.low > 0 and found.high == math.inf and math.isnan(found.ratio)


@pytest.mark.parametrize("mean", [0.7, 3, 20])
def test_it_holds_the_mean_at_least_as_often_as_it_says(mean):
    counts = np.arange(0, 200)
    low, high = poisson_interval(counts)
    assert poisson.pmf(counts, mean)[(low <= mean) & (mean <= high)].sum() >= 0.9


def test_missing_stays_missing():
    low, high = poisson_interval([np.nan, 2.0])
    assert np.isnan([low[0], high[0]]).all() and low[1] < 2 < high[1]


@pytest.mark.parametrize("wrong", [(-1, 1, 1, 1), (1, 0, 1, 1), (1, 1, 1, -2)])
def test_wrong_input_is_refused(wrong):
    with pytest.raises(ValueError, match=r"counts|exposures"):
        rate_ratio(*wrong)
    with pytest.raises(ValueError, match="level"):
        poisson_interval(1, level=1.5)


def test_ratios_of_arrays_are_those_of_each():
    counts = [(0, 3, 0, 10), (4, 3, 0, 10), (0, 2, 5, 1), (11, 800, 21, 3011)]
    together = np.stack(rate_ratio_interval(*map(np.array, zip(*counts, strict=True))), axis=1)
    alone = [rate_ratio(*one) for one in counts]
    assert together == pytest.approx(np.array([(r.ratio, r.low, r.high) for r in alone]), nan_ok=True)
    assert np.isnan(rate_ratio_interval([np.nan, 1], 1, [1, np.nan], 1)).all()
