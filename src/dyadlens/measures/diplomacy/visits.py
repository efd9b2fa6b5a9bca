"""Visits of leaders of the United States, and signals of support from major powers."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dyadlens.measures.column import Column, Data, covered_cells, empty, spread
from dyadlens.states.axis import positions
from dyadlens.stats.rates import poisson_interval

SIGNAL_KINDS = ("visit", "exercise", "pact", "troops")


def us_visits(data: Data, years: NDArray[np.int_], office: str) -> Column:
    """Count the visits of holders of one office to every state; none is a zero."""
    rows = data.table("us_visits")
    rows = rows[(rows["office"] == office) & rows["in_office"].astype(bool)]
    found = rows.groupby(["state", "year"], observed=True).size().rename("visits").reset_index()
    usa = int(positions(["USA"])[0])
    made = np.nan_to_num(spread(found, years, "visits", a="state", b=None))
    value, low, high = (empty(years) for _ in range(3))
    for part, values in zip((value, low, high), (made, *poisson_interval(made)), strict=True):
        part[:, usa, :] = values
    return Column(value, low, high, covered=~np.isnan(value) & covered_cells(data.info("us_visits"), years))


def power_signals(data: Data, years: NDArray[np.int_]) -> Column:
    """Count the kinds of support that a power signalled to a state."""
    rows = data.table("major_power_signals")
    rows = rows.assign(kinds=sum((rows[kind] > 0).astype(int) for kind in SIGNAL_KINDS))
    value = spread(rows, years, "kinds", a="power", b="state")
    return Column(value, covered=~np.isnan(value))
