"""Reconciled trade of all pairs from the Atlas of Economic Complexity, 2010-2020."""

from functools import lru_cache

import numpy as np
import pandas as pd

from dyadlens.errors import SourceError
from dyadlens.sources.raw import Raw
from dyadlens.sources.states.system import state_codes
from dyadlens.stats.ranks import grouped_percentile_ranks
from dyadlens.stats.trade import trade_dependence, trade_intensity

FILE = "trade/atlas_pair_year_2010_2020.parquet"
LAG = 1.5


@lru_cache(maxsize=1)
def read_atlas(raw: Raw) -> pd.DataFrame:
    """Read the positive directed flows of all entities."""
    frame = pd.read_parquet(raw.path(FILE))
    back = frame.rename(columns={"iso3_a": "iso3_b", "iso3_b": "iso3_a"})
    both = frame.merge(back, on=["iso3_a", "iso3_b", "year"], how="outer", suffixes=("", "_back"))
    if not both["export_usd_a_to_b"].equals(both["import_usd_a_from_b_back"].rename("export_usd_a_to_b")):
        raise SourceError("Atlas: exports of one side are not imports of the other")
    flows = frame[frame["export_usd_a_to_b"] > 0]
    return pd.DataFrame(
        {
            "exporter": flows["iso3_a"],
            "importer": flows["iso3_b"],
            "year": flows["year"].astype(int),
            "exports_musd": flows["export_usd_a_to_b"] / 1e6,
        }
    ).reset_index(drop=True)


def between_states(flows: pd.DataFrame, raw: Raw) -> pd.DataFrame:
    """Keep the flows of which both ends are states."""
    states = state_codes(raw).all
    return flows[flows["exporter"].isin(states) & flows["importer"].isin(states)]


def build_trade_atlas(raw: Raw) -> pd.DataFrame:
    """Build the directed flows of focal states."""
    return raw.extract(between_states(read_atlas(raw), raw), "exporter", "importer")


def build_trade_atlas_pairs(raw: Raw) -> pd.DataFrame:
    """Build totals, intensity and dependence of pairs, ranked among all pairs of states."""
    everything = read_atlas(raw)
    flows = between_states(everything, raw)
    one = flows.rename(columns={"exporter": "a", "importer": "b", "exports_musd": "ab"})
    other = flows.rename(columns={"exporter": "b", "importer": "a", "exports_musd": "ba"})
    pairs = one[one["a"] < one["b"]].merge(other[other["a"] < other["b"]], on=["a", "b", "year"], how="outer")
    year, total = pairs["year"], pairs[["ab", "ba"]].sum(axis=1)
    whole = pairs["ab"].notna() & pairs["ba"].notna()
    pairs["pairs"] = pairs.groupby("year")["a"].transform("size")
    pairs["total_musd"] = total.where(whole)
    # A pair of which one direction is unknown is ranked with the other alone, so that large pairs are not ranked
    # among large pairs only; its own total stays unknown.
    pairs["percentile"] = pd.Series(grouped_percentile_ranks(total, year)).where(whole)
    world = year.map(everything.groupby("year")["exports_musd"].sum()).to_numpy()
    (xa, xb), (ma, mb) = (
        [sums.reindex(pd.MultiIndex.from_frame(pairs[[side, "year"]])).to_numpy() for side in "ab"]
        for sums in (everything.groupby([end, "year"])["exports_musd"].sum() for end in ("exporter", "importer"))
    )
    measures = {
        ("intensity", "ab"): trade_intensity(pairs["ab"], xa, mb, world, ma),
        ("intensity", "ba"): trade_intensity(pairs["ba"], xb, ma, world, mb),
        ("dependence", "a"): trade_dependence(total, xa, ma),
        ("dependence", "b"): trade_dependence(total, xb, mb),
    }
    for name in ("intensity", "dependence"):
        sides = {f"{name}_{side}": values for (measure, side), values in measures.items() if measure == name}
        ranks = grouped_percentile_ranks(np.concatenate(list(sides.values())), [*year, *year]).reshape(2, -1)
        pairs[f"{name}_pairs"] = pd.Series((~np.isnan(ranks)).sum(axis=0)).groupby(year).transform("sum")
        seen = whole | (name == "intensity")  # a flow is known by itself
        for (column, values), rank in zip(sides.items(), ranks, strict=True):
            pairs[column] = pd.Series(values).where(seen)
            pairs[f"{column}_percentile"] = pd.Series(rank).where(seen)
    return raw.extract(pairs, "a", "b")
