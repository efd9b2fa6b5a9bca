"""Series that claims read, windows of their years, means over a window, and how two windows compare."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from dyadlens.claims.finding import Number
from dyadlens.data.catalog import table
from dyadlens.data.evidence import Evidence, join
from dyadlens.idealpoints.evidence import own_distance
from dyadlens.lens import FIRST_YEAR, Lens
from dyadlens.measures.registry import Scale, describe
from dyadlens.panel.evidence import evidence
from dyadlens.states import all_states

ENOUGH = 0.5  # more than this share of a window's years must have a value
RECENT = 17  # years looked back at where a rule needs the recent past only
PUBLISHED = "ideal_points"


def end_year(lens: Lens) -> int:
    """Return the last year that can matter: the lens's last, or that of the as-of date."""
    return min(lens.end, lens.as_of.year) if lens.as_of else lens.end


def lens_on(lens: Lens, a: str, b: str, first: int) -> Lens | None:
    """Return a lens on another pair with the same end and as-of date, or None where nothing was known yet."""
    gone = min(all_states()[state].last for state in (a, b)) < max(first, FIRST_YEAR)
    if first > end_year(lens) or gone:
        return None
    return Lens(pair=(a, b), third_parties=[], start=max(first, FIRST_YEAR), end=lens.end, as_of=lens.as_of)


@lru_cache(maxsize=512)
def series(lens: Lens, measure: str, a: str, b: str, *, first: int | None = None, one: str = "") -> Evidence:
    """Return the rows of one measure and direction for any two states, seen from the day of a lens."""
    where = lens_on(lens, a, b, end_year(lens) - RECENT + 1 if first is None else first)
    if where is None:
        return join([])
    rows = evidence(where, measure=measure)
    ends = (one, None) if one else (a, b) if describe(measure).directed else (None, None)
    return rows.of(measure, *ends).sort_values("year").reset_index(drop=True)


def distances(lens: Lens, x: str, y: str, *, first: int) -> tuple[Evidence, Evidence]:
    """Return the distance of two states' ideal points by year: the estimate to go by, and the second opinion.

    The published estimates are made from all years at once. Before their whole table was out they would know of later
    votes, and our own estimate, from the votes up to the day, stands alone. Once it is out nothing leaks: then, and
    without an as-of date, the published go first, ours second.
    """
    where = lens_on(lens, x, y, first)
    own = join([]) if where is None else own_distance(where)
    published = table(PUBLISHED)
    if published.known_until(lens.as_of) < published.last:
        return own, join([])
    return series(lens, "ideal_point_distance", x, y, first=first), own


def last_in_all(*parts: Evidence) -> int | None:
    """Return the last year in which every table of evidence has a value, or None."""
    years = (set(_years(rows)[~np.isnan(_numbers(rows))].tolist()) for rows in parts)
    return max(set.intersection(*years), default=None)


def _years(rows: Evidence) -> NDArray[np.int64]:
    return rows["year"].to_numpy()


def _numbers(rows: Evidence, column: str = "value") -> NDArray[np.float64]:
    return rows[column].to_numpy()


def over(
    rows: Evidence,
    years: Iterable[int],
    label: str,
    *,
    column: str = "value",
    unit: str = "",
    scale: Scale | None = None,
    reduce: Callable[[np.ndarray], float] = np.mean,
) -> Number:
    """Reduce a window of years to one number."""
    window = list(years)
    here = np.flatnonzero(np.isin(_years(rows), window) & ~np.isnan(_numbers(rows, column)))
    used = tuple(_years(rows)[here].tolist())
    value = low = high = math.nan
    if window and len(used) > ENOUGH * len(window):
        value = float(reduce(_numbers(rows, column)[here]))
        ends = [_numbers(rows, end)[here] for end in ("low", "high")]
        if column == "value" and not np.isnan(ends[0]).any():
            low, high = (float(reduce(end)) for end in ends)
    kind = scale or (describe(rows["measure"].iloc[0]).scale if len(rows) else "index")
    missing = tuple(y for y in window if y not in used)
    sources = rows["source"].to_numpy()
    named = tuple(dict.fromkeys(sources[here] if len(here) else sources))
    return Number(label, value, kind, used, missing, named, low, high, unit)


def over_latest(rows: Evidence, count: int, label: str, *, until: int | None = None, **how: object) -> Number:
    """Reduce the latest years that are known to one number."""
    last = last_in_all(rows) if until is None else until
    return over(rows, last_years(last, count), label, **how)  # type: ignore[arg-type]


def last_years(last: int | None, count: int, *, skip: int = 0) -> range:
    """Return a window of years up to the last, or to some years before it; none where the last is not known."""
    return range(0) if last is None else range(last - skip - count + 1, last - skip + 1)


def ratio(now: Number, before: Number, label: str, *, scale: Scale = "index") -> Number:
    """Divide one number by another."""
    value = math.nan
    if now.known and before.known and (now.value or before.value):
        value = now.value / before.value if before.value else math.inf
    return joined(label, value, (now, before), scale)


def joined(label: str, value: float, parts: Iterable[Number], scale: Scale, **more: object) -> Number:
    """Make a number that rests on others: their years, gaps and sources together."""
    numbers = list(parts)
    return Number(
        label,
        value,
        scale,
        tuple(sorted({y for n in numbers for y in n.years})),
        tuple(sorted({y for n in numbers for y in n.missing})),
        tuple(dict.fromkeys(s for n in numbers for s in n.sources)),
        **more,  # type: ignore[arg-type]
    )


def best_mean(rows: Evidence, count: int, label: str, *, unit: str = "") -> Number:
    """Return the highest mean of a number of years on end, all of which have a value."""
    seen = ~np.isnan(_numbers(rows))
    values = dict(zip(_years(rows)[seen].tolist(), _numbers(rows)[seen].tolist(), strict=True))
    whole = [y for y in values if all(k in values for k in last_years(y, count))]
    means = {y: float(np.mean([values[k] for k in last_years(y, count)])) for y in whole}
    if not means:
        return over(rows, last_years(last_in_all(rows), count), label, unit=unit, reduce=lambda _: math.nan)
    # The earliest of equal windows, so that the same rows give the same years.
    top = min(means, key=lambda y: (-means[y], y))
    return over(rows, last_years(top, count), label, unit=unit)
