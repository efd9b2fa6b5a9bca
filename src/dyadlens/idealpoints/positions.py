"""Positions that walk from year to year: their prior, their posterior given the votes, and their errors.

Within a year positions are standard normal; from one year to the next they differ little:

    log p(x_i) = - pull/2 sum_t x_it^2 - 1/(2 step^2) sum_t (x_it - x_i,t-1)^2 + constant,

a stationary random walk (an autoregression). The pull sets centre and spread of every year, which votes cannot.

Errors allow for the items being estimated too. The posterior of all positions and items of a year is taken as normal
about its mode, with the expected information of the votes. Integrating the items out leaves of the states' information

    S = D - sum_v C_v A_v^-1 C_v',

D that on the positions were the items known, A_v that on an item, C_v that between them. Years are tied by the walk.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from dyadlens.idealpoints.items import Block, Floats, ItemPrior, Items, item_derivatives, residuals


@dataclass(frozen=True)
class Walk:
    """Prior of positions."""

    alive: NDArray[np.bool_]  # shape (years, states): years from a state's first vote to its last
    step: float = 0.2  # standard deviation of a year's step
    pull: float = 1.0  # precision of the standing prior of each year

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
    """
    years = len(x.mean)
    sums = _Moments.of(walk, x)
    parts = (items.slope**2, items.high**2 + items.low**2, items.slope * (items.high + items.low))
    item_sums = np.array([np.bincount(year_of, part, years) for part in parts], dtype=float)

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


def net_information(block: Block, items: Items, nodes: Floats, prior: ItemPrior) -> Floats:
    """Return the information of a year's votes on its states' positions, the items integrated out."""
    slope = items.slope[:, None]
    own = np.zeros(nodes.shape[1])
    cross = np.zeros((len(items.slope), nodes.shape[1], 3))
    for positions in nodes:
        _, _, upper, lower = residuals(block, items, positions)
        own += (slope**2 * (upper + lower)).sum(axis=0)
        cross += slope[..., None] * np.stack([positions * (upper + lower), -upper, -lower], axis=2)
    own, cross = own / len(nodes), cross / len(nodes)
    root = np.linalg.cholesky(np.linalg.inv(item_derivatives(block, items, nodes, prior)[1]))
    # One row a state, three columns an item.
    half = np.einsum("vsk,vkl->svl", cross, root).reshape(len(own), -1)
    return np.diag(own) - half @ half.T


def variances(walk: Walk, x: Positions, blocks: dict[int, Block], items: Items, prior: ItemPrior) -> Floats:
    """Return the posterior variance of each position."""
    years, states = x.mean.shape
    tie = walk.linked / walk.step**2
    diagonal = walk.pull + tie
    diagonal[:-1] += tie[1:]
    diagonal[~walk.alive] = 1.0
    inverse = np.empty((years, states, states))
    for year in range(years):
        precision = np.diag(diagonal[year])
        if year in blocks:
            block = blocks[year]
            at = np.ix_(block.states, block.states)
            precision[at] += net_information(block, items.at(block.rows), x.nodes(year, block.states), prior)
        if year:
            precision -= tie[year][:, None] * inverse[year - 1] * tie[year]
        inverse[year] = np.linalg.inv(precision)
    out = np.empty((years, states))
    covariance = inverse[-1]
    out[-1] = np.diag(covariance)
    for year in range(years - 2, -1, -1):
        gain = inverse[year] * tie[year + 1]
        covariance = inverse[year] + gain @ covariance @ gain.T
        out[year] = np.diag(covariance)
    return np.where(walk.alive, out, 0.0)
