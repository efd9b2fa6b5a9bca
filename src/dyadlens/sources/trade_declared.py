"""What states, or others for them, declare to have traded: the second opinions, side by side."""

from __future__ import annotations

import pandas as pd

from dyadlens.errors import SourceError
from dyadlens.sources.raw import FOCAL, Raw
from dyadlens.sources.states import build_states, name_to_state
from dyadlens.sources.table import Column, Table
from dyadlens.sources.trade_press import PRESS_FILE, read_press

FOCAL_FILE = "trade/trade_focal_2015_on.csv"
PAKISTAN_FILE = "trade/pak_exports_by_partner_2003_2020_comtrade.csv"
WITS_FILE = "trade/wits_top5_partner_trade.csv"
LONG_FILE = "trade/dots_small_long.csv"
WORLD = "WLD"

# Source in the raw file -> our name, basis, and how many months the period reaches into the next year.
SOURCES = {
    "comtrade_2017_all_reporters": ("comtrade_2017", "calendar", 0),
    "comtrade_cipf": ("comtrade_recent", "calendar", 0),
    "fbic_18c": ("fbic", "calendar_derived", 0),
    "imf_dots_15c_monthly_sum": ("dots_monthly", "calendar", 0),
    "india_tradestat_FY": ("india_tradestat_fiscal", "fiscal_apr_mar", 3),
    "india_tradestat_monthly": ("india_tradestat", "calendar", 0),
    "press_GACC": ("press_china_customs", "calendar", 0),
    "press_India_MoC_FY": ("press_india_commerce", "fiscal_apr_mar", 3),
    "press_SBP_FY": ("press_state_bank_of_pakistan", "payments_fiscal_jul_jun", 6),
}
# The Atlas and the Russian report have tables of their own; the last two stand in the other files read here.
ELSEWHERE = (
    "atlas_growthlab_2022vintage", "imf_dots_russia (scout C)", "comtrade_pak_exports_nb", "press_PAK_MoC_FY",
)  # fmt: skip
COMTRADE = ("comtrade_pakistan", "comtrade_2017", "comtrade_recent")
SAME = 0.001
IMPLAUSIBLE = 1e13  # US$: some values of the long file are a million times too large


def _rows(frame: pd.DataFrame, months: pd.Series | int = 0) -> pd.DataFrame:
    """Add the period; ``year`` in the result is that in which the period ends."""
    reach = pd.Series(months, index=frame.index)
    start = frame["year"].astype(str) + "-" + (reach + 1).map("{:02d}".format) + "-01"
    begins = pd.to_datetime(start)
    ends = begins + pd.DateOffset(years=1) - pd.Timedelta(days=1)
    return frame.assign(
        year=ends.dt.year, period_start=start, period_end=ends.dt.strftime("%Y-%m-%d"),
        reference=frame.get("reference"),
    )  # fmt: skip


def read_focal(raw: Raw) -> pd.DataFrame:
    """Read the collected declarations without what is unusable or stands elsewhere."""
    frame = pd.read_csv(raw.path(FOCAL_FILE))
    unknown = set(frame["source"]) - set(SOURCES) - set(ELSEWHERE)
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
    frame = frame[~unusable & ~frame["source"].isin(ELSEWHERE)].reset_index(drop=True)
    named = frame["source"].map(SOURCES)
    frame = frame.assign(
        flow=frame["flow"].map({"X": "exports", "M": "imports"}),
        value_musd=frame["usd"] / 1e6,
        source=named.str[0],
        basis=named.str[1],
        reference=frame["note"].where(frame["note"].str.startswith("http", na=False)),
    )
    # Pakistan's fiscal year begins in July, India's in April: months before it belong to the year before.
    return _rows(frame.drop(columns=["usd", "note"]), named.str[2].map({0: 0, 3: 3, 6: 6}))


def read_pakistan(raw: Raw) -> pd.DataFrame:
    """Read the exports that Pakistan declares, with their sum over all partners as WLD."""
    frame = pd.read_csv(raw.path(PAKISTAN_FILE), keep_default_na=False, dtype={"usd": float})
    world = frame.groupby("year", as_index=False)["usd"].sum().assign(partner=WORLD)
    frame = pd.concat([frame, world], ignore_index=True)
    return _rows(
        pd.DataFrame(
            {
                "reporter": "PAK",
                "partner": frame["partner"],
                "flow": "exports",
                "year": frame["year"],
                "value_musd": frame["usd"] / 1e6,
                "source": "comtrade_pakistan",
                "basis": "calendar",
            }
        )
    )


def read_wits(raw: Raw) -> pd.DataFrame:
    """Read trade with the five main partners of each reporter, where both are focal."""
    frame = pd.read_csv(raw.path(WITS_FILE))
    frame = frame[frame["product"].eq("All Products") & frame["iso3"].isin(FOCAL)].reset_index(drop=True)
    ignored = (
        "Unspecified", "Other Asia, nes", "Hong Kong, China", "Korea, Rep.", "Belgium-Luxembourg", "Bermuda",
        "British Virgin Islands", "Special Categories",
    )  # fmt: skip
    partner = name_to_state(frame["partner"].tolist(), build_states(raw), ignore=ignored)
    rows = pd.DataFrame(
        {
            "reporter": frame["iso3"],
            "partner": partner,
            "flow": frame["indtype"].map({"Export": "exports", "Import": "imports"}),
            "year": frame["year"],
            "value_musd": frame["value"],
            "source": "wits_top5",
            "basis": "calendar",
        }
    )
    # A reporter among its own partners is trade through free zones or returned goods.
    return _rows(rows[rows["partner"].notna() & (rows["partner"] != rows["reporter"])])


def read_long(raw: Raw) -> pd.DataFrame:
    """Read the total that India and Russia each report for their trade."""
    frame = pd.read_csv(raw.path(LONG_FILE)).dropna(subset=["value_usd"])
    codes = {"India": "IND", "Russia": "RUS"}
    frame = frame.assign(reporter=frame["reporter"].map(codes), partner=frame["partner"].map(codes))
    frame = frame.dropna(subset=["reporter", "partner"])
    frame = frame[(frame["reporter"] != frame["partner"]) & (frame["value_usd"] < IMPLAUSIBLE)]
    frame = frame.assign(flow="total", value_musd=frame["value_usd"] / 1e6, source="dots_long", basis="calendar")
    return _rows(frame.drop(columns=["set", "value_usd"]))


def build_declared(raw: Raw) -> pd.DataFrame:
    """Put all declarations below one another; vintages of one Comtrade figure stand once."""
    parts = [read_focal(raw), read_pakistan(raw), read_wits(raw), read_long(raw), read_press(raw)]
    rows = pd.concat(parts, ignore_index=True)
    rows["reference"] = rows["reference"].astype("str").where(rows["reference"].notna())
    kept = list(build_states(raw)["state"]) if raw.keeps_all("focal") else list(FOCAL)
    rows = rows[rows["reporter"].isin(kept) & rows["partner"].isin([*kept, WORLD])]
    order = rows["source"].map({s: i for i, s in enumerate(COMTRADE)})
    vintages = rows[order.notna()].assign(order=order).sort_values("order", kind="stable")
    first = vintages.groupby(["reporter", "partner", "flow", "year"])["value_musd"].transform("first")
    later = vintages["order"] > vintages.groupby(["reporter", "partner", "flow", "year"])["order"].transform("min")
    repeated = vintages.index[later & ((vintages["value_musd"] / first - 1).abs() < SAME)]
    return rows.drop(index=repeated).reset_index(drop=True)


TABLES = (
    Table(
        name="trade_declared",
        credit="UN Comtrade, World Bank WITS, national statistics and press, as marked in each row",
        title="Trade between focal states as declared, by source",
        description=(
            "Second opinions on the trade of focal pairs: what a reporter declares, or the press reports of it, each "
            "source in rows of its own. They are not one series and are never to be averaged or joined: sources differ "
            "in valuation, period and vintage. A pair or year without a row is unknown."
        ),
        build=build_declared,
        columns=(
            Column("reporter", "string", "State that declares."),
            Column("partner", "string", "Partner, or WLD for all (exports of Pakistan only)."),
            Column("flow", "string", "Seen from the reporter.", allowed=("exports", "imports", "total")),
            Column("year", "integer", "Year in which the period ends.", minimum=1988, maximum=2024),
            Column("value_musd", "number", "Value; exports mostly FOB, imports mostly CIF.", "million current US$",
                   minimum=0),
            Column("source", "string", "Who declares where: a row for each source."),
            Column(
                "basis", "string", "Period and kind of figure: calendar or fiscal year; part of one; payments through "
                "banks instead of customs; derived from a constant-price estimate; or a floor (more than).",
                allowed=(
                    "calendar", "calendar_derived", "calendar_part", "calendar_floor", "fiscal_jul_jun",
                    "fiscal_jul_jun_part", "fiscal_apr_mar", "payments_fiscal_jul_jun",
                ),
            ),
            Column("period_start", "date", "First day that the figure covers."),
            Column("period_end", "date", "Last day that the figure covers."),
            Column("reference", "string", "Address of a press report; empty for data sets.", missing=True),
        ),
        key=("reporter", "partner", "flow", "source", "period_start", "period_end"),
        files=(
            FOCAL_FILE, PAKISTAN_FILE, WITS_FILE, LONG_FILE, PRESS_FILE, "states/cow_states.parquet",
            "states/concordance_iso_cow_gw.csv",
        ),
        first=1988,
        last=2024,
        absent="unknown",
        published_lag=1.0,
        lag_note="most reporters file a year with Comtrade within the next; press and customs figures come sooner",
        states_covered="focal states with focal states; Pakistan's exports also with the world",
        format="csv",
        defects=(
            "the long file has no Russia-China pair, although the manifest names one; of its pairs only India-Russia "
            "is focal. India's values of 1992, 1994 and 1996 are a million times too large and left out",
            "exports that Saudi Arabia declares to Comtrade are without oil for all partners, not only CHN and USA: "
            "all are left out, as is the incomplete 2024 of comtrade_recent, which has CHN and USA as partners only",
            "comtrade_recent: trade of AFG, KGZ, TJK and UZB with the USA is off the reconciled figure by a factor of "
            "up to 23",
            "a figure that several Comtrade vintages give alike (within 0.1%) stands once, under the first of "
            "comtrade_pakistan, comtrade_2017, comtrade_recent",
            "fiscal years carry the year in which they end, the raw files that of the start (press points: the end)",
            "Pakistan's world total is the sum over partners in the file",
        ),
    ),
)  # fmt: skip
