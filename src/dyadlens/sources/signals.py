"""Signals of support that five major powers sent to other states."""

from __future__ import annotations

import pandas as pd

from dyadlens.sources.raw import Raw
from dyadlens.sources.states import build_states, cow_to_state
from dyadlens.sources.table import Column, Table

FILE = "visits/Individual_Signals_Dataset.csv"
POWERS = {"us": "USA", "rus": "RUS", "chi": "CHN", "uk": "GBR", "fra": "FRA"}
KINDS = {"vis": "visit", "ex": "exercise", "pact": "pact"}
NUCLEAR = ("us", "rus", "uk")  # the source has no such column for the other two


def build_signals(raw: Raw) -> pd.DataFrame:
    """Build one row for each power, state and year; two COW numbers of one state in one year become one row."""
    file = pd.read_csv(raw.path(FILE), usecols=lambda name: not name.startswith(("yr", "log_")))
    rows = file.assign(state=cow_to_state(file["ccode"], file["year"], build_states(raw)).to_numpy())
    parts = []
    for short, power in POWERS.items():
        part = rows[["state", "year"]].assign(power=power, troops=rows[f"{short}_troops"])
        for source, name in KINDS.items():
            part[name] = rows[f"{short}_{source}"].astype(int)
        part["nuclear_arms"] = rows[f"{short}_nukes"].astype(float) if short in NUCLEAR else float("nan")
        parts.append(part[part["state"] != power])
    both = pd.concat(parts).dropna(subset=["state"])
    out = both.groupby(["power", "state", "year"], as_index=False).max()
    for name in KINDS.values():
        out[name] = out[name].eq(1)
    out["nuclear_arms"] = out["nuclear_arms"].eq(1).astype("boolean").mask(out["nuclear_arms"].isna())
    return out


def _kind(name: str, text: str, **more: bool) -> Column:
    return Column(name, "boolean", text, **more)


TABLES = (
    Table(
        name="major_power_signals",
        credit="McManus & Nieman 2019",
        title="Signals of support from five major powers, 1950-2012",
        description=(
            "For each state and year, whether the leader of the United States, Russia (the Soviet Union), China, the "
            "United Kingdom or France came, whether they held an exercise together, whether a defence pact was in "
            "force, how many troops and whether nuclear arms stood there. Of the source's other columns, arms and aid "
            "stand in tables of their own; investment treaties and words of US presidents alone are left out."
        ),
        build=build_signals,
        columns=(
            Column("power", "string", "Major power.", allowed=tuple(sorted(POWERS.values()))),
            Column("state", "string", "State that the signal is for."),
            Column("year", "integer", "Calendar year.", minimum=1950, maximum=2012),
            _kind("visit", "A leader of the power came at least once."),
            _kind("exercise", "The two held a joint military exercise."),
            _kind("pact", "A defence pact between them was in force."),
            Column("troops", "integer", "Troops of the power in the state; 0 is none recorded.", "persons", minimum=0),
            _kind("nuclear_arms", "Nuclear arms of the power stood there; empty for China and France.", missing=True),
        ),
        key=("power", "state", "year"),
        files=(FILE, "states/cow_states.parquet", "states/concordance_iso_cow_gw.csv"),
        first=1950,
        last=2012,
        absent="not_covered",
        published_lag=6.0,
        lag_note="published around the turn of 2018 to 2019 with data to 2012",
        states_covered="all states but CHN, RUS and USA as receivers; GBR and FRA receive from the other four",
        defects=(
            "visits of the second in line are uneven: Soviet and Russian prime ministers in Pakistan in 1968 and 2007 "
            "and Chinese ones in 2001, 2005 and 2010 are missed, those of 1981, 1987 and 1989 are in",
            "a state with two COW numbers in one year (Germany and Yemen 1990) has one row with what either shows",
            "Russia, China and the United States have no rows as receivers, so that signals among them are not covered",
            "a pact on paper counts as long as it was not ended: that of Pakistan and the United States from 1959",
        ),
    ),
)
