"""Common foes by the record of armed conflicts: more years than that of battle deaths, and no count of the dead."""

from __future__ import annotations

from functools import cache, lru_cache

import numpy as np
import pandas as pd

from dyadlens.data.catalog import read
from dyadlens.data.evidence import Evidence
from dyadlens.lens import Lens
from dyadlens.measures.measure import Measure
from dyadlens.measures.security_grid import Grid, Mask, Matrix, codes, evidence_of, pairs_of, place
from dyadlens.measures.security_groups import against_groups, neighbours, shared_by

NAME = "shared_adversaries_conflicts"
ALL_PAIRS = (NAME,)

MEASURES = (
    Measure(
        NAME,
        "Armed groups that are foes of both, by the record of conflicts",
        "groups",
        1.0,
        None,
        "more common foes",
        ("armed_conflicts", "contiguity"),
        "Gleditsch, Wallensteen, Eriksson, Sollenberg & Strand (2002), Journal of Peace Research 39(5):615-637; "
        "UCDP/PRIO Armed Conflict Dataset 25.1",
        scale="count",
        combined=True,
        interval="none: a count of groups in conflicts above the source's threshold",
        note="Groups that fight both governments, or one of them and that of a third state that touches the other by "
        "land. The 25 deaths of the threshold are those of the conflict with all its groups. A conflict below it has "
        "no row in the source: no group known is unknown, not zero. Ranked among pairs with at least one. A second "
        "record beside that of battle deaths, with more years; never joined.",
    ),
)  # fmt: skip


@cache
def _opponents() -> dict[int, tuple[dict[str, int], Matrix]]:
    """Return, for each year, the groups by the source's number and which governments each fights."""
    out = {}
    for year, rows in against_groups(read("armed_conflicts")).groupby("year"):
        sides = [
            (group, state)
            for ours, theirs in zip(rows["states_a"], rows["side_b_id"].astype(str), strict=True)
            for group in theirs.split("; ")
            for state in ours.split("; ")
        ]
        groups = {name: at for at, name in enumerate(sorted({group for group, _ in sides}))}
        foes = np.zeros((len(groups), len(codes())))
        foes[[groups[group] for group, _ in sides], place(state for _, state in sides)] = 1.0
        out[int(year)] = groups, foes
    return out


def common_opponents(year: int) -> tuple[dict[str, int], Mask]:
    """Return the groups in the conflicts of a year, by the source's number, and for which pairs each is a common foe."""
    groups, foes = _opponents()[year]
    return groups, shared_by(foes, neighbours(year))


@lru_cache(maxsize=128)
def shared_opponents(year: int) -> Matrix:
    """Count the armed groups in conflicts of a year that each two states have as common foes."""
    count = common_opponents(year)[1].sum(axis=0).astype(float)
    return np.where(count > 0, count, np.nan)


GRID = Grid(NAME, "security", "armed_conflicts", ("armed_conflicts",), 1946, 2024, shared_opponents)


def compute(lens: Lens) -> Evidence:
    """Compute the armed groups that are foes of both states, by the record of conflicts."""
    return evidence_of(lens, GRID)


def all_pairs(measure: str) -> pd.DataFrame:
    """Compute the measure for every pair and year."""
    return pairs_of({NAME: GRID}[measure])
