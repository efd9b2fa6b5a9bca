"""Measures of all pairs as one square matrix a year: states by states, NaN where there is no value."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dyadlens.data.catalog import read, table
from dyadlens.data.evidence import NOT_COVERED, OBSERVED, TRUE_ZERO, UNKNOWN, Evidence
from dyadlens.lens import Lens
from dyadlens.measures.yearly import row, rows_of
from dyadlens.stats.ranks import percentile_rank

Matrix = NDArray[np.float64]
Mask = NDArray[np.bool_]


@cache
def codes() -> tuple[str, ...]:
    """Return the codes of all states, in the order of rows and columns of every matrix."""
    return tuple(sorted(read("states")["state"]))


@cache
def places() -> dict[str, int]:
    """Return where each state stands."""
    return {code: at for at, code in enumerate(codes())}


def place(states: Iterable[str]) -> NDArray[np.int64]:
    """Return where several states stand."""
    where = places()
    return np.array([where[s] for s in states], dtype=np.int64)


@cache
def _lifespans() -> tuple[NDArray[np.int64], NDArray[np.int64], tuple[tuple[int, int, int], ...]]:
    """Return first and last year of each state, and the gaps: state, first and last year wholly without it."""
    rows = read("states").sort_values("state")
    first = rows["start"].str[:4].astype(int).to_numpy()
    last = rows["end"].str[:4].astype(float).fillna(9999).astype(int).to_numpy()
    gaps = []
    for at, text in enumerate(rows["gaps"].fillna("")):
        for gap in filter(None, text.split("; ")):
            end, start = gap.split("/")
            gaps.append((at, int(end[:4]) + 1, int(start[:4]) - 1))
    return first, last, tuple(gaps)


@cache
def alive(year: int) -> Mask:
    """Tell which states existed for at least a day of a year; occupied ones that the list leaves out did not."""
    first, last, gaps = _lifespans()
    out = (first <= year) & (year <= last)
    for at, begin, end in gaps:
        out[at] &= not begin <= year <= end
    return out


def both_alive(year: int) -> Mask:
    """Tell for which pairs both states existed in a year; a state makes no pair with itself."""
    here = alive(year)
    return np.outer(here, here) & ~np.eye(len(here), dtype=bool)


def zeros(year: int) -> Matrix:
    """Return 0 for every pair whose states both existed in a year and NaN for the rest."""
    return np.where(both_alive(year), 0.0, np.nan)


def known_until(name: str, as_of: date | None) -> int:
    """Return the last year of a table that was known on a day, tables of spells included."""
    return replace(table(name), dated_by="year").known_until(as_of)


@dataclass(frozen=True)
class Grid:
    """A measure that is computed for all pairs of a year at once."""

    measure: str
    domain: str
    source: str
    tables: tuple[str, ...]
    first: int
    last: int
    build: Callable[[int], Matrix]
    possible: Callable[[int], Mask] = both_alive
    ends: Callable[[int, int, int], tuple[float, float]] | None = None
    zero: str = TRUE_ZERO
    directed: bool = False
    ranked: bool = True

    def ranks_among(self, matrix: Matrix) -> NDArray[np.float64]:
        """Return the values of all pairs of a year: those of both directions where they differ."""
        return matrix.ravel() if self.directed else matrix[np.triu_indices(len(matrix), 1)]

    def known(self, as_of: date | None) -> int:
        """Return the last year that could be computed on a day."""
        return min(self.last, *(known_until(name, as_of) for name in self.tables))


def evidence_of(lens: Lens, grid: Grid, pair: tuple[str, str] | None = None) -> Evidence:
    """Return the rows of one measure for the pair of a lens, ranked among all pairs of each year."""
    pair = pair or lens.pair
    i, j = place(pair)
    until = grid.known(lens.as_of)
    out = []
    for year in lens.years:
        if not grid.first <= year <= until or not grid.possible(year)[i, j]:
            out.append(row(year, NOT_COVERED, low=np.nan, high=np.nan, percentile=np.nan))
            continue
        matrix = grid.build(year)
        value = float(matrix[i, j])
        if np.isnan(value):
            out.append(row(year, UNKNOWN, low=np.nan, high=np.nan, percentile=np.nan))
            continue
        low, high = grid.ends(year, i, j) if grid.ends else (np.nan, np.nan)
        rank = percentile_rank(value, grid.ranks_among(matrix)) if grid.ranked else np.nan
        out.append(row(year, OBSERVED if value else grid.zero, value, low=low, high=high, percentile=rank))
    return rows_of(grid.domain, grid.measure, *pair, out, grid.source)


def pairs_of(grid: Grid) -> pd.DataFrame:
    """Return the values of all pairs and years of a measure."""
    size = len(codes())
    i, j = np.nonzero(~np.eye(size, dtype=bool)) if grid.directed else np.triu_indices(size, 1)
    parts = []
    for year in range(grid.first, grid.last + 1):
        values = grid.build(year)[i, j]
        seen = ~np.isnan(values)
        parts.append((i[seen], j[seen], np.full(seen.sum(), year), values[seen]))
    left, right, year, value = (np.concatenate(column) for column in zip(*parts, strict=True))
    names = pd.CategoricalDtype(codes(), ordered=True)
    a, b = (pd.Categorical.from_codes(side, dtype=names) for side in (left, right))
    return pd.DataFrame({"a": a, "b": b, "year": year, "value": value})
