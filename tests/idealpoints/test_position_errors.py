"""Errors of positions against one big matrix of all positions and items."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import expit

from dyadlens.idealpoints.ordinal_items import Block, ItemPrior, Items, item_derivatives, state_scores
from dyadlens.idealpoints.position_errors import net_information, variances
from dyadlens.idealpoints.position_walk import Positions, Walk, smooth

STATES, CALLS, YEARS = 7, 4, 3
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
