"""Military expenditure (SIPRI) and material capabilities (Correlates of War)."""

from __future__ import annotations

import pandas as pd

from dyadlens.sources.raw import FOCAL, Raw
from dyadlens.sources.states import build_states, cow_to_state, name_to_state
from dyadlens.sources.table import Column, Table

MILEX = "milex/derived_milex_long_1949_2024.parquet"
NMC = "states/cow_nmc.parquet"
STATES_FILES = ("states/cow_states.parquet", "states/concordance_iso_cow_gw.csv")
NO_STATES = ("European Union",)
MONEY = {"milex_const2023_musd": "constant_2023_musd", "milex_cur_musd": "current_musd"}
SHARES = {"milex_gdp": "share_of_gdp", "milex_govt": "share_of_government"}
COMPONENTS = ("milex", "milper", "irst", "pec", "tpop", "upop", "cinc")
FIRST_NMC, LAST_NMC = 1946, 2022
# In 1990 the source has both the two old states and the united one; the row of the united one stays.
BEFORE_UNION = (260, 678)
UNION_YEAR = 1990


def build_expenditure(raw: Raw) -> pd.DataFrame:
    """Build military expenditure by state and year."""
    rows = pd.read_parquet(raw.path(MILEX)).rename(columns=MONEY | SHARES)
    rows["state"] = name_to_state(rows["Country"].tolist(), build_states(raw), ignore=NO_STATES)
    rows = rows[rows["state"].notna()].copy()
    # A 0 in current dollars stands for no figure, unless constant dollars say 0 too (a state without forces).
    placeholder = rows["current_musd"].eq(0) & rows["constant_2023_musd"].ne(0)
    rows["current_musd"] = rows["current_musd"].mask(placeholder)
    rows = rows.dropna(subset=[*MONEY.values(), *SHARES.values()], how="all")
    if not raw.keeps_all("focal"):
        rows = rows[rows["state"].isin(FOCAL)]
    rows = rows.round(dict.fromkeys(MONEY.values(), 3) | dict.fromkeys(SHARES.values(), 6))
    return rows[["state", "year", *MONEY.values(), *SHARES.values()]]


def build_capabilities(raw: Raw) -> pd.DataFrame:
    """Build the composite index of national capability and its parts by state and year."""
    rows = pd.read_parquet(raw.path(NMC)).query("@FIRST_NMC <= year <= @LAST_NMC").reset_index(drop=True)
    twice = rows["ccode"].isin(BEFORE_UNION) & rows["year"].eq(UNION_YEAR)
    rows = rows[~twice].reset_index(drop=True)
    rows["state"] = cow_to_state(rows["ccode"], rows["year"], build_states(raw))
    return rows.astype({"year": int})[["state", "year", *COMPONENTS]]


def _money(name: str, text: str) -> Column:
    return Column(name, "number", text, unit="million US$", minimum=0, missing=True)


def _part(name: str, text: str, unit: str) -> Column:
    return Column(name, "number", f"{text}; empty where the source has no value.", unit=unit, minimum=0, missing=True)


TABLES = (
    Table(
        name="military_expenditure",
        credit="SIPRI Military Expenditure Database",
        title="Military expenditure (SIPRI)",
        description=(
            "What states spend on their armed forces, by SIPRI's definition, which may differ from the state's own "
            "budget line. Compare over time in constant dollars, among states as a share of GDP."
        ),
        build=build_expenditure,
        columns=(
            Column("state", "string", "State code; RUS holds the Soviet Union to 1990."),
            Column("year", "integer", "Calendar year.", minimum=1949, maximum=2024),
            _money("constant_2023_musd", "At prices and exchange rates of 2023; empty where unknown."),
            _money("current_musd", "At prices and exchange rates of the year; empty where unknown."),
            Column(
                "share_of_gdp", "number", "Share of gross domestic product; empty where unknown.",
                unit="share", minimum=0, missing=True,
            ),
            Column(
                "share_of_government", "number",
                "Share of general government spending; from 1988 at the earliest, empty where unknown.",
                unit="share", minimum=0, maximum=1, missing=True,
            ),
        ),
        key=("state", "year"),
        files=(MILEX, *STATES_FILES),
        first=1949,
        last=2024,
        absent="unknown",
        published_lag=0.33,
        lag_note="each year's figures come out in April of the next year",
        states_covered="focal states",
        defects=(
            "the source writes 0 in current dollars where it has no figure (Belarus 1992-94, Kazakhstan 1993, "
            "Kyrgyzstan 1992-93, Russia 1987-90 and 1992): empty here",
            "Russia has empty rows for 1987-90 beside those of the USSR: only the latter are kept; no figure for 1991",
            "no figures for the UAE after 2014, Turkmenistan after 1999, Uzbekistan in 2004-17 and after 2018, and "
            "China before 1989; gaps in Afghanistan, Saudi Arabia and Tajikistan",
            "Tajikistan's shares of GDP for 1992-94 (below 0.00004) cannot be right",
            "much of the Russian, Chinese and Soviet series is SIPRI's estimate; the source file lost the marks of "
            "that",
        ),
    ),
    Table(
        name="capabilities",
        credit="Correlates of War, National Material Capabilities 7.0",
        title="National material capabilities (Correlates of War)",
        description=(
            "The composite index of national capability (CINC) and its six parts. CINC is the mean of a state's "
            "shares of the world's military spending, soldiers, iron and steel, energy use, people and people in "
            "cities: 0 to 1, and about 1 over all states of a year."
        ),
        build=build_capabilities,
        columns=(
            Column("state", "string", "State code."),
            Column("year", "integer", "Year.", minimum=FIRST_NMC, maximum=LAST_NMC),
            _part("milex", "Military expenditure", "thousand current US$"),
            _part("milper", "Military personnel", "thousand people"),
            _part("irst", "Iron and steel production", "thousand tons"),
            _part("pec", "Primary energy consumption", "thousand tons of coal equivalent"),
            _part("tpop", "Total population", "thousand people"),
            _part("upop", "Urban population", "thousand people"),
            Column("cinc", "number", "Composite index of national capability.", unit="share", minimum=0, maximum=1),
        ),
        key=("state", "year"),
        files=(NMC, *STATES_FILES),
        first=FIRST_NMC,
        last=LAST_NMC,
        absent="not_covered",
        published_lag=3,
        lag_note=(
            "the version that ends in 2022 (7.0) came out by 2025, exact day not established; earlier versions took "
            "three to five years"
        ),
        states_covered="members of the COW state system",
        defects=(
            "1990 has Germany and Yemen twice in the source, before and after union; the united state's row is kept, "
            "and the German Democratic Republic and South Yemen have theirs too",
            "without those two rows the sum of CINC over 1990 is 0.978",
            "over the states of the source CINC sums to between 1.000 and 1.016 a year (most in 1991), not exactly "
            "1, since shares with a missing part rest on the others",
            "a zero may stand for little as well as for none, e.g. Pakistan's military spending in 1947",
        ),
    ),
)  # fmt: skip
