"""Each state's trade with the whole world, by source."""

from __future__ import annotations

import pandas as pd

from dyadlens.sources.raw import FOCAL, Raw
from dyadlens.sources.table import Column, Table
from dyadlens.sources.trade import COW_DEFECTS, COW_FILE, COW_LAG, known_from, read_cow
from dyadlens.sources.trade_atlas import ATLAS_DEFECTS, ATLAS_FILE, ATLAS_LAG, read_atlas
from dyadlens.sources.trade_dots import DOTS_LAG, WORLD, read_dots

TOTALS_FILE = "trade/dots_tot_exports_2023.xlsx"


def totals(flows: pd.DataFrame) -> pd.DataFrame:
    """Add the flows of each state over all its partners, and over all states."""
    seen = flows.dropna(subset=["value"])
    out = seen.rename(columns={"exporter": "state", "importer": "partner", "value": "exports_musd"})
    into = seen.rename(columns={"importer": "state", "exporter": "partner", "value": "imports_musd"})
    sides = out.merge(into, on=["state", "partner", "year"], how="outer")
    grouped = sides.groupby(["state", "year"])
    states = grouped[["exports_musd", "imports_musd"]].sum(min_count=1)
    states["partners"] = grouped["partner"].nunique()
    world = seen.groupby("year")["value"].sum().rename("exports_musd").reset_index()
    world = world.assign(state=WORLD, imports_musd=world["exports_musd"])
    world["partners"] = world["year"].map(sides.groupby("year")["state"].nunique())
    return pd.concat([states.reset_index(), world], ignore_index=True)


def build_totals(raw: Raw) -> pd.DataFrame:
    """Put the totals of the three sources below one another."""
    cow = totals(read_cow(raw).rename(columns={"imports_musd": "value"}))
    atlas = totals(read_atlas(raw).rename(columns={"exports_musd": "value"}))
    # What the world reports to sell to a state are that state's imports, seen from the other side.
    bought = read_dots(raw, TOTALS_FILE, "Exports, FOB").rename(columns={"value": "imports_musd"})
    sold = read_dots(raw, TOTALS_FILE, "Imports, CIF").rename(columns={"value": "exports_musd"})
    mirror = sold.merge(bought, on=["partner", "year"], how="outer").rename(columns={"partner": "state"})
    world = mirror["state"] == WORLD
    # For the world itself nothing is mirrored: its exports are what it reports to sell.
    swapped = mirror.loc[world, ["imports_musd", "exports_musd"]].to_numpy()
    mirror.loc[world, ["exports_musd", "imports_musd"]] = swapped
    parts = []
    for source, frame, lag in (("cow", cow, COW_LAG), ("atlas", atlas, ATLAS_LAG), ("dots_mirror", mirror, DOTS_LAG)):
        kept = raw.keeps_all("open" if source == "cow" else "focal") | frame["state"].isin([*FOCAL, WORLD])
        parts.append(frame[kept].assign(source=source, date=known_from(frame["year"], lag)))
    out = pd.concat(parts, ignore_index=True)
    return out.assign(partners=out["partners"].astype("Int64"))


TABLES = (
    Table(
        name="trade_world_totals",
        credit="Correlates of War; IMF; Growth Lab at Harvard",
        title="Trade of each state with the whole world, by source",
        description=(
            "Denominators for dependence and intensity. Each source is to be used with pairs of the same source: "
            "cow sums importers' figures over all pairs of states; atlas sums reconciled flows over all partners, "
            "territories and unallocated trade included; dots_mirror is what all other reporters declare to buy "
            "from the state (CIF, its exports) and to sell to it (FOB, its imports)."
        ),
        build=build_totals,
        columns=(
            Column("state", "string", "State, or WLD for the world."),
            Column("year", "integer", "Calendar year.", minimum=1946, maximum=2021),
            Column("source", "string", "Source of the figures.", allowed=("cow", "atlas", "dots_mirror")),
            Column("date", "date", "Day from which the row counts as published: the year's end plus the source's lag."),
            Column(
                "exports_musd", "number", "Exports to all partners observed.", "million current US$", None, 0,
                missing=True,
            ),
            Column(
                "imports_musd", "number", "Imports from all partners observed.", "million current US$", None, 0,
                missing=True,
            ),
            Column(
                "partners", "integer", "Partners with an observed flow (cow: 0 counts; for WLD the states); empty for "
                "dots_mirror, which gives the sum only.", unit="states", minimum=1, missing=True,
            ),
        ),
        key=("state", "source", "year"),
        files=(COW_FILE, ATLAS_FILE, TOTALS_FILE),
        first=1946,
        last=2021,
        absent="unknown",
        published_lag=0,
        lag_note="the lag is in the date column: cow 2 years (4.0 of 2016), atlas 1.5, dots_mirror 0.5",
        dated_by="date",
        states_covered="cow: all states; atlas and dots_mirror: focal states and the world",
        defects=(
            *COW_DEFECTS,
            *ATLAS_DEFECTS,
            "flows that are unknown are not in a sum: totals are lower bounds, most of all before 1960",
            "dots_mirror: the workbooks of two vintages differ by under 1% for most states and years to 2018, but by "
            "up to 46% for Iran in 2012 and 2019-2021 and for Kyrgyzstan and Uzbekistan in 2020; the later is taken",
        ),
    ),
)  # fmt: skip
