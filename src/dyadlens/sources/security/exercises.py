"""Joint military exercises: Pakistan with Russia, and Russia with all."""

import re

import pandas as pd

from dyadlens.sources.cases.pak_rus import PRECISION, clean_address
from dyadlens.sources.raw import Raw
from dyadlens.sources.states.system import state_codes

PAIR_FILE = "exercises/pak_rus_exercises_handcollected.csv"
RUSSIA_FILE = "exercises/derived_jme_russia_long.csv"
MISSPELT = {"Minralnye": "Mineralnye"}


def build_exercises(raw: Raw) -> pd.DataFrame:
    """Build the list of exercises in which Pakistan and Russia both took part."""
    rows = pd.read_csv(raw.path(PAIR_FILE), dtype=str)
    # An exercise counts from its last day known, so that an as-of date never shows one that was still to come.
    date = rows["end"].fillna(rows["start"]).fillna(rows["year"])
    place, kind = rows["place"].replace(MISSPELT, regex=True), rows.pop("kind")
    return rows.rename(columns={"name": "exercise"}).assign(
        year=rows["year"].astype(int),
        date=date,
        date_precision=date.str.len().map(PRECISION),
        host=state_codes(raw).of_names(rows["host"]),
        place=place.mask(place.str.contains("not stated")),
        multilateral=kind.str.startswith("multilateral"),
        forces=kind.str.extract(r"(army|special forces)")[0].str.replace(" ", "_", regex=False),
        # What is not said is unknown, not a no.
        counter_terrorism=kind.str.contains("CT").where(kind.str.contains("CT")).astype("boolean"),
        source_url=rows["source"].map(lambda s: "; ".join(map(clean_address, re.split(r"\s+;\s+", s)))),
    )


def build_exercises_russia(raw: Raw) -> pd.DataFrame:
    """Build the number of Russia's listed exercises by partner and year."""
    rows = pd.read_csv(raw.path(RUSSIA_FILE)).rename(columns={"yr": "year"})
    rows["partner"] = state_codes(raw).of_names(rows["partner"])
    rows["alone"] = rows.groupby("id")["partner"].transform("nunique") == 1
    out = rows.groupby(["year", "partner"], as_index=False).agg(exercises=("id", "nunique"), bilateral=("alone", "sum"))
    return out.assign(multilateral=out["exercises"] - out["bilateral"])
