"""Case files: claims, contacts and events that were collected for one pair."""

from __future__ import annotations

import html
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dyadlens.data.catalog import load, tables
from dyadlens.lens import Lens, as_lens

if TYPE_CHECKING:
    import pandas as pd

PARTS = ("claims", "contacts", "context_events", "exercises", "fatf")


@dataclass(frozen=True, repr=False, eq=False)
class Case:
    """What was collected for a pair, as known on the as-of date of the lens.

    Parameters
    ----------
    key : str
        The pair, in the order in which its files name it.
    parts : dict of str to pandas.DataFrame
        The tables that there are, among ``claims``, ``contacts``, ``context_events``, ``exercises`` and ``fatf``.
    """

    key: str
    parts: dict[str, pd.DataFrame]

    @property
    def claims(self) -> pd.DataFrame:
        """The claims: id, side, claim, proposition, rule, rival explanation."""
        return self.parts["claims"]

    def __repr__(self) -> str:
        counts = ", ".join(f"{len(rows)} {name.replace('_', ' ')}" for name, rows in self.parts.items())
        return f"Case {self.key}: {counts}"

    def _repr_html_(self) -> str:
        return html.escape(repr(self))


def case(lens: Lens | str) -> Case | None:
    """Return the case of a pair, in either order of the states.

    Parameters
    ----------
    lens : Lens or str
        A lens, whose as-of date hides later records, or a pair such as ``"PAK-RUS"``.

    Returns
    -------
    Case or None
        None for a pair that nothing was collected for.

    Raises
    ------
    BadParameter
        If it is neither a lens nor a pair.

    Examples
    --------
    >>> case("RUS-PAK").key
    'PAK-RUS'
    """
    lens = as_lens(lens)
    for key in (lens.key, "-".join(reversed(lens.pair))):
        names = [part for part in PARTS if f"cases/{key}/{part}" in tables()]
        if names:
            return Case(key, {name: load(f"cases/{key}/{name}", lens).frame.reset_index(drop=True) for name in names})
    return None
