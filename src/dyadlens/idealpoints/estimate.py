"""Our own ideal points, estimated on no roll call later than a day: what a hindcast may use."""

from __future__ import annotations

import hashlib
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import ncx2

import dyadlens
from dyadlens.data.catalog import table
from dyadlens.errors import BadParameter, unknown_name
from dyadlens.idealpoints.scaling import divided, fit
from dyadlens.indices.cached import kept_as
from dyadlens.measures.votes.roll_calls import SOURCES, vote_matrix
from dyadlens.states import find_state

ANCHOR = "USA"
LEVEL = 0.90
_MADE_FROM = (
    "model/idealpoints.py",
    "measures/roll_calls.py",
    "stats/ideal_points.py",
    "stats/ordinal_items.py",
    "stats/position_errors.py",
    "stats/position_walk.py",
)


def estimate(as_of: date | None = None, source: str = "rollcalls") -> pd.DataFrame:
    """Estimate where each state stood in each year, from the roll calls of the years that were over on a day.

    A state at ``x`` has on a roll call the latent answer ``z = slope * x + e``, ``e`` standard logistic: no below the
    roll call's lower cutpoint, yes above its upper one, abstain between. Positions walk from year to year. See
    ``docs/methods/ideal-points.md``.
    """
    return _estimate(_last_year(as_of, source), source)


def distance(a: str, b: str, as_of: date | None = None, source: str = "rollcalls") -> pd.DataFrame:
    """Return the distance of two states' ideal points, year by year, with a 90% interval.

    ``value = |x_a - x_b|``. The interval holds the middle 90% of the absolute value of a normal with mean
    ``x_a - x_b`` and variance ``se_a^2 + se_b^2`` (a folded normal), widened where needed to hold the value. Near 0 the
    middle 90% lies above the value: the distance of two states that stand together is overstated by noise.
    """
    first, second = sorted((find_state(a).code, find_state(b).code))
    if first == second:
        raise BadParameter(f"{a!r} and {b!r} are one state; a distance is between two")
    points = estimate(as_of, source)
    one, two = points[points["state"] == first], points[points["state"] == second]
    both = one.merge(two, on="year", suffixes=("_a", "_b"))
    gap = (both["ideal_point_a"] - both["ideal_point_b"]).abs().to_numpy()
    low, high = folded_interval(gap, np.hypot(both["se_a"], both["se_b"]).to_numpy())
    return pd.DataFrame({"year": both["year"], "value": gap, "low": low, "high": high})


def folded_interval(gap: np.ndarray, spread: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the ends of the 90% interval of ``|N(gap, spread^2)|``, widened to hold the gap."""
    tail = (1 - LEVEL) / 2
    # The square of a folded normal is a noncentral chi-square, whose quantiles need no search.
    low, high = (spread * np.sqrt(ncx2.ppf(q, 1, (gap / spread) ** 2)) for q in (tail, 1 - tail))
    return np.minimum(low, gap), np.maximum(high, gap)


def _last_year(as_of: date | None, source: str) -> int:
    """Return the last year that was over on a day and has votes."""
    if source not in SOURCES:
        raise unknown_name("source of roll calls", source, SOURCES)
    info = table(SOURCES[source][0])
    last = info.known_until(as_of)
    if last < info.first:
        raise BadParameter(f"no roll calls were known on {as_of}: {info.name} begins with {info.first}")
    return last


@cache
def _estimate(last: int, source: str) -> pd.DataFrame:
    return kept_as(f"ideal-points-{source}-{last}", key(source), lambda: from_votes(last, source))


@cache
def key(source: str) -> str:
    """Return the key of a source's estimates: hashes of its tables and of the code that makes them."""
    digest = hashlib.sha256()
    for name in SOURCES[source]:
        digest.update(f"{name} {table(name).sha256}\n".encode())
    root = Path(dyadlens.__file__).parent
    for path in _MADE_FROM:
        digest.update(path.encode() + (root / path).read_bytes())
    return digest.hexdigest()[:16]


def from_votes(last: int, source: str) -> pd.DataFrame:
    """Estimate ideal points from the votes of a source up to a year, without any cache."""
    votes, years, states = divided_calls(last, source)
    found = fit(votes, years, int(np.flatnonzero(states == ANCHOR)[0]))
    state, year = np.nonzero(found.votes.T)
    return pd.DataFrame(
        {
            "state": pd.Series(states[state], dtype="str"),
            "year": found.years[year],
            # Sums come out in another order with other threads: what they leave behind the sixth decimal is no result.
            "ideal_point": found.point[year, state].round(6),
            "se": found.error[year, state].round(6),
            "votes": found.votes[year, state],
        }
    )


def divided_calls(last: int, source: str) -> tuple[NDArray[np.int8], NDArray[np.int64], NDArray[np.object_]]:
    """Return the votes that the estimate rests on: roll calls on whole resolutions in which not all chose the same."""
    matrix = vote_matrix(source)
    years = matrix.calls["year"].to_numpy()
    keep = (years <= last) & divided(matrix.votes)
    if "paragraph" in matrix.calls:
        keep &= ~matrix.calls["paragraph"].fillna(False).to_numpy(dtype=bool)
    votes = matrix.votes[keep]
    # A state that first voted later must leave no trace, not even an empty column.
    here = (votes >= 0).any(axis=0)
    return votes[:, here], years[keep].astype(np.int64), np.array(matrix.states, dtype=object)[here]
