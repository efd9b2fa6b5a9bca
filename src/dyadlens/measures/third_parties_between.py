"""The third states that stand between the two states of a lens, one by one."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from dyadlens.lens import Lens
from dyadlens.measures.security_grid import both_alive, codes, place
from dyadlens.measures.third_parties import GRIDS, PRESSURE
from dyadlens.measures.third_parties_pairs import closeness, rivalry, signs


def last_year(lens: Lens) -> int | None:
    """Return the last year of a lens whose third states were known, or None."""
    i, j = place(lens.pair)
    until = min(lens.end, GRIDS[PRESSURE].known(lens.as_of))
    return next((y for y in range(until, lens.start - 1, -1) if both_alive(y)[i, j]), None)


@dataclass(frozen=True)
class Between:
    """The third states between two states in one year."""

    year: int | None
    rows: pd.DataFrame = field(repr=False)


def between(lens: Lens) -> Between:
    """List every third state that is a rival of one of the two or has a sign to both, in the last year known."""
    columns = ["third", "close_a", "close_b", "sign_a", "sign_b", "presses_a", "presses_b"]
    year = last_year(lens)
    if year is None:
        return Between(None, pd.DataFrame(columns=columns))
    i, j = place(lens.pair)
    near, foes, sign = closeness(year), np.nan_to_num(rivalry(year)), signs(year)
    there = np.flatnonzero((foes[i] > 0) | (foes[j] > 0) | (sign[i] * sign[j] != 0))
    there = there[(there != i) & (there != j)]
    rows = pd.DataFrame(
        {
            "third": np.array(codes(), dtype=object)[there],
            "close_a": near[i, there],
            "close_b": near[j, there],
            "sign_a": sign[i, there].astype(int),
            "sign_b": sign[j, there].astype(int),
            "presses_a": _pressure(near[i, there], foes[j, there]),
            "presses_b": _pressure(near[j, there], foes[i, there]),
        }
    )
    rows["most"] = rows[["presses_a", "presses_b"]].max(axis=1)
    rows = rows.sort_values(["most", "third"], ascending=[False, True], ignore_index=True)
    return Between(year, rows[columns])


def _pressure(near: np.ndarray, foes: np.ndarray) -> np.ndarray:
    """Multiply closeness to the one by hostility to the other; a state that is no foe does not press."""
    return np.where(foes > 0, near * foes, 0.0)


def leaning(lens: Lens) -> Between:
    """Return how much closer every third state is to the first than to the second, in the last year known."""
    year = last_year(lens)
    if year is None:
        return Between(None, pd.DataFrame(columns=["third", "close_a", "close_b", "value"]))
    i, j = place(lens.pair)
    near = closeness(year)
    rows = pd.DataFrame({"third": codes(), "close_a": near[i], "close_b": near[j]}).dropna()
    rows["value"] = rows["close_a"] - rows["close_b"]
    return Between(year, rows.sort_values(["value", "third"], ascending=[False, True], ignore_index=True))
