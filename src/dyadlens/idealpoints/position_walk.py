"""Positions that walk from year to year: their prior, and their posterior given the votes.

Within a year positions are standard normal; from one year to the next they differ little:

    log p(x_i) = - pull/2 sum_t x_it^2 - 1/(2 step^2) sum_t (x_it - x_i,t-1)^2 + constant,

a stationary random walk (an autoregression). The pull sets centre and spread of every year, which votes cannot.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from dyadlens.idealpoints.ordinal_items import Floats, ItemPrior, Items


@dataclass(frozen=True)
class Walk:
    """Prior of positions.

    Parameters
    ----------
    alive : numpy.ndarray of bool, shape (years, states)
        Years from a state's first vote to its last.
    step : float
        Standard deviation of a year's step.
    pull : float
        Precision of the standing prior of each year.
    """

    alive: NDArray[np.bool_]
    step: float = 0.2
    pull: float = 1.0

    @property
    def linked(self) -> NDArray[np.bool_]:
        """Tell of which years the year before belongs to the state's walk too; shape (years, states)."""
        out = np.zeros_like(self.alive)
        out[1:] = self.alive[1:] & self.alive[:-1]
        return out


@dataclass
class Positions:
    """Normal approximation of where states stand: arrays of shape (years, states), 0 outside a state's years.

    ``covariance[t]`` is that of a state's position in years t - 1 and t.
    """

    mean: Floats
    variance: Floats
    covariance: Floats

    def nodes(self, year: int, states: NDArray[np.int64]) -> Floats:
        """Return two points of equal weight with the mean and variance of each state's position."""
        spread = np.sqrt(self.variance[year, states])
        return self.mean[year, states] + np.stack([spread, -spread])


def smooth(walk: Walk, mean: Floats, score: Floats, information: Floats) -> Positions:
    """Return the normal posterior of all walks after one Newton step from the means.

    The precision of each walk is tridiagonal: information on the diagonal, the walk beside it. One sweep forward and
    one back solve all states at once.

    Parameters
    ----------
    walk : Walk
        The prior.
    mean : numpy.ndarray, shape (years, states)
        Where score and information were taken.
    score, information : numpy.ndarray, shape (years, states)
        First and minus second derivative of the expected log-likelihood.

    Returns
    -------
    Positions

    Examples
    --------
    >>> one = np.ones((1, 1))
    >>> smooth(Walk(one > 0), 0 * one, 3 * one, 2 * one).mean[0, 0].item()
    1.0
    """
    alive, tie = walk.alive, walk.linked / walk.step**2
    diagonal = information + walk.pull + tie
    diagonal[:-1] += tie[1:]
    diagonal[~alive] = 1.0
    right = np.where(alive, information * mean + score, 0.0)
    for year in range(1, len(mean)):
        factor = tie[year] / diagonal[year - 1]
        diagonal[year] -= factor * tie[year]
        right[year] += factor * right[year - 1]
    out = Positions(right / diagonal, 1 / diagonal, np.zeros_like(mean))
    for year in range(len(mean) - 2, -1, -1):
        gain = tie[year + 1] / diagonal[year]
        out.mean[year] += gain * out.mean[year + 1]
        out.variance[year] += gain**2 * out.variance[year + 1]
        out.covariance[year + 1] = gain * out.variance[year + 1]
    out.variance[~alive] = 0.0
    return out


@dataclass(frozen=True)
class _Moments:
    """Sums over states that the prior of shifted and stretched years depends on."""

    count: Floats
    first: Floats
    second: Floats
    links: Floats
    now: Floats
    before: Floats
    now_now: Floats
    before_before: Floats
    now_before: Floats

    @classmethod
    def of(cls, walk: Walk, x: Positions) -> _Moments:
        tie, square = walk.linked[1:], x.mean**2 + x.variance
        product = x.mean[1:] * x.mean[:-1] + x.covariance[1:]
        return cls(
            walk.alive.sum(axis=1).astype(float),
            x.mean.sum(axis=1),
            square.sum(axis=1),
            *((tie * part).sum(axis=1) for part in (1.0, x.mean[1:], x.mean[:-1], square[1:], square[:-1], product)),
        )


def _walk_terms(at: Floats, sums: _Moments, walk: Walk) -> tuple[float, Floats]:
    """Return minus the expected log-prior and entropy of years x -> shift + stretch x, and its gradient."""
    shift, log_stretch = np.split(at, 2)
    stretch = np.exp(log_stretch)
    second = shift**2 * sums.count + 2 * shift * stretch * sums.first + stretch**2 * sums.second
    value = walk.pull / 2 * second.sum() - (sums.count * log_stretch).sum()
    by_shift = walk.pull * (shift * sums.count + stretch * sums.first)
    by_stretch = walk.pull * (shift * sums.first + stretch * sums.second)
    gap, now, before = np.diff(shift), stretch[1:], stretch[:-1]
    drift = gap * sums.links + now * sums.now - before * sums.before
    to_now = now * sums.now_now - before * sums.now_before + gap * sums.now
    to_before = before * sums.before_before - now * sums.now_before - gap * sums.before
    weight = 1 / walk.step**2
    value += weight / 2 * (gap * drift + now * to_now + before * to_before).sum()
    by_shift[1:] += weight * drift
    by_shift[:-1] -= weight * drift
    by_stretch[1:] += weight * to_now
    by_stretch[:-1] += weight * to_before
    return value, np.concatenate([by_shift, by_stretch * stretch - sums.count])


def _item_terms(at: Floats, sums: Floats, prior: ItemPrior) -> tuple[float, Floats]:
    """Return the same for the items, whose slopes and cutpoints move so that no probability of a vote changes."""
    shift, log_stretch = np.split(at, 2)
    stretch, (slopes, cuts, both) = np.exp(log_stretch), sums
    move = shift / stretch
    for_slope, for_cut = slopes / (stretch * prior.slope) ** 2, (both + 2 * move * slopes) / prior.cut**2
    value = for_slope.sum() / 2 + ((cuts + 2 * move * both + 2 * move**2 * slopes) / prior.cut**2).sum() / 2
    return value, np.concatenate([for_cut / stretch, -for_cut * move - for_slope])


def settle(walk: Walk, x: Positions, items: Items, year_of: NDArray[np.int64], prior: ItemPrior) -> None:
    """Set each year's centre and spread where the priors want them, in place.

    Votes do not change when a year's positions are shifted and stretched and its items with them, so that alternating
    steps would take hundreds of rounds to find this balance. It is found at once, by a quasi-Newton search over two
    numbers a year (parameter expansion: Liu, Rubin & Wu 1998, Biometrika 85:755-770).

    Parameters
    ----------
    walk : Walk
        Prior of the positions.
    x : Positions
        Changed.
    items : Items
        Changed.
    year_of : numpy.ndarray of int, shape (items,)
        The year of each item, counted from 0.
    prior : ItemPrior
        Prior of the items.
    """
    years = len(x.mean)
    sums = _Moments.of(walk, x)
    parts = (items.slope**2, items.high**2 + items.low**2, items.slope * (items.high + items.low))
    item_sums = np.stack([np.bincount(year_of, part, years) for part in parts])

    def minus(at: Floats) -> tuple[float, Floats]:
        (value, slope), (more, more_slope) = _walk_terms(at, sums, walk), _item_terms(at, item_sums, prior)
        return value + more, slope + more_slope

    found = minimize(minus, np.zeros(2 * years), jac=True, method="L-BFGS-B", options={"maxiter": 500}).x
    shift, stretch = found[:years], np.exp(found[years:])
    x.mean = np.where(walk.alive, shift[:, None] + stretch[:, None] * x.mean, 0.0)
    x.variance *= stretch[:, None] ** 2
    x.covariance[1:] *= (stretch[1:] * stretch[:-1])[:, None]
    moved = items.slope * (shift / stretch)[year_of]
    items.high += moved
    items.low += moved
    items.slope /= stretch[year_of]
