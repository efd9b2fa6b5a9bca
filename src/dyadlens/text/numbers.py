"""How numbers, years and lists are written for a reader."""

from __future__ import annotations

import math
from collections.abc import Sequence

import humanize

from dyadlens.measures.registry import Scale

MINUS = "−"
_UNITS = {"tiv": " million TIV", "bcm": " bcm"}


def number(value: float, scale: Scale) -> str:
    """Write a value in its unit, as text for a sentence."""
    if value is None or math.isnan(value):
        return "–"
    if scale == "log_ratio":
        off = math.exp(value) - 1.0
        if round(off, 2) == 0:
            return "as expected"
        if off > 1:
            return f"{off + 1:.1f} times expectation"
        return f"{abs(off):.0%} {'above' if off >= 0 else 'below'} expectation"
    if scale == "musd":
        return f"US$ {value / 1000:.1f} billion" if round(value) >= 1000 else f"US$ {_plain(value)} million"
    return _plain(value) + _UNITS[scale] if scale in _UNITS else short(value, scale)


def interval(low: float, high: float, scale: Scale) -> str:
    """Write the ends of an interval, the unit once where both share it."""
    ends = [number(end, scale) for end in (low, high)]
    first, _, unit = ends[0].partition(" ")
    return f"{first} to {ends[1]}" if unit and ends[1].endswith(f" {unit}") else " to ".join(ends)


def short(value: float, scale: Scale) -> str:
    """Write a value for an axis or a cell, where the unit stands elsewhere."""
    if value is None or math.isnan(value):
        return "–"
    if math.isinf(value):
        return "∞" if value > 0 else f"{MINUS}∞"
    if scale == "flag":
        return {0.0: "no", 1.0: "yes"}.get(value, f"{value:.0%} of years")
    if scale == "log_ratio":
        return f"×{_figures(math.exp(value))}"
    size = abs(value)
    if scale == "share":
        percent = size * 100
        text = f"{percent:.0f}%" if percent >= 10 or percent == 0 else f"{_figures(percent)}%"
    elif scale == "count":
        text = f"{size:,.0f}"
    elif scale in {"musd", "tiv", "bcm"}:
        text = _plain(size)
    else:
        text = f"{size:.{2 if size < 9.995 else 1 if size < 99.95 else 0}f}"
    return MINUS + text if value < 0 and text.strip("0.%") else text


def tick(value: float, scale: Scale) -> str:
    """Write a value at a tick of an axis, no longer than it has to be."""
    if scale in {"index", "count", "flag"}:
        words = {0.0: "no", 1.0: "yes"} if scale == "flag" else {}
        return words.get(value, f"{value:,.4g}".replace("-", MINUS))
    return short(value, scale)


def signed(value: float, decimals: int = 3) -> str:
    """Write a number with its sign."""
    text = f"{abs(value):.{decimals}f}"
    return text if not float(text) else (MINUS if value < 0 else "+") + text


def _figures(value: float) -> str:
    """Write a positive number with two figures that count, never as a power of ten."""
    if value < 0.001:
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


def ordinal(percentile: float) -> str:
    """Write a percentile as an ordinal from 1 to 99: no pair is above all pairs, itself included."""
    return humanize.ordinal(min(max(round(percentile), 1), 99))


def in_words(count: int) -> str:
    """Write a small count as a word."""
    return humanize.apnumber(count) if count else "no"


def years(values: Sequence[int]) -> str:
    """Write years as spans."""
    spans: list[list[int]] = []
    for year in sorted(values):
        if spans and year == spans[-1][1] + 1:
            spans[-1][1] = year
        else:
            spans.append([year, year])
    return listed([str(a) if a == b else f"{a}–{b}" for a, b in spans])


def span(first: int, last: int) -> str:
    """Write a window of years, the century once: 2014–18."""
    if first == last:
        return str(last)
    return f"{first}–{str(last)[2:]}" if str(first)[:2] == str(last)[:2] else f"{first}–{last}"


def listed(parts: Sequence[str]) -> str:
    """Join words as a sentence does."""
    return f"{', '.join(parts[:-1])} and {parts[-1]}" if len(parts) > 1 else "".join(parts)
