"""Armed groups that are adversaries of both states, and deaths in the fighting with them (UCDP)."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dyadlens.measures.column import Column, Data, Mask, empty
from dyadlens.states.axis import codes, positions

LAND = 1
_BORDERS_END = "2016-12-31"  # the end of the source: borders are taken to stay


def fights(rows: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each government and armed group in a fight; a war between governments is none.

    Parameters
    ----------
    rows : pandas.DataFrame
        Rows of a table of UCDP, with ``states_a``, ``states_b`` and ``side_b_id``.

    Returns
    -------
    pandas.DataFrame
        The same columns with ``fight``, the number of the row; ``group``, the source's number of the group; and
        ``state``, the position of the government.
    """
    rows = rows[rows["states_b"].isna() & rows["states_a"].notna()]
    rows = rows.assign(
        fight=np.arange(len(rows)),
        group=rows["side_b_id"].astype(str).str.split("; "),
        state=rows["states_a"].astype(str).str.split("; "),
    )
    rows = rows.explode("group").explode("state", ignore_index=True)
    return rows.assign(state=positions(rows["state"]))


def land_borders(contiguity: pd.DataFrame, years: NDArray[np.int_]) -> Mask:
    """Tell which states touch by land in each year; after 2016, where the source ends, as in 2016."""
    out = np.zeros((len(years), len(codes()), len(codes())), dtype=bool)
    rows = contiguity[contiguity["type"] == LAND]
    first = rows["start"].str[:4].astype(int)
    last = rows["end"].str[:4].astype(int).where(rows["end"] != _BORDERS_END, 9999)
    for begin, end, i, j in zip(first, last, positions(rows["a"]), positions(rows["b"]), strict=True):
        here = (begin <= years) & (years <= end)
        out[here, i, j] = out[here, j, i] = True
    return out


def common_to(fought: Mask, borders: Mask) -> Mask:
    """Tell for which pairs a group fights both governments, or one and that of a third state on the other's border.

    Parameters
    ----------
    fought : array of bool, shape (states,)
        Which governments the group fights.
    borders : array of bool, shape (states, states)
        Which states touch by land.

    Returns
    -------
    array of bool, shape (states, states)
        Symmetric. That the two states touch each other does not count: the neighbour must be a third state.
    """
    # How many neighbours of the second state the group fights, the first state itself left out.
    others = (fought.astype(int) @ borders)[None, :] - fought[:, None] * borders
    near = fought[:, None] & (others > 0)
    out = np.outer(fought, fought) | near | near.T
    np.fill_diagonal(out, False)
    return out


def common_adversaries(rows: pd.DataFrame, borders: Mask, first: int, last: int) -> dict[str, Mask]:
    """Return each group of some years that fights more than one government, and whose common adversary it is."""
    out = {}
    for group, states in rows[rows["year"].between(first, last)].groupby("group")["state"].unique().items():
        if len(states) > 1:
            fought = np.zeros(len(borders), dtype=bool)
            fought[states] = True
            out[str(group)] = common_to(fought, borders)
    return out


def shared_adversaries(data: Data, years: NDArray[np.int_], *, table: str = "battle_deaths", window: int = 1) -> Column:
    """Count the groups that each two states have as common adversaries, over ``window`` years up to each."""
    rows, borders = fights(data.table(table)), land_borders(data.table("contiguity"), years)
    value = empty(years, fill=0.0)
    for at, year in enumerate(years):
        for common in common_adversaries(rows, borders[at], year - window + 1, year).values():
            value[at] += common
    # There may be a group that stays below the source's threshold: none known is not none.
    value[value == 0] = np.nan
    covered = data.covers(years, table) & data.covers(years - window + 1, table)
    return Column(value, covered=covered)


def shared_adversary_deaths(data: Data, years: NDArray[np.int_]) -> Column:
    """Sum battle deaths in the fights of common adversaries with either state or with a neighbour of either."""
    rows, borders = fights(ordered_bounds(data.table("battle_deaths"))), land_borders(data.table("contiguity"), years)
    value, low, high = empty(years, fill=0.0), empty(years, fill=0.0), empty(years, fill=0.0)
    for at, year in enumerate(years):
        here = rows[rows["year"] == year]
        for group, common in common_adversaries(rows, borders[at], year, year).items():
            for _, fight in here[here["group"] == group].groupby("fight"):
                near = borders[at][fight["state"]].any(axis=0)
                near[fight["state"]] = True
                counts = common & (near[:, None] | near[None, :])
                for total, estimate in ((value, "best"), (low, "low"), (high, "high")):
                    total[at][counts] += fight[estimate].iloc[0]
    value[value == 0] = np.nan
    return Column(value, low, high, covered=data.covers(years, "battle_deaths"))


def ordered_bounds(rows: pd.DataFrame, best: str = "best", low: str = "low", high: str = "high") -> pd.DataFrame:
    """Take away both bounds of an estimate that lies outside them: a range that the source got wrong is no range."""
    wrong = (rows[low] > rows[best]) | (rows[best] > rows[high])
    return rows.assign(**{end: rows[end].astype(float).mask(wrong) for end in (low, high)})
