"""The panel behind the drivers: alignment and what may move it, for all pairs and years, as known on a day."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from dyadlens.model.variables import Cells, alignment, members, variable, years


@lru_cache(maxsize=32)
def _whole(name: str, made_for: date | None) -> NDArray[np.float32]:
    built = alignment(name, made_for) if made_for else variable(name).build()
    return built.astype(np.float32)


def values(name: str, as_of: date | None = None) -> Cells:
    """Return one column of the panel as it was known on a day.

    Parameters
    ----------
    name : str
        Name of the column.
    as_of : datetime.date, optional
        The day; all that is known today by default.

    Returns
    -------
    numpy.ndarray, shape (pairs, years)
        NaN where there is no value, and in the years not yet out on that day.

    Raises
    ------
    UnknownName
        If there is no such column.

    Examples
    --------
    >>> known = ~np.isnan(values("kappa", date(2018, 5, 31)))
    >>> int(years()[known.any(axis=0)].max())
    2017
    """
    described = variable(name)
    whole = _whole(name, described.made_for(as_of)).astype(float)
    return np.where(years() <= described.known(as_of), whole, np.nan)


def change(name: str, horizon: int = 1, as_of: date | None = None) -> Cells:
    """Return the change of a measure of alignment from each year to some years later.

    Parameters
    ----------
    name : str
        Name of a measure of alignment.
    horizon : int
        How many years later.
    as_of : datetime.date, optional
        The day; a change counts once its later year was known.

    Returns
    -------
    numpy.ndarray, shape (pairs, years)
        NaN where either end has no value.

    Examples
    --------
    >>> change("kappa", 3).shape == values("kappa").shape
    True
    """
    level = values(name, as_of)
    out = np.full_like(level, np.nan)
    out[:, :-horizon] = level[:, horizon:] - level[:, :-horizon]
    return out


def seen(names: tuple[str, ...], outcomes: tuple[Cells, ...], first: int, last: int, as_of: date | None) -> Cells:
    """Tell which pair-years of a period have a value in all columns and outcomes.

    Parameters
    ----------
    names : tuple of str
        Columns of the panel.
    outcomes : tuple of numpy.ndarray
        Further columns.
    first, last : int
        Years of the drivers.
    as_of : datetime.date or None
        The day.

    Returns
    -------
    numpy.ndarray of bool, shape (pairs, years)
    """
    out = np.broadcast_to((years() >= first) & (years() <= last), (len(members()), len(years()))).copy()
    for name in names:
        out &= ~np.isnan(values(name, as_of))
    for outcome in outcomes:
        out &= ~np.isnan(outcome)
    return out
