"""Ideal points of states from their votes: one dimension, ordered choices, positions that walk from year to year.

After Bailey, Strezhnev & Voeten (2017), Journal of Conflict Resolution 61(2):430-456. Two stages:

1. Positions are estimated on a scale of their own in each year (mean 0, spread 1), by a variational EM: positions
   are normal given the items, items are at their posterior mode given the positions.
2. The scales of the years are joined: states that voted in two years that follow each other are taken to keep, as
   a group, their mean and their spread.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from dyadlens.idealpoints.items import (
    ABSENT,
    ABSTAIN,
    NO,
    YES,
    Block,
    Floats,
    ItemPrior,
    Items,
    item_step,
    starting_items,
    state_scores,
)
from dyadlens.idealpoints.positions import Positions, Walk, settle, smooth, variances

_FIRST_ROUNDS = 6  # steps within each year on the way forward


@dataclass(frozen=True)
class IdealPoints:
    """Ideal points and the items they rest on."""

    years: NDArray[np.int64]  # all calendar years from the first roll call to the last
    point: Floats  # shape (years, states): posterior mean; NaN where the state cast no vote
    error: Floats  # posterior standard deviation
    votes: NDArray[np.int64]  # divided roll calls in which the state took part
    items: Items  # of the divided roll calls, in the order given, on the scale of the points
    rounds: int  # rounds until no position moved by more than the tolerance, or as many as were allowed


def divided(votes: NDArray[np.int8]) -> NDArray[np.bool_]:
    """Tell in which roll calls not all who took part chose the same; the others say nothing of positions."""
    return sum((votes == choice).any(axis=1).astype(int) for choice in (YES, ABSTAIN, NO)) > 1


def fit_ideal_points(
    votes: NDArray[np.int8],
    years: NDArray[np.int64],
    anchor: int,
    *,
    step: float = 0.2,
    prior: ItemPrior | None = None,
    rounds: int = 60,
    tolerance: float = 1e-3,
) -> IdealPoints:
    """Estimate ideal points of all states and years at once.

    Parameters
    ----------
    votes : numpy.ndarray of int8, shape (roll calls, states)
        0 yes, 1 abstain, 2 no, -1 absent. Absent is missing: it is no abstention and says nothing.
    years : numpy.ndarray of int, shape (roll calls,)
        Year of each roll call.
    anchor : int
        Column of a state that stands on the positive side on average; it settles the sign and nothing else.
    step : float
        Standard deviation of a year's step of the walk, on the scale of a year. The default foretold held-out
        votes best of .1, .2, .3, .5 and 1.
    prior : ItemPrior, optional
        Prior of the items.
    rounds : int
        Most rounds.
    tolerance : float
        Stop when no position moves farther in a round.

    Returns
    -------
    IdealPoints

    Raises
    ------
    ValueError
        If votes and years do not fit, a code is not one of the four, or no roll call was divided.

    Examples
    --------
    >>> votes = np.array([[0, 0, 1, 2], [2, 1, 0, 0], [0, 2, 2, 2]], dtype=np.int8)
    >>> found = fit_ideal_points(votes, np.array([2001, 2001, 2001]), anchor=0)
    >>> np.argsort(-found.point[0]).tolist()[0]
    0
    """
    votes, years = _checked(votes, years)
    order = np.flatnonzero(divided(votes))
    if not order.size:
        raise ValueError("no roll call was divided: nothing tells the states apart")
    order = order[np.argsort(years[order], kind="stable")]
    estimate = _Estimate(votes[order], years[order], step, prior or ItemPrior())
    done = estimate.run(rounds, tolerance)
    return estimate.on_one_scale(anchor, done, np.argsort(order, kind="stable"))


def _checked(votes: NDArray[np.int8], years: NDArray[np.int64]) -> tuple[NDArray[np.int8], NDArray[np.int64]]:
    votes, years = np.asarray(votes), np.asarray(years)
    if votes.ndim != 2 or years.shape != votes.shape[:1]:
        raise ValueError(f"votes of shape {votes.shape} need one year a row, not years of shape {years.shape}")
    if not np.isin(votes, [YES, ABSTAIN, NO, ABSENT]).all():
        raise ValueError("votes must be 0 yes, 1 abstain, 2 no or -1 absent")
    return votes.astype(np.int8), years.astype(np.int64)


class _Estimate:
    """The state of one estimation: items and positions on the scales of the years."""

    def __init__(self, votes: NDArray[np.int8], years: NDArray[np.int64], step: float, prior: ItemPrior):
        self.years = np.arange(years.min(), years.max() + 1)
        self.year_of = years - years.min()
        self.prior = prior
        edges = np.searchsorted(years, [*self.years, self.years[-1] + 1])
        self.blocks = {t: Block.of(votes, slice(a, b)) for t, (a, b) in enumerate(pairwise(edges)) if b > a}
        self.taken = np.zeros((len(self.years), votes.shape[1]), dtype=np.int64)
        np.add.at(self.taken, self.year_of, votes != ABSENT)
        seen = self.taken > 0
        ever = np.logical_or.accumulate(seen) & np.logical_or.accumulate(seen[::-1])[::-1]
        self.walk = Walk(ever, step)
        self.items = starting_items(votes)
        empty = np.zeros(seen.shape)
        self.x = Positions(empty.copy(), empty.copy(), empty.copy())

    def run(self, rounds: int, tolerance: float) -> int:
        """Walk forward once through the years, then turn from items to positions until nothing moves."""
        self._forward()
        for done in range(1, rounds + 1):  # noqa: B007 - the count is the result
            before = self.x.mean
            score, information = np.zeros(before.shape), np.zeros(before.shape)
            for year, block in self.blocks.items():
                self._step_items(year)
                at = self.x.nodes(year, block.states), self.items.at(block.rows)
                score[year, block.states], information[year, block.states] = state_scores(block, at[1], at[0])
            self.x = smooth(self.walk, before, score, information)
            settle(self.walk, self.x, self.items, self.year_of, self.prior)
            if np.abs(self.x.mean - before).max() < tolerance:
                break
        return done

    def _step_items(self, year: int) -> None:
        block = self.blocks[year]
        item_step(block, self.items.at(block.rows), self.x.nodes(year, block.states), self.prior)

    def _forward(self) -> None:
        """Start each year where the one before ended; the first from its main line of division."""
        precision = np.full(self.taken.shape[1], self.walk.pull)
        for year in range(len(self.years)):
            if year == 0:
                self.x.mean[0] = _main_line(self.blocks[0], len(precision))
                prior = np.zeros(len(precision))
            else:
                fresh = ~self.walk.alive[year - 1]
                prior = np.where(fresh, 0.0, self.x.mean[year - 1])
                precision = np.where(fresh, self.walk.pull, 1 / (1 / precision + self.walk.step**2))
                self.x.mean[year] = prior
            self.x.variance[year] = 1 / precision
            if year in self.blocks:
                precision = self._settle_year(year, prior, precision)
        self.x.mean[~self.walk.alive] = self.x.variance[~self.walk.alive] = 0.0

    def _settle_year(self, year: int, prior: Floats, precision: Floats) -> Floats:
        """Turn from items to positions within one year; return the precision of the positions."""
        here = self.blocks[year].states
        posterior = precision.copy()
        for _ in range(_FIRST_ROUNDS):
            self._step_items(year)
            block = self.blocks[year]
            score, information = state_scores(block, self.items.at(block.rows), self.x.nodes(year, here))
            posterior[here] = precision[here] + information
            mean = information * self.x.mean[year, here] + score + precision[here] * prior[here]
            self.x.mean[year, here] = mean / posterior[here]
            self.x.variance[year, here] = 1 / posterior[here]
        return posterior

    def on_one_scale(self, anchor: int, done: int, back: NDArray[np.int64]) -> IdealPoints:
        """Join the scales of the years, set the sign by the anchor, and give all points mean 0 and deviation 1."""
        seen = self.taken > 0
        shift, stretch = join_years(self.x.mean, self.x.variance, seen)
        points = shift[:, None] + stretch[:, None] * self.x.mean
        centre, spread = points[seen].mean(), points[seen].std()
        sign = -1.0 if (points[seen[:, anchor], anchor] - centre).mean() < 0 else 1.0
        scale = sign * stretch / spread
        move = sign * (shift - centre) / spread
        points = np.where(seen, move[:, None] + scale[:, None] * self.x.mean, np.nan)
        variance = variances(self.walk, self.x, self.blocks, self.items, self.prior)
        error = np.where(seen, np.abs(scale)[:, None] * np.sqrt(variance), np.nan)
        slope = self.items.slope / scale[self.year_of]
        cuts = slope * move[self.year_of]
        items = Items(slope[back], (self.items.low + cuts)[back], (self.items.high + cuts)[back])
        return IdealPoints(self.years, points, error, self.taken, items, done)


def _main_line(block: Block, states: int) -> Floats:
    """Return the first principal component of a year's votes, yes 1, abstain 0, no -1, absent at the item's mean."""
    present = np.maximum(block.upper, block.lower)
    choice = block.upper - block.lower
    centred = np.where(present > 0, choice - (choice.sum(axis=1) / present.sum(axis=1))[:, None], 0.0)
    component = np.linalg.svd(centred, full_matrices=False)[2][0]
    out = np.zeros(states)
    out[block.states] = component / (component.std() or 1.0)
    return out


def join_years(mean: Floats, variance: Floats, seen: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """Return shift and stretch that put the years on one scale.

    For each year with votes and the one before it, the states that voted in both are given the same mean and the same
    spread, ``mean of (m^2 + v)`` about it, in both. The first year keeps its own.
    """
    shift, stretch = np.zeros(len(mean)), np.ones(len(mean))
    held = np.flatnonzero(seen.any(axis=1))
    for before, year in pairwise(held):
        both = seen[before] & seen[year]
        if both.any():
            old, new = mean[before, both].mean(), mean[year, both].mean()
            wide, narrow = (np.sqrt(mean[t, both].var() + variance[t, both].mean()) for t in (before, year))
        else:
            old, new, wide, narrow = 0.0, 0.0, 1.0, 1.0
        stretch[year] = stretch[before] * (wide / narrow if narrow > 0 else 1.0)
        shift[year] = shift[before] + stretch[before] * old - stretch[year] * new
    return shift, stretch
