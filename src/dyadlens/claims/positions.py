"""Where states stand in the votes of the General Assembly: the one place that claims take votes from."""

from __future__ import annotations

from dyadlens.claims.windows import horizon, looking, series
from dyadlens.data.catalog import table
from dyadlens.data.evidence import Evidence, join
from dyadlens.idealpoints.evidence import own_distance
from dyadlens.lens import Lens

PUBLISHED = "ideal_points"
RECENT = 6  # years that a rule on recent votes can need; intervals of more would take time for nothing


def agreement(lens: Lens, x: str, y: str, *, first: int | None = None) -> Evidence:
    """Return the agreement of two states in UN votes by year, with intervals and percentiles."""
    return series(lens, "votes", "agreement", x, y, first=horizon(lens) - RECENT + 1 if first is None else first)


def distances(lens: Lens, x: str, y: str, *, first: int) -> tuple[Evidence, Evidence]:
    """Return the distance of two states' ideal points by year: the estimate to go by, and the second opinion.

    The published estimates are made from all years at once. Before their whole table was out they would know of later
    votes, and our own estimate, from the votes up to the day, stands alone. Once it is out nothing leaks: then, and
    without an as-of date, the published go first, ours second.
    """
    where = looking(lens, x, y, first)
    own = join([]) if where is None else own_distance(where)
    published = table(PUBLISHED)
    if published.known_until(lens.as_of) < published.last:
        return own, join([])
    return series(lens, "votes", "ideal_point_distance", x, y, first=first), own
