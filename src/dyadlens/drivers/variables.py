"""What the panel of all pairs holds: ties, setting and alignment, each from its tables."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd
import yaml
from numpy.typing import NDArray

from dyadlens.data.cache import cached_table, code_key, key
from dyadlens.data.catalog import known_until, read
from dyadlens.errors import unknown_name
from dyadlens.idealpoints.evidence import MEASURE as OWN
from dyadlens.idealpoints.evidence import own_distances
from dyadlens.indices.as_known import published_points_are_out
from dyadlens.indices.definitions import PUBLISHED_POINTS
from dyadlens.panel.columns import LAST, column, grid
from dyadlens.states.axis import positions

FIRST = 1966  # the first year with a burden of disputes
IDEAL_POINTS = "ideal_points"
Cells = NDArray[np.float64]


def cached_result(name: str, as_of: date | None, make: Callable[[], pd.DataFrame]) -> pd.DataFrame:
    """Return a result over all pairs from the cache, or make it and store it there."""
    made_of = hashlib.sha256((key() + code_key("idealpoints", "indices", "drivers")).encode()).hexdigest()[:16]
    return cached_table(f"{name}-{as_of or 'today'}", made_of, make)


@dataclass(frozen=True)
class Variable:
    """One column of the panel."""

    name: str
    label: str
    unit: str
    tables: tuple[str, ...]
    measure: str

    def build(self) -> Cells:
        """Lay the column out as pairs by years."""
        return _FUNCTIONS[self.name]() if self.name in _FUNCTIONS else column_by_pair(self.measure)

    def made_for(self, as_of: date | None) -> date | None:
        """Return the day for which the column is made again, None where it is the same on every day.

        Published ideal points know of later votes: until all of them are out our own stand in for them.
        """
        return as_of if self.name == IDEAL_POINTS and not published_points_are_out(as_of) else None

    def known(self, as_of: date | None) -> int:
        """Return the last year that was known on a day."""
        return min(known_until(name, as_of) for name in (OWN.tables if self.made_for(as_of) else self.tables))


@lru_cache(maxsize=1)
def pair_states() -> NDArray[np.int64]:
    """Return the two states of every pair that ever existed, as places in the list of states."""
    rows = grid()
    i, j = np.triu_indices(len(rows.states), 1)
    alive = (rows.place[i, j] >= 0).any(axis=1)
    return np.stack([i[alive], j[alive]], axis=1)


def model_years() -> NDArray[np.int64]:
    """Return the years of the panel."""
    return np.arange(FIRST, LAST + 1)


def column_by_pair(name: str, first: int = FIRST) -> Cells:
    """Lay a column of the panel out as pairs by years."""
    return rows_by_pair(column(name), first)


def rows_by_pair(rows: NDArray[np.floating], first: int = FIRST) -> Cells:
    """Lay rows of the panel out as pairs by years."""
    pairs = pair_states()
    at = grid().place[pairs[:, 0], pairs[:, 1], first - LAST - 1 :]
    return np.append(rows.astype(float), np.nan)[at]


def alignment(name: str, made_for: date | None = None, first: int = FIRST) -> Cells:
    """Lay a measure of alignment out as pairs by years."""
    if name == IDEAL_POINTS:
        return rows_by_pair(-(own_distances(made_for)[0] if made_for else column(PUBLISHED_POINTS)), first)
    return column_by_pair(name, first)


def _by_state(table: str, value: str) -> Cells:
    """Lay figures of states out as states by years."""
    frame = read(table)
    frame = frame[frame["state"].isin(grid().states) & frame["year"].between(FIRST, LAST)]
    out = np.full((len(grid().states), len(model_years())), np.nan)
    rows = positions(frame["state"])
    out[rows, frame["year"].to_numpy(int) - FIRST] = frame[value].to_numpy(float)
    return out


def _both(values: Cells) -> tuple[Cells, Cells]:
    """Give each pair the figures of its two states, as logs; what is not above 0 has none."""
    logs = np.log(np.where(values > 0, values, np.nan))
    return logs[pair_states()[:, 0]], logs[pair_states()[:, 1]]


def _capability_gap() -> Cells:
    a, b = _both(_by_state("capabilities", "cinc"))
    return np.abs(a - b)


def _wealth_gap() -> Cells:
    a, b = _both(_by_state("gdp_population", "gdp_usd") / _by_state("gdp_population", "population"))
    return np.abs(a - b)


def _size() -> Cells:
    a, b = _both(_by_state("gdp_population", "gdp_usd"))
    return a + b


def _dependence() -> Cells:
    """Take the lower share of the two: the weak link."""
    return 100 * np.minimum(column_by_pair("trade_dependence_ab"), column_by_pair("trade_dependence_ba"))


def _common_adversary() -> Cells:
    """Tell whether a common adversary is listed; where none is, there may be one below the source's threshold."""
    listed = np.nan_to_num(column_by_pair("shared_adversaries_5y")) > 0
    # Five years of the source, which begins in 1989, and both states exist.
    covered = (model_years() >= 1993) & ~np.isnan(column_by_pair("rivalry"))
    return np.where(covered, listed, np.nan).astype(float)


def _visits() -> Cells:
    """Add visits of presidents and secretaries of state, whichever of the two is the United States."""
    leaders, ministers = (
        np.fmax(*(column_by_pair(f"{who}_visits_{side}") for side in ("ab", "ba"))) for who in ("leader", "minister")
    )
    return leaders + ministers


_FUNCTIONS: dict[str, Callable[[], Cells]] = {
    "trade": lambda: np.log1p(column_by_pair("trade_total")),
    "common_adversary": _common_adversary,
    "capability_gap": _capability_gap,
    "wealth_gap": _wealth_gap,
    "size": _size,
    "dependence": _dependence,
    "visits": _visits,
    IDEAL_POINTS: lambda: alignment(IDEAL_POINTS),
}


def _read_variables() -> Iterator[tuple[Variable, ...]]:
    """Read the descriptions of the columns, one group after the other."""
    text = Path(__file__).with_suffix(".yml").read_text(encoding="utf-8")
    for group in yaml.load(text, Loader=yaml.CSafeLoader).values():
        yield tuple(
            Variable(name, told["label"], told["unit"], tuple(told["tables"]), told.get("measure", name))
            for name, told in group.items()
        )


TIES, SETTING, OTHERS, ALIGNMENT = _read_variables()
_KNOWN = {v.name: v for v in (*TIES, *SETTING, *OTHERS, *ALIGNMENT)}


def variable(name: str) -> Variable:
    """Return the description of a column of the panel."""
    if name not in _KNOWN:
        raise unknown_name("column of the panel", name, _KNOWN, show=40)
    return _KNOWN[name]
