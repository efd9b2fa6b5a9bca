"""What the index of one pair is made from: its values and their intervals, year by year."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from dyadlens.data.shared import shared
from dyadlens.idealpoints.evidence import own_distance
from dyadlens.indices.atlas_indices import as_known, known_column, place_of
from dyadlens.indices.definitions import OWN_POINTS, domains_of
from dyadlens.indices.normalise import WAYS, Held, held_columns, place_ranks, place_values
from dyadlens.lens import Lens
from dyadlens.measures.registry import describe
from dyadlens.panel.columns import PERCENTILE, measures_for_all_pairs
from dyadlens.panel.evidence import evidence

Array = NDArray[np.float64]
_TABLES = ("values", "ranks", "low", "high", "placed")


@dataclass(frozen=True)
class Inputs:
    """Values of one pair for one index."""

    index: str
    as_of: date | None
    years: NDArray[np.int64]
    held: tuple[Held, ...] = field(repr=False)
    values: Array = field(repr=False)
    ranks: Array = field(repr=False)
    low: Array = field(repr=False)
    high: Array = field(repr=False)
    placed: Array = field(repr=False)

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
    def known_domains(self) -> NDArray[np.bool_]:
        """Tell which domains are known in which years, shape (years, domains)."""
        return ~np.isnan(self.placed[0]) @ self.shares.T > 0

    @property
    def uncertain(self) -> list[tuple[int, int]]:
        """Places (year, column) that have an interval."""
        return [(int(y), int(c)) for y, c in zip(*np.nonzero(~np.isnan(self.low)), strict=True)]

    def only(self, columns: NDArray[np.bool_]) -> Inputs:
        """Return the inputs with all other columns taken as unknown."""
        return self._with(lambda table: np.where(columns, table, np.nan))

    def during(self, years: Sequence[int]) -> Inputs:
        """Return the inputs of some years only."""
        here = np.isin(self.years, years)
        return replace(self._with(lambda table: table[..., here, :]), years=self.years[here])

    def _with(self, change: Callable[[Array], Array]) -> Inputs:
        """Return the inputs with every table of years by columns changed in one way."""
        return replace(self, **{name: change(getattr(self, name)) for name in _TABLES})


def _has_interval(measure: str) -> bool:
    return measure == OWN_POINTS or not describe(measure).interval.startswith(("none", "bounds"))


@shared(maxsize=16)
def inputs_of(lens: Lens, index: str) -> Inputs:
    """Collect what the index of a pair is made from."""
    years, at = place_of(lens)
    index = as_known(index, lens.as_of)
    held = held_columns(index)
    values, ranks = (np.full((len(years), len(held)), np.nan) for _ in range(2))
    for c, (one, name) in enumerate(held):
        counts = (one.years[0] <= years) & (years <= one.years[1])
        ranks[:, c] = np.where(counts, known_column(one, name + PERCENTILE, lens.as_of, at), np.nan)
        held_as = name + PERCENTILE if one.extract else name
        values[:, c] = np.where(counts, known_column(one, held_as, lens.as_of, at), np.nan)
    ends = [np.full_like(values, np.nan) for _ in range(2)]
    for measure in dict.fromkeys(one.name for one, _ in held if _has_interval(one.name) and not one.extract):
        rows = (
            own_distance(lens) if measure == OWN_POINTS else evidence(lens, measures_for_all_pairs()[measure], measure)
        )
        for c in (c for c, (one, _) in enumerate(held) if one.name == measure):
            for part, end in zip(ends, ("low", "high"), strict=True):
                part[:, c] = _interval(rows, lens, held[c][1], years, end)
    for part in ends:
        part[np.isnan(values)] = np.nan
    placed = _placed(held, values, ranks, years, lens.as_of)
    return Inputs(index, lens.as_of, years, held, values, ranks, *ends, placed)


def _placed(held: Sequence[Held], values: Array, ranks: Array, years: NDArray[np.int64], as_of: date | None) -> Array:
    """Put values on the common scale, shape (ways, years, columns)."""
    out = np.full((len(WAYS), *values.shape), np.nan)
    for c, (one, _) in enumerate(held):
        out[0, :, c] = place_ranks(one, ranks[:, c], 0)
    for y, c in zip(*np.nonzero(~np.isnan(values)), strict=True):
        for way in range(1, len(WAYS)):
            out[way, y, c] = place_values(held[c], values[y, c], int(years[y]), way, as_of)
    return out


def _interval(rows, lens: Lens, name: str, years: NDArray[np.int64], end: str) -> Array:
    """Return an end of the interval of a column, one a year."""
    first, second = sorted(lens.pair)
    if name.endswith("_ba"):
        first, second = second, first
    chosen = rows if not name.endswith(("_ab", "_ba")) else rows[(rows["a"] == first) & (rows["b"] == second)]
    return chosen.set_index("year")[end].reindex(years).to_numpy(dtype=float)
