"""Arms transfers: volume, share of imports, concentration of suppliers, ratio to a third state's."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dyadlens.catalog import Vintage, load, read, table
from dyadlens.lens import Lens
from dyadlens.measures.measure import Measure
from dyadlens.measures.yearly import row, rows_of
from dyadlens.shape import NOT_COVERED, OBSERVED, TRUE_ZERO, UNKNOWN, Evidence, join
from dyadlens.states import WORLD, all_states

WINDOW = 5
ALL_PAIRS = ("tiv",)
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
        ("arms_transfers", "arms_state_totals"),
        _SIPRI,
        scale="share",
        directed=True,
        pooled=WINDOW,
        interval=_NO_INTERVAL,
        note=f"Pools the {WINDOW} years that end with the one named: single years jump.",
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
        note=f"Pools the {WINDOW} years that end with the one named.",
    ),
    Measure(
        "tiv_ratio",
        "Arms delivered, as a ratio to those for",
        "ratio",
        0.0,
        None,
        "the supplier favours this recipient more",
        ("arms_transfers",),
        _SIPRI,
        directed=True,
        pooled=WINDOW,
        interval=_NO_INTERVAL,
        note=f"Deliveries of {WINDOW} years up to the one named, divided by the same supplier's to the third state.",
    ),
)


def compute(lens: Lens, only: str | None = None) -> Evidence:
    """Compute the measures of arms.

    Parameters
    ----------
    lens : Lens
        The pair, the third states and the years.
    only : str, optional
        One measure; all by default.

    Returns
    -------
    Evidence
        Directed from supplier to recipient, both ways; the concentration is of one state, with ``b`` the world.

    Examples
    --------
    >>> rows = compute(Lens("PAK-RUS", start=2018, end=2018))
    >>> float(rows.of("tiv", "RUS", "PAK")["value"].iloc[0].round())
    79.0
    """
    transfers = load("arms_transfers", lens)
    totals = load("arms_state_totals", lens)
    a, b = lens.pair
    parts = []
    for supplier, recipient in ((b, a), (a, b)):
        if only in (None, "tiv"):
            parts.append(_volume(lens, transfers, supplier, recipient))
        if only in (None, "import_share"):
            parts.append(_import_share(lens, transfers, totals, supplier, recipient))
        if only in (None, "tiv_ratio"):
            parts += [_ratio(lens, transfers, supplier, recipient, third) for third in lens.third]
    if only in (None, "supplier_concentration"):
        parts += [_concentration(lens, totals, state) for state in lens.pair]
    return join(parts)


def all_pairs(measure: str) -> pd.DataFrame:
    """Return arms delivered for every pair that the shared table holds: focal pairs, unless the table is full.

    Parameters
    ----------
    measure : str
        One of :data:`ALL_PAIRS`.

    Returns
    -------
    pandas.DataFrame
        ``a`` (supplier), ``b`` (recipient), ``year``, ``value``, ``percentile``; a year without a delivery, in which
        both states existed, is a zero.

    Raises
    ------
    KeyError
        If the measure has another name.

    Examples
    --------
    >>> list(all_pairs("tiv").columns)
    ['a', 'b', 'year', 'value', 'percentile']
    """
    column = {"tiv": "tiv"}[measure]
    info, rows = table("arms_transfers"), read("arms_transfers")
    states = [s for s in all_states().values() if info.complete or s.focal]
    zero = read("arms_zero_percentile").set_index("year")["percentile"].to_dict()
    every = pd.DataFrame(
        [
            (a.code, b.code, year, 0.0, zero[year])
            for year in sorted(zero)  # the years that the table of ranks holds
            for a in states
            for b in states
            if a != b and a.existed(year) and b.existed(year)
        ],
        columns=["a", "b", "year", "value", "percentile"],
    ).set_index(["a", "b", "year"])
    found = rows.rename(columns={"supplier": "a", "recipient": "b", column: "value"})
    found = found.astype({"a": str, "b": str}).set_index(["a", "b", "year"])[["value", "percentile"]]
    every.update(found)
    return every.reset_index()


def deals(lens: Lens) -> pd.DataFrame:
    """Return the deals between the two states, newest first.

    Parameters
    ----------
    lens : Lens
        The pair, its years and as-of date.

    Returns
    -------
    pandas.DataFrame
        ``supplier``, ``recipient``, ``order_year``, ``designation``, ``description``, ``ordered``, ``delivered``,
        ``first_delivery``, ``last_delivery``, ``tiv_delivered``; only deals last delivered or ordered in the lens.

    Examples
    --------
    >>> bool((deals(Lens("PAK-RUS"))["supplier"] == "RUS").any())
    True
    """
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


def _deliveries(vintage: Vintage, supplier: str, recipient: str) -> pd.DataFrame:
    frame = vintage.frame
    return frame[(frame["supplier"] == supplier) & (frame["recipient"] == recipient)].set_index("year")


def _volume(lens: Lens, transfers: Vintage, supplier: str, recipient: str) -> Evidence:
    """Deliveries a year; a year without any, inside the coverage, is a true zero with the rank of zeros."""
    rows = _deliveries(transfers, supplier, recipient)
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


def _pooled(transfers: Vintage, supplier: str, recipient: str, year: int) -> float | None:
    """Sum deliveries over the window that ends with a year, or None where the window is not covered throughout."""
    window = range(year - WINDOW + 1, year + 1)
    if not all(transfers.covers(y) for y in window) or not any(_alive(y, supplier, recipient) for y in window):
        return None
    rows = _deliveries(transfers, supplier, recipient)
    return float(rows.loc[rows.index.isin(window), "tiv"].sum())


def _import_share(lens: Lens, transfers: Vintage, totals: Vintage, supplier: str, recipient: str) -> Evidence:
    """Share of the recipient's imports over five years; unknown where it imported nothing."""
    imports = totals.frame[totals.frame["state"] == recipient].set_index("year")["imports_tiv"]
    out = []
    for year in lens.years:
        part = _pooled(transfers, supplier, recipient, year) if _held(transfers, supplier, recipient) else None
        whole = float(imports[imports.index.isin(range(year - WINDOW + 1, year + 1))].sum())
        if part is None:
            out.append(row(year, NOT_COVERED))
        elif whole <= 0:
            out.append(row(year, UNKNOWN))
        else:
            out.append(row(year, OBSERVED if part else TRUE_ZERO, min(part / whole, 1.0)))
    return rows_of("arms", "import_share", supplier, recipient, out, "arms_transfers")


def _ratio(lens: Lens, transfers: Vintage, supplier: str, recipient: str, third: str) -> Evidence:
    """Deliveries to the partner over those to a third state; unknown where the third state had none."""
    out = []
    for year in lens.years:
        held = _held(transfers, supplier, recipient, third)
        part = _pooled(transfers, supplier, recipient, year) if held else None
        other = _pooled(transfers, supplier, third, year) if held else None
        if part is None or other is None:
            out.append(row(year, NOT_COVERED))
        elif other == 0:
            out.append(row(year, UNKNOWN))
        else:
            out.append(row(year, OBSERVED if part else TRUE_ZERO, part / other))
    return rows_of("arms", f"tiv_ratio:{third}", supplier, recipient, out, "arms_transfers")


def _concentration(lens: Lens, totals: Vintage, state: str) -> Evidence:
    """Herfindahl index of a state's suppliers over five years; unknown where it imported nothing."""
    rows = totals.frame[totals.frame["state"] == state].set_index("year")["supplier_hhi_5y"]
    out = []
    for year in lens.years:
        if not (_held(totals, state) and totals.covers(year) and _alive(year, state)):
            out.append(row(year, NOT_COVERED))
        else:
            value = float(rows.get(year, np.nan))
            out.append(row(year, UNKNOWN if np.isnan(value) else OBSERVED, value))
    return rows_of("arms", "supplier_concentration", state, WORLD, out, "arms_state_totals")
