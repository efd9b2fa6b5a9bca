"""Joint military exercises: Pakistan with Russia, and Russia with all."""

from __future__ import annotations

import re

import pandas as pd

from dyadlens.sources.cases_contacts import clean_address
from dyadlens.sources.raw import Raw
from dyadlens.sources.states import build_states, name_to_state
from dyadlens.sources.table import Column, Table

PAIR_FILE = "exercises/pak_rus_exercises_handcollected.csv"
RUSSIA_FILE = "exercises/derived_jme_russia_long.csv"
STATES_FILES = ("states/cow_states.parquet", "states/concordance_iso_cow_gw.csv")
PRECISION = {4: "year", 7: "month", 10: "day"}
MISSPELT = {"Minralnye": "Mineralnye"}


def build_exercises(raw: Raw) -> pd.DataFrame:
    """Build the list of exercises in which Pakistan and Russia both took part."""
    rows = pd.read_csv(raw.path(PAIR_FILE), dtype=str)
    # An exercise counts from its last day known, so that an as-of date never shows one that was still to come.
    rows["date"] = rows["end"].fillna(rows["start"]).fillna(rows["year"])
    rows["date_precision"] = rows["date"].str.len().map(PRECISION)
    rows["year"] = rows["year"].astype(int)
    rows["host"] = name_to_state(rows["host"].tolist(), build_states(raw))
    place = rows["place"].replace(MISSPELT, regex=True)
    rows["place"] = place.mask(place.str.contains("not stated"))
    rows["multilateral"] = rows["kind"].str.startswith("multilateral")
    forces = rows["kind"].str.extract(r"(army|special forces)")[0]
    rows["forces"] = forces.str.replace(" ", "_", regex=False)
    # What is not said is unknown, not a no.
    rows["counter_terrorism"] = rows["kind"].str.contains("CT").where(rows["kind"].str.contains("CT")).astype("boolean")
    rows["source_url"] = rows["source"].map(lambda s: "; ".join(map(clean_address, re.split(r"\s+;\s+", s))))
    return rows.rename(columns={"name": "exercise"})[[c.name for c in EXERCISES.columns]]


def build_exercises_russia(raw: Raw) -> pd.DataFrame:
    """Build the number of Russia's listed exercises by partner and year."""
    rows = pd.read_csv(raw.path(RUSSIA_FILE))
    rows["partner"] = name_to_state(rows["partner"].tolist(), build_states(raw))
    rows["alone"] = rows.groupby("id")["partner"].transform("nunique") == 1
    out = rows.groupby(["yr", "partner"], as_index=False).agg(exercises=("id", "nunique"), bilateral=("alone", "sum"))
    out["multilateral"] = out["exercises"] - out["bilateral"]
    return out.assign(year=out["yr"].astype(int)).drop(columns="yr")


EXERCISES = Table(
    name="cases/PAK-RUS/exercises",
    title="Military exercises of Pakistan with Russia",
    description="Exercises on land in which both took part, two by two or among many, with dates as exactly as known.",
    build=build_exercises,
    columns=(
        Column("exercise", "string", "Name."),
        Column("year", "integer", "Year.", minimum=2016, maximum=2025),
        Column("date", "partial_date", "Last day as exactly as known; the start where no end is known."),
        Column("date_precision", "string", "How exact that date is.", allowed=("day", "month", "year")),
        Column("start", "partial_date", "First day or month; empty if not known.", missing=True),
        Column("end", "partial_date", "Last day or month; empty if not known.", missing=True),
        Column("host", "string", "State code of the host; empty if not known.", missing=True),
        Column("place", "string", "Place; empty if not known.", missing=True),
        Column("multilateral", "boolean", "Whether more than the two took part."),
        Column("forces", "string", "Forces of a bilateral exercise.", allowed=("army", "special_forces"), missing=True),
        Column(
            "counter_terrorism", "boolean",
            "True where it was announced as against terrorism; empty where nothing is said of that.", missing=True,
        ),
        Column("source_url", "string", "Address of the page read; two are parted by a semicolon."),
    ),
    key=("exercise", "year"),
    files=(PAIR_FILE, *STATES_FILES),
    first=2016,
    last=2025,
    absent="unknown",
    published_lag=0,
    lag_note="exercises are reported on the day; a date known to the month or year counts from its last day",
    dated_by="date",
    states_covered="Pakistan and Russia",
    format="csv",
    defects=(
        "naval drills are not listed here though several stand among the contacts (Arabian Monsoon 2014, 2015, 2018, "
        "2021, 2025; Aman 2017, 2021): this table counts land exercises",
        "dates and places differ from the contacts in places: Druzhba of 2016 at Rattu or Cherat, that of 2020 from "
        "5 or 8 November",
        "no exercise of 2022 and 2023 was found, which is not proof of none",
    ),
)  # fmt: skip

EXERCISES_RUSSIA = Table(
    name="exercises_russia",
    title="Russia's listed military exercises by partner and year",
    description=(
        "Number of exercises with each partner among the 99 that a hand-coded list has from the site of Russia's "
        "defence ministry. An exercise with several partners counts once for each of them."
    ),
    build=build_exercises_russia,
    columns=(
        Column("year", "integer", "Year.", minimum=2009, maximum=2018),
        Column("partner", "string", "State code of the partner."),
        Column("exercises", "integer", "Exercises with the partner.", unit="exercises", minimum=1),
        Column("bilateral", "integer", "Of these: with this partner alone.", unit="exercises", minimum=0),
        Column("multilateral", "integer", "Of these: with other partners too.", unit="exercises", minimum=0),
    ),
    key=("year", "partner"),
    files=(RUSSIA_FILE, *STATES_FILES),
    first=2009,
    last=2018,
    absent="unknown",
    published_lag=0,
    lag_note="exercises are announced on the ministry's site; the list itself was made later",
    states_covered="partners of Russia",
    format="csv",
    defects=(
        "the list thins out: 24 exercises in 2009, 17 in 2012, 3 in each of 2014, 2017 and 2018; do not read a trend",
        "known exercises are missing, among them those with Pakistan in 2017 and 2018 and with China in 2016-18",
        "partners of the largest exercises are listed in full, so that small states appear for one exercise only",
    ),
)
