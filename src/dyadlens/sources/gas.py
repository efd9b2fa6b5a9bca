"""Movements of natural gas between states, by ship and by pipeline, in the one year that the Review holds."""

from __future__ import annotations

import pandas as pd

from dyadlens.sources.raw import Raw
from dyadlens.sources.table import Column, Table

FILE = "energy/bp-stats-review-2021-all-data.xlsx"
YEAR = 2020
TOTAL = "Total"
# Mode: sheet, row of the head's first line, last row of the head.
SHEETS = {"lng": ("Gas - Trade movts LNG", 2, 3), "pipeline": ("Gas - Trade movts - pipeline", 2, 2)}
# Regions repeat the states above them.
REGIONS = (
    "North America", "S. & Cent. America", "Europe", "CIS", "Middle East & Africa", "Middle East", "Africa",
    "Asia Pacific",
)  # fmt: skip
FOCAL = {
    "US": "USA", "Russian Federation": "RUS", "United Arab Emirates": "ARE", "China": "CHN", "India": "IND",
    "Pakistan": "PAK", "Turkey": "TUR", "Ukraine": "UKR", "Belarus": "BLR", "Kazakhstan": "KAZ",
    "Turkmenistan": "TKM", "Uzbekistan": "UZB", "Iran": "IRN",
}  # fmt: skip


def _read(raw: Raw, mode: str) -> pd.DataFrame:
    """Read one sheet: sellers in columns, buyers in rows."""
    name, first, last = SHEETS[mode]
    sheet = pd.read_excel(raw.path(FILE), sheet_name=name, header=None)
    head = sheet.loc[first:last].drop(columns=0).astype("string").fillna("")
    head = head.agg(" ".join).str.split().str.join(" ").str.rstrip("*")
    sellers = head[head != ""]
    body = sheet.loc[last + 1 :, [0, *sellers.index]].dropna(subset=[1])
    body.columns = ["to_area", *sellers]
    rows = body.melt("to_area", var_name="from_area", value_name="bcm").assign(mode=mode)
    ends = {"from_area": {"Total imports": TOTAL}, "to_area": {"Total exports": TOTAL}}
    for end, names in ends.items():
        rows[end] = rows[end].str.strip().replace(names)
    return rows[~rows["to_area"].isin(REGIONS)]


def read_movements(raw: Raw) -> pd.DataFrame:
    """Read all movements by ship and by pipeline, with totals."""
    rows = pd.concat([_read(raw, mode) for mode in SHEETS], ignore_index=True)
    names = {end: rows[end].replace(FOCAL) for end in ("from_area", "to_area")}
    return rows.assign(**names, year=YEAR, bcm=rows["bcm"].astype(float).round(4))


def build_gas(raw: Raw) -> pd.DataFrame:
    """Build movements between focal states with the totals of each; all movements in a full copy."""
    rows = read_movements(raw)
    if raw.keeps_all("focal"):
        return rows
    states, near = set(FOCAL.values()), {*FOCAL.values(), TOTAL}
    inside = rows["from_area"].isin(near) & rows["to_area"].isin(near)
    rows = rows[inside & (rows["from_area"].isin(states) | rows["to_area"].isin(states))]
    return rows[rows["from_area"] != rows["to_area"]]


TABLES = (
    Table(
        name="gas_movements",
        credit="bp, Statistical Review 2021",
        title="Natural gas moved between focal states, 2020",
        description=(
            "Gas moved as liquid by ship and by pipeline, in billion cubic metres, from and to the focal states that "
            "the Review names, with their totals. 0 is a true zero: both are listed and nothing moved. One year, no "
            "series."
        ),
        build=build_gas,
        columns=(
            Column("from_area", "string", "Seller: state code, or Total."),
            Column("to_area", "string", "Buyer: state code, or Total."),
            Column("mode", "string", "By ship as liquid, or by pipeline.", allowed=("lng", "pipeline")),
            Column("year", "integer", "Calendar year.", allowed=(YEAR,)),
            Column("bcm", "number", "Amount; 0 is a true zero.", "billion cubic metres", minimum=0),
        ),
        key=("from_area", "to_area", "mode"),
        files=(FILE,),
        first=YEAR,
        last=YEAR,
        absent="unknown",
        published_lag=0.5,
        lag_note="the Review appears in June of the next year",
        states_covered="focal states that the Review lists by name: as buyers or sellers of either mode",
        format="csv",
        defects=(
            "a focal state that is not a column or row of a sheet is within a group there and has no figure",
            "cargoes are told by where they were loaded: gas that was sold on the way carries the loader's name",
            "liquid gas counts in a country that loads it again after import as its export",
        ),
    ),
)
