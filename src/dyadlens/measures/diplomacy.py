"""Diplomacy: words and deeds in the news, contacts, visits, signals, money from third givers, organizations."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import ModuleType

import pandas as pd

from dyadlens.data.evidence import Evidence, join
from dyadlens.lens import Lens
from dyadlens.measures import (
    contacts,
    diplomacy_aid,
    diplomacy_events,
    diplomacy_igos,
    diplomacy_scores,
    diplomacy_visits,
)
from dyadlens.measures.security_grid import evidence_of, pairs_of

MEASURES = (
    *diplomacy_events.MEASURES,
    *diplomacy_scores.MEASURES,
    *contacts.MEASURES,
    *diplomacy_visits.MEASURES,
    *diplomacy_aid.MEASURES,
    *diplomacy_igos.MEASURES,
)
ALL_PAIRS = (
    *diplomacy_events.ALL_PAIRS,
    *diplomacy_scores.ALL_PAIRS,
    *diplomacy_visits.ALL_PAIRS,
    *diplomacy_aid.ALL_PAIRS,
    *diplomacy_igos.ALL_PAIRS,
)


# What makes the measures of each part.
_PARTS: dict[ModuleType, Callable[[Lens], Sequence[Evidence]]] = {
    diplomacy_events: diplomacy_events.events,
    diplomacy_scores: lambda lens: (diplomacy_scores.score(lens),),
    contacts: contacts.contacts,
    diplomacy_visits: diplomacy_visits.visits,
    diplomacy_aid: diplomacy_aid.aid,
    diplomacy_igos: lambda lens: (evidence_of(lens, diplomacy_igos.GRID),),
}


def compute(lens: Lens, only: str | None = None) -> Evidence:
    """Compute all measures of diplomacy, or those made together with one."""
    parts = [make for part, make in _PARTS.items() if only is None or only in {what.name for what in part.MEASURES}]
    return join([rows for make in parts for rows in make(lens)])


def all_pairs(measure: str) -> pd.DataFrame:
    """Return a measure of diplomacy for every pair and year of its source."""
    if measure not in ALL_PAIRS:
        raise KeyError(measure)
    if measure in diplomacy_igos.ALL_PAIRS:
        return pairs_of(diplomacy_igos.GRID)
    if measure in diplomacy_aid.ALL_PAIRS:
        rows = diplomacy_aid.given(measure)
    elif measure in diplomacy_visits.OFFICES:
        rows = diplomacy_visits.visit_pairs(measure)
    elif measure == diplomacy_visits.SIGNALS:
        rows = diplomacy_visits.signal_pairs()
    else:
        score = measure == diplomacy_scores.SCORE
        whole = diplomacy_scores.gdelt_pairs if score else diplomacy_events.icews_pairs
        rows = whole()[["a", "b", "year", measure]].rename(columns={measure: "value"})
    kinds = {"a": str, "b": str, "year": int, "value": float}
    return rows.dropna(subset=["value"]).astype(kinds).reset_index(drop=True)
