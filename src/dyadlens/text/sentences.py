"""Sentences on one measure, filled from its trend: no number is typed into prose."""

from __future__ import annotations

import math
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from dyadlens.data.evidence import NOT_COVERED, UNKNOWN, Evidence
from dyadlens.measures.registry import Measure, describe
from dyadlens.measures.trend import Trend
from dyadlens.measures.trend import trend as trend_of
from dyadlens.text.answer import Text
from dyadlens.text.names import capital, subject
from dyadlens.text.numbers import interval, number, ordinal, span, years

_VERBS = {"rose", "fell", "steady", "rose_since", "fell_since"}  # templates in which a verb follows the noun


@cache
def sentence_templates() -> dict[str, dict[str, str]]:
    """Read the templates of all sentences."""
    text = Path(__file__).with_name("templates.yml").read_text(encoding="utf-8")
    found: dict[str, dict[str, str]] = yaml.load(text, Loader=yaml.CSafeLoader)
    return found


def phrase(group: str, name: str, /, **parts: Any) -> str:
    """Fill a template."""
    return sentence_templates()[group][name].format(**parts)


def when(year: int, window: int) -> str:
    """Write the years that a value rests on."""
    return span(year - window + 1, year)


def amount(value: float, what: Measure) -> str:
    """Write a value; nothing of what is counted or measured is none, but an index may stand at 0."""
    if value == 0 and what.scale not in {"log_ratio", "flag"}:
        return "0" if what.scale == "index" else "none"
    return number(value, what.scale)


def ranked_among(rows: Evidence, what: Measure) -> str:
    """Say among how many pairs, directed pairs or states the percentile of the last row ranks."""
    kind = {"pair": "pairs", "directed": "directed pairs", "state": "states"}[what.subject]
    count = int(rows["ranked"].iloc[-1])
    return f"{count:,} {kind} with a value" if count else f"all {kind} with a value"


def _mean(value: float, what: Measure) -> str:
    """Write the mean of a window; of flows it is a rate."""
    yearly = " a year" if value and what.scale in {"musd", "tiv", "bcm"} else ""
    return amount(value, what) + yearly


def _kind(t: Trend, parts: dict[str, str], what: Measure) -> str:
    """Choose the template that says what a trend says."""
    if t.zero:
        return "zero"
    if t.direction == "unknown":
        return "single"
    if what.scale == "flag":
        return "unchanged" if t.direction == "steady" else "changed"
    if t.turn_year is not None and parts["turn"] != parts["last"]:
        return "rose_since" if t.last > t.turn else "fell_since"
    if not t.agrees and parts["recent"] != parts["last"]:
        return "apart"
    return "steady" if parts["earlier"] == parts["recent"] else t.direction


def trend_line(t: Trend | None, noun: str, what: Measure, *, means: bool = False) -> str:
    """Say how a measure changed, without a full stop; ``means`` keeps to the two windows."""
    if t is None:
        return phrase("trend", "none", noun=noun)
    parts = {
        "noun": noun,
        "all_years": span(t.first_year, t.last_year),
        "last": amount(t.last, what),
        "last_years": when(t.last_year, t.window),
        "turn": amount(t.turn, what),
        "turn_year": str(t.turn_year),
    }
    for name in ("earlier", "recent") if t.direction != "unknown" else ():
        window = getattr(t, f"{name}_years")
        parts |= {name: _mean(getattr(t, name), what), f"{name}_years": span(window[0], window[-1])}
    name = _kind(t, parts, what)
    if means and name in {"rose_since", "fell_since", "apart"}:
        name = t.direction
    if ", " in noun and ":" in t.measure and name in _VERBS:
        parts["noun"] = f"{noun},"  # what a third state is added to begins with a comma and ends with one
    return phrase("trend", name, **parts)


def title(rows: Evidence) -> str:
    """Say in one line what rows of one measure and direction show."""
    return trend_line(trend_of(rows), subject(rows), describe(rows["measure"].iloc[0]))


def _chosen(rows: Evidence, measure: str, a: str | None, b: str | None) -> Evidence:
    """Return the rows of one direction: the one asked for, or the first."""
    found = rows.of(measure, a, b)
    return found if found.empty else found.of(measure, found["a"].iloc[0], found["b"].iloc[0])


def trend_text(rows: Evidence, measure: str, a: str | None = None, b: str | None = None) -> Text:
    """Say in one sentence how a measure changed.

    Parameters
    ----------
    rows : Evidence
        Evidence that has the measure.
    measure : str
        Its name.
    a, b : str, optional
        Codes of the direction; the first one by default.

    Returns
    -------
    Text

    Raises
    ------
    UnknownName
        If there is no such measure.

    Examples
    --------
    >>> import dyadlens as dl
    >>> dl.text.trend(dl.evidence(dl.Lens("PAK-RUS", start=2005, end=2014), "votes"), "agreement")
    Agreement of Pakistan and Russia in UN votes fell from 78% (2005–09) to 69% (2010–14).
    """
    what = describe(measure)
    chosen = _chosen(rows, measure, a, b)
    if chosen.empty:
        return Text(phrase("summary", "not_asked", noun=what.label))
    return Text(f"{title(chosen)}.")


def summary_text(rows: Evidence, measure: str, a: str | None = None, b: str | None = None) -> Text:
    """Say in a few sentences what the evidence on a measure shows, and what is missing.

    Parameters
    ----------
    rows : Evidence
        Evidence that has the measure.
    measure : str
        Its name.
    a, b : str, optional
        Codes of the direction; the first one by default.

    Returns
    -------
    Text
        Last value, interval, rank among all pairs, change, and the years without a value by their kind.

    Raises
    ------
    UnknownName
        If there is no such measure.

    Examples
    --------
    >>> import dyadlens as dl
    >>> print(dl.text.summary(dl.evidence(dl.Lens("PAK-RUS", start=2014, end=2014), "votes"), "shared_roll_calls"))
    Roll calls in which both Pakistan and Russia voted: 78 (2014). That is the ... percentile among ...
    """
    what = describe(measure)
    chosen = _chosen(rows, measure, a, b)
    if chosen.empty:
        return Text(phrase("summary", "not_asked", noun=what.label))
    t, noun, missing = trend_of(chosen), subject(chosen), missing_years(chosen)
    if t is None or t.zero:
        return Text(f"{trend_line(t, noun, what)}. {missing}".strip())
    row = chosen.seen.sort_values("year").tail(1)
    low, high, percentile = (float(row[name].iloc[0]) for name in ("low", "high", "percentile"))
    parts = [phrase("summary", "last", noun=noun, last=amount(t.last, what), last_years=when(t.last_year, t.window))]
    if not math.isnan(low):
        parts.append(phrase("summary", "interval", band=capital(what.band), interval=interval(low, high, what.scale)))
    if not math.isnan(percentile):
        parts.append(phrase("summary", "rank", ordinal=ordinal(percentile), ranked=ranked_among(row, what)))
    return Text(" ".join([*parts, *_changes(t, what), missing]).strip())


def _changes(t: Trend, what: Measure) -> list[str]:
    """Say how the mean changed and, where the last years do not follow it, how the line did."""
    if t.direction == "unknown":
        return []
    noun = sentence_templates()["summary"]["mean" if t.window == 1 else "pooled"]
    said = [f"{trend_line(t, noun, what, means=True)}."]
    if t.turn_year is not None and what.scale != "flag":
        said.append(f"{trend_line(t, sentence_templates()['summary']['line'], what)}.")
    return said


def missing_years(rows: Evidence) -> str:
    """Say which years have no value, by their kind and each once; nothing where all have one."""
    parts = []
    absent = rows.loc[rows["status"] == NOT_COVERED, "year"]
    # Seen from an earlier day, what comes after the last year that was known may be covered and not out yet.
    known = rows.loc[rows["status"] != NOT_COVERED, "year"].max() if "as_of" in rows.attrs else math.inf
    early, unknown = absent[absent <= known], rows.loc[rows["status"] == UNKNOWN, "year"]
    for found, name in ((early, "not_covered"), (absent.drop(early.index), "not_out"), (unknown, "unknown")):
        if gap := sorted(set(found)):
            told = f"years {years(gap)} are" if len(gap) > 1 else f"year {years(gap)} is"
            parts.append(phrase("summary", name, years=told))
    return f"The {'; the '.join(parts)}." if parts else ""


summary, trend = summary_text, trend_text  # as `text` offers them
