"""The distance of our own ideal points, for all pairs and for one, as it could be known on a day."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from dyadlens.data.catalog import known_until
from dyadlens.data.evidence import NOT_COVERED, OBSERVED, UNKNOWN, Evidence, make
from dyadlens.idealpoints.estimate import estimate
from dyadlens.lens import Lens
from dyadlens.measures.registry import Measure
from dyadlens.measures.votes.roll_calls import MINIMUM_SHARED, SOURCES
from dyadlens.panel.columns import FIRST, LAST, grid
from dyadlens.stats.agreement import folded_normal_interval
from dyadlens.stats.ranks import grouped_percentile_ranks

MEASURE = Measure(
    name="ideal_point_distance_own",
    domain="votes",
    label="Distance between ideal points, estimated on votes up to the day",
    noun="distance between the ideal points of {a} and {b}, estimated on votes up to the day",
    unit="standard deviations",
    low=0.0,
    higher_means="the two stand farther apart",
    closer=-1,
    tables=SOURCES["rollcalls"],
    formula="median of |x_a - x_b|, each x normal with its estimate and standard error",
    cite="after Bailey, Strezhnev & Voeten (2017), Journal of Conflict Resolution 61:430-456",
    module=__name__,
    interval="90% interval of the folded normal of two independent positions; the scale of the year is taken as known",
    note="Our estimate, not the published one: a hindcast may use it, for it knows no later vote.",
)


def own_distance(lens: Lens) -> Evidence:
    """Return the distance of a pair's ideal points by year, from no roll call later than the lens allows."""
    value, low, high, percentile = _distances(lens.as_of)
    rows, years = grid(), np.array(lens.years)
    begin = estimate(lens.as_of).groupby("state")["year"].min().reindex(lens.pair).max(skipna=False)
    until = min(known_until(SOURCES["rollcalls"][0], lens.as_of), LAST)
    i, j = sorted(rows.states.index(code) for code in lens.pair)
    at = rows.place[i, j, np.clip(years, FIRST, LAST) - FIRST]
    covered = (at >= 0) & (years >= FIRST) & (years >= begin) & (years <= until)
    own = {"value": value, "low": low, "high": high, "percentile": percentile}
    cells = {name: np.where(covered, column[at], np.nan) for name, column in own.items()}
    known = ~np.isnan(cells["value"])
    ranked = np.bincount(rows.year[~np.isnan(value)], minlength=LAST + 1)[np.clip(years, 0, LAST)]
    return make(
        domain="votes",
        measure=MEASURE.name,
        a=lens.pair[0],
        b=lens.pair[1],
        year=years,
        status=np.where(known, OBSERVED, np.where(covered, UNKNOWN, NOT_COVERED)),
        ranked=np.where(known, ranked, 0),
        source=SOURCES["rollcalls"][1],
        **cells,
    )


def own_distances(as_of: date | None) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return the distances of all pairs and years of the panel, and their percentiles."""
    value, _, _, percentile = _distances(as_of)
    return value.astype(np.float32), percentile.astype(np.float32)


@lru_cache(maxsize=4)
def _distances(as_of: date | None) -> tuple[NDArray[np.float64], ...]:
    """Return value, interval and percentile for the rows of the panel; unknown on fewer roll calls than the minimum."""
    rows = grid()
    points = estimate(as_of)
    points = points[(points["votes"] >= MINIMUM_SHARED) & points["year"].between(FIRST, LAST)]
    points = points[points["state"].isin(rows.states)]
    at = points["state"].map({state: at for at, state in enumerate(rows.states)}).to_numpy(int)
    position, error = np.full((2, len(rows.states), LAST - FIRST + 1), np.nan)
    position[at, points["year"] - FIRST], error[at, points["year"] - FIRST] = points["ideal_point"], points["se"]
    year = rows.year.astype(int) - FIRST
    gap = position[rows.first, year] - position[rows.second, year]
    value, low, high = folded_normal_interval(gap, np.hypot(error[rows.first, year], error[rows.second, year]))
    return value, low, high, grouped_percentile_ranks(value, rows.year)
