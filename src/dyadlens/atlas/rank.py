"""Which pairs stand highest, and which moved most."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from dyadlens.atlas.build import columns_of
from dyadlens.atlas.grid import FIRST, LAST, grid
from dyadlens.atlas.query import column
from dyadlens.errors import BadParameter, unknown_name
from dyadlens.measures import measures_for_all_pairs
from dyadlens.states import find_state
from dyadlens.stats.ranks import percentile_ranks

_SPAN = re.compile(r"(\d{4})-(\d{4}):(\d{4})-(\d{4})")


def _rows(measure: str, of: str | None) -> tuple[pd.DataFrame, np.ndarray]:
    """Name the pairs of each row, both ways for a directed measure, and give the values beside."""
    if measure not in measures_for_all_pairs():
        raise unknown_name("measure for all pairs", measure, measures_for_all_pairs(), show=60)
    rows = grid()
    names = np.array(rows.states, dtype=object)
    parts, values = [], []
    for i, name in enumerate(columns_of(measure)):
        ends = (rows.second, rows.first) if i else (rows.first, rows.second)
        parts.append(pd.DataFrame({"a": names[ends[0]], "b": names[ends[1]], "year": rows.year.astype(int)}))
        values.append(column(name))
    frame, value = pd.concat(parts, ignore_index=True), np.concatenate(values).astype(float)
    if of is not None:
        code = find_state(of).code
        keep = ((frame["a"] == code) | (frame["b"] == code)).to_numpy()
        frame, value = frame[keep].reset_index(drop=True), value[keep]
    return frame, value


def rank(measure: str, year: int, *, of: str | None = None) -> pd.DataFrame:
    """Order all pairs by a measure in one year.

    Parameters
    ----------
    measure : str
        A measure that is computed for all pairs.
    year : int
        The year.
    of : str, optional
        Only pairs of this state.

    Returns
    -------
    pandas.DataFrame
        ``rank``, ``a``, ``b``, ``value``, ``percentile`` (among the pairs listed), ``pairs`` (how many those are);
        highest first, ties in the order of the alphabet.

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
    frame, value = _rows(measure, of)
    here = (frame["year"] == year).to_numpy() & ~np.isnan(value)
    if not here.any():
        raise BadParameter(f"no pair has a value of {measure} in {year}")
    return _ordered(frame[here][["a", "b"]].assign(value=value[here]))


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


def shift(measure: str, spans: tuple[int, int, int, int], *, of: str | None = None) -> pd.DataFrame:
    """Order all pairs by how far a measure moved between two spans of years.

    Parameters
    ----------
    measure : str
        A measure that is computed for all pairs.
    spans : tuple of int
        Result of :func:`parse_shift`.
    of : str, optional
        Only pairs of this state.

    Returns
    -------
    pandas.DataFrame
        ``rank``, ``a``, ``b``, ``base``, ``recent`` (means), ``value`` (recent minus base), ``against_the_rest`` (the
        same minus the median shift: above zero while others drift apart means that the pair converges),
        ``percentile``, ``pairs``. Only pairs with a value in at least half of the years of either span.

    Raises
    ------
    BadParameter
        If no pair has enough values, or a name is unknown.
    """
    frame, value = _rows(measure, of)
    means = [_means(frame, value, *spans[i : i + 2]) for i in (0, 2)]
    both = pd.concat(means, axis=1, keys=["base", "recent"]).dropna().reset_index()
    if both.empty:
        raise BadParameter(f"no pair has values of {measure} in half of the years of both spans")
    both["value"] = both["recent"] - both["base"]
    both["against_the_rest"] = both["value"] - both["value"].median()
    return _ordered(both)


def _means(frame: pd.DataFrame, value: np.ndarray, first: int, last: int) -> pd.Series:
    """Average over the observed years of a span, where they are at least half of it."""
    here = frame["year"].between(first, last).to_numpy() & ~np.isnan(value)
    groups = frame[here].assign(value=value[here]).groupby(["a", "b"])["value"].agg(["mean", "count"])
    return groups.loc[groups["count"] >= (last - first + 1) / 2, "mean"]


def _ordered(rows: pd.DataFrame) -> pd.DataFrame:
    rows = rows.sort_values(["value", "a", "b"], ascending=[False, True, True], ignore_index=True)
    rows.insert(0, "rank", rows["value"].rank(method="min", ascending=False).astype(int))
    return rows.assign(percentile=percentile_ranks(rows["value"]), pairs=len(rows))
