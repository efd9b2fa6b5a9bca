"""Verdicts on a page: the board of all claims, claim by claim, the matrix of readings, the sources."""

from __future__ import annotations

import html
from collections.abc import Sequence

import pandas as pd

from dyadlens.claims.base_rates import BaseRate
from dyadlens.claims.finding import Part
from dyadlens.claims.hindcast import Move
from dyadlens.claims.sensitivity import Sway
from dyadlens.claims.verdicts import Verdict
from dyadlens.data.catalog import table
from dyadlens.lens import Lens
from dyadlens.show.judgement import verdict_answer
from dyadlens.show.numbers import years
from dyadlens.show.page import Head, defect_table, source_table
from dyadlens.show.readings import swayed_all
from dyadlens.show.tables import Table
from dyadlens.show.verdict_lines import beside, rate_line, rate_of
from dyadlens.show.verdict_words import (
    day_text,
    reason,
    sentence,
    shown,
    threshold,
    verdict_facts,
    written,
)
from dyadlens.show.words import capital

LETTERS = "abcdefgh"
_CELL = "text-align:left;padding:.3em .6em .3em 0;border-bottom:1px solid #e3e6ea;vertical-align:top"
_SIGNS = "● borne out, ◐ in part, ○ not borne out, – not testable"
_BOARD = f"Verdicts on claims of convergence (V) and of caution (C): {_SIGNS}"
_BOARD_OF_ANY = f"Verdicts on what is asked of any pair: {_SIGNS}"


def verdict_head(lens: Lens, found: Sequence[Verdict], moves: Sequence[Move] = ()) -> Head:
    """Open the page of verdicts: what was asked, and how many claims the record bears out."""
    cited = dict.fromkeys(table(name).citation for name in verdict_tables(found))
    answer = verdict_answer(lens, found, moves)
    return Head(lens, "Verdicts", "Which claims does the record bear out?", answer, verdict_facts(found), tuple(cited))


class Board:
    """The table of verdicts, three columns wide so that it can be read on a phone."""

    def __init__(self, frame: pd.DataFrame, caption: str) -> None:
        self.frame, self.caption = frame, caption

    def _repr_html_(self) -> str:
        words = [c for c in self.frame.columns if c not in {"Claim", "What is said", "Why"}]
        head = "".join(f'<th scope="col" style="{_CELL}">{html.escape(c)}</th>' for c in ("Claim", *words))
        body = "".join(self._row(row, words) for row in self.frame.to_dict("records"))
        label = html.escape(self.caption)
        return (
            f'<div class="dl-table dl-board" role="region" tabindex="0" aria-label="Table: {label}"><table '
            f'style="border-collapse:collapse;font-size:.9em"><caption style="text-align:left">{label}</caption>'
            f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
        )

    @staticmethod
    def _row(row: dict[str, str], words: list[str]) -> str:
        why = f"<br><small>{html.escape(row['Why'])}</small>" if "Why" in row else ""
        said = f"<strong>{html.escape(row['Claim'])}</strong> {html.escape(row['What is said'])}{why}"
        cells = "".join(f'<td data-head="{html.escape(c)}" style="{_CELL}">{html.escape(row[c])}</td>' for c in words)
        return f'<tr><th scope="row" style="{_CELL};font-weight:400">{said}</th>{cells}</tr>'


def verdict_board(found: Sequence[Verdict], moves: Sequence[Move] = (), *, compact: bool = False) -> Board:
    """List every claim with its verdict, and with that of an earlier day where there is one."""
    then = {m.now.claim.id: m for m in moves}
    rows = []
    for v in found:
        row = {"Claim": v.claim.id, "What is said": v.claim.text, "Verdict": shown(v.word)}
        if moves:
            row[f"As known in {day_text(moves)}"] = _earlier(then.get(v.claim.id))
        rows.append(row if compact else row | {"Why": reason(v)})
    return Board(pd.DataFrame(rows), _BOARD if found[0].claim.own else _BOARD_OF_ANY)


def _earlier(move: Move | None) -> str:
    """Write a verdict of an earlier day; where it went by another source, with what that source says now."""
    if move is None:
        return "not asked then"
    if not move.swapped:
        return shown(move.then.word)
    return f"{shown(move.then.word)}, by another source than now, which now gives {shown(move.now.word)}"


class Details:
    """Claim by claim: what was measured, how the verdict follows, and what else would look the same."""

    def __init__(self, found: Sequence[Verdict], sways: Sequence[Sway] = (), rates: Sequence[BaseRate] = ()) -> None:
        self.found = list(found)
        self.sways = list(sways)
        self.rates = list(rates)

    def _repr_html_(self) -> str:
        return "".join(self._claim(v) for v in self.found)

    def _claim(self, v: Verdict) -> str:
        common = [rate_of(self.rates, v.claim.id, at) for at in range(len(v.parts))]
        parts = "".join(map(_part, LETTERS, v.parts, common))
        whole = rate_of(self.rates, v.claim.id, None)
        texts = (*v.finding.notes, beside(v), rate_line(whole) if whole else "")
        rest = [f"<p>{html.escape(text)}</p>" for text in texts if text]
        sways = [s for s in self.sways if s.id == v.claim.id]
        if sways:
            rest.append(f"<p>{html.escape(swayed_all(sways))}</p>")
        return (
            f"<h3>{html.escape(f'{v.claim.id}. {v.claim.text}')}</h3>"
            f"<p><strong>{html.escape(capital(shown(v.word)))}.</strong> {html.escape(reason(v))}</p>"
            + (f"<ul>{parts}</ul>" if parts else "")
            + "".join(rest)
            + f"<p><em>What else would look the same.</em> {html.escape(v.claim.rival)}</p>"
        )


def claim_by_claim(found: Sequence[Verdict], sways: Sequence[Sway] = (), rates: Sequence[BaseRate] = ()) -> Details:
    """Tell claim by claim what was measured and how the verdict follows."""
    return Details(found, sways, rates)


def _part(letter: str, part: Part, rate: BaseRate | None) -> str:
    lead = "" if part.met is None else f"<strong>{capital(part.status)}.</strong> "
    more = f"<br><small>{html.escape(part.note)}</small>" if part.note else ""
    for other in part.others:
        word = "Another source or reckoning says otherwise" if other in part.disputed else "Another agrees"
        more += f"<br><small>{word}: {html.escape(sentence(other))}</small>"
    more += f"<br><small>{html.escape(rate_line(rate))}</small>" if rate else ""
    return f"<li>({letter}) {lead}{html.escape(sentence(part))}{more}</li>"


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


def verdict_tables(found: Sequence[Verdict]) -> list[str]:
    """Return the curated tables behind verdicts, each once."""
    parts = [p for v in found for part in v.parts for p in (part, *part.others)]
    named = [s for p in parts for s in p.sources] + [s for v in found for n in v.finding.beside for s in n.sources]
    return sorted(dict.fromkeys(named))


def verdict_sources(found: Sequence[Verdict]) -> Table:
    """List the tables that verdicts come from."""
    return source_table(verdict_tables(found))


def verdict_caveats(found: Sequence[Verdict]) -> Table:
    """List the known defects of the tables that verdicts come from."""
    return defect_table(verdict_tables(found))
