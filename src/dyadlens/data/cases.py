"""Case files: claims, contacts and events that were collected for one pair."""

from __future__ import annotations

import html
from dataclasses import dataclass

import pandas as pd

from dyadlens.data.catalog import load, tables
from dyadlens.lens import Lens, as_lens

PARTS = ("claims", "contacts", "context_events", "exercises", "fatf")


@dataclass(frozen=True, repr=False)
class Case:
    """What was collected for a pair, as known on the as-of date of the lens."""

    key: str
    parts: dict[str, pd.DataFrame]

    @property
    def claims(self) -> pd.DataFrame:
        """The claims: id, side, claim, proposition, rule, rival explanation."""
        return self.parts["claims"]

    def __repr__(self) -> str:
        """Say how many rows each part has."""
        parts = ", ".join(f"{len(rows)} {name.replace('_', ' ')}" for name, rows in self.parts.items())
        return f"Case {self.key}: {parts}"

    def _repr_html_(self) -> str:
        sizes = [(name, len(rows), rows.columns.str.cat(sep=", ")) for name, rows in self.parts.items()]
        table = pd.DataFrame(sizes, columns=["part", "rows", "columns"]).to_html(index=False, border=0)
        return f"<p>Case {html.escape(self.key)}; each part is a table in <code>.parts</code></p>{table}"


def case(lens: Lens | str) -> Case | None:
    """Return what was collected for a pair, in either order of the states.

    Parameters
    ----------
    lens : Lens or str
        The pair; its as-of date hides what was not known.

    Returns
    -------
    Case or None
        None where nothing was collected for the pair.

    Examples
    --------
    >>> case("RUS-PAK").key
    'PAK-RUS'
    """
    lens = as_lens(lens)
    for key in (lens.key, "-".join(reversed(lens.pair))):
        names = [p for p in PARTS if f"cases/{key}/{p}" in tables()]
        if names:
            return Case(key, {name: load(f"cases/{key}/{name}", lens).frame.reset_index(drop=True) for name in names})
    return None
