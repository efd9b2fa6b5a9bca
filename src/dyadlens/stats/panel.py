"""Linear models of pairs over years with fixed effects; many models over the same rows share their cross-products."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray
from pyfixest.estimation import demean
from scipy.linalg import pinvh

from dyadlens.errors import DataError

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]
Effects = Literal["pair and year", "year", "pair and state-year"]
EFFECTS: tuple[Effects, ...] = get_args(Effects)
_TOLERANCE = 1e-8


@dataclass(frozen=True)
class Fit:
    """Estimates of one linear model of pairs over years.

    Parameters
    ----------
    coefficients : numpy.ndarray, shape (k,)
        Least-squares estimates, in the order of the drivers.
    by_pair : numpy.ndarray, shape (k, k)
        Covariance with errors clustered by pair, times G / (G - 1), G the number of pairs.
    by_state : numpy.ndarray, shape (k, k)
        Covariance that lets errors of any two pairs that share a state go together, in any years; a variance in it can
        come out below zero, see :meth:`errors`.
    spread : numpy.ndarray, shape (k,)
        Standard deviation of each driver once the effects are taken out.
    outcome_spread : float
        That of the outcome.
    rows, pairs : int
        Pair-years, and pairs, that tell something of the coefficients.
    """

    coefficients: Array
    by_pair: Array
    by_state: Array
    spread: Array
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
    """Cross-products of the columns of a panel, pair by pair, after the effects are taken out.

    Parameters
    ----------
    columns : tuple of str
        Names of the columns.
    products : numpy.ndarray, shape (columns, columns, pairs)
        Sums over the years of a pair.
    raw : numpy.ndarray, shape (columns,)
        Sum of squares of each column around its mean before the effects are taken out.
    members : numpy.ndarray of int, shape (pairs, 2)
        The two states of each pair.
    rows : int
        Pair-years behind them.
    """

    columns: tuple[str, ...]
    products: Array
    raw: Array
    members: NDArray[np.int64]
    rows: int

    def fit(self, outcome: str, drivers: Sequence[str]) -> Fit:
        r"""Regress one column on others by least squares, net of the effects.

        With :math:`s_d = \sum_t \tilde x_{dt} e_{dt}` the score of pair d and :math:`S_i` the sum of the scores of all
        pairs of state i, the middle of the covariance is :math:`\sum_d s_d s_d'` by pair, and
        :math:`\sum_i S_i S_i' - \sum_d s_d s_d'` by state.

        Raises
        ------
        DataError
            If a driver does not vary once the effects are taken out, or two of them are one.

        References
        ----------
        Arellano, M. (1987), Computing robust standard errors for within-groups estimators, Oxford Bulletin of
        Economics and Statistics 49(4):431-434. Aronow, P., Samii, C. & Assenova, V. (2015), Cluster-robust variance
        estimation for dyadic data, Political Analysis 23(4):564-577.
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

    Parameters
    ----------
    values : numpy.ndarray, shape (pairs, years, columns)
        The columns; cells that are not seen are not read.
    seen : numpy.ndarray of bool, shape (pairs, years)
        Which pair-years to use: those with a value in every column.
    members : numpy.ndarray of int, shape (pairs, 2)
        Numbers of the two states of each pair.
    columns : sequence of str
        Names of the columns.
    effects : {"pair and year", "year", "pair and state-year"}
        Which effects: one for each pair and each year; for each year; or for each pair and for each of its two states
        in each year, so that only what a state does to this partner and not to all of them is left.

    Returns
    -------
    Moments
        Pairs seen in one year only are left out where pairs have effects: they say nothing.

    Raises
    ------
    DataError
        If the kind of effects is unknown, fewer than three pairs are left, or the effects do not settle.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> x, seen = rng.normal(size=(6, 5, 1)), np.ones((6, 5), dtype=bool)
    >>> members = np.array([[0, 1], [0, 2], [0, 3], [1, 2], [1, 3], [2, 3]])
    >>> both = np.concatenate([x, 2 * x + np.arange(6)[:, None, None]], axis=2)
    >>> round(float(moments(both, seen, members, ["x", "y"]).fit("y", ["x"]).coefficients[0]), 6)
    2.0
    """
    if effects not in EFFECTS:
        raise DataError(f"unknown effects {effects!r} (allowed: {', '.join(EFFECTS)})")
    keep = seen.sum(axis=1) > (effects != "year")
    if keep.sum() < 3:
        raise DataError(f"{int(keep.sum())} pairs with enough years are too few for a model")
    values, seen, members = values[keep], seen[keep], members[keep]
    rows = values[seen]
    x = np.zeros(values.shape)
    x[seen] = _without(rows, *np.nonzero(seen), members, effects)
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
    out, settled = demean(both, codes, np.ones(len(codes)), _TOLERANCE)
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
