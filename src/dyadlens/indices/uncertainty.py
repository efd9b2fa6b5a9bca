"""How sure an index of a pair is: joint draws over values and choices.

Each draw takes values within their intervals, one scaling, weights, a mean between domains, and
leaves out one domain or none; the choices of a draw hold for all years, so that a change is judged under one set of
choices. Saisana, Saltelli & Tarantola (2005), Journal of the Royal Statistical Society A 168:307-323.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dyadlens.indices.input_values import IndexInputs, inputs_of
from dyadlens.indices.means import mean_of, stack_columns
from dyadlens.indices.normalise import SCALINGS, normalise_values
from dyadlens.indices.reference import BETWEEN, EVERY, passes, reference_scale
from dyadlens.lens import Lens

Array = NDArray[np.float64]
DRAWS = 10_000
SEED = 20080704
EQUALITY = 10.0  # Dirichlet parameter of each domain: a weight of 1/7 then has a standard deviation of 0.04
LEVELS = (5.0, 95.0)
FEW = 100  # draws up to which each is compared with all pairs, not against a sample of them
_Z90 = 1.6448536269514722


@dataclass(frozen=True)
class Choices:
    """The choices of many draws."""

    scaling: NDArray[np.int64]
    between: NDArray[np.int64]
    weights: Array
    left_out: NDArray[np.int64]
    noise: Array

    def __len__(self) -> int:
        return len(self.scaling)

    @property
    def effective(self) -> Array:
        """Weights with 0 for the domain that is left out."""
        return self.weights * (np.arange(self.weights.shape[1]) != self.left_out[:, None])

    def at(self, draws: NDArray[Any]) -> Choices:
        """Return the choices of some draws."""
        return Choices(*(getattr(self, part.name)[draws] for part in fields(self)))


def draw_choices(inputs: IndexInputs, draws: int = DRAWS, seed: int = SEED) -> Choices:
    """Draw choices at random, with a fixed seed."""
    rng = np.random.default_rng(seed)
    size = len(inputs.domains)
    weights = rng.dirichlet(np.full(size, EQUALITY), draws)
    left_out = rng.integers(0, size + 1, draws)
    noise = np.empty((draws, len(inputs.uncertain)))
    for at, (y, c) in enumerate(inputs.uncertain):
        noise[:, at] = np.random.default_rng([seed, int(inputs.years[y]), c]).standard_normal(draws)
    return Choices(
        scaling=rng.integers(0, len(SCALINGS), draws),
        between=rng.integers(0, len(BETWEEN), draws),
        weights=weights,
        left_out=left_out,
        noise=noise,
    )


def default_choices(inputs: IndexInputs, draws: int = 1) -> Choices:
    """Return the default recipe as choices: the value itself, percentile ranks, equal weights, geometric mean."""
    return Choices(
        scaling=np.zeros(draws, dtype=int),
        between=np.zeros(draws, dtype=int),
        weights=np.ones((draws, len(inputs.domains))),
        left_out=np.full(draws, len(inputs.domains)),
        noise=np.zeros((draws, len(inputs.uncertain))),
    )


def simulate(inputs: IndexInputs, choices: Choices, *, aligned: bool = True) -> Array:
    """Compute the index of a pair under many choices."""
    out = np.full((len(choices), len(inputs.years)), np.nan)
    for scaling in range(len(SCALINGS)):
        mine = np.flatnonzero(choices.scaling == scaling)
        if mine.size:
            scores = _domain_scores(inputs, choices.noise[mine], scaling)
            for between, kind in enumerate(BETWEEN):
                some = choices.between[mine] == between
                own = choices.at(mine[some])
                made = mean_of(scores[some], own.effective[:, None, :], kind)
                made[~_counts(inputs, own.left_out)] = np.nan
                if aligned:
                    _align(made, inputs, own, (scaling, between), EVERY if len(choices) > FEW else 1)
                out[mine[some]] = made
    return out


def _counts(inputs: IndexInputs, left_out: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Tell which draws pass the screen in which years, shape (draws, years)."""
    each = np.stack([passes(inputs.known_domains, d) for d in range(len(inputs.domains) + 1)])
    return each[left_out]


def _domain_scores(inputs: IndexInputs, noise: Array, scaling: int) -> Array:
    """Return the mean of each domain, shape (draws, years, domains)."""
    base = inputs.normalised[scaling]
    moving = [(at, y, c) for at, (y, c) in enumerate(inputs.uncertain) if noise[:, at].any()]
    moved = {c for _, _, c in moving}
    columns = [np.broadcast_to(base[:, c], (len(noise), len(base))) for c in range(base.shape[1])]
    columns = [part.copy() if c in moved else part for c, part in enumerate(columns)]
    for at, y, c in moving:
        drawn = _drawn(inputs, y, c, noise[:, at])
        columns[c][:, y] = normalise_values(inputs.columns[c], drawn, int(inputs.years[y]), scaling, inputs.as_of)
    out = np.empty((len(noise), len(base), len(inputs.domains)))
    for d, share in enumerate(inputs.shares):
        own = np.flatnonzero(share)
        out[..., d] = mean_of(stack_columns([columns[c] for c in own]), share[own])
    return out


def _drawn(inputs: IndexInputs, y: int, c: int, z: Array) -> Array:
    """Draw within an interval: a normal with a spread of its own on each side of the value.

    A ratio without an upper end is taken to reach as many times above its value as its lower end lies below.
    """
    value, low, high = (part[y, c] for part in (inputs.values, inputs.low, inputs.high))
    if np.isinf(high):
        high = value * value / low if low > 0 else 2 * value - low
    drawn = value + z * np.where(z < 0, value - low, high - value) / _Z90
    return np.maximum(drawn, 0.0) if low >= 0 else drawn


def _align(made: Array, inputs: IndexInputs, choices: Choices, kind: tuple[int, int], every: int) -> None:
    """Replace results of one scale and mean by those of the default index at the same rank among all pairs."""
    weights = choices.effective
    groups = [(int(d), np.flatnonzero(choices.left_out == d)) for d in np.unique(choices.left_out)]
    default = (0, 0, len(inputs.domains))
    groups = [(d, own) for d, own in groups if (*kind, d) != default or np.ptp(weights[own], axis=1).any()]
    for y, year in enumerate(inputs.years):
        columns = tuple(bool(k) for k in ~np.isnan(inputs.values[y]))
        for d, own in groups:
            if not np.isnan(made[own, y]).all():
                ruler = reference_scale(inputs.index, inputs.as_of, int(year), columns, every)
                made[own, y] = ruler.align(made[own, y], weights[own], d, *kind)


@lru_cache(maxsize=16)
def draws_of(lens: Lens, index: str) -> Array:
    """Return the draws of an index of a pair."""
    inputs = inputs_of(lens, index)
    return simulate(inputs, draw_choices(inputs))


def band(lens: Lens, index: str) -> pd.DataFrame:
    """Return the 90% band and the median of the draws, year by year."""
    inputs, drawn = inputs_of(lens, index), draws_of(lens, index)
    known = ~np.isnan(drawn).all(axis=0)
    out = np.full((3, len(inputs.years)), np.nan)
    out[:, known] = np.nanpercentile(drawn[:, known], (LEVELS[0], 50.0, LEVELS[1]), axis=0)
    found = dict(zip(("low", "median", "high"), out, strict=True))
    return pd.DataFrame(found | {"draws": (~np.isnan(drawn)).sum(axis=0)}, index=inputs.years)
