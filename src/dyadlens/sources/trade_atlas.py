"""Reconciled trade of all pairs from the Atlas of Economic Complexity, 2010-2020."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dyadlens.errors import SourceError
from dyadlens.sources.raw import FOCAL, Raw
from dyadlens.sources.states import build_states
from dyadlens.sources.table import Column, Table
from dyadlens.stats.ranks import grouped_percentile_ranks
from dyadlens.stats.trade import trade_dependence, trade_intensity

ATLAS_FILE = "trade/atlas_pair_year_2010_2020.parquet"
ATLAS_LAG = 1.5
ATLAS_LAG_NOTE = "a year is added in the second year after it, once most reporters have filed with Comtrade"
ATLAS_DEFECTS = (
    "the Atlas file holds no flow between 0 and 0.1 million US$: a 0 in it is less than that or missing; it is left "
    "out here as unknown",
)


def read_atlas(raw: Raw) -> pd.DataFrame:
    """Read the positive directed flows of all entities."""
    frame = pd.read_parquet(raw.path(ATLAS_FILE))
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


def _focal(frame: pd.DataFrame, raw: Raw, one: str, other: str) -> pd.DataFrame:
    """Keep pairs of focal states, unless all rows may be kept."""
    if raw.keeps_all("focal"):
        return frame.reset_index(drop=True)
    return frame[frame[one].isin(FOCAL) & frame[other].isin(FOCAL)].reset_index(drop=True)


def build_atlas(raw: Raw) -> pd.DataFrame:
    """Build the directed flows of focal states."""
    flows, states = read_atlas(raw), set(build_states(raw)["state"])
    flows = flows[flows["exporter"].isin(states) & flows["importer"].isin(states)]
    return _focal(flows, raw, "exporter", "importer")


def build_atlas_pairs(raw: Raw) -> pd.DataFrame:
    """Build totals, intensity and dependence of pairs, ranked among all pairs of states."""
    flows, states = read_atlas(raw), set(build_states(raw)["state"])
    sold = flows.groupby(["exporter", "year"])["exports_musd"].sum()
    bought = flows.groupby(["importer", "year"])["exports_musd"].sum()
    world = flows.groupby("year")["exports_musd"].sum()
    flows = flows[flows["exporter"].isin(states) & flows["importer"].isin(states)]
    one = flows.rename(columns={"exporter": "a", "importer": "b", "exports_musd": "ab"})
    other = flows.rename(columns={"exporter": "b", "importer": "a", "exports_musd": "ba"})
    pairs = one[one["a"] < one["b"]].merge(other[other["a"] < other["b"]], on=["a", "b", "year"], how="outer")
    year = pairs["year"]
    x, m = (
        {s: s_total.reindex(pd.MultiIndex.from_arrays([pairs[s], year])).to_numpy() for s in "ab"}
        for s_total in (sold, bought)
    )
    total = pairs[["ab", "ba"]].sum(axis=1)
    whole = pairs["ab"].notna() & pairs["ba"].notna()
    pairs["pairs"] = pairs.groupby("year")["a"].transform("size")
    pairs["total_musd"] = total.where(whole)
    # A pair of which one direction is unknown is ranked with the other alone, so that large pairs are not ranked
    # among large pairs only; its own total stays unknown.
    pairs["percentile"] = pd.Series(grouped_percentile_ranks(total, year)).where(whole)
    w = year.map(world).to_numpy()
    measures = {
        "intensity": (
            trade_intensity(pairs["ab"], x["a"], m["b"], w, m["a"]),
            trade_intensity(pairs["ba"], x["b"], m["a"], w, m["b"]),
        ),
        "dependence": tuple(trade_dependence(total, x[s], m[s]) for s in "ab"),
    }
    for name, (first, second) in measures.items():
        ranks = grouped_percentile_ranks([*first, *second], [*year, *year]).reshape(2, -1)
        pairs[f"{name}_pairs"] = (~np.isnan(ranks)).sum(axis=0)
        pairs[f"{name}_pairs"] = pairs.groupby("year")[f"{name}_pairs"].transform("sum")
        for side, values, rank in zip(("ab", "ba"), (first, second), ranks, strict=True):
            column = f"{name}_{side if name == 'intensity' else side[0]}"
            seen = whole if name == "dependence" else pd.Series(True, index=pairs.index)
            pairs[column] = pd.Series(values).where(seen)
            pairs[f"{column}_percentile"] = pd.Series(rank).where(seen)
    return _focal(pairs.drop(columns=["ab", "ba"]), raw, "a", "b")


def _measured(name: str, text: str, unit: str) -> tuple[Column, Column]:
    return (
        Column(name, "number", text, unit, minimum=0, missing=True),
        Column(
            f"{name}_percentile", "number", f"Rank of {name} among all observed of the year, both sides together.",
            "percent", minimum=0, maximum=100, missing=True,
        ),
    )  # fmt: skip


def _basis(name: str) -> Column:
    text = f"Directed pairs of states that the ranks of {name} of the year rest on."
    return Column(f"{name}_pairs", "integer", text, "directed pairs", minimum=1)


_FILES = (ATLAS_FILE, "states/cow_states.parquet", "states/concordance_iso_cow_gw.csv")

TABLES = (
    Table(
        name="trade_atlas",
        credit="Growth Lab at Harvard, Atlas of Economic Complexity",
        title="Exports between focal states, 2010-2020 (Atlas of Economic Complexity)",
        description=(
            "Yearly exports from one focal state to another, reconciled by the Growth Lab from the reports of both "
            "sides: one number a direction. Good for comparing pairs; not to be chained onto another source."
        ),
        build=build_atlas,
        columns=(
            Column("exporter", "string", "State that exports."),
            Column("importer", "string", "State that imports."),
            Column("year", "integer", "Calendar year.", minimum=2010, maximum=2020),
            Column("exports_musd", "number", "Exports.", "million current US$", minimum=0),
        ),
        key=("exporter", "importer", "year"),
        files=_FILES,
        first=2010,
        last=2020,
        absent="unknown",
        published_lag=ATLAS_LAG,
        lag_note=ATLAS_LAG_NOTE,
        states_covered="pairs of focal states",
        defects=ATLAS_DEFECTS,
    ),
    Table(
        name="trade_atlas_pairs",
        credit="Growth Lab at Harvard, Atlas of Economic Complexity",
        title="Two-way trade of focal pairs and its rank among all pairs, 2010-2020",
        description=(
            "Two-way trade, trade intensity in both directions and dependence of both sides, each with its percentile "
            "among all pairs of states of that year, computed from the whole Atlas. Totals of a state include its "
            "trade with territories and unallocated trade."
        ),
        build=build_atlas_pairs,
        columns=(
            Column("a", "string", "First state of the pair by code."),
            Column("b", "string", "Second state."),
            Column("year", "integer", "Calendar year.", minimum=2010, maximum=2020),
            Column(
                "total_musd", "number", "Both directions; empty where one of them is unknown.", "million current US$",
                minimum=0, missing=True,
            ),
            Column(
                "percentile", "number", "Rank of the total among the pairs of states with any observed flow.",
                "percent", minimum=0, maximum=100, missing=True,
            ),
            Column(
                "pairs", "integer", "Pairs of states that the ranks of totals of the year rest on.", "pairs",
                minimum=1,
            ),
            _basis("intensity"),
            _basis("dependence"),
            *_measured("intensity_ab", "Intensity of exports from a to b (Kojima 1964); 1 is neutral.", "ratio"),
            *_measured("intensity_ba", "Intensity of exports from b to a.", "ratio"),
            *_measured("dependence_a", "Share of the pair's trade in all trade of a.", "share"),
            *_measured("dependence_b", "Share of the pair's trade in all trade of b.", "share"),
        ),
        key=("a", "b", "year"),
        files=_FILES,
        first=2010,
        last=2020,
        absent="unknown",
        published_lag=ATLAS_LAG,
        lag_note=ATLAS_LAG_NOTE,
        states_covered="pairs of focal states; ranks among all pairs of states",
        defects=(
            *ATLAS_DEFECTS,
            "pairs without any row in the Atlas, mostly of small states, are not among those ranked",
        ),
    ),
)  # fmt: skip
