"""Text that shows itself: a paragraph, and an answer with the points that it rests on."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass

# JupyterLab sets what stands between two dollar signs as mathematics, but for elements of these classes.
NO_MATH = "mathjax_ignore tex2jax_ignore"


class Text:
    """A paragraph."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __str__(self) -> str:
        return self.text

    __repr__ = __str__

    def __add__(self, other: Text | str) -> Text:
        return Text(f"{self.text} {other}")

    def _repr_html_(self) -> str:
        return f'<p class="dl-text {NO_MATH}">{html.escape(self.text)}</p>'


@dataclass(frozen=True)
class Listing:
    """A point of an answer that lists several things, each under its own mark."""

    text: str
    items: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        return "\n".join([f"{self.text}:", *(f"  - {mark} {thing}" for mark, thing in self.items)])

    def _repr_html_(self) -> str:
        items = "".join(f"<li><strong>{html.escape(m)}</strong> {html.escape(thing)}</li>" for m, thing in self.items)
        return f'<div class="dl-words {NO_MATH}">{html.escape(self.text)}:<ul>{items}</ul></div>'


class Answer(Text):
    """An answer, and the points that it rests on."""

    def __init__(self, text: str, points: Sequence[str | Listing]) -> None:
        super().__init__(text)
        self.points = [point for point in points if point]

    def __repr__(self) -> str:
        return "\n".join([self.text, *(f"- {point}" for point in self.points)])

    def _repr_html_(self) -> str:
        shown = [p._repr_html_() if isinstance(p, Listing) else html.escape(p) for p in self.points]
        items = "".join(f"<li>{point}</li>" for point in shown)
        answer = f'<p class="dl-answer"><strong>{html.escape(self.text)}</strong></p>'
        return f'<div class="dl-words {NO_MATH}">{answer}<ul class="dl-points">{items}</ul></div>'
