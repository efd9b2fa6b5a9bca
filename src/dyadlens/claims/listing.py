"""Whether a state stands on a list of the Financial Action Task Force, or is about to, as could be known on a day."""

from __future__ import annotations

import math

from dyadlens.claims.finding import Check, Number, Part
from dyadlens.claims.rules.arms import name
from dyadlens.claims.windows import horizon
from dyadlens.data.cases import case
from dyadlens.data.catalog import load
from dyadlens.lens import Lens

_STATES_OF_LISTING = {
    "listed": "{name} stands on the {listing} list, since {{listed.span}}",
    "announced": "The {listing}-listing of {name} is announced, by {{listed.span}}",
    "removed": "{name} does not stand on the {listing} list, since {{listed.span}}",
}
_FROM_COMMENTARY = (
    "That the listing was announced is known from the commentary alone whose claims are judged here: no other source "
    "at hand has it."
)


def listed(lens: Lens, state: str, listing: str) -> Part:
    """Read from its last change whether a listing of a state stands or is announced on the day."""
    own = case(lens)
    table = load(f"cases/{own.key}/fatf", lens) if own and "fatf" in own.parts else None
    says, note, number = "", "", Number("on the list, or announced", math.nan, "flag")
    if table is not None:
        rows = table.frame
        # A date known to the month sorts before the days of the months after it.
        rows = rows[(rows["list"] == listing) & (rows["date"].str[:4].astype(int) <= horizon(lens))].sort_values("date")
        years, value = (), math.nan
        if len(rows):
            change, years = rows["change"].iloc[-1], (int(rows["date"].iloc[-1][:4]),)
            value = float(change in {"listed", "announced"})
            says = _STATES_OF_LISTING[change].format(name=name(state), listing=listing) + "."
            note = _FROM_COMMENTARY if rows["known_from"].iloc[-1] == "commentary" else ""
        number = Number("on the list, or announced", value, "flag", years, (), (f"cases/{own.key}/fatf",))
    return Part(
        proposition=f"{name(state)} is on the {listing} list of the FATF or its listing is announced",
        numbers={"listed": number},
        checks=(Check("listed", ">=", 1.0),),
        says=says,
        note=note,
        gap="no change of the list is recorded up to that day" if table is not None else "no list at hand",
    )
