"""The gravity model of trade for one year, estimated on matrices of exporters by importers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from dyadlens.errors import DataError
from dyadlens.stats.gravity_blocks import Layout, Matrix


@dataclass(frozen=True)
class GravityFit:
    """Result of :func:`fit_gravity`.

    Parameters
    ----------
    coefficients : numpy.ndarray, shape (k,)
        Estimates of the covariates, in the order given.
    covariance : numpy.ndarray, shape (p, p)
        Covariance of all parameters, clustered by undirected pair: the covariates, the effects of the exporters
        kept, those of the importers kept but the first (which is the base).
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
    flows: Matrix,
    covariates: Sequence[Matrix],
    *,
    errors: Literal["jackknife", "sandwich"] = "jackknife",
    tolerance: float = 1e-10,
    max_iterations: int = 100,
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
    errors : {"jackknife", "sandwich"}
        How the covariance is estimated; both cluster by undirected pair. ``sandwich`` is the usual one, scaled by
        G / (G - 1) where G is the number of pairs, without a further small-sample factor. Residuals of a model
        with two sets of effects are too small, and so is it (Pfaffermayr 2019). ``jackknife`` leaves out one pair
        at a time, in one Newton step each, and comes nearer to the interval's promise.
    tolerance : float
        Largest score, relative to the sum of flows, and relative change of the deviance at which to stop.
    max_iterations : int
        Most Newton steps.

    Returns
    -------
    GravityFit
        Estimates and their covariance.

    Raises
    ------
    DataError
        If a flow is negative, too little is left, the parameters are not identified, or it does not converge.

    References
    ----------
    Santos Silva, J. M. C. & Tenreyro, S. (2006), The log of gravity, Review of Economics and Statistics 88(4).
    Head, K. & Mayer, T. (2014), Gravity equations: workhorse, toolkit, and cookbook, Handbook of International
    Economics 4. Correia, S., Guimaraes, P. & Zylkin, T. (2021), Verifying the existence of maximum likelihood
    estimates for generalized linear models, arXiv:1903.01633. Pfaffermayr, M. (2019), Gravity models, PPML
    estimation and the bias of the robust standard errors, Applied Economics Letters 26(18). MacKinnon, J. G.,
    Nielsen, M. O. & Webb, M. D. (2023), Cluster-robust inference, Journal of Econometrics 232(2).

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
    layout = Layout(np.stack([np.where(used, c, 0.0) for c in covariates]), used)
    theta, mu, iterations = _climb(layout, y, tolerance, max_iterations)
    covariance, design = layout.covariance(mu, y, jackknife=errors == "jackknife")
    fitted, kept = np.where(used, mu, np.nan), np.where(used, flows, np.nan)
    return GravityFit(theta[: len(covariates)], covariance, fitted, kept, design, iterations)


def _climb(layout: Layout, y: Matrix, tolerance: float, max_iterations: int) -> tuple[Matrix, Matrix, int]:
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
