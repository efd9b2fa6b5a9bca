"""What states, or others for them, declare to have traded: the second opinions, side by side."""

import re
from collections.abc import Iterable
from typing import Any, cast

import pandas as pd

from dyadlens.errors import SourceError
from dyadlens.sources.raw import FOCAL, Raw
from dyadlens.sources.states.system import state_codes
from dyadlens.sources.table import lookups

FOCAL_FILE = "trade/trade_focal_2015_on.csv"
PAKISTAN_FILE = "trade/pak_exports_by_partner_2003_2020_comtrade.csv"
WITS_FILE = "trade/wits_top5_partner_trade.csv"
LONG_FILE = "trade/dots_small_long.csv"
PRESS_FILE = "trade/pak_rus_trade_press_points.csv"
LISTS = lookups(__name__)
WORLD = "WLD"
COMTRADE = ("comtrade_pakistan", "comtrade_2017", "comtrade_recent")
SAME = 0.001
IMPLAUSIBLE = 1e13  # US$: some values of the long file are a million times too large
MONTHS = {"Jan": 1, "May": 5, "Jun": 6, "Jul": 7, "Aug": 8, "Oct": 10, "Nov": 11}


def _with_period(frame: pd.DataFrame, months: pd.Series | int = 0) -> pd.DataFrame:
    """Add the period, which begins so many months into the year; ``year`` is then that in which it ends."""
    first = pd.Series(months, index=frame.index) + 1
    begins = pd.to_datetime(pd.DataFrame({"year": frame["year"], "month": first, "day": 1}))
    ends = begins + pd.DateOffset(years=1) - pd.Timedelta(days=1)
    period = {name: day.dt.strftime("%Y-%m-%d") for name, day in (("period_start", begins), ("period_end", ends))}
    return frame.assign(year=ends.dt.year, **period)


def _read_focal(raw: Raw) -> pd.DataFrame:
    """Read the collected declarations without what is unusable or stands elsewhere."""
    frame = pd.read_csv(raw.path(FOCAL_FILE))
    unknown = set(frame["source"]) - set(LISTS["sources"]) - set(LISTS["elsewhere"])
    if unknown:
        raise SourceError(f"{FOCAL_FILE}: sources of no known kind: {sorted(unknown)}")
    flow, year, reporter = frame["flow"], frame["year"], frame["reporter"]
    comtrade = frame["source"].str.startswith("comtrade")
    unusable = (
        (reporter.eq("KAZ") & frame["partner"].eq("CHN") & flow.eq("M") & year.between(2020, 2022))
        | (reporter.isin(["SAU", "ARE", "IRN"]) & frame["partner"].isin(["CHN", "USA"]) & flow.eq("X"))
        # Saudi exports of 2017 to all others are without oil too.
        | (reporter.eq("SAU") & flow.eq("X") & comtrade)
        | (frame["source"].eq("comtrade_cipf") & year.ge(2024))
        # The monthly sums of Russia repeat Russia's yearly report to the last digit.
        | (frame["source"].eq("imf_dots_15c_monthly_sum") & reporter.eq("RUS"))
    )
    frame = frame[~unusable & ~frame["source"].isin(LISTS["elsewhere"])]
    named = pd.DataFrame(LISTS["sources"]).T.loc[frame["source"]].set_index(frame.index)
    frame = frame.assign(
        flow=frame["flow"].map({"X": "exports", "M": "imports"}),
        value_musd=frame["usd"] / 1e6,
        source=named["name"],
        basis=named["basis"],
        reference=frame["note"].where(frame["note"].str.startswith("http", na=False)),
    )
    return _with_period(frame, named["begins_after_months"].astype(int)).drop(columns=["usd", "note"])


def _read_pakistan(raw: Raw) -> pd.DataFrame:
    """Read the exports that Pakistan declares, with their sum over all partners as WLD."""
    frame = pd.read_csv(raw.path(PAKISTAN_FILE), keep_default_na=False, dtype={"usd": float})
    world = frame.groupby("year", as_index=False)["usd"].sum().assign(partner=WORLD)
    frame = pd.concat([frame, world], ignore_index=True)[["partner", "year", "usd"]]
    frame = frame.assign(reporter="PAK", flow="exports", source="comtrade_pakistan", basis="calendar")
    return _with_period(frame.assign(value_musd=frame["usd"] / 1e6).drop(columns="usd"))


def _read_wits(raw: Raw) -> pd.DataFrame:
    """Read trade with the five main partners of each reporter, where both are focal."""
    frame = pd.read_csv(raw.path(WITS_FILE))
    frame = frame[frame["product"].eq("All Products") & frame["iso3"].isin(FOCAL)]
    rows = pd.DataFrame(
        {
            "reporter": frame["iso3"],
            "partner": state_codes(raw).of_names(frame["partner"], ignore=LISTS["wits_not_states"]),
            "flow": frame["indtype"].map({"Export": "exports", "Import": "imports"}),
            "year": frame["year"],
            "value_musd": frame["value"],
            "source": "wits_top5",
            "basis": "calendar",
        }
    )
    # A reporter among its own partners is trade through free zones or returned goods.
    return _with_period(rows[rows["partner"].notna() & (rows["partner"] != rows["reporter"])])


def _read_long(raw: Raw) -> pd.DataFrame:
    """Read the total that India and Russia each report for their trade."""
    frame = pd.read_csv(raw.path(LONG_FILE)).dropna(subset=["value_usd"])
    codes = {"India": "IND", "Russia": "RUS"}
    frame = frame.assign(reporter=frame["reporter"].map(codes), partner=frame["partner"].map(codes))
    frame = frame.dropna(subset=["reporter", "partner"])
    frame = frame[(frame["reporter"] != frame["partner"]) & (frame["value_usd"] < IMPLAUSIBLE)]
    frame = frame.assign(flow="total", value_musd=frame["value_usd"] / 1e6, source="dots_long", basis="calendar")
    return _with_period(frame.drop(columns=["set", "value_usd"]))


def press_period(text: str, year: int) -> tuple[str, str, str]:
    """Read a period as the press points write it: first day, last day and basis."""
    found = re.fullmatch(r"(CY|FY)(?:\d{4}-\d{2})?(?: \(?([A-Z][a-z]{2})-([A-Z][a-z]{2})\)?)?", text)
    if not found or not {found[2], found[3]} <= {None, *MONTHS}:
        raise SourceError(f"{PRESS_FILE}: period {text!r} has no known form")
    fiscal = found[1] == "FY"
    start = pd.Timestamp(year - fiscal, MONTHS.get(found[2], 1), 1)
    end = pd.Timestamp(year, MONTHS.get(found[3], 12), 1) + pd.offsets.MonthEnd(0)
    whole = (end - start).days > 360
    basis = ("fiscal_jul_jun" if fiscal else "calendar") + ("" if whole else "_part")
    return f"{start:%Y-%m-%d}", f"{end:%Y-%m-%d}", basis


def _address(text: str) -> str:
    """Drop remarks and cut-off ends from an address."""
    if not text.startswith("http"):
        return text.split(" (", maxsplit=1)[0]
    return text if not text.endswith("...") else "/".join(text.split("/")[:3]) + "/"


def _read_press(raw: Raw) -> pd.DataFrame:
    """Read the points of Pakistan-Russia trade that press and ministries named, one row a direction."""
    frame, speakers = pd.read_csv(raw.path(PRESS_FILE)), LISTS["speakers"]
    unknown = set(frame["source"]) - set(speakers)
    if unknown:
        raise SourceError(f"{PRESS_FILE}: sources of no known kind: {sorted(unknown)}")
    rows, points = [], cast(Iterable[Any], frame.itertuples())
    for point in points:
        source, reporter = speakers[point.source]
        start, end, basis = press_period(point.period, point.year)
        if "payments" in point.source:
            basis = f"payments_{basis}"
        elif "exceeded" in str(point.note):
            basis = "calendar_floor"
        sold, bought = point.pak_to_rus_usd_mn, point.rus_to_pak_usd_mn
        exports, imports = (sold, bought) if reporter == "PAK" else (bought, sold)
        partner = "RUS" if reporter == "PAK" else "PAK"
        told = (reporter, partner, point.year, source, basis, start, end, _address(point.url))
        rows += [(*told, f, v) for f, v in (("exports", exports), ("imports", imports), ("total", point.total_usd_mn))]
    names = ["reporter", "partner", "year", "source", "basis", "period_start", "period_end", "reference"]
    return pd.DataFrame(rows, columns=[*names, "flow", "value_musd"]).dropna(subset=["value_musd"])


def build_trade_declared(raw: Raw) -> pd.DataFrame:
    """Put all declarations below one another; vintages of one Comtrade figure stand once."""
    readers = (_read_focal, _read_pakistan, _read_wits, _read_long, _read_press)
    rows = pd.concat([read(raw) for read in readers], ignore_index=True)
    rows["reference"] = rows["reference"].astype("str").where(rows["reference"].notna())
    states = state_codes(raw).all
    rows = rows[rows["reporter"].isin(states) & rows["partner"].isin({*states, WORLD})]
    rows = raw.extract(rows, "reporter", "partner", also=[WORLD])
    vintages = rows[rows["source"].isin(COMTRADE)]
    vintages = vintages.sort_values("source", key=lambda s: s.map(COMTRADE.index), kind="stable")
    figures = vintages.groupby(["reporter", "partner", "flow", "year"])
    later = vintages["source"] != figures["source"].transform("first")
    same = (vintages["value_musd"] / figures["value_musd"].transform("first") - 1).abs() < SAME
    return rows.drop(index=vintages.index[later & same]).reset_index(drop=True)
