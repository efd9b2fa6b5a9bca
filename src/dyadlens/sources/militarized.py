"""Militarized events between states, counted by pair and year."""

from __future__ import annotations

import pandas as pd

from dyadlens.sources.raw import Raw
from dyadlens.sources.states import build_states, cow_to_state
from dyadlens.sources.table import Column, Table

FILE = "disputes/mie-1.0.csv"
STATES_FILES = ("states/cow_states.parquet", "states/concordance_iso_cow_gw.csv")
FIRST, LAST = 1946, 2014
UNKNOWN = -9
_ACTIONS = (
    "1-6 threats (1 of force, 2 of blockade, 3 of occupation, 4 of war), 7 show of force, 8 alert, 10 mobilization, "
    "11 fortifying a border, 12 violating a border, 13 blockade, 14 occupation, 15 seizure, 16 attack, 17 clash, "
    "19 chemical, biological or radiological arms, 22 battle in a war"
)


def _events(raw: Raw) -> pd.DataFrame:
    """Read events from 1946 on, with the state that acted and the one it acted against."""
    rows = pd.read_csv(raw.path(FILE))
    rows = rows[rows["styear"] >= FIRST].reset_index(drop=True)
    known = build_states(raw)
    rows["actor"] = cow_to_state(rows["ccode1"], rows["styear"], known)
    rows["target"] = cow_to_state(rows["ccode2"], rows["styear"], known)
    return rows.mask(rows == UNKNOWN)


def build_militarized(raw: Raw) -> pd.DataFrame:
    """Count events and sum their deaths by pair and year, apart for what each of the two did and lost."""
    rows = _events(raw)
    forward = rows["actor"] < rows["target"]
    frame = pd.DataFrame(
        {
            "a": rows["actor"].where(forward, rows["target"]),
            "b": rows["target"].where(forward, rows["actor"]),
            "year": rows["styear"].astype(int),
            "forward": forward,
            "confrontation": rows["micnum"],
            "action": rows["action"],
            "hostility": rows["hostlev"],
        }
    )
    for end in ("min", "max"):
        first, second = rows[f"fatal{end}1"], rows[f"fatal{end}2"]
        frame[f"deaths_a_{end}"], frame[f"deaths_b_{end}"] = first.where(forward, second), second.where(forward, first)
    grouped = frame.groupby(["a", "b", "year"])
    out = grouped[["action", "hostility"]].max().rename(columns=lambda c: f"highest_{c}")
    out["events"] = grouped.size()
    out["confrontations"] = grouped["confrontation"].nunique()
    for side, mine in (("a", frame["forward"]), ("b", ~frame["forward"])):
        own = frame[mine].groupby(["a", "b", "year"])
        out[f"events_by_{side}"] = own.size()
        out[f"hostility_of_{side}"] = own["hostility"].max()
        for end in ("min", "max"):
            out[f"deaths_{side}_{end}"] = grouped[f"deaths_{side}_{end}"].sum(min_count=1)
    counts = ["events_by_a", "events_by_b"]
    out[counts] = out[counts].fillna(0)
    return out.astype("Int64").reset_index()


def _deaths(side: str, end: str) -> Column:
    return Column(
        f"deaths_{side}_{end}", "integer", f"Deaths among the forces of {side} in these events, {end}imum.",
        unit="deaths", minimum=0, missing=True,
    )  # fmt: skip


def _count(name: str, text: str) -> Column:
    return Column(name, "integer", text, unit="events", minimum=0)


_LEVEL = "2 threat, 3 display, 4 use of force, 5 war"

TABLES = (
    Table(
        name="militarized_events",
        credit="Gibler & Miller, Militarized Interstate Events 1.0",
        title="Militarized events between two states by pair and year (Gibler & Miller)",
        description=(
            "Number, height and deaths of threats, displays and uses of force of one state against another, counted by "
            "pair and by the year in which the event began. Unlike in the dispute tables, height and deaths are those "
            "of the year. A third coding beside these two: never add them."
        ),
        build=build_militarized,
        columns=(
            Column("a", "string", "State code, the first of the two in the alphabet."),
            Column("b", "string", "State code of the other."),
            Column("year", "integer", "Year in which the events began.", minimum=FIRST, maximum=LAST),
            _count("events", "Events between the two, whoever acted."),
            _count("events_by_a", "Events in which a acted."),
            _count("events_by_b", "Events in which b acted."),
            Column("confrontations", "integer", "What the events belong to.", unit="confrontations", minimum=1),
            Column("highest_action", "integer", f"Highest action: {_ACTIONS}.", "code", minimum=1, maximum=22),
            Column("highest_hostility", "integer", f"Highest level: {_LEVEL}.", "code", minimum=2, maximum=5),
            *(
                Column(
                    f"hostility_of_{side}", "integer", f"Highest level of {side}: {_LEVEL}; empty if it did not act.",
                    "code", minimum=2, maximum=5, missing=True,
                )
                for side in ("a", "b")
            ),
            *(_deaths(side, end) for side in ("a", "b") for end in ("min", "max")),
        ),
        key=("a", "b", "year"),
        files=(FILE, *STATES_FILES),
        first=FIRST,
        last=LAST,
        absent="true_zero",
        published_lag=9,
        lag_note="described in print in 2023 with data to 2014",
        states_covered="members of the COW state system",
        defects=(
            "the authors' download page asks users not to pass the data on other than for replication: single events, "
            "their dates and numbers are not here, only counts by pair and year",
            "an event that runs on past its year is counted where it began",
            "only days are ever unknown (-9) in the source; years, actions and deaths never are",
            "Pakistan and the USSR have events in 1960, 1979-81 and 1984-85; 1982, a dispute in GML, has none",
        ),
    ),
)  # fmt: skip
