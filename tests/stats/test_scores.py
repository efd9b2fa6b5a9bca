"""Proper scores against worked examples, against an integral, and against what makes them proper."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.stats import norm, t

from dyadlens.stats.scores import brier, clustered_mean, crps_normal, log_score


@pytest.mark.parametrize(("mean", "sd", "outcome"), [(0.0, 1.0, 0.0), (0.3, 0.5, -1.0), (-2.0, 3.0, 4.0)])
def test_crps_is_the_integral_that_defines_it(mean, sd, outcome):
    def gap(x):
        return (norm.cdf(x, mean, sd) - (x >= outcome)) ** 2

    ends = (mean - 12 * sd, mean + 12 * sd)
    whole = quad(gap, ends[0], outcome)[0] + quad(gap, outcome, ends[1])[0]
    assert float(crps_normal(mean, sd, outcome)) == pytest.approx(whole, abs=1e-8)


def test_worked_examples():
    # Gneiting & Raftery (2007): a standard normal forecast and an outcome at its mean.
    assert float(crps_normal(0, 1, 0)) == pytest.approx(2 / np.sqrt(2 * np.pi) - 1 / np.sqrt(np.pi))
    # Brier (1950): 0.7 for rain, and it rains.
    assert brier(0.7, True) == pytest.approx(0.09)
    assert log_score(0.5, True) == pytest.approx(np.log(2))


@given(st.floats(0.05, 0.95), st.floats(0.05, 0.95))
def test_the_honest_probability_does_best(true, said):
    for score in (brier, log_score):
        honest, other = (true * score(p, True) + (1 - true) * score(p, False) for p in (true, said))
        assert honest <= other + 1e-12


@given(st.floats(-2, 2), st.floats(0.3, 3))
def test_the_honest_normal_does_best(mean, sd):
    draws = norm.ppf((np.arange(2000) + 0.5) / 2000)
    assert crps_normal(0.0, 1.0, draws).mean() <= crps_normal(mean, sd, draws).mean() + 1e-4


def test_a_mean_with_one_kind_of_groups_is_that_of_the_group_means():
    values, groups = np.array([1.0, 3.0, 2.0, 6.0, 4.0, 8.0]), np.array([0, 0, 1, 1, 2, 2])
    mean, low, high = clustered_mean(values, groups)
    sums = np.array([-4.0, 0.0, 4.0])  # of what each value is off the mean of 4
    error = np.sqrt((sums**2).sum() / 36 * 3 / 2)
    assert (mean, high - mean) == pytest.approx((4.0, t.ppf(0.95, 2) * error))
    assert low == pytest.approx(8.0 - high)


def test_two_kinds_of_groups_add_and_their_crossing_is_taken_off():
    rng = np.random.default_rng(0)
    values, one, two = rng.normal(size=60), np.repeat(np.arange(12), 5), np.tile(np.arange(5), 12)
    _, low, high = clustered_mean(values, one, two)
    off = values - values.mean()

    def part(labels, count):
        return (np.bincount(labels, off) ** 2).sum() / 3600 * count / (count - 1)

    variance = part(one, 12) + part(two, 5) - part(np.arange(60), 60)
    variance = max(variance, part(one, 12), part(two, 5))
    assert (high - low) / 2 == pytest.approx(t.ppf(0.95, 4) * np.sqrt(variance))


def test_shocks_of_years_widen_the_interval():
    rng = np.random.default_rng(1)
    years = np.tile(np.arange(20), 200)
    values = rng.normal(size=20)[years] + 0.1 * rng.normal(size=4000)
    pairs = np.repeat(np.arange(200), 20)
    narrow, wide = (clustered_mean(values, *g) for g in ((pairs,), (pairs, years)))
    assert wide[2] - wide[1] > 5 * (narrow[2] - narrow[1])


@pytest.mark.parametrize(
    "work",
    [
        lambda: crps_normal(0, 0, 1),
        lambda: brier(1.2, True),
        lambda: log_score(-0.1, False),
        lambda: clustered_mean([1, 2]),
        lambda: clustered_mean([1, 2], [0, 0]),
    ],
)
def test_bad_input(work):
    with pytest.raises(ValueError, match=r"must|at least|kinds"):
        work()
