"""The panel in the form that the first indices read: rows of pair-years, and columns by name.

A shim: the measurement model that replaces these indices reads the panel itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dyadlens.errors import unknown_name
from dyadlens.panel.grid import rows
from dyadlens.panel.query import PERCENTILE, query_columns
from dyadlens.panel.views import cells, long_rows
from dyadlens.states.axis import codes

FIRST, LAST = 1946, 2024

__all__ = [
    "FIRST",
    "LAST",
    "PERCENTILE",
    "Grid",
    "all_values",
    "column",
    "grid",
]


@dataclass(frozen=True)
class Grid:
    """Pair-years in the order of the panel: positions of the states, year, and the row of each pair and year."""

    states: tuple[str, ...]
    first: NDArray[np.int16]
    second: NDArray[np.int16]
    year: NDArray[np.int16]
    place: NDArray[np.int32]


@cache
def _kept() -> NDArray[np.bool_]:
    return np.asarray(rows().year <= LAST)


@cache
def grid() -> Grid:
    """Return the rows up to the last year of the first indices."""
    keep = _kept()
    first, second, year = (part[keep] for part in (rows().first, rows().second, rows().year))
    place = np.full((len(codes()), len(codes()), LAST - FIRST + 1), -1, dtype=np.int32)
    place[first, second, year - FIRST] = np.arange(len(year), dtype=np.int32)
    return Grid(codes(), first, second, year, place)


@cache
def column(name: str) -> NDArray[np.float32]:
    """Return one column of values or percentiles, NaN where there is none."""
    known = query_columns()
    if name not in known:
        raise unknown_name("column of the panel", name, known, show=60)
    return cells(*known[name])[_kept()].astype(np.float32)


def all_values(measure: str) -> pd.DataFrame:
    """Return ``a``, ``b``, ``year``, ``value`` and ``percentile`` of every pair and year with a value."""
    return long_rows(measure)[1]
