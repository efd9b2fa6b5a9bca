"""Run the recipes of the indices over the columns of the panel, as known on a day."""

from __future__ import annotations

from datetime import date
from functools import cache, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dyadlens.data.catalog import known_until, table
from dyadlens.data.shared import shared
from dyadlens.idealpoints.evidence import MEASURE as OWN
from dyadlens.idealpoints.evidence import own_distances
from dyadlens.indices.definitions import BY_OWN_POINTS, OWN_POINTS, PUBLISHED_POINTS, indicators_of
from dyadlens.indices.recipe import Composite, Indicator, Recipe, steps_of
from dyadlens.lens import Lens
from dyadlens.measures.registry import describe
from dyadlens.panel.columns import FIRST, LAST, PERCENTILE, column, grid
from dyadlens.panel.evidence import measure_known_until
from dyadlens.stats.ranks import grouped_percentile_ranks

Array = NDArray[np.float64]


def as_known(index: str, as_of: date | None) -> str:
    """Return an index in the form that it could have on a day."""
    return index if published_points_are_out(as_of) else BY_OWN_POINTS.get(index, index)


def published_points_are_out(as_of: date | None) -> bool:
    """Tell whether all published ideal points, to the last year of their table, were out on a day."""
    return all(known_until(name, as_of) >= table(name).last for name in describe(PUBLISHED_POINTS).tables)


@cache
def last_year_of(measure: str, as_of: date | None) -> int:
    """Return the last year of a measure that was known on a day."""
    if measure == OWN_POINTS:
        return min(known_until(name, as_of) for name in OWN.tables)
    return measure_known_until(measure, as_of)


def known_column(indicator: Indicator, name: str, as_of: date | None, rows: Any = slice(None)) -> NDArray[np.float32]:
    """Return a column of the panel as known on a day: empty after the indicator's last year."""
    if indicator.name == OWN_POINTS:
        return own_distances(as_of)[name != OWN_POINTS][rows]
    values = column(name)[rows]
    return (
        values if as_of is None else np.where(grid().year[rows] <= last_year_of(indicator.name, as_of), values, np.nan)
    )


@lru_cache(maxsize=8)
def recipe(index: str, as_of: date | None = None) -> Recipe:
    """Return the recipe of an index over all pairs and years, ready to be run or replayed."""
    indicators = indicators_of(as_known(index, as_of))
    owner = {name: one for one in indicators for name in one.column_names}
    return Recipe(
        column=lambda name: known_column(owner[name], name, as_of),
        steps=steps_of(indicators),
        groups=grid().year,
        ranks=lambda name: known_column(owner[name], name + PERCENTILE, as_of),
    )


def made_for_all(index: str, as_of: date | None) -> Composite:
    """Run the recipe of an index over all pairs and years."""
    return _made(as_known(index, as_of), as_of)


@shared(maxsize=4)
def _made(index: str, as_of: date | None) -> Composite:
    return recipe(index, as_of).run()


@lru_cache(maxsize=4)
def ranked_for_all(index: str, as_of: date | None) -> Array:
    """Rank an index among all pairs of each year."""
    return grouped_percentile_ranks(made_for_all(index, as_of).value, grid().year)


def pair_rows(lens: Lens) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the years of a lens in which both states existed, and their rows of the panel."""
    rows = grid()
    i, j = sorted(rows.states.index(code) for code in lens.pair)
    years = np.array([y for y in lens.years if FIRST <= y <= LAST], dtype=np.int64)
    at = rows.place[i, j, years - FIRST].astype(np.int64)
    return years[at >= 0], at[at >= 0]


def last_known_year(lens: Lens, index: str) -> int | None:
    """Return the last year in which a pair has a value of an index, or None."""
    years, at = pair_rows(lens)
    seen = years[~np.isnan(made_for_all(index, lens.as_of).value[at])]
    return int(seen[-1]) if seen.size else None
