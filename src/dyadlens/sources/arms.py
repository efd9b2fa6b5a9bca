"""Transfers of major conventional arms (SIPRI): pairs, states and the world."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dyadlens.sources.arms_deals import DEALS
from dyadlens.sources.arms_flows import DEFECTS, FILES, FIRST, LAG_NOTE, LAST, POOL, existing, flows
from dyadlens.sources.arms_pooled import POOLED_TABLES, zero_share
from dyadlens.sources.raw import FOCAL, Raw
from dyadlens.sources.states import build_states
from dyadlens.sources.table import Column, Table
from dyadlens.stats.concentration import herfindahl
from dyadlens.stats.ranks import grouped_percentile_ranks, percentile_ranks

WORLD = "WLD"


def _ranked(raw: Raw) -> pd.DataFrame:
    """Return the flows between states with ranks among all pairs, and one row a year for a pair without any."""
    all_flows, known = flows(raw), build_states(raw)
    imports = all_flows.groupby(["recipient", "year"])["tiv"].transform("sum")
    all_flows["share_of_imports"] = (all_flows["tiv"] / imports).where(imports > 0)
    out = []
    for year, delivered in all_flows.groupby("year"):
        states = existing(known, int(year))
        pairs = len(states) * (len(states) - 1)
        inside = delivered["supplier"].isin(states) & delivered["recipient"].isin(states)
        zero = pd.DataFrame({"supplier": [""], "recipient": [""], "year": [year], "tiv": [0.0]})
        here = pd.concat([delivered, zero], ignore_index=True)
        rank = np.append(inside.to_numpy(), True)
        fill = np.zeros(pairs - int(inside.sum()) - 1)
        ranks = percentile_ranks(np.concatenate([here["tiv"].to_numpy()[rank], fill]))[: int(rank.sum())]
        here.loc[rank, "percentile"] = ranks
        out.append(here.assign(pairs=pairs))
    return pd.concat(out, ignore_index=True)


def build_transfers(raw: Raw) -> pd.DataFrame:
    """Build deliveries by pair of states and year, with the pair's rank among all pairs."""
    rows = _ranked(raw)
    states = FOCAL if not raw.keeps_all("focal") else tuple(build_states(raw)["state"])
    return rows[rows["supplier"].isin(states) & rows["recipient"].isin(states)]


def build_zero_percentile(raw: Raw) -> pd.DataFrame:
    """Build the rank of a pair that delivered nothing, in the year and in five, by year."""
    rows = _ranked(raw)
    yearly = rows.loc[rows["supplier"] == "", ["year", "percentile", "pairs"]].merge(zero_share(raw), "left", "year")
    return yearly.astype({"import_share_pairs": "Int64"})


def _of_one(state: str, years: range, here: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the totals of one state in each year of its life."""
    bought, sold = here["imports"], here["exports"]
    by_supplier = bought.pivot_table(index="year", columns="supplier", values="tiv", aggfunc="sum")
    grid = by_supplier.reindex(years)
    pooled = grid.fillna(0).rolling(POOL, min_periods=1).sum()
    outside = [c for c in grid if c.startswith("<")]
    out = pd.DataFrame(
        {
            "imports_tiv": grid.sum(axis=1),
            "exports_tiv": sold.groupby("year")["tiv"].sum().reindex(years, fill_value=0.0),
            "imports_nonstate_tiv": grid[outside].sum(axis=1),
            "exports_nonstate_tiv": sold[sold["recipient"].str.startswith("<")]
            .groupby("year")["tiv"]
            .sum()
            .reindex(years, fill_value=0.0),
            "suppliers": grid.notna().sum(axis=1),
            "supplier_hhi": [herfindahl(row) for row in grid.to_numpy()],
            "supplier_hhi_5y": [herfindahl(row) for row in pooled.to_numpy()],
        },
        index=pd.Index(years, name="year"),
    )
    too_early = out.index < FIRST + POOL - 1
    out["supplier_hhi_5y"] = out["supplier_hhi_5y"].mask(too_early)
    return out.reset_index().assign(state=state)


def build_state_totals(raw: Raw) -> pd.DataFrame:
    """Build imports, exports and concentration of suppliers by state and year, and of the world."""
    rows, known = flows(raw), build_states(raw)
    alive = {year: existing(known, year) for year in range(FIRST, LAST + 1)}
    out = []
    for state in known["state"]:
        years = [year for year, states in alive.items() if state in states]
        if not years:
            continue
        here = {"imports": rows[rows["recipient"] == state], "exports": rows[rows["supplier"] == state]}
        # The grid runs on through a gap in statehood, so that five years stay five years; then the gap is cut out.
        whole = _of_one(state, range(years[0], years[-1] + 1), here)
        out.append(whole[whole["year"].isin(years)])
    states = pd.concat(out, ignore_index=True)
    index, year = states["supplier_hhi_5y"], states["year"]
    states["supplier_hhi_5y_percentile"] = grouped_percentile_ranks(index.round(12), year)
    world = _of_one(WORLD, range(FIRST, LAST + 1), {"imports": rows, "exports": rows})
    totals = pd.concat([states if raw.keeps_all("focal") else states[states["state"].isin(FOCAL)], world])
    ranked = index.notna().groupby(year).sum()
    totals["states_ranked"] = totals["year"].map(ranked[ranked > 0]).astype("Int64")
    sums = [c for c in totals if c.endswith("_tiv")]
    return totals.assign(**totals[sums].round(2))


_YEAR = Column("year", "integer", "Year of delivery.", minimum=FIRST, maximum=LAST)
_PAIRS = Column(
    "pairs",
    "integer",
    "Directed pairs of states that existed that year: the number the rank rests on.",
    unit="pairs",
    minimum=1,
)
TABLES = (
    Table(
        name="arms_transfers",
        credit="SIPRI Arms Transfers Database",
        title="Deliveries of major arms by pair and year (SIPRI)",
        description=(
            "Volume of major conventional arms delivered, from supplier to recipient. The trend-indicator value (TIV) "
            "measures military capability from production cost of a weapon, not what was paid. Only pair-years with a "
            "delivery have a row; the rank of all others is in `arms_zero_percentile`. A value of 0 in the vintage "
            "tables_2022 is a delivery below 0.5 million."
        ),
        build=build_transfers,
        columns=(
            Column("supplier", "string", "State code of the supplier; the Soviet Union is RUS."),
            Column("recipient", "string", "State code of the recipient."),
            _YEAR,
            Column("tiv", "number", "Volume delivered.", unit="million TIV", minimum=0),
            Column(
                "vintage", "string", "Release of the archive: tables_2022 before 1995, register_2026 from 1995 on.",
                allowed=("tables_2022", "register_2026"),
            ),
            Column(
                "share_of_imports", "number",
                "Share of the recipient's imports of that year, from states and others, that came from this supplier; "
                "empty where the imports of the year round to nothing.",
                unit="share", minimum=0, maximum=1, missing=True,
            ),
            Column(
                "percentile", "number",
                "Rank of tiv among all directed pairs of states that existed that year, pairs without deliveries "
                "included; ties share the middle rank; empty if one side was no member of the state system that year.",
                unit="percent", minimum=0, maximum=100, missing=True,
            ),
            _PAIRS,
        ),
        key=("supplier", "recipient", "year"),
        files=FILES,
        first=FIRST,
        last=LAST,
        absent="true_zero",
        published_lag=0.25,
        lag_note=LAG_NOTE,
        states_covered="pairs in which both states are focal",
        defects=(
            *DEFECTS,
            "before 1995 a delivery rounded to 0 ties in rank with no delivery",
            "small arms, most ammunition and services are not in the archive: zero means no major arms",
        ),
    ),
    Table(
        name="arms_zero_percentile",
        credit="SIPRI Arms Transfers Database",
        title="Rank of a pair without arms deliveries, by year",
        description="Percentile of a pair-year without delivery among all directed pairs; see `arms_transfers`.",
        build=build_zero_percentile,
        columns=(
            _YEAR,
            Column(
                "percentile", "number", "Middle rank of a pair that delivered nothing.",
                unit="percent", minimum=0, maximum=100,
            ),
            _PAIRS,
            Column(
                "import_share_percentile", "number",
                "Middle rank of a pair that delivered nothing in this year and the four before, to a recipient that "
                "imported arms in them; see `arms_pooled`; empty before 1954.",
                unit="percent", minimum=0, maximum=100, missing=True,
            ),
            Column(
                "import_share_pairs", "integer",
                "Directed pairs of states whose recipient imported arms in the five years: the number the ranks of "
                "shares of imports rest on; empty before 1954.",
                unit="directed pairs", minimum=1, missing=True,
            ),
        ),
        key=("year",),
        files=FILES,
        first=FIRST,
        last=LAST,
        absent="not_covered",
        published_lag=0.25,
        lag_note=LAG_NOTE,
        format="csv",
    ),
    Table(
        name="arms_state_totals",
        credit="SIPRI Arms Transfers Database",
        title="Arms imports, exports and concentration of suppliers (SIPRI)",
        description=(
            "Totals over all partners, with states, armed groups, organisations and unknown parties, for each year in "
            "which the state existed. The Herfindahl index sums the squared shares of the suppliers: 1 is a single "
            "supplier. All unknown suppliers count as one. WLD is the world: imports equal exports, and its index is "
            "that of the world's suppliers."
        ),
        build=build_state_totals,
        columns=(
            Column("state", "string", "State code; WLD is the world."),
            _YEAR,
            Column("imports_tiv", "number", "Volume received from all suppliers.", unit="million TIV", minimum=0),
            Column("exports_tiv", "number", "Volume delivered to all recipients.", unit="million TIV", minimum=0),
            Column(
                "imports_nonstate_tiv", "number",
                "Of the imports: from unknown suppliers, armed groups, organisations and territories.",
                unit="million TIV", minimum=0,
            ),
            Column(
                "exports_nonstate_tiv", "number",
                "Of the exports: to unknown recipients, armed groups, organisations and territories.",
                unit="million TIV", minimum=0,
            ),
            Column("suppliers", "integer", "Suppliers with a delivery that year.", unit="suppliers", minimum=0),
            Column(
                "supplier_hhi", "number", "Herfindahl index of the suppliers' shares; empty without imports.",
                "index 0-1", minimum=0, maximum=1, missing=True,
            ),
            Column(
                "supplier_hhi_5y", "number",
                "The same over this year and the four before, volumes added; a state younger than that has fewer "
                "years; empty without imports and before 1954.",
                "index 0-1", minimum=0, maximum=1, missing=True,
            ),
            Column(
                "supplier_hhi_5y_percentile", "number",
                "Rank of supplier_hhi_5y among all states with one that year; ties share the middle rank; empty where "
                "it is, and for the world.",
                "percent", minimum=0, maximum=100, missing=True,
            ),
            Column(
                "states_ranked", "integer", "States that the ranks of the year rest on; empty before 1954.", "states",
                minimum=1, missing=True,
            ),
        ),
        key=("state", "year"),
        files=FILES,
        first=FIRST,
        last=LAST,
        absent="not_covered",
        published_lag=0.25,
        lag_note=LAG_NOTE,
        states_covered="focal states and the world",
        defects=(*DEFECTS, "five-year windows that end in 1995 to 1998 add the two vintages"),
    ),
    *POOLED_TABLES,
    DEALS,
)  # fmt: skip
