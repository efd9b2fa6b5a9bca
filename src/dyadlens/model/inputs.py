"""What the index of one pair is made from: its values, their intervals, and the scales of each year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from dyadlens.atlas.build import PERCENTILE
from dyadlens.atlas.grid import grid
from dyadlens.atlas.query import column
from dyadlens.lens import Lens
from dyadlens.measures import describe, evidence, measures_for_all_pairs
from dyadlens.model.atlas_indices import known_column, place_of
from dyadlens.model.definitions import domains_of, indicators_of
from dyadlens.model.scales import Scale, fit, fit_ordered, from_ranks, onto
from dyadlens.model.steps import Indicator

Array = NDArray[np.float64]
ONTO = (1.0, 100.0)
# Ways to put values on one scale: name, method, treatment.
WAYS = (("percentile", "percentile", "none"), ("zscore", "zscore", "winsor"), ("minmax", "minmax", "winsor"))
Held = tuple[Indicator, str]
_TABLES = ("values", "ranks", "low", "high")


@cache
def _years_rows() -> dict[int, NDArray[np.int64]]:
    years = grid().year
    order = np.argsort(years, kind="stable")
    labels, starts = np.unique(years[order], return_index=True)
    return dict(zip(labels.tolist(), np.split(order, starts[1:]), strict=True))


def rows_of_year(year: int) -> NDArray[np.int64]:
    """Return the rows of the atlas of one year.

    Examples
    --------
    >>> len(rows_of_year(2014)) > 18000
    True
    """
    return _years_rows()[year]


@lru_cache(maxsize=3072)
def scale_of(names: tuple[str, ...], direction: int, year: int, way: int) -> Scale:
    """Return the scale of an indicator in one year, fitted to all pairs and directions.

    Parameters
    ----------
    names : tuple of str
        Its columns in the atlas.
    direction : {1, -1}
        -1 turns the values around.
    year : int
        The year.
    way : int
        Place in :data:`WAYS`.

    Returns
    -------
    Scale
    """
    if way:
        return fit_ordered(scale_of(names, direction, year, 0).ordered, *WAYS[way][1:])
    values = np.concatenate([column(name)[rows_of_year(year)] for name in names]).astype(float)
    return fit(direction * values, *WAYS[0][1:])


def place_values(held: Held, values: Array, year: int, way: int) -> Array:
    """Put values of a column on the common scale, among all pairs of a year.

    Parameters
    ----------
    held : tuple of Indicator and str
        Indicator and column.
    values : numpy.ndarray
        Values in the unit of the measure; of an extract, percentile ranks.
    year : int
        The year.
    way : int
        Place in :data:`WAYS`.

    Returns
    -------
    numpy.ndarray
        1 to 100.
    """
    one, method = held[0], WAYS[way][1]
    if one.extract:
        return place_ranks(one, values, way)
    return onto(scale_of(one.held_in, one.direction, year, way).apply(one.direction * values), method, ONTO)


def place_ranks(one: Indicator, ranks: Array, way: int) -> Array:
    """Put values of which the percentile rank is known on the common scale.

    Parameters
    ----------
    one : Indicator
        What they are values of.
    ranks : numpy.ndarray
        Percentile ranks of the measure, 0 to 100.
    way : int
        Place in :data:`WAYS`.

    Returns
    -------
    numpy.ndarray
        1 to 100.
    """
    method = WAYS[way][1]
    return onto(from_ranks(ranks if one.direction > 0 else 100.0 - ranks, method), method, ONTO)


def place_all(held: Held, year: int, way: int, as_of: date | None = None) -> Array:
    """Put a column of all pairs of a year on the common scale.

    Parameters
    ----------
    held : tuple of Indicator and str
        Indicator and column.
    year : int
        The year.
    way : int
        Place in :data:`WAYS`.
    as_of : datetime.date, optional
        Hide what was not known on that day.

    Returns
    -------
    numpy.ndarray, shape (pairs of the year,)
        1 to 100; rows as in :func:`rows_of_year`.
    """
    one, name = held
    rows = rows_of_year(year)
    ranked = one.extract or not way
    values = known_column(one, name + PERCENTILE if ranked else name, as_of)[rows].astype(float)
    return place_ranks(one, values, way) if ranked else place_values(held, values, year, way)


def held_columns(index: str) -> tuple[Held, ...]:
    """Return the columns of an index, each with its indicator.

    Examples
    --------
    >>> held_columns("caution")[0][1]
    'third_pressure_ab'
    """
    return tuple((one, name) for one in indicators_of(index) for name in one.held_in)


@dataclass(frozen=True)
class Inputs:
    """Values of one pair for one index.

    Parameters
    ----------
    index : str
        Which index.
    as_of : datetime.date or None
        The day as of which things are known.
    years : numpy.ndarray of int, shape (years,)
        Years in which both states existed.
    held : tuple
        Indicator and column, one a column.
    values, ranks, low, high : numpy.ndarray, shape (years, columns)
        Values (of an extract the percentile rank), percentile ranks among all pairs, and the ends of the 90% interval
        of the values, NaN where there is none.
    """

    index: str
    as_of: date | None
    years: NDArray[np.int64]
    held: tuple[Held, ...] = field(repr=False)
    values: Array = field(repr=False)
    ranks: Array = field(repr=False)
    low: Array = field(repr=False)
    high: Array = field(repr=False)

    @property
    def domains(self) -> tuple[str, ...]:
        """The domains in their order."""
        return domains_of(self.index)

    @cached_property
    def shares(self) -> Array:
        """Weight of each column in each domain, shape (domains, columns)."""
        out = np.zeros((len(self.domains), len(self.held)))
        for at, (one, _) in enumerate(self.held):
            out[self.domains.index(one.domain), at] = 1.0 / len(one.held_in)
        return out

    @cached_property
    def placed(self) -> Array:
        """Values on the common scale, shape (ways, years, columns)."""
        out = np.full((len(WAYS), *self.values.shape), np.nan)
        for c, (one, _) in enumerate(self.held):
            out[0, :, c] = place_ranks(one, self.ranks[:, c], 0)
        for y, c in zip(*np.nonzero(~np.isnan(self.values)), strict=True):
            for way in range(1, len(WAYS)):
                out[way, y, c] = place_values(self.held[c], self.values[y, c], int(self.years[y]), way)
        return out

    @property
    def uncertain(self) -> list[tuple[int, int]]:
        """Places (year, column) that have an interval."""
        return [(int(y), int(c)) for y, c in zip(*np.nonzero(~np.isnan(self.low)), strict=True)]

    def only(self, columns: NDArray[np.bool_]) -> Inputs:
        """Return the inputs with all other columns taken as unknown.

        Parameters
        ----------
        columns : numpy.ndarray of bool
            Which columns stay.

        Returns
        -------
        Inputs
        """
        return replace(self, **{name: np.where(columns, getattr(self, name), np.nan) for name in _TABLES})

    def during(self, years: Sequence[int]) -> Inputs:
        """Return the inputs of some years only.

        Parameters
        ----------
        years : sequence of int
            Which years stay.

        Returns
        -------
        Inputs
        """
        here = np.isin(self.years, years)
        return replace(self, years=self.years[here], **{name: getattr(self, name)[here] for name in _TABLES})


def _has_interval(measure: str) -> bool:
    return not describe(measure).interval.startswith(("none", "bounds"))


@lru_cache(maxsize=16)
def inputs_of(lens: Lens, index: str) -> Inputs:
    """Collect what the index of a pair is made from.

    Parameters
    ----------
    lens : Lens
        Pair, years and as-of date.
    index : {"convergence", "caution"}
        Which index.

    Returns
    -------
    Inputs
    """
    years, at = place_of(lens)
    held = held_columns(index)
    values, ranks = (np.full((len(years), len(held)), np.nan) for _ in range(2))
    for c, (one, name) in enumerate(held):
        counts = (one.years[0] <= years) & (years <= one.years[1])
        ranks[:, c] = np.where(counts, known_column(one, name + PERCENTILE, lens.as_of)[at], np.nan)
        own = known_column(one, name, lens.as_of)[at]
        values[:, c] = ranks[:, c] if one.extract else np.where(counts, own, np.nan)
    ends = [np.full_like(values, np.nan) for _ in range(2)]
    for measure in dict.fromkeys(one.name for one, _ in held if _has_interval(one.name) and not one.extract):
        rows = evidence(lens, measures_for_all_pairs()[measure], measure)
        for c in (c for c, (one, _) in enumerate(held) if one.name == measure):
            for part, end in zip(ends, ("low", "high"), strict=True):
                part[:, c] = _interval(rows, lens, held[c][1], years, end)
    for part in ends:
        part[np.isnan(values)] = np.nan
    return Inputs(index, lens.as_of, years, held, values, ranks, *ends)


def _interval(rows, lens: Lens, name: str, years: NDArray[np.int64], end: str) -> Array:
    """Return an end of the interval of a column, one a year."""
    first, second = sorted(lens.pair)
    if name.endswith("_ba"):
        first, second = second, first
    chosen = rows if not name.endswith(("_ab", "_ba")) else rows[(rows["a"] == first) & (rows["b"] == second)]
    return chosen.set_index("year")[end].reindex(years).to_numpy(dtype=float)
