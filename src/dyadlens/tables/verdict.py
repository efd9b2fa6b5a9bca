"""Tables of verdicts: the board of all claims, claim by claim, parts, thresholds, readings, then and now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
from markupsafe import Markup

from dyadlens.claims.base_rates import BaseRate
from dyadlens.claims.finding import Part
from dyadlens.claims.hindcast import ClaimVintage
from dyadlens.claims.matrix import NAMES, MatrixRow
from dyadlens.claims.sensitivity import ThresholdSensitivity
from dyadlens.claims.verdicts import Verdict
from dyadlens.tables.evidence import caveat_table, source_table
from dyadlens.tables.table import Table, template
from dyadlens.text.answer import NO_MATH, Text
from dyadlens.text.names import capital
from dyadlens.text.numbers import years
from dyadlens.text.verdict import (
    LETTERS,
    THRESHOLDS,
    beside,
    day_text,
    rate_line,
    rate_of,
    reason,
    seen_now,
    sentence,
    threshold,
    threshold_lines,
    threshold_value,
    with_sign,
    written,
)
from dyadlens.text.verdict import tables_of_verdicts as tables_behind

MARKS = {"consistent": "+ sits with it", "inconsistent": "✕ against it", "silent": "· silent"}
_SIGNS = "● supported, ◐ in part, ○ contradicted, – not testable"


def verdict_table(found: Sequence[Verdict], moves: Sequence[ClaimVintage] = (), *, compact: bool = False) -> Table:
    """List every claim with its verdict, and with that of an earlier day where there is one.

    Parameters
    ----------
    found : sequence of Verdict
        What :func:`dyadlens.verdicts` returns.
    moves : sequence of ClaimVintage, optional
        Verdicts of an earlier day, as :func:`dyadlens.claims.vintages` returns them.
    compact : bool
        Leave out why each verdict is what it is.

    Returns
    -------
    Table

    Examples
    --------
    >>> import dyadlens as dl
    >>> dl.tables.verdicts(dl.verdicts("PAK-RUS"), compact=True).frame.columns.tolist()
    ['Claim', 'What is said', 'Verdict']
    """
    then = {m.now.claim.id: m for m in moves}
    rows = []
    for v in found:
        row = {"Claim": v.claim.id, "What is said": v.claim.text, "Verdict": with_sign(v.word)}
        if moves:
            row[f"As known in {day_text(moves)}"] = _earlier(then.get(v.claim.id))
        rows.append(row if compact else row | {"Why": reason(v)})
    asked = "claims of convergence (V) and of caution (C)" if found[0].claim.own else "what is asked of any pair"
    frame = pd.DataFrame(rows)
    return Table(frame, f"Verdicts on {asked}: {_SIGNS}", whole=True, page=_narrow(frame))


def _narrow(frame: pd.DataFrame) -> pd.DataFrame:
    """Put claim, text and reason into one cell, so that the table can be read on a phone."""
    why = [Markup("<br><small>{}</small>").format(text) for text in frame.get("Why", [])] or [Markup()] * len(frame)
    cells = [
        Markup("<strong>{}</strong> {}{}").format(*row)
        for row in zip(frame["Claim"], frame["What is said"], why, strict=True)
    ]
    rest = frame.drop(columns=["Claim", "What is said", "Why"], errors="ignore")
    return pd.concat([pd.Series(cells, name="Claim", dtype=object), rest], axis=1)


def _earlier(move: ClaimVintage | None) -> str:
    """Write a verdict of an earlier day; where it went by another source, with what that source says now."""
    if move is None:
        return "not asked then"
    if not move.swapped:
        return with_sign(move.then.word)
    return f"{with_sign(move.then.word)}, by another source than now, which now gives {with_sign(move.now.word)}"


class Details:
    """Claim by claim: what was measured, how the verdict follows, and what else would look the same."""

    def __init__(
        self, found: Sequence[Verdict], sways: Sequence[ThresholdSensitivity] = (), rates: Sequence[BaseRate] = ()
    ) -> None:
        self.found, self.sways, self.rates = list(found), list(sways), list(rates)

    def __repr__(self) -> str:
        return "\n".join(f"{v.claim.id}. {v.claim.text} {capital(v.word)}. {reason(v)}" for v in self.found)

    def _repr_html_(self) -> str:
        return template("details.html").render(classes=NO_MATH, claims=[self._claim(v) for v in self.found])

    def _claim(self, v: Verdict) -> dict[str, Any]:
        sways, whole = [s for s in self.sways if s.id == v.claim.id], rate_of(self.rates, v.claim.id, None)
        notes = (
            *v.finding.notes,
            beside(v),
            rate_line(whole) if whole else "",
            threshold_lines(sways) if sways else "",
        )
        return {
            "claim": v.claim,
            "verdict": capital(with_sign(v.word)),
            "reason": reason(v),
            "parts": [self._part(v.claim.id, at, part) for at, part in enumerate(v.parts)],
            "notes": [text for text in notes if text],
        }

    def _part(self, id: str, at: int, part: Part) -> dict[str, Any]:
        words = {True: "Another source or measure says otherwise", False: "Another agrees"}
        others = [f"{words[other in part.disputed]}: {sentence(other)}" for other in part.others]
        rate = rate_of(self.rates, id, at)
        return {
            "letter": LETTERS[at],
            "known": part.met is not None,
            "status": capital(part.status),
            "text": sentence(part),
            "notes": [text for text in (part.note, *others, rate_line(rate) if rate else "") if text],
        }


def claim_details(
    found: Sequence[Verdict], sways: Sequence[ThresholdSensitivity] = (), rates: Sequence[BaseRate] = ()
) -> Details:
    """Tell claim by claim what was measured and how the verdict follows."""
    return Details(found, sways, rates)


def part_table(found: Sequence[Verdict]) -> Table:
    """List every part with what was measured, its threshold, the years used and missing, and the tables."""
    rows = []
    for v in found:
        for letter, part in zip(LETTERS, v.parts, strict=False):
            rows.append(
                {
                    "Part": f"{v.claim.id} ({letter})",
                    "What must hold": part.proposition,
                    "Measured": "; ".join(written(part.numbers[c.number]) for c in part.checks),
                    "Held against": "; ".join(threshold(c, part) for c in part.checks),
                    "Answer": part.status,
                    "Years used": years(list(part.years)),
                    "Years missing": years(list(part.missing)),
                    "Tables": ", ".join(part.sources),
                }
            )
    return Table(pd.DataFrame(rows), "Every part of every claim, with its threshold, years and tables")


def threshold_sensitivity_table(sways: Sequence[ThresholdSensitivity]) -> Table | Text:
    """List thresholds with what becomes of the verdict when each is moved by a quarter."""
    if not sways:
        return Text("None of these claims has a threshold that could be moved.")
    rows = [
        {
            "Claim": s.id,
            "Verdict": with_sign(s.word),
            "Threshold": "Nothing at hand tests it",
            **dict.fromkeys(("As set", "A quarter lower", "A quarter higher", "Flips at"), "–"),
        }
        if not s.grid
        else {
            "Claim": s.id,
            "Verdict": with_sign(s.word),
            "Threshold": capital(THRESHOLDS[s.parameter][0]),
            "As set": threshold_value(s.parameter, s.threshold),
            "A quarter lower": s.grid[0][1],
            "A quarter higher": s.grid[-1][1],
            "Flips at": "; ".join(threshold_value(s.parameter, at) for at, _ in s.flips) or "nowhere",
        }
        for s in sways
    ]
    return Table(
        pd.DataFrame(rows), "Would the verdict flip? Each threshold moved by up to a quarter each way", whole=True
    )


def reading_table(rows: Sequence[MatrixRow]) -> Table:
    """Show the matrix of verdicts against readings, the most telling rows first."""
    cells = [
        {
            "Claim": e.id,
            "Verdict": with_sign(e.word),
            **{capital(NAMES[r]): MARKS[mark] for r, mark in e.marks.items()},
            "Weight": {0.0: "none", 0.5: "half", 1.0: "whole"}[e.weight],
            "Tells apart": "; ".join(f"{NAMES[x]} from {NAMES[y]}" for x, y in e.tells_apart) or "nothing",
        }
        for e in rows
    ]
    return Table(pd.DataFrame(cells), "Verdicts against three readings, the most telling first", whole=True)


def vintage_table(moves: Sequence[ClaimVintage]) -> Table | Text:
    """Show what a verdict was and is, and what changed most."""
    if not moves:
        return Text("This page itself stands on the day of the hindcast, so there is no later day to set beside it.")
    rows, day = [], capital(day_text(moves))
    for m in sorted(moves, key=lambda m: not m.changed):
        at = m.part
        rows.append(
            {
                "Claim": m.now.claim.id,
                day: with_sign(m.then.word),
                "Now": with_sign(m.now.word) + seen_now(m),
                "Changed": "yes" if m.changed else "no",
                f"What changed most, {day}": "" if at is None else sentence(m.then.parts[at]),
                "The same, now": "" if at is None else sentence(m.now.parts[at]),
            }
        )
    return Table(pd.DataFrame(rows), f"{day} and now, what changed first")


def verdict_source_table(found: Sequence[Verdict]) -> Table:
    """List the tables that verdicts come from."""
    return source_table(*tables_behind(found))


def verdict_caveat_table(found: Sequence[Verdict]) -> Table:
    """List the known defects of the tables that verdicts come from."""
    return caveat_table(*tables_behind(found))


# As `tables` offers them.
verdicts, parts, threshold_sensitivity, matrix = verdict_table, part_table, threshold_sensitivity_table, reading_table
vintages, verdict_sources, verdict_caveats = vintage_table, verdict_source_table, verdict_caveat_table
tables_of_verdicts = tables_behind
