"""Which pairs stand highest, and which moved most."""

from __future__ import annotations

import re
from typing import Literal

import numpy as np
import pandas as pd

from dyadlens.errors import BadParameter
from dyadlens.panel.grid import panel_years
from dyadlens.panel.store import stored
from dyadlens.panel.views import long_rows
from dyadlens.states.registry import find_state

Order = Literal["size", "rise", "fall"]
_SPAN = re.compile(r"(\d{4})-(\d{4}):(\d{4})-(\d{4})")


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
        Name of a measure of pairs.
    year : int
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
        If the year lies outside the panel, no pair has a value, or a name is unknown.

    Examples
    --------
    >>> rank("agreement", 2018).columns.tolist()
    ['rank', 'a', 'b', 'value', 'percentile', 'pairs']
    """
    first, last = int(panel_years()[0]), int(panel_years()[-1])
    if not first <= year <= last:
        raise BadParameter(f"year {year} is not from {first} to {last}")
    what, rows = long_rows(measure, year)
    here = _of(rows, of, directed=what.directed)[["a", "b", "value", "percentile"]]
    if here.empty:
        raise BadParameter(f"no pair{'' if of is None else f' of {of}'} has a value of {measure} in {year}")
    return _numbered(here, here["value"]).assign(pairs=stored(measure).ranked.get(year, 0))


def parse_shift(text: str) -> tuple[int, int, int, int]:
    """Read two spans of years, as ``2008-2012:2018-2022``: the baseline and the recent window."""
    first, last = int(panel_years()[0]), int(panel_years()[-1])
    found = _SPAN.fullmatch(text.strip())
    spans = tuple(map(int, found.groups())) if found else ()
    if len(spans) != 4 or not first <= spans[0] <= spans[1] < spans[2] <= spans[3] <= last:
        raise BadParameter(f"shift {text!r} is not BASE:RECENT, for example 2008-2012:2018-2022 within {first}-{last}")
    return spans


def rank_shifts(
    measure: str, spans: tuple[int, int, int, int], *, of: str | None = None, by: Order = "size"
) -> pd.DataFrame:
    """Order pairs by how far a measure moved between two spans of years, and say which go against the others.

    Returns ``rank``, ``a``, ``b``, ``base``, ``recent`` (means), ``value`` (recent minus base), ``median`` (the middle
    shift of all pairs), ``moved``, ``percentile`` (of the shift among those of all pairs), ``pairs``. Only pairs with
    a value in at least half of the years of either span. ``moved`` reads the sign of the shift, and that of the median
    for the others, by what a higher value says of two states; it is empty for a measure that says neither.
    """
    from dyadlens.stats.ranks import percentile_ranks  # scipy takes a second to load

    what, rows = long_rows(measure)
    means = [_means(rows, *spans[i : i + 2]) for i in (0, 2)]
    both = pd.concat(means, axis=1, keys=["base", "recent"]).dropna().reset_index()
    both["value"] = both["recent"] - both["base"]
    middle = both["value"].median()
    both["median"] = middle
    both["moved"] = _moved(both["value"], middle, what.closer)
    both = both.assign(percentile=percentile_ranks(both["value"].to_numpy()), pairs=len(both))
    both = _of(both, of, directed=what.directed)
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
