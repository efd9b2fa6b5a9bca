"""Case files: claims, contacts and events that were collected for one pair."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dyadlens.catalog import load, tables
from dyadlens.lens import Lens

PARTS = ("claims", "contacts", "context_events", "exercises", "fatf")


@dataclass(frozen=True)
class Case:
    """What was collected for a pair, as known on the as-of date of the lens.

    Parameters
    ----------
    key : str
        The pair as the case names it.
    parts : dict of str to pandas.DataFrame
        The tables of the case by name.
    """

    key: str
    parts: dict[str, pd.DataFrame]

    @property
    def claims(self) -> pd.DataFrame:
        """The claims: id, side, claim, proposition, rule, rival explanation."""
        return self.parts["claims"]


def case(lens: Lens) -> Case | None:
    """Return the case of a pair, in either order of the states.

    Parameters
    ----------
    lens : Lens
        The pair and the as-of date.

    Returns
    -------
    Case or None
        None for a pair without a case of its own.

    Examples
    --------
    >>> case(Lens("RUS-PAK")).key, case(Lens("FRA-DEU"))
    ('PAK-RUS', None)
    """
    for key in (lens.key, "-".join(reversed(lens.pair))):
        names = [p for p in PARTS if f"cases/{key}/{p}" in tables()]
        if names:
            return Case(key, {name: load(f"cases/{key}/{name}", lens).frame.reset_index(drop=True) for name in names})
    return None
