"""Where the fighting with common foes is: battle deaths by the government that fights them."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from dyadlens.data.catalog import load
from dyadlens.lens import Lens
from dyadlens.measures.security_grid import codes, place
from dyadlens.measures.security_groups import WINDOW, common_foes


@dataclass(frozen=True)
class FoePlaces:
    """Battle deaths in the fighting with common foes over some years."""

    first: int | None
    last: int | None
    groups: tuple[str, ...]
    rows: pd.DataFrame = field(repr=False)


def foe_places(lens: Lens) -> FoePlaces:
    """Sum battle deaths in all governments' fighting with the common foes of a pair, over the last five years known."""
    deaths = load("battle_deaths", lens)
    last = min(lens.end, deaths.last)
    first = last - WINDOW + 1
    nothing = pd.DataFrame({"state": pd.Series(dtype=str), "deaths": pd.Series(dtype=float)})
    if first < deaths.info.first or last < lens.start:
        return FoePlaces(None, None, (), nothing)
    i, j = place(lens.pair)
    names, shared = common_foes(last, WINDOW)
    chosen = {name for name, at in names.items() if shared[at, i, j]}
    rows = deaths.frame[deaths.frame["year"].between(first, last) & deaths.frame["states_b"].isna()]
    rows = rows[rows["side_b_id"].astype(str).isin(chosen) & rows["states_a"].notna()]
    if rows.empty:
        return FoePlaces(first, last, (), nothing)
    sums = np.zeros(len(codes()))
    for cell, killed in zip(rows["states_a"], rows["best"], strict=True):
        sums[place(cell.split("; "))] += killed
    found = pd.DataFrame({"state": codes(), "deaths": sums})
    found = found[found["deaths"] > 0].sort_values(["deaths", "state"], ascending=[False, True], ignore_index=True)
    return FoePlaces(first, last, tuple(sorted(set(rows["side_b"].astype(str)))), found)
