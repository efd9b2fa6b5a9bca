"""Size of states: gross domestic product and population."""

from __future__ import annotations

import pandas as pd

from dyadlens.sources.raw import Raw
from dyadlens.sources.states import build_states
from dyadlens.sources.table import Column, Table

WORLD = "WLD"
GDP_FILE, POPULATION_FILE = "macro/gdp.csv", "macro/population.csv"


def read_indicator(raw: Raw, file: str, name: str) -> pd.DataFrame:
    """Read one World Bank indicator for the states and the world."""
    # Codes are text as they stand: "NA" would be a code, not a missing value.
    frame = pd.read_csv(raw.path(file), keep_default_na=False, na_values=[""])
    frame = frame[frame["Country Code"].isin([*build_states(raw)["state"], WORLD])]
    frame = frame.rename(columns={"Country Code": "state", "Year": "year", "Value": name})
    return frame[["state", "year", name]].dropna(subset=[name])


def build_macro(raw: Raw) -> pd.DataFrame:
    """Join the two indicators and mark the years before and after statehood."""
    gdp, people = read_indicator(raw, GDP_FILE, "gdp_usd"), read_indicator(raw, POPULATION_FILE, "population")
    both = gdp.merge(people, on=["state", "year"], how="outer")
    life = build_states(raw).set_index("state")
    start = both["state"].map(life["start"].str[:4].astype(int))
    end = both["state"].map(life["end"].str[:4].astype(float)).fillna(9999)
    existed = (both["year"].between(start, end)).astype("boolean").mask(both["state"] == WORLD)
    return both.assign(population=both["population"].round().astype("Int64").astype(float), existed=existed)


TABLES = (
    Table(
        name="gdp_population",
        credit="World Bank, World Development Indicators",
        title="Gross domestic product and population of states and the world, 1960-2024",
        description=(
            "World Bank figures at current prices and exchange rates. Rows go by today's territory: figures from "
            "before a state existed are those of the territory, and `existed` says so."
        ),
        build=build_macro,
        columns=(
            Column("state", "string", "State, or WLD for the world."),
            Column("year", "integer", "Calendar year.", minimum=1960, maximum=2024),
            Column(
                "gdp_usd", "number", "Gross domestic product; empty where not given.", "current US$", minimum=0,
                missing=True,
            ),
            Column(
                "population", "number", "People at midyear; empty where not given.", "persons", minimum=0, missing=True
            ),
            Column("existed", "boolean", "Whether the state existed in that year; empty for the world.", missing=True),
        ),
        key=("state", "year"),
        files=(GDP_FILE, POPULATION_FILE, "states/cow_states.parquet", "states/concordance_iso_cow_gw.csv"),
        first=1960,
        last=2024,
        absent="unknown",
        published_lag=0.75,
        lag_note="first figures of a year come in July to September of the next",
        states_covered="all states but CSK, DDR, EAZ, RVN, TWN, YMD and YUG; no GDP for PRK",
        defects=(
            "RUS to 1991 is the Russian republic alone and not the Soviet Union for which the code stands elsewhere; "
            "likewise PAK to 1971 is without the east, DEU to 1990 is both Germanies, YEM both Yemens, VNM both "
            "Vietnams, and ETH and SDN are without what left them",
            "the two files are of different vintages: GDP ends in 2023, population in 2024",
            "aggregates and territories that are no states are dropped, the world is kept",
        ),
    ),
)  # fmt: skip
