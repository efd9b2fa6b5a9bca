"""The third states that stand between the two states of a lens, one by one."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dyadlens.data.catalog import read
from dyadlens.lens import Lens, as_lens
from dyadlens.measures.third_parties.balance import signs
from dyadlens.panel.evidence import measure_known_until
from dyadlens.panel.views import matrix
from dyadlens.states.axis import codes, coexisted, positions


@dataclass(frozen=True)
class ThirdStates:
    """Third states of a pair in one year: ``year`` is None where none is covered; ``rows`` has one row a state."""

    year: int | None
    rows: pd.DataFrame = field(repr=False)


def last_year(lens: Lens | str) -> int | None:
    """Return the last year of a lens whose third states were known and in which both states existed, or None."""
    lens = as_lens(lens)
    i, j = positions(lens.pair)
    until = min(lens.end, measure_known_until("third_pressure", lens.as_of))
    years = np.arange(lens.start, until + 1)
    together = years[coexisted(years)[:, i, j]] if len(years) else years
    return int(together[-1]) if len(together) else None


def third_states_between(lens: Lens | str) -> ThirdStates:
    """List every third state that is a rival of one of the two or has a sign to both, in the last year known.

    Parameters
    ----------
    lens : Lens or str
        Pair, years and as-of date; all third states are looked at, not only those of the lens.

    Returns
    -------
    ThirdStates
        ``rows`` has ``third``; ``close_a``, ``close_b`` (0 to 1, NaN unknown); ``sign_a``, ``sign_b`` (1 friend, -1
        adversary, 0 neither); ``presses_a``, ``presses_b``: its pressure on each not to serve the other. The strongest
        pressure comes first.

    References
    ----------
    Alliances: ATOP; rivalries: Thompson, Sakuwa & Suhas; closeness as in the measure of that name.

    Examples
    --------
    >>> third_states_between(Lens("PAK-RUS", start=2010, end=2010)).rows["third"].iloc[0]
    'IND'
    """
    lens = as_lens(lens)
    columns = ["third", "close_a", "close_b", "sign_a", "sign_b", "presses_a", "presses_b"]
    year = last_year(lens)
    if year is None:
        return ThirdStates(None, pd.DataFrame(columns=columns))
    i, j = positions(lens.pair)
    near, rival = matrix("closeness", year), matrix("rivalry", year) == 1
    sign = signs(read("alliances"), read("rivalries"), np.array([year]))[0]
    there = np.flatnonzero(rival[i] | rival[j] | (sign[i] * sign[j] != 0))
    there = there[(there != i) & (there != j)]
    rows = pd.DataFrame(
        {
            "third": _names()[there],
            "close_a": near[i, there],
            "close_b": near[j, there],
            "sign_a": sign[i, there].astype(int),
            "sign_b": sign[j, there].astype(int),
            # A state that is no rival of the other does not press, also where its closeness is not known.
            "presses_a": np.where(rival[j, there], near[i, there], 0.0),
            "presses_b": np.where(rival[i, there], near[j, there], 0.0),
        }
    )
    most = rows[["presses_a", "presses_b"]].max(axis=1)
    rows = rows.assign(most=most).sort_values(["most", "third"], ascending=[False, True], ignore_index=True)
    return ThirdStates(year, rows[columns])


def leaning(lens: Lens | str) -> ThirdStates:
    """Return how much closer every third state is to the first state than to the second, in the last year known.

    Parameters
    ----------
    lens : Lens or str
        Pair, years and as-of date.

    Returns
    -------
    ThirdStates
        ``rows`` has ``third``, ``close_a``, ``close_b`` and ``value``, the one less the other (-1 to 1); only third
        states whose closeness to both is known. Closest to the first state first.

    Examples
    --------
    >>> rows = leaning(Lens("PAK-RUS", start=2010, end=2010)).rows
    >>> bool((rows["value"] == rows["close_a"] - rows["close_b"]).all())
    True
    """
    lens = as_lens(lens)
    year = last_year(lens)
    if year is None:
        return ThirdStates(None, pd.DataFrame(columns=["third", "close_a", "close_b", "value"]))
    i, j = positions(lens.pair)
    near = matrix("closeness", year)
    rows = pd.DataFrame({"third": _names(), "close_a": near[i], "close_b": near[j]}).dropna()
    rows["value"] = rows["close_a"] - rows["close_b"]
    return ThirdStates(year, rows.sort_values(["value", "third"], ascending=[False, True], ignore_index=True))


def _names() -> NDArray[np.object_]:
    return np.array(codes(), dtype=object)
