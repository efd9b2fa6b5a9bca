"""Transfers of major conventional arms (SIPRI): pairs, states and the world."""

from functools import lru_cache

import pandas as pd

from dyadlens.sources.arms.flows import FIRST, POOL, alive_in, ending, flows, lives, rank_within
from dyadlens.sources.arms.pooled import zero_share
from dyadlens.sources.raw import Raw
from dyadlens.stats.ranks import grouped_percentile_ranks

WORLD = "WLD"
_DIGITS = 12  # what is beyond is noise of the division and would part ties


@lru_cache(maxsize=2)
def _ranked(raw: Raw) -> pd.DataFrame:
    """Return the flows with their share of imports and, between states, their rank among all pairs of the year."""
    rows = flows(raw).copy()
    imports = rows.groupby(["recipient", "year"])["tiv"].transform("sum")
    rows["share_of_imports"] = (rows["tiv"] / imports).where(imports > 0)
    states = rows["year"].map(lives(raw).groupby("year").size())
    rows["pairs"] = states * (states - 1)
    between = alive_in(rows["supplier"], rows["year"], raw) & alive_in(rows["recipient"], rows["year"], raw)
    inside = rows[between]
    rows.loc[between, "percentile"], rows.loc[between, "zero"] = rank_within(
        inside["tiv"], [inside["year"]], inside["pairs"]
    )
    return rows


def build_arms_transfers(raw: Raw) -> pd.DataFrame:
    """Build deliveries by pair of states and year, with the pair's rank among all pairs."""
    rows = _ranked(raw).drop(columns="zero")
    rows = rows[~rows["supplier"].str.startswith("<") & ~rows["recipient"].str.startswith("<")]
    return raw.extract(rows, "supplier", "recipient")


def build_arms_zero_percentile(raw: Raw) -> pd.DataFrame:
    """Build the rank of a pair that delivered nothing, in the year and in five, by year."""
    yearly = _ranked(raw).groupby("year", as_index=False).agg(percentile=("zero", "first"), pairs=("pairs", "first"))
    return yearly.merge(zero_share(raw), "left", "year").astype({"import_share_pairs": "Int64"})


def _concentration(rows: pd.DataFrame, year: str) -> pd.Series:
    """Return the Herfindahl index of the suppliers' shares by state and year."""
    by_supplier = rows.groupby(["state", "supplier", year])["tiv"].sum()
    grouped = by_supplier.groupby(["state", year])
    shares = by_supplier / grouped.transform("sum")
    return (shares**2).groupby(["state", year]).sum(min_count=1).rename_axis(["state", "year"])


def build_arms_state_totals(raw: Raw) -> pd.DataFrame:
    """Build imports, exports and concentration of suppliers by state and year, and of the world."""
    rows, world = flows(raw), flows(raw).assign(state=WORLD)
    bought = pd.concat([rows.assign(state=rows["recipient"]), world], ignore_index=True)
    sold = pd.concat([rows.assign(state=rows["supplier"]), world], ignore_index=True)
    whole = pd.DataFrame({"state": WORLD, "year": range(FIRST, rows["year"].max() + 1)})
    out = pd.concat([lives(raw), whole], ignore_index=True).set_index(["state", "year"])
    for name, side, other in (("imports", bought, "supplier"), ("exports", sold, "recipient")):
        nonstate = side[side[other].str.startswith("<")]
        for suffix, part in (("tiv", side), ("nonstate_tiv", nonstate)):
            sums = part.groupby(["state", "year"])["tiv"].sum()
            out[f"{name}_{suffix}"] = sums.reindex(out.index, fill_value=0.0).round(2)
    suppliers = bought.groupby(["state", "year"])["supplier"].nunique()
    out["suppliers"] = suppliers.reindex(out.index, fill_value=0)
    out["supplier_hhi"] = _concentration(bought, "year")
    # Years before a state was founded are in no window; those of a gap in its life are, so that five stay five.
    born = bought["state"].map(lives(raw).groupby("state")["year"].min()).fillna(FIRST)
    out["supplier_hhi_5y"] = _concentration(ending(bought[bought["year"] >= born]), "window")
    out = out.reset_index()
    index = out["supplier_hhi_5y"].where(out["state"] != WORLD)
    out["supplier_hhi_5y_percentile"] = grouped_percentile_ranks(index.round(_DIGITS), out["year"])
    ranked = index.notna().groupby(out["year"]).transform("sum")
    out["states_ranked"] = ranked.where(out["year"] >= FIRST + POOL - 1).astype("Int64")
    return raw.extract(out, "state", also=[WORLD])
