"""Weighted means of indicators of which some may be missing."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dyadlens.errors import BadParameter, unknown_name

MEANS = ("arithmetic", "geometric")


def side_by_side(parts: Sequence[ArrayLike]) -> NDArray[np.float64]:
    """Put arrays side by side on a new last axis, each left in one piece in memory: sums over that axis then run fast."""
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
