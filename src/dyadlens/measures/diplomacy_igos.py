"""Intergovernmental organizations in which two states sit together."""

from __future__ import annotations

from dyadlens.measures.history_past import membership_ends, shared_memberships
from dyadlens.measures.measure import Measure
from dyadlens.measures.security_grid import Grid

SHARED = "shared_igos"
ALL_PAIRS = (SHARED,)
FIRST = 1965  # before, the source fills in the years between those that it counted

MEASURES = (
    Measure(
        SHARED,
        "International organizations with both as members",
        "organizations",
        0.0,
        None,
        "the two meet in more organizations",
        ("igo_membership",),
        "Pevehouse, Nordstrom, McManus & Jamison (2020), Journal of Peace Research 57(3):492-503",
        scale="count",
        interval="bounds, not 90%: from the memberships known up to the count with every unknown one",
        note="Full members only, each organization counts one, be it a bank or a bureau of weights. The upper end has "
        "every one whose members are unknown, those of another region too. To 2014: later accessions, as to the "
        "Shanghai Cooperation Organization in 2017, are on record but make no series.",
    ),
)

GRID = Grid(
    SHARED, "diplomacy", "igo_membership", ("igo_membership",), FIRST, 2014, shared_memberships, ends=membership_ends
)
