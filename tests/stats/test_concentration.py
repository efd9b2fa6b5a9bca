"""The Herfindahl-Hirschman index."""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dyadlens.stats.concentration import herfindahl

AMOUNTS = st.lists(st.floats(0, 1e6), min_size=1, max_size=30)


def test_equal_partners_give_one_over_their_number():
    assert herfindahl([3.0] * 8) == pytest.approx(1 / 8)


def test_a_single_partner_gives_one():
    assert herfindahl([7, 0, 0]) == 1


@pytest.mark.parametrize("amounts", [[], [0, 0], [math.nan]])
def test_no_amount_gives_no_index(amounts):
    assert math.isnan(herfindahl(amounts))


def test_unobserved_amounts_are_left_out():
    assert herfindahl([3, math.nan, 1]) == herfindahl([3, 1])


def test_negative_amounts_and_tables_are_refused():
    with pytest.raises(ValueError, match="negative"):
        herfindahl([1, -1])
    with pytest.raises(ValueError, match="dimension"):
        herfindahl([[1, 2]])


@given(AMOUNTS, st.floats(0.01, 100))
def test_range_scale_and_order(amounts, factor):
    x = np.array(amounts)
    assume(x.sum() > 1e-3)
    value = herfindahl(x)
    assert 1 / len(x) - 1e-9 <= value <= 1 + 1e-9
    assert herfindahl(x * factor) == pytest.approx(value)
    assert herfindahl(x[::-1]) == pytest.approx(value)


@given(AMOUNTS, AMOUNTS)
def test_a_merger_never_lowers_it(amounts, others):
    x = np.array([*amounts, *others])
    assume(x.sum() > 1e-3)
    merged = np.array([sum(amounts), *others])
    assert herfindahl(merged) >= herfindahl(x) - 1e-9
