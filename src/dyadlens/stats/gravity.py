"""The gravity model of trade for one year: estimates from pyfixest, and errors that know of pairs."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
import pyfixest
from numpy.typing import NDArray
from scipy import linalg, sparse
from scipy.sparse.csgraph import connected_components

from dyadlens.errors import DataError

Matrix = NDArray[np.float64]
Places = NDArray[np.int64]


@dataclass(frozen=True)
class GravityFit:
    """Estimates of a gravity model of one year."""

    coefficients: Matrix  # shape (k,), of the covariates in the order given
    covariance: Matrix  # of the covariates, exporters' effects, importers' effects but the first; clustered by pair
    fitted: Matrix  # shape (n, n): expected flow from row to column; NaN where the flow was not used
    flows: Matrix  # the flows used; NaN elsewhere
    design: sparse.csr_array  # one row for each flow used, in the order of numpy.nonzero

    @property
    def standard_errors(self) -> Matrix:
        """Standard errors of the covariates' coefficients."""
        return np.sqrt(np.diag(self.covariance)[: self.coefficients.size])

    @property
    def n(self) -> int:
        """Number of directed flows used."""
        return int(self.design.shape[0])


def fit_gravity(
    flows: Matrix, covariates: Sequence[Matrix], *, errors: Literal["jackknife", "sandwich"] = "jackknife"
) -> GravityFit:
    r"""Estimate a gravity equation of one year by Poisson pseudo-maximum likelihood.

    The model is :math:`E[X_{ij}] = \exp(\alpha_i + \gamma_j + \sum_k \beta_k z_{kij})` with an effect for each
    exporter :math:`i` and each importer :math:`j`. Zeros are observations. NaN (unknown) is left out, as is the
    diagonal, and an exporter or importer without any positive flow (separation).

    Flows and covariates have the shape (n, n), from row to column. Both kinds of errors cluster by undirected pair. The
    sandwich, times G / (G - 1), is too small with two sets of effects (Pfaffermayr 2019); the jackknife leaves out one
    pair at a time, in one Newton step each. A DataError where nothing can be estimated or it does not converge.

    Santos Silva & Tenreyro (2006), Review of Economics and Statistics 88(4). Head & Mayer (2014), Handbook of
    International Economics 4. Correia, Guimaraes & Zylkin (2021), arXiv:1903.01633. Pfaffermayr (2019), Applied
    Economics Letters 26(18). MacKinnon, Nielsen & Webb (2023), Journal of Econometrics 232(2).
    """
    used = usable(flows, covariates)
    i, j = np.nonzero(used)
    y, z = flows[i, j], np.stack([c[i, j] for c in covariates], axis=1)
    coefficients, mu = _estimate(y, z, i, j)
    design = sparse.hstack([sparse.csr_array(z), _dummies(i), _dummies(j)[:, 1:]], format="csr")
    # pyfixest reports no iteration limit that was hit: at the optimum the scores of all parameters are nil.
    if not np.abs(design.T @ (y - mu)).max() < 1e-6 * y.sum():
        raise DataError("gravity model did not converge")
    covariance = _covariance(design, mu, y - mu, i, j, jackknife=errors == "jackknife")
    fitted = np.full(used.shape, np.nan)
    fitted[used] = mu
    return GravityFit(coefficients, covariance, fitted, np.where(used, flows, np.nan), design)


def _estimate(y: Matrix, z: Matrix, i: Places, j: Places) -> tuple[Matrix, Matrix]:
    """Return coefficients and expected flows."""
    names = [f"z{k}" for k in range(z.shape[1])]
    # In units of the mean flow, so that the stopping rule does not depend on the money.
    rows = pd.DataFrame(z, columns=names).assign(y=y / y.mean(), i=i, j=j)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # deprecations inside pyfixest, and the dropped covariate that is an error here
        found = pyfixest.fepois(
            f"y ~ {' + '.join(names)} | i + j",
            rows,
            vcov="iid",
            fixef_rm="none",
            demeaner=pyfixest.MapDemeaner(fixef_tol=1e-10),
            iwls_tol=1e-12,
            iwls_maxiter=100,
        )
    if len(found.coef()) < len(names):
        raise DataError("gravity model: the covariates and effects are not identified")
    return found.coef()[names].to_numpy(), np.asarray(found.predict(type="response")) * y.mean()


def _dummies(codes: Places) -> sparse.csr_array:
    at = np.unique(codes, return_inverse=True)[1]
    return sparse.csr_array((np.ones(len(at)), (np.arange(len(at)), at)))


def _covariance(design: sparse.csr_array, w: Matrix, e: Matrix, i: Places, j: Places, *, jackknife: bool) -> Matrix:
    """Return the covariance of all parameters, effects too, clustered by undirected pair: pyfixest has none of effects.

    With A the information, X the design and e the residuals of a pair's one or two flows, the sandwich adds up the
    squares of :math:`X'e`, the jackknife those of :math:`X'(I - W X A^{-1} X')^{-1} e`: times :math:`A^{-1}`, the
    latter is the Newton step that leaving out the pair would bring.
    """
    information = (design.T @ (sparse.diags_array(w) @ design)).toarray()
    scale = np.sqrt(np.diag(information))
    try:
        bread = linalg.inv(information / np.outer(scale, scale), assume_a="pos") / np.outer(scale, scale)
    except linalg.LinAlgError:
        raise DataError("gravity model: the covariates and effects are not identified") from None
    pair = np.unique(np.stack([np.minimum(i, j), np.maximum(i, j)]), axis=1, return_inverse=True)[1]
    groups = int(pair.max()) + 1
    factor = groups / (groups - 1)
    if jackknife:
        e, factor = _left_out(design, bread, w, e, i, j), 1 / factor
    scores = sparse.csr_array((e, (pair, np.arange(len(e))))) @ design
    return bread @ (scores.T @ scores).toarray() @ bread * factor


def _left_out(design: sparse.csr_array, bread: Matrix, w: Matrix, e: Matrix, i: Places, j: Places) -> Matrix:
    """Solve the 2 x 2 system of each pair for the residuals as they would be without the pair."""
    row = np.full((max(i.max(), j.max()) + 1,) * 2, -1)
    row[i, j] = np.arange(len(i))
    mate = row[j, i]
    both = mate >= 0
    half = design @ bread
    own = 1 - w * design.multiply(half).sum(axis=1)
    cross = np.zeros(len(i))
    cross[both] = design[mate[both]].multiply(half[both]).sum(axis=1)
    other, other_e = np.where(both, own[mate], 1.0), np.where(both, e[mate], 0.0)
    determinant = own * other - np.where(both, w * w[mate], 0.0) * cross**2
    # A pair that alone fixes an effect is fitted exactly: it has no residual to be corrected.
    fixed = determinant < 1e-8
    return np.where(fixed, e, (other * e + w * cross * other_e) / np.where(fixed, 1.0, determinant))


def usable(flows: Matrix, covariates: Sequence[Matrix]) -> NDArray[np.bool_]:
    """Tell which flows can enter: known, off the diagonal, of the largest set that positive flows connect.

    Effects of unconnected sets cannot be compared, and an exporter or importer without any positive flow has an effect
    of minus infinity: its flows say nothing of the rest (Correia, Guimaraes & Zylkin 2021).
    """
    flows = np.asarray(flows, float)
    if (flows < 0).any():
        raise DataError("gravity model: a flow is negative")
    used = np.isfinite(flows) & ~np.eye(len(flows), dtype=bool)
    for c in covariates:
        used &= np.isfinite(c)
    positive = np.where(used, flows, 0.0) > 0
    # Roles as nodes: exporters first, importers after.
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

    The log ratio is :math:`\log(X_{ij} + X_{ji}) - \log(\mu_{ij} + \mu_{ji})`, NaN where nothing was traded. ``se`` is
    the standard error of the log of expected trade, by the delta method from the covariance of all parameters: how far
    single pairs stray from the model is not in it. ``i`` and ``j`` are positions, i < j.
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
