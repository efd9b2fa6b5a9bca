"""Size of states: gross domestic product and population."""

import pandas as pd

from dyadlens.sources.raw import Raw
from dyadlens.sources.states.system import state_codes

WORLD = "WLD"
GDP_FILE, POPULATION_FILE = "macro/gdp.csv", "macro/population.csv"


def _indicator(raw: Raw, file: str, name: str) -> pd.DataFrame:
    """Read one World Bank indicator for the states and the world."""
    # Codes are text as they stand: "NA" would be a code, not a missing value.
    frame = pd.read_csv(raw.path(file), keep_default_na=False, na_values=[""])
    frame = frame[frame["Country Code"].isin([*state_codes(raw).all, WORLD])]
    frame = frame.rename(columns={"Country Code": "state", "Year": "year", "Value": name})
    return frame[["state", "year", name]].dropna(subset=[name])


def build_gdp_population(raw: Raw) -> pd.DataFrame:
    """Join the two indicators and mark the years before and after statehood."""
    gdp, people = _indicator(raw, GDP_FILE, "gdp_usd"), _indicator(raw, POPULATION_FILE, "population")
    both = gdp.merge(people, on=["state", "year"], how="outer")
    life = state_codes(raw).table.set_index("state")
    start = both["state"].map(life["start"].str[:4].astype(int))
    end = both["state"].map(life["end"].str[:4].astype(float)).fillna(9999)
    existed = both["year"].between(start, end).astype("boolean").mask(both["state"] == WORLD)
    return both.assign(population=both["population"].round(), existed=existed)
