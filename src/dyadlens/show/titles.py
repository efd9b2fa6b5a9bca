"""Titles of figures: one sentence on what the figure shows, made from its values."""

from __future__ import annotations

from collections.abc import Sequence

from dyadlens.data.evidence import Evidence
from dyadlens.measures import describe
from dyadlens.measures.measure import Measure
from dyadlens.show.changes import change
from dyadlens.show.layout import Line
from dyadlens.show.numbers import listed, number
from dyadlens.show.titles_together import Level, together
from dyadlens.show.words import capital, label, small, subject, who, yearly

_COUNTS = {2: "Two", 3: "Three", 4: "Four"}


def title(rows: Evidence) -> str:
    """Say in one line what rows of one measure and direction show."""
    what = describe(rows["measure"].iloc[0])
    seen = rows[rows["value"].notna()].sort_values("year")
    name = subject(rows)
    if seen.empty:
        return f"{label(rows['measure'].iloc[0])}: the sources hold nothing on {who(rows).removeprefix('from ')}"
    moved = change(rows)
    if (seen["value"] == 0).all():
        return f"{name}: none in {len(seen)} years"
    if moved is None:
        last = seen.iloc[-1]
        return f"{name}: {_amount(last['value'], what)} in {last['year']}"
    span = f"{moved.recent_years[0]}–{str(moved.recent_years[-1])[2:]}"
    now, then = _amount(moved.recent, what), _amount(moved.earlier, what)
    if moved.direction == "held":
        held = f"{name}: no clear change," if what.scale == "flag" else f"{_verbal(rows)} did not clearly change:"
        return f"{held} {now}{yearly(what)} in {span}"
    if what.scale in {"log_ratio", "flag"}:
        return f"{name}: {now} in {span}, after {then}"
    return f"{_verbal(rows)} {moved.direction} to {now}{yearly(what)} in {span}, from {then}"


def side_by_side(lines: Sequence[Line]) -> str:
    """Say what several measures of a pair come to in the last year that all of them have."""
    main = lines[0].rows
    values = [line.rows.dropna(subset=["value"]).set_index("year")["value"] for line in lines]
    common = set.intersection(*(set(v.index) for v in values))
    if not common:
        return f"{title(main)}; beside it {listed([small(line.label) for line in lines[1:]])}"
    year = max(common)
    said = [float(v[year]) for v in values]
    names = [line.rows["measure"].iloc[0] for line in lines]
    if told := together(Level(main, dict(zip(names, said, strict=True)), year)):
        return told
    if len({_stem(line.label) for line in lines}) == 1:
        return _same_thing(lines, said, year)
    flags = [describe(line.rows["measure"].iloc[0]).scale == "flag" for line in lines]
    if all(flags):
        return f"{capital(who(main))} stood {_and([_flag(*at) for at in zip(lines, said, strict=True)])} in {year}"
    numbered = [(line, value) for line, value, flag in zip(lines, said, flags, strict=True) if not flag]
    signs = [_flag(line, value) for line, value, flag in zip(lines, said, flags, strict=True) if flag]
    (lead, level), *rest = numbered
    first = f"{_verbal(lead.rows)} stood at {_level(level, lead)} in {year}"
    others = listed([f"{_closed(small(line.label))} at {_level(value, line)}" for line, value in rest])
    return ", ".join(part for part in (first, others, _and(signs)) if part)


def _same_thing(lines: Sequence[Line], said: Sequence[float], year: int) -> str:
    """Say what each source, or each series where one source stands behind several, puts one thing at."""
    main = lines[0].rows
    what = describe(main["measure"].iloc[0])
    behind = {line.rows.loc[line.rows["year"] == year, "source"].iloc[0] for line in lines}
    kind = "sources" if len(behind) == len(lines) else "series"
    stem, about = small(_stem(lines[0].label)), who(main) if what.directed else f"of {who(main)}"
    amounts = [_amount(value, what) for value in said]
    if set(amounts) == {"none"}:
        return f"{_COUNTS[len(lines)]} {kind} record no {stem} {about} in {year}"
    at = amounts[0] if len(set(amounts)) == 1 else listed(amounts)
    return f"{_COUNTS[len(lines)]} {kind} put the {stem} {about} in {year} at {at}"


def _verbal(rows: Evidence) -> str:
    """Write the subject of a sentence on rows, after which its verb may follow."""
    name = subject(rows)
    return f"{name}," if f", {who(rows)}" in name else name


def _closed(name: str) -> str:
    """End a label that a comma parts with another, so that the sentence can go on."""
    return f"{name}," if ", " in name else name


def _amount(value: float, what: Measure) -> str:
    """Write a value; nothing of what is counted or measured is none, but an index may stand at nought."""
    if value == 0 and what.scale not in {"log_ratio", "flag"}:
        return "0" if what.scale == "index" else "none"
    return number(value, what.scale)


def _level(value: float, line: Line) -> str:
    return number(value, describe(line.rows["measure"].iloc[0]).scale)


def _flag(line: Line, value: float) -> str:
    text = small(line.label)
    if text.startswith("in "):
        return text if value else f"not {text}"
    return f"{'with' if value else 'without'} {text}"


def _and(parts: Sequence[str]) -> str:
    return " and ".join(parts)


def _stem(text: str) -> str:
    """Return what is measured, without whose figure it is."""
    return text.partition(", ")[0].partition(" as ")[0]
