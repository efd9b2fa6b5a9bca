"""The matrix algebra of the gravity model: its parameters as blocks of exporters, importers and covariates."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy import linalg, sparse

from dyadlens.errors import DataError

Matrix = NDArray[np.float64]


class Layout:
    """Where each parameter stands, and the algebra on the blocks.

    Parameters
    ----------
    z : numpy.ndarray, shape (k, n, n)
        Covariates, zero where a flow is not used.
    used : numpy.ndarray of bool, shape (n, n)
        Which flows are used.

    Examples
    --------
    >>> layout = Layout(np.ones((1, 3, 3)), ~np.eye(3, dtype=bool))
    >>> layout.margins(np.arange(9.0).reshape(3, 3)).tolist()
    [36.0, 3.0, 12.0, 21.0, 12.0, 15.0]
    """

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

    def design(self) -> sparse.csr_array:
        """Return the design, one row for each flow used, row by row of the matrix."""
        i, j = np.nonzero(self.used)
        n, k, p = len(i), len(self.z), len(self.z) + len(self.rows) + len(self.columns)
        place = np.full((2, len(self.used)), -1)
        place[0, self.rows] = k + np.arange(len(self.rows))
        place[1, self.columns] = k + len(self.rows) + np.arange(len(self.columns))
        at = np.concatenate([np.repeat(np.arange(k), n), place[0, i], place[1, j]])
        value = np.concatenate([self.z[:, i, j].ravel(), np.ones(2 * n)])
        row = np.tile(np.arange(n), k + 2)
        return sparse.csr_array((value[at >= 0], (row[at >= 0], at[at >= 0])), shape=(n, p))

    def covariance(self, mu: Matrix, y: Matrix, *, jackknife: bool) -> tuple[Matrix, sparse.csr_array]:
        """Return the covariance clustered by undirected pair, and the design.

        With A the information, X the design and e the residuals of a pair's one or two flows, the sandwich adds
        up the squares of :math:`X'e`, the jackknife those of :math:`X'(I - W X A^{-1} X')^{-1} e`: times
        :math:`A^{-1}`, the latter is the Newton step that leaving out the pair would bring.
        """
        i, j = np.nonzero(self.used)
        design = self.design()
        bread = _solver(self.information(mu))(np.eye(design.shape[1]))
        pair = np.unique(np.minimum(i, j) * len(self.used) + np.maximum(i, j), return_inverse=True)[1]
        groups = int(pair.max()) + 1
        residual, factor = (y - mu)[i, j], groups / (groups - 1)
        if jackknife:
            residual, factor = self._left_out(design, bread, mu[i, j], residual), 1 / factor
        scores = sparse.csr_array((residual, (pair, np.arange(len(i)))), shape=(groups, len(i))) @ design
        return bread @ (scores.T @ scores).toarray() @ bread.T * factor, design

    def _left_out(self, design: sparse.csr_array, bread: Matrix, w: Matrix, e: Matrix) -> Matrix:
        """Solve the 2 x 2 system of each pair for the residuals as they would be without the pair."""
        i, j = np.nonzero(self.used)
        row = np.full(self.used.shape, -1)
        row[i, j] = np.arange(len(i))
        mate = row[j, i]
        both = mate >= 0
        half = design @ bread
        own = 1 - w * np.asarray(design.multiply(half).sum(axis=1)).ravel()
        cross = np.zeros(len(i))
        cross[both] = np.asarray(design[mate[both]].multiply(half[both]).sum(axis=1)).ravel()
        other, other_e = np.where(both, own[mate], 1.0), np.where(both, e[mate], 0.0)
        determinant = own * other - np.where(both, w * w[mate], 0.0) * cross**2
        # A pair that alone fixes an effect is fitted exactly: it has no residual to be corrected.
        fixed = determinant < 1e-8
        return np.where(fixed, e, (other * e + w * cross * other_e) / np.where(fixed, 1.0, determinant))


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
