"""Dependence on imported energy, and imports of liquefied natural gas."""

from __future__ import annotations

import pandas as pd

from dyadlens.sources.raw import FOCAL, Raw
from dyadlens.sources.states import build_states, name_to_state
from dyadlens.sources.table import Column, Table

NET_FILE = "energy/owid_energy_imports_pct_wb2014.csv"
LNG_FILE = "energy/ei2024_lng_imports_bcm.csv"
BP_FILE = "energy/bp-stats-review-2021-all-data.xlsx"
BP_SHEET = "Gas - LNG imports"

NET_NOT_STATES = (
    "Curacao", "Gibraltar", "Hong Kong", "East Asia & Pacific", "Europe & Central Asia", "High income",
    "Latin America & Caribbean", "Low income", "Lower middle income", "Middle East & North Africa", "Middle income",
    "North America", "South Asia", "Sub-Saharan Africa", "Upper middle income",
)  # fmt: skip
LNG_NOT_STATES = (
    "Other S. & Cent. America", "Other EU", "Rest of Europe", "Other Middle East & Africa", "Other Asia Pacific",
    "Total North America", "Total S. & Cent. America", "Total Europe", "Total Middle East & Africa",
    "Total Asia Pacific", "Total World",
)  # fmt: skip


def build_net_imports(raw: Raw) -> pd.DataFrame:
    """Build net energy imports of states."""
    frame = pd.read_csv(raw.path(NET_FILE))
    frame.columns = ["name", "year", "net_imports_pct"]
    names = frame["name"].replace({"Democratic Republic of Congo": "DR Congo"})
    frame["state"] = name_to_state(names.tolist(), build_states(raw), ignore=NET_NOT_STATES).to_numpy()
    return frame.dropna(subset=["state"]).drop(columns="name")


def _read_bp(raw: Raw) -> pd.DataFrame:
    """Read the sheet of the older Review: names in the first column, years in the third row."""
    sheet = pd.read_excel(raw.path(BP_FILE), sheet_name=BP_SHEET, header=None)
    head = sheet.index[sheet[0] == "Billion cubic metres"][0]
    # After the last year come growth rates and shares under years of their own.
    years = [int(y) for y in sheet.loc[head, 1:21]]
    body = sheet.loc[head + 1 :].dropna(subset=[1])
    body = body.loc[: body.index[body[0].str.strip() == "Total World"][0], :21]
    body.columns = ["name", *years]
    return body.melt("name", var_name="year", value_name="bcm").astype({"year": int, "bcm": float})


def build_lng(raw: Raw) -> pd.DataFrame:
    """Build imports of liquefied natural gas from the two Reviews."""
    new = pd.read_csv(raw.path(LNG_FILE)).rename(columns={"country": "name", "lng_imports_bcm": "bcm"})
    both = pd.concat([new.assign(source="ei2024"), _read_bp(raw).assign(source="bp2021")], ignore_index=True)
    names = both["name"].str.strip()
    both["state"] = name_to_state(names.tolist(), build_states(raw), ignore=LNG_NOT_STATES).to_numpy()
    both = both.dropna(subset=["state", "bcm"]).drop(columns="name").round({"bcm": 4})
    return both if raw.keeps_all("focal") else both[both["state"].isin(FOCAL)]


_STATES = ("states/cow_states.parquet", "states/concordance_iso_cow_gw.csv")

TABLES = (
    Table(
        name="energy_imports",
        credit="World Bank, World Development Indicators",
        title="Net energy imports as a share of energy use, 1960-2014",
        description="Energy use less production, in percent of use; below zero for a net exporter.",
        build=build_net_imports,
        columns=(
            Column("state", "string", "State."),
            Column("year", "integer", "Calendar year.", minimum=1960, maximum=2014),
            Column("net_imports_pct", "number", "Net imports.", "% of energy use", maximum=100),
        ),
        key=("state", "year"),
        files=(NET_FILE, *_STATES),
        first=1960,
        last=2014,
        absent="unknown",
        published_lag=2.0,
        lag_note="the World Bank takes these from the International Energy Agency, about two years after",
        states_covered="states in the energy balances: OECD members from 1960, others from 1971 or later",
        defects=("the series ends in 2014 here; regions and income groups are dropped",),
    ),
    Table(
        name="lng_imports",
        credit="Energy Institute, Statistical Review 2024; bp, Statistical Review 2021",
        title="Imports of liquefied natural gas of focal states, 2000-2023",
        description=(
            "Yearly imports of focal states that the Statistical Review lists by name. 0 is a true zero: the state is "
            "listed and imported none. A state without rows is in a remainder group and unknown. Two editions stand "
            "side by side: the 2024 one is the default, that of 2021 (to 2020) is the check."
        ),
        build=build_lng,
        columns=(
            Column("state", "string", "State that imports."),
            Column("year", "integer", "Calendar year.", minimum=2000, maximum=2023),
            Column("source", "string", "Edition of the Review.", allowed=("ei2024", "bp2021")),
            Column("bcm", "number", "Imports; 0 is a true zero.", "billion cubic metres", minimum=0),
        ),
        key=("state", "source", "year"),
        files=(LNG_FILE, BP_FILE, *_STATES),
        first=2000,
        last=2023,
        absent="unknown",
        published_lag=0.5,
        lag_note="the Review appears in June of the next year",
        states_covered="focal states listed by name: ARE, CHN, IND, PAK, TUR, USA",
        format="csv",
        defects=(
            "the editions agree to 2016; later years were revised, most for 2020 (Pakistan 10.62 in 2021, 10.57 in "
            "2024)",
        ),
    ),
)  # fmt: skip
