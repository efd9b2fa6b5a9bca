"""Sentences made from evidence: no number is typed into prose."""

from __future__ import annotations

import html
import math

import pandas as pd

from dyadlens.data.evidence import NOT_COVERED, UNKNOWN, Evidence
from dyadlens.measures import describe
from dyadlens.measures.measure import Measure
from dyadlens.panel.population import among
from dyadlens.show.changes import Change, change
from dyadlens.show.numbers import interval, number, ordinal, years
from dyadlens.show.phrases import phrase
from dyadlens.states import WORLD, all_states


def who(rows: Evidence) -> str:
    """Name the pair, or the direction, that rows are about."""
    a, b = rows["a"].iloc[0], rows["b"].iloc[0]
    names = {code: state.in_text for code, state in all_states().items()} | {WORLD: "the world"}
    if b == WORLD:
        return names[a]
    what = describe(rows["measure"].iloc[0])
    if what.directed:
        return what.direction.format(a=names[a], b=names[b])
    return f"{names[a]} and {names[b]}"


def capital(text: str) -> str:
    """Begin a sentence with a capital letter."""
    return text[:1].upper() + text[1:]


def small(text: str) -> str:
    """Write a label as it stands inside a sentence; names and abbreviations keep their capital."""
    first = text.split(maxsplit=1)[0]
    named = first.endswith("'s") or not first[1:2].islower()
    return text if named else text[:1].lower() + text[1:]


def label(name: str) -> str:
    """Return a measure's name for a reader; one made for a third state, or for an armed group, names it."""
    measure = describe(name)
    other = name.partition(":")[2]
    if not other:
        return measure.label
    joint = " " if measure.label.endswith(" for") else ", "
    return f"{measure.label}{joint}{all_states()[other].in_text if other in all_states() else other}"


def subject(rows: Evidence) -> str:
    """Name a measure and the pair, or the direction, that rows are about."""
    measure, about = rows["measure"].iloc[0], who(rows)
    a, b = (all_states()[code].in_text if code != WORLD else "the world" for code in rows[["a", "b"]].iloc[0])
    if told := phrase(measure, a, b):
        return told
    name = label(measure)
    if not describe(measure).directed or b == "the world":
        if name.startswith("Agreement "):
            return f"Agreement of {about} {name.removeprefix('Agreement ')}"
        return f"{name} {about}" if name.endswith("both") else f"{name}{',' if ', ' in name else ' of'} {about}"
    if name.endswith(a):
        about = about.removeprefix(f"from {a} ").removeprefix(f"by {a} ")
    plain = about.split()[0] in {"from", "of", "on", "to"} and "," not in name
    return f"{name}{' ' if plain else ', '}{about}"


class Said:
    """Text that shows itself as a paragraph."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __str__(self) -> str:
        return self.text

    __repr__ = __str__

    def __add__(self, other: Said | str) -> Said:
        return Said(f"{self.text} {other}")

    def _repr_html_(self) -> str:
        return f'<p class="dl-said">{html.escape(self.text)}</p>'


def say(rows: Evidence, measure: str, a: str | None = None, b: str | None = None) -> Said:
    """Say in sentences what the evidence on a measure shows, and what is missing."""
    what = describe(measure)
    found = rows.of(measure, a, b)
    if found.empty:
        return Said(f"{what.label}: nothing was asked of the sources for this pair.")
    chosen = found.of(measure, found["a"].iloc[0], found["b"].iloc[0])
    seen = chosen.seen.sort_values("year")
    name, missing = subject(chosen), missing_years(chosen)
    if seen.empty:
        return Said(f"{name}: no value. {missing}")
    if (seen["value"] == 0).all():
        return Said(f"{name}: none in any of the {len(seen)} years with a value. {missing}".strip())
    parts = [f"{name}: {_latest(seen.iloc[-1], what)}.", _trend(change(chosen), what), missing]
    return Said(" ".join(p for p in parts if p))


def _latest(row: pd.Series, what: Measure) -> str:
    text = f"{'none' if row['value'] == 0 else number(row['value'], what.scale)} in {row['year']}"
    if not math.isnan(row["low"]):
        text += f" ({what.band} {interval(row['low'], row['high'], what.scale)})"
    if not math.isnan(row["percentile"]):
        text += f", at the {ordinal(row['percentile'])} percentile {among(row['measure'], int(row['year']))} that year"
    return text


def _trend(moved: Change | None, what: Measure) -> str:
    if moved is None:
        return ""
    now, then = (number(mean, what.scale) + yearly(what) for mean in (moved.recent, moved.earlier))
    spans = years(list(moved.recent_years)), years(list(moved.earlier_years))
    if now == then:
        return f"The mean is {now} in {spans[0]} as in {spans[1]}."
    if moved.direction == "held":
        why = "less than a tenth"
        if not math.isnan(moved.low):
            why = f"within the {what.band.partition('% ')[2] or what.band}"
        return f"The mean is {now} in {spans[0]} and {then} in {spans[1]}, no clear change ({why})."
    if what.scale == "log_ratio":
        return f"The mean is {now} in {spans[0]}, after {then} in {spans[1]}."
    return f"The mean {moved.direction} to {now} in {spans[0]}, from {then} in {spans[1]}."


def yearly(what: Measure) -> str:
    """Return the words that turn a mean of flows into a rate."""
    return " a year" if what.scale in {"musd", "tiv", "bcm"} else ""


def missing_years(rows: Evidence) -> str:
    """Say which years have no value, by their kind and each once; nothing where all have one."""
    parts = []
    absent = rows.loc[rows["status"] == NOT_COVERED, "year"]
    # Seen from an earlier day, what comes after the last year that was known may be covered and not out yet.
    known = rows.loc[rows["status"] != NOT_COVERED, "year"].max() if "as_of" in rows.attrs else math.inf
    early, unknown = absent[absent <= known], rows.loc[rows["status"] == UNKNOWN, "year"]
    late = absent.drop(early.index), "not covered, or not out on the as-of date"
    for gap, text in ((early, "not covered"), late, (unknown, "unknown")):
        if gap := sorted(set(gap)):
            parts.append(f"{'years' if len(gap) > 1 else 'year'} {years(gap)} {'are' if len(gap) > 1 else 'is'} {text}")
    return f"The {'; the '.join(parts)}." if parts else ""
