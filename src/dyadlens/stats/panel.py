"""Linear models of pairs over years with fixed effects; many models over the same rows share their cross-products."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray
from pyfixest.core.demean import demean
from scipy.linalg import pinvh
from scipy.special import stdtrit

from dyadlens.errors import DataError

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]
Effects = Literal["pair and year", "year", "pair and state-year"]
EFFECTS: tuple[Effects, ...] = get_args(Effects)
_TOLERANCE = 1e-8


@dataclass(frozen=True)
class Fit:
    """Estimates of one linear model of pairs over years."""

    coefficients: Array  # shape (k,), in the order of the drivers
    by_pair: Array  # covariance clustered by pair, times G / (G - 1), G the number of pairs
    by_state: Array  # covariance in which errors of pairs that share a state go together, in any years
    spread: Array  # standard deviation of each driver once the effects are taken out
    outcome_spread: float
    rows: int
    pairs: int

    def errors(self, sums: Array | None = None) -> tuple[Array, Array]:
        r"""Return standard errors by pair and by state, :math:`\sqrt{w' V w}`, of each coefficient or of weighted sums.

        Each row of ``sums`` is one w. Errors by state are nowhere below those by pair: the estimate of Aronow, Samii &
        Assenova need not be positive in a sample, and a variance below nothing is no certainty.
        """
        w = np.eye(len(self.coefficients)) if sums is None else np.asarray(sums, dtype=float)
        by_pair, by_state = (np.einsum("mi,ij,mj->m", w, v, w) for v in (self.by_pair, self.by_state))
        return np.sqrt(by_pair), np.sqrt(np.maximum(by_state, by_pair))


@dataclass(frozen=True)
class Moments:
    """Cross-products of the columns of a panel, pair by pair, after the effects are taken out."""

    columns: tuple[str, ...]
    products: Array  # shape (columns, columns, pairs): sums over the years of a pair
    raw: Array  # sum of squares of each column around its mean, before
    members: NDArray[np.int64]  # shape (pairs, 2): the two states of each pair
    rows: int

    def fit(self, outcome: str, drivers: Sequence[str]) -> Fit:
        r"""Regress one column on others by least squares, net of the effects.

        With :math:`s_d = \sum_t \tilde x_{dt} e_{dt}` the score of pair d and :math:`S_i` the sum of the scores of all
        pairs of state i, the middle of the covariance is :math:`\sum_d s_d s_d'` by pair, and
        :math:`\sum_i S_i S_i' - \sum_d s_d s_d'` by state.

        Arellano (1987), Oxford Bulletin of Economics and Statistics 49:431-434; Aronow, Samii & Assenova (2015),
        Political Analysis 23:564-577. A DataError if a driver has no variation left or two of them are one.
        """
        y, x = self.columns.index(outcome), [self.columns.index(name) for name in drivers]
        xx, xy = self.products[np.ix_(x, x)], self.products[x, y]
        whole = xx.sum(axis=2)
        scale = np.sqrt(np.diag(whole))
        if flat := [name for name in drivers if not self.varies(name)]:
            raise DataError(f"no variation is left in {', '.join(flat)} once the effects are taken out")
        together = whole / np.outer(scale, scale)
        if np.linalg.cond(together) > 1e10:
            raise DataError(f"the coefficients of {', '.join(drivers)} cannot be told apart")
        bread = np.linalg.inv(together) / np.outer(scale, scale)
        b = bread @ xy.sum(axis=1)
        scores = xy - np.tensordot(xx, b, axes=(1, 0))
        by_pair = scores @ scores.T
        count = int(self.members.max()) + 1
        by_member = np.stack([sum(np.bincount(side, row, count) for side in self.members.T) for row in scores])
        pairs = len(self.members)
        return Fit(
            b,
            bread @ by_pair @ bread * pairs / (pairs - 1),
            bread @ (by_member @ by_member.T - by_pair) @ bread,
            scale / np.sqrt(self.rows),
            float(np.sqrt(self.products[y, y].sum() / self.rows)),
            self.rows,
            pairs,
        )

    def varies(self, name: str) -> bool:
        """Tell whether anything of a column is left once the effects are taken out."""
        at = self.columns.index(name)
        return bool(self.products[at, at].sum() > 1e-10 * self.raw[at])


def moments(
    values: Array, seen: Mask, members: NDArray[np.int64], columns: Sequence[str], effects: Effects = "pair and year"
) -> Moments:
    """Take fixed effects out of all columns of a panel and sum their cross-products by pair.

    ``values`` has shape (pairs, years, columns), ``seen`` (pairs, years): the cells with a value in every column.
    State-year effects leave only what a state does to this partner and not to all of them. Pairs seen in one year only
    are left out where pairs have effects: they say nothing.
    """
    if effects not in EFFECTS:
        raise DataError(f"unknown effects {effects!r} (allowed: {', '.join(EFFECTS)})")
    keep = seen.sum(axis=1) > (effects != "year")
    if keep.sum() < 3:
        raise DataError(f"{int(keep.sum())} pairs with enough years are too few for a model")
    values, seen, members = values[keep], seen[keep], members[keep]
    rows = values[seen]
    x = np.zeros(values.shape)
    pair, year = np.nonzero(seen)
    x[seen] = _without(rows, pair, year, members, effects)
    products = np.ascontiguousarray(np.matmul(x.transpose(0, 2, 1), x).transpose(1, 2, 0))
    return Moments(tuple(columns), products, rows.var(axis=0) * len(rows), members, len(rows))


def _without(
    rows: Array, pair: NDArray[np.int64], year: NDArray[np.int64], members: NDArray[np.int64], effects: Effects
) -> Array:
    """Take the effects out of rows of columns."""
    if effects == "pair and state-year":
        # With each row in both directions, effects of a sender's and of a receiver's years come out the same, and are
        # those of either state's years: which of the two a pair names first does not matter.
        first, second = ((side[pair] * (year.max() + 1) + year) for side in members.T)
        groups = np.stack([np.r_[pair, pair], np.r_[first, second], np.r_[second, first]], axis=1)
    else:
        groups = np.stack([pair, year] if effects == "pair and year" else [year], axis=1)
    codes = np.stack([np.unique(column, return_inverse=True)[1] for column in groups.T], axis=1)
    both = np.tile(rows, (len(codes) // len(rows), 1))
    out, settled = demean(both, codes.astype(np.uint64), np.ones(len(codes)), _TOLERANCE)
    if not settled:
        raise DataError(f"the effects of {effects} did not settle")
    return out[: len(rows)]


def year_effects(values: Array, seen: Mask) -> Array:
    """Return what each year adds to all pairs, apart from what each pair is throughout; mean 0 over the years.

    ``values`` and ``seen`` have the shape (pairs, years). Exact for any gaps: the cross-product of year dummies net of
    pair means depends only on who is seen when.
    """
    weight = seen.astype(float)
    share = weight / np.maximum(weight.sum(axis=1, keepdims=True), 1.0)
    x = np.where(seen, values, 0.0)
    net = x.sum(axis=0) - weight.T @ (x * share).sum(axis=1)
    return pinvh(np.diag(weight.sum(axis=0)) - weight.T @ share) @ net


def clustered_mean(values: ArrayLike, *groups: ArrayLike, level: float = 0.9) -> tuple[float, float, float]:
    """Return a mean and an interval that lets values go together within groups of one or two kinds.

    With two kinds the variances of both add, less that of their crossing, but not below the larger of the two (Cameron,
    Gelbach & Miller 2011, Journal of Business & Economic Statistics 29:238-249). Each is multiplied by G / (G - 1), and
    Student's t has as many degrees of freedom as the kind with the fewest groups has, less one.
    """
    x = np.asarray(values, dtype=float)
    if not 1 <= len(groups) <= 2:
        raise ValueError(f"{len(groups)} kinds of groups: one or two are allowed")
    labels = [np.unique(g, return_inverse=True)[1] for g in groups]
    fewest = min(int(g.max()) + 1 for g in labels)
    if fewest < 2:
        raise ValueError("a mean needs at least two groups for its interval")
    off = x - x.mean()
    parts = [_between(off, g) for g in labels]
    if len(groups) == 2:
        crossed = np.unique(labels[0].astype(np.int64) * len(x) + labels[1], return_inverse=True)[1]
        parts.append(sum(parts) - _between(off, crossed))
    margin = float(stdtrit(fewest - 1, 0.5 + level / 2) * np.sqrt(max(parts)))
    return float(x.mean()), float(x.mean() - margin), float(x.mean() + margin)


def _between(off: Array, labels: NDArray[np.int64]) -> float:
    sums = np.bincount(labels, off)
    return float((sums**2).sum() / len(off) ** 2 * len(sums) / max(len(sums) - 1, 1))
