"""Linear models of pairs over years with fixed effects, from arrays of pairs by years by columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.linalg import LinAlgError, cho_factor, cho_solve, pinvh

from dyadlens.errors import DataError

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]
Effects = Literal["pair and year", "year", "pair and state-year"]
EFFECTS: tuple[Effects, ...] = ("pair and year", "year", "pair and state-year")
_STEPS = 200
_SINGULAR = 1e-6  # a pivot of the Cholesky factor below this is rounding: whole numbers give none between


@dataclass(frozen=True)
class Fit:
    """Estimates of one linear model of pairs over years.

    Parameters
    ----------
    coefficients : numpy.ndarray, shape (k,)
        Least-squares estimates, in the order of the drivers.
    by_pair : numpy.ndarray, shape (k, k)
        Covariance with errors clustered by pair (Arellano 1987), times G / (G - 1), G the number of pairs.
    by_state : numpy.ndarray, shape (k, k)
        Covariance that lets errors of any two pairs go together that share a state, in any years (Aronow, Samii &
        Assenova 2015); a variance in it can come out below zero, see :meth:`errors`.
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
        r"""Return standard errors of weighted sums of the coefficients, by pair and by state.

        Parameters
        ----------
        sums : numpy.ndarray, shape (m, k), optional
            One sum a row, its weights on the coefficients; each coefficient by itself by default.

        Returns
        -------
        by_pair, by_state : numpy.ndarray, shape (m,)
            :math:`\sqrt{w' V w}`. Those by state are nowhere below those by pair: in a sample the estimate of Aronow,
            Samii & Assenova need not be positive, and a variance below nothing is no certainty.

        Examples
        --------
        >>> fit = Fit(np.zeros(2), np.eye(2), np.diag([4.0, -1.0]), np.ones(2), 1.0, 10, 5)
        >>> [error.tolist() for error in fit.errors()]
        [[1.0, 1.0], [2.0, 1.0]]
        """
        w = np.eye(len(self.coefficients)) if sums is None else np.asarray(sums, dtype=float)
        by_pair, by_state = (np.einsum("mi,ij,mj->m", w, v, w) for v in (self.by_pair, self.by_state))
        return np.sqrt(by_pair), np.sqrt(np.maximum(by_state, by_pair))


@dataclass(frozen=True)
class Moments:
    """Cross-products of the columns of a panel, pair by pair, after the effects are taken out.

    All models over the same rows and effects come from one such table: it is what they share.

    Parameters
    ----------
    columns : tuple of str
        Names of the columns.
    products : numpy.ndarray, shape (columns, columns, pairs)
        Sums over the years of a pair.
    raw : numpy.ndarray, shape (columns,)
        Sum of squares of each column before the effects are taken out, around its mean.
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
        r"""Regress one column on others.

        With :math:`\tilde x` the drivers and :math:`\tilde y` the outcome net of the effects,
        :math:`b = (\sum \tilde x \tilde x')^{-1} \sum \tilde x \tilde y`. Let :math:`s_d = \sum_t \tilde x_{dt} e_{dt}`
        be the score of pair d and :math:`S_i` the sum of the scores of all pairs of state i. The middle of the
        covariance is :math:`\sum_d s_d s_d'` by pair, and :math:`\sum_i S_i S_i' - \sum_d s_d s_d'` by state.

        Parameters
        ----------
        outcome : str
            Name of the column to explain.
        drivers : sequence of str
            Names of the columns that explain it.

        Returns
        -------
        Fit

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
        by_member = np.stack([sum(np.bincount(self.members[:, side], row, count) for side in (0, 1)) for row in scores])
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
        If the kind of effects is unknown, or fewer than three pairs are left.

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
    seen, members = seen[keep], members[keep]
    x = np.where(seen[:, :, None], values[keep], 0.0)
    raw = (x**2).sum(axis=(0, 1)) - x.sum(axis=(0, 1)) ** 2 / seen.sum()
    if effects == "year":
        x -= seen[:, :, None] * (x.sum(axis=0) / np.maximum(seen.sum(axis=0), 1)[:, None])
    elif effects == "pair and year":
        out_of_pairs(x, seen)
        x -= _within(year_effects(x, seen), seen)
    else:
        _out_of_pairs_and_state_years(x, seen, members)
    products = np.ascontiguousarray(np.matmul(x.transpose(0, 2, 1), x).transpose(1, 2, 0))
    return Moments(tuple(columns), products, raw, members, int(seen.sum()))


def out_of_pairs(x: Array, seen: Mask) -> None:
    """Take the mean of each pair out of the columns, in place."""
    x -= seen[:, :, None] * (x.sum(axis=1) / np.maximum(seen.sum(axis=1), 1)[:, None])[:, None]


def year_effects(x: Array, seen: Mask) -> Array:
    """Return the effects of years in columns that have no pair means left, exactly for any pattern of gaps.

    The dummies of years, net of pair means, have a cross-product that only depends on who is seen when; one solution of
    as many equations as years replaces going to and fro between the two kinds of effects.

    Parameters
    ----------
    x : numpy.ndarray, shape (pairs, years, columns)
        Columns without pair means, 0 where not seen.
    seen : numpy.ndarray of bool, shape (pairs, years)
        Which cells are used.

    Returns
    -------
    numpy.ndarray, shape (years, columns)
        Effects with mean 0 over the years.
    """
    weight = seen.astype(float)
    gram = np.diag(weight.sum(axis=0)) - weight.T @ (weight / np.maximum(weight.sum(axis=1), 1)[:, None])
    return pinvh(gram) @ x.sum(axis=0)


def _within(effects: Array, seen: Mask) -> Array:
    """Lay effects of years out over the cells, net of the mean of each pair."""
    means = (seen @ effects) / np.maximum(seen.sum(axis=1), 1)[:, None]
    return seen[:, :, None] * (effects[None] - means[:, None])


def _out_of_pairs_and_state_years(x: Array, seen: Mask, members: NDArray[np.int64]) -> None:
    """Take out pair means and the effects of both states in each year, by turns, in place."""
    pairs, years, columns = x.shape
    count = int(members.max()) + 1
    at = np.arange(pairs)
    incidence = sparse.csr_array((np.ones(2 * pairs), (np.tile(at, 2), members.T.ravel())), shape=(pairs, count))
    inverse = np.stack([_inverse((incidence.T @ (incidence * seen[:, [t]])).toarray()) for t in range(years)])
    start = np.sqrt((x**2).sum(axis=(0, 1)))
    for _ in range(_STEPS):
        out_of_pairs(x, seen)
        sums = (incidence.T @ x.reshape(pairs, -1)).reshape(count, years, columns)
        found = np.einsum("tij,jtc->itc", inverse, sums, optimize=True)
        x -= seen[:, :, None] * (incidence @ found.reshape(count, -1)).reshape(x.shape)
        step = np.sqrt((found**2).sum(axis=(0, 1)) * pairs / count)
        if (step <= 1e-6 * start).all():
            return
    raise DataError(f"the effects of pairs and state-years did not settle in {_STEPS} steps")


def _inverse(gram: Array) -> Array:
    """Return the inverse over the states that are seen; the pseudo-inverse where their effects are not told apart."""
    out = np.zeros_like(gram)
    some = np.flatnonzero(gram.diagonal())
    here = gram[np.ix_(some, some)]
    try:
        factor = cho_factor(here)
        sure = factor[0].diagonal().min(initial=1.0) > _SINGULAR
    except LinAlgError:
        sure = False
    out[np.ix_(some, some)] = cho_solve(factor, np.eye(len(some))) if sure else pinvh(here)
    return out
