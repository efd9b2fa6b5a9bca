"""How a measure moved: the last five years that have a value against the five before."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd

from dyadlens.data.evidence import Evidence
from dyadlens.measures import describe

WINDOW = 5  # years in the recent and in the earlier mean
_Z90 = 1.6448536
_NO_INTERVAL_STEP = 0.10  # a change below a tenth is not called one where a measure has no interval


@dataclass(frozen=True)
class Change:
    """The recent mean against the one before."""

    recent: float
    earlier: float
    recent_years: tuple[int, ...]
    earlier_years: tuple[int, ...]
    low: float
    high: float
    direction: str


def change(rows: Evidence) -> Change | None:
    """Compare the last five years that have a value with the five before.

    The interval takes the years as independent and each year's interval as that of a normal.
    """
    seen = rows[rows["value"].notna()].sort_values("year")
    pool = describe(rows["measure"].iloc[0]).pooled
    if pool > 1:
        recent = seen.tail(1)
        earlier = seen[seen["year"].isin(recent["year"] - pool)]
    else:
        recent, earlier = seen.tail(WINDOW), seen.iloc[-2 * WINDOW : -WINDOW]
    if earlier.empty or (pool == 1 and len(seen) < 2 * WINDOW):
        return None
    means = float(recent["value"].mean()), float(earlier["value"].mean())
    step = means[0] - means[1]
    both = pd.concat([recent, earlier])
    if both["low"].notna().all():
        variance = (((both["high"] - both["low"]) / (2 * _Z90)) ** 2).sum() / len(recent) ** 2
        half = _Z90 * math.sqrt(variance)
        low, high = step - half, step + half
        held = low <= 0 <= high
    else:
        low = high = math.nan
        held = abs(step) <= _NO_INTERVAL_STEP * abs(means[1])
    direction = "held" if held else "rose" if step > 0 else "fell"
    spans = tuple(_pooled_years(rows_, pool) for rows_ in (recent, earlier))
    return Change(*means, *spans, low, high, direction)


def _pooled_years(rows: pd.DataFrame, pool: int) -> tuple[int, ...]:
    """Return the years that values rest on."""
    return tuple(sorted({y - back for y in rows["year"] for back in range(pool)}))
