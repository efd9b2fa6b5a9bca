"""Measures of trade and arms for all pairs at once, as far as the shared tables hold them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dyadlens.data.catalog import read
from dyadlens.measures.trade_flows import cow_intensities, cow_pairs

ALL_PAIRS = (
    "trade_total",
    "trade_dependence",
    "trade_intensity",
    "gravity_residual",
    "trade_total_atlas",
    "trade_dependence_atlas",
    "trade_intensity_atlas",
    "gravity_residual_atlas",
)


def all_pairs(measure: str) -> pd.DataFrame:
    """Return a measure of trade for every pair and year of its source."""
    if measure == "trade_total":
        return cow_pairs().frame.rename(columns={"total": "value"}).astype({"a": str, "b": str})
    if measure == "trade_dependence":
        return _dependence()
    if measure == "trade_intensity":
        return cow_intensities().astype({"a": str, "b": str})
    if measure.startswith("gravity_residual"):
        rows = read("gravity")
        source = "atlas" if measure.endswith("_atlas") else "cow"
        return _named(rows[rows["source"] == source], "log_ratio", "percentile" if source == "atlas" else None)
    atlas = read("trade_atlas_pairs")
    columns = {
        "trade_total_atlas": ("total_musd",),
        "trade_dependence_atlas": ("dependence_a", "dependence_b"),
        "trade_intensity_atlas": ("intensity_ab", "intensity_ba"),
    }[measure]
    if len(columns) == 1:
        return _named(atlas, columns[0], "percentile")
    parts = [
        _named(atlas, columns[0], f"{columns[0]}_percentile"),
        _named(atlas.rename(columns={"a": "b", "b": "a"}), columns[1], f"{columns[1]}_percentile"),
    ]
    return pd.concat(parts, ignore_index=True)


def _named(rows: pd.DataFrame, column: str, percentile: str | None = None) -> pd.DataFrame:
    """Rename a column of values, and that of their percentiles where all pairs are not at hand to rank them here."""
    names = {column: "value"} | ({percentile: "percentile"} if percentile else {})
    out = rows[["a", "b", "year", *names]].rename(columns=names).dropna(subset=["value"])
    return out.astype({"a": str, "b": str, "value": float}).reset_index(drop=True)


def _dependence() -> pd.DataFrame:
    """Divide each pair's trade by the total trade of either side."""
    rows = cow_pairs().frame.astype({"a": str, "b": str})
    both = pd.concat([rows, rows.rename(columns={"a": "b", "b": "a"})], ignore_index=True)
    whole = both.groupby(["a", "year"])["total"].transform("sum").to_numpy()
    both["value"] = np.divide(both["total"], whole, out=np.full(len(both), np.nan), where=whole > 0)
    return both.dropna(subset=["value"])[["a", "b", "year", "value"]]
