"""Scores in the news from 2018: cooperation less conflict between two states, scaled by what is written about them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dyadlens.data.catalog import load, read
from dyadlens.data.evidence import NOT_COVERED, OBSERVED, TRUE_ZERO, UNKNOWN, Evidence
from dyadlens.data.shared import shared
from dyadlens.lens import Lens
from dyadlens.measures.measure import Measure
from dyadlens.measures.yearly import row, rows_of
from dyadlens.stats.ranks import percentile_rank

SCORE = "gdelt_score"
ALL_PAIRS = (SCORE,)
PER = 1000.0
MONTHS = 12

MEASURES = (
    Measure(
        SCORE,
        "Cooperation less conflict in the news",
        "per 1,000 points of either state",
        -PER,
        PER,
        "more cooperation than conflict",
        ("gdelt_monthly",),
        "Leetaru & Schrodt (2013); Goldstein (1992), Journal of Conflict Resolution 36:369-385",
        interval="none: the source gives scores without the number of reports",
        note="From 2018; not a continuation of the counts to 2014. 2024 holds January and February only: unknown.",
    ),
)


@shared(maxsize=1)
def gdelt_pairs() -> pd.DataFrame:
    """Return the scaled score of all pairs and whole years."""
    rows = read("gdelt_monthly").astype({"a": str, "b": str, "date": str})
    rows["year"] = rows["date"].str[:4].astype(int)
    months = rows.groupby("year")["date"].nunique()
    rows = rows[rows["year"].isin(months.index[months == MONTHS])]
    rows["net"] = rows["score"] / rows["days_in_file"] / MONTHS
    rows["size"] = rows["net"].abs()
    pairs = rows.groupby(["a", "b", "year"], as_index=False)[["net", "size"]].sum()
    parts = [_scores(group, int(year)) for year, group in pairs.groupby("year")]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=["a", "b", "year", SCORE])


def _scores(pairs: pd.DataFrame, year: int) -> pd.DataFrame:
    """Scale the scores of one year by what is written about either state."""
    states = sorted(set(pairs["a"]) | set(pairs["b"]))
    i, j = np.searchsorted(states, pairs["a"]), np.searchsorted(states, pairs["b"])
    net, size = np.zeros((2, len(states), len(states)))
    net[i, j], size[i, j] = pairs["net"], pairs["size"]
    total = size.sum(axis=0) + size.sum(axis=1)
    upper = np.triu_indices(len(states), 1)
    either = (total[:, None] + total[None, :])[upper] - size[upper]
    names = np.array(states)
    value = PER * net[upper] / either
    return pd.DataFrame({"a": names[upper[0]], "b": names[upper[1]], "year": year, SCORE: value})


def score(lens: Lens) -> Evidence:
    """Compute the score for the pair; a year that is not whole is unknown."""
    table, everyone = load("gdelt_monthly", lens), gdelt_pairs()
    everyone = everyone[everyone["year"] <= table.last]
    a, b = sorted(lens.pair)
    here = everyone[(everyone["a"] == a) & (everyone["b"] == b)].set_index("year")[SCORE]
    states = set(table.frame["a"]) | set(table.frame["b"])
    rows = []
    for year in lens.years:
        if not (table.covers(year) and set(lens.pair) <= states):
            rows.append(row(year, NOT_COVERED))
        elif year not in here.index:
            rows.append(row(year, UNKNOWN))
        else:
            rank = percentile_rank(here[year], everyone.loc[everyone["year"] == year, SCORE])
            rows.append(row(year, OBSERVED if here[year] else TRUE_ZERO, here[year], percentile=rank))
    return rows_of("diplomacy", SCORE, *lens.pair, rows, "gdelt_monthly")
