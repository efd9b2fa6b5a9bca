"""Run the recipes of the indices over the columns of the atlas, as known on a day."""

from __future__ import annotations

from datetime import date
from functools import cache, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dyadlens.atlas.build import PERCENTILE
from dyadlens.atlas.grid import FIRST, LAST, grid
from dyadlens.atlas.query import column
from dyadlens.catalog import table
from dyadlens.lens import Lens
from dyadlens.measures import describe
from dyadlens.measures.security_grid import known_until
from dyadlens.model.definitions import BY_OWN_POINTS, OWN_POINTS, PUBLISHED_POINTS, indicators_of
from dyadlens.model.ideal_point_evidence import MEASURE as OWN
from dyadlens.model.ideal_point_evidence import own_distances
from dyadlens.model.recipe import Composite, Recipe
from dyadlens.model.steps import Indicator, steps_of
from dyadlens.shared import shared
from dyadlens.stats.ranks import grouped_percentile_ranks

Array = NDArray[np.float64]


def as_known(index: str, as_of: date | None) -> str:
    """Return an index in the form that it could have on a day.

    Parameters
    ----------
    index : str
        Which index.
    as_of : datetime.date or None
        The day.

    Returns
    -------
    str
        The form by own ideal points where those published were not all out yet: they are estimated from all years at
        once, so that those of early years know of later votes.

    Examples
    --------
    >>> as_known("convergence", None), as_known("convergence", date(2018, 5, 31))
    ('convergence', 'convergence by own ideal points')
    """
    return index if published_points_are_out(as_of) else BY_OWN_POINTS.get(index, index)


def published_points_are_out(as_of: date | None) -> bool:
    """Tell whether all published ideal points, to the last year of their table, were out on a day.

    Parameters
    ----------
    as_of : datetime.date or None
        The day.

    Returns
    -------
    bool

    Examples
    --------
    >>> published_points_are_out(None), published_points_are_out(date(2018, 5, 31))
    (True, False)
    """
    return all(known_until(name, as_of) >= table(name).last for name in describe(PUBLISHED_POINTS).tables)


@cache
def horizon(measure: str, as_of: date | None) -> int:
    """Return the last year of a measure for which all its tables were out on a day.

    Parameters
    ----------
    measure : str
        Name of a measure.
    as_of : datetime.date or None
        The day.

    Returns
    -------
    int

    Examples
    --------
    >>> horizon("kappa", date(2018, 5, 31)), horizon("alliance_ties", date(2018, 5, 31))
    (2017, 2013)
    """
    tables = OWN.tables if measure == OWN_POINTS else describe(measure).tables
    return min(known_until(name, as_of) for name in tables)


def known_column(indicator: Indicator, name: str, as_of: date | None, rows: Any = slice(None)) -> NDArray[np.float32]:
    """Return a column of the atlas as known on a day: empty after the indicator's horizon.

    Parameters
    ----------
    indicator : Indicator
        The indicator that the column holds; that of own ideal points is no column of the atlas and is made for the day.
    name : str
        Name of the column, or of its percentile.
    as_of : datetime.date or None
        The day.
    rows : slice or numpy.ndarray
        Which rows of the atlas; all by default.

    Returns
    -------
    numpy.ndarray of float32, shape (rows,)
    """
    if indicator.name == OWN_POINTS:
        return own_distances(as_of)[name != OWN_POINTS][rows]
    values = column(name)[rows]
    return values if as_of is None else np.where(grid().year[rows] <= horizon(indicator.name, as_of), values, np.nan)


@lru_cache(maxsize=8)
def recipe(index: str, as_of: date | None = None) -> Recipe:
    """Return the recipe of an index over all pairs and years, ready to be run or replayed.

    Parameters
    ----------
    index : {"convergence", "caution"}
        Which one.
    as_of : datetime.date, optional
        Hide what was not known on that day.

    Returns
    -------
    Recipe

    Raises
    ------
    UnknownName
        If there is no such index.

    Examples
    --------
    >>> recipe("caution").weights["history"]
    0.2
    """
    indicators = indicators_of(as_known(index, as_of))
    held = {name: one for one in indicators for name in one.held_in}
    return Recipe(
        column=lambda name: known_column(held[name], name, as_of),
        steps=steps_of(indicators),
        groups=grid().year,
        ranks=lambda name: known_column(held[name], name + PERCENTILE, as_of),
    )


def made_for_all(index: str, as_of: date | None) -> Composite:
    """Run the recipe of an index over all pairs and years.

    Parameters
    ----------
    index : {"convergence", "caution"}
        Which one.
    as_of : datetime.date or None
        The day.

    Returns
    -------
    Composite
        Once a process.
    """
    return _made(as_known(index, as_of), as_of)


@shared(maxsize=4)
def _made(index: str, as_of: date | None) -> Composite:
    return recipe(index, as_of).run()


@shared(maxsize=4)
def ranked_for_all(index: str, as_of: date | None) -> Array:
    """Rank an index among all pairs of each year.

    Parameters
    ----------
    index : {"convergence", "caution"}
        Which one.
    as_of : datetime.date or None
        The day.

    Returns
    -------
    numpy.ndarray, shape (rows of the atlas,)
    """
    return grouped_percentile_ranks(made_for_all(index, as_of).value, grid().year)


def place_of(lens: Lens) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the years of a lens in which both states existed, and their rows of the atlas.

    Parameters
    ----------
    lens : Lens
        Pair and years.

    Returns
    -------
    years, rows : numpy.ndarray of int
    """
    rows = grid()
    i, j = sorted(rows.states.index(code) for code in lens.pair)
    years = np.array([y for y in lens.years if FIRST <= y <= LAST], dtype=np.int64)
    at = rows.place[i, j, years - FIRST].astype(np.int64)
    return years[at >= 0], at[at >= 0]


def last_known_year(lens: Lens, index: str) -> int | None:
    """Return the last year in which a pair has a value of an index, or None.

    Parameters
    ----------
    lens : Lens
        Pair, years and as-of date.
    index : {"convergence", "caution"}
        Which index.

    Returns
    -------
    int or None

    Examples
    --------
    >>> last_known_year(Lens("PAK-RUS", start=2012, end=2013), "caution")
    2013
    """
    years, at = place_of(lens)
    seen = years[~np.isnan(made_for_all(index, lens.as_of).value[at])]
    return int(seen[-1]) if seen.size else None
