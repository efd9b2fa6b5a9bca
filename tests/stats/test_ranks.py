"""Percentile ranks: the formula, ties, reversal, and a second implementation."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import percentileofscore

from dyadlens.stats.ranks import grouped_percentile_ranks, percentile_rank, percentile_ranks

NUMBERS = st.lists(st.one_of(st.integers(-5, 5), st.floats(-1e6, 1e6)), min_size=1, max_size=40)
WITH_GAPS = st.lists(st.one_of(st.integers(-5, 5).map(float), st.just(math.nan)), min_size=1, max_size=40)


def test_without_ties_they_are_evenly_spaced():
    assert percentile_ranks([40, 10, 30, 20]).tolist() == [87.5, 12.5, 62.5, 37.5]


def test_ties_share_the_middle_rank():
    assert percentile_ranks([1, 2, 2, 2, 3]).tolist() == [10, 50, 50, 50, 90]


def test_all_equal_stand_in_the_middle():
    assert percentile_ranks([7.0] * 6).tolist() == [50] * 6


def test_one_alone_stands_in_the_middle():
    assert percentile_ranks([3]).tolist() == [50]


def test_none_gives_none():
    assert percentile_ranks([]).size == 0


def test_the_median_of_an_odd_number_is_50():
    assert percentile_ranks([9, 1, 5, 3, 7])[2] == 50


@given(NUMBERS)
def test_they_equal_those_of_scipy(values):
    expected = [percentileofscore(values, v, kind="mean") for v in values]
    assert percentile_ranks(values).tolist() == pytest.approx(expected)


@given(NUMBERS)
def test_reversal_turns_p_into_100_less_p(values):
    assert percentile_ranks(-np.array(values)) == pytest.approx(100 - percentile_ranks(values))


@given(NUMBERS)
def test_their_mean_is_50(values):
    assert percentile_ranks(values).mean() == pytest.approx(50)


@given(st.lists(st.integers(-50, 50), min_size=1, max_size=30))
def test_a_rising_transformation_changes_nothing(values):
    x = np.array(values, float)
    assert np.array_equal(percentile_ranks(x), percentile_ranks(x**3 + 2 * x))


@given(NUMBERS)
def test_they_stay_inside_the_ends(values):
    ranks = percentile_ranks(values)
    half = 50 / len(values)
    assert ranks.min() >= half - 1e-9 and ranks.max() <= 100 - half + 1e-9


@given(WITH_GAPS)
def test_unobserved_values_are_neither_ranked_nor_counted(values):
    x = np.array(values)
    ranks = percentile_ranks(x)
    assert np.array_equal(np.isnan(ranks), np.isnan(x))
    assert np.array_equal(ranks[~np.isnan(x)], percentile_ranks(x[~np.isnan(x)]))


@given(WITH_GAPS)
def test_one_rank_is_that_among_all(values):
    ranks = percentile_ranks(values)
    assert [percentile_rank(v, values) for v in values] == pytest.approx(ranks.tolist(), nan_ok=True)


def test_one_rank_without_a_value_or_company_is_missing():
    assert math.isnan(percentile_rank(math.nan, [1, 2]))
    assert math.isnan(percentile_rank(1.0, []))


def test_groups_are_ranked_apart():
    values, groups = [1, 5, 3, 100, 200], [1990, 1990, 1990, 1991, 1991]
    assert grouped_percentile_ranks(values, groups) == pytest.approx([50 / 3, 250 / 3, 50, 25, 75])


@given(st.lists(st.tuples(st.integers(0, 5), st.sampled_from("abc")), min_size=1, max_size=30))
def test_groups_equal_a_plain_loop(rows):
    values, groups = zip(*rows, strict=True)
    expected = [percentile_rank(v, [w for w, h in rows if h == g]) for v, g in rows]
    assert grouped_percentile_ranks(values, groups).tolist() == pytest.approx(expected)


@pytest.mark.parametrize("axis", [0, 1, -1])
def test_a_table_is_ranked_line_by_line(axis):
    x = np.random.default_rng(0).integers(0, 9, (7, 5)).astype(float)
    x[x == 8] = np.nan
    found = percentile_ranks(x, axis=axis)
    lines = [percentile_ranks(line) for line in np.moveaxis(x, axis, -1)]
    assert np.array_equal(found, np.moveaxis(np.array(lines), -1, axis), equal_nan=True)


def test_a_table_without_rows_stays_empty():
    assert percentile_ranks(np.zeros((0, 4)), axis=0).shape == (0, 4)
    assert percentile_ranks(np.zeros((4, 0)), axis=0).shape == (4, 0)
