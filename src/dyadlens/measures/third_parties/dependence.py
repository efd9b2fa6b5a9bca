"""How much of one state's trade, or arms trade, is with rivals of the other."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dyadlens.measures.column import UNRANKED, Column, Data, Mask, Values, empty, spread, within
from dyadlens.states import WORLD, all_states
from dyadlens.states.axis import codes

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
    nothing = unseen.all(axis=2)
    diagonal = np.arange(shares.shape[1])
    unseen[:, diagonal, diagonal] = False  # a rival of b is no third state to itself
    by_b = hostile.swapaxes(1, 2)
    # To twelve decimals: the order in which shares are added must not tell equal sums apart in a rank.
    out = np.minimum((np.nan_to_num(shares) @ by_b).round(12), 1.0)
    out[(unseen.astype(float) @ by_b > 0) | nothing[:, :, None]] = np.nan
    return out


def trade(data: Data, years: NDArray[np.int_]) -> Column:
    """Sum shares of total two-way trade (Correlates of War)."""
    value = with_rivals(data.measure("trade_dependence").value, data.measure("rivalry").value)
    return Column(value, covered=data.covers(years, "trade_cow", "rivalries"))


def trade_atlas(data: Data, years: NDArray[np.int_]) -> Column:
    """Sum shares of total trade among the states of the extract (Atlas of Economic Complexity)."""
    return _bounded(data, years, data.measure("trade_dependence_atlas").value, "trade_atlas_pairs")


def arms(data: Data, years: NDArray[np.int_]) -> Column:
    """Sum shares of the arms bought and sold in five years among the states of the extract (SIPRI)."""
    info = data.info("arms_transfers")
    every = np.arange(years[0] - WINDOW + 1, years[-1] + 1)
    deals, totals = data.table("arms_transfers"), data.table("arms_state_totals")
    totals = totals[totals["state"] != WORLD]
    totals = totals.assign(both=totals[["imports_tiv", "exports_tiv"]].sum(axis=1))
    volume = np.nan_to_num(spread(deals, every, "tiv", a="supplier", b="recipient"))
    whole = np.nan_to_num(spread(totals, every, "both", a="state", b=None))
    volume, whole = (np.array([x[at : at + WINDOW].sum(axis=0) for at in range(len(years))]) for x in (volume, whole))
    inside = in_extract(data, "arms_transfers")
    known = (whole > 0)[:, :, None] & np.outer(inside, inside)
    shares = np.divide(volume + volume.swapaxes(1, 2), whole[:, :, None], out=empty(years), where=known)
    column = _bounded(data, years, shares, "arms_transfers")
    return Column(**{**vars(column), "covered": column.covered & within(years, info.first + WINDOW - 1, info.last)})


def in_extract(data: Data, table: str) -> Mask:
    """Tell of which states the extract of a restricted source holds rows."""
    return np.array([data.info(table).complete or all_states()[code].focal for code in codes()])


def _bounded(data: Data, years: NDArray[np.int_], shares: Values, table: str) -> Column:
    """Sum the shares inside an extract, up to what the sum would be if all trade outside it were with rivals."""
    inside, rivals = in_extract(data, table), np.nan_to_num(data.measure("rivalry").value)
    value = with_rivals(shares, rivals, inside)
    # Rivals of b outside the extract, other than a itself.
    outside = rivals * ~inside
    some = outside.sum(axis=2)[:, None, :] - outside.swapaxes(1, 2) > 0
    rest = np.maximum(0.0, 1.0 - np.nansum(shares, axis=2))[:, :, None]
    most = np.minimum(1.0, value + rest * some)
    open_end = most > value
    low, high = (np.where(open_end, end, np.nan) for end in (value, most))
    covered = data.covers(years, table, "rivalries") & inside[:, None]
    # A rank among the pairs of an extract would not be one among all pairs.
    return Column(value, low, high, covered=covered, percentile=UNRANKED)
