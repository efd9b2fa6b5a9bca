"""How Gleditsch-Ward numbers, which the Uppsala program uses, lead to states."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from dyadlens.errors import SourceError
from dyadlens.sources.raw import Raw
from dyadlens.sources.states import SERBIA_FROM

CONCORDANCE = "states/concordance_iso_cow_gw.csv"

# Numbers that the concordance leaves without an ISO code, or that mean another state in the COW list.
GW_SPECIAL = {
    54: "DMA", 55: "GRD", 56: "LCA", 57: "VCT", 58: "ATG", 60: "KNA", 221: "MCO", 223: "LIE", 232: "AND",
    265: "DDR", 315: "CSK", 331: "SMR", 345: "YUG", 347: "XKX", 403: "STP", 591: "SYC", 678: "YEM", 680: "YMD",
    816: "VNM", 817: "RVN", 935: "VUT", 970: "KIR", 971: "NRU", 972: "TON", 973: "TUV", 983: "MHL", 986: "PLW",
    987: "FSM", 990: "WSM",
}  # fmt: skip
YUGOSLAVIA = 345
# Hyderabad (annexed by India in 1948) and the Vatican are no states of this project.
NO_STATES = frozenset({751, 327})


def gw_lookup(raw: Raw) -> dict[int, str]:
    """Return the state code of each Gleditsch-Ward number, Yugoslavia under its own."""
    codes = pd.read_csv(raw.path(CONCORDANCE)).dropna(subset=["gwn", "iso3c"])
    return dict(zip(codes["gwn"].astype(int), codes["iso3c"], strict=True)) | GW_SPECIAL


def gw_lists(cells: Iterable[object], years: Iterable[int], raw: Raw) -> list[str | None]:
    """Turn cells that hold Gleditsch-Ward numbers parted by commas into state codes parted by semicolons."""
    lookup = gw_lookup(raw)
    out: list[str | None] = []
    for cell, year in zip(cells, years, strict=True):
        numbers = [] if pd.isna(cell) else [int(float(n)) for n in str(cell).split(",")]
        unknown = [n for n in numbers if n not in lookup and n not in NO_STATES]
        if unknown:
            raise SourceError(f"Gleditsch-Ward number {unknown[0]} is of no known state")
        codes = {"SRB" if n == YUGOSLAVIA and year >= SERBIA_FROM else lookup[n] for n in numbers if n not in NO_STATES}
        out.append("; ".join(sorted(codes)) or None)
    return out
