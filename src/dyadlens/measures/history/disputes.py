"""Past militarized disputes of two states: how heavy they still weigh, and how long ago the last one was."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dyadlens.measures.column import Column, Data, empty
from dyadlens.states.axis import positions
from dyadlens.stats.decay import exponential_decay

TAU = 10.0  # years
NEVER = -1


def dispute_burden(data: Data, years: NDArray[np.int_], *, table: str, tau: float = TAU) -> Column:
    r"""Sum the faded weight of each pair's past disputes: :math:`\sum_d h_d \exp(-(t - t_d) / \tau)`.

    h is the highest hostility (0 to 5) of a dispute and t_d its last year up to t; a dispute that goes on has age 0.
    """
    rows = data.table(table)
    number = rows.groupby(["a", "b", "dispute"], observed=True).ngroup().to_numpy()
    i, j, when = positions(rows["a"]), positions(rows["b"]), rows["year"].to_numpy(dtype=int)
    height = rows[["hostility_a", "hostility_b"]].max(axis=1).to_numpy(dtype=float)
    value = empty(years, fill=0.0)
    for at, year in enumerate(years):
        past = when <= year
        last = np.full(number.max() + 1, NEVER)
        np.maximum.at(last, number[past], when[past])
        # A dispute has a row a year: only that of its last year so far counts.
        newest = past & (when == last[number])
        weight = height[newest] * exponential_decay(year - when[newest], tau)
        np.add.at(value[at], (i[newest], j[newest]), weight)
    return Column(value + value.swapaxes(1, 2), covered=data.covers(years, table))


def years_since_dispute(data: Data, years: NDArray[np.int_], *, table: str) -> Column:
    """Count the years since each pair's last dispute, 0 in a year of one; unknown for pairs without one on record."""
    rows = data.table(table)
    at = np.searchsorted(years, rows["year"].to_numpy(dtype=int))  # what lies before the years counts from their start
    past = at < len(years)
    last = empty(years, fill=NEVER)
    i, j = positions(rows["a"])[past], positions(rows["b"])[past]
    np.maximum.at(last, (at[past], i, j), rows["year"].to_numpy(dtype=float)[past])
    last = np.maximum.accumulate(np.maximum(last, last.swapaxes(1, 2)), axis=0)
    value = np.where(last == NEVER, np.nan, years[:, None, None] - last)
    return Column(value, covered=data.covers(years, table))
