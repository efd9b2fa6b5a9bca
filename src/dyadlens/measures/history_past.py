"""Blocs of the Cold War, past disputes and past alliances of all pairs, and shared organizations."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dyadlens.data.catalog import read, table
from dyadlens.data.shared import shared
from dyadlens.measures.security_grid import Mask, Matrix, both_alive, codes, place, places, zeros
from dyadlens.measures.security_pairs import obligations, promised
from dyadlens.stats.decay import exponential_decay

TAU = 10.0  # years
WEST, EAST, BOTH = 1, 2, 3
ORGANIZATIONS = {"nato": WEST, "seato": WEST, "cento": WEST, "wpact": EAST}
# Ghana never joined the Warsaw Pact and Iraq left CENTO in 1959; the source has both as members in 1960-64.
NO_MEMBERS = {"wpact": ("GHA",), "cento": ("IRQ",)}
NO_MEMBERS_FROM = 1960
LEADERS = {"USA": WEST, "RUS": EAST}
BLOCS_FIRST, BLOCS_LAST = 1949, 1990
NEVER = -1


def members(igo: str, year: int) -> Mask:
    """Tell which states were full members of an organization in a year."""
    rows = _of_kinds("full")
    at = rows.names.index(igo) if igo in rows.names else NEVER
    out = np.zeros(len(codes()), dtype=bool)
    out[rows.state[rows.during(year) & (rows.igo == at)]] = True
    return out


class _Memberships(NamedTuple):
    """Spells of membership: places of the states and of the organizations, first and last years."""

    state: NDArray[np.int64]
    igo: NDArray[np.int64]
    names: list[str]
    first: NDArray[np.int64]
    last: NDArray[np.int64]

    def during(self, year: int) -> Mask:
        return (self.first <= year) & (year <= self.last)


@cache
def _of_kinds(*kinds: str) -> _Memberships:
    rows = read("igo_membership")
    rows = rows[rows["kind"].isin(kinds)]
    state, states = pd.factorize(rows["state"].astype(str))
    igo, names = pd.factorize(rows["igo"].astype(str))
    first, last = (rows[end].to_numpy(dtype=np.int64) for end in ("first", "last"))
    return _Memberships(place(states)[state], igo, list(names), first, last)


def _both_in(rows: _Memberships, year: int) -> Matrix:
    """Count the organizations to which rows of a year tie both of two states, in one matrix product."""
    here = rows.during(year)
    # Counts stay far below 2**24, so single precision is exact.
    tied = np.zeros((len(codes()), len(rows.names)), dtype=np.float32)
    tied[rows.state[here], rows.igo[here]] = 1.0
    return zeros(year) + tied @ tied.T


@lru_cache(maxsize=32)
def shared_memberships(year: int) -> Matrix:
    """Count the organizations in which both of two states are full members."""
    info = table("igo_membership")
    if not info.first <= year <= info.last:
        return np.full((len(codes()), len(codes())), np.nan)
    return _both_in(_of_kinds("full"), year)


@lru_cache(maxsize=32)
def most_shared_memberships(year: int) -> Matrix:
    """Count the organizations in which both of two states are full members or may be, for their membership is unknown."""
    return _both_in(_of_kinds("full", "unknown"), year)


def membership_ends(year: int, i: int, j: int) -> tuple[float, float]:
    """Return the least and the most that the shared memberships can be; NaN where all that matter are known."""
    low, high = float(shared_memberships(year)[i, j]), float(most_shared_memberships(year)[i, j])
    return (low, high) if low < high else (np.nan, np.nan)


@lru_cache(maxsize=64)
def blocs(year: int) -> NDArray[np.int64]:
    """Return the bloc of each state: 0 none, 1 of the United States, 2 of the Soviet Union, 3 tied to both.

    Membership in NATO, SEATO or CENTO, or in the Warsaw Pact, decides; without one, a defense pact with either leader
    (ATOP, either direction).
    """
    pacts = np.nan_to_num(promised(year, "defense"))
    out = np.zeros(len(codes()), dtype=np.int64)
    for leader, bloc in LEADERS.items():
        out |= np.where(pacts[places()[leader]] > 0, bloc, 0)
    for igo, bloc in ORGANIZATIONS.items():
        inside = members(igo, year)
        if year >= NO_MEMBERS_FROM:
            inside[place(NO_MEMBERS.get(igo, ()))] = False
        out[inside] = bloc
    for leader, bloc in LEADERS.items():
        out[places()[leader]] = bloc
    return out


def _blocs_of_pairs(year: int, same: bool) -> Matrix:
    found = blocs(year)
    one, other = found[:, None], found[None, :]
    sided = (one > 0) & (other > 0)
    out = zeros(year) + (sided & ((one == other) if same else (one != other)))
    # A state with pacts on both sides and in no organization cannot be placed.
    return np.where((one == BOTH) | (other == BOTH), np.nan, out)


def same_bloc(year: int) -> Matrix:
    """Return 1 for pairs in one bloc, 0 for the rest; NaN where one is tied to both leaders or did not exist."""
    return _blocs_of_pairs(year, same=True)


def opposed(year: int) -> Matrix:
    """Return 1 for pairs in opposed blocs, 0 for the rest; NaN where one is tied to both leaders or did not exist."""
    return _blocs_of_pairs(year, same=False)


@cache
def _disputes(source: str) -> tuple[NDArray, NDArray, NDArray, NDArray, NDArray]:
    """Return, a row a dispute-year: places of the two states, number of the pair in the dispute, year, hostility."""
    frame = read(f"disputes_{source}")
    number = frame.groupby(["a", "b", "dispute"], observed=True).ngroup().to_numpy()
    height = frame[["hostility_a", "hostility_b"]].max(axis=1).to_numpy(dtype=float)
    return place(frame["a"]), place(frame["b"]), number, frame["year"].to_numpy(dtype=int), height


@lru_cache(maxsize=128)
def burden(year: int, source: str, tau: float = TAU) -> Matrix:
    r"""Return the weight of each pair's past disputes: :math:`\sum_d h_d \exp(-(t - t_d) / \tau)`."""
    i, j, number, when, height = _disputes(source)
    past = when <= year
    last = np.full(number.max() + 1, NEVER)
    np.maximum.at(last, number[past], when[past])
    # One row a dispute: that of its last year so far.
    newest = past & (when == last[number])
    weight = height[newest] * exponential_decay(year - when[newest], tau)
    out = zeros(year)
    np.add.at(out, (i[newest], j[newest]), weight)
    np.add.at(out, (j[newest], i[newest]), weight)
    return out


@lru_cache(maxsize=128)
def years_since(year: int, source: str) -> Matrix:
    """Return the years since each pair's last dispute, 0 in a year of one; NaN for pairs without one since 1946."""
    i, j, _, when, _ = _disputes(source)
    past = when <= year
    last = np.full((len(codes()), len(codes())), NEVER)
    np.maximum.at(last, (i[past], j[past]), when[past])
    last = np.maximum(last, last.T)
    return np.where((last == NEVER) | ~both_alive(year), np.nan, float(year) - last)


@shared(maxsize=1)
def _allied_so_far() -> dict[int, NDArray[np.int16]]:
    info = table("alliances")
    count = np.zeros((len(codes()), len(codes())), dtype=np.int16)
    out = {}
    for year in range(info.first, info.last + 1):
        count = count + (np.nan_to_num(obligations(year)) > 0)
        out[year] = count.astype(np.int16)
    return out


def years_allied(year: int) -> Matrix:
    """Count the years from 1946 to this one in which an obligation of any kind was in force between two states."""
    return zeros(year) + _allied_so_far().get(year, np.nan)  # NaN in a year that the table does not cover
