"""Money from two givers: economic and military aid of the United States, official finance of China."""

from __future__ import annotations

import pandas as pd

from dyadlens.sources.raw import Raw
from dyadlens.sources.states import build_states, cow_to_state, name_to_state
from dyadlens.sources.table import Column, Table

US_FILE, CHINA_FILE = "aid/usaidhr.csv", "aid/cow_gcdf.csv"
_STATES = ("states/cow_states.parquet", "states/concordance_iso_cow_gw.csv")
MILLION = 1e6

# Names of the panel that were not matched with any or nearly any payment: their zeros are not zeros.
US_UNMATCHED = ("Republic of Vietnam", "Yemen Arab Republic", "Yugoslavia", "Zanzibar")
US_MICRO = ("Andorra", "Liechtenstein", "Monaco", "San Marino")
CLASSES = {"oda": "oda_musd", "oof": "oof_musd", "vof": "vague_musd"}


def build_us_aid(raw: Raw) -> pd.DataFrame:
    """Build aid of the United States by state and fiscal year; rows of one state-year are added up."""
    rows = pd.read_csv(raw.path(US_FILE), usecols=["country", "year", "aid"]).dropna(subset=["country"])
    rows = rows[~rows["country"].isin([*US_UNMATCHED, *US_MICRO])]
    rows = rows[~((rows["country"] == "Vietnam") & (rows["year"] <= 1975))]
    states = name_to_state(rows["country"].tolist(), build_states(raw)).to_numpy()
    rows = rows.assign(state=states, aid_musd=rows["aid"] / MILLION)
    return rows.groupby(["state", "year"], as_index=False)["aid_musd"].sum()


def build_chinese_finance(raw: Raw) -> pd.DataFrame:
    """Build commitments of China by state and year."""
    rows = pd.read_csv(raw.path(CHINA_FILE))
    rows["state"] = cow_to_state(rows["ccode"], rows["year"], build_states(raw)).to_numpy()
    for short, name in CLASSES.items():
        rows[name] = rows[f"{short}_amt"] / MILLION
    rows["commitments_musd"] = rows[list(CLASSES.values())].sum(axis=1)
    rows["adjusted_musd"] = rows[[f"{short}_adj" for short in CLASSES]].sum(axis=1) / MILLION
    return rows[["state", "year", "adjusted_musd", "commitments_musd", *CLASSES.values()]]


_CONSTANT_2021 = "million US$ of 2021"

TABLES = (
    Table(
        name="us_aid",
        credit="US Department of State, ForeignAssistance.gov",
        title="Aid of the United States by recipient, fiscal years 1946-2023",
        description=(
            "Obligations of all agencies, economic and military together, by the fiscal year that ends on 30 "
            "September. Below zero where more was taken back than given. Constant prices; the base year is not stated. "
            "A row of 0 is none recorded; a state-year without a row is unknown."
        ),
        build=build_us_aid,
        columns=(
            Column("state", "string", "State that receives."),
            Column("year", "integer", "Fiscal year.", minimum=1946, maximum=2023),
            Column("aid_musd", "number", "Obligations less what was taken back.", "million constant US$"),
        ),
        key=("state", "year"),
        files=(US_FILE, *_STATES),
        first=1946,
        last=2023,
        absent="unknown",
        published_lag=1.0,
        lag_note="a fiscal year is complete in the database about a year after the calendar year in which it ends",
        states_covered="192 states; not AND, LIE, MCO, RVN, SMR, SRB, YUG; DEU and YEM from 1990, VNM from 1976",
        defects=(
            "the 65 repeated state-years are two entries under one name (Sudan 33, China 29, South Africa 3) and are "
            "added up: Sudan and what was Sudan before 2011, China and its parts",
            "names that upstream did not match carry zeros for some of the largest recipients: South Vietnam, North "
            "Yemen to 1990, Yugoslavia and Serbia in all years, and West Germany (a name lost, 1955-90). Their rows, "
            "and those of Vietnam to 1975, Zanzibar and four microstates, are left out",
            "other long runs of zeros may hide the same slip: a zero before 1960 is weaker than one after 2000",
            "obligations are not payments; military aid and economic aid are not split; reimbursements for the war in "
            "Afghanistan (Coalition Support Funds) cannot be told apart",
            "2023 may still grow: later obligations are booked back",
        ),
    ),
    Table(
        name="chinese_finance",
        credit="AidData, Global Chinese Development Finance 3.0",
        title="Official finance committed by China, by recipient, 2000-2021",
        description=(
            "Commitments of Chinese official bodies: grants and soft loans (ODA-like), other loans and credits (OOF-"
            "like), and those too vague to class. `adjusted_musd` is the total by AidData's adjusted amounts, which "
            "take out what would count twice, above all rescue loans rolled over; it is the one to use. A state that "
            "has rows in other years and none in this one had no commitment on record. A row of 0 is a commitment "
            "whose amount is not known."
        ),
        build=build_chinese_finance,
        columns=(
            Column("state", "string", "State that receives."),
            Column("year", "integer", "Year of commitment.", minimum=2000, maximum=2021),
            Column("adjusted_musd", "number", "All classes, adjusted.", _CONSTANT_2021, minimum=0),
            Column("commitments_musd", "number", "All classes, as committed.", _CONSTANT_2021, minimum=0),
            Column("oda_musd", "number", "Like official development assistance.", _CONSTANT_2021, minimum=0),
            Column("oof_musd", "number", "Like other official flows.", _CONSTANT_2021, minimum=0),
            Column("vague_musd", "number", "Too vague to class.", _CONSTANT_2021, minimum=0),
        ),
        key=("state", "year"),
        files=(CHINA_FILE, *_STATES),
        first=2000,
        last=2021,
        absent="true_zero",
        published_lag=1.9,
        lag_note="version 3.0, with data to 2021, came out in November 2023; earlier versions took three years or more",
        states_covered="138 states of low and middle income; Serbia is missing from the file, rich ones are not meant",
        defects=(
            "commitments, not payments: many are paid over years or never",
            "Serbia fell out upstream, where its code was not matched",
            "280 rows are 0: projects are known there, no amount is",
            "what the adjustment takes out is large for Pakistan: 2018 3,814 of 7,110, 2021 4,130 of 12,781 are kept",
            "the sum over all states is US$ 1,325 bn adjusted, 1,489 bn not; AidData gives 1.34 trillion",
        ),
    ),
)
