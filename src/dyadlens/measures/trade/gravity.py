"""Trade against a gravity model: residuals that were estimated when the tables were curated, one fit a year."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from dyadlens.measures.column import Column, Data, counts_by_year, covered_cells, spread, within
from dyadlens.stats.proportions import z_value


def gravity_residual(data: Data, years: NDArray[np.int_], source: Literal["cow", "atlas"]) -> Column:
    """Lay out the log of observed over expected trade, with the interval of the expectation."""
    rows = data.table("gravity")
    rows = rows[rows["source"] == source]
    value, error, rank = (spread(rows, years, column, symmetric=True) for column in ("log_ratio", "se", "percentile"))
    # As of an early day a source may hold no year at all.
    covered = within(years, *((int(rows["year"].min()), int(rows["year"].max())) if len(rows) else (1, 0)))
    low, high = value - z_value() * error, value + z_value() * error
    if source == "cow":
        return Column(value, low, high, covered=covered)
    covered = covered & covered_cells(data.info("gravity"), years)
    return Column(value, low, high, covered=covered, percentile=rank, ranked=counts_by_year(rows, "pairs"))
