"""Tables of single records: claims, deals."""

from __future__ import annotations

import re

import pandas as pd

from dyadlens.data.cases import Case
from dyadlens.show.numbers import number, short
from dyadlens.show.tables import Table
from dyadlens.show.words import Said
from dyadlens.states import all_states

_ENGINE = re.compile(r"turbo|engine|gas turbine", re.IGNORECASE)


def claim_table(found: Case | None) -> Table | Said:
    """List the claims of a case, or say that the pair has none of its own."""
    if found is None:
        return Said(
            "Nobody has laid down claims for this pair yet. The evidence on the following pages is the same for every "
            "pair; a case file would add dated contacts, events and claims with thresholds fixed beforehand."
        )
    rows = found.claims
    frame = pd.DataFrame(
        {
            "Claim": rows["id"],
            "Side": rows["side"].str.capitalize(),
            "What is said": rows["claim"],
            "What would bear it out": rows["proposition"],
            "What else would look the same": rows["rival_explanation"],
        }
    )
    first, second = (all_states()[code].name for code in found.key.split("-"))
    return Table(frame, f"Claims of the case {found.key}: A is {first}, B is {second}, C a third state")


def deal_table(deals: pd.DataFrame) -> Table | Said:
    """List arms deals for reading."""
    if deals.empty:
        return Said(
            "The register holds no deals between these two states in these years, or may not be shown for them."
        )
    names = {code: state.name for code, state in all_states().items()}
    frame = pd.DataFrame(
        {
            "Ordered": deals["order_year"].astype("str"),
            "From": deals["supplier"].map(names),
            "To": deals["recipient"].map(names),
            "Weapon": deals["designation"].str.cat(deals["description"], sep=", "),
            "Number ordered": [_count(v) for v in deals["ordered"]],
            "Number delivered": [_count(v) for v in deals["delivered"]],
            "Delivered in": [
                _span(first, last) for first, last in zip(deals["first_delivery"], deals["last_delivery"], strict=True)
            ],
            "Million TIV delivered": [short(float(v), "tiv") for v in deals["tiv_delivered"]],
        }
    )
    return Table(frame, "Deals between the two states, newest first")


def main_weapon(deals: pd.DataFrame, years: int = 10) -> Said:
    """Say how much of what was delivered lately is one weapon, in the direction that carries more."""
    known = deals.dropna(subset=["last_delivery", "tiv_delivered"])
    known = known[known["tiv_delivered"] > 0]
    if known.empty:
        return Said("No deal with a known volume has been delivered between the two in these years.")
    last = int(known["last_delivery"].max())
    known = known[known["last_delivery"] > last - years]
    supplier, recipient = known.groupby(["supplier", "recipient"])["tiv_delivered"].sum().idxmax()
    known = known[(known["supplier"] == supplier) & (known["recipient"] == recipient)]
    weapons = known.groupby(["designation", "description"], sort=False)["tiv_delivered"].sum()
    whole, (name, kind), most = weapons.sum(), weapons.idxmax(), weapons.max()
    one = known[(known["designation"] == name) & (known["description"] == kind)]
    span = _span(one["first_delivery"].min(), one["last_delivery"].max())
    states = " to ".join(all_states()[code].in_text for code in (supplier, recipient))
    text = (
        f"Deals with deliveries in {last - years + 1}–{last} from {states} come to {number(whole, 'tiv')} over all "
        f"their years. Of that, {number(most, 'tiv')} ({short(most / whole, 'share')}) is one weapon: {name}, {kind}, "
        f"delivered in {span}."
    )
    if _ENGINE.search(kind):
        text += (
            " That is an engine: the register books it under the state that made it, also where it reaches the "
            "recipient inside another supplier's product."
        )
    return Said(text)


def _span(first: object, last: object) -> str:
    if pd.isna(first):
        return "not yet"
    return str(int(first)) if first == last else f"{int(first)}–{int(last)}"


def _count(value: object) -> str:
    return "unknown" if pd.isna(value) else f"{int(value):,}"
