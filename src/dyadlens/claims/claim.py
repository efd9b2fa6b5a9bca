"""The claims on a pair: its own where there is a case, else those that are asked of any pair."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from dyadlens.claims.rules.arms import delivered
from dyadlens.data.cases import case
from dyadlens.data.catalog import known_until, read
from dyadlens.errors import DataError
from dyadlens.lens import FIRST_YEAR, Lens
from dyadlens.panel.views import matrix
from dyadlens.states import all_states
from dyadlens.states.axis import positions

READINGS = ("strategic_convergence", "tactical_hedging", "no_real_change")
SIDES = ("convergence", "caution")
GENERIC = "cases/generic/claims"


@dataclass(frozen=True)
class Claim:
    """A claim on a pair, with the rule that decides it."""

    id: str
    side: str
    text: str
    proposition: str
    rule: str
    roles: dict[str, str]
    terms: dict[str, Any]
    rival: str
    readings: dict[str, str]
    own: bool = True


def claims(lens: Lens) -> tuple[Claim, ...]:
    """Return the claims on a pair: its own where there is a case, else those asked of any pair."""
    own = case(lens)
    if own is not None and "claims" in own.parts:
        rows = sorted(own.claims.itertuples(), key=lambda row: (SIDES.index(row.side), _in_order(str(row.id))))
        return tuple(_claim(row, _terms(row)["roles"], own=True) for row in rows)
    out = []
    for row in read(GENERIC).itertuples():
        for roles in _cast(_terms(row)["roles"], lens):
            out.append(_claim(row, roles, own=False))
    return tuple(out)


def _in_order(id: str) -> list[tuple[int, str]]:
    """Split an id into letters and numbers, so that the tenth claim follows the ninth."""
    return [(int(part), "") if part.isdigit() else (0, part) for part in re.split(r"(\d+)", id)]


def _terms(row: Any) -> dict[str, Any]:
    try:
        terms = json.loads(row.parameters)
        return {**terms, "roles": dict(terms["roles"])}
    except (ValueError, KeyError, TypeError) as error:
        raise DataError(f"claim {row.id}: parameters cannot be read: {error}") from None


def _claim(row: Any, roles: dict[str, str], *, own: bool) -> Claim:
    names = {letter: all_states()[code].in_text for letter, code in roles.items()}
    text, proposition, rival = (str(t) for t in (row.claim, row.proposition, row.rival_explanation))
    if not own:
        text, proposition, rival = (t.format(**names) for t in (text, proposition, rival))
        text = text[:1].upper() + text[1:]
    third = f"-{roles['C']}" if not own and "C" in roles else ""
    readings = {name: str(getattr(row, name)) for name in READINGS}
    return Claim(f"{row.id}{third}", row.side, text, proposition, row.rule, roles, _terms(row), rival, readings, own)


def _cast(roles: dict[str, str], lens: Lens) -> list[dict[str, str]]:
    """Give roles named by their place (first, second, buyer, seller, rival) to states.

    One cast a rival; none where a claim needs a seller and neither has delivered arms to the other.
    """
    first, second = lens.pair
    seller = second
    if {"seller", "buyer"} & set(roles.values()):
        found = _seller(lens)
        if found is None:
            return []
        seller = found
    cast = {"first": first, "second": second, "seller": seller, "buyer": first if seller == second else second}
    rivals = _rivals(lens, cast["buyer"]) if "rival" in roles.values() else ("",)
    return [{letter: ({**cast, "rival": rival})[place] for letter, place in roles.items()} for rival in rivals]


def _rivals(lens: Lens, state: str) -> tuple[str, ...]:
    """Return the third states of the lens that are strategic rivals of a state, as last known."""
    rivals = matrix("rivalry", min(known_until("rivalries", lens.as_of), lens.end))[positions([state])[0]] > 0
    return tuple(third for third in lens.third_parties if rivals[positions([third])[0]])


def _seller(lens: Lens) -> str | None:
    """Return the state of the pair that has delivered more arms to the other; None where neither has."""
    directions = (lens.pair, lens.pair[::-1])
    sent = {s: delivered(lens, s, o, first=FIRST_YEAR).seen["value"].sum() for s, o in directions}
    # Of two that delivered alike the first in the alphabet, so that the order of the pair changes nothing.
    return max(sorted(sent), key=lambda state: sent[state]) if any(sent.values()) else None
