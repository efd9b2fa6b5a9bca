"""Which pairs stand highest, and which moved most."""

from __future__ import annotations

import re
from typing import Literal

import numpy as np
import pandas as pd

from dyadlens.errors import BadParameter, unknown_name
from dyadlens.measures import describe, measures_for_all_pairs
from dyadlens.panel.build import PERCENTILE, columns_of
from dyadlens.panel.grid import FIRST, LAST, grid
from dyadlens.panel.population import pairs_ranked
from dyadlens.panel.query import column
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
    """Order all pairs by a measure in one year."""
    if not FIRST <= year <= LAST:
        raise BadParameter(f"year {year} is not from {FIRST} to {LAST}")
    rows = _of(_rows(measure), of, directed=describe(measure).directed)
    here = rows.loc[rows["year"] == year, ["a", "b", "value", "percentile"]]
    if here.empty:
        raise BadParameter(f"no pair{'' if of is None else f' of {of}'} has a value of {measure} in {year}")
    return _numbered(here, here["value"]).assign(pairs=int(pairs_ranked(measure)[year]))


def parse_shift(text: str) -> tuple[int, int, int, int]:
    """Read two spans of years."""
    found = _SPAN.fullmatch(text.strip())
    spans = tuple(map(int, found.groups())) if found else ()
    if not spans or not FIRST <= spans[0] <= spans[1] < spans[2] <= spans[3] <= LAST:
        raise BadParameter(f"shift {text!r} is not BASE:RECENT, for example 2008-2012:2018-2022 within {FIRST}-{LAST}")
    return spans


def shift(measure: str, spans: tuple[int, int, int, int], *, of: str | None = None, by: Order = "size") -> pd.DataFrame:
    """Order pairs by how far a measure moved between two spans of years, and say which go against the others."""
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
