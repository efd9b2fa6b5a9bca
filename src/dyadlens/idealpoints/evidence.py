"""The distance of our own ideal points as rows of evidence, as it could be known on the day of a lens."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from dyadlens.data.catalog import known_until
from dyadlens.data.evidence import NOT_COVERED, OBSERVED, UNKNOWN, Evidence
from dyadlens.idealpoints.estimate import distance, estimate
from dyadlens.lens import Lens
from dyadlens.measures.registry import Measure
from dyadlens.measures.votes.roll_calls import MINIMUM_SHARED, SOURCES
from dyadlens.measures.yearly import row, rows_of
from dyadlens.panel.columns import FIRST, LAST, grid
from dyadlens.stats.ranks import grouped_percentile_ranks, percentile_rank

MEASURE = Measure(
    "ideal_point_distance_own",
    "Distance between ideal points, estimated on votes up to the day",
    "standard deviations",
    0.0,
    None,
    "the two stand farther apart",
    SOURCES["rollcalls"],
    "after Bailey, Strezhnev & Voeten (2017), Journal of Conflict Resolution 61:430-456",
    interval="folded normal of two independent positions; the yardstick of the year is taken as known",
    note="Our estimate, not the published one: a hindcast may use it, for it knows no later vote.",
)


@lru_cache(maxsize=128)
def own_distance(lens: Lens) -> Evidence:
    """Return the distance of the pair's ideal points, year by year, from no roll call later than the lens allows.

    ``|x_a - x_b|`` as :func:`dyadlens.idealpoints.estimate.distance` has it, in standard deviations of all state-years,
    with its 90% interval and its percentile among all pairs of states with a point in the year.
    """
    points = estimate(lens.as_of)
    until = known_until(SOURCES["rollcalls"][0], lens.as_of)
    begin = points.groupby("state")["year"].min()
    enough = points[points["votes"] >= MINIMUM_SHARED]
    by_year = {year: rows["ideal_point"].to_numpy() for year, rows in enough.groupby("year")}
    counted = set(zip(enough["state"], enough["year"], strict=True))
    gaps = distance(*lens.pair, as_of=lens.as_of).set_index("year")
    rows = []
    for year in lens.years:
        seated = all(begin.get(s.code, 9999) <= year <= s.last for s in (lens.a, lens.b))
        if not seated or year > until:
            rows.append(row(year, NOT_COVERED))
        elif not all((code, year) in counted for code in lens.pair):
            rows.append(row(year, UNKNOWN))
        else:
            value, low, high = gaps.loc[year, ["value", "low", "high"]]
            x = by_year[year]
            others = np.abs(np.subtract.outer(x, x))[np.triu_indices(len(x), 1)]
            rank = percentile_rank(value, others)
            rows.append(row(year, OBSERVED, value, low=low, high=high, percentile=rank))
    return rows_of("votes", MEASURE.name, *lens.pair, rows, SOURCES["rollcalls"][1])


@lru_cache(maxsize=4)
def own_distances(as_of: date | None) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return the distance of own ideal points for all pairs and years of the atlas, and its percentiles."""
    rows = grid()
    points = estimate(as_of)
    points = points[(points["votes"] >= MINIMUM_SHARED) & points["year"].between(FIRST, LAST)]
    points = points[points["state"].isin(rows.states)]
    place = {state: at for at, state in enumerate(rows.states)}
    stand = np.full((len(rows.states), LAST - FIRST + 1), np.nan)
    stand[points["state"].map(place).to_numpy(int), points["year"].to_numpy(int) - FIRST] = points["ideal_point"]
    year = rows.year.astype(int) - FIRST
    values = np.abs(stand[rows.first, year] - stand[rows.second, year])
    return values.astype(np.float32), grouped_percentile_ranks(values, rows.year).astype(np.float32)
