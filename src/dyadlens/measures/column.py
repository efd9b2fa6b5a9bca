"""What a measure is built from and what it returns: the data it may read, and one column for all pairs and years."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dyadlens.data.catalog import TableInfo, read, table
from dyadlens.states.axis import codes, positions
from dyadlens.states.registry import all_states

Values = NDArray[np.float64]
Mask = NDArray[np.bool_]
UNRANKED: Values = np.array(np.nan)  # the percentile of a measure of too few states for a rank to mean anything


@dataclass(frozen=True)
class Column:
    """One measure for all pairs and years.

    ``value`` has shape (years, states, states) for a measure of pairs, symmetric unless directed (then row to column),
    or (years, states) for a measure of single states. Every other array has the same shape or broadcasts to it.

    Parameters
    ----------
    value : array of float
        NaN where there is no value.
    low, high : array of float, optional
        Ends of the interval; NaN where there is none.
    covered : array of bool, optional
        Cells that the source covers: there a missing value is ``unknown``, elsewhere ``not_covered``. By default all.
        Cells of states that did not exist are masked afterwards, in one place, for every measure.
    recorded : array of bool, optional
        Cells whose 0 is an observation (a delivery that rounds to nothing) and no ``true_zero``.
    percentile : array of float, optional
        Percentiles computed from a fuller source than the table at hand; else they are computed from ``value``.
    ranked : dict of int to int, optional
        Year to number of pairs behind ``percentile``.
    source : array of int, optional
        Which of the measure's ``sources`` a cell comes from; 0 by default.
    """

    value: Values
    low: Values | None = None
    high: Values | None = None
    covered: Mask | None = None
    recorded: Mask | None = None
    percentile: Values | None = None
    ranked: dict[int, int] | None = None
    source: NDArray[np.int8] | None = None


@dataclass(frozen=True)
class Data:
    """What a measure may read: the tables it declares, and the measures it needs; nothing else.

    What is read decides under which key the result is cached, so an undeclared table is refused.
    """

    tables: tuple[str, ...]
    needs: tuple[str, ...] = ()
    lookup: Callable[[str], Column] | None = field(default=None, repr=False)

    def table(self, name: str) -> pd.DataFrame:
        """Return a whole table."""
        self._declared(name)
        return read(name)

    def info(self, name: str) -> TableInfo:
        """Return what the data package says of a table."""
        self._declared(name)
        return table(name)

    def covers(self, years: NDArray[np.int_], *names: str) -> Mask:
        """Tell which years all of some tables cover, shaped to broadcast over pairs: (years, 1, 1)."""
        infos = [self.info(name) for name in names]
        return within(years, max(i.first for i in infos), min(i.last for i in infos))

    def measure(self, name: str) -> Column:
        """Return another measure, finished (masked) and for the same years."""
        if name not in self.needs or self.lookup is None:
            raise LookupError(f"a measure reads {name!r} without naming it under `needs`")
        return self.lookup(name)

    def _declared(self, name: str) -> None:
        if name not in self.tables:
            raise LookupError(f"a measure reads the table {name!r} without naming it under `tables`")


def empty(years: NDArray[np.int_], *, fill: float = np.nan, pairs: bool = True) -> Values:
    """Return an array for all years and pairs, or all years and states, filled with one value."""
    size = len(codes())
    return np.full((len(years), size, size) if pairs else (len(years), size), fill)


def spread(
    rows: pd.DataFrame,
    years: NDArray[np.int_],
    value: str,
    *,
    a: str = "a",
    b: str | None = "b",
    symmetric: bool = False,
) -> Values:
    """Lay rows out over years and pairs, or over years and states where ``b`` is None; NaN where there is no row."""
    out = empty(years, pairs=b is not None)
    year = rows["year"].to_numpy(dtype=int) - int(years[0])
    first = positions(rows[a])
    number = rows[value].to_numpy(dtype=float)
    fits = (year >= 0) & (year < len(years)) & (first >= 0)
    if b is None:
        out[year[fits], first[fits]] = number[fits]
        return out
    second = positions(rows[b])
    fits &= second >= 0
    out[year[fits], first[fits], second[fits]] = number[fits]
    if symmetric:
        out[year[fits], second[fits], first[fits]] = number[fits]
    return out


def within(years: NDArray[np.int_], first: int, last: int) -> Mask:
    """Tell which years lie in a span, shaped to broadcast over pairs: (years, 1, 1)."""
    return ((years >= first) & (years <= last))[:, None, None]


def in_extract(info: TableInfo) -> Mask:
    """Tell of which states a table holds rows: of all, or in an extract only of the focal ones; shape (states,)."""
    return np.array([info.complete or all_states()[code].focal for code in codes()])


def covered_cells(info: TableInfo, years: NDArray[np.int_], *, pairs: bool = True) -> Mask:
    """Tell which cells a table covers: its years, and in an extract only focal states; (years, states, states)."""
    held = in_extract(info)
    spanned = (years >= info.first) & (years <= info.last)
    return spanned[:, None, None] & np.outer(held, held) if pairs else spanned[:, None] & held


def counts_by_year(rows: pd.DataFrame, column: str) -> dict[int, int]:
    """Return how many pairs each year's ranks rest on, where every row of a year repeats it."""
    known = rows.dropna(subset=[column]).drop_duplicates("year")
    return {int(year): int(count) for year, count in zip(known["year"], known[column], strict=True)}
