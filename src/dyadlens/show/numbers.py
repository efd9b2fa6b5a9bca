"""How values are written for a reader."""

from __future__ import annotations

import math

from dyadlens.measures.measure import Scale

MINUS = "−"
NARROW_SPACE = " "


def number(value: float, scale: Scale) -> str:
    """Write a value in its unit, as text for a sentence."""
    if value is None or math.isnan(value):
        return "–"
    if scale == "log_ratio":
        off = math.exp(value) - 1.0
        if abs(off) < 0.005:
            return "as expected"
        if off > 1:
            return f"{off + 1:.1f} times expectation"
        return f"{abs(off):.0%} {'above' if off >= 0 else 'below'} expectation"
    if scale == "musd":
        return f"US$ {value / 1000:.1f} billion" if value >= 999.5 else f"US$ {_plain(value)} million"
    unit = {"tiv": " million TIV", "bcm": " bcm"}.get(scale)
    return short(value, scale) if unit is None else _plain(value) + unit


def interval(low: float, high: float, scale: Scale) -> str:
    """Write the ends of an interval, the unit once where both share it."""
    ends = [number(end, scale) for end in (low, high)]
    first, _, unit = ends[0].partition(" ")
    return f"{first} to {ends[1]}" if unit and ends[1].endswith(f" {unit}") else " to ".join(ends)


def short(value: float, scale: Scale) -> str:  # noqa: PLR0911 - one line a scale
    """Write a value for an axis or a cell, where the unit stands elsewhere."""
    if value is None or math.isnan(value):
        return "–"
    if math.isinf(value):
        return "∞" if value > 0 else f"{MINUS}∞"
    sign = MINUS if value < {"index": -0.005, "count": -0.5}.get(scale, 0.0) else ""  # none before a rounded 0
    size = abs(value)
    if scale == "share":
        percent = size * 100
        return f"{sign}{percent:.0f}%" if percent >= 10 or percent == 0 else f"{sign}{_figures(percent)}%"
    if scale == "flag":
        return {0.0: "no", 1.0: "yes"}.get(value, f"{value:.0%} of years")
    if scale == "count":
        return f"{sign}{size:,.0f}"
    if scale in {"musd", "tiv", "bcm"}:
        return sign + _plain(size)
    if scale == "log_ratio":
        return f"×{_figures(math.exp(value))}"
    return f"{sign}{size:.{2 if size < 9.995 else 1 if size < 99.95 else 0}f}"


def tick(value: float, scale: Scale) -> str:
    """Write a value at a tick of an axis, no longer than it has to be."""
    if scale in {"index", "count", "flag"}:
        words = {0.0: "no", 1.0: "yes"} if scale == "flag" else {}
        return words.get(value, f"{value:,.4g}".replace("-", MINUS))
    return short(value, scale)


def _figures(value: float) -> str:
    """Write a positive number with two figures that count, never as a power of ten."""
    if value < 0.0005:
        return "under 0.001"
    decimals = max(1 - math.floor(math.log10(value)), 0)
    text = f"{value:,.{decimals}f}"
    return text.rstrip("0").rstrip(".") if decimals else text


def _plain(value: float) -> str:
    """Write a size with about three figures that count."""
    if value == 0:
        return "0"
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:,.1f}".removesuffix(".0") if abs(value) >= 1 else _figures(value)


def ordinal(value: float) -> str:
    """Write a percentile as an ordinal number from 1 to 99: no pair is above all pairs, itself included."""
    whole = min(max(round(value), 1), 99)
    ending = "th" if whole % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(whole % 10, "th")
    return f"{whole}{ending}"


def years(values: list[int]) -> str:
    """Write years as spans."""
    spans: list[list[int]] = []
    for year in sorted(values):
        if spans and year == spans[-1][1] + 1:
            spans[-1][1] = year
        else:
            spans.append([year, year])
    parts = [str(a) if a == b else f"{a}–{b}" for a, b in spans]
    return listed(parts)


def listed(parts: list[str]) -> str:
    """Join words as a sentence does."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}" if parts else ""
