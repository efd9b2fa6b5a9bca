"""Battle deaths in the fighting of one government, with all armed groups or with one (UCDP)."""

from __future__ import annotations

import difflib

import numpy as np
import pandas as pd

from dyadlens.data.catalog import Vintage, load, read
from dyadlens.data.evidence import NOT_COVERED, OBSERVED, UNKNOWN, Evidence, join
from dyadlens.errors import UnknownName
from dyadlens.lens import Lens
from dyadlens.measures.security_groups import ESTIMATES, against_groups
from dyadlens.measures.yearly import row, rows_of
from dyadlens.states import WORLD, find_state
from dyadlens.states.names import fold


def _group(name: str) -> str:
    """Find the name of an armed group as the source writes it."""
    known = sorted(set(against_groups(read("battle_deaths"))["side_b"].astype(str)))
    folded = {fold(n): n for n in known}
    if fold(name) in folded:
        return folded[fold(name)]
    holding = [n for n in known if len(fold(name)) > 2 and fold(name) in fold(n)]
    alike = [folded[n] for n in difflib.get_close_matches(fold(name), folded, n=5, cutoff=0.5)]
    near = list(dict.fromkeys([*holding, *alike]))[:5] or known[:5]
    raise UnknownName(
        f"unknown armed group {name!r} (near it: {', '.join(map(repr, near))}; {len(known)} in all, the names of "
        "side_b in table battle_deaths)"
    )


def _deaths(lens: Lens, deaths: Vintage, state: str, measure: str, rows: pd.DataFrame) -> Evidence:
    """Sum the deaths of a government's fights by year; a year without a fight above the threshold is unknown."""
    own = np.array([state in cell.split("; ") for cell in rows["states_a"]], dtype=bool)
    sums = rows.loc[own].groupby("year")[[*ESTIMATES]].sum()
    existed = find_state(state).existed
    out = []
    for year in lens.years:
        if year in sums.index:
            best, low, high = (float(v) for v in sums.loc[year])
            out.append(row(year, OBSERVED, best, low=min(best, low), high=max(best, high)))
        else:
            status = UNKNOWN if deaths.covers(year) and existed(year) else NOT_COVERED
            out.append(row(year, status, low=np.nan, high=np.nan))
    return rows_of("security", measure, state, WORLD, out, "battle_deaths")


def group_deaths(lens: Lens, group: str = "IS", government: str = "AFG") -> Evidence:
    """Return battle deaths in the fighting of a government with one armed group."""
    name, state = _group(group), find_state(government).code
    deaths = load("battle_deaths", lens)
    rows = against_groups(deaths.frame)
    return _deaths(lens, deaths, state, f"battle_deaths:{name}", rows[rows["side_b"] == name])


def government_deaths(lens: Lens, state: str) -> Evidence:
    """Return battle deaths in a government's fighting with all armed groups together."""
    deaths = load("battle_deaths", lens)
    return _deaths(lens, deaths, state, "battle_deaths", against_groups(deaths.frame))


def pair_group_deaths(lens: Lens, group: str) -> Evidence:
    """Return battle deaths in the fighting of each government of the pair with one armed group."""
    return join([group_deaths(lens, group, state) for state in lens.pair])
