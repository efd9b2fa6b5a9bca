"""Change points of an index of a pair: only those that two methods find."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from dyadlens.data.cases import Case
from dyadlens.indices.input_values import IndexInputs, inputs_of
from dyadlens.indices.reference import SCREEN
from dyadlens.indices.uncertainty import default_choices, draw_choices, simulate
from dyadlens.lens import Lens, as_lens

Array = NDArray[np.float64]
SHORTEST = 4  # years between two change points, and before the first
APART = 1  # years by which the two methods may differ
SMALLEST = 1.0  # points: the index is told in whole ones
SURE = 0.9  # share of the draws that must have the same sign
_TO_SD = 1.4826


def steady(inputs: IndexInputs) -> NDArray[np.bool_]:
    """Return the years and columns that form the largest block without a gap, as a mask.

    A measure that comes or goes moves an index as history does; change points are looked for where nothing comes or
    goes. Columns are taken in the order of how many years they are known in, and that number of columns is taken for
    which columns times years is largest, at least half of the domains being among them.
    """
    known = ~np.isnan(inputs.values)
    order = np.argsort(-known.sum(axis=0), kind="stable")
    best, size = np.zeros_like(known), 0
    for count in range(1, len(order) + 1):
        columns = np.isin(np.arange(len(order)), order[:count])
        years = _longest_run(np.all(known[:, columns], axis=1), inputs.years)
        domains = (inputs.shares[:, columns].sum(axis=1) > 0).sum()
        if domains >= SCREEN * len(inputs.domains) and years.sum() * count > size:
            best, size = np.outer(years, columns), int(years.sum() * count)
    return best


def _longest_run(known: NDArray[np.bool_], years: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Keep the longest run of years that follow one another, the later of two equally long ones."""
    breaks = np.flatnonzero(np.diff(years) != 1) + 1
    starts = np.unique(np.concatenate([[0], breaks, np.flatnonzero(np.diff(known.astype(int)) != 0) + 1]))
    pieces = [part for part in np.split(np.arange(len(known)), starts[1:]) if part.size and known[part[0]]]
    out = np.zeros_like(known)
    if pieces:
        out[max(pieces, key=lambda part: (len(part), part[0]))] = True
    return out


def penalty(series: ArrayLike) -> float:
    """Return what a change point must save in squared error to count: ``2 s^2 log n``.

    ``s`` is the spread of the year-to-year differences, robust to jumps, over the square root of 2. Each change point
    adds a place and a level, hence the 2 (Yao 1988, Statistics & Probability Letters 6:181-189).
    """
    x = np.asarray(series, dtype=float)
    steps = np.diff(x)
    spread = _TO_SD * np.median(np.abs(steps - np.median(steps))) / np.sqrt(2.0)
    return float(2.0 * spread**2 * np.log(len(x)))


def found_by_both(series: ArrayLike) -> list[tuple[int, int]]:
    """Find the places at which both PELT and binary segmentation put a change of the mean."""
    import ruptures

    x = np.asarray(series, dtype=float)
    cost = penalty(x)
    if len(x) < 2 * SHORTEST or cost <= 0:
        return []
    settings = {"model": "l2", "min_size": SHORTEST, "jump": 1}
    one = ruptures.Pelt(**settings).fit(x).predict(pen=cost)[:-1]
    other = ruptures.Binseg(**settings).fit(x).predict(pen=cost)[:-1]
    near = [(p, min(other, key=lambda q: abs(q - p))) for p in one if other]
    both = [(p, q) for p, q in near if abs(p - q) <= APART]
    return both if both and not _drifts(x, [p for p, _ in both]) else []


def _drifts(x: Array, places: Sequence[int]) -> bool:
    """Tell whether a straight line describes a series better than its steps do, by the Bayesian criterion."""
    at = np.arange(len(x))
    line = x - np.polyval(np.polyfit(at, x, 1), at)
    steps = np.concatenate([part - part.mean() for part in np.split(x, places)])
    left = [max(float((rest**2).mean()), 1e-12) for rest in (line, steps)]
    scores = [
        len(x) * np.log(rest) + count * np.log(len(x))
        for rest, count in zip(left, (2, 2 * len(places) + 1), strict=True)
    ]
    return scores[0] <= scores[1]


def change_points(lens: Lens | str, index: str) -> pd.DataFrame:
    """Return the change points of an index of a pair, on measures that are known throughout."""
    lens = as_lens(lens)
    inputs = inputs_of(lens, index)
    block = steady(inputs)
    years = inputs.years[block.any(axis=1)]
    columns = ["year", "first", "last", "before", "after", "from", "to", "agreeing"]
    if len(years) < 2 * SHORTEST:
        return pd.DataFrame(columns=columns)
    steady_inputs = inputs.only(np.any(block, axis=0)).during(years)
    series = simulate(steady_inputs, default_choices(steady_inputs))[0]
    found = found_by_both(series)
    if not found:
        return pd.DataFrame(columns=columns)
    drawn = simulate(steady_inputs, draw_choices(steady_inputs))
    ends = [0, *(p for p, _ in found), len(series)]
    rows = []
    for k, (p, q) in enumerate(found):
        before, after = slice(ends[k], p), slice(p, ends[k + 2])
        step = series[after].mean() - series[before].mean()
        steps = drawn[:, after].mean(axis=1) - drawn[:, before].mean(axis=1)
        steps = steps[~np.isnan(steps)]  # draws that leave out too much do not count
        around = int(years[min(p, q)]) - 1, int(years[max(p, q)]) + 1
        levels = float(series[before].mean()), float(series[after].mean())
        agreeing = float((np.sign(steps) == np.sign(step)).mean())
        rows.append((int(years[p]), *around, *levels, int(years[0]), int(years[-1]), agreeing))
    frame = pd.DataFrame(rows, columns=columns)
    sure = (frame["agreeing"] >= SURE) & ((frame["after"] - frame["before"]).abs() >= SMALLEST)
    return frame[sure].reset_index(drop=True)


def events_near(points: pd.DataFrame, found: Case | None) -> pd.DataFrame:
    """List the events of a case in the years around change points; that they are near does not make them causes."""
    columns = ["year", "date", "label"]
    if found is None or "context_events" not in found.parts or points.empty:
        return pd.DataFrame(columns=columns)
    events = found.parts["context_events"]
    when = events["date"].str[:4].astype(int)
    parts = [
        events.loc[when.between(first, last), ["date", "label"]].assign(year=year)
        for first, last, year in points[["first", "last", "year"]].to_numpy()
    ]
    return pd.concat(parts, ignore_index=True)[columns]
