"""Events between states as news report them: counts of ICEWS, scores of GDELT. Two sources, never one series."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dyadlens.sources.raw import Raw
from dyadlens.sources.states import build_states, name_to_state
from dyadlens.sources.table import Column, Table

ICEWS_FILE = "events/icews.parquet"
MONTHLY_FILE = "events/derived_monthly_alldyads.parquet"
DAILY_FILE = "events/derived_daily_focal20.parquet"
_STATES = ("states/cow_states.parquet", "states/concordance_iso_cow_gw.csv")

COUNTS = {
    "verbCoop": "verbal_cooperation", "matlCoop": "material_cooperation",
    "verbConf": "verbal_conflict", "matlConf": "material_conflict",
}  # fmt: skip
ICEWS_NAMES = {
    "Congo, The Democratic Republic Of": "DR Congo", "Congo, Republic Of": "Congo", "Korea, Republic Of": "South Korea",
    "Korea, Democratic People's Republic Of": "North Korea", "Libyan Arab Jamahiriya": "Libya",
    "Macedonia, The Former Yugoslav Republic Of": "North Macedonia", "Tanzania, United Republic Of": "Tanzania",
}  # fmt: skip
# Codes in the GDELT files that are no states of the project.
GDELT_NOT_STATES = ("ABW", "AIA", "BMU", "COK", "CYM", "GGY", "MAC", "PSE", "SHN", "VAT")
# Nearly empty by some slip upstream: about three rows a month, where its neighbours have dozens.
GDELT_BROKEN = ("GEO",)


def build_icews(raw: Raw) -> pd.DataFrame:
    """Build the counts of events by source, target and year; other columns of the file are not used."""
    rows = pd.read_parquet(raw.path(ICEWS_FILE), columns=["i", "j", "year", *COUNTS]).rename(columns=COUNTS)
    known = build_states(raw)
    for side, name in (("i", "source"), ("j", "target")):
        rows[name] = name_to_state(rows[side].replace(ICEWS_NAMES).tolist(), known).to_numpy()
    return rows.drop(columns=["i", "j"]).astype(dict.fromkeys(COUNTS.values(), int))


def _pairs(rows: pd.DataFrame, raw: Raw) -> pd.DataFrame:
    """Put each pair in the alphabet's order, without codes that are no states, broken ones and a state with itself."""
    strange = (set(rows["a"]) | set(rows["b"])) - set(build_states(raw)["state"]) - set(GDELT_NOT_STATES)
    if strange:
        raise ValueError(f"codes that are no known state: {sorted(strange)}")
    left_out = {*GDELT_NOT_STATES, *GDELT_BROKEN}
    rows = rows[~rows["a"].isin(left_out) & ~rows["b"].isin(left_out) & (rows["a"] != rows["b"])]
    first, second = np.minimum(rows["a"], rows["b"]), np.maximum(rows["a"], rows["b"])
    return rows.assign(a=first, b=second, score=rows["score"].round(2) + 0.0)


def build_gdelt_monthly(raw: Raw) -> pd.DataFrame:
    """Build the monthly score of all pairs."""
    rows = pd.read_parquet(raw.path(MONTHLY_FILE)).rename(columns={"score_sum": "score"})
    months = pd.Series(sorted(set(rows["month"])))
    ends = (pd.to_datetime(months, format="%Y%m") + pd.offsets.MonthEnd(0)).dt.strftime("%Y-%m-%d")
    rows["date"] = rows["month"].map(dict(zip(months, ends, strict=True)))
    return _pairs(rows.drop(columns="month"), raw)


def build_gdelt_daily(raw: Raw) -> pd.DataFrame:
    """Build the daily score of pairs of twenty states; days of a score of exactly zero have no row."""
    rows = pd.read_parquet(raw.path(DAILY_FILE))
    rows = rows[rows["score"] != 0]
    return _pairs(rows.assign(date=rows["date"].dt.strftime("%Y-%m-%d")), raw)


_GDELT_DEFECTS = (
    "the score is a sum of Goldstein weights over reports: it has no count of events behind it that could be shown, "
    "it follows the volume of news, and praise and blame of a day cancel out",
    "96 days from January 2018 to 23 February 2024 are not in the file, 68 of them from January to June 2023; the file "
    "ends on that day, so 2024 is no ordinary year",
    "volume falls by half from 2018 to early 2021 and is back at its old level by the middle of 2023: that is the "
    "source and not the world",
    "scores are rounded to 0.01; 0.00 stands for less than 0.005 either way",
)

TABLES = (
    Table(
        name="icews",
        credit="ICEWS Coded Event Data",
        title="Events between states in the news, by kind, 2002-2014 (ICEWS)",
        description=(
            "Counts of events that one state directs at another, coded by machine from news: verbal cooperation "
            "(statements, visits, talks, agreements), material cooperation (aid, trade steps, joint forces, releases), "
            "verbal conflict (blame, demands, threats) and material conflict (sanctions, force, fights). All directed "
            "pairs of 152 states in all years; 0 means that no report was found. The counts are not adjusted for how "
            "much is written about a state. Never to be joined with GDELT."
        ),
        build=build_icews,
        columns=(
            Column("source", "string", "State that acts."),
            Column("target", "string", "State that it acts on."),
            Column("year", "integer", "Calendar year.", minimum=2002, maximum=2014),
            *(
                Column(name, "integer", f"Events of {name.replace('_', ' ')}; 0 is none reported.", "events", minimum=0)
                for name in COUNTS.values()
            ),
        ),
        key=("source", "target", "year"),
        files=(ICEWS_FILE, *_STATES),
        first=2002,
        last=2014,
        absent="not_covered",
        published_lag=1.0,
        lag_note=(
            "the archive carries a year about a year after; it was opened in March 2015, so that no outsider had the "
            "years to 2013 before then"
        ),
        states_covered=(
            "152 states; not CZE, SRB, TUR, TWN, VEN, MNE, SSD, XKX nor 35 small ones: Turkey is a focal state and "
            "has no row"
        ),
        defects=(
            "one story in many papers may count more than once: from year to year counts spread about fifty times as "
            "far as a Poisson law allows (variance over mean, median of pairs with 50 to 1,000 events a year)",
            "English, Spanish and Portuguese news: states that these papers cover little seem idle",
            "Pakistan and Russia fall from 1,472 verbal cooperations in 2003 to 170 in 2006 and 82 in 2008 and rise to "
            "924 in 2012: far more than diplomacy moved; read shares and percentiles, not counts",
            "columns on regime, size and region in the file belong to another source and are dropped",
        ),
    ),
    Table(
        name="gdelt_monthly",
        credit="GDELT 2.0, gdeltproject.org",
        title="Monthly score of cooperation and conflict in the news, 2018-01 to 2024-02 (GDELT)",
        description=(
            "Sum over a month of the daily Goldstein-weighted score of each pair, both directions in one. Divide by "
            "`days_in_file`: days are missing from many months. A pair of covered states without a row had no day with "
            "a score in the days held: a true zero of the record. Never to be joined with ICEWS."
        ),
        build=build_gdelt_monthly,
        columns=(
            Column("a", "string", "First state in the alphabet's order."),
            Column("b", "string", "Second state."),
            Column("date", "date", "Last day of the month that the row is about."),
            Column("score", "number", "Sum of daily scores; above 0 is cooperation.", "Goldstein points"),
            Column("days_nonzero", "integer", "Days with a score other than 0.", "days", minimum=1, maximum=31),
            Column("days_in_file", "integer", "Days of the month that the source holds.", "days", minimum=15,
                   maximum=31),
        ),
        key=("a", "b", "date"),
        files=(MONTHLY_FILE, *_STATES),
        first=2018,
        last=2024,
        absent="true_zero",
        published_lag=0,
        lag_note="GDELT appears within minutes; a month counts from its last day",
        dated_by="date",
        states_covered="188 states; not BIH, MNE, SRB, SVN, TLS, XKX, which the source lacks, and GEO",
        defects=(
            *_GDELT_DEFECTS,
            "Georgia has two rows a month and a total of 2,900 points where Armenia has a hundred times more: its 212 "
            "rows are left out and it counts as not covered",
            "rows of ten codes that are no states here (Palestine, the Holy See, Macau, Guernsey and others) are left "
            "out, as are 36 rows of Vietnam with itself",
        ),
    ),
    Table(
        name="gdelt_daily",
        credit="GDELT 2.0, gdeltproject.org",
        title="Daily score of cooperation and conflict in the news, pairs of twenty states (GDELT)",
        description=(
            "Goldstein-weighted score of each pair and day, both directions in one. A day on which any pair has a row "
            "is in the file: a pair without a row on it had a score of exactly 0. A day on which no pair has a row is "
            "missing from the source: unknown for all. Never to be joined with ICEWS."
        ),
        build=build_gdelt_daily,
        columns=(
            Column("a", "string", "First state in the alphabet's order."),
            Column("b", "string", "Second state."),
            Column("date", "date", "Day."),
            Column("score", "number", "Score of the day; above 0 is cooperation.", "Goldstein points"),
        ),
        key=("a", "b", "date"),
        files=(DAILY_FILE, *_STATES),
        first=2018,
        last=2024,
        absent="true_zero",
        published_lag=0,
        lag_note="GDELT appears within minutes",
        dated_by="date",
        states_covered="the 17 focal states and BGD, LKA, NPL",
        defects=(
            *_GDELT_DEFECTS,
            "high days of a pair may be days of a third matter: that of Pakistan and Russia on 2022-02-24 is the "
            "Pakistani prime minister in Moscow on the day of the invasion of Ukraine",
        ),
    ),
)  # fmt: skip
