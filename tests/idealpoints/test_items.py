"""The likelihood of ordered choices: probabilities, derivatives and modes against plain ways to get them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import approx_fprime, minimize
from scipy.stats import gamma, logistic, norm

from dyadlens.idealpoints.items import (
    Block,
    ItemPrior,
    Items,
    item_derivatives,
    item_step,
    log_likelihood,
    starting_items,
    state_scores,
)

PRIOR = ItemPrior(slope=1.5, cut=2.0, gap_shape=2.0, gap_rate=0.7)


@pytest.fixture(scope="module")
def votes():
    return np.random.default_rng(4).integers(-1, 3, (5, 12)).astype(np.int8)


@pytest.fixture(scope="module")
def nodes():
    return np.random.default_rng(5).normal(0, 1, (2, 12))


def log_posterior(at: np.ndarray, votes: np.ndarray, nodes: np.ndarray) -> float:
    """Return the log-posterior of one item, (slope, high, low), up to a constant."""
    slope, high, low = at
    item = Items(np.array([slope]), np.array([low]), np.array([high]))
    votes_part = np.mean([np.nansum(log_likelihood(votes, item, positions)) for positions in nodes])
    prior = norm.logpdf(slope, 0, 1.5) + norm.logpdf([high, low], 0, 2.0).sum()
    return votes_part + prior + gamma.logpdf(high - low, 2.0, scale=1 / 0.7)


@given(st.floats(-4, 4), st.floats(-3, 3), st.floats(0.05, 4), st.floats(-3, 3))  # slope, lower cutpoint, gap, position
def test_probabilities_are_those_of_a_logistic_between_cutpoints(slope, low, gap, position):
    item = Items(np.array([slope]), np.array([low]), np.array([low + gap]))
    yes, abstain, no = (
        np.exp(log_likelihood(np.array([[choice]], dtype=np.int8), item, np.array([position])))[0, 0]
        for choice in (0, 1, 2)
    )
    latent = logistic(slope * position)
    assert no == pytest.approx(latent.cdf(low), rel=1e-9)
    assert yes == pytest.approx(latent.sf(low + gap), rel=1e-9)
    assert abstain == pytest.approx(1 - yes - no, abs=1e-12)


def test_an_absent_state_has_no_likelihood():
    item = Items(np.array([1.0]), np.array([-1.0]), np.array([1.0]))
    assert np.isnan(log_likelihood(np.array([[-1]], dtype=np.int8), item, np.array([0.0]))[0, 0])


def test_starting_items_give_each_choice_its_share():
    votes = np.repeat(np.array([0, 1, 2, -1], dtype=np.int8), [600, 300, 100, 500])[None]
    item = starting_items(votes)
    shares = [np.exp(log_likelihood(np.array([[c]], dtype=np.int8), item, np.zeros(1)))[0, 0] for c in (0, 1, 2)]
    assert shares == pytest.approx([0.6, 0.3, 0.1], abs=0.001)


def test_derivatives_of_items_are_those_of_the_log_posterior(votes, nodes):
    items = Items(np.linspace(-1, 1.2, 5), np.linspace(-1.5, -0.2, 5), np.linspace(-0.1, 1.4, 5))
    block = Block.of(votes, slice(0, 5))
    gradient, curvature = item_derivatives(block, items, nodes, PRIOR)
    for v in range(5):
        at = np.array([items.slope[v], items.high[v], items.low[v]])
        assert gradient[v] == pytest.approx(approx_fprime(at, log_posterior, 1e-7, votes[[v]], nodes), abs=1e-4)
    for k, name in enumerate(("slope", "high", "low")):
        moved = []
        for move in (1e-4, -1e-4):
            other = Items(items.slope.copy(), items.low.copy(), items.high.copy())
            setattr(other, name, getattr(other, name) + move)
            moved.append(item_derivatives(block, other, nodes, PRIOR)[0])
        assert -curvature[:, :, k] == pytest.approx((moved[0] - moved[1]) / 2e-4, abs=1e-5)


def test_derivatives_of_positions_are_those_of_the_log_likelihood(votes, nodes):
    items = Items(np.linspace(-1, 1.2, 5), np.linspace(-1.5, -0.2, 5), np.linspace(-0.1, 1.4, 5))
    score, information = state_scores(Block.of(votes, slice(0, 5)), items, nodes)

    def by_state(move: float) -> np.ndarray:
        return np.mean([np.nansum(log_likelihood(votes, items, x + move), axis=0) for x in nodes], axis=0)

    assert score == pytest.approx((by_state(1e-5) - by_state(-1e-5)) / 2e-5, abs=1e-6)
    assert information == pytest.approx(-(by_state(1e-3) - 2 * by_state(0) + by_state(-1e-3)) / 1e-6, abs=1e-5)


def test_steps_lead_to_the_mode_that_a_general_search_finds(votes, nodes):
    items = starting_items(votes)
    block = Block.of(votes, slice(0, 5))
    for _ in range(30):
        item_step(block, items, nodes, PRIOR)
    for v in (0, 3):
        start = np.array([0.0, 0.5, -0.5])
        found = minimize(lambda at, v=v: -log_posterior(at, votes[[v]], nodes), start, method="Nelder-Mead", tol=1e-9)
        assert [items.slope[v], items.high[v], items.low[v]] == pytest.approx(found.x, abs=1e-3)


def test_cutpoints_stay_apart_where_nobody_abstains(nodes):
    votes = np.array([[0, 2] * 6], dtype=np.int8)
    items = starting_items(votes)
    for _ in range(50):
        item_step(Block.of(votes, slice(0, 1)), items, nodes, PRIOR)
    assert items.high[0] > items.low[0]
