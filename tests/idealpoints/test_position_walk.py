"""Walks of positions: the sweep against plain matrices, and the yardsticks that votes cannot tell apart."""

from __future__ import annotations

import numpy as np
import pytest

from dyadlens.idealpoints.ordinal_items import ItemPrior, Items, log_likelihood
from dyadlens.idealpoints.position_walk import Positions, Walk, settle, smooth

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
