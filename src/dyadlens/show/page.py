"""What a notebook tells of itself: head of the page, methods, sources, caveats."""

from __future__ import annotations

import html
from collections.abc import Sequence
from typing import Any

import pandas as pd

from dyadlens.data.catalog import table, tables
from dyadlens.data.evidence import Evidence
from dyadlens.lens import Lens
from dyadlens.measures import describe
from dyadlens.show.captions import tables_behind
from dyadlens.show.tables import Table
from dyadlens.show.words import Said

PAGE_TYPE = "application/vnd.dyadlens.page+json"


class Head:
    """Head of a page: the pair, the span, the question and the answer, and the same for the index of reports."""

    def __init__(
        self, lens: Lens, subject: str, question: str, answer: Said, facts: dict[str, str], sources: Sequence[str]
    ) -> None:
        self.lens, self.subject, self.question, self.answer = lens, subject, question, answer
        self.facts, self.sources = facts, list(sources)

    def _ipython_display_(self) -> None:
        from IPython.display import display

        display({"text/html": self._repr_html_()}, raw=True)
        display({PAGE_TYPE: self.described()}, raw=True)

    def described(self) -> dict[str, Any]:
        """Return what the index of reports is told."""
        return {
            "title": f"{self.lens.title}: {self.subject}",
            "about": self.lens.title,
            "headline": self.answer.text,
            "facts": self.facts,
            "sources": self.sources,
        }

    def __str__(self) -> str:
        return f"{self.lens}\n{self.question}\n{self.answer!r}"

    def __repr__(self) -> str:
        return str(self)

    def _repr_html_(self) -> str:
        known = f", as known on {self.lens.as_of:%-d %B %Y}" if self.lens.as_of else ""
        hindsight = (
            '<p class="dl-hindsight">Rows that were not out on that day are hidden. Archives of the day are not to '
            "be had: figures that were revised since stand in their revised form.</p>"
            if self.lens.as_of
            else ""
        )
        return (
            f'<p class="dl-pair"><strong>{html.escape(self.lens.title)}</strong>, '
            f"{self.lens.start} to {self.lens.end}{known}</p>"
            f'<p class="dl-question"><em>{html.escape(self.question)}</em></p>'
            f"{self.answer._repr_html_()}{hindsight}"
        )


def head(
    lens: Lens,
    subject: str,
    question: str,
    answer: Said,
    rows: Evidence | Sequence[Evidence],
    facts: dict[str, str] | None = None,
) -> Head:
    """Open a page with the question and the answer."""
    parts = [rows] if isinstance(rows, Evidence) else rows
    cited = dict.fromkeys(table(name).citation for name in tables_behind(*parts))
    return Head(lens, subject, question, answer, facts or {}, tuple(cited))


def methods(*names: str) -> Table:
    """List what each measure is, with its unit, interval, caution and citation."""
    rows = [
        {
            "Measure": m.label,
            "Unit": m.unit,
            "A higher value means": m.higher_means,
            "Interval": m.interval,
            "Mind": m.note,
            "From": m.citation,
        }
        for m in map(describe, names)
    ]
    return Table(pd.DataFrame(rows), "Measures on this page")


def _tables_of(given: Sequence[Evidence | str]) -> list[str]:
    """Return the curated tables behind evidence, and those named, each once, in order."""
    parts = [part for part in given if not isinstance(part, str)]
    measures = dict.fromkeys(name for rows in parts for name in rows["measure"])
    # A measure of a case names the tables of the cases that there are; another pair's are no source of this page.
    named = dict.fromkeys(name for measure in measures for name in describe(measure).tables)
    found = {name for rows in parts for name in rows.seen["source"]}
    named |= dict.fromkeys(part for part in given if isinstance(part, str))
    kept = [name for name in named if not name.startswith("cases/") or name in found]
    return kept + sorted(name for name in found - set(named) if name.startswith("cases/") and name in tables())


def sources(*parts: Evidence | str) -> Table:
    """List the tables that evidence comes from, with what they cover, their licence and hash."""
    return source_table(_tables_of(parts))


def source_table(names: Sequence[str]) -> Table:
    """List curated tables by name, with what they cover, their licence and hash."""
    rows = [
        {
            "Table": info.name,
            "What": info.title,
            "Years": "any" if info.dated_by == "static" else f"{info.first}–{info.last}",
            "Cite": info.citation,
            "Licence": info.licence,
            "SHA-256": info.sha256[:12],
        }
        for info in map(table, names)
    ]
    return Table(pd.DataFrame(rows), "Sources of this page")


def caveats(*parts: Evidence | str) -> Table:
    """List the known defects of the tables that evidence comes from."""
    return defect_table(_tables_of(parts))


def defect_table(names: Sequence[str]) -> Table:
    """List the known defects of curated tables by name."""
    rows = [{"Table": table(n).name, "Known defect": text} for n in names for text in table(n).known_defects]
    return Table(pd.DataFrame(rows, columns=["Table", "Known defect"]), "Known defects of the sources")
