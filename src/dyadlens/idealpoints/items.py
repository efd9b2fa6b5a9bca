"""Ordinal items: yes, abstain or no on a roll call, given where the states stand.

A state at ``x`` has on item ``v`` the latent answer ``z = slope_v x + e``, e standard logistic. It says no below the
item's lower cutpoint, yes above its upper one, and abstains between the two. With ``F`` the logistic distribution,

    P(no) = F(low - slope x),    P(yes) = 1 - F(high - slope x),
    P(abstain) = F(high - slope x) - F(low - slope x)
               = F(high - slope x) (1 - F(low - slope x)) (1 - exp(low - high)),

so that the log-likelihood is that of two binary items, one of yes against abstain and one of abstain against no, and a
term of the cutpoints alone. It is concave in slope, low and high at once (Samejima 1969; McCullagh 1980).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

Floats = NDArray[np.float64]
YES, ABSTAIN, NO, ABSENT = 0, 1, 2, -1
_LONGEST_STEP = 2.0
_SMALLEST_GAP = 0.3  # share of the gap between cutpoints that one step may leave


@dataclass(frozen=True)
class ItemPrior:
    """What is taken of an item before its votes are read."""

    slope: float = 3.0  # deviations of the normal priors of the slope and of each cutpoint, both about 0
    cut: float = 6.0
    gap_shape: float = 2.0  # gamma prior of the gap: a shape above 1 keeps cutpoints apart where nobody abstains
    gap_rate: float = 0.5


@dataclass
class Items:
    """Parameters of items: arrays of one length."""

    slope: Floats
    low: Floats
    high: Floats

    def at(self, rows: slice | NDArray[np.int64]) -> Items:
        """Return some of the items; of a slice, views of the same arrays."""
        return Items(self.slope[rows], self.low[rows], self.high[rows])


@dataclass(frozen=True)
class Block:
    """Roll calls that share one set of positions: those of a year."""

    rows: slice  # which items they are
    states: NDArray[np.int64]  # columns of the states that took part in at least one
    upper: Floats  # shape (items, states): 1 where the choice was yes or abstain, 0 elsewhere
    lower: Floats  # where it was abstain or no
    abstain: Floats
    no: Floats

    @classmethod
    def of(cls, votes: NDArray[np.int8], rows: slice) -> Block:
        """Lay out some rows of a matrix of votes (0 yes, 1 abstain, 2 no, -1 absent)."""
        states = np.flatnonzero((votes[rows] != ABSENT).any(axis=0))
        here = votes[rows][:, states]
        yes, abstain, no = ((here == choice).astype(float) for choice in (YES, ABSTAIN, NO))
        return cls(rows, states, yes + abstain, abstain + no, abstain, no)


def starting_items(votes: NDArray[np.int8]) -> Items:
    """Return items without slope whose cutpoints give each choice the share that it had."""
    yes, abstain, no = ((votes == choice).sum(axis=1) + 0.5 for choice in (YES, ABSTAIN, NO))
    return Items(np.zeros(len(votes)), np.log(no / (yes + abstain)), np.log((abstain + no) / yes))


def log_likelihood(votes: NDArray[np.int8], items: Items, positions: Floats) -> Floats:
    """Return the log-probability of each vote."""
    lean = items.slope[:, None] * positions
    high, low = items.high[:, None] - lean, items.low[:, None] - lean
    below_high, above_low = -np.logaddexp(0, -high), -np.logaddexp(0, low)
    between = below_high + above_low + np.log1p(-np.exp(items.low - items.high))[:, None]
    above_high, below_low = -np.logaddexp(0, high), -np.logaddexp(0, -low)
    return np.select([votes == YES, votes == ABSTAIN, votes == NO], [above_high, between, below_low], np.nan)


def residuals(block: Block, items: Items, positions: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """Return what each vote adds to the scores of the upper and lower cutpoint, and to their information."""
    lean = items.slope[:, None] * positions
    upper, lower = expit(items.high[:, None] - lean), expit(items.low[:, None] - lean)
    weight_upper, weight_lower = upper * (1 - upper) * block.upper, lower * (1 - lower) * block.lower
    return block.abstain - upper * block.upper, block.no - lower * block.lower, weight_upper, weight_lower


def state_scores(block: Block, items: Items, nodes: Floats) -> tuple[Floats, Floats]:
    """Return score and information on each state's position, averaged over nodes of its distribution."""
    score, information = np.zeros(nodes.shape[1]), np.zeros(nodes.shape[1])
    square = items.slope**2
    for positions in nodes:
        upper, lower, weight_upper, weight_lower = residuals(block, items, positions)
        score -= items.slope @ (upper + lower)
        information += square @ (weight_upper + weight_lower)
    return score / len(nodes), information / len(nodes)


def item_derivatives(block: Block, items: Items, nodes: Floats, prior: ItemPrior) -> tuple[Floats, Floats]:
    """Return gradient and minus Hessian of the log-posterior of each item in (slope, high, low)."""
    count = len(items.slope)
    gradient, curvature = np.zeros((count, 3)), np.zeros((count, 3, 3))
    for positions in nodes:
        upper, lower, weight_upper, weight_lower = residuals(block, items, positions)
        gradient -= np.stack([(upper + lower) @ positions, -upper.sum(axis=1), -lower.sum(axis=1)], axis=1)
        curvature[:, 0, 0] += (weight_upper + weight_lower) @ positions**2
        for at, weight in ((1, weight_upper), (2, weight_lower)):
            curvature[:, at, at] += weight.sum(axis=1)
            curvature[:, 0, at] -= weight @ positions
    gradient, curvature = gradient / len(nodes), curvature / len(nodes)
    gap = items.high - items.low
    abstained = block.abstain.sum(axis=1)
    apart = abstained / np.expm1(gap) + (prior.gap_shape - 1) / gap - prior.gap_rate
    stiff = abstained / (2 * np.sinh(gap / 2)) ** 2 + (prior.gap_shape - 1) / gap**2
    precision = 1 / np.array([prior.slope, prior.cut, prior.cut]) ** 2
    gradient += np.stack([np.zeros(count), apart, -apart], axis=1)
    gradient -= precision * np.stack([items.slope, items.high, items.low], axis=1)
    curvature[:, [1, 2], [1, 2]] += stiff[:, None]
    curvature[:, 1, 2] = -stiff
    curvature[:, [1, 2, 2], [0, 0, 1]] = curvature[:, [0, 0, 1], [1, 2, 2]]
    curvature[:, range(3), range(3)] += precision
    return gradient, curvature


def item_step(block: Block, items: Items, nodes: Floats, prior: ItemPrior) -> None:
    """Move the items of a year one Newton step towards their posterior mode, in place."""
    gradient, curvature = item_derivatives(block, items, nodes, prior)
    step = np.linalg.solve(curvature, gradient[..., None])[..., 0]
    closing = np.maximum(step[:, 2] - step[:, 1], 1e-12)
    allowed = np.minimum((1 - _SMALLEST_GAP) * (items.high - items.low) / closing, 1.0)
    step *= np.minimum(allowed, _LONGEST_STEP / np.maximum(np.abs(step).max(axis=1), 1e-12))[:, None]
    items.slope += step[:, 0]
    items.high += step[:, 1]
    items.low += step[:, 2]
