"""Money from two donors: economic and military aid of the United States, official finance of China."""

import pandas as pd

from dyadlens.sources.raw import Raw
from dyadlens.sources.states.system import state_codes

US_FILE, CHINA_FILE = "aid/usaidhr.csv", "aid/cow_gcdf.csv"
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
    rows = rows.assign(state=state_codes(raw).of_names(rows["country"]), aid_musd=rows["aid"] / MILLION)
    return rows.groupby(["state", "year"])["aid_musd"].sum().reset_index()


def build_chinese_finance(raw: Raw) -> pd.DataFrame:
    """Build commitments of China by state and year."""
    rows = pd.read_csv(raw.path(CHINA_FILE))
    rows["state"] = state_codes(raw).of_cow(rows["ccode"], rows["year"])
    for short, name in CLASSES.items():
        rows[name] = rows[f"{short}_amt"] / MILLION
    rows["commitments_musd"] = rows[list(CLASSES.values())].sum(axis=1)
    rows["adjusted_musd"] = rows[[f"{short}_adj" for short in CLASSES]].sum(axis=1) / MILLION
    return rows
