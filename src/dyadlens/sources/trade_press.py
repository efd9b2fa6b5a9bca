"""Points of Pakistan-Russia trade that the press and ministries have named."""

from __future__ import annotations

import re

import pandas as pd

from dyadlens.errors import SourceError
from dyadlens.sources.raw import Raw

PRESS_FILE = "trade/pak_rus_trade_press_points.csv"

# Wording in the raw file -> our name of the source, and whose figures they are.
SPEAKERS = {
    "RUS customs (Russian trade rep.)": ("press_russian_customs", "RUS"),
    "PBC report (ITC/Russian mirror data)": ("press_business_council", "RUS"),
    "LCCI (Pakistan-side)": ("press_lahore_chamber", "PAK"),
    "Russian trade rep. Kozlov at KCCI": ("press_russian_trade_mission", "RUS"),
    "Russian customs (trade mission site)": ("press_russian_trade_mission", "RUS"),
    "Pakistan Ministry of Commerce to National Assembly": ("press_pakistan_commerce", "PAK"),
    "State Bank of Pakistan (payments basis)": ("press_state_bank_of_pakistan", "PAK"),
    "Pakistan Commerce Minister": ("press_pakistan_commerce", "PAK"),
    "Pakistan Ministry of Commerce": ("press_pakistan_commerce", "PAK"),
    "Russian ambassador Khorev / Russian MFA": ("press_russian_embassy", "RUS"),
    "Matviyenko": ("press_russian_federation_council", "RUS"),
}
MONTHS = {"Jan": 1, "May": 5, "Jun": 6, "Jul": 7, "Aug": 8, "Oct": 10, "Nov": 11}


def period(text: str, year: int) -> tuple[str, str, str]:
    """Read a period as the raw file writes it."""
    found = re.fullmatch(r"(CY|FY)(?:\d{4}-\d{2})?(?: \(?([A-Z][a-z]{2})-([A-Z][a-z]{2})\)?)?", text)
    if not found or not {found[2], found[3]} <= {None, *MONTHS}:
        raise SourceError(f"{PRESS_FILE}: period {text!r} has no known form")
    fiscal = found[1] == "FY"
    first = MONTHS[found[2]] if found[2] else 1
    last = MONTHS[found[3]] if found[3] else 12
    start = pd.Timestamp(year - fiscal, first, 1)
    end = pd.Timestamp(year, last, 1) + pd.offsets.MonthEnd(0)
    whole = (end - start).days > 360
    basis = ("fiscal_jul_jun" if fiscal else "calendar") + ("" if whole else "_part")
    return f"{start:%Y-%m-%d}", f"{end:%Y-%m-%d}", basis


def _address(text: str) -> str:
    """Drop remarks and cut-off ends from an address."""
    if not text.startswith("http"):
        return text.split(" (", maxsplit=1)[0]
    return text if not text.endswith("...") else "/".join(text.split("/")[:3]) + "/"


def read_press(raw: Raw) -> pd.DataFrame:
    """Read the points, one row a direction."""
    frame = pd.read_csv(raw.path(PRESS_FILE))
    unknown = set(frame["source"]) - set(SPEAKERS)
    if unknown:
        raise SourceError(f"{PRESS_FILE}: sources of no known kind: {sorted(unknown)}")
    rows = []
    for point in frame.itertuples():
        source, reporter = SPEAKERS[point.source]
        start, end, basis = period(point.period, point.year)
        if "payments" in point.source:
            basis = f"payments_{basis}"
        elif "exceeded" in str(point.note):
            basis = "calendar_floor"
        sold, bought = point.pak_to_rus_usd_mn, point.rus_to_pak_usd_mn
        exports, imports = (sold, bought) if reporter == "PAK" else (bought, sold)
        rows += [
            {
                "reporter": reporter,
                "partner": "RUS" if reporter == "PAK" else "PAK",
                "flow": flow,
                "year": point.year,
                "value_musd": value,
                "source": source,
                "basis": basis,
                "period_start": start,
                "period_end": end,
                "reference": _address(point.url),
            }
            for flow, value in (("exports", exports), ("imports", imports), ("total", point.total_usd_mn))
        ]
    return pd.DataFrame(rows).dropna(subset=["value_musd"])
