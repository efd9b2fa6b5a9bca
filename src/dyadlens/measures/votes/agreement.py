"""How alike two states vote: similarities of their joint votes, by year, by issue and in two sources."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dyadlens.measures.column import Column, Data, Mask, Values, empty, within
from dyadlens.measures.votes.roll_calls import (
    MINIMUM_SHARED,
    SOURCES,
    JointVotes,
    first_votes,
    joint_votes,
    seated,
)
from dyadlens.stats.agreement import Name, similarity, similarity_interval


def fill_similarity(columns: tuple[Values, ...], at: int | np.intp, joint: JointVotes, measure: Name) -> None:
    """Write value and interval of the pairs with enough joint votes into year ``at`` of (value, low, high)."""
    enough = joint.shared >= MINIMUM_SHARED
    tables = joint.tables[enough]
    i, j = (side[enough] for side in joint.pairs)
    for column, found in zip(
        columns, (similarity(tables, measure), *similarity_interval(tables, measure)), strict=True
    ):
        column[at, i, j] = column[at, j, i] = found


def vote_similarity(
    data: Data,
    years: NDArray[np.int_],
    *,
    source: str = "undl",
    subset: str = "all",
    measure: Name = "agreement",
    window: int = 1,
) -> Column:
    """Compute one similarity from the roll calls of a subset, over ``window`` years up to each."""
    first, last = _span(data, source, subset)
    value, low, high = empty(years), empty(years), empty(years)
    for at in np.flatnonzero((first <= years) & (years <= last)):
        year = int(years[at])
        joint = joint_votes(source, subset, max(first, year - window + 1), year, data)
        fill_similarity((value, low, high), at, joint, measure)
    return Column(value, low, high, covered=within(years, first, last) & _seated(data, source, years))


def shared_roll_calls(data: Data, years: NDArray[np.int_], *, source: str = "undl") -> Column:
    """Count the roll calls of each year in which both voted."""
    first, last = _span(data, source, "all")
    value = empty(years, fill=0.0)
    for at in np.flatnonzero((first <= years) & (years <= last)):
        joint = joint_votes(source, "all", int(years[at]), int(years[at]), data)
        i, j = joint.pairs
        value[at, i, j] = value[at, j, i] = joint.shared
    return Column(value, covered=within(years, first, last) & _seated(data, source, years))


def _span(data: Data, source: str, subset: str) -> tuple[int, int]:
    """Return the first and last year in which anybody judged whether roll calls belong to a subset."""
    calls = data.table(SOURCES[source][0])
    if subset not in calls:
        info = data.info(SOURCES[source][0])
        return info.first, info.last
    judged = calls.loc[calls[subset].notna(), "year"]
    return int(judged.min()), int(judged.max())


def _seated(data: Data, source: str, years: NDArray[np.int_]) -> Mask:
    votes = data.table(SOURCES[source][1])
    return seated(first_votes(votes["state"], votes["year"]), years)
