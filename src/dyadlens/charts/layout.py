"""Room for charts: axes placed in inches, rows and panels, and labels that do not touch."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

import pandas as pd
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path
from matplotlib.ticker import FuncFormatter, MaxNLocator

from dyadlens.design import FONT, INK, LABEL, SMALL, SOFT, TINY

STEPS = [1, 2, 5, 10]  # ticks are multiples of these
Style = dict[str, Any]
BOX: Style = {"facecolor": "white", "edgecolor": "none", "pad": 1.5, "alpha": 0.85}
_LINE_HEIGHT = 0.17  # inches of a line of a label
Format = Callable[[float], str]


@cache
def register_fonts() -> None:
    """Make the typeface of the charts known to matplotlib."""
    folder = files("font_source_sans_pro").joinpath("files")
    for weight in ("Regular", "Semibold", "It"):
        font_manager.fontManager.addfont(str(folder.joinpath(f"SourceSansPro-{weight}.ttf")))


def frame(canvas: Figure, *, left: float, right: float = 0.15, bottom: float = 0.35, top: float = 0.1) -> Axes:
    """Return axes with margins in inches."""
    width, height = canvas.get_size_inches()
    return canvas.add_axes((left / width, bottom / height, 1 - (left + right) / width, 1 - (bottom + top) / height))


def panels(canvas: Figure, heights: Sequence[float], labels: Sequence[str] = (), *, narrow: bool = False) -> list[Axes]:
    """Lay out panels one above another with shared years, leaving room on the right for labels."""
    width, height = canvas.get_size_inches()
    pieces = [piece for label in labels for piece in wrap(label, narrow=narrow).split("\n")]
    widths = [text_width(piece, label_size(narrow), "semibold") for piece in pieces]
    room = 0.12 + max(widths) if widths else 0.1
    spec = canvas.add_gridspec(
        len(heights),
        height_ratios=list(heights),
        left=0.58 / width,
        right=1 - room / width,
        bottom=0.3 / height,
        top=1 - 0.1 / height,
        hspace=0.16,
    )
    return list(spec.subplots(sharex=True, squeeze=False)[:, 0])


def frame_years(axes: Axes, first: int, last: int, *, narrow: bool, labelled: bool = True) -> None:
    """Set the axis of years, the same in every panel."""
    axes.set_xlim(first - 0.8, last + 0.8)
    axes.xaxis.set_major_locator(MaxNLocator(4 if narrow else 7, steps=STEPS, integer=True))
    axes.tick_params(labelbottom=labelled)


def frame_rows(axes: Axes, labels: Sequence[str], number: Format, *, narrow: bool, in_one_line: bool = False) -> None:
    """Set rows one beneath another, the first at 0, each with its label, over an axis of numbers."""
    axes.set_yticks(
        range(len(labels)), [text if in_one_line else wrap(text, narrow=narrow) for text in labels], color=INK
    )
    if in_one_line:
        axes.tick_params(axis="y", labelsize=row_size(narrow))
    axes.set_ylim(len(labels) - 0.4, -0.6)
    axes.grid(axis="x")
    axes.grid(visible=False, axis="y")
    axes.xaxis.set_major_locator(MaxNLocator(5 if narrow else 6, steps=STEPS))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: number(value)))


def mark(
    axes: Axes, x: Any, y: Any, colour: str, *, marker: str = "o", size: float = 4.0, hollow: bool = False, **more: Any
) -> None:
    """Draw points, filled or hollow."""
    face = "white" if hollow else colour
    axes.plot(x, y, linestyle="", marker=marker, markersize=size, color=colour, markerfacecolor=face, **more)


def note(axes: Axes, text: str, at: tuple[float, float], offset: tuple[float, float], **ink: Any) -> None:
    """Write a text so many points from a place."""
    axes.annotate(text, at, xytext=offset, textcoords="offset points", **ink)


def by_rows(count: int, page: float, phone: float = 0.0, *, rest: float = 0.6) -> tuple[float, float]:
    """Return the heights, on a page and on a phone, of so many rows and of what stands around them."""
    return rest + page * count, rest + (phone or page) * count


def name_panel(axes: Axes, text: str, colour: str, *, size: float = 10.5) -> None:
    """Write the name of a panel in its upper left corner."""
    place: Style = {"transform": axes.transAxes, "va": "top", "bbox": BOX}
    axes.text(0.01, 0.97, text, fontsize=size, fontweight="semibold", color=colour, **place)


def name_rows(axes: Axes, names: Sequence[tuple[str, str]], *, narrow: bool, colours: Sequence[str] = ()) -> None:
    """Write code and text of each row at the left edge; on a phone the text stands above its row."""
    inches, room = (size * canvas_size(axes)[0] for size in (axes.get_position().width, axes.get_position().x0))
    axes.set_yticks(range(len(names)), [""] * len(names))
    axes.set_ylim(len(names) - 0.4, -0.8)
    at: Style = {"transform": axes.get_yaxis_transform(), "linespacing": 0.95}
    for row, (code, text) in enumerate(names):
        ink: Style = {"color": colours[row] if colours else SOFT, "fontsize": SMALL, "va": "center", **at}
        axes.text((0.04 - room) / inches, row, code, fontweight="semibold", **ink)
        if narrow:
            brief = textwrap.shorten(text, 58, placeholder=" …")
            axes.text(
                0, row - 0.26, brief, fontsize=8, color=SOFT, va="bottom", bbox=BOX | {"pad": 0.6}, zorder=4, **at
            )
        else:
            axes.text((0.62 - room) / inches, row, wrap_at(text, 50), **ink)


def label_ends(axes: Axes, ends: Sequence[tuple[float, str, str, bool]], *, narrow: bool) -> None:
    """Write the names of lines beside the heights at which they end, moved apart where they would touch."""
    if not ends:
        return
    axes.margins(y=0.08)
    axes.autoscale_view()
    low, high = axes.get_ylim()
    order = sorted(ends, key=lambda end: end[0])
    texts = [wrap(text, narrow=narrow) for _, text, _, _ in order]
    inch = (high - low) / (canvas_size(axes)[1] * axes.get_position().height)
    heights = [_LINE_HEIGHT * inch * (1 + text.count("\n")) for text in texts]
    left, right = axes.get_xlim()
    for (_, _, colour, main), text, y in zip(
        order, texts, spread_labels([end[0] for end in order], heights, high - heights[-1] / 2), strict=True
    ):
        place: Style = {"va": "center", "ha": "left", "clip_on": False, "linespacing": 0.95}
        ink: Style = {"color": colour, "fontsize": label_size(narrow), "fontweight": "semibold" if main else "normal"}
        axes.text(right + 0.01 * (right - left), y, text, **place, **ink)


def canvas_size(axes: Axes) -> tuple[float, float]:
    """Return width and height of the canvas in inches."""
    canvas: Any = axes.get_figure()
    width, height = canvas.get_size_inches()
    return float(width), float(height)


def spread_labels(values: Sequence[float], heights: Sequence[float], top: float) -> list[float]:
    """Move sorted places apart until labels of these heights do not touch, first upwards, then down from the top."""
    places = list(values)
    gaps = [(low + high) / 2 for low, high in pairwise(heights)]
    for i, gap in enumerate(gaps):
        places[i + 1] = max(places[i + 1], places[i] + gap)
    places[-1] = min(places[-1], max(top, values[-1]))
    for i in range(len(gaps) - 1, -1, -1):
        places[i] = min(places[i], places[i + 1] - gaps[i])
    return places


def interval_cells(rows: Any, number: Format, low: str = "low", high: str = "high") -> list[str]:
    """Write intervals for a table, nothing where there is none."""
    ends = zip(rows[low], rows[high], strict=True)
    return ["" if pd.isna(a) else f"{number(a)} to {number(b)}" for a, b in ends]


def label_size(narrow: bool) -> float:
    """Return the size of a label in points."""
    return SMALL if narrow else LABEL


def row_size(narrow: bool) -> float:
    """Return the size of the names of many rows in points."""
    return TINY if narrow else 10.0


def wrap(text: str, *, narrow: bool) -> str:
    """Break a label into lines that leave room for the chart."""
    return "\n".join(textwrap.wrap(text, 13 if narrow else 24, break_long_words=False))


def wrap_at(text: str, width: int) -> str:
    """Break a label at a number of letters, two lines at most; what is left out is marked."""
    return textwrap.fill(text, width, max_lines=2, placeholder=" …", break_long_words=False)


@lru_cache(maxsize=4096)
def text_width(text: str, size: float, weight: str = "normal") -> float:
    """Return the width of a line of text in inches."""
    register_fonts()
    face = FontProperties(family=FONT, size=size, weight=weight)
    return text_to_path.get_text_width_height_descent(text, face, ismath=False)[0] / 72


def runs(years: Sequence[int]) -> list[tuple[int, int]]:
    """Join years that follow one another."""
    out: list[tuple[int, int]] = []
    for year in years:
        if out and year == out[-1][1] + 1:
            out[-1] = (out[-1][0], year)
        else:
            out.append((year, year))
    return out
