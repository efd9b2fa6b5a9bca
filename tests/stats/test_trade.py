"""Trade intensity and dependence."""

import numpy as np
import pytest

from dyadlens.stats.trade import trade_dependence, trade_intensity


def world(n=6, seed=0):
    flows = np.random.default_rng(seed).gamma(1.0, 10.0, (n, n))
    np.fill_diagonal(flows, 0)
    return flows


def intensities(flows):
    x, m, w = flows.sum(1), flows.sum(0), flows.sum()
    return trade_intensity(flows, x[:, None], m[None, :], w, m[:, None])


def test_intensity_averages_to_one():
    # Weighted by the partners' shares in what the exporter could sell to, intensities average to 1.
    flows = world()
    m = flows.sum(0)
    weights = m[None, :] / (m.sum() - m)[:, None]
    np.fill_diagonal(weights, 0)
    assert (weights * intensities(flows)).sum(1) == pytest.approx(np.ones(6))


def test_intensity_has_no_unit():
    assert intensities(world()) == pytest.approx(intensities(world() * 1e6), nan_ok=True)


def test_unknown_stays_unknown():
    out = trade_intensity([np.nan, 1.0, 1.0], [10.0, 10.0, 0.0], 5.0, 100.0, 10.0)
    assert np.isnan(out).tolist() == [True, False, True]
    assert np.isnan(trade_dependence([np.nan, 1.0], [1.0, 0.0], [1.0, 0.0])).all()


def test_dependence_adds_up_to_one():
    flows = world()
    two_way = flows + flows.T
    shares = trade_dependence(two_way, flows.sum(1)[:, None], flows.sum(0)[:, None])
    assert shares.sum(1) == pytest.approx(np.ones(6))
