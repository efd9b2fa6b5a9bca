"""Military expenditure (SIPRI) and material capabilities (Correlates of War)."""

import pandas as pd

from dyadlens.sources.raw import Raw
from dyadlens.sources.states.system import state_codes

MILEX_FILE, NMC_FILE = "milex/derived_milex_long_1949_2024.parquet", "states/cow_nmc.parquet"
MONEY = {"milex_const2023_musd": "constant_2023_musd", "milex_cur_musd": "current_musd"}
SHARES = {"milex_gdp": "share_of_gdp", "milex_govt": "share_of_government"}
DIGITS = dict.fromkeys(MONEY.values(), 3) | dict.fromkeys(SHARES.values(), 6)
COMPONENTS = ("milex", "milper", "irst", "pec", "tpop", "upop", "cinc")
FIRST_NMC, LAST_NMC = 1946, 2022
# In 1990 the source has both the two old states and the united one; the row of the united one stays.
BEFORE_UNION, UNION_YEAR = (260, 678), 1990


def build_military_expenditure(raw: Raw) -> pd.DataFrame:
    """Build military expenditure by state and year."""
    rows = pd.read_parquet(raw.path(MILEX_FILE)).rename(columns=MONEY | SHARES)
    rows["state"] = state_codes(raw).of_names(rows["Country"], ignore=["European Union"])
    # A 0 in current dollars stands for no figure, unless constant dollars say 0 too (a state without forces).
    placeholder = rows["current_musd"].eq(0) & rows["constant_2023_musd"].ne(0)
    rows["current_musd"] = rows["current_musd"].mask(placeholder)
    rows = rows.dropna(subset=["state"]).dropna(subset=list(DIGITS), how="all").round(DIGITS)
    return raw.extract(rows, "state")[["state", "year", *DIGITS]]


def build_capabilities(raw: Raw) -> pd.DataFrame:
    """Build the composite index of national capability and its parts by state and year."""
    rows = pd.read_parquet(raw.path(NMC_FILE)).query("@FIRST_NMC <= year <= @LAST_NMC")
    rows = rows[~(rows["ccode"].isin(BEFORE_UNION) & rows["year"].eq(UNION_YEAR))]
    rows = rows.assign(state=state_codes(raw).of_cow(rows["ccode"], rows["year"]), year=rows["year"].astype(int))
    return rows[["state", "year", *COMPONENTS]]
