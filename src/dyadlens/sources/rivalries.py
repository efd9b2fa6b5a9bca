"""Strategic rivalries: spells in which two states see each other as a threatening competitor."""

from __future__ import annotations

import pandas as pd

from dyadlens.sources.raw import Raw
from dyadlens.sources.states import build_states, cow_to_state
from dyadlens.sources.table import Column, Table

FILE = "rivalry/tss_rivalries.parquet"
FIRST, LAST = 1946, 2020
KINDS = {
    "positional": "Over influence and rank.",
    "spatial": "Over territory.",
    "ideological": "Over belief and order.",
    "interventionary": "Over meddling in each other's home affairs.",
}


def build_rivalries(raw: Raw) -> pd.DataFrame:
    """Build the spells of rivalry that reach 1946 or later."""
    rows = pd.read_parquet(raw.path(FILE))
    rows = rows[rows["end"] >= FIRST].reset_index(drop=True)
    known = build_states(raw)
    # The codes of the end year: a spell may begin under a state that is gone, such as Prussia.
    sides = pd.concat([cow_to_state(rows[c], rows["end"], known) for c in ("ccode1", "ccode2")], axis=1)
    out = pd.DataFrame({"a": sides.min(axis=1), "b": sides.max(axis=1)})
    out["first"] = rows["start"].astype(int)
    out["last"] = rows["end"].astype(int)
    out["ongoing"] = out["last"] == LAST
    for kind in KINDS:
        out[kind] = rows[kind].eq(1)
    return out


TABLES = (
    Table(
        name="rivalries",
        credit="Thompson, Sakuwa & Suhas",
        title="Strategic rivalries (Thompson, Sakuwa & Suhas)",
        description=(
            "Spells of years in which two states saw each other as competitors, as threats and as enemies. A pair "
            "may have several spells, and a spell several kinds. Not cut by the as-of date, since a spell is one "
            "row: read `last` as no later than that date."
        ),
        build=build_rivalries,
        columns=(
            Column("a", "string", "State code, the first of the two in the alphabet."),
            Column("b", "string", "State code of the other."),
            Column("first", "integer", "First year of the spell; may lie before 1946.", minimum=1494, maximum=LAST),
            Column("last", "integer", "Last year of the spell, 2020 if it goes on.", minimum=FIRST, maximum=LAST),
            Column(
                "ongoing", "boolean",
                "Whether the spell reaches 2020, where the source ends: one that ended that very year cannot be told "
                "apart.",
            ),
            *(Column(kind, "boolean", text) for kind, text in KINDS.items()),
        ),
        key=("a", "b", "first"),
        files=(FILE, "states/cow_states.parquet", "states/concordance_iso_cow_gw.csv"),
        first=FIRST,
        last=LAST,
        absent="true_zero",
        published_lag=1,
        lag_note="the book of 2021 codes rivalries to 2020; earlier editions knew most of them before",
        dated_by="static",
        states_covered="members of the COW state system",
        format="csv",
        defects=(
            "codes are those of the last year of the spell: Yugoslavia is YUG to 2005, the Soviet Union is RUS",
            "the kinds are marked only where present in the source: no mark is read as no",
        ),
    ),
)  # fmt: skip
