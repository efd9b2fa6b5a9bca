"""Which governments fight the common adversaries of a pair."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from dyadlens.data.catalog import load, read
from dyadlens.lens import Lens, as_lens
from dyadlens.measures.registry import describe
from dyadlens.measures.security.adversaries import common_adversaries, fights, land_borders
from dyadlens.states.axis import codes, positions


@dataclass(frozen=True)
class AdversaryPlaces:
    """Battle deaths in the fighting with common adversaries over some years.

    ``first`` and ``last`` are None where no year is covered; ``groups`` are the common adversaries, as the source
    writes them; ``rows`` has ``state`` (the government that fights) and ``deaths`` (best estimate), most first.
    """

    first: int | None
    last: int | None
    groups: tuple[str, ...]
    rows: pd.DataFrame = field(repr=False)


def adversary_places(lens: Lens | str) -> AdversaryPlaces:
    """Sum battle deaths in all governments' fighting with the common adversaries of a pair, over the last five years.

    Parameters
    ----------
    lens : Lens or str
        Pair, years and as-of date.

    Returns
    -------
    AdversaryPlaces
        Common adversaries as in ``shared_adversaries_5y``; their fights anywhere count, by the government that fights,
        which is not always where they fight. A fight of several governments counts with each. A state without a row may
        have had fighting below 25 deaths a year.

    References
    ----------
    Davies, Engström, Pettersson & Öberg (2024), Journal of Peace Research 61(4).

    Examples
    --------
    >>> found = adversary_places(Lens("PAK-RUS", end=2018))
    >>> found.groups, found.rows["state"].iloc[0] in {"IRQ", "SYR"}
    (('IS',), True)
    """
    lens = as_lens(lens)
    deaths = load("battle_deaths", lens)
    last = min(lens.end, deaths.last)
    first = last - describe("shared_adversaries_5y").window + 1
    nothing = pd.DataFrame({"state": pd.Series(dtype=str), "deaths": pd.Series(dtype=float)})
    if first < deaths.info.first or last < lens.start:
        return AdversaryPlaces(None, None, (), nothing)
    rows, (i, j) = fights(deaths.frame), positions(lens.pair)
    borders = land_borders(read("contiguity"), np.array([last]))[0]
    common = {group for group, of in common_adversaries(rows, borders, first, last).items() if of[i, j]}
    rows = rows[rows["year"].between(first, last) & rows["group"].isin(common)]
    sums = rows.groupby("state")["best"].sum()
    found = pd.DataFrame({"state": np.array(codes(), dtype=object)[sums.index], "deaths": sums.to_numpy(dtype=float)})
    found = found[found["deaths"] > 0].sort_values(["deaths", "state"], ascending=[False, True], ignore_index=True)
    return AdversaryPlaces(first, last, tuple(sorted(rows["side_b"].astype(str).unique())), found)
