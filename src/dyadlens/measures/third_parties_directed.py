"""What third states could hold against one state's help for another: pressure, and dependence on the other's foes."""

from __future__ import annotations

from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from dyadlens.data.catalog import read, table
from dyadlens.measures.security_grid import Mask, Matrix, both_alive, codes, place, places
from dyadlens.measures.third_parties_pairs import closeness, rivalry
from dyadlens.measures.trade_flows import cow_pairs
from dyadlens.states import WORLD, all_states

ARMS_WINDOW = 5


@lru_cache(maxsize=128)
def _pressures(year: int) -> tuple[Matrix, Matrix]:
    """Return the pressure on every state against every other, and the most that it could be."""
    near, foes = closeness(year), np.nan_to_num(rivalry(year))
    value = np.where(both_alive(year), 0.0, np.nan)
    most = value.copy()
    for b in np.flatnonzero(foes.any(axis=1)):
        thirds = np.flatnonzero(foes[b])
        each = near[:, thirds] * foes[b, thirds]
        unseen = np.isnan(each)
        each[unseen] = -1.0
        itself = thirds == np.arange(len(near))[:, None]
        each[itself], unseen[itself] = 0.0, False  # no state presses itself
        highest = each.max(axis=1)
        # With no other third state than unknown ones nothing is known.
        unknown = unseen.any(axis=1) & (unseen | itself).all(axis=1)
        value[:, b] += np.where(unknown, np.nan, highest)
        most[:, b] += np.maximum(highest, (unseen * foes[b, thirds]).max(axis=1))
    return value, most


def third_pressure(year: int) -> Matrix:
    r"""Return the pressure on every state a not to serve every state b: :math:`\max_C close(a, C) \cdot hostile(b, C)`."""
    return _pressures(year)[0]


def _bounds(low: float, high: float) -> tuple[float, float]:
    """Return the two bounds, or none where nothing is left open."""
    return (low, high) if low < high else (np.nan, np.nan)


def pressure_ends(year: int, i: int, j: int) -> tuple[float, float]:
    """Return the least and the most that the pressure can be; NaN where all closeness that matters is known."""
    value, most = _pressures(year)
    return _bounds(float(value[i, j]), float(most[i, j]))


def pressure_by(year: int, third: str) -> Matrix:
    """Return the pressure of one third state on every state not to serve every other, 0 to 1."""
    at = places()[third]
    foes = rivalry(year)[at]
    with np.errstate(invalid="ignore"):
        out = np.where(foes[None, :] == 0, 0.0, closeness(year)[:, [at]] * foes[None, :])
    out = np.where(both_alive(year) & both_alive(year)[at], out, np.nan)
    out[at, :] = out[:, at] = np.nan
    return out


@cache
def _trade() -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Return years, places of both states and two-way trade of all pairs, in the order of years."""
    rows = cow_pairs().frame
    order = np.argsort(rows["year"].to_numpy(), kind="stable")
    a, b = (place(rows[side].cat.categories)[rows[side].cat.codes.to_numpy()][order] for side in ("a", "b"))
    return rows["year"].to_numpy()[order], a, b, rows["total"].to_numpy(dtype=float)[order]


@lru_cache(maxsize=128)
def trade_shares(year: int) -> Matrix:
    """Return the share of each partner (column) in each state's total trade (row), Correlates of War."""
    years, i, j, values = _trade()
    here = slice(*np.searchsorted(years, [year, year + 1]))
    out = np.full((len(codes()), len(codes())), np.nan)
    out[i[here], j[here]] = out[j[here], i[here]] = values[here]
    whole = np.nansum(out, axis=1, keepdims=True)
    return np.divide(out, whole, out=np.full(out.shape, np.nan), where=whole > 0)


def _with_foes(shares: Matrix, year: int, held: Mask | None = None) -> Matrix:
    """Add up a's shares of the third states hostile to b; NaN where the share of one that should be held is not known.

    Foes of b outside an extract are left out: see :func:`_most_with_foes`.
    """
    foes = np.nan_to_num(rivalry(year)) * (1.0 if held is None else held)
    unseen = np.isnan(shares)
    nothing = unseen.all(axis=1)
    np.fill_diagonal(unseen, False)  # a foe of b is no third state to itself
    missing = unseen.astype(float) @ foes.T > 0
    # To twelve decimals: the order in which shares are added must not tell equal sums apart in a rank.
    out = np.minimum((np.nan_to_num(shares) @ foes.T).round(12), 1.0)
    return np.where(missing | nothing[:, None] | ~both_alive(year), np.nan, out)


def _most_with_foes(shares: Matrix, year: int, i: int, j: int) -> float:
    """Return the most that :func:`_with_foes` can be: all of a's trade outside the extract is with foes of b there."""
    value = float(_with_foes(shares, year, held())[i, j])
    foes = np.nan_to_num(rivalry(year))[j] * ~held()
    foes[i] = 0.0
    return min(1.0, value + (max(0.0, 1.0 - float(np.nansum(shares[i]))) if foes.any() else 0.0))


def outside_dependence(year: int) -> Matrix:
    r"""Return the share of every state a's trade that is with states hostile to b: :math:`\sum_C t_{aC} hostile(b, C)`."""
    return _with_foes(trade_shares(year), year)


@cache
def held() -> Mask:
    """Tell of which states the extracts of restricted sources hold rows."""
    whole = table("arms_transfers").complete
    return np.array([whole or all_states()[code].focal for code in codes()])


def of_held(year: int) -> Mask:
    """Tell for which pairs the first is a state of the extracts; the other may be any."""
    return both_alive(year) & held()[:, None]


@lru_cache(maxsize=128)
def arms_shares(year: int) -> Matrix:
    """Return the share of each partner (column) in each state's arms trade (row), imports and exports of five years."""
    first = year - ARMS_WINDOW + 1
    rows = read("arms_transfers")
    rows = rows[rows["year"].between(first, year)]
    volume = np.zeros((len(codes()), len(codes())))
    np.add.at(volume, (place(rows["supplier"]), place(rows["recipient"])), rows["tiv"].to_numpy(dtype=float))
    totals = read("arms_state_totals")
    totals = totals[totals["year"].between(first, year) & totals["state"].ne(WORLD)]
    whole = np.zeros(len(codes()))
    np.add.at(whole, place(totals["state"]), totals[["imports_tiv", "exports_tiv"]].sum(axis=1).to_numpy(dtype=float))
    shares = np.full(volume.shape, np.nan)
    np.divide(volume + volume.T, whole[:, None], out=shares, where=(whole > 0)[:, None] & np.outer(held(), held()))
    return shares


@lru_cache(maxsize=128)
def reconciled_shares(year: int) -> Matrix:
    """Return the share of each partner (column) in each state's total trade (row), Atlas of Economic Complexity."""
    rows = read("trade_atlas_pairs")
    rows = rows[rows["year"] == year]
    out = np.full((len(codes()), len(codes())), np.nan)
    i, j = place(rows["a"]), place(rows["b"])
    out[i, j], out[j, i] = rows["dependence_a"], rows["dependence_b"]
    return out


def arms_dependence(year: int) -> Matrix:
    """Return the share of every state a's arms trade of five years that is with states hostile to b, 0 to 1."""
    return _with_foes(arms_shares(year), year, held())


def arms_ends(year: int, i: int, j: int) -> tuple[float, float]:
    """Return the least and the most that the dependence in arms can be; NaN where the extract leaves out no foe."""
    return _bounds(float(arms_dependence(year)[i, j]), _most_with_foes(arms_shares(year), year, i, j))


def reconciled_dependence(year: int) -> Matrix:
    """Return the share of every state a's trade that is with states hostile to b, reconciled figures, 0 to 1."""
    return _with_foes(reconciled_shares(year), year, held())


def reconciled_ends(year: int, i: int, j: int) -> tuple[float, float]:
    """Return the least and the most that the reconciled dependence can be; NaN where the extract leaves out no foe."""
    return _bounds(float(reconciled_dependence(year)[i, j]), _most_with_foes(reconciled_shares(year), year, i, j))
