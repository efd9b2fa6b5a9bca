"""Measures of votes for all pairs at once."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dyadlens.data.catalog import read
from dyadlens.measures.roll_calls import SUBSETS, joint_votes, name_pairs, vote_matrix
from dyadlens.measures.roll_calls import all_pairs as similarity_of_all

POOLED_YEARS = 5
SIMILARITIES = {
    **{name: ("undl", "all", name, 1) for name in ("agreement", "s_score", "kappa", "pi", "pi_weighted")},
    "agreement_ordinary": ("undl", "ordinary", "agreement", 1),
    "agreement_rollcalls": ("rollcalls", "all", "agreement", 1),
    **{
        f"agreement_{flag}": ("rollcalls", flag, "agreement", POOLED_YEARS)
        for flag in SUBSETS
        if flag not in {"all", "ordinary"}
    },
}
ALL_PAIRS = (*SIMILARITIES, "ideal_point_distance", "shared_roll_calls")


def all_pairs(measure: str) -> pd.DataFrame:
    """Compute a measure of votes for every pair and year."""
    if measure == "ideal_point_distance":
        return _distances()
    if measure == "shared_roll_calls":
        return _shared()
    source, subset, name, pooled = SIMILARITIES[measure]
    return similarity_of_all(source, subset, name, pooled=pooled)


def _distances() -> pd.DataFrame:
    parts = []
    points = read("ideal_points").sort_values("state")
    among = pd.CategoricalDtype(sorted(points["state"].unique()), ordered=True)
    for year, rows in points.groupby("year"):
        own = rows["ideal_point"].to_numpy()
        gaps = np.abs(np.subtract.outer(own, own))[np.triu_indices(len(own), 1)]
        parts.append(name_pairs(rows["state"].tolist(), int(year), gaps, among))
    return pd.concat(parts, ignore_index=True)


def _shared() -> pd.DataFrame:
    parts = []
    years = vote_matrix("undl").calls["year"]
    among = pd.CategoricalDtype(vote_matrix("undl").states, ordered=True)
    for year in range(int(years.min()), int(years.max()) + 1):
        pairs = joint_votes("undl", "all", year, year)
        shared = pairs.tables.sum(axis=(1, 2)).astype(float)
        parts.append(name_pairs(pairs.states, year, shared, among))
    return pd.concat(parts, ignore_index=True)
