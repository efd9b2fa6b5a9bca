"""Imports of energy and of liquefied gas, and movements of oil and gas between areas, from Statistical Reviews."""

from functools import lru_cache

import pandas as pd

from dyadlens.sources.raw import Raw
from dyadlens.sources.states.system import state_codes
from dyadlens.sources.table import lookups

NET_FILE = "energy/owid_energy_imports_pct_wb2014.csv"
LNG_FILE = "energy/ei2024_lng_imports_bcm.csv"
OIL_FILE = "energy/ei2024_Oil__Interarea_movements.csv"
BP_FILE = "energy/bp-stats-review-2021-all-data.xlsx"
LNG_SHEET, OIL_SHEET = "Gas - LNG imports", "Oil - Inter-area movements "
LISTS = lookups(__name__)
OIL_STATES, GAS_STATES, GAS_SHEETS = LISTS["oil_states"], LISTS["gas_states"], LISTS["gas_sheets"]
TOTAL = "Total"


@lru_cache(maxsize=1)
def _bp_sheets(raw: Raw) -> dict[str, pd.DataFrame]:
    """Read the sheets of the older Review, opened once."""
    names = [LNG_SHEET, OIL_SHEET, *(sheet for sheet, _, _ in GAS_SHEETS.values())]
    return pd.read_excel(raw.path(BP_FILE), sheet_name=names, header=None)


def build_energy_imports(raw: Raw) -> pd.DataFrame:
    """Build net energy imports of states."""
    frame = pd.read_csv(raw.path(NET_FILE)).set_axis(["name", "year", "net_imports_pct"], axis=1)
    rename = {"Democratic Republic of Congo": "DR Congo"}
    frame["state"] = state_codes(raw).of_names(frame.pop("name"), LISTS["net_not_states"], rename)
    return frame.dropna(subset=["state"])


def _read_bp(raw: Raw) -> pd.DataFrame:
    """Read the sheet of the older Review: names in the first column, years in the third row."""
    sheet = _bp_sheets(raw)[LNG_SHEET]
    head = sheet.index[sheet[0] == "Billion cubic metres"][0]
    # After the last year come growth rates and shares under years of their own.
    years = [int(y) for y in sheet.loc[head, 1:21]]
    body = sheet.loc[head + 1 :].dropna(subset=[1])
    body = body.loc[: body.index[body[0].str.strip() == "Total World"][0], :21].set_axis(["name", *years], axis=1)
    return body.melt("name", var_name="year", value_name="bcm").astype({"year": int, "bcm": float})


def build_lng_imports(raw: Raw) -> pd.DataFrame:
    """Build imports of liquefied natural gas from the two Reviews."""
    new = pd.read_csv(raw.path(LNG_FILE)).rename(columns={"country": "name", "lng_imports_bcm": "bcm"})
    both = pd.concat([new.assign(source="ei2024"), _read_bp(raw).assign(source="bp2021")], ignore_index=True)
    both["state"] = state_codes(raw).of_names(both.pop("name").str.strip(), LISTS["lng_not_states"])
    return raw.extract(both.dropna(subset=["state", "bcm"]).round({"bcm": 4}), "state")


def _read_oil(sheet: pd.DataFrame, year: int, source: str) -> pd.DataFrame:
    """Read the two blocks, crude and products, of one sheet: sellers in rows, buyers in columns."""
    label = sheet[0].astype("string").str.strip()
    heads = label.index[label.str.endswith("(million tonnes)", na=False)]
    ends = label.index[label.eq("Total imports")]
    buyers = sheet.loc[heads[0], 1:16].str.strip().tolist()
    parts = []
    for head, end in zip(heads, ends, strict=True):
        block = sheet.loc[head + 1 : end, 0:16].dropna(subset=[1]).set_axis(["from_area", *buyers], axis=1)
        block = block.assign(product=label[head].split(" ")[0].lower())
        parts.append(block.melt(["from_area", "product"], var_name="to_area", value_name="million_tonnes"))
    rows = pd.concat(parts, ignore_index=True)
    rows["from_area"] = rows["from_area"].str.strip().replace({"Total imports": TOTAL})
    return rows.assign(year=year, source=source, million_tonnes=rows["million_tonnes"].astype(float).round(4) + 0.0)


def read_oil(raw: Raw) -> pd.DataFrame:
    """Read all movements of oil of both editions, with totals."""
    new = pd.read_csv(raw.path(OIL_FILE), header=None)
    old = _read_oil(_bp_sheets(raw)[OIL_SHEET], 2020, "bp2021")
    rows = pd.concat([_read_oil(new, 2023, "ei2024"), old], ignore_index=True)
    return rows.replace({"from_area": OIL_STATES, "to_area": OIL_STATES})


def _read_gas(raw: Raw, mode: str) -> pd.DataFrame:
    """Read one sheet of movements of gas: sellers in columns, buyers in rows."""
    name, first, last = GAS_SHEETS[mode]
    sheet = _bp_sheets(raw)[name]
    head = sheet.loc[first:last].drop(columns=0).astype("string").fillna("")
    names = head.agg(" ".join).str.split().str.join(" ").str.rstrip("*")
    sellers = names[names != ""]
    body = sheet.loc[last + 1 :, [0, *sellers.index]].dropna(subset=[1]).set_axis(["to_area", *sellers], axis=1)
    rows = body.melt("to_area", var_name="from_area", value_name="bcm").assign(mode=mode)
    for end, name in (("from_area", "Total imports"), ("to_area", "Total exports")):
        rows[end] = rows[end].str.strip().replace({name: TOTAL})
    return rows[~rows["to_area"].isin(LISTS["gas_regions"])]  # regions repeat the states above them


def read_gas(raw: Raw) -> pd.DataFrame:
    """Read all movements of gas by ship and by pipeline, with totals."""
    rows = pd.concat([_read_gas(raw, mode) for mode in GAS_SHEETS], ignore_index=True)
    rows = rows.replace({"from_area": GAS_STATES, "to_area": GAS_STATES})
    return rows.assign(year=2020, bcm=rows["bcm"].astype(float).round(4))


def _of_states(rows: pd.DataFrame, raw: Raw, areas: set[str]) -> pd.DataFrame:
    """Keep movements between focal states, areas that hold some and totals, one end a state; all in a full copy."""
    if raw.full:
        return rows
    near = {*areas, TOTAL}
    one = raw.extract(rows, "from_area").index.union(raw.extract(rows, "to_area").index)
    rows = rows.loc[one]
    return rows[rows["from_area"].isin(near) & rows["to_area"].isin(near)]


def build_oil_movements(raw: Raw) -> pd.DataFrame:
    """Build movements of oil between focal states and the areas that hold others, with totals."""
    return _of_states(read_oil(raw), raw, {*OIL_STATES.values(), *LISTS["oil_mixed_areas"]})


def build_gas_movements(raw: Raw) -> pd.DataFrame:
    """Build movements of gas between focal states with the totals of each."""
    rows = _of_states(read_gas(raw), raw, set(GAS_STATES.values()))
    return rows if raw.full else rows[rows["from_area"] != rows["to_area"]]
