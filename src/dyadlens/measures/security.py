"""Security: common foes, alliances, rivalry, disputes, votes in the Security Council, and an index of ties."""

from __future__ import annotations

from functools import partial

import pandas as pd

from dyadlens.data.evidence import Evidence, join
from dyadlens.lens import Lens
from dyadlens.measures.measure import Measure
from dyadlens.measures.roll_calls import MINIMUM_SHARED
from dyadlens.measures.security_council import council_agreement, council_interval, sat
from dyadlens.measures.security_deaths import government_deaths, group_deaths, pair_group_deaths
from dyadlens.measures.security_grid import Grid, evidence_of, pairs_of
from dyadlens.measures.security_groups import (
    WINDOW,
    adversary_deaths,
    deaths_range,
    shared_adversaries,
)
from dyadlens.measures.security_pairs import DISPUTE_YEARS, hostility, obligations, promised, rivals, ties

__all__ = ["ALL_PAIRS", "MEASURES", "NAMED", "all_pairs", "compute", "group_deaths"]

_UCDP = "Davies, Engstrom, Pettersson & Oberg (2024), Organized violence 1989-2023, Journal of Peace Research 61(4)"
_ATOP = "Leeds, Ritter, Mitchell & Long (2002), International Interactions 28:237-260"
_RANGE = "none in the statistical sense: the source's own low and high estimate, a range of reports"
_CODED = "none: coded by the source, without an error"
_BELOW = "A group below 25 deaths in the year has no row in the source: no group known is unknown, not zero."
_FOES = "Groups that fight both governments, or one of them and that of a third state that touches the other by land."
_LEVEL = "0 none, 1 no action, 2 threat, 3 display, 4 use of force, 5 war"
_WHOLE = "Hostility is that of the whole dispute, in each of its years."
_BATTLE = ("battle_deaths", "contiguity")


def _pact(name: str, label: str, text: str) -> Measure:
    return Measure(
        name,
        label,
        "1 yes, 0 no",
        0.0,
        1.0,
        f"at least one of the two promised the other {text}",
        ("alliances",),
        _ATOP,
        scale="flag",
        interval=_CODED,
        note="Either direction counts. A promise on paper may outlive what it promises.",
    )


def _dispute(source: str, citation: str, until: int) -> Measure:
    return Measure(
        f"dispute_{source}",
        "Militarized dispute, highest hostility" + (", second source" if source == "cow" else ""),
        _LEVEL,
        0.0,
        5.0,
        "a more violent dispute between the two",
        (f"disputes_{source}",),
        citation,
        scale="count",
        interval=_CODED,
        note=f"{_WHOLE} Ends in {until}. Two codings that are never joined.",
        closer=-1,
    )


MEASURES = (
    Measure(
        "shared_adversaries",
        "Armed groups that are foes of both",
        "groups",
        1.0,
        None,
        "more common foes",
        _BATTLE,
        _UCDP,
        scale="count",
        combined=True,
        interval="none: a count of groups above the source's threshold",
        note=f"{_FOES} {_BELOW} Ranked among pairs with at least one.",
    ),
    Measure(
        "shared_adversaries_5y",
        "Armed groups that are foes of both, five years together",
        "groups",
        1.0,
        None,
        "more common foes",
        _BATTLE,
        _UCDP,
        scale="count",
        pooled=WINDOW,
        combined=True,
        interval="none: a count of groups above the source's threshold",
        note=f"{_FOES} They need not fight both in one year. {_BELOW}",
    ),
    Measure(
        "shared_adversary_deaths",
        "Battle deaths in the fighting with common foes",
        "deaths",
        0.0,
        None,
        "a heavier common threat",
        _BATTLE,
        _UCDP,
        scale="count",
        combined=True,
        interval=_RANGE,
        note=f"Fights of common foes with either government or with that of a state that touches either. {_BELOW}",
    ),
    Measure(
        "battle_deaths",
        "Battle deaths in the government's fighting with armed groups",
        "deaths",
        0.0,
        None,
        "a heavier threat to the state",
        ("battle_deaths",),
        _UCDP,
        scale="count",
        directed=True,
        interval=_RANGE,
        note=f"Of one state; where a group is named, the fighting with that group alone. {_BELOW} No percentile: ranks "
        "here are of pairs, and this is of one state.",
        closer=0,
    ),
    _pact("defense_pact", "Defense pact", "help if it is attacked"),
    _pact("nonaggression_pact", "Nonaggression pact", "not to use force against it"),
    _pact("consultation_pact", "Consultation pact", "to consult in a crisis"),
    Measure(
        "alliance_ties",
        "Alliance obligations in force",
        "kinds of obligation out of 5",
        0.0,
        5.0,
        "more kinds of promise between the two",
        ("alliances",),
        _ATOP,
        scale="count",
        interval=_CODED,
        note="Defense, offense, neutrality, nonaggression, consultation; a fifth of it is the share of the five.",
    ),
    Measure(
        "rivalry",
        "Strategic rivalry",
        "1 yes, 0 no",
        0.0,
        1.0,
        "the two see each other as enemies",
        ("rivalries",),
        "Thompson, Sakuwa & Suhas (2021), Analyzing Strategic Rivalries in World Politics, Springer",
        scale="flag",
        interval=_CODED,
        closer=-1,
    ),
    _dispute("gml", "Gibler, Miller & Little (2016), International Studies Quarterly 60(4):719-730", 2010),
    _dispute("cow", "Palmer et al. (2021), Conflict Management and Peace Science 39(4):470-482", 2014),
    Measure(
        "security_council_agreement",
        "Agreement in the Security Council",
        "share of shared votes",
        0.0,
        1.0,
        "the two vote more alike",
        ("security_council_votes",),
        "Lijphart (1963), American Political Science Review 57:902-917; United Nations Digital Library",
        scale="share",
        interval="percentile bootstrap over resolutions, 2,000 draws, seed fixed by pair and year",
        note=f"Adopted resolutions only, most of them unanimous, at least {MINIMUM_SHARED}; no vetoed drafts.",
    ),
    Measure(
        "security_ties",
        "Index of security ties",
        "index, 1 full alliance, −1 open enmity",
        -1.0,
        1.0,
        "closer security ties",
        ("alliances", "rivalries", "disputes_cow"),
        "defined here; made of ATOP, Thompson and others, and MID 5",
        interval=_CODED,
        combined=True,
        note=(
            "Half for a defense pact, a quarter each for nonaggression or neutrality and for consultation; less half "
            f"for a rivalry and a tenth for each level of the worst dispute of {DISPUTE_YEARS} years."
        ),
    ),
)  # fmt: skip

_Grid = partial(Grid, domain="security")
_DEATHS = {"source": "battle_deaths", "tables": ("battle_deaths",), "last": 2023}
_ALLIED = {"source": "alliances", "tables": ("alliances",), "first": 1946, "last": 2018}
GRIDS = {
    grid.measure: grid
    for grid in (
        _Grid("shared_adversaries", **_DEATHS, first=1989, build=shared_adversaries),
        _Grid(
            "shared_adversaries_5y", **_DEATHS, first=1989 + WINDOW - 1,
            build=partial(shared_adversaries, window=WINDOW),
        ),
        _Grid("shared_adversary_deaths", **_DEATHS, first=1989, build=adversary_deaths, ends=deaths_range),
        _Grid("defense_pact", **_ALLIED, build=partial(promised, kind="defense")),
        _Grid("nonaggression_pact", **_ALLIED, build=partial(promised, kind="nonaggression")),
        _Grid("consultation_pact", **_ALLIED, build=partial(promised, kind="consultation")),
        _Grid("alliance_ties", **_ALLIED, build=obligations),
        _Grid("rivalry", source="rivalries", tables=("rivalries",), first=1946, last=2020, build=rivals),
        _Grid(
            "dispute_gml", source="disputes_gml", tables=("disputes_gml",), first=1946, last=2010,
            build=partial(hostility, source="gml"),
        ),
        _Grid(
            "dispute_cow", source="disputes_cow", tables=("disputes_cow",), first=1946, last=2014,
            build=partial(hostility, source="cow"),
        ),
        _Grid(
            "security_council_agreement", source="security_council_votes", tables=("security_council_votes",),
            first=1946, last=2025, build=council_agreement, possible=sat, ends=council_interval,
        ),
        _Grid(
            "security_ties", source="disputes_cow", tables=("disputes_cow", "rivalries", "alliances"),
            first=1946 + DISPUTE_YEARS - 1, last=2014, build=ties, zero="observed",
        ),
    )
}  # fmt: skip
ALL_PAIRS = tuple(GRIDS)
NAMED = {"battle_deaths": pair_group_deaths}


def compute(lens: Lens, only: str | None = None) -> Evidence:
    """Compute the measures of security."""
    wanted = [what.name for what in MEASURES if only in (None, what.name)]
    parts = {name: evidence_of(lens, GRIDS[name]) for name in wanted if name in GRIDS}
    if "battle_deaths" in wanted:
        parts["battle_deaths"] = join([government_deaths(lens, state) for state in lens.pair])
    return join([parts[name] for name in wanted])


def all_pairs(measure: str) -> pd.DataFrame:
    """Compute a measure of security for every pair and year that its source covers."""
    return pairs_of(GRIDS[measure])
