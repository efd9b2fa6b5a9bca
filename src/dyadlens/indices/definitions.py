"""What the two indices are made of: measures, domains, directions and years. The reasons are in decision 0009."""

from __future__ import annotations

from dataclasses import replace

from dyadlens.data.catalog import table
from dyadlens.errors import unknown_name
from dyadlens.indices.steps import Indicator
from dyadlens.measures.registry import describe
from dyadlens.panel.columns import FIRST, LAST

INDICES = ("convergence", "caution")
# Published ideal points are made from all years at once. On a day before all of them were out our own stand in for
# them, and in a later view that is set beside such a day.
PUBLISHED_POINTS, OWN_POINTS = "ideal_point_distance", "ideal_point_distance_own"
BY_OWN_POINTS = {"convergence": "convergence by own ideal points"}

# Where one source of a domain follows another; neither is joined to the other, each year rests on one.
LAST_COW_YEAR = 2014
LAST_ICEWS_YEAR = 2014


def _both(measure: str) -> tuple[str, str]:
    return f"{measure}_ab", f"{measure}_ba"


_CONVERGENCE = (
    Indicator("kappa", "votes", why="agreement beyond what chance would bring"),
    Indicator(PUBLISHED_POINTS, "votes", -1, why="agreement that a change of agenda does not move"),
    Indicator("alliance_ties", "security", why="promises on paper"),
    Indicator("rivalry", "enmity", -1, why="no promise and no trade makes up for an enemy"),
    Indicator("tiv", "arms", columns=_both("tiv"), extract=True, why="deliveries either way"),
    Indicator(
        "trade_dependence",
        "trade",
        columns=_both("trade_dependence"),
        years=(FIRST, LAST_COW_YEAR),
        why="what each stakes on the other; the only source for all pairs",
    ),
    Indicator(
        "trade_dependence_atlas",
        "trade",
        columns=_both("trade_dependence_atlas"),
        years=(LAST_COW_YEAR + 1, LAST),
        extract=True,
        why="the same after the other source ends",
    ),
    Indicator("shared_igos", "diplomacy", why="memberships in common"),
    *(
        Indicator(f"{kind}_{tone}", "diplomacy", sign, years=(FIRST, LAST_ICEWS_YEAR), why=f"{word} {what} in the news")
        for tone, sign, word in (("cooperation", 1, "friendly"), ("conflict", -1, "hostile"))
        for kind, what in (("verbal", "words"), ("material", "deeds"))
    ),
    Indicator("gdelt_score", "diplomacy", years=(LAST_ICEWS_YEAR + 1, LAST), why="news after the other source ends"),
    Indicator("speech_similarity", "words", why="the same concerns before the General Assembly"),
    Indicator("balance_pull", "third_parties", why="friends and foes in common draw together"),
)

_CAUTION = (
    Indicator(
        "third_pressure", "pressure", columns=_both("third_pressure"), why="a friend of one is the other's rival"
    ),
    Indicator("dispute_burden_cow", "history", why="militarized disputes, fading with the years"),
    Indicator(
        "trade_dependence",
        "stake",
        -1,
        columns=_both("trade_dependence"),
        years=(FIRST, LAST_COW_YEAR),
        why="little to lose",
    ),
    Indicator(
        "trade_dependence_atlas",
        "stake",
        -1,
        columns=_both("trade_dependence_atlas"),
        years=(LAST_COW_YEAR + 1, LAST),
        extract=True,
        why="the same after the other source ends",
    ),
    Indicator(
        "outside_dependence", "outside", columns=_both("outside_dependence"), why="leaning on the other's rivals"
    ),
    Indicator("say_do_ratio", "say_do", why="words ahead of deeds"),
)


_MADE_OF = {
    "convergence": _CONVERGENCE,
    "caution": _CAUTION,
    BY_OWN_POINTS["convergence"]: tuple(
        replace(one, name=OWN_POINTS) if one.name == PUBLISHED_POINTS else one for one in _CONVERGENCE
    ),
}


def indicators_of(index: str) -> tuple[Indicator, ...]:
    """Return what goes into an index."""
    if index not in _MADE_OF:
        raise unknown_name("index", index, INDICES)
    return _MADE_OF[index]


def domains_of(index: str) -> tuple[str, ...]:
    """Return the domains of an index in their order."""
    return tuple(dict.fromkeys(i.domain for i in indicators_of(index)))


def years_counted(one: Indicator) -> tuple[int, int]:
    """Return the first and last year that all sources of an indicator cover and in which it counts."""
    sources = [table(name) for name in describe(one.name).tables]
    first, last = one.years
    return max(FIRST, first, *(info.first for info in sources)), min(LAST, last, *(info.last for info in sources))
