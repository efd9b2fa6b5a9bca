"""Where states stand in the votes of the General Assembly: the one place that claims take votes from."""

from __future__ import annotations

from dyadlens.claims.windows import horizon, series
from dyadlens.lens import Lens
from dyadlens.shape import Evidence

RECENT = 6  # years that a rule on recent votes can need; intervals of more would take time for nothing


def agreement(lens: Lens, x: str, y: str, *, first: int | None = None) -> Evidence:
    """Return the agreement of two states in UN votes by year, with intervals and percentiles.

    Parameters
    ----------
    lens : Lens
        Its end and as-of date.
    x, y : str
        State codes.
    first : int, optional
        First year; by default six years up to the horizon.

    Returns
    -------
    Evidence
    """
    return series(lens, "votes", "agreement", x, y, first=horizon(lens) - RECENT + 1 if first is None else first)


def distances(lens: Lens, x: str, y: str, *, first: int) -> Evidence:
    """Return the distance of two states' ideal points by year.

    The published estimates come from all years at once, so that those seen through an as-of date know of later votes
    too. Another estimate for the day can take their place here, and only here.

    Parameters
    ----------
    lens : Lens
        Its end and as-of date.
    x, y : str
        State codes.
    first : int
        First year.

    Returns
    -------
    Evidence
    """
    return series(lens, "votes", "ideal_point_distance", x, y, first=first)
