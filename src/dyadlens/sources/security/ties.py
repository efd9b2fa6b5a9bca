"""Lasting ties: alliances (ATOP) and strategic rivalries."""

import pandas as pd

from dyadlens.sources.raw import Raw
from dyadlens.sources.states.distances import ordered
from dyadlens.sources.states.system import state_codes

FILE = "alliances/atop_alliance.parquet"
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
    rows = pd.read_parquet(raw.path(FILE)).rename(columns=PROMISES).query("@FIRST <= year <= @LAST")
    rows = state_codes(raw).with_pairs(rows)
    # In 1990 Germany and Yemen stand twice, before and after union: a promise of either half of the year counts.
    out = rows.groupby(["a", "b", "year"], as_index=False)[list(PROMISES.values())].max()
    return out.astype({"year": int, **dict.fromkeys(PROMISES.values(), bool)})


RIVALRY_FILE = "rivalry/tss_rivalries.parquet"
RIVALS_FROM, RIVALS_TO = 1946, 2020
KINDS = ("positional", "spatial", "ideological", "interventionary")


def build_rivalries(raw: Raw) -> pd.DataFrame:
    """Build the spells of rivalry that reach 1946 or later."""
    # The codes of the end year: a spell may begin under a state that is gone, such as Prussia.
    rows = state_codes(raw).with_pairs(pd.read_parquet(raw.path(RIVALRY_FILE)).query("end >= @RIVALS_FROM"), "end")
    out = ordered(rows[["a", "b"]]).assign(first=rows["start"].astype(int), last=rows["end"].astype(int))
    return out.assign(ongoing=out["last"] == RIVALS_TO, **{kind: rows[kind].eq(1) for kind in KINDS})
