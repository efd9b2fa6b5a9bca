"""The Wilson interval: a published formula, statsmodels, coverage, and its bounds."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom
from statsmodels.stats.proportion import proportion_confint

from dyadlens.stats.proportions import wilson_interval, z_value


@given(st.integers(1, 5000), st.floats(0, 1), st.floats(0.5, 0.99))
def test_it_is_that_of_statsmodels(n, part, level):
    count = round(part * n)
    peer = proportion_confint(count, n, alpha=1 - level, method="wilson")
    assert np.array(wilson_interval(count / n, n, level)) == pytest.approx(peer, abs=1e-9)


@pytest.mark.parametrize("share", [0.2, 0.5, 0.7])
def test_coverage(share):
    counts = np.arange(201)
    low, high = wilson_interval(counts / 200, 200)
    assert 0.88 < binom.pmf(counts, 200, share)[(low <= share) & (share <= high)].sum() < 0.92


def test_arrays_bounds_and_gaps():
    low, high = wilson_interval([0.0, 1.0, np.nan, 0.5], [12, 12, 12, 0])
    assert low[0] == 0 < high[0] and low[1] < 1 == high[1] and np.isnan([*low[2:], *high[2:]]).all()
    assert low[1] == pytest.approx(12 / (12 + z_value() ** 2))


@pytest.mark.parametrize(
    ("share", "n", "level", "message"),
    [(1.2, 5, 0.9, "0 to 1"), (-0.1, 5, 0.9, "0 to 1"), (0.5, -1, 0.9, "negative"), (0.5, 5, 1.0, "level")],
)
def test_bad_input(share, n, level, message):
    with pytest.raises(ValueError, match=message):
        wilson_interval(share, n, level)
