"""What happened when between two states: contacts and events, each with its place on an axis of years."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from dyadlens.data.cases import Case
from dyadlens.data.catalog import table
from dyadlens.data.evidence import Evidence, join

RANKS = {
    "leaders": ("head_of_state", "head_of_government"),
    "ministers, chiefs": ("foreign_minister", "defence_minister", "military_chief"),
}
OTHER = "others"
VISITS = {"leader_visits": "presidents", "minister_visits": "secretaries of state"}
_EVENT = ["number", "date", "what", "bears_on", "expected", "at"]


@dataclass(frozen=True)
class Dated:
    """Contacts by kind and events, whose figures they are, and the measures that count the contacts."""

    contacts: pd.DataFrame
    events: pd.DataFrame
    credit: str
    kinds: tuple[str, ...]
    counted_by: tuple[str, ...]


def dated(rows: Evidence, case: Case | None) -> Dated | None:
    """Return what has a date: from a case, else visits of the United States; None where there is nothing."""
    found = _of_visits(rows) if case is None else _of_case(case, (int(rows["year"].min()), int(rows["year"].max())))
    return found if found is not None and (len(found.contacts) or len(found.events)) else None


def _of_case(case: Case, years: tuple[int, int]) -> Dated:
    """Take from a case what lies in the years: contacts that are cooperation, a trip once, and events."""
    contacts, events = (_within(case.parts.get(name), years) for name in ("contacts", "context_events"))
    if len(contacts):
        contacts = contacts[contacts["cooperation"].astype(bool) & (contacts["confidence"] != "low")]
        contacts = contacts.sort_values("date", kind="stable")
        contacts = contacts[~contacts["trip"].fillna(contacts["contact_id"]).duplicated()]
    kind = [next((k for k, of in RANKS.items() if level in of), OTHER) for level in contacts.get("level", [])]
    what = [
        ", ".join([kind.replace("_", " "), *([where] if isinstance(where, str) else [])])
        for kind, where in zip(contacts.get("type", []), contacts.get("place", []), strict=True)
    ]
    events = events.sort_values("date", kind="stable")
    events = events.rename(columns={"label": "what", "expected_direction": "expected"})
    return Dated(
        pd.DataFrame({"date": contacts["date"], "kind": kind, "what": what, "at": contacts["date"].map(date_on_axis)}),
        events.assign(number=np.arange(len(events)) + 1, at=events["date"].map(date_on_axis)).reindex(columns=_EVENT),
        f"contacts and events: case {case.key}, collected by hand, an address a row",
        (*RANKS, OTHER),
        ("contacts_fixed",),
    )


def _within(rows: pd.DataFrame | None, years: tuple[int, int]) -> pd.DataFrame:
    if rows is None:
        return pd.DataFrame({"date": pd.Series(dtype=str)})
    return rows[rows["date"].astype(str).str[:4].astype(int).between(*years)]


def _of_visits(rows: Evidence) -> Dated:
    """Take visits of presidents and secretaries of state of the United States, known to the year."""
    seen = join([rows.of(name) for name in VISITS]).seen
    seen = seen[seen["value"] > 0]
    contacts = pd.DataFrame(
        {
            "date": seen["year"].astype(str),
            "kind": seen["measure"].map(VISITS),
            "what": [f"{int(v)} visit{'s' if v > 1 else ''}" for v in seen["value"]],
            "at": seen["year"].astype(float),
        }
    )
    events = pd.DataFrame({name: [] for name in _EVENT})
    return Dated(contacts, events, f"visits: {table('us_visits').credit}", tuple(VISITS.values()), tuple(VISITS))


def date_on_axis(date: str) -> float:
    """Return where a date stands on an axis on which a whole number is the middle of its year."""
    year, *rest = (int(part) for part in date.split("-"))
    if not rest:
        return float(year)
    within = (rest[1] - 0.5) / 31 if len(rest) > 1 else 0.5
    return year - 0.5 + (rest[0] - 1 + within) / 12
