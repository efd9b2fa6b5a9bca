"""Energy: who is short of it, and who buys it as liquefied gas."""

from __future__ import annotations

import numpy as np

from dyadlens.data.catalog import load
from dyadlens.data.evidence import Evidence
from dyadlens.lens import Lens
from dyadlens.measures.measure import Measure
from dyadlens.measures.yearly import rows_of, yearly
from dyadlens.states import WORLD, all_states

MEASURES = (
    Measure(
        "net_energy_imports",
        "Net energy imports",
        "share of energy use",
        None,
        1.0,
        "shorter of energy",
        ("energy_imports",),
        "World Bank, World Development Indicators",
        scale="share",
        directed=True,
        note="Below zero for a net exporter.",
        closer=0,
    ),
    Measure(
        "lng_imports",
        "Imports of liquefied natural gas",
        "billion cubic metres",
        0.0,
        None,
        "a larger gas market",
        ("lng_imports",),
        "Energy Institute, Statistical Review of World Energy 2024",
        scale="bcm",
        directed=True,
        closer=0,
    ),
    Measure(
        "lng_supplied",
        "Liquefied gas shipped",
        "billion cubic metres",
        0.0,
        None,
        "more gas sold to the other",
        ("gas_movements",),
        "bp, Statistical Review of World Energy 2021",
        scale="bcm",
        directed=True,
        interval="none: reported by the source, without an error",
        note="One year only. By where the cargo was loaded; a seller or buyer within a group has no figure.",
    ),
)


def net_energy_imports(lens: Lens, state: str) -> Evidence:
    """Return a state's net energy imports as a share of its energy use."""
    table = load("energy_imports", lens)
    rows = table.frame[table.frame["state"] == state].set_index("year")["net_imports_pct"]
    existed = all_states()[state].existed
    out = [yearly(y, rows.get(y, np.nan) / 100, covered=table.covers(y) and existed(y)) for y in lens.years]
    return rows_of("trade", "net_energy_imports", state, WORLD, out, "energy_imports")


def lng_imports(lens: Lens, state: str) -> Evidence:
    """Return a state's imports of liquefied gas: the newer review where it has a figure, else the older one."""
    table = load("lng_imports", lens)
    rows = table.frame[table.frame["state"] == state]
    held, existed = table.info.complete or all_states()[state].focal, all_states()[state].existed
    found = {r.year: r.bcm for r in rows.sort_values("source").itertuples()}
    out = [yearly(y, found.get(y), covered=held and table.covers(y) and existed(y)) for y in lens.years]
    return rows_of("trade", "lng_imports", state, WORLD, out, "lng_imports")


def lng_supplied(lens: Lens, a: str, b: str) -> Evidence:
    """Return the liquefied gas that one state shipped to another, where the review lists both by name."""
    table = load("gas_movements", lens)
    rows = table.frame[table.frame["mode"] == "lng"]
    found = rows[(rows["from_area"] == a) & (rows["to_area"] == b)].set_index("year")["bcm"]
    out = [yearly(y, found.get(y), covered=table.covers(y) and len(found) > 0) for y in lens.years]
    return rows_of("trade", "lng_supplied", a, b, out, "gas_movements")
