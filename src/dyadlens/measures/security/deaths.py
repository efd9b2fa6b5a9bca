"""Deaths of one state: in its government's fighting with armed groups, and in violence on its soil (UCDP)."""

from __future__ import annotations

import difflib

import numpy as np
from numpy.typing import NDArray

from dyadlens.data.catalog import read
from dyadlens.errors import UnknownName
from dyadlens.measures.column import UNRANKED, Column, Data, empty, spread
from dyadlens.measures.security.adversaries import fights, ordered_bounds
from dyadlens.states.names import fold

KINDS = ("state", "nonstate", "onesided")


def find_group(name: str) -> str:
    """Return the name of an armed group as the source writes it; letters' case and accents do not matter."""
    known = sorted(fights(read("battle_deaths"))["side_b"].astype(str).unique())
    folded: dict[str, str] = {fold(n): n for n in known}
    asked = fold(name)
    if asked in folded:
        return folded[asked]
    holding = [n for n in known if len(asked) > 2 and asked in fold(n)]
    alike = [folded[n] for n in difflib.get_close_matches(asked, folded, n=5, cutoff=0.5)]
    near = list(dict.fromkeys([*holding, *alike]))[:5] or known[:5]
    raise UnknownName(
        f"unknown armed group {name!r} (near it: {', '.join(map(repr, near))}; {len(known)} in all, the names of "
        "side_b in table battle_deaths)"
    )


def battle_deaths(data: Data, years: NDArray[np.int_], *, armed_group: str | None = None) -> Column:
    """Sum battle deaths in each government's fights with all armed groups, or with one."""
    rows = fights(ordered_bounds(data.table("battle_deaths"))).drop_duplicates(["fight", "state"])
    if armed_group is not None:
        rows = rows[rows["side_b"] == find_group(armed_group)]
    rows = rows[rows["year"].between(years[0], years[-1])]
    at = rows["year"].to_numpy(dtype=int) - int(years[0]), rows["state"].to_numpy()
    sums = []
    for estimate in ("best", "low", "high"):
        total = empty(years, fill=0.0, pairs=False)
        np.add.at(total, at, rows[estimate].to_numpy(dtype=float))
        sums.append(total)
    value, low, high = sums
    value[value == 0] = np.nan  # a year without a fight above the threshold is unknown
    covered = data.covers(years, "battle_deaths")[:, :, 0]
    return Column(value, low, high, covered=covered, percentile=UNRANKED)


def violence(data: Data, years: NDArray[np.int_]) -> Column:
    """Sum the deaths on each state's soil in three kinds of organized violence."""
    rows = data.table("violence_country_years")
    for kind in KINDS:
        rows = ordered_bounds(rows, *(f"{kind}_{estimate}" for estimate in ("best", "low", "high")))
    sums = {e: rows[[f"{k}_{e}" for k in KINDS]].sum(axis=1, skipna=False) for e in ("best", "low", "high")}
    rows = rows.assign(**sums)
    value, low, high = (spread(rows, years, estimate, a="state", b=None) for estimate in ("best", "low", "high"))
    covered = ~np.isnan(value)
    value[value == 0] = np.nan  # parties below 25 deaths are not counted: no death counted is not none
    return Column(value, low, high, covered=covered, percentile=UNRANKED)
