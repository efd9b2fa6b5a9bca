"""Militarized interstate disputes, from two sources that code them differently."""

from __future__ import annotations

from functools import partial

import pandas as pd

from dyadlens.sources.raw import Raw
from dyadlens.sources.states import build_states, cow_to_state
from dyadlens.sources.table import Column, Table

FIRST = 1946
UNKNOWN = -9
STATES_FILES = ("states/cow_states.parquet", "states/concordance_iso_cow_gw.csv")
FATALITY = "0 none, 1 up to 25 deaths, 2 up to 100, 3 up to 250, 4 up to 500, 5 up to 999, 6 more; empty where unknown"


def _file(source: str) -> str:
    return f"disputes/{source}_mid_ddydisps.parquet"


def build_disputes(raw: Raw, *, source: str) -> pd.DataFrame:
    """Build dispute-years by pair, the two directed rows of the source folded into one."""
    rows = pd.read_parquet(raw.path(_file(source)))
    rows = rows[rows["year"] >= FIRST].reset_index(drop=True)
    known = build_states(raw)
    rows["a"] = cow_to_state(rows["ccode1"], rows["year"], known)
    rows["b"] = cow_to_state(rows["ccode2"], rows["year"], known)
    # Each dispute-year stands twice in the source, once from each side, with the same facts.
    rows = rows[rows["a"] < rows["b"]]
    out = pd.DataFrame(
        {
            "a": rows["a"],
            "b": rows["b"],
            "dispute": rows["dispnum"],
            "year": rows["year"],
            "onset": rows[f"{source}midonset"].eq(1),
            "hostility_a": rows["hostlev1"],
            "hostility_b": rows["hostlev2"],
            "fatality_a": rows["fatality1"],
            "fatality_b": rows["fatality2"],
            "fatality": rows["fatality"],
            "began_a": rows["sidea1"].eq(1),
            "source": source,
        }
    )
    numbers = [c for c in out if c not in ("a", "b", "onset", "began_a", "source")]
    out[numbers] = out[numbers].astype("Int64")
    levels = [c for c in numbers if c.startswith("fatality")]
    out[levels] = out[levels].mask(out[levels] == UNKNOWN)
    return out


def _columns(source: str, last: int) -> tuple[Column, ...]:
    level = "1 none, 2 threat, 3 display, 4 use of force, 5 war"
    return (
        Column("a", "string", "State code, the first of the two in the alphabet."),
        Column("b", "string", "State code of the other."),
        Column("dispute", "integer", "Number of the dispute in the source; it may have more pairs than this."),
        Column("year", "integer", "Year in which the dispute went on.", minimum=FIRST, maximum=last),
        Column("onset", "boolean", "Whether the pair entered the dispute that year."),
        Column(
            "hostility_a", "integer",
            f"Highest action of a in the whole dispute: {level}.",
            "code", minimum=0, maximum=5,
        ),
        Column(
            "hostility_b", "integer",
            f"Highest action of b in the whole dispute: {level}.",
            "code", minimum=0, maximum=5,
        ),
        Column(
            "fatality_a", "integer",
            f"Deaths of a in the whole dispute: {FATALITY}.",
            "code", minimum=0, maximum=6, missing=True,
        ),
        Column(
            "fatality_b", "integer",
            f"Deaths of b in the whole dispute: {FATALITY}.",
            "code", minimum=0, maximum=6, missing=True,
        ),
        Column(
            "fatality", "integer", f"Deaths of all parties in the whole dispute: {FATALITY}.",
            "code", minimum=0, maximum=6, missing=True,
        ),
        Column("began_a", "boolean", "Whether a was on the side that took the first militarized action."),
        Column("source", "string", "Which of the two codings.", allowed=(source,)),
    )  # fmt: skip


_DESCRIPTION = (
    "One row for each pair of opponents, dispute and year from 1946 on. A dispute is a threat, display or use of "
    "military force by one state against another. Hostility and deaths are those of the whole dispute, not of the "
    "year: they can be known only when it is over. The other coding is a table of its own; never add the two."
)
_SHARED_DEFECTS = (
    "a few pairs enter one dispute twice, and a few have no year marked as onset (their entry is merged into another "
    "dispute)",
    "the deaths of all parties do not always fit those of the sides (dispute 253 of 1960 in GML)",
)

TABLES = (
    Table(
        name="disputes_gml",
        credit="Gibler, Miller & Little, GML MID 2.2.1",
        title="Militarized disputes by pair and year (Gibler, Miller & Little)",
        description=_DESCRIPTION,
        build=partial(build_disputes, source="gml"),
        columns=_columns("gml", 2010),
        key=("a", "b", "dispute", "year"),
        files=(_file("gml"), *STATES_FILES),
        first=FIRST,
        last=2010,
        absent="true_zero",
        published_lag=6,
        lag_note="published in 2016 with data to 2010",
        states_covered="members of the COW state system",
        defects=(
            *_SHARED_DEFECTS,
            "Pakistan and the USSR have disputes in 1960, 1979-82 and 1984-85 here, but in 1960 only in the COW coding",
        ),
    ),
    Table(
        name="disputes_cow",
        credit="Correlates of War, MID 5.0",
        title="Militarized disputes by pair and year (Correlates of War, MID 5)",
        description=_DESCRIPTION,
        build=partial(build_disputes, source="cow"),
        columns=_columns("cow", 2014),
        key=("a", "b", "dispute", "year"),
        files=(_file("cow"), *STATES_FILES),
        first=FIRST,
        last=2014,
        absent="true_zero",
        published_lag=7,
        lag_note="version 5 was published in 2021 with data to 2014",
        states_covered="members of the COW state system",
        defects=(
            *_SHARED_DEFECTS,
            "deaths of the whole dispute are unknown in 14% of the rows",
            "Pakistan and the USSR have one dispute (1960) here, but three in the GML coding",
        ),
    ),
)
