"""Arms transfers: volume, share of imports, concentration of suppliers, ratio to a third state's."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dyadlens.data.catalog import Vintage, load, read, table
from dyadlens.data.evidence import NOT_COVERED, OBSERVED, TRUE_ZERO, UNKNOWN, Evidence, join
from dyadlens.lens import Lens
from dyadlens.measures.measure import Measure
from dyadlens.measures.yearly import row, rows_of
from dyadlens.states import WORLD, all_states

WINDOW = 5
ALL_PAIRS = ("tiv", "import_share")
_SIPRI = "SIPRI Arms Transfers Database; Holtom, Bromley & Simmel (2012), Measuring international arms transfers"
_NO_INTERVAL = "none: SIPRI gives no error; deliveries that are estimated are marked in the register of deals"

MEASURES = (
    Measure(
        "tiv",
        "Arms delivered",
        "million TIV",
        0.0,
        None,
        "more arms delivered",
        ("arms_transfers", "arms_zero_percentile"),
        _SIPRI,
        scale="tiv",
        directed=True,
        interval=_NO_INTERVAL,
        note="TIV measures the volume of arms, not their price.",
    ),
    Measure(
        "import_share",
        "Share of the recipient's arms imports",
        "share of TIV",
        0.0,
        1.0,
        "the recipient leans more on the supplier",
        ("arms_pooled", "arms_zero_percentile", "arms_state_totals"),
        _SIPRI,
        scale="share",
        directed=True,
        pooled=WINDOW,
        interval=_NO_INTERVAL,
        note=f"Pools the {WINDOW} years that end with the one named: single years jump. Ranked among the pairs whose "
        "recipient imported arms in them; most of these are zeros.",
    ),
    Measure(
        "supplier_concentration",
        "Concentration of arms suppliers",
        "Herfindahl index, 1 is a single supplier",
        0.0,
        1.0,
        "the state leans on fewer suppliers",
        ("arms_state_totals",),
        "Herfindahl (1950); Hirschman (1945), National Power and the Structure of Foreign Trade",
        directed=True,
        pooled=WINDOW,
        interval=_NO_INTERVAL,
        note=f"Pools the {WINDOW} years that end with the one named. Ranked among the states that imported arms in "
        "them.",
        closer=0,
    ),
    Measure(
        "tiv_ratio",
        "Arms delivered, as a ratio to those for",
        "ratio",
        0.0,
        None,
        "the supplier favours this recipient more",
        ("arms_pooled", "arms_ratios", "arms_ratio_zero_percentile"),
        _SIPRI,
        directed=True,
        pooled=WINDOW,
        interval=_NO_INTERVAL,
        note=f"Deliveries of {WINDOW} years up to the one named, divided by the same supplier's to the third state. "
        "Ranked among the pairs whose supplier delivered to the third state; most of these are zeros, and a supplier "
        "that sold the third state little stands high with all its other customers.",
    ),
)


def compute(lens: Lens, only: str | None = None) -> Evidence:
    """Compute the measures of arms."""
    a, b = lens.pair
    parts = []
    for supplier, recipient in ((b, a), (a, b)):
        if only in (None, "tiv"):
            parts.append(_volume(lens, supplier, recipient))
        if only in (None, "import_share"):
            parts.append(_import_share(lens, supplier, recipient))
        if only in (None, "tiv_ratio"):
            parts += [_ratio(lens, supplier, recipient, third) for third in lens.third_parties]
    if only in (None, "supplier_concentration"):
        parts += [_concentration(lens, state) for state in lens.pair]
    return join(parts)


def all_pairs(measure: str) -> pd.DataFrame:
    """Return a measure for every directed pair that the shared tables hold: focal pairs, unless they are full."""
    name, column, zero_column = {
        "tiv": ("arms_transfers", "tiv", "percentile"),
        "import_share": ("arms_pooled", "share_of_imports", "import_share_percentile"),
    }[measure]
    info = table(name)
    states = [s for s in all_states().values() if info.complete or s.focal]
    zero = read("arms_zero_percentile").set_index("year")[zero_column].to_dict()
    importers = _importers() if measure == "import_share" else None
    every = pd.DataFrame(
        [
            (a.code, b.code, year, 0.0, zero[year])
            for year in sorted(zero)  # the years that the table of ranks holds
            for b in states
            if b.existed(year) and (importers is None or (b.code, year) in importers)
            for a in states
            if a != b and a.existed(year)
        ],
        columns=["a", "b", "year", "value", "percentile"],
    ).set_index(["a", "b", "year"])
    found = read(name).rename(columns={"supplier": "a", "recipient": "b", column: "value"})
    found = found.astype({"a": str, "b": str}).set_index(["a", "b", "year"])[["value", "percentile"]]
    every.update(found)
    return every.reset_index()


def _importers() -> set[tuple[str, int]]:
    """Return the states and years with arms imports in the year or the four before: those with a concentration."""
    totals = read("arms_state_totals").dropna(subset=["supplier_hhi_5y"])
    return set(zip(totals["state"].astype(str), totals["year"].astype(int), strict=True))


def deals(lens: Lens) -> pd.DataFrame:
    """Return the deals between the two states, newest first."""
    frame = load("arms_deals", lens).frame
    ours = frame["supplier"].isin(lens.pair) & frame["recipient"].isin(lens.pair)
    rows = frame[ours & frame["year"].between(lens.start, lens.end)].sort_values(
        ["year", "deal"], ascending=[False, True]
    )
    columns = ["supplier", "recipient", "order_year", "designation", "description", "ordered", "delivered"]
    return rows[[*columns, "first_delivery", "last_delivery", "tiv_delivered"]].reset_index(drop=True)


def _held(vintage: Vintage, *states: str) -> bool:
    """Tell whether the table holds rows of these states: an extract holds focal states only."""
    return vintage.info.complete or all(all_states()[s].focal for s in states)


def _alive(year: int, *states: str) -> bool:
    return all(all_states()[s].existed(year) for s in states)


def _between(vintage: Vintage, supplier: str, recipient: str) -> pd.DataFrame:
    frame = vintage.frame
    return frame[(frame["supplier"] == supplier) & (frame["recipient"] == recipient)].set_index("year")


def _volume(lens: Lens, supplier: str, recipient: str) -> Evidence:
    """Deliveries a year; a year without any, inside the coverage, is a true zero with the rank of zeros."""
    transfers = load("arms_transfers", lens)
    rows = _between(transfers, supplier, recipient)
    zero_rank = load("arms_zero_percentile", lens).frame.set_index("year")["percentile"]
    held = _held(transfers, supplier, recipient)
    out = []
    for year in lens.years:
        if not (held and transfers.covers(year) and _alive(year, supplier, recipient)):
            out.append(row(year, NOT_COVERED))
        elif year in rows.index:  # a delivery that rounds to 0 is a delivery
            out.append(row(year, OBSERVED, rows.at[year, "tiv"], percentile=rows.at[year, "percentile"]))
        else:
            out.append(row(year, TRUE_ZERO, 0.0, percentile=zero_rank.get(year, np.nan)))
    return rows_of("arms", "tiv", supplier, recipient, out, "arms_transfers")


def _import_share(lens: Lens, supplier: str, recipient: str) -> Evidence:
    """Share of the recipient's imports over five years; unknown where it imported nothing."""
    pooled, totals = load("arms_pooled", lens), load("arms_state_totals", lens).frame
    imported = totals[totals["state"] == recipient].set_index("year")["supplier_hhi_5y"].notna()
    zero_rank = load("arms_zero_percentile", lens).frame.set_index("year")["import_share_percentile"]
    rows, held = _between(pooled, supplier, recipient), _held(pooled, supplier, recipient)
    out = []
    for year in lens.years:
        if not (held and pooled.covers(year) and _alive(year, supplier, recipient)):
            out.append(row(year, NOT_COVERED))
        elif not imported.get(year, False):
            out.append(row(year, UNKNOWN))
        elif year in rows.index:
            out.append(row(year, OBSERVED, rows.at[year, "share_of_imports"], percentile=rows.at[year, "percentile"]))
        else:
            out.append(row(year, TRUE_ZERO, 0.0, percentile=zero_rank.get(year, np.nan)))
    return rows_of("arms", "import_share", supplier, recipient, out, "arms_pooled")


def _ratio(lens: Lens, supplier: str, recipient: str, third: str) -> Evidence:
    """Deliveries to the partner over those to a third state; unknown where the third state had none."""
    pooled = load("arms_pooled", lens)
    ours, theirs = (_between(pooled, supplier, to)["tiv"] for to in (recipient, third))
    ranks = _between(load("arms_ratios", lens), supplier, recipient)
    ranks = ranks.loc[ranks["third_party"] == third, "percentile"]
    zeros = load("arms_ratio_zero_percentile", lens).frame
    zero_rank = zeros[zeros["third_party"] == third].set_index("year")["percentile"]
    held = _held(pooled, supplier, recipient, third)
    out = []
    for year in lens.years:
        if not (held and pooled.covers(year) and _alive(year, supplier, recipient, third)):
            out.append(row(year, NOT_COVERED))
        elif not theirs.get(year, 0.0) > 0:
            out.append(row(year, UNKNOWN))
        else:
            value = ours.get(year, 0.0) / theirs[year]
            rank = (ranks if value > 0 else zero_rank).get(year, np.nan)
            # a delivery that rounds to 0 is a delivery
            out.append(row(year, OBSERVED if year in ours.index else TRUE_ZERO, value, percentile=rank))
    return rows_of("arms", f"tiv_ratio:{third}", supplier, recipient, out, "arms_pooled")


def _concentration(lens: Lens, state: str) -> Evidence:
    """Herfindahl index of a state's suppliers over five years; unknown where it imported nothing."""
    totals = load("arms_state_totals", lens)
    rows = totals.frame[totals.frame["state"] == state].set_index("year")
    out = []
    for year in lens.years:
        if not (_held(totals, state) and totals.covers(year) and _alive(year, state)):
            out.append(row(year, NOT_COVERED))
        else:
            value, rank = (
                float(rows[name].get(year, np.nan)) for name in ("supplier_hhi_5y", "supplier_hhi_5y_percentile")
            )
            out.append(row(year, UNKNOWN if np.isnan(value) else OBSERVED, value, percentile=rank))
    return rows_of("arms", "supplier_concentration", state, WORLD, out, "arms_state_totals")
