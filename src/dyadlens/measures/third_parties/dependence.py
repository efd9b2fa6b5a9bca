"""How much of one state's trade, or arms trade, is with rivals of the other."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dyadlens.measures.column import UNRANKED, Column, Data, Mask, Values, empty, in_extract, spread

WINDOW = 5  # years of arms trade


def with_rivals(shares: Values, rivals: Values, within_extract: Mask | None = None) -> Values:
    """Add up a's shares of the third states that are rivals of b; NaN where one that should be there is not known.

    Parameters
    ----------
    shares : array, shape (years, states, states)
        Share of each partner (column) in the trade of each state (row).
    rivals : array, shape (years, states, states)
        1 for rivals.
    within_extract : array of bool, shape (states,), optional
        States that an extract holds; rivals outside it are left out.
    """
    hostile = np.nan_to_num(rivals) * (1.0 if within_extract is None else within_extract)
    unseen = np.isnan(shares)
    nothing = unseen.all(axis=2, keepdims=True)
    diagonal = np.arange(shares.shape[1])
    unseen[:, diagonal, diagonal] = False  # a rival of b is no third state to itself
    by_b = hostile.swapaxes(1, 2)
    # To twelve decimals: the order in which shares are added must not tell equal sums apart in a rank.
    out = np.minimum((np.nan_to_num(shares) @ by_b).round(12), 1.0)
    out[(unseen.astype(float) @ by_b > 0) | nothing] = np.nan
    return out


def outside_trade(data: Data, years: NDArray[np.int_]) -> Column:
    """Sum shares of total two-way trade (Correlates of War)."""
    value = with_rivals(data.measure("trade_dependence").value, data.measure("rivalry").value)
    return Column(value, covered=data.covers(years, "trade_cow", "rivalries"))


def outside_trade_atlas(data: Data, years: NDArray[np.int_]) -> Column:
    """Sum shares of total trade among the states of the extract (Atlas of Economic Complexity)."""
    return _bounded(data, years, data.measure("trade_dependence_atlas").value, "trade_atlas_pairs")


def outside_arms(data: Data, years: NDArray[np.int_]) -> Column:
    """Sum shares of the arms bought and sold in five years among the states of the extract (SIPRI)."""
    return _bounded(data, years, arms_shares(data, years), "arms_transfers", window=WINDOW)


def arms_shares(data: Data, years: NDArray[np.int_]) -> Values:
    """Return the share of each partner (column) in the arms that each state (row) bought and sold in five years."""
    every = np.arange(years[0] - WINDOW + 1, years[-1] + 1)
    totals = data.table("arms_state_totals")
    totals = totals.assign(both=totals[["imports_tiv", "exports_tiv"]].sum(axis=1))
    volume = np.nan_to_num(spread(data.table("arms_transfers"), every, "tiv", a="supplier", b="recipient"))
    whole = np.nan_to_num(spread(totals, every, "both", a="state", b=None))
    volume, whole = (np.array([x[at : at + WINDOW].sum(axis=0) for at in range(len(years))]) for x in (volume, whole))
    inside = in_extract(data.info("arms_transfers"))
    known = np.outer(inside, inside) & np.asarray(whole > 0)[:, :, None]
    return np.divide(volume + volume.swapaxes(1, 2), whole[:, :, None], out=empty(years), where=known)


def _bounded(data: Data, years: NDArray[np.int_], shares: Values, table: str, *, window: int = 1) -> Column:
    """Sum the shares inside an extract, up to what the sum would be if all trade outside it were with rivals."""
    inside, rivals = in_extract(data.info(table)), np.nan_to_num(data.measure("rivalry").value)
    value = with_rivals(shares, rivals, inside)
    # Rivals of b outside the extract, other than a itself.
    outside = rivals * ~inside
    some = outside.sum(axis=2)[:, None, :] - outside.swapaxes(1, 2) > 0
    rest = np.maximum(0.0, 1.0 - np.nansum(shares, axis=2))[:, :, None]
    most = np.minimum(1.0, value + rest * some)
    open_end = most > value
    low, high = (np.where(open_end, end, np.nan) for end in (value, most))
    covered = data.covers(years, table, "rivalries") & data.covers(years - window + 1, table) & inside[:, None]
    # A rank among the pairs of an extract would not be one among all pairs.
    return Column(value, low, high, covered=covered, percentile=UNRANKED)
