"""History: disputes that fade, blocs of the Cold War, years of alliance."""

from __future__ import annotations

from functools import partial

import pandas as pd

from dyadlens.data.evidence import Evidence, join
from dyadlens.lens import Lens
from dyadlens.measures.history_past import (
    BLOCS_FIRST,
    BLOCS_LAST,
    TAU,
    burden,
    opposed,
    same_bloc,
    years_allied,
    years_since,
)
from dyadlens.measures.measure import Measure
from dyadlens.measures.security_grid import Grid, evidence_of, pairs_of

__all__ = ["ALL_PAIRS", "MEASURES", "all_pairs", "compute"]

RUN_IN = 20  # years of disputes that must lie before the first burden
_GML = "Gibler, Miller & Little (2016), International Studies Quarterly 60(4):719-730"
_COW = "Palmer et al. (2021), Conflict Management and Peace Science 39(4):470-482"
_FADING = "Crescenzi & Enterline (2001), International Studies Quarterly 45(3):409-431; Raknerud & Hegre (1997)"
_ATOP = "Leeds, Ritter, Mitchell & Long (2002), International Interactions 28:237-260"
_IGO = "Pevehouse, Nordstrom, McManus & Jamison (2020), Journal of Peace Research 57(3):492-503"
_CODED = "none: coded by the source, without an error"
_PLACED = (
    f"{BLOCS_FIRST} to {BLOCS_LAST}. Membership in NATO, SEATO or CENTO against the Warsaw Pact decides, without one a "
    "defense pact with the United States or the Soviet Union. On paper: China stays with the Soviet Union to 1980."
)


def _burden(source: str, citation: str) -> Measure:
    second = ", second source" if source == "cow" else ""
    return Measure(
        "dispute_burden" if source == "gml" else "dispute_burden_cow",
        f"Burden of past disputes{second}",
        "hostility, 0 to 5 a dispute, faded",
        0.0,
        None,
        "more, worse or fresher disputes",
        (f"disputes_{source}",),
        f"{_FADING}; {citation}",
        interval=_CODED,
        note=(
            f"Sum over disputes since 1946 of hostility times exp(-age / {TAU:g} years); after {TAU:g} years a dispute "
            "weighs 0.37 of what it did. How fast it fades is a choice."
        ),
        closer=-1,
    )


def _since(source: str, citation: str) -> Measure:
    second = ", second source" if source == "cow" else ""
    return Measure(
        "years_since_dispute" if source == "gml" else "years_since_dispute_cow",
        f"Years since the last militarized dispute{second}",
        "years",
        0.0,
        None,
        "a longer peace",
        (f"disputes_{source}",),
        citation,
        scale="count",
        interval=_CODED,
        note="0 in a year of dispute. Unknown for pairs without one since 1946; ranked among the others.",
    )


def _bloc(name: str, label: str, text: str) -> Measure:
    tables = ("alliances", "igo_membership")
    return Measure(
        name,
        label,
        "1 yes, 0 no",
        0.0,
        1.0,
        text,
        tables,
        f"{_ATOP}; {_IGO}",
        scale="flag",
        interval=_CODED,
        combined=True,
        note=_PLACED,
        closer=-1 if name == "opposed_blocs" else 1,
    )


MEASURES = (
    _burden("gml", _GML),
    _burden("cow", _COW),
    _since("gml", _GML),
    _since("cow", _COW),
    _bloc("same_bloc_cold_war", "In the same bloc", "both stood with the same leader"),
    _bloc("opposed_blocs", "In opposed blocs", "one stood with the United States, the other with the Soviet Union"),
    Measure(
        "years_allied",
        "Years with an alliance obligation",
        "years since 1946",
        0.0,
        None,
        "a longer record of promises",
        ("alliances",),
        _ATOP,
        scale="count",
        interval=_CODED,
        note="Any of defense, offense, neutrality, nonaggression and consultation, either way; gaps do not reset it.",
    ),
)

_Grid = partial(Grid, domain="history")
_DISPUTES = {
    source: {"source": f"disputes_{source}", "tables": (f"disputes_{source}",), "last": last}
    for source, last in (("gml", 2010), ("cow", 2014))
}
_BLOCS = {
    "source": "igo_membership",
    "tables": ("igo_membership", "alliances"),
    "first": BLOCS_FIRST,
    "last": BLOCS_LAST,
}
GRIDS = {
    grid.measure: grid
    for grid in (
        *(
            _Grid(f"dispute_burden{end}", **_DISPUTES[s], first=1946 + RUN_IN, build=partial(burden, source=s))
            for s, end in (("gml", ""), ("cow", "_cow"))
        ),
        *(
            _Grid(
                f"years_since_dispute{end}",
                **_DISPUTES[s],
                first=1946,
                build=partial(years_since, source=s),
                zero="observed",
            )
            for s, end in (("gml", ""), ("cow", "_cow"))
        ),
        _Grid("same_bloc_cold_war", **_BLOCS, build=same_bloc),
        _Grid("opposed_blocs", **_BLOCS, build=opposed),
        _Grid("years_allied", source="alliances", tables=("alliances",), first=1946, last=2018, build=years_allied),
    )
}
ALL_PAIRS = tuple(GRIDS)


def compute(lens: Lens) -> Evidence:
    """Compute all measures of history."""
    return join([evidence_of(lens, GRIDS[what.name]) for what in MEASURES])


def all_pairs(measure: str) -> pd.DataFrame:
    """Compute a measure of history for every pair and year that its source covers."""
    return pairs_of(GRIDS[measure])
