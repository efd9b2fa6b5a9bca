"""Words that the answers to the questions of single fields share."""

from __future__ import annotations

import math

import pandas as pd

from dyadlens.data.evidence import Evidence
from dyadlens.show.answer import Answer
from dyadlens.show.changes import Change, change
from dyadlens.show.words import say

_FAR, _NEAR = 90, 60  # percentiles from which a pair is called beyond so many pairs in a hundred, and beyond most
AS_BEFORE = {"rose": ", more than before", "fell": ", less than before", "held": ", about as much as before"}
_COUNTS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def said(rows: Evidence, measure: str, a: str | None = None, b: str | None = None) -> str:
    """Return what is said of a measure, or nothing where it was not asked."""
    return "" if rows.of(measure, a, b).empty else str(say(rows, measure, a, b))


def nothing(about: str, points: list[str]) -> Answer:
    """Answer that no source holds anything, with what is missing under it."""
    return answer(f"The sources hold nothing {about} in these years", points)


def answer(told: str, points: list[str]) -> Answer:
    """Put a sentence over the figures that it rests on, those left out that were not asked."""
    return Answer(f"{told}.", [point for point in points if point])


def last_of(rows: Evidence) -> pd.Series | None:
    """Return the last row that has a value, or None."""
    seen = rows.seen.sort_values("year")
    return None if seen.empty else seen.iloc[-1]


def change_of(rows: Evidence, measure: str) -> Change | None:
    """Compare the last five years of a measure with the five before, where it has a value at all."""
    found = rows.of(measure)
    return change(found) if len(found.seen) else None


def beyond(row: pd.Series) -> tuple[int, str]:
    """Say on which side of other pairs a value lies, and of how many of them."""
    percentile = row["percentile"]
    if math.isnan(percentile):
        return 0, ""
    sign = 1 if percentile > 50 else -1
    share = percentile if sign > 0 else 100 - percentile
    return sign, f"{min(round(share), 99)}% of pairs" if share >= _FAR else "most pairs" if share >= _NEAR else ""


def in_words(count: int) -> str:
    """Write a small number as a word."""
    return _COUNTS[count] if count < len(_COUNTS) else f"{count:,}"
