"""Sanctions that one state has in force against another."""

from __future__ import annotations

from dyadlens.data.catalog import Vintage, load
from dyadlens.data.evidence import Evidence, join
from dyadlens.lens import Lens
from dyadlens.measures.measure import Measure
from dyadlens.measures.yearly import rows_of, yearly
from dyadlens.states import all_states

NAME = "sanctions"
KINDS = ("trade", "arms", "military", "financial", "travel", "other")

MEASURES = (
    Measure(
        NAME,
        "Sanctions in force",
        "kinds of sanction out of 6",
        0.0,
        6.0,
        "sanctions of more kinds",
        ("sanctions",),
        "Felbermayr, Kirilakha, Syropoulos, Yalcin & Yotov (2020), The Global Sanctions Data Base, European Economic "
        "Review 129",
        scale="count",
        directed=True,
        direction="of {a} on {b}",
        interval="none: coded by the source, without an error",
        note="Trade, arms, military, financial, travel, other; one with several counts each. Of the state itself: "
        "those of the EU and the UN are not put down to their members. No percentile: seventeen states are held.",
        closer=-1,
    ),
)  # fmt: skip


def sanctions(lens: Lens, sender: str, target: str) -> Evidence:
    """Return how many kinds of sanctions one state has in force against another, year by year."""
    table = load("sanctions", lens)
    rows = table.frame[(table.frame["sender"] == sender) & (table.frame["target"] == target)]
    kinds = rows.set_index("year")[list(KINDS)].sum(axis=1)
    covered = [_covered(table, year, sender, target) for year in lens.years]
    out = [
        yearly(year, float(kinds.get(year, 0)) if there else None, covered=there)
        for year, there in zip(lens.years, covered, strict=True)
    ]
    return rows_of("diplomacy", NAME, sender, target, out, "sanctions")


def _covered(table: Vintage, year: int, *pair: str) -> bool:
    """Tell whether the table holds both states and they existed in the year: an extract holds focal states only."""
    states = [all_states()[code] for code in pair]
    return table.covers(year) and all(state.existed(year) and (table.info.complete or state.focal) for state in states)


def compute(lens: Lens) -> Evidence:
    """Compute the sanctions of each state of the pair on the other."""
    a, b = lens.pair
    return join([sanctions(lens, a, b), sanctions(lens, b, a)])
