"""Our own ideal points, estimated on no roll call later than a day: what a hindcast may use."""

from __future__ import annotations

import hashlib
from datetime import date
from functools import cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dyadlens.data.cache import cached_table, code_key, data_key
from dyadlens.data.catalog import table
from dyadlens.errors import BadParameter, unknown_name
from dyadlens.idealpoints.scaling import divided, fit_ideal_points
from dyadlens.measures.votes.roll_calls import SOURCES, vote_matrix

ANCHOR = "USA"


def estimate(as_of: date | None = None, source: str = "rollcalls") -> pd.DataFrame:
    """Estimate where each state stood in each year, from the roll calls of the years that were over on a day.

    A state at ``x`` has on a roll call the latent answer ``z = slope * x + e``, ``e`` standard logistic: no below the
    roll call's lower cutpoint, yes above its upper one, abstain between. Positions walk from year to year. See
    ``docs/methods/ideal-points.md``.
    """
    return _estimate(_last_year(as_of, source), source)


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
    return cached_table(f"ideal-points-{source}-{last}", points_key(source), lambda: from_votes(last, source))


def points_key(source: str) -> str:
    """Return the key of a source's estimates: the bytes of its tables and of the code that makes them."""
    made_of = data_key(SOURCES[source]) + code_key("idealpoints", "measures/votes")
    return hashlib.sha256(made_of.encode()).hexdigest()[:16]


def from_votes(last: int, source: str) -> pd.DataFrame:
    """Estimate ideal points from the votes of a source up to a year, without any cache."""
    votes, years, states = divided_calls(last, source)
    found = fit_ideal_points(votes, years, int(np.flatnonzero(states == ANCHOR)[0]))
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
