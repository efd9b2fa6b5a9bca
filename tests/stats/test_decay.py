"""Fading memory."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dyadlens.stats.decay import exponential_decay


def test_worked_values():
    assert exponential_decay([0, 10], tau=10).tolist() == [1.0, math.exp(-1)]
    assert exponential_decay(10 * math.log(2), tau=10) == pytest.approx(0.5)
    assert (np.array([5, 4]) * exponential_decay([0, 20], tau=10)).sum() == pytest.approx(5 + 4 * math.exp(-2))


def test_nothing_weighs_nothing():
    assert exponential_decay([], tau=10).sum() == 0.0


def test_an_unknown_age_has_no_weight():
    assert np.isnan(exponential_decay([np.nan], tau=10)).all()


@pytest.mark.parametrize("tau", [0, -1, float("nan")])
def test_tau_must_be_above_zero(tau):
    with pytest.raises(ValueError, match="tau must be above 0"):
        exponential_decay([1], tau)


def test_the_future_has_no_weight():
    with pytest.raises(ValueError, match="lies in the future"):
        exponential_decay([3, -1], tau=10)


@given(st.floats(0, 50), st.floats(0, 50), st.floats(0.5, 50))
def test_waiting_twice_is_fading_twice(one, other, tau):
    both = exponential_decay(one, tau) * exponential_decay(other, tau)
    assert exponential_decay(one + other, tau) == pytest.approx(both)


@given(st.lists(st.tuples(st.floats(0, 5), st.floats(0, 80)), max_size=8), st.floats(1, 40))
def test_the_sum_is_between_nothing_and_no_fading(events, tau):
    weights, ages = [w for w, _ in events], [a for _, a in events]
    faded = float((np.array(weights) * exponential_decay(ages, tau)).sum())
    assert 0 <= faded <= sum(weights) + 1e-9
