"""Movements of oil between areas of the world, in two editions of the Statistical Review."""

from __future__ import annotations

import pandas as pd

from dyadlens.sources.raw import Raw
from dyadlens.sources.table import Column, Table

EI_FILE = "energy/ei2024_Oil__Interarea_movements.csv"
BP_FILE = "energy/bp-stats-review-2021-all-data.xlsx"
BP_SHEET = "Oil - Inter-area movements "
TOTAL = "Total"
# Areas that are one focal state, and areas that hold focal states among others.
FOCAL_AREAS = {
    "US": "USA", "Russian Federation": "RUS", "Russia": "RUS", "Saudi Arabia": "SAU", "UAE": "ARE", "China": "CHN",
    "India": "IND",
}  # fmt: skip
MIXED = ("Other CIS", "Middle East", "Other Middle East", "Other Asia Pacific", "Europe")


def _read(sheet: pd.DataFrame, year: int, source: str) -> pd.DataFrame:
    """Read the two blocks, crude and products, of one sheet: sellers in rows, buyers in columns."""
    label = sheet[0].astype("string").str.strip()
    heads = label.index[label.str.endswith("(million tonnes)", na=False)]
    ends = label.index[label.eq("Total imports")]
    buyers = sheet.loc[heads[0], 1:16].str.strip().tolist()
    parts = []
    for head, end in zip(heads, ends, strict=True):
        block = sheet.loc[head + 1 : end, 0:16].dropna(subset=[1])
        block.columns = ["from_area", *buyers]
        block = block.assign(product=label[head].split(" ")[0].lower())
        parts.append(block.melt(["from_area", "product"], var_name="to_area", value_name="million_tonnes"))
    rows = pd.concat(parts, ignore_index=True)
    rows["from_area"] = rows["from_area"].str.strip().replace({"Total imports": TOTAL})
    return rows.assign(year=year, source=source, million_tonnes=rows["million_tonnes"].astype(float).round(4) + 0.0)


def read_movements(raw: Raw) -> pd.DataFrame:
    """Read all movements of both editions, with totals."""
    new = pd.read_csv(raw.path(EI_FILE), header=None)
    old = pd.read_excel(raw.path(BP_FILE), sheet_name=BP_SHEET, header=None)
    rows = pd.concat([_read(new, 2023, "ei2024"), _read(old, 2020, "bp2021")], ignore_index=True)
    names = {"from_area": rows["from_area"].replace(FOCAL_AREAS), "to_area": rows["to_area"].replace(FOCAL_AREAS)}
    return rows.assign(**names)


def build_oil(raw: Raw) -> pd.DataFrame:
    """Build movements between focal states and the areas that hold others, with totals; all of them in a full copy."""
    rows = read_movements(raw)
    if raw.keeps_all("focal"):
        return rows
    states = set(FOCAL_AREAS.values())
    near = rows["from_area"].isin([*states, *MIXED, TOTAL]) & rows["to_area"].isin([*states, *MIXED, TOTAL])
    return rows[near & (rows["from_area"].isin(states) | rows["to_area"].isin(states))]


TABLES = (
    Table(
        name="oil_movements",
        credit="Energy Institute, Statistical Review 2024; bp, Statistical Review 2021",
        title="Oil moved between focal states and the areas around them, 2020 and 2023",
        description=(
            "Crude and products moved in a year, in million tonnes, from and to the areas that the Review names. Six "
            "of them are one focal state and carry its code; the others are groups. 0 is a true zero: both areas are "
            "listed and nothing moved. Two years from two editions, no series."
        ),
        build=build_oil,
        columns=(
            Column("from_area", "string", "Where it was loaded: state code, name of an area, or Total."),
            Column("to_area", "string", "Where it went: state code, name of an area, or Total."),
            Column("product", "string", "Crude oil with condensate, or products.", allowed=("crude", "product")),
            Column("year", "integer", "Calendar year.", allowed=(2020, 2023)),
            Column("source", "string", "Edition of the Review.", allowed=("ei2024", "bp2021")),
            Column("million_tonnes", "number", "Amount; 0 is a true zero.", "million tonnes", minimum=0),
        ),
        key=("from_area", "to_area", "product", "year"),
        files=(EI_FILE, BP_FILE),
        first=2020,
        last=2023,
        absent="unknown",
        published_lag=0.5,
        lag_note="the Review appears in June of the next year",
        states_covered="ARE, CHN, IND, RUS, SAU, USA by name; the other focal states within groups",
        format="csv",
        defects=(
            "Pakistan is within Other Asia Pacific (as are Bangladesh, Indonesia and others): what Russia sends there "
            "is a ceiling on what it sends to Pakistan and no more",
            "bunkers, biofuels and movements inside an area are left out; 2021 and 2022 are not held",
            "areas differ between rows and columns: sellers of the Middle East stand by name, as buyers they are one",
            "natural gas stands in a table of its own, for 2020 only",
        ),
    ),
)
