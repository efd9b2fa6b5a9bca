"""Walks of positions: sweep and errors against plain matrices, and the scales that votes cannot tell apart."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import expit

from dyadlens.idealpoints.items import Block, ItemPrior, Items, item_derivatives, log_likelihood, state_scores
from dyadlens.idealpoints.positions import Positions, Walk, net_information, settle, smooth, variances

YEARS, STATES = 6, 4


@pytest.fixture
def walk():
    alive = np.ones((YEARS, STATES), dtype=bool)
    alive[:2, 1] = alive[4:, 2] = False
    return Walk(alive, step=0.4, pull=0.8)


def precision_of(walk: Walk, state: int) -> np.ndarray:
    """Return the prior precision of one state's walk over its own years, written out."""
    years = np.flatnonzero(walk.alive[:, state])
    out = np.eye(len(years)) * walk.pull
    for k in range(1, len(years)):
        out[k - 1 : k + 1, k - 1 : k + 1] += np.array([[1, -1], [-1, 1]]) / walk.step**2
    return out


def test_the_sweep_solves_what_plain_matrices_solve(walk):
    draw = np.random.default_rng(1)
    mean, score = np.where(walk.alive, draw.normal(size=(2, YEARS, STATES)), 0)
    information = np.where(walk.alive, draw.gamma(2, 3, (YEARS, STATES)), 0)
    found = smooth(walk, mean, score, information)
    for state in range(STATES):
        years = np.flatnonzero(walk.alive[:, state])
        covariance = np.linalg.inv(precision_of(walk, state) + np.diag(information[years, state]))
        right = information[years, state] * mean[years, state] + score[years, state]
        assert found.mean[years, state] == pytest.approx(covariance @ right)
        assert found.variance[years, state] == pytest.approx(np.diag(covariance))
        assert found.covariance[years[1:], state] == pytest.approx(np.diag(covariance, 1))


def test_a_state_has_no_position_outside_its_years(walk):
    one = np.ones((YEARS, STATES))
    found = smooth(walk, one, one, one)
    assert (found.mean[~walk.alive] == 0).all()
    assert (found.variance[~walk.alive] == 0).all()


@pytest.fixture
def unsettled(walk):
    draw = np.random.default_rng(2)
    alive = walk.alive
    x = Positions(
        np.where(alive, draw.normal(0.7, 2.0, alive.shape), 0.0), np.where(alive, 0.1, 0.0), np.zeros(alive.shape)
    )
    year_of = np.repeat(np.arange(YEARS), 3)
    low = draw.normal(-1, 1, len(year_of))
    return x, Items(draw.normal(0, 2, len(year_of)), low, low + 1), year_of


def test_settling_changes_no_probability_of_a_vote(walk, unsettled):
    x, items, year_of = unsettled
    votes = np.random.default_rng(3).integers(0, 3, (len(year_of), STATES)).astype(np.int8)

    def probabilities() -> np.ndarray:
        whole = log_likelihood(votes, items, np.zeros(STATES))
        for year in range(YEARS):
            rows = slice(3 * year, 3 * year + 3)
            whole[rows] = log_likelihood(votes[rows], items.at(rows), x.mean[year])
        return whole[walk.alive[year_of]]

    before, spread = probabilities(), x.mean.std()
    settle(walk, x, items, year_of, ItemPrior())
    assert x.mean.std() != pytest.approx(spread)
    assert probabilities() == pytest.approx(before, abs=1e-9)


def test_settling_twice_is_settling_once(walk, unsettled):
    x, items, year_of = unsettled
    settle(walk, x, items, year_of, ItemPrior())
    once = x.mean.copy()
    settle(walk, x, items, year_of, ItemPrior())
    assert x.mean == pytest.approx(once, abs=1e-3)


def test_without_items_the_spread_of_a_year_is_that_of_its_prior():
    alive = np.ones((1, 500), dtype=bool)
    x = Positions(np.random.default_rng(4).normal(3, 5, (1, 500)), np.zeros((1, 500)), np.zeros((1, 500)))
    items = Items(np.zeros(1), np.zeros(1), np.ones(1))
    settle(Walk(alive), x, items, np.array([0]), ItemPrior())
    assert x.mean.mean() == pytest.approx(0, abs=1e-3)
    assert (x.mean**2).mean() == pytest.approx(1, abs=1e-3)


# --- errors

CALLS = 4
PRIOR = ItemPrior()


@pytest.fixture(scope="module")
def world():
    draw = np.random.default_rng(8)
    votes = draw.integers(0, 3, (CALLS * YEARS, STATES)).astype(np.int8)
    votes[:CALLS, 0] = -1
    low = draw.normal(-1, 0.5, len(votes))
    items = Items(draw.normal(0, 2, len(votes)), low, low + draw.gamma(3, 0.4, len(votes)))
    alive = np.ones((YEARS, STATES), dtype=bool)
    alive[0, 0] = False
    x = Positions(np.where(alive, draw.normal(size=alive.shape), 0), np.zeros(alive.shape), np.zeros(alive.shape))
    blocks = {t: Block.of(votes, slice(CALLS * t, CALLS * (t + 1))) for t in range(YEARS)}
    return votes, items, Walk(alive, step=0.5), x, blocks


def information(vote: int, item: tuple[float, float, float], position: float) -> np.ndarray:
    """Return what one vote tells of (position, slope, high, low), from the two binary items it is made of."""
    slope, low, high = item
    out = np.zeros((4, 4))
    for cut, axis, counts in ((high, 2, vote in (0, 1)), (low, 3, vote in (1, 2))):
        share = expit(cut - slope * position)
        direction = np.array([-slope, -position, 0.0, 0.0])
        direction[axis] = 1.0
        out += counts * share * (1 - share) * np.outer(direction, direction)
    return out


def whole_matrix(votes, items, walk, x, blocks) -> np.ndarray:
    """Return the information on all positions and, behind them, all items."""
    places = YEARS * STATES
    out = np.zeros((places + 3 * len(votes), places + 3 * len(votes)))
    for v in range(len(votes)):
        year = v // CALLS
        behind = [places + 3 * v + k for k in range(3)]
        nodes = x.nodes(year, blocks[year].states)
        whole = item_derivatives(blocks[year], items.at(blocks[year].rows), nodes, PRIOR)[1][v % CALLS]
        out[np.ix_(behind, behind)] += whole
        for i in range(STATES):
            at = [year * STATES + i, *behind]
            piece = information(votes[v, i], (items.slope[v], items.low[v], items.high[v]), x.mean[year, i])
            piece[1:, 1:] = 0
            out[np.ix_(at, at)] += piece
    for year in range(YEARS):
        for i in range(STATES):
            at = year * STATES + i
            out[at, at] += walk.pull if walk.alive[year, i] else 1.0
            if walk.linked[year, i]:
                pair = [at - STATES, at]
                out[np.ix_(pair, pair)] += np.array([[1, -1], [-1, 1]]) / walk.step**2
    return out


def test_variances_are_those_of_the_whole_matrix(world):
    _, items, walk, x, blocks = world
    plain = np.diag(np.linalg.inv(whole_matrix(*world)))[: YEARS * STATES].reshape(YEARS, STATES)
    found = variances(walk, x, blocks, items, PRIOR)
    assert found[walk.alive] == pytest.approx(plain[walk.alive], rel=1e-8)
    assert (found[~walk.alive] == 0).all()


def test_estimating_the_items_costs_precision(world):
    _, items, walk, x, blocks = world
    known = np.zeros(walk.alive.shape)
    for year, block in blocks.items():
        known[year, block.states] = state_scores(block, items.at(block.rows), x.nodes(year, block.states))[1]
    for_known_items = smooth(walk, x.mean, np.zeros(known.shape), known).variance
    found = variances(walk, x, blocks, items, PRIOR)
    assert (found[walk.alive] > for_known_items[walk.alive]).all()


def test_net_information_is_positive_semidefinite(world):
    _, items, _, x, blocks = world
    for year, block in blocks.items():
        net = net_information(block, items.at(block.rows), x.nodes(year, block.states), PRIOR)
        assert np.linalg.eigvalsh(net).min() > -1e-10
