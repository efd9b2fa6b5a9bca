"""Events between states as news report them: counts of ICEWS, scores of GDELT. Two sources, never one series."""

import pandas as pd

from dyadlens.sources.raw import Raw
from dyadlens.sources.states.distances import ordered
from dyadlens.sources.states.system import state_codes
from dyadlens.sources.table import lookups

ICEWS_FILE = "events/icews.parquet"
MONTHLY_FILE = "events/derived_monthly_alldyads.parquet"
DAILY_FILE = "events/derived_daily_focal20.parquet"
LISTS = lookups(__name__)
COUNTS = {
    "verbCoop": "verbal_cooperation",
    "matlCoop": "material_cooperation",
    "verbConf": "verbal_conflict",
    "matlConf": "material_conflict",
}


def build_icews(raw: Raw) -> pd.DataFrame:
    """Build the counts of events by source, target and year; other columns of the file are not used."""
    rows = pd.read_parquet(raw.path(ICEWS_FILE), columns=["i", "j", "year", *COUNTS]).rename(columns=COUNTS)
    for side, name in (("i", "source"), ("j", "target")):
        rows[name] = state_codes(raw).of_names(rows[side], rename=LISTS["icews_names"])
    return rows.astype(dict.fromkeys(COUNTS.values(), int))


def _pairs(rows: pd.DataFrame, raw: Raw) -> pd.DataFrame:
    """Put each pair in the alphabet's order, without codes that are no states, broken ones and a state with itself."""
    state_codes(raw).check({*rows["a"].unique(), *rows["b"].unique()}, LISTS["gdelt_not_states"])
    left_out = [*LISTS["gdelt_not_states"], *LISTS["gdelt_broken"]]
    rows = rows[~rows["a"].isin(left_out) & ~rows["b"].isin(left_out) & (rows["a"] != rows["b"])]
    return ordered(rows).assign(score=rows["score"].round(2) + 0.0)


def build_gdelt_monthly(raw: Raw) -> pd.DataFrame:
    """Build the monthly score of all pairs."""
    rows = pd.read_parquet(raw.path(MONTHLY_FILE)).rename(columns={"score_sum": "score"})
    ends = {month: pd.Period(month, "M").end_time.date().isoformat() for month in rows["month"].unique()}
    return _pairs(rows.assign(date=rows["month"].map(ends)), raw)


def build_gdelt_daily(raw: Raw) -> pd.DataFrame:
    """Build the daily score of pairs of twenty states; days of a score of exactly zero have no row."""
    rows = pd.read_parquet(raw.path(DAILY_FILE)).query("score != 0")
    return _pairs(rows.assign(date=rows["date"].dt.strftime("%Y-%m-%d")), raw)
