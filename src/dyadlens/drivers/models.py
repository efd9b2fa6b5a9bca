"""The panel behind the drivers: alignment and what may move it, for all pairs and years, as known on a day."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from dyadlens.drivers.variables import Cells, alignment, model_years, pair_states, variable


@lru_cache(maxsize=32)
def _whole(name: str, made_for: date | None) -> NDArray[np.float32]:
    built = alignment(name, made_for) if made_for else variable(name).build()
    return built.astype(np.float32)


def values(name: str, as_of: date | None = None) -> Cells:
    """Return one column of the panel as it was known on a day."""
    described = variable(name)
    whole = _whole(name, described.made_for(as_of)).astype(float)
    return np.where(model_years() <= described.known(as_of), whole, np.nan)


def change(name: str, horizon: int = 1, as_of: date | None = None) -> Cells:
    """Return the change of a measure of alignment from each year to some years later."""
    level = values(name, as_of)
    out = np.full_like(level, np.nan)
    out[:, :-horizon] = level[:, horizon:] - level[:, :-horizon]
    return out


def seen(
    names: tuple[str, ...], outcomes: tuple[Cells, ...], first: int, last: int, as_of: date | None
) -> NDArray[np.bool_]:
    """Tell which pair-years of a period have a value in all columns and outcomes."""
    period = (model_years() >= first) & (model_years() <= last)
    out = np.broadcast_to(period, (len(pair_states()), len(period))).copy()
    for name in names:
        out &= ~np.isnan(values(name, as_of))
    for outcome in outcomes:
        out &= ~np.isnan(outcome)
    return out
