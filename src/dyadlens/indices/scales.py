"""Bring indicators onto one scale, group by group: fit on all units, apply to any value."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dyadlens.errors import unknown_name

METHODS = ("percentile", "zscore", "minmax", "none")
TREATMENTS = ("none", "winsor")
WINSOR = (0.025, 0.975)
Z_REACH = 3.0  # standard deviations to either side that a bounded scale shows

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Scale:
    """A scale fitted to the units of one group."""

    method: str
    ordered: Array
    low: float
    high: float
    mean: float
    sd: float

    def apply(self, values: ArrayLike) -> Array:
        """Place values on the scale."""
        x = np.asarray(values, dtype=float)
        if self.method == "percentile":
            below = np.searchsorted(self.ordered, x, side="left")
            upto = np.searchsorted(self.ordered, x, side="right")
            ranks = 50.0 * (below + upto) / max(len(self.ordered), 1)
            return np.where(np.isnan(x), np.nan, ranks)
        x = np.clip(x, self.low, self.high)
        if self.method == "none":
            return x
        spread = self.sd if self.method == "zscore" else self.high - self.low
        if not spread > 0:
            return np.full_like(x, np.nan)
        return (x - (self.mean if self.method == "zscore" else self.low)) / spread


def fit(values: ArrayLike, method: str = "percentile", treat: str = "none") -> Scale:
    """Fit a scale to the values of one group."""
    x = np.asarray(values, dtype=float)
    return fit_ordered(np.sort(x[~np.isnan(x)]), method, treat)


def fit_ordered(x: Array, method: str, treat: str) -> Scale:
    """Fit a scale to values that are in ascending order and all known; see :func:`fit`."""
    for kind, name, known in (("normalisation", method, METHODS), ("treatment", treat, TREATMENTS)):
        if name not in known:
            raise unknown_name(kind, name, known)
    if not x.size:
        return Scale(method, x, -np.inf, np.inf, np.nan, np.nan)
    low, high = float(x[0]), float(x[-1])
    if treat == "winsor":
        ends = np.quantile(x, WINSOR)
        if ends[0] < ends[1]:
            low, high = float(ends[0]), float(ends[1])
    if method == "percentile":
        return Scale(method, x, low, high, np.nan, np.nan)
    treated = np.clip(x, low, high)
    return Scale(method, x, low, high, float(treated.mean()), float(treated.std(ddof=1)) if x.size > 1 else np.nan)


def onto(values: ArrayLike, method: str, ends: tuple[float, float] | None) -> Array:
    """Map values of a scale linearly onto a range that all methods share."""
    x = np.asarray(values, dtype=float)
    if ends is None or method == "none":
        return x
    low, high = {"percentile": (0.0, 100.0), "zscore": (-Z_REACH, Z_REACH), "minmax": (0.0, 1.0)}[method]
    return ends[0] + (np.clip(x, low, high) - low) / (high - low) * (ends[1] - ends[0])


def from_ranks(ranks: ArrayLike, method: str) -> Array:
    """Place units of which only the percentile rank among all is known."""
    p = np.asarray(ranks, dtype=float)
    if method == "minmax":
        return p / 100.0
    if method == "zscore":
        from scipy.special import ndtri

        return ndtri(np.clip(p, 0.05, 99.95) / 100.0)
    return p
