"""The head of a page: the pair, the question and the answer, and what the index of reports is told."""

from __future__ import annotations

import html
from collections.abc import Sequence
from typing import Any

from dyadlens.claims.hindcast import ClaimVintage
from dyadlens.claims.verdicts import Verdict
from dyadlens.data.catalog import table
from dyadlens.data.evidence import Evidence
from dyadlens.lens import Lens, as_lens
from dyadlens.text.answer import NO_MATH, Text
from dyadlens.text.captions import tables_behind
from dyadlens.text.overall import verdict_answer
from dyadlens.text.verdict import tables_of_verdicts, verdict_facts

PAGE_TYPE = "application/vnd.dyadlens.page+json"
_HINDSIGHT = (
    "Rows that were not out on that day are hidden. Archives of the day are not to be had: figures that were revised "
    "since stand in their revised form."
)


class Header:
    """Head of a page."""

    def __init__(
        self, lens: Lens, subject: str, question: str, answer: Text, facts: dict[str, str], sources: Sequence[str]
    ) -> None:
        self.lens, self.subject, self.question, self.answer = lens, subject, question, answer
        self.facts, self.sources = facts, list(sources)

    def _ipython_display_(self) -> None:
        from IPython.display import display

        display({"text/html": self._repr_html_(), "text/plain": str(self)}, raw=True)
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

    __repr__ = __str__

    def _repr_html_(self) -> str:
        day = self.lens.as_of
        known = f", as known on {day:%-d %B %Y}" if day else ""
        hindsight = f'<p class="dl-hindsight">{_HINDSIGHT}</p>' if day else ""
        return (
            f'<div class="dl-words {NO_MATH}"><p class="dl-pair"><strong>{html.escape(self.lens.title)}</strong>, '
            f"{self.lens.start} to {self.lens.end}{known}</p>"
            f'<p class="dl-question"><em>{html.escape(self.question)}</em></p>'
            f"{self.answer._repr_html_()}{hindsight}</div>"
        )


def header(
    lens: Lens | str,
    subject: str,
    question: str,
    answer: Text,
    rows: Evidence | Sequence[Evidence],
    facts: dict[str, str] | None = None,
) -> Header:
    """Open a page with the question and the answer.

    Parameters
    ----------
    lens : Lens
        The pair, the years and the as-of date.
    subject, question : str
        What the page is about, in a word or two, and the question that it answers.
    answer : Text
        The answer, for example of :func:`dyadlens.text.votes_answer`.
    rows : Evidence or sequence of Evidence
        What the answer rests on; its sources are cited.
    facts : dict of str to str, optional
        Figures for the index of reports.

    Returns
    -------
    Header

    Examples
    --------
    >>> import dyadlens as dl
    >>> lens = dl.Lens("PAK-RUS")
    >>> votes = dl.evidence(lens, "votes")
    >>> dl.text.header(lens, "Votes", "Do the two vote alike?", dl.text.votes_answer(votes), votes).subject
    'Votes'
    """
    lens = as_lens(lens)
    parts = [rows] if isinstance(rows, Evidence) else rows
    return Header(lens, subject, question, answer, facts or {}, _cited(tables_behind(*parts)))


def verdict_header(lens: Lens | str, found: Sequence[Verdict], moves: Sequence[ClaimVintage] = ()) -> Header:
    """Open the page of verdicts: what was asked, and how many claims the record supports."""
    lens = as_lens(lens)
    answer = verdict_answer(lens, found, moves)
    question = "Which claims does the record support?"
    return Header(lens, "Verdicts", question, answer, verdict_facts(found), _cited(tables_of_verdicts(found)))


def _cited(names: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(table(name).citation for name in names))
