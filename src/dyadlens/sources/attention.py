"""Attention: how many titles of Russian state outlets name a state."""

from __future__ import annotations

import pandas as pd

from dyadlens.sources.raw import Raw
from dyadlens.sources.table import Column, Table

TITLES = "attention/derived_monthly_title_mentions.csv"
# Topics that the source counts beside states.
NOT_STATES = ("SCO", "KASHMIR")
NAMED = ("AFG", "CHN", "IND", "IRN", "KAZ", "KGZ", "PAK", "SAU", "TJK", "TKM", "TUR", "UKR", "USA", "UZB")
OUTLETS = ("1tv", "kremlin", "mfa", "mod", "rt", "sputnik", "tass")


def build_attention(raw: Raw) -> pd.DataFrame:
    """Build the counts of titles by outlet, month and state named; a month without a title of the outlet has no row."""
    wide = pd.read_csv(raw.path(TITLES), keep_default_na=False).drop(columns=list(NOT_STATES))
    long = wide.melt(["source", "month", "n_items"], var_name="state", value_name="titles_naming")
    year, month = long["month"].str[:4].astype(int), long["month"].str[5:].astype(int)
    long = long.rename(columns={"source": "outlet", "n_items": "titles"})
    return long.assign(year=year, month=month)[["outlet", "state", "year", "month", "titles_naming", "titles"]]


TABLES = (
    Table(
        name="attention",
        credit="Own counts of titles of Russian state outlets",
        title="Titles of Russian state outlets that name a state, by month, 2000-2026",
        description=(
            "Items whose title names a state, and all items collected, of Channel One (1tv), the Kremlin, the Foreign "
            "Ministry's English pages (mfa), the Defence Ministry (mod), RT, Sputnik and TASS. How many items were "
            "collected varies with the collector: use shares, and months or years of one outlet only."
        ),
        build=build_attention,
        columns=(
            Column("outlet", "string", "Outlet.", allowed=OUTLETS),
            Column("state", "string", "State that the title names.", allowed=NAMED),
            Column("year", "integer", "Year.", minimum=2000, maximum=2026),
            Column("month", "integer", "Month.", minimum=1, maximum=12),
            Column("titles_naming", "integer", "Items whose title names the state.", "items", minimum=0),
            Column("titles", "integer", "Items collected that month.", "items", minimum=1),
        ),
        key=("outlet", "state", "year", "month"),
        files=(TITLES,),
        first=2000,
        last=2026,
        absent="not_covered",
        published_lag=0,
        lag_note="a title is public on its day",
        states_covered="14 named states, as the source counts them",
        defects=(
            "1tv has 420 to 480 items in nine months of ten whatever happened, so its items look like a fixed draw; "
            "kremlin 1 to 23 items a month, too few for a share; rt single items before September 2014; "
            "mfa from November 2016; mod and tass from 2025 and sputnik from 2026 only; 2026 ends in March",
            "names in titles only, as matched by the source's collector; 1tv titles are Russian, the others English",
            "the counts of the SCO and of Kashmir in the source are left out: they are no states",
        ),
    ),
)
