"""A figure as it is shown: picture, alt text, source line, and the numbers behind it."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd
from matplotlib.figure import Figure

from dyadlens.show.compact import data_uri
from dyadlens.show.style import NARROW, WIDE, house_style
from dyadlens.show.tables import html_table

_PATH = re.compile(r'\b(?:d|x|y)="[^"]+"')
_LONG_NUMBER = re.compile(r"-?\d+\.\d{3,}")
Draw = Callable[[Figure, bool], None]


@dataclass(frozen=True, repr=False)
class Picture:
    """A figure with all that must go with it."""

    title: str
    subtitle: str
    alt: str
    source: str
    wide: str
    narrow: str
    table: pd.DataFrame

    def __str__(self) -> str:
        """Say the figure in words, for a screen that shows no pictures."""
        return f"{self.title}\n{self.subtitle}\n\n{self.alt}\n\n{self.source}"

    def __repr__(self) -> str:
        return f"<Picture: {self.title}; {len(self.table)} rows in .table, drawing by .save(path)>"

    def _repr_html_(self) -> str:
        text = {k: html.escape(getattr(self, k)) for k in ("title", "subtitle", "alt", "source")}
        wide, narrow = data_uri(self.wide), data_uri(self.narrow)
        return (
            '<figure class="dl-figure" style="margin:1.5em 0">'
            f'<figcaption style="margin-bottom:.5em"><strong style="font-size:1.12em">{text["title"]}</strong><br>'
            f'<span style="color:#5b6470">{text["subtitle"]}</span></figcaption>'
            f'<picture><source media="(max-width: 560px)" srcset="{narrow}">'
            f'<img src="{wide}" alt="{text["alt"]}" style="width:100%;max-width:46em;height:auto"></picture>'
            f'<p class="dl-source" style="font-size:.82em;color:#5b6470;margin:.3em 0">{text["source"]}</p>'
            f'<details class="dl-numbers"><summary>The numbers</summary>{html_table(self.table, self.title)}</details>'
            "</figure>"
        )

    def save(self, path: str) -> None:
        """Write the picture alone to an SVG file."""
        with open(path, "w", encoding="utf-8") as stream:  # noqa: PTH123 - a name is what people have at hand
            stream.write(self.wide)


def render(draw: Draw, height: float, *, narrow_height: float | None = None) -> tuple[str, str]:
    """Draw twice, for a page and for a phone, the same bytes each time."""
    return _svg(draw, WIDE, height, False), _svg(draw, NARROW, narrow_height or height, True)


def _svg(draw: Draw, width: float, height: float, narrow: bool) -> str:
    with house_style():
        figure = Figure(figsize=(width, height))
        draw(figure, narrow)
        out = io.StringIO()
        figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
    return _PATH.sub(_rounded, out.getvalue())


def _rounded(path: re.Match[str]) -> str:
    """Write a path with two decimals of a point: finer than any screen, and half the page."""
    return _LONG_NUMBER.sub(lambda m: f"{float(m[0]):.2f}".rstrip("0").rstrip("."), path[0])
