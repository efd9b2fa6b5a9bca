"""Which pairs stand highest, and which moved most."""

from __future__ import annotations

import re
from typing import Literal

import numpy as np
import pandas as pd

from dyadlens.atlas.build import PERCENTILE, columns_of
from dyadlens.atlas.grid import FIRST, LAST, grid
from dyadlens.atlas.query import column
from dyadlens.atlas.ranked import pairs_ranked
from dyadlens.errors import BadParameter, unknown_name
from dyadlens.measures import describe, measures_for_all_pairs
from dyadlens.states import find_state
from dyadlens.stats.ranks import percentile_ranks

Order = Literal["size", "rise", "fall"]
_SPAN = re.compile(r"(\d{4})-(\d{4}):(\d{4})-(\d{4})")


def _rows(measure: str) -> pd.DataFrame:
    """Name the pairs of each row that has a value, both ways for a directed measure, with value and percentile."""
    if measure not in measures_for_all_pairs():
        raise unknown_name("measure for all pairs", measure, measures_for_all_pairs(), show=60)
    rows = grid()
    names = np.array(rows.states, dtype=object)
    parts = []
    for i, name in enumerate(columns_of(measure)):
        value = column(name)
        seen = ~np.isnan(value)
        first, second = (end[seen] for end in ((rows.second, rows.first) if i else (rows.first, rows.second)))
        cells = {"a": names[first], "b": names[second], "year": rows.year[seen].astype(int)}
        parts.append(pd.DataFrame({**cells, "value": value[seen], "percentile": column(name + PERCENTILE)[seen]}))
    return pd.concat(parts, ignore_index=True).astype({"value": float, "percentile": float})


def _of(rows: pd.DataFrame, state: str | None, *, directed: bool) -> pd.DataFrame:
    """Keep the pairs of one state, or all; that state comes first where no direction is meant."""
    if state is None:
        return rows
    code = find_state(state).code
    rows = rows[(rows["a"] == code) | (rows["b"] == code)]
    if directed:
        return rows
    return rows.assign(a=code, b=rows["b"].where(rows["a"] == code, rows["a"]))


def rank(measure: str, year: int, *, of: str | None = None) -> pd.DataFrame:
    """Order all pairs by a measure in one year.

    Parameters
    ----------
    measure : str
        A measure that is computed for all pairs.
    year : int
        The year.
    of : str, optional
        Only pairs of this state; it is ``a`` of each unless the measure is directed.

    Returns
    -------
    pandas.DataFrame
        ``rank`` (among those listed), ``a``, ``b``, ``value``, ``percentile`` (among all pairs of the year, whichever
        are listed), ``pairs`` (how many those are, also where the tables hold an extract); highest first, ties in the
        order of the alphabet.

    Raises
    ------
    BadParameter
        If the year lies outside the atlas, no pair has a value, or a name is unknown.

    Examples
    --------
    >>> rank("agreement", 2018).columns.tolist()
    ['rank', 'a', 'b', 'value', 'percentile', 'pairs']
    """
    if not FIRST <= year <= LAST:
        raise BadParameter(f"year {year} is not from {FIRST} to {LAST}")
    rows = _of(_rows(measure), of, directed=describe(measure).directed)
    here = rows.loc[rows["year"] == year, ["a", "b", "value", "percentile"]]
    if here.empty:
        raise BadParameter(f"no pair{'' if of is None else f' of {of}'} has a value of {measure} in {year}")
    return _numbered(here, here["value"]).assign(pairs=int(pairs_ranked(measure)[year]))


def parse_shift(text: str) -> tuple[int, int, int, int]:
    """Read two spans of years.

    Parameters
    ----------
    text : str
        For example ``"2008-2012:2018-2022"``: the baseline and the recent window.

    Returns
    -------
    tuple of int
        First and last year of each.

    Raises
    ------
    BadParameter
        If it is not two spans inside the atlas, the first before the second.

    Examples
    --------
    >>> parse_shift("2008-2012:2018-2022")
    (2008, 2012, 2018, 2022)
    """
    found = _SPAN.fullmatch(text.strip())
    spans = tuple(map(int, found.groups())) if found else ()
    if not spans or not FIRST <= spans[0] <= spans[1] < spans[2] <= spans[3] <= LAST:
        raise BadParameter(f"shift {text!r} is not BASE:RECENT, for example 2008-2012:2018-2022 within {FIRST}-{LAST}")
    return spans


def shift(measure: str, spans: tuple[int, int, int, int], *, of: str | None = None, by: Order = "size") -> pd.DataFrame:
    """Order pairs by how far a measure moved between two spans of years, and say which go against the others.

    Parameters
    ----------
    measure : str
        A measure that is computed for all pairs.
    spans : tuple of int
        Result of :func:`parse_shift`.
    of : str, optional
        List only pairs of this state; ranks, the median and what it says of the others still rest on all.
    by : {"size", "rise", "fall"}
        Whether the largest moves come first, up or down alike, or the largest rises, or the largest falls.

    Returns
    -------
    pandas.DataFrame
        ``rank``, ``a``, ``b``, ``base``, ``recent`` (means), ``value`` (recent minus base), ``median`` (the middle
        shift of all pairs), ``moved`` (see Notes), ``percentile`` (of the shift among those of all pairs), ``pairs``
        (how many those are). Only pairs with a value in at least half of the years of either span.

    Raises
    ------
    BadParameter
        If no pair has enough values, or a name is unknown.

    Notes
    -----
    ``moved`` reads the sign of the shift, and that of the median shift for the others, by what a higher value says of
    two states: ``closer`` or ``apart``, with ``others apart`` or ``others closer`` where the middle pair went the other
    way. It is empty for a measure that says neither, and for a shift of nothing.

    Examples
    --------
    >>> shift("agreement", (2008, 2012, 2018, 2022), of="PAK").columns.tolist()[:7]
    ['rank', 'a', 'b', 'base', 'recent', 'value', 'median']
    """
    rows = _rows(measure)
    means = [_means(rows, *spans[i : i + 2]) for i in (0, 2)]
    both = pd.concat(means, axis=1, keys=["base", "recent"]).dropna().reset_index()
    both["value"] = both["recent"] - both["base"]
    middle = both["value"].median()
    both["median"] = middle
    both["moved"] = _moved(both["value"], middle, describe(measure).closer)
    both = both.assign(percentile=percentile_ranks(both["value"]), pairs=len(both))
    both = _of(both, of, directed=describe(measure).directed)
    if both.empty:
        whose = "" if of is None else f" of {of}"
        raise BadParameter(f"no pair{whose} has values of {measure} in half of the years of both spans")
    return _numbered(both, {"size": both["value"].abs(), "rise": both["value"], "fall": -both["value"]}[by])


def _means(rows: pd.DataFrame, first: int, last: int) -> pd.Series:
    """Average over the observed years of a span, where they are at least half of it."""
    groups = rows[rows["year"].between(first, last)].groupby(["a", "b"])["value"].agg(["mean", "count"])
    return groups.loc[groups["count"] >= (last - first + 1) / 2, "mean"]


def _moved(shifts: pd.Series, middle: float, closer: int) -> np.ndarray:
    """Say which way each pair went, and that the others went the other way where they did."""
    way, others = np.sign(shifts.to_numpy()) * closer, np.sign(middle) * closer
    words = np.select([way > 0, way < 0], ["closer", "apart"], "")
    against = (way * others < 0) & (words != "")
    return np.where(against, np.char.add(words, ", others apart" if others < 0 else ", others closer"), words)


def _numbered(rows: pd.DataFrame, key: pd.Series) -> pd.DataFrame:
    """Order rows by a key, highest first, and number them; ties share a number."""
    rows = rows.assign(rank=key.rank(method="min", ascending=False).astype(int))
    rows = rows.sort_values(["rank", "a", "b"], ignore_index=True)
    return rows[["rank", *rows.columns.drop("rank")]]
