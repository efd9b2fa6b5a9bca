"""Both indices as they could be known on an earlier day, beside now."""

from __future__ import annotations

import math
from datetime import date

import pandas as pd

from dyadlens.errors import BadParameter
from dyadlens.indices.as_known import last_known_year
from dyadlens.indices.composite import path, path_of
from dyadlens.indices.definitions import BY_OWN_POINTS, INDICES
from dyadlens.lens import Lens, as_lens, parse_as_of

THEN = "2018-05"  # when the claims of the first case were made


def earlier_day(lens: Lens, then: object = THEN) -> date | None:
    """Return the last day of a hindcast, or None where the lens itself sees no later."""
    day = parse_as_of(then)
    if day is None:
        raise BadParameter("a hindcast needs a day, for example 2018-05")
    later = day.year <= lens.end if lens.as_of is None else day < lens.as_of
    return day if later else None


def index_hindcast(lens: Lens | str, then: object = THEN) -> pd.DataFrame:
    """Compare the last value of each index known on an earlier day with the same year now and with the last now."""
    lens = as_lens(lens)
    columns = ["index", "view", "day", "year", "value", "low", "high", "domains"]
    day = earlier_day(lens, then)
    if day is None:
        return pd.DataFrame(columns=columns)
    before, now = lens.replace(as_of=day, start=min(lens.start, day.year)), path(lens)
    rows = []
    for index in INDICES:
        year = last_known_year(before, index)
        views = {
            "then": _in_year(before, index, year),
            "same year now": _in_year(lens, BY_OWN_POINTS.get(index, index), year),
            "latest now": _last(now, index),
        }
        for view, row in views.items():
            rows.append([index, view, day, *(row[name] for name in columns[3:])])
    return pd.DataFrame(rows, columns=columns)


def _in_year(lens: Lens, index: str, year: int | None) -> pd.Series:
    """Return the row of one year: its draws are the same whichever other years are looked at."""
    if year is None:
        return _unknown(math.nan)
    row = path_of(lens.replace(start=year, end=year), index).iloc[0]
    return _unknown(year) if math.isnan(row["value"]) else row


def _last(rows: pd.DataFrame, index: str) -> pd.Series:
    """Return the last row of an index that has a value."""
    seen = rows[(rows["index"] == index) & rows["value"].notna()].sort_values("year")
    return _unknown(math.nan) if seen.empty else seen.iloc[-1]


def _unknown(year: float) -> pd.Series:
    return pd.Series({"year": year, **dict.fromkeys(("value", "low", "high"), math.nan), "domains": 0})
