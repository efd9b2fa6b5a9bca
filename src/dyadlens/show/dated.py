"""Dated records of a pair, made ready to stand on an axis of years: contacts, events, visits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from dyadlens.data.cases import Case
from dyadlens.data.catalog import table
from dyadlens.data.evidence import Evidence, join

LEVELS = {
    "leaders": ("head_of_state", "head_of_government"),
    "ministers, chiefs": ("foreign_minister", "defence_minister", "military_chief"),
}
OTHER = "others"
VISITS = {"leader_visits": "presidents", "minister_visits": "secretaries of state"}
_EVENT = ("number", "date", "what", "bears_on", "expected", "at")


@dataclass(frozen=True)
class Dated:
    """What happened when."""

    contacts: pd.DataFrame
    events: pd.DataFrame
    credit: str
    kinds: tuple[str, ...]


def place(date: str) -> float:
    """Return where a date stands on an axis on which a whole number is the middle of its year."""
    year, *rest = (int(part) for part in date.split("-"))
    if not rest:
        return float(year)
    within = (rest[1] - 0.5) / 31 if len(rest) > 1 else 0.5
    return year - 0.5 + (rest[0] - 1 + within) / 12


def of_case(found: Case, years: tuple[int, int]) -> Dated:
    """Take from a case what lies in the years: contacts that are cooperation, a trip once, and events."""
    contacts, events = (_within(found.parts.get(name), years) for name in ("contacts", "context_events"))
    if len(contacts):
        kept = contacts["cooperation"].astype(bool) & (contacts["confidence"] != "low")
        contacts = contacts[kept].sort_values("date", kind="stable")
        contacts = contacts[~contacts["trip"].fillna(contacts["contact_id"]).duplicated()]
    kind = [next((k for k, of in LEVELS.items() if level in of), OTHER) for level in contacts.get("level", [])]
    what = [
        f"{kind.replace('_', ' ')}, {where}" if isinstance(where, str) else kind.replace("_", " ")
        for kind, where in zip(contacts.get("type", []), contacts.get("place", []), strict=True)
    ]
    events = events.sort_values("date", kind="stable")
    names = {"label": "what", "expected_direction": "expected"}
    return Dated(
        pd.DataFrame({"date": contacts["date"], "kind": kind, "what": what, "at": contacts["date"].map(place)}),
        events.rename(columns=names).assign(number=np.arange(len(events)) + 1, at=events["date"].map(place)).reindex(
            columns=list(_EVENT)
        ),
        f"contacts and events: case {found.key}, collected by hand, an address a row",
        (*LEVELS, OTHER),
    )  # fmt: skip


def _within(rows: pd.DataFrame | None, years: tuple[int, int]) -> pd.DataFrame:
    if rows is None:
        return pd.DataFrame({"date": pd.Series(dtype=str)})
    return rows[rows["date"].astype(str).str[:4].astype(int).between(*years)]


def of_visits(rows: Evidence) -> Dated | None:
    """Take visits of presidents and secretaries of state of the United States, known to the year."""
    seen = join([rows.of(name) for name in VISITS]).seen
    if seen.empty:
        return None
    seen = seen[seen["value"] > 0]
    contacts = pd.DataFrame(
        {
            "date": seen["year"].astype(str),
            "kind": seen["measure"].map(VISITS),
            "what": [f"{int(v)} visit{'s' if v > 1 else ''}" for v in seen["value"]],
            "at": seen["year"].astype(float),
        }
    )
    none = pd.DataFrame({name: [] for name in _EVENT})
    return Dated(contacts, none, f"visits: {table('us_visits').credit}", tuple(VISITS.values()))


def pack(places: Sequence[float], lengths: Sequence[float], last: float, gap: float) -> list[tuple[int, bool]]:
    """Give each label a row and a side of its mark so that none touches another."""
    rows: list[list[tuple[float, float]]] = []
    placed = []
    for at, length in zip(places, lengths, strict=True):
        right, left = (at - gap, at + gap + length), (at - gap - length, at + gap)
        sides = [(right, False)] if right[1] <= last else []
        sides.append((left, True))
        options = [
            (row, leftward, span)
            for row, taken in enumerate([*rows, []])
            for span, leftward in sides
            if all(span[1] <= start or end <= span[0] for start, end in taken)
        ]
        row, leftward, span = options[0]
        if row == len(rows):
            rows.append([])
        rows[row].append(span)
        placed.append((row, leftward))
    return placed
