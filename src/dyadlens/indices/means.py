"""Weighted means of indicators of which some may be missing, and what each part brings to a change of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dyadlens.errors import BadParameter, unknown_name

MEANS = ("arithmetic", "geometric")


def stack_columns(parts: Sequence[ArrayLike]) -> NDArray[np.float64]:
    """Stack arrays on a new last axis, each left in one piece in memory: sums over that axis then run fast."""
    return np.moveaxis(np.stack([np.asarray(part, dtype=float) for part in parts]), 0, -1)


def mean_of(values: ArrayLike, weights: ArrayLike, kind: str = "arithmetic") -> NDArray[np.float64]:
    """Average over the last axis, over what is known only.

    ``sum(w x) / sum(w)`` or ``exp(sum(w log x) / sum(w))``, the sums over known values.
    """
    if kind not in MEANS:
        raise unknown_name("mean", kind, MEANS)
    x = np.asarray(values, dtype=float)
    w = np.broadcast_to(np.asarray(weights, dtype=float), (*np.shape(weights)[:-1], x.shape[-1]))
    top = np.zeros(np.broadcast_shapes(x.shape, w.shape)[:-1])
    total = np.zeros_like(top)
    # Column by column: there are few of them, and many rows.
    for k in range(x.shape[-1]):
        part = x[..., k]
        known = ~np.isnan(part)
        if kind == "geometric":
            if (part <= 0).any():
                raise BadParameter("a geometric mean needs values above 0: normalise onto a range that starts above 0")
            part = np.log(part)
        top += np.where(known, part, 0.0) * w[..., k]
        total += known * w[..., k]
    with np.errstate(invalid="ignore", divide="ignore"):
        out = top / total
    return np.exp(out) if kind == "geometric" else out


def log_mean(x: ArrayLike, y: ArrayLike) -> NDArray[np.float64]:
    """Return the logarithmic mean ``(x - y) / (log x - log y)``, and ``x`` where both are equal."""
    a, b = np.broadcast_arrays(np.asarray(x, dtype=float), np.asarray(y, dtype=float))
    step = np.log(a) - np.log(b)
    near = np.abs(step) < 1e-9
    return np.where(near, (a + b) / 2.0, (a - b) / np.where(near, 1.0, step))


def by_domain(earlier: ArrayLike, recent: ArrayLike, weights: ArrayLike | None = None) -> NDArray[np.float64]:
    """Split the difference of two windows' mean index into what each domain brings, exactly.

    With ``C = prod(s_d ** w_d)`` the difference of two years is ``sum_d L(C_1, C_0) w_d log(s_d1 / s_d0)``, where
    ``L`` is the logarithmic mean: the log-mean Divisia index, which leaves no rest and treats both years alike. Between
    windows it is averaged over all pairs of an earlier and a recent year.
    """
    s0, s1 = (np.asarray(part, dtype=float) for part in (earlier, recent))
    if not ((s0 > 0).all() and (s1 > 0).all()):
        raise BadParameter("scores to decompose have to be above 0, and known in every year")
    w = np.full(s0.shape[1], 1.0) if weights is None else np.asarray(weights, dtype=float)
    w = w / w.sum()
    c0, c1 = np.exp(np.log(s0) @ w), np.exp(np.log(s1) @ w)
    scale = log_mean(c1[None, :], c0[:, None])
    steps = np.log(s1)[None, :, :] - np.log(s0)[:, None, :]
    return (scale[..., None] * w * steps).mean(axis=(0, 1))
