"""All arms deliveries of the SIPRI archive, by supplier, recipient and year, with no party lost."""

from functools import lru_cache

import numpy as np
import pandas as pd

from dyadlens.sources.raw import Raw
from dyadlens.sources.states.system import SERBIA_FROM, state_codes
from dyadlens.stats.ranks import grouped_percentile_ranks

REGISTER, TABLES_FILE = "arms/trade_register_1995_2024.csv", "arms/tiv_tables_1950_2021.csv"
PREAMBLE = 11
NAMES = {
    "Supplier": "supplier",
    "Recipient": "recipient",
    "Delivery year": "year",
    "TIV delivery values": "tiv",
}
FIRST, SEAM, LAST = 1950, 1995, 2024
POOL = 5  # years: single years jump
# Partners without statehood; armed groups and organisations carry one or two stars in the source.
TERRITORIES = ("Aruba", "Biafra", "Katanga", "Northern Cyprus", "Palestine", "Western Sahara")


def no_state(name: str) -> bool:
    """Tell whether SIPRI's name stands for an armed group, an organisation, a territory or an unknown party."""
    return name.endswith("*") or name in TERRITORIES or name.casefold().startswith("unknown")


def sipri_states(names: pd.Series, years: pd.Series, raw: Raw) -> pd.Series:
    """Return the state code of each party, empty where it is no state; Serbia is Yugoslavia until 2006."""
    codes = state_codes(raw).of_names(names, ignore=filter(no_state, names.unique()))
    return codes.mask((codes == "SRB") & (years < SERBIA_FROM), "YUG")


@lru_cache(maxsize=2)
def flows(raw: Raw) -> pd.DataFrame:
    """Return all deliveries by supplier, recipient and year; parties without statehood in angle brackets."""
    register = pd.read_csv(raw.path(REGISTER), skiprows=PREAMBLE).rename(columns=NAMES)
    old = pd.read_csv(raw.path(TABLES_FILE)).rename(columns={"value": "tiv"}).query("year < @SEAM")
    both = pd.concat([old.assign(vintage="tables_2022"), register.assign(vintage="register_2026")], ignore_index=True)
    for side in ("supplier", "recipient"):
        both[side] = sipri_states(both[side], both["year"], raw).fillna("<" + both[side].str.casefold() + ">")
    # Values have two decimals in the source; what is beyond is noise of the addition.
    return both.groupby(["supplier", "recipient", "year", "vintage"])["tiv"].sum().round(2).reset_index()


@lru_cache(maxsize=2)
def lives(raw: Raw) -> pd.DataFrame:
    """Return one row for each state and year of its life."""
    years = state_codes(raw).years_of_life(FIRST, LAST)
    return pd.DataFrame([(s, y) for s, life in years.items() for y in sorted(life)], columns=["state", "year"])


def alive_in(states: pd.Series, years: pd.Series, raw: Raw) -> np.ndarray:
    """Tell of each state and year whether the state existed then."""
    return pd.MultiIndex.from_arrays([states, years]).isin(pd.MultiIndex.from_frame(lives(raw)))


def ending(rows: pd.DataFrame) -> pd.DataFrame:
    """Repeat each delivery for the windows of five years that hold it; ``window`` is the last of the five."""
    parts = [rows.assign(window=rows["year"] + later) for later in range(POOL)]
    return pd.concat(parts, ignore_index=True).query("window >= @FIRST + @POOL - 1 and window <= @LAST")


def rank_within(values: pd.Series, group: list[pd.Series], among: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Rank values among so many of their group, of which all others are zero; also return the rank of a zero."""
    positive = values > 0
    label = values.groupby(group).ngroup()
    count = positive.groupby(label).transform("sum")
    ranks = grouped_percentile_ranks(values.where(positive), label)
    zero = 50.0 * (among - count) / among
    return (2 * zero + ranks * count / among).where(positive, zero), zero
