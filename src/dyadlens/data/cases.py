"""Case files: claims, contacts and events that were collected for one pair."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dyadlens.data.catalog import load, tables
from dyadlens.lens import Lens

PARTS = ("claims", "contacts", "context_events", "exercises", "fatf")


@dataclass(frozen=True)
class Case:
    """What was collected for a pair, as known on the as-of date of the lens."""

    key: str
    parts: dict[str, pd.DataFrame]

    @property
    def claims(self) -> pd.DataFrame:
        """The claims: id, side, claim, proposition, rule, rival explanation."""
        return self.parts["claims"]


def case(lens: Lens) -> Case | None:
    """Return the case of a pair, in either order of the states."""
    for key in (lens.key, "-".join(reversed(lens.pair))):
        names = [p for p in PARTS if f"cases/{key}/{p}" in tables()]
        if names:
            return Case(key, {name: load(f"cases/{key}/{name}", lens).frame.reset_index(drop=True) for name in names})
    return None
