"""Put values of one indicator on the scale that all share, among all pairs of a year."""

from __future__ import annotations

from datetime import date
from functools import cache, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dyadlens.indices.as_known import known_column
from dyadlens.indices.definitions import indicators_of
from dyadlens.indices.recipe import Indicator
from dyadlens.indices.scales import Scale, fit, fit_ordered, from_ranks, onto
from dyadlens.panel.columns import PERCENTILE, grid

Array = NDArray[np.float64]
ONTO = (1.0, 100.0)
# Ways to put values on one scale: name, method, treatment.
SCALINGS = (("percentile", "percentile", "none"), ("zscore", "zscore", "winsor"), ("minmax", "minmax", "winsor"))
IndexColumn = tuple[Indicator, str]


@cache
def _years_rows() -> dict[int, NDArray[np.int64]]:
    years = grid().year
    order = np.argsort(years, kind="stable")
    labels, starts = np.unique(years[order], return_index=True)
    return dict(zip(labels.tolist(), np.split(order, starts[1:]), strict=True))


def rows_of_year(year: int) -> NDArray[np.int64]:
    """Return the rows of the panel of one year."""
    return _years_rows()[year]


@lru_cache(maxsize=3072)
def scale_of(one: Indicator, year: int, scaling: int, as_of: date | None = None) -> Scale:
    """Return the scale of an indicator in one year, fitted to all pairs and directions."""
    if scaling:
        return fit_ordered(scale_of(one, year, 0, as_of).ordered, *SCALINGS[scaling][1:])
    values = np.concatenate([known_column(one, name, as_of, rows_of_year(year)) for name in one.column_names])
    return fit(one.direction * values.astype(float), *SCALINGS[0][1:])


def normalise_values(column: IndexColumn, values: Array, year: int, scaling: int, as_of: date | None = None) -> Array:
    """Put values of a column on the common scale, among all pairs of a year."""
    one, method = column[0], SCALINGS[scaling][1]
    if one.extract:
        return normalise_ranks(one, values, scaling)
    return onto(scale_of(one, year, scaling, as_of).apply(one.direction * values), method, ONTO)


def normalise_ranks(one: Indicator, ranks: Array, scaling: int) -> Array:
    """Put values of which the percentile rank is known on the common scale."""
    method = SCALINGS[scaling][1]
    return onto(from_ranks(ranks if one.direction > 0 else 100.0 - ranks, method), method, ONTO)


def normalise_all(
    column: IndexColumn, year: int, scaling: int, as_of: date | None = None, pairs: NDArray[Any] | None = None
) -> Array:
    """Put a column of all pairs of a year on the common scale."""
    one, name = column
    ranked = one.extract or not scaling
    rows = rows_of_year(year) if pairs is None else rows_of_year(year)[pairs]
    values = known_column(one, name + PERCENTILE if ranked else name, as_of, rows).astype(float)
    return normalise_ranks(one, values, scaling) if ranked else normalise_values(column, values, year, scaling, as_of)


def index_columns(index: str) -> tuple[IndexColumn, ...]:
    """Return the columns of an index, each with its indicator."""
    return tuple((one, name) for one in indicators_of(index) for name in one.column_names)
