"""What the index of one pair is made from: its values, their intervals, and the scales of each year."""

from __future__ import annotations

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


@lru_cache(maxsize=16384)
def scale_of(name: str, direction: int, year: int, way: int) -> Scale:
    """Return the scale of a column in one year, fitted to all pairs.

    Parameters
    ----------
    name : str
        Column of the atlas.
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
        return fit_ordered(scale_of(name, direction, year, 0).ordered, *WAYS[way][1:])
    return fit(direction * column(name)[rows_of_year(year)].astype(float), *WAYS[0][1:])


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
    one, name = held
    method = WAYS[way][1]
    if one.extract:
        ranks = values if one.direction > 0 else 100.0 - values
        return onto(from_ranks(ranks, method), method, ONTO)
    return onto(scale_of(name, one.direction, year, way).apply(one.direction * values), method, ONTO)


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
    if ranked:
        return place_values((replace(one, extract=True), name), values, year, way)
    return place_values(held, values, year, way)


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
    values, low, high : numpy.ndarray, shape (years, columns)
        Values (of an extract the percentile rank) and the ends of their 90% interval, NaN where there is none.
    """

    index: str
    as_of: date | None
    years: NDArray[np.int64]
    held: tuple[Held, ...] = field(repr=False)
    values: Array = field(repr=False)
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
        for way in range(len(WAYS)):
            for y, c in zip(*np.nonzero(~np.isnan(self.values)), strict=True):
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
        hide = [np.where(columns, part, np.nan) for part in (self.values, self.low, self.high)]
        return Inputs(self.index, self.as_of, self.years, self.held, *hide)


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
    values = np.full((len(years), len(held)), np.nan)
    for c, (one, name) in enumerate(held):
        counts = (one.years[0] <= years) & (years <= one.years[1])
        found = known_column(one, name + PERCENTILE if one.extract else name, lens.as_of)[at].astype(float)
        values[:, c] = np.where(counts, found, np.nan)
    ends = [np.full_like(values, np.nan) for _ in range(2)]
    for measure in dict.fromkeys(one.name for one, _ in held if _has_interval(one.name) and not one.extract):
        rows = evidence(lens, measures_for_all_pairs()[measure], measure)
        for c in (c for c, (one, _) in enumerate(held) if one.name == measure):
            for part, end in zip(ends, ("low", "high"), strict=True):
                part[:, c] = _interval(rows, lens, held[c][1], years, end)
    for part in ends:
        part[np.isnan(values)] = np.nan
    return Inputs(index, lens.as_of, years, held, values, *ends)


def _interval(rows, lens: Lens, name: str, years: NDArray[np.int64], end: str) -> Array:
    """Return an end of the interval of a column, one a year."""
    first, second = sorted(lens.pair)
    if name.endswith("_ba"):
        first, second = second, first
    chosen = rows if not name.endswith(("_ab", "_ba")) else rows[(rows["a"] == first) & (rows["b"] == second)]
    return chosen.set_index("year")[end].reindex(years).to_numpy(dtype=float)
