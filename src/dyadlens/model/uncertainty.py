"""How sure an index of a pair is: joint draws over values and choices.

Each draw takes values within their intervals, one way to put them on a scale, weights, a mean between domains, and
leaves out one domain or none; the choices of a draw hold for all years, so that a change is judged under one set of
choices. Saisana, Saltelli & Tarantola (2005), Journal of the Royal Statistical Society A 168:307-323.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dyadlens.lens import Lens
from dyadlens.model.inputs import WAYS, Inputs, held_columns, inputs_of, place_all, place_values, rows_of_year
from dyadlens.model.means import mean_of, side_by_side
from dyadlens.shared import shared

Array = NDArray[np.float64]
DRAWS = 10_000
SEED = 20080704
EQUALITY = 10.0  # Dirichlet parameter of each domain: a weight of 1/7 then has a standard deviation of 0.04
BETWEEN = ("geometric", "arithmetic")
SCREEN = 0.5
LEVELS = (5.0, 95.0)
_Z90 = 1.6448536269514722
_NODES = np.linspace(0.0, 100.0, 201)


@dataclass(frozen=True)
class Choices:
    """The choices of many draws.

    Parameters
    ----------
    way : numpy.ndarray of int, shape (draws,)
        Place in :data:`dyadlens.model.inputs.WAYS`.
    between : numpy.ndarray of int, shape (draws,)
        Place in :data:`BETWEEN`.
    weights : numpy.ndarray, shape (draws, domains)
        Weights of the domains; 0 for one that is left out.
    noise : numpy.ndarray, shape (draws, uncertain values)
        Standard normal deviates.
    """

    way: NDArray[np.int64]
    between: NDArray[np.int64]
    weights: Array
    noise: Array

    def __len__(self) -> int:
        return len(self.way)


def draw_choices(inputs: Inputs, draws: int = DRAWS, seed: int = SEED) -> Choices:
    """Draw choices at random, with a fixed seed.

    Parameters
    ----------
    inputs : Inputs
        What the index is made from.
    draws : int
        How many.
    seed : int
        Seed of the generator.

    Returns
    -------
    Choices
        Ways and means equally likely; weights from a Dirichlet distribution around equal ones; each domain left out, or
        none, equally likely.
    """
    rng = np.random.default_rng(seed)
    size = len(inputs.domains)
    weights = rng.dirichlet(np.full(size, EQUALITY), draws)
    left_out = rng.integers(0, size + 1, draws)
    weights[np.arange(draws)[left_out < size], left_out[left_out < size]] = 0.0
    return Choices(
        way=rng.integers(0, len(WAYS), draws),
        between=rng.integers(0, len(BETWEEN), draws),
        weights=weights,
        noise=rng.standard_normal((draws, len(inputs.uncertain))),
    )


def default_choices(inputs: Inputs, draws: int = 1) -> Choices:
    """Return the default recipe as choices: the value itself, percentile ranks, equal weights, geometric mean.

    Examples
    --------
    >>> len(default_choices(inputs_of(Lens("PAK-RUS", start=2014, end=2014), "caution")))
    1
    """
    return Choices(
        way=np.zeros(draws, dtype=int),
        between=np.zeros(draws, dtype=int),
        weights=np.ones((draws, len(inputs.domains))),
        noise=np.zeros((draws, len(inputs.uncertain))),
    )


def simulate(inputs: Inputs, choices: Choices, *, aligned: bool = True) -> Array:
    """Compute the index of a pair under many choices.

    Parameters
    ----------
    inputs : Inputs
        What the index is made from.
    choices : Choices
        One set of choices a draw.
    aligned : bool
        Whether a result under other choices is read off on the default index at the rank that it has among all pairs
        of the year under those choices. Levels of different scales cannot be compared, ranks can.

    Returns
    -------
    numpy.ndarray, shape (draws, years)
        NaN in years in which fewer than half of the domains are known.
    """
    out = np.full((len(choices), len(inputs.years)), np.nan)
    for way in range(len(WAYS)):
        mine = np.flatnonzero(choices.way == way)
        if mine.size:
            scores = _domain_scores(inputs, choices.noise[mine], way)
            for between, kind in enumerate(BETWEEN):
                some = choices.between[mine] == between
                made = mean_of(scores[some], choices.weights[mine[some], None, :], kind)
                if aligned and (way, between) != (0, 0):
                    _align(made, inputs, way, between)
                out[mine[some]] = made
    known = (~np.isnan(inputs.placed[0]) @ inputs.shares.T > 0).sum(axis=1)
    out[:, known < SCREEN * len(inputs.domains)] = np.nan
    return out


def _domain_scores(inputs: Inputs, noise: Array, way: int) -> Array:
    """Return the mean of each domain, shape (draws, years, domains)."""
    base = inputs.placed[way]
    moving = [(at, y, c) for at, (y, c) in enumerate(inputs.uncertain) if noise[:, at].any()]
    moved = {c for _, _, c in moving}
    columns = [np.broadcast_to(base[:, c], (len(noise), len(base))) for c in range(base.shape[1])]
    columns = [part.copy() if c in moved else part for c, part in enumerate(columns)]
    for at, y, c in moving:
        columns[c][:, y] = place_values(inputs.held[c], _drawn(inputs, y, c, noise[:, at]), int(inputs.years[y]), way)
    out = np.empty((len(noise), len(base), len(inputs.domains)))
    for d, share in enumerate(inputs.shares):
        own = np.flatnonzero(share)
        out[..., d] = mean_of(side_by_side([columns[c] for c in own]), share[own])
    return out


def _drawn(inputs: Inputs, y: int, c: int, z: Array) -> Array:
    """Draw within an interval: a normal with a spread of its own on each side of the value."""
    value, low, high = (part[y, c] for part in (inputs.values, inputs.low, inputs.high))
    drawn = value + z * np.where(z < 0, value - low, high - value) / _Z90
    return np.maximum(drawn, 0.0) if low >= 0 else drawn


def _align(made: Array, inputs: Inputs, way: int, between: int) -> None:
    """Replace results by those of the default index at the same rank among all pairs of the year."""
    columns = tuple(bool(k) for k in ~np.isnan(inputs.values).all(axis=0))
    for y, year in enumerate(inputs.years):
        if not np.isnan(made[:, y]).all():
            nodes = _quantiles(inputs.index, inputs.as_of, int(year), columns)
            made[:, y] = np.interp(made[:, y], nodes[way, between], nodes[0, 0])


@lru_cache(maxsize=1024)
def _quantiles(index: str, as_of: date | None, year: int, columns: tuple[bool, ...]) -> Array:
    """Return quantiles of the index over all pairs of a year, shape (ways, means, nodes)."""
    rows = rows_of_year(year)
    held = held_columns(index)
    out = np.zeros((len(WAYS), len(BETWEEN), len(_NODES)))
    for way in range(len(WAYS)):
        domains: dict[str, list[tuple[float, Array]]] = {one.domain: [] for one, _ in held}
        for keep, (one, name) in zip(columns, held, strict=True):
            if keep and one.years[0] <= year <= one.years[1]:
                placed = place_all((one, name), year, way, as_of)
                domains[one.domain].append((1 / len(one.held_in), placed))
        table = side_by_side([_mean(parts, len(rows)) for parts in domains.values()])
        enough = (~np.isnan(table)).sum(axis=1) >= SCREEN * len(domains)
        for between, kind in enumerate(BETWEEN):
            made = mean_of(table[enough], 1.0, kind) if enough.any() else np.array([50.0])
            out[way, between] = np.percentile(made, _NODES)
    return out


def _mean(parts: Sequence[tuple[float, Array]], rows: int) -> Array:
    if not parts:
        return np.full(rows, np.nan)
    return mean_of(side_by_side([values for _, values in parts]), np.array([w for w, _ in parts]))


@shared(maxsize=16)
def draws_of(lens: Lens, index: str) -> Array:
    """Return the draws of an index of a pair.

    Parameters
    ----------
    lens : Lens
        Pair, years and as-of date.
    index : {"convergence", "caution"}
        Which index.

    Returns
    -------
    numpy.ndarray, shape (10,000, years)
        The same each time: the seed is fixed.
    """
    inputs = inputs_of(lens, index)
    return simulate(inputs, draw_choices(inputs))


def band(lens: Lens, index: str) -> pd.DataFrame:
    """Return the 90% band and the median of the draws, year by year.

    Parameters
    ----------
    lens : Lens
        Pair, years and as-of date.
    index : {"convergence", "caution"}
        Which index.

    Returns
    -------
    pandas.DataFrame
        ``low``, ``median``, ``high``, indexed by year.

    Examples
    --------
    >>> band(Lens("PAK-RUS", start=2014, end=2014), "convergence").columns.tolist()
    ['low', 'median', 'high']
    """
    inputs, drawn = inputs_of(lens, index), draws_of(lens, index)
    known = ~np.isnan(drawn).all(axis=0)
    out = np.full((3, len(inputs.years)), np.nan)
    out[:, known] = np.nanpercentile(drawn[:, known], (LEVELS[0], 50.0, LEVELS[1]), axis=0)
    return pd.DataFrame(dict(zip(("low", "median", "high"), out, strict=True)), index=inputs.years)
