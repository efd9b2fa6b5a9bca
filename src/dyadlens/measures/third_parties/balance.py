"""Structural balance: the signed triads of two states with third states."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dyadlens.measures.column import Column, Data, Values
from dyadlens.measures.security.ties import promised, rivals
from dyadlens.stats import balance

# A promise not to attack is often one between adversaries, so by itself it makes no friend.
FRIENDLY = ("defense", "offense", "neutrality", "consultation")


def signs(
    alliances: pd.DataFrame,
    rivalries: pd.DataFrame,
    years: NDArray[np.int_],
    friendly: tuple[str, ...] = FRIENDLY,
) -> Values:
    """Return -1 for rivals, else 1 for pairs with a friendly promise in force, else 0."""
    friends = np.logical_or.reduce([promised(alliances, years, kind) for kind in friendly])
    return np.where(rivals(rivalries, years), -1.0, friends.astype(float))


def triad_balance(data: Data, years: NDArray[np.int_], *, what: str) -> Column:
    """Compute ``balance_pull``, ``triad_counts`` or ``balanced_share`` from the signs of each year."""
    formula = getattr(balance, what)
    found = [formula(matrix) for matrix in signs(data.table("alliances"), data.table("rivalries"), years)]
    return Column(np.array(found), covered=data.covers(years, "alliances", "rivalries"))
