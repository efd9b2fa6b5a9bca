"""Deaths in organized violence on one state's soil, by any party against any other."""

from __future__ import annotations

import pandas as pd

from dyadlens.data.catalog import Vintage, load
from dyadlens.data.evidence import NOT_COVERED, OBSERVED, UNKNOWN, Evidence, join
from dyadlens.lens import Lens
from dyadlens.measures.measure import Measure
from dyadlens.measures.yearly import row, rows_of
from dyadlens.states import WORLD, all_states

NAME, TABLE = "violence", "violence_country_years"
KINDS = ("state", "nonstate", "onesided")

MEASURES = (
    Measure(
        NAME,
        "Deaths in organized violence on the state's soil",
        "deaths",
        1.0,
        None,
        "more violence at home",
        (TABLE,),
        "Davies, Pettersson & Oberg (2025), Organized violence 1989-2024, Journal of Peace Research 62(4)",
        scale="count",
        directed=True,
        interval="none in the statistical sense: the source's own low and high estimate, a range of reports",
        note="Of one state, whoever killed: with a government on a side, between groups, and of civilians. Parties "
        "below 25 deaths in the year, in all states together, are not counted: no death counted is unknown, not "
        "zero. No percentile: ranks here are of pairs, and this is of one state.",
        closer=0,
    ),
)  # fmt: skip


def deaths_at_home(lens: Lens, state: str) -> Evidence:
    r"""Return the deaths in organized violence on a state's soil: :math:`\sum_k d_k` over three kinds of violence."""
    table = load(TABLE, lens)
    own = table.frame[table.frame["state"] == state].set_index("year")
    out = [_year(table, own, year, all_states()[state].existed(year)) for year in lens.years]
    return rows_of("security", NAME, state, WORLD, out, TABLE)


def _year(table: Vintage, own: pd.DataFrame, year: int, existed: bool) -> dict[str, object]:
    """Add up the kinds of violence of a year; none above the threshold is unknown."""
    if not (table.covers(year) and existed and year in own.index):
        return row(year, NOT_COVERED)
    here = own.loc[year]
    best = [float(here[f"{kind}_best"]) for kind in KINDS]
    if not any(best):
        return row(year, UNKNOWN)
    low = sum(min(value, float(here[f"{kind}_low"])) for value, kind in zip(best, KINDS, strict=True))
    high = sum(max(value, float(here[f"{kind}_high"])) for value, kind in zip(best, KINDS, strict=True))
    return row(year, OBSERVED, sum(best), low=low, high=high)


def compute(lens: Lens) -> Evidence:
    """Compute deaths in organized violence for each state of the pair."""
    return join([deaths_at_home(lens, state) for state in lens.pair])
