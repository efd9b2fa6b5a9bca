"""On how many pairs or states a percentile rests, by measure and year."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from dyadlens.data.catalog import read, table
from dyadlens.measures import all_pairs, describe, measures_for_all_pairs
from dyadlens.panel.cache import cache_directory, discard, key, write_whole


@dataclass(frozen=True)
class _Kept:
    """Where the number of those ranked at curation is kept."""

    table: str
    column: str
    by: str = ""  # column that parts series of one table from one another
    value: str = ""  # its value; empty for a measure made for a third state, whose code it is then
    kind: str = ""  # what is ranked, where it is no pair


# Measures whose tables hold an extract, or whose ranks are not of pairs.
_KEPT = {
    "tiv": _Kept("arms_zero_percentile", "pairs"),
    "import_share": _Kept("arms_zero_percentile", "import_share_pairs"),
    "tiv_ratio": _Kept("arms_ratio_zero_percentile", "pairs", by="third_party"),
    "supplier_concentration": _Kept("arms_state_totals", "states_ranked", kind="states"),
    "trade_total_atlas": _Kept("trade_atlas_pairs", "pairs"),
    "trade_intensity_atlas": _Kept("trade_atlas_pairs", "intensity_pairs"),
    "trade_dependence_atlas": _Kept("trade_atlas_pairs", "dependence_pairs"),
    "gravity_residual_atlas": _Kept("gravity", "pairs", by="source", value="atlas"),
}


@lru_cache(maxsize=256)
def pairs_ranked(measure: str) -> pd.Series:
    """Return how many pairs have a value that the percentiles of each year are ranked among."""
    stem, _, third = measure.partition(":")
    if stem in _KEPT:
        return _kept(_KEPT[stem], third)
    if measure not in measures_for_all_pairs():
        return pd.Series(dtype=int)
    path = cache_directory() / f"ranked-{key()}" / f"{measure}.csv"
    if path.is_file():
        return pd.read_csv(path, index_col="year")["pairs"]
    rows = all_pairs(measure)
    found = rows.loc[rows["value"].notna(), "year"].astype(int).value_counts().sort_index()
    found = found.rename("pairs").rename_axis("year").astype(int)
    discard(cache_directory().glob("ranked-*"), but=path.parent)
    write_whole(path, found.to_csv)
    return found


def is_extract(measure: str) -> bool:
    """Tell whether the tables hold a measure for a part of the pairs that its percentiles rank."""
    return measure in _KEPT and not all(table(name).complete for name in describe(measure).tables)


def _kept(place: _Kept, third: str) -> pd.Series:
    """Read the numbers that the curate step kept beside its ranks."""
    rows = read(place.table)
    rows = rows[rows[place.by] == (place.value or third)] if place.by else rows
    rows = rows.dropna(subset=[place.column])
    return rows.groupby(rows["year"].astype(int))[place.column].first().astype(int).rename("pairs")


def kind_ranked(measure: str) -> str:
    """Name what the percentiles of a measure rank."""
    place = _KEPT.get(measure.partition(":")[0])
    if place and place.kind:
        return place.kind
    return "directed pairs" if describe(measure).directed else "pairs"


def among(measure: str, year: int) -> str:
    """Say among how many pairs a percentile ranks."""
    found = pairs_ranked(measure).get(year)
    kind = kind_ranked(measure)
    return f"among all {kind} with a value" if found is None else f"among {int(found):,} {kind} with a value"
