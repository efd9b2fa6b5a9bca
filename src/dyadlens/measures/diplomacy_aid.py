"""Money that the United States and China give to the two states: for the claims on third givers."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from dyadlens.data.catalog import Vintage, load, read
from dyadlens.data.evidence import NOT_COVERED, OBSERVED, TRUE_ZERO, UNKNOWN, Evidence
from dyadlens.lens import Lens
from dyadlens.measures.measure import Measure
from dyadlens.measures.yearly import row, rows_of
from dyadlens.states import all_states
from dyadlens.stats.ranks import percentile_rank

# Giver and column of each measure; the measure has the name of its table.
GIVERS = {"us_aid": ("USA", "aid_musd"), "chinese_finance": ("CHN", "adjusted_musd")}
ALL_PAIRS = tuple(GIVERS)

MEASURES = (
    Measure(
        "us_aid",
        "Aid from the United States",
        "million constant US$, fiscal year",
        None,
        None,
        "more aid",
        ("us_aid",),
        "US Department of State, ForeignAssistance.gov, total obligations",
        scale="musd",
        directed=True,
        note="Given to each state of the pair, whether or not the giver is in it. Below zero: more taken back.",
    ),
    Measure(
        "chinese_finance",
        "Official finance from China",
        "million US$ of 2021, commitments",
        0.0,
        None,
        "more finance",
        ("chinese_finance",),
        "Custer et al. (2023), Global Chinese Development Finance 3.0; Dreher et al. (2022), Banking on Beijing",
        scale="musd",
        directed=True,
        note="Commitments, adjusted by AidData for loans rolled over; most are loans, not gifts.",
    ),
)


@cache
def given(measure: str) -> pd.DataFrame:
    """Return what one giver gave to every state on record."""
    giver, column = GIVERS[measure]
    rows = read(measure).astype({"state": str, "year": int})
    values = rows.set_index(["state", "year"])[column]
    if measure == "chinese_finance":
        # A row that commits 0 is a commitment without an amount: unknown, while no row at all is none.
        values = values.mask(rows["commitments_musd"].eq(0).to_numpy())
        first = rows.groupby("state")["year"].min()
        years = range(int(rows["year"].min()), int(rows["year"].max()) + 1)
        grid = [(s, y) for s in first.index for y in years if y >= first[s] and all_states()[s].existed(y)]
        listed = values.index
        values = values.reindex(pd.MultiIndex.from_tuples(grid))
        values = values.where(values.notna() | values.index.isin(listed), 0.0)
    out = values.rename_axis(["b", "year"]).rename("value").reset_index()
    return out.assign(a=giver)[["a", "b", "year", "value"]]


def aid(lens: Lens) -> list[Evidence]:
    """Return what the two givers gave to the states of the pair."""
    return [
        _received(lens, measure, giver, state, load(measure, lens))
        for measure, (giver, _) in GIVERS.items()
        for state in lens.pair
        if state != giver
    ]


def _received(lens: Lens, measure: str, giver: str, state: str, table: Vintage) -> Evidence:
    """Give each year the amount and its percentile among all states on record."""
    everyone = given(measure)
    here = everyone[everyone["b"] == state].set_index("year")["value"]
    known = here[here.index <= table.last]
    rows = []
    for year in lens.years:
        if not table.covers(year) or known.empty or not all_states()[state].existed(year):
            rows.append(row(year, NOT_COVERED))
        elif np.isnan(known.get(year, np.nan)):
            rows.append(row(year, UNKNOWN))
        else:
            rank = percentile_rank(known[year], everyone.loc[everyone["year"] == year, "value"])
            rows.append(row(year, OBSERVED if known[year] else TRUE_ZERO, known[year], percentile=rank))
    return rows_of("diplomacy", measure, giver, state, rows, measure)
