"""Armed groups that two states have as foes, and deaths in the fighting with them (UCDP)."""

from __future__ import annotations

import difflib
from functools import cache, lru_cache

import numpy as np
import pandas as pd

from dyadlens.catalog import Vintage, load, read
from dyadlens.errors import UnknownName
from dyadlens.lens import Lens
from dyadlens.measures.security_grid import Mask, Matrix, codes, place
from dyadlens.measures.yearly import row, rows_of
from dyadlens.names import fold
from dyadlens.shape import NOT_COVERED, OBSERVED, UNKNOWN, Evidence
from dyadlens.states import WORLD, find_state

WINDOW = 5
LAND = 1
ESTIMATES = ("best", "low", "high")
_BORDERS_END = "2016-12-31"  # the end of the source: borders are taken to stay


def _against_groups(frame: pd.DataFrame) -> pd.DataFrame:
    """Keep fights of a government with an armed group; a war between governments is none."""
    return frame[frame["states_b"].isna() & frame["states_a"].notna()]


@cache
def _fights() -> dict[int, tuple[list[str], Matrix, Matrix]]:
    """Return, for each year, group, governments (fights by states) and deaths (fights by estimates) of each fight."""
    out = {}
    for year, rows in _against_groups(read("battle_deaths")).groupby("year"):
        states = np.zeros((len(rows), len(codes())))
        for at, cell in enumerate(rows["states_a"]):
            states[at, place(cell.split("; "))] = 1.0
        out[int(year)] = list(rows["side_b_id"].astype(str)), states, rows[list(ESTIMATES)].to_numpy(dtype=float)
    return out


@lru_cache(maxsize=128)
def neighbours(year: int) -> Mask:
    """Tell which states touch by land in a year; after 2016, where the source ends, as in 2016.

    Parameters
    ----------
    year : int
        The year.

    Returns
    -------
    numpy.ndarray of bool, shape (states, states)

    Examples
    --------
    >>> i, j = place(["AFG", "PAK"])
    >>> bool(neighbours(2020)[i, j])
    True
    """
    rows = read("contiguity")
    goes_on = (rows["end"] >= f"{year}-01-01") | (rows["end"] == _BORDERS_END)
    rows = rows[(rows["type"] == LAND) & (rows["start"] <= f"{year}-12-31") & goes_on]
    out = np.zeros((len(codes()), len(codes())), dtype=bool)
    i, j = place(rows["a"]), place(rows["b"])
    out[i, j] = out[j, i] = True
    return out


def shared_by(foes: Matrix, borders: Mask) -> Mask:
    """Tell for which pairs each group is a foe of both, or of one and of a neighbour of the other.

    Parameters
    ----------
    foes : numpy.ndarray, shape (groups, states)
        1 where the group fights the state's government.
    borders : numpy.ndarray of bool, shape (states, states)
        Which states touch by land.

    Returns
    -------
    numpy.ndarray of bool, shape (groups, states, states)
        Symmetric in the last two. That the two states are neighbours of each other does not count: the neighbour must
        be a third state.

    Examples
    --------
    >>> line = np.array([[0, 1, 0], [1, 0, 1], [0, 1, 0]], dtype=bool)  # A - B - C
    >>> shared_by(np.array([[1.0, 1.0, 0.0]]), line)[0].astype(int).tolist()  # fights A and B
    [[0, 1, 1], [1, 0, 0], [1, 0, 0]]
    """
    out = np.zeros((*foes.shape, foes.shape[1]), dtype=bool)
    # A group that fights one government only is nobody's common foe.
    for at in np.flatnonzero(foes.sum(axis=1) > 1):
        own = foes[at] > 0
        # How many neighbours of the second state the group fights, the first state itself left out.
        others = foes[at] @ borders - np.outer(own, np.ones(len(own))) * borders
        near = own[:, None] & (others > 0)
        out[at] = np.outer(own, own) | near | near.T
        np.fill_diagonal(out[at], False)
    return out


def _foes(first: int, last: int) -> tuple[dict[str, int], Matrix]:
    """Return the groups of some years and which governments each fought in them."""
    years = [_fights()[y] for y in range(first, last + 1) if y in _fights()]
    groups = {name: at for at, name in enumerate(sorted({g for names, _, _ in years for g in names}))}
    foes = np.zeros((len(groups), len(codes())))
    for names, states, _ in years:
        np.maximum.at(foes, [groups[n] for n in names], states)
    return groups, foes


def common_foes(year: int, window: int = 1) -> tuple[dict[str, int], Mask]:
    """Return the groups of some years up to one, by the source's number, and for which pairs each is a common foe.

    Parameters
    ----------
    year : int
        The last year; its borders count.
    window : int
        Years pooled.

    Returns
    -------
    groups : dict of str to int
        Number of the group in the source to its row.
    shared : numpy.ndarray of bool, shape (groups, states, states)
        As in :func:`shared_by`.
    """
    groups, foes = _foes(year - window + 1, year)
    return groups, shared_by(foes, neighbours(year))


@lru_cache(maxsize=128)
def shared_adversaries(year: int, window: int = 1) -> Matrix:
    """Count the armed groups that each two states have as common foes.

    Parameters
    ----------
    year : int
        The year.
    window : int
        Years pooled, up to this one.

    Returns
    -------
    numpy.ndarray, shape (states, states)
        1 upwards; NaN where no group is known: there may be one that stays below 25 deaths.

    Examples
    --------
    >>> i, j = place(["PAK", "RUS"])
    >>> bool(shared_adversaries(2017)[i, j] >= 1)
    True
    """
    count = common_foes(year, window)[1].sum(axis=0).astype(float)
    return np.where(count > 0, count, np.nan)


@lru_cache(maxsize=128)
def adversary_deaths(year: int, estimate: str = "best") -> Matrix:
    """Sum battle deaths in the fights of common foes with either state or with a neighbour of either.

    Parameters
    ----------
    year : int
        The year.
    estimate : {"best", "low", "high"}
        The source's estimate.

    Returns
    -------
    numpy.ndarray, shape (states, states)
        Deaths; NaN where no common foe is known.
    """
    if year not in _fights():
        return np.full((len(codes()), len(codes())), np.nan)
    names, states, deaths = _fights()[year]
    groups, foes = _foes(year, year)
    borders = neighbours(year)
    shared = shared_by(foes, borders)
    reach = (states @ (borders | np.eye(len(borders), dtype=bool))) > 0
    out = np.zeros(borders.shape)
    for name, near, killed in zip(names, reach, deaths[:, ESTIMATES.index(estimate)], strict=True):
        common = shared[groups[name]]
        if common.any():
            out += killed * (common & (near[:, None] | near[None, :]))
    return np.where(np.isnan(shared_adversaries(year)), np.nan, out)


def deaths_range(year: int, i: int, j: int) -> tuple[float, float]:
    """Return the source's low and high estimate for a pair, widened where its best lies outside."""
    best, low, high = (float(adversary_deaths(year, e)[i, j]) for e in ESTIMATES)
    return min(best, low), max(best, high)


def _group(name: str) -> str:
    """Find the name of an armed group as the source writes it."""
    known = sorted(set(_against_groups(read("battle_deaths"))["side_b"].astype(str)))
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
    """Return battle deaths in the fighting of a government with one armed group.

    Parameters
    ----------
    lens : Lens
        Years and as-of date; the pair plays no part.
    group : str
        Name of the group as the source writes it; letters' case and accents do not matter.
    government : str
        The state whose government fights it, by code, number or name.

    Returns
    -------
    Evidence
        Measure ``battle_deaths:<group>``, ``a`` the state, ``b`` the world. Interval: the source's low and high. A year
        without a row in the source had fewer than 25 deaths, how many is unknown.

    Raises
    ------
    UnknownName
        If there is no such group, with the names near it, or no such state.

    Examples
    --------
    >>> rows = group_deaths(Lens("PAK-RUS", start=2014, end=2016), "IS", "AFG")
    >>> rows["status"].tolist(), rows["value"].tolist()
    (['unknown', 'observed', 'observed'], [nan, 679.0, 2141.0])
    """
    name, state = _group(group), find_state(government).code
    deaths = load("battle_deaths", lens)
    rows = _against_groups(deaths.frame)
    return _deaths(lens, deaths, state, f"battle_deaths:{name}", rows[rows["side_b"] == name])


def government_deaths(lens: Lens, state: str) -> Evidence:
    """Return battle deaths in a government's fighting with all armed groups together.

    Parameters
    ----------
    lens : Lens
        Years and as-of date.
    state : str
        Code of the state.

    Returns
    -------
    Evidence
        Measure ``battle_deaths``, otherwise as :func:`group_deaths`.
    """
    deaths = load("battle_deaths", lens)
    return _deaths(lens, deaths, state, "battle_deaths", _against_groups(deaths.frame))
