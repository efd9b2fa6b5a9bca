"""The gravity model of trade for one year, estimated on matrices of exporters by importers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import linalg, sparse
from scipy.sparse.csgraph import connected_components

from dyadlens.errors import DataError

Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class GravityFit:
    """Result of :func:`fit_gravity`.

    Parameters
    ----------
    coefficients : numpy.ndarray, shape (k,)
        Estimates of the covariates, in the order given.
    covariance : numpy.ndarray, shape (p, p)
        Sandwich covariance of all parameters, clustered by undirected pair: the covariates, the effects of the
        exporters kept, those of the importers kept but the first (which is the base).
    fitted : numpy.ndarray, shape (n, n)
        Expected flow from row to column; NaN where the flow was not used.
    flows : numpy.ndarray, shape (n, n)
        The flows used; NaN elsewhere.
    design : scipy.sparse.csr_array
        One row for each flow used, in the order of ``numpy.nonzero(used)``.
    iterations : int
        Steps to convergence.
    """

    coefficients: Matrix
    covariance: Matrix
    fitted: Matrix
    flows: Matrix
    design: sparse.csr_array
    iterations: int

    @property
    def standard_errors(self) -> Matrix:
        """Standard errors of the covariates' coefficients."""
        return np.sqrt(np.diag(self.covariance)[: self.coefficients.size])

    @property
    def n(self) -> int:
        """Number of directed flows used."""
        return int(self.design.shape[0])


def fit_gravity(
    flows: Matrix, covariates: Sequence[Matrix], *, tolerance: float = 1e-10, max_iterations: int = 100
) -> GravityFit:
    r"""Estimate a gravity equation of one year by Poisson pseudo-maximum likelihood.

    The model is :math:`E[X_{ij}] = \exp(\alpha_i + \gamma_j + \sum_k \beta_k z_{kij})` with an effect for each
    exporter :math:`i` and each importer :math:`j`; in one year these are the exporter-year and importer-year
    effects that absorb size, prices and multilateral resistance. The information matrix of the Newton steps has
    the matrix of weights itself and its margins as blocks.

    Zeros are observations. NaN (unknown) is left out, as is the diagonal. An exporter or importer without any
    positive flow has an effect of minus infinity: its flows say nothing on the rest and are left out in that
    role (separation: Correia, Guimaraes & Zylkin 2021). At the optimum, fitted and observed totals agree for
    every exporter and every importer.

    Parameters
    ----------
    flows : numpy.ndarray, shape (n, n)
        Flow from row to column, in any money unit; not negative.
    covariates : sequence of numpy.ndarray, shape (n, n)
        Covariates, for example the log of distance; a flow with a NaN in any of them is left out.
    tolerance : float
        Largest score, relative to the sum of flows, and relative change of the deviance at which to stop.
    max_iterations : int
        Most Newton steps.

    Returns
    -------
    GravityFit
        Estimates and their covariance, clustered by undirected pair and scaled by G / (G - 1), where G is the
        number of pairs; no further small-sample factor.

    Raises
    ------
    DataError
        If a flow is negative, too little is left, the parameters are not identified, or it does not converge.

    References
    ----------
    Santos Silva, J. M. C. & Tenreyro, S. (2006), The log of gravity, Review of Economics and Statistics 88(4).
    Head, K. & Mayer, T. (2014), Gravity equations: workhorse, toolkit, and cookbook, Handbook of International
    Economics 4. Correia, S., Guimaraes, P. & Zylkin, T. (2021), Verifying the existence of maximum likelihood
    estimates for generalized linear models, arXiv:1903.01633.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> z = rng.normal(size=(30, 30))
    >>> fit = fit_gravity(np.exp(2 - 0.9 * (z + z.T)), [z + z.T])
    >>> round(float(fit.coefficients[0]), 6)
    -0.9
    """
    used = usable(flows, covariates)
    y = np.where(used, flows, 0.0)
    layout = _Layout(np.stack([np.where(used, c, 0.0) for c in covariates]), used)
    theta, mu, iterations = _climb(layout, y, tolerance, max_iterations)
    covariance, design = layout.sandwich(mu, y)
    fitted, kept = np.where(used, mu, np.nan), np.where(used, flows, np.nan)
    return GravityFit(theta[: len(covariates)], covariance, fitted, kept, design, iterations)


def _climb(layout: _Layout, y: Matrix, tolerance: float, max_iterations: int) -> tuple[Matrix, Matrix, int]:
    """Take Newton steps, halved where the deviance would rise, until scores and deviance settle."""
    mu = np.where(layout.used, (y + y.sum() / layout.used.sum()) / 2, 0.0)
    theta = layout.solve(mu, y - mu + mu * np.log(np.where(layout.used, mu, 1.0)))
    mu, deviance = layout.predict(theta, y)
    for iteration in range(1, max_iterations + 1):
        step, before = layout.solve(mu, y - mu), deviance
        for halving in range(20):
            proposed = theta + step / 2**halving
            mu, deviance = layout.predict(proposed, y)
            if deviance <= before * (1 + 1e-9):
                break
        theta = proposed
        settled = abs(before - deviance) <= tolerance * (abs(deviance) + tolerance * y.sum())
        if settled and np.abs(layout.margins(y - mu)).max() <= tolerance * y.sum():
            return theta, mu, iteration
    raise DataError(f"gravity model did not converge in {max_iterations} steps")


def usable(flows: Matrix, covariates: Sequence[Matrix]) -> NDArray[np.bool_]:
    """Tell which flows can enter the estimation.

    Parameters
    ----------
    flows : numpy.ndarray, shape (n, n)
        Flows, NaN where unknown.
    covariates : sequence of numpy.ndarray, shape (n, n)
        Covariates, NaN where unknown.

    Returns
    -------
    numpy.ndarray of bool, shape (n, n)
        Known flows with known covariates off the diagonal, of exporters and importers with some positive flow,
        in the largest set that flows connect.

    Raises
    ------
    DataError
        If a flow is negative or nothing is left.

    Examples
    --------
    >>> one = np.ones((3, 3))
    >>> flows = np.array([[0, 5.0, 1], [2, 0, 3], [0, np.nan, 0]])
    >>> usable(flows, [one]).astype(int).tolist()
    [[0, 1, 1], [1, 0, 1], [0, 0, 0]]
    """
    flows = np.asarray(flows, float)
    if (flows < 0).any():
        raise DataError("gravity model: a flow is negative")
    used = np.isfinite(flows) & ~np.eye(len(flows), dtype=bool)
    for c in covariates:
        used &= np.isfinite(c)
    positive = np.where(used, flows, 0.0) > 0
    # Roles as nodes: exporters first, importers after; effects of unconnected sets cannot be compared.
    links = sparse.csr_array(positive)
    labels = connected_components(sparse.block_array([[None, links], [links.T, None]]), directed=False)[1]
    largest = np.bincount(labels, minlength=1).argmax()
    kept = (labels == largest).reshape(2, -1)
    used &= kept[0][:, None] & kept[1][None, :]
    if positive[used].sum() < 2:
        raise DataError("gravity model: fewer than two positive flows are left")
    return used


def pair_totals(fit: GravityFit) -> dict[str, Matrix]:
    r"""Compare observed and expected two-way trade of each pair of which both flows were used.

    The log ratio is :math:`\log(X_{ij} + X_{ji}) - \log(\mu_{ij} + \mu_{ji})`. Its standard error is that of the
    log of expected trade, by the delta method from the clustered covariance of all parameters. The interval it
    gives is for expected trade. It is not a prediction interval: how far single pairs stray is not in it.

    Parameters
    ----------
    fit : GravityFit
        Result of :func:`fit_gravity`.

    Returns
    -------
    dict of str to numpy.ndarray
        ``i``, ``j`` (positions, i < j), ``observed`` and ``predicted`` (money unit of the flows), ``log_ratio``
        (NaN where nothing was traded) and ``se``.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> z = rng.normal(size=(30, 30))
    >>> totals = pair_totals(fit_gravity(np.exp(2 - 0.9 * (z + z.T)), [z + z.T]))
    >>> len(totals["i"]), bool(np.abs(totals["log_ratio"]).max() < 1e-6)
    (435, True)
    """
    mu, used = fit.fitted, np.isfinite(fit.fitted)
    i, j = np.nonzero(np.triu(used & used.T, k=1))
    row = np.full(used.shape, -1)
    row[used] = np.arange(fit.n)
    predicted = mu[i, j] + mu[j, i]
    there = sparse.diags_array(mu[i, j] / predicted) @ fit.design[row[i, j]]
    back = sparse.diags_array(mu[j, i] / predicted) @ fit.design[row[j, i]]
    gradient = (there + back).tocsr()
    variance = gradient.multiply(gradient @ fit.covariance).sum(axis=1)
    observed = fit.flows[i, j] + fit.flows[j, i]
    with np.errstate(divide="ignore"):
        ratio = np.log(observed) - np.log(predicted)
    return {
        "i": i,
        "j": j,
        "observed": observed,
        "predicted": predicted,
        "log_ratio": np.where(observed > 0, ratio, np.nan),
        "se": np.sqrt(np.asarray(variance).ravel()),
    }


class _Layout:
    """Where each parameter stands, and the algebra on the blocks."""

    def __init__(self, z: Matrix, used: NDArray[np.bool_]) -> None:
        self.z, self.used = z, used
        self.rows, self.columns = np.nonzero(used.any(axis=1))[0], np.nonzero(used.any(axis=0))[0][1:]

    def margins(self, values: Matrix) -> Matrix:
        """Multiply the transposed design with a matrix of values, zero where not used."""
        within = np.einsum("kij,ij->k", self.z, values)
        return np.concatenate([within, values.sum(1)[self.rows], values.sum(0)[self.columns]])

    def information(self, w: Matrix) -> Matrix:
        """Return the weighted cross product of the design."""
        k, e = len(self.z), len(self.rows)
        out = np.zeros((k + e + len(self.columns),) * 2)
        weighted = self.z * w
        out[:k, :k] = np.einsum("kij,lij->kl", weighted, self.z)
        out[:k, k : k + e] = weighted.sum(2)[:, self.rows]
        out[:k, k + e :] = weighted.sum(1)[:, self.columns]
        out[k : k + e, k : k + e] = np.diag(w.sum(1)[self.rows])
        out[k + e :, k + e :] = np.diag(w.sum(0)[self.columns])
        out[k : k + e, k + e :] = w[np.ix_(self.rows, self.columns)]
        return np.triu(out) + np.triu(out, 1).T

    def solve(self, mu: Matrix, values: Matrix) -> Matrix:
        """Return the step of the parameters that the values, weighted by expected flows, ask for."""
        return _solver(self.information(mu))(self.margins(values))

    def predict(self, theta: Matrix, y: Matrix) -> tuple[Matrix, float]:
        """Return expected flows and the deviance."""
        k, e = len(self.z), len(self.rows)
        eta = np.tensordot(theta[:k], self.z, axes=1)
        eta[self.rows, :] += theta[k : k + e, None]
        eta[:, self.columns] += theta[None, k + e :]
        mu = np.where(self.used, np.exp(np.minimum(eta, 700.0)), 0.0)
        logs = np.where(y > 0, y * (np.log(np.where(y > 0, y, 1.0)) - eta), 0.0)
        return mu, float(2 * (logs.sum() - (y - mu).sum()))

    def sandwich(self, mu: Matrix, y: Matrix) -> tuple[Matrix, sparse.csr_array]:
        """Return the covariance clustered by undirected pair, and the design row by row."""
        i, j = np.nonzero(self.used)
        n, p = len(i), len(self.z) + len(self.rows) + len(self.columns)
        place = np.full((2, len(self.used)), -1)
        place[0, self.rows] = len(self.z) + np.arange(len(self.rows))
        place[1, self.columns] = len(self.z) + len(self.rows) + np.arange(len(self.columns))
        at = np.concatenate([np.repeat(np.arange(len(self.z)), n), place[0, i], place[1, j]])
        value = np.concatenate([self.z[:, i, j].ravel(), np.ones(2 * n)])
        row = np.tile(np.arange(n), len(self.z) + 2)
        design = sparse.csr_array((value[at >= 0], (row[at >= 0], at[at >= 0])), shape=(n, p))
        pair = np.unique(np.minimum(i, j) * len(self.used) + np.maximum(i, j), return_inverse=True)[1]
        groups = pair.max() + 1
        gather = sparse.csr_array(((y - mu)[i, j], (pair, np.arange(n))), shape=(groups, n))
        scores, bread = gather @ design, _solver(self.information(mu))(np.eye(p))
        meat = (scores.T @ scores).toarray()
        return bread @ meat @ bread.T * groups / (groups - 1), design


def _solver(information: Matrix) -> Callable[[Matrix], Matrix]:
    """Return a function that solves with the matrix, scaled to a unit diagonal."""
    scale = np.sqrt(np.diag(information))
    try:
        if not (scale > 0).all():
            raise linalg.LinAlgError
        factor = linalg.cho_factor(information / scale / scale[:, None])
        if np.abs(np.diag(factor[0])).min() < 1e-7:
            raise linalg.LinAlgError
    except linalg.LinAlgError:
        raise DataError("gravity model: the covariates and effects are not identified") from None
    return lambda right: (linalg.cho_solve(factor, (right.T / scale).T).T / scale).T
