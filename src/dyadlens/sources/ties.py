"""Alliances (ATOP): who promised what to whom."""

from __future__ import annotations

import pandas as pd

from dyadlens.sources.raw import Raw
from dyadlens.sources.states import build_states, cow_to_state
from dyadlens.sources.table import Column, Table

ATOP = "alliances/atop_alliance.parquet"
FIRST, LAST = 1946, 2018
PROMISES = {
    "atop_defense": "defense",
    "atop_offense": "offense",
    "atop_neutral": "neutrality",
    "atop_nonagg": "nonaggression",
    "atop_consul": "consultation",
}


def build_alliances(raw: Raw) -> pd.DataFrame:
    """Build the promises between states by directed pair and year."""
    rows = pd.read_parquet(raw.path(ATOP)).rename(columns=PROMISES)
    rows = rows[rows["year"].between(FIRST, LAST)].reset_index(drop=True)
    known = build_states(raw)
    rows["a"] = cow_to_state(rows["ccode1"], rows["year"], known)
    rows["b"] = cow_to_state(rows["ccode2"], rows["year"], known)
    # In 1990 Germany and Yemen stand twice, before and after union: a promise of either half of the year counts.
    out = rows.groupby(["a", "b", "year"], as_index=False)[list(PROMISES.values())].max()
    return out.astype({"year": int, **dict.fromkeys(PROMISES.values(), bool)})


TABLES = (
    Table(
        name="alliances",
        credit="ATOP 5.1",
        title="Alliance promises by directed pair and year (ATOP)",
        description=(
            "What a promised to b in formal agreements in force during the year. Most promises are mutual, so both "
            "directions have a row, but not all: the United States owe Pakistan defense after 1972 and Pakistan does "
            "not owe it in turn. For whether the pair is allied at all, take either direction."
        ),
        build=build_alliances,
        columns=(
            Column("a", "string", "State code of the one that promises."),
            Column("b", "string", "State code of the one that is promised."),
            Column("year", "integer", "Year.", minimum=FIRST, maximum=LAST),
            Column("defense", "boolean", "To help if b is attacked."),
            Column("offense", "boolean", "To help in a war that is no defense."),
            Column("neutrality", "boolean", "Not to side with b's enemy."),
            Column("nonaggression", "boolean", "Not to use force against b."),
            Column("consultation", "boolean", "To consult in a crisis."),
        ),
        key=("a", "b", "year"),
        files=(ATOP, "states/cow_states.parquet", "states/concordance_iso_cow_gw.csv"),
        first=FIRST,
        last=LAST,
        absent="true_zero",
        published_lag=4,
        lag_note="version 5.1, which ends in 2018, is dated August 2022",
        states_covered="members of the COW state system",
        defects=(
            "each directed row has its mirror, but promises differ between the two in 544 directed rows, most on "
            "defense",
            "37 rows carry no promise of a to b: only b promised, or what was promised is not one of the five",
            "nonaggression pacts are counted as alliances: most rows have one, many nothing else",
        ),
    ),
)
