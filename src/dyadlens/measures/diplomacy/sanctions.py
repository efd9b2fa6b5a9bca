"""Sanctions that one state has in force against another."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dyadlens.measures.column import UNRANKED, Column, Data, covered_cells, spread

KINDS = ("trade", "arms", "military", "financial", "travel", "other")


def sanctions_in_force(data: Data, years: NDArray[np.int_]) -> Column:
    """Count the kinds of sanctions in force; none among the states on record is a zero."""
    rows = data.table("sanctions")
    rows = rows.assign(kinds=rows[list(KINDS)].sum(axis=1))
    value = np.nan_to_num(spread(rows, years, "kinds", a="sender", b="target"))
    return Column(value, covered=covered_cells(data.info("sanctions"), years), percentile=UNRANKED)
