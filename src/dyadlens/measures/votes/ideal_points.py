"""The distance between the published ideal points of two states."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dyadlens.measures.column import Column, Data, spread, within
from dyadlens.measures.votes.roll_calls import first_votes, seated
from dyadlens.stats.agreement import folded_normal_interval
from dyadlens.stats.proportions import z_value


def ideal_point_distance(data: Data, years: NDArray[np.int_]) -> Column:
    """Fold the gap of two independent normal posteriors: its median, 5% and 95% point."""
    points, info = data.table("ideal_points"), data.info("ideal_points")
    mean, low, high = (spread(points, years, name, a="state", b=None) for name in ("ideal_point", "low", "high"))
    deviation = (high - low) / (2 * z_value())
    gap = mean[:, :, None] - mean[:, None, :]
    error = np.hypot(deviation[:, :, None], deviation[:, None, :])
    value, low, high = folded_normal_interval(gap, error)
    took_part = seated(first_votes(points["state"], points["year"]), years)
    return Column(value, low, high, covered=within(years, info.first, info.last) & took_part)
