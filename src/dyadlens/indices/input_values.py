"""What the index of one pair is made from: its values and their intervals, year by year."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dyadlens.idealpoints.evidence import own_distance
from dyadlens.indices.as_known import as_known, known_column, pair_rows
from dyadlens.indices.definitions import OWN_POINTS, domains_of
from dyadlens.indices.normalise import SCALINGS, IndexColumn, index_columns, normalise_ranks, normalise_values
from dyadlens.lens import Lens
from dyadlens.measures.registry import describe
from dyadlens.panel.columns import PERCENTILE
from dyadlens.panel.evidence import evidence

Array = NDArray[np.float64]
_TABLES = ("values", "ranks", "low", "high", "normalised")


@dataclass(frozen=True)
class IndexInputs:
    """Values of one pair for one index."""

    index: str
    as_of: date | None
    years: NDArray[np.int64]
    columns: tuple[IndexColumn, ...] = field(repr=False)
    values: Array = field(repr=False)
    ranks: Array = field(repr=False)
    low: Array = field(repr=False)
    high: Array = field(repr=False)
    normalised: Array = field(repr=False)

    @property
    def domains(self) -> tuple[str, ...]:
        """The domains in their order."""
        return domains_of(self.index)

    @cached_property
    def shares(self) -> Array:
        """Weight of each column in each domain, shape (domains, columns)."""
        out = np.zeros((len(self.domains), len(self.columns)))
        for at, (one, _) in enumerate(self.columns):
            out[self.domains.index(one.domain), at] = 1.0 / len(one.column_names)
        return out

    @cached_property
    def known_domains(self) -> NDArray[np.bool_]:
        """Tell which domains are known in which years, shape (years, domains)."""
        return ~np.isnan(self.normalised[0]) @ self.shares.T > 0

    @property
    def uncertain(self) -> list[tuple[int, int]]:
        """Places (year, column) that have an interval."""
        return [(int(y), int(c)) for y, c in zip(*np.nonzero(~np.isnan(self.low)), strict=True)]

    def only(self, columns: NDArray[np.bool_]) -> IndexInputs:
        """Return the inputs with all other columns taken as unknown."""
        return self._with(lambda table: np.where(columns, table, np.nan))

    def during(self, years: Sequence[int] | NDArray[np.int64]) -> IndexInputs:
        """Return the inputs of some years only."""
        here = np.isin(self.years, years)
        return replace(self._with(lambda table: table[..., here, :]), years=self.years[here])

    def _with(self, change: Callable[[Array], Array]) -> IndexInputs:
        """Return the inputs with every table of years by columns changed in one scaling."""
        changed: dict[str, Any] = {name: change(getattr(self, name)) for name in _TABLES}
        return replace(self, **changed)


def _has_interval(measure: str) -> bool:
    return measure == OWN_POINTS or not describe(measure).interval.startswith(("none", "bounds"))


@lru_cache(maxsize=16)
def inputs_of(lens: Lens, index: str) -> IndexInputs:
    """Collect what the index of a pair is made from."""
    years, at = pair_rows(lens)
    index = as_known(index, lens.as_of)
    columns = index_columns(index)
    values, ranks = (np.full((len(years), len(columns)), np.nan) for _ in range(2))
    for c, (one, name) in enumerate(columns):
        counts = (one.years[0] <= years) & (years <= one.years[1])
        ranks[:, c] = np.where(counts, known_column(one, name + PERCENTILE, lens.as_of, at), np.nan)
        source = name + PERCENTILE if one.extract else name
        values[:, c] = np.where(counts, known_column(one, source, lens.as_of, at), np.nan)
    low, high = (np.full_like(values, np.nan) for _ in range(2))
    for measure in dict.fromkeys(one.name for one, _ in columns if _has_interval(one.name) and not one.extract):
        rows = own_distance(lens) if measure == OWN_POINTS else evidence(lens, measure=measure)
        for c in (c for c, (one, _) in enumerate(columns) if one.name == measure):
            for part, end in zip((low, high), ("low", "high"), strict=True):
                part[:, c] = _interval(rows, lens, columns[c][1], years, end)
    for part in (low, high):
        part[np.isnan(values)] = np.nan
    normalised = _normalised(columns, values, ranks, years, lens.as_of)
    return IndexInputs(index, lens.as_of, years, columns, values, ranks, low, high, normalised)


def _normalised(
    columns: Sequence[IndexColumn], values: Array, ranks: Array, years: NDArray[np.int64], as_of: date | None
) -> Array:
    """Put values on the common scale, shape (scalings, years, columns)."""
    out = np.full((len(SCALINGS), *values.shape), np.nan)
    for c, (one, _) in enumerate(columns):
        out[0, :, c] = normalise_ranks(one, ranks[:, c], 0)
    for y, c in zip(*np.nonzero(~np.isnan(values)), strict=True):
        for scaling in range(1, len(SCALINGS)):
            out[scaling, y, c] = normalise_values(columns[c], values[y, c], int(years[y]), scaling, as_of)
    return out


def _interval(rows: pd.DataFrame, lens: Lens, name: str, years: NDArray[np.int64], end: str) -> Array:
    """Return an end of the interval of a column, one a year."""
    first, second = sorted(lens.pair)
    if name.endswith("_ba"):
        first, second = second, first
    chosen = rows if not name.endswith(("_ab", "_ba")) else rows[(rows["a"] == first) & (rows["b"] == second)]
    return chosen.set_index("year")[end].reindex(years).to_numpy(dtype=float)
