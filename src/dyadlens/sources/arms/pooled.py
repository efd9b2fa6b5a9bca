"""Arms deliveries of five years together: shares of imports and ratios to a third party's, ranked among all pairs."""

from functools import lru_cache

import pandas as pd

from dyadlens.sources.arms.flows import alive_in, ending, flows, lives, rank_within
from dyadlens.sources.raw import FOCAL, Raw

_PAIR = ["supplier", "recipient"]
_DIGITS = 12  # what is beyond is noise of the division and would part ties


@lru_cache(maxsize=2)
def _pooled(raw: Raw) -> pd.DataFrame:
    """Sum the deliveries of each five years to states that live in the last; years before statehood do not count."""
    rows = flows(raw)
    rows = ending(rows[alive_in(rows["recipient"], rows["year"], raw)])
    rows = rows[alive_in(rows["recipient"], rows["window"], raw)]
    pooled = rows.drop(columns="year").rename(columns={"window": "year"})
    pooled = pooled.groupby([*_PAIR, "year"])["tiv"].sum().round(2).reset_index()
    pooled["states"] = pooled["year"].map(lives(raw).groupby("year").size())
    return pooled.assign(seller_alive=alive_in(pooled["supplier"], pooled["year"], raw))


@lru_cache(maxsize=2)
def _shares(raw: Raw) -> pd.DataFrame:
    """Return the shares of imports with ranks, the rank of a pair without deliveries and the pairs ranked."""
    rows = _pooled(raw)
    imports = rows.groupby(["recipient", "year"])["tiv"].transform("sum")
    importers = rows[imports > 0].groupby("year")["recipient"].nunique()
    rows = rows.assign(share_of_imports=(rows["tiv"] / imports).round(_DIGITS))[rows["seller_alive"] & (imports > 0)]
    rows["pairs"] = rows["year"].map(importers) * (rows["states"] - 1)
    rows["percentile"], rows["zero"] = rank_within(rows["share_of_imports"], [rows["year"]], rows["pairs"])
    return rows


@lru_cache(maxsize=2)
def _ratios(raw: Raw) -> pd.DataFrame:
    """Return the ratios to what each third party got, with ranks, the rank of a ratio of zero and the pairs ranked."""
    rows = _pooled(raw).query("seller_alive and tiv > 0")
    third = rows[rows["recipient"].isin(FOCAL)].rename(columns={"recipient": "third_party", "tiv": "third_tiv"})
    third["sellers"] = third.groupby(["third_party", "year"])["supplier"].transform("size")
    # The third party as a supplier has nothing to compare with: it delivers nothing to itself.
    out = rows.merge(third[["supplier", "year", "third_party", "third_tiv", "sellers"]], on=["supplier", "year"])
    out = out[out["recipient"] != out["third_party"]]
    out["ratio"] = (out["tiv"] / out["third_tiv"]).round(_DIGITS)
    out["pairs"] = out["sellers"] * (out["states"] - 2)
    out["percentile"], out["zero"] = rank_within(out["ratio"], [out["third_party"], out["year"]], out["pairs"])
    return out


def build_arms_pooled(raw: Raw) -> pd.DataFrame:
    """Build deliveries of five years by pair, as a share of the recipient's imports, ranked among all pairs."""
    return raw.extract(_shares(raw), *_PAIR)[[*_PAIR, "year", "tiv", "share_of_imports", "percentile"]]


def zero_share(raw: Raw) -> pd.DataFrame:
    """Return by year the rank of a pair whose recipient got nothing from the supplier, and how many are ranked."""
    yearly = _shares(raw).groupby("year", as_index=False)
    return yearly.agg(import_share_percentile=("zero", "first"), import_share_pairs=("pairs", "first"))


def build_arms_ratios(raw: Raw) -> pd.DataFrame:
    """Build deliveries of five years over those to a third party, ranked among all pairs that have such a ratio."""
    return raw.extract(_ratios(raw), *_PAIR)[[*_PAIR, "third_party", "year", "ratio", "percentile"]]


def build_arms_ratio_zero_percentile(raw: Raw) -> pd.DataFrame:
    """Build the rank of a ratio of zero, by third party and year."""
    grouped = _ratios(raw).groupby(["third_party", "year"], as_index=False)
    return grouped.agg(percentile=("zero", "first"), pairs=("pairs", "first"))
