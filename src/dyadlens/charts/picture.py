"""A chart as it is shown: drawing, alternative text, source line, and the numbers behind it."""

from __future__ import annotations

import html
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import matplotlib as mpl
import pandas as pd
from matplotlib.figure import Figure

from dyadlens.charts.layout import register_fonts
from dyadlens.charts.svg import data_uri
from dyadlens.design import FAINT, FONT, INK, LINE, PAGE, PHONE, SOFT, TEXT
from dyadlens.errors import BadParameter, shown
from dyadlens.tables.table import html_table

Draw = Callable[[Figure, bool], None]
_FORMATS = (".png", ".svg", ".pdf", ".csv")
_DPI = 200
_RC = {
    "font.family": FONT,
    "font.size": TEXT,
    "axes.edgecolor": FAINT,
    "axes.labelcolor": SOFT,
    "axes.linewidth": 0.8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.left": False,
    "axes.grid": True,
    "axes.grid.axis": "y",
    "axes.axisbelow": True,
    "grid.color": LINE,
    "grid.linewidth": 0.8,
    "xtick.color": SOFT,
    "ytick.color": SOFT,
    "xtick.major.size": 3.5,
    "ytick.major.size": 0,
    "text.color": INK,
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
    "hatch.color": "#c9ced4",
    "hatch.linewidth": 0.7,
    "svg.fonttype": "path",
    "svg.hashsalt": "dyadlens",
}


@contextmanager
def house_style() -> Iterator[None]:
    """Draw in the style of the charts inside the block and leave the user's own settings as they were."""
    register_fonts()
    with mpl.rc_context(_RC):
        yield


@dataclass(frozen=True, repr=False)
class Picture:
    """A chart with all that must go with it.

    Parameters
    ----------
    table : pandas.DataFrame
        The numbers, as text to read.
    draw : callable
        Draws on a canvas, ``draw(figure, narrow)``.
    heights : tuple of float
        Inches, on a page and on a phone.
    title, subtitle, alt, source : str
        What the chart says, what is measured, what it shows for readers who cannot see it, and where it comes from.
    """

    table: pd.DataFrame
    draw: Draw = field(compare=False)
    heights: tuple[float, float]
    title: str
    subtitle: str
    alt: str
    source: str
    wide: str = field(init=False)
    narrow: str = field(init=False)

    def __post_init__(self) -> None:
        # Drawn at once: an error belongs to the call that made the chart, not to the cell that shows it.
        for name, narrow in (("wide", False), ("narrow", True)):
            object.__setattr__(self, name, self._written("svg", narrow).decode("utf-8"))

    def __str__(self) -> str:
        return f"{self.title}\n{self.subtitle}\n\n{self.alt}\n\n{self.source}"

    def __repr__(self) -> str:
        return f"<Picture: {self.title}; {len(self.table)} rows in .table, drawing by .save(path)>"

    def _repr_html_(self) -> str:
        text = {name: html.escape(getattr(self, name)) for name in ("title", "subtitle", "alt", "source")}
        # Without the second class JupyterLab would set what stands between two dollar signs as mathematics.
        return (
            '<figure class="dl-figure mathjax_ignore" style="margin:1.5em 0">'
            f'<figcaption style="margin-bottom:.5em"><strong style="font-size:1.12em">{text["title"]}</strong><br>'
            f'<span style="color:{SOFT}">{text["subtitle"]}</span></figcaption>'
            f'<picture><source media="(max-width: 560px)" srcset="{data_uri(self.narrow)}"><img '
            f'src="{data_uri(self.wide)}" alt="{text["alt"]}" style="width:100%;max-width:46em;height:auto"></picture>'
            f'<p class="dl-source" style="font-size:.82em;color:{SOFT};margin:.3em 0">{text["source"]}</p>'
            f'<details class="dl-numbers"><summary>The numbers</summary>{html_table(self.table, self.title)}</details>'
            "</figure>"
        )

    def save(self, path: str | Path) -> None:
        """Write the chart to a file.

        Parameters
        ----------
        path : str or Path
            Its ending chooses the format: ``.png``, ``.svg`` or ``.pdf`` for the drawing, with title, alternative text
            and source in the file's own description; ``.csv`` for the numbers.

        Raises
        ------
        BadParameter
            If the ending is another one.

        Examples
        --------
        >>> charts.line(votes, "agreement").save("agreement.png")  # doctest: +SKIP
        """
        path = Path(path)
        if path.suffix.lower() not in _FORMATS:
            raise BadParameter(f"{shown(str(path))}: a chart is saved with the ending {', '.join(_FORMATS)}")
        if path.suffix.lower() == ".csv":
            self.table.to_csv(path, index=False)
        else:
            path.write_bytes(self._written(path.suffix.lower()[1:], narrow=False))

    def _written(self, kind: str, narrow: bool) -> bytes:
        """Draw, and return the bytes of a file; without a date, so that they are the same each time."""
        about = {
            "svg": {"Title": self.title, "Description": self.alt, "Source": self.source, "Date": None, "Creator": None},
            "png": {"Title": self.title, "Description": self.alt, "Source": self.source, "Software": None},
            "pdf": {"Title": self.title, "Subject": f"{self.alt} {self.source}", "CreationDate": None},
        }[kind]
        size = (PHONE if narrow else PAGE, self.heights[narrow])
        out = io.BytesIO()
        with house_style():
            canvas = Figure(figsize=size)
            self.draw(canvas, narrow)
            canvas.savefig(out, format=kind, metadata=about, dpi=_DPI)
        return out.getvalue()
