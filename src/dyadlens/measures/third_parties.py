"""Third parties: who is close and who is hostile, signed triads, pressure, and dependence on the other's foes."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pandas as pd

from dyadlens.data.evidence import OBSERVED, Evidence, join
from dyadlens.lens import Lens
from dyadlens.measures import third_parties_directed as directed
from dyadlens.measures import third_parties_pairs as pairs
from dyadlens.measures.measure import Measure
from dyadlens.measures.security_grid import Grid, evidence_of, pairs_of
from dyadlens.measures.third_parties_about import MEASURES

__all__ = ["ALL_PAIRS", "MEASURES", "Measure", "all_pairs", "compute"]

RUN_IN = 20  # years of disputes that must lie before the first value
PRESSURE = "third_pressure"

_Grid = partial(Grid, domain="third_parties", first=1946)
_CLOSE = {"source": "alliances", "tables": ("undl_votes", "debate_similarity", "alliances", "rivalries"), "last": 2018}
_SIGNED = {"source": "alliances", "tables": ("alliances", "rivalries"), "last": 2018}
_EXTRACT = {"possible": directed.of_held, "directed": True, "ranked": False}
GRIDS = {
    grid.measure: grid
    for grid in (
        _Grid("closeness", **_CLOSE, build=pairs.closeness, zero=OBSERVED),
        _Grid(
            "closeness_assembly", source="debate_similarity", tables=("undl_votes", "debate_similarity"), last=2024,
            build=pairs.assembly_closeness, zero=OBSERVED,
        ),
        _Grid("hostility", source="rivalries", tables=("rivalries",), last=2020, build=pairs.rivalry),
        replace(
            _Grid(
                "hostility_disputes", source="disputes_cow", tables=("disputes_cow", "rivalries"), last=2014,
                build=pairs.dispute_hostility,
            ),
            first=1946 + RUN_IN,
        ),
        _Grid("balance_pull", **_SIGNED, build=pairs.balance_pull, zero=OBSERVED),
        _Grid("balance_triads", **_SIGNED, build=pairs.balance_triads),
        _Grid("balanced_share", **_SIGNED, build=pairs.balanced_share, zero=OBSERVED),
        _Grid(PRESSURE, **_CLOSE, build=directed.third_pressure, ends=directed.pressure_ends, directed=True),
        _Grid(
            "outside_dependence", source="trade_cow", tables=("trade_cow", "rivalries"), last=2014,
            build=directed.outside_dependence, directed=True,
        ),
        replace(
            _Grid(
                "outside_dependence_atlas", source="trade_atlas_pairs", tables=("trade_atlas_pairs", "rivalries"),
                last=2020, build=directed.reconciled_dependence, ends=directed.reconciled_ends, **_EXTRACT,
            ),
            first=2010,
        ),
        replace(
            _Grid(
                "outside_dependence_arms", source="arms_transfers",
                tables=("arms_transfers", "arms_state_totals", "rivalries"), last=2020,
                build=directed.arms_dependence, ends=directed.arms_ends, **_EXTRACT,
            ),
            first=1950 + directed.ARMS_WINDOW - 1,
        ),
    )
}  # fmt: skip
ALL_PAIRS = tuple(name for name, grid in GRIDS.items() if grid.ranked)


def compute(lens: Lens, only: str | None = None) -> Evidence:
    """Compute all measures of third parties, or one."""
    a, b = lens.pair
    parts = []
    for what in MEASURES:
        if only not in (None, what.name):
            continue
        grid = GRIDS[what.name]
        ways = ((a, b), (b, a)) if grid.directed else ((a, b),)
        parts += [evidence_of(lens, grid, way) for way in ways]
        if what.name == PRESSURE:
            parts += [evidence_of(lens, _by(third), way) for third in lens.third_parties for way in ways]
    return join(parts)


def _by(third: str) -> Grid:
    """Return the pressure of one third state as a measure of all pairs."""
    build = partial(directed.pressure_by, third=third)
    return replace(GRIDS[PRESSURE], measure=f"{PRESSURE}:{third}", build=build, ends=None)


def all_pairs(measure: str) -> pd.DataFrame:
    """Compute a measure of third parties for every pair and year that its sources cover."""
    return pairs_of(GRIDS[{name: name for name in ALL_PAIRS}[measure]])
