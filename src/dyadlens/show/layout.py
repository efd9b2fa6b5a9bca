"""Layout of a chart: series, panels that share their years, and labels that do not touch."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path
from matplotlib.ticker import MaxNLocator

from dyadlens.show.style import FONT, MAIN, OTHERS, register_fonts


@dataclass(frozen=True)
class Line:
    """One series of a chart."""

    label: str
    rows: pd.DataFrame
    main: bool = False
    hollow: frozenset[int] = frozenset()
    hue: int | None = None
    dashed: bool = False


_TALL = 8.0  # a band that reaches this many times above all values is cut


def ceiling(lines: Sequence[Line]) -> float | None:
    """Return where to cut the axis, so that a band which runs far above all values does not press them flat."""
    highest = max(float(line.rows["value"].max()) for line in lines)
    ends = max((float(line.rows["high"].max()) for line in lines if line.main), default=0.0)
    return 2 * highest if highest > 0 and ends > _TALL * highest else None


def colours(lines: Sequence[Line]) -> list[str]:
    """Return a colour for each line: one for the main one, others by hue or in order."""
    others = [line for line in lines if not line.main]
    place = {id(line): i if line.hue is None else line.hue for i, line in enumerate(others)}
    return [MAIN if line.main else OTHERS[place[id(line)] % len(OTHERS)] for line in lines]


def label_ends(axes: Axes, ends: Sequence[tuple[float, float, str, str, bool]], *, narrow: bool) -> None:
    """Write the names of lines beside their last points, moved apart where they would touch."""
    if not ends:
        return
    axes.margins(y=0.08)
    axes.autoscale_view()
    low, high = axes.get_ylim()
    order = sorted(ends, key=lambda e: e[1])
    texts = [wrap(e[2], narrow=narrow) for e in order]
    inch = (high - low) / (axes.get_figure().get_size_inches()[1] * axes.get_position().height)
    heights = [0.17 * inch * (1 + text.count("\n")) for text in texts]
    places = _spread([e[1] for e in order], heights, high - heights[-1] / 2)
    left, right = axes.get_xlim()
    for (_, _, _, colour, main), text, place in zip(order, texts, places, strict=True):
        axes.text(
            right + 0.01 * (right - left),
            place,
            text,
            color=colour,
            fontsize=label_size(narrow),
            fontweight="semibold" if main else "normal",
            linespacing=0.95,
            va="center",
            ha="left",
            clip_on=False,
        )


def label_size(narrow: bool) -> float:
    """Return the type size of a label in points."""
    return 9.5 if narrow else 11.0


def wrap(text: str, *, narrow: bool) -> str:
    """Break a label into lines that leave room for the chart."""
    return "\n".join(textwrap.wrap(text, 13 if narrow else 24, break_long_words=False))


def wrap_at(text: str, width: int) -> str:
    """Break a label at a number of letters, two lines at most; what is left out is marked."""
    return textwrap.fill(text, width, max_lines=2, placeholder=" …", break_long_words=False)


@lru_cache(maxsize=4096)
def text_width(text: str, size: float, weight: str = "normal") -> float:
    """Return the width of a line of text in the house typeface, in inches."""
    register_fonts()
    face = FontProperties(family=FONT, size=size, weight=weight)
    return text_to_path.get_text_width_height_descent(text, face, ismath=False)[0] / 72


def _label_width(lines: Sequence[Line], narrow: bool) -> float:
    """Return the width in inches that the longest label line takes."""
    size = label_size(narrow)
    pieces = [piece for line in lines for piece in wrap(line.label, narrow=narrow).split("\n")]
    return max(text_width(piece, size, "semibold") for piece in pieces)


def _spread(values: Sequence[float], heights: Sequence[float], top: float) -> list[float]:
    """Move sorted places apart until labels of these heights do not touch, first upwards, then down from the top."""
    places = list(values)
    gaps = [(low + high) / 2 for low, high in pairwise(heights)]
    for i, gap in enumerate(gaps):
        places[i + 1] = max(places[i + 1], places[i] + gap)
    places[-1] = min(places[-1], max(top, values[-1]))
    for i in range(len(gaps) - 1, -1, -1):
        places[i] = min(places[i], places[i + 1] - gaps[i])
    return places


def runs(years: Sequence[int]) -> list[tuple[int, int]]:
    """Join years that follow one another."""
    out: list[tuple[int, int]] = []
    for year in years:
        if out and year == out[-1][1] + 1:
            out[-1] = (out[-1][0], year)
        else:
            out.append((year, year))
    return out


def frame_years(axes: Axes, first: int, last: int, *, labelled: bool, narrow: bool) -> None:
    """Set the axis of years, the same in every panel."""
    axes.set_xlim(first - 0.8, last + 0.8)
    axes.xaxis.set_major_locator(MaxNLocator(4 if narrow else 7, integer=True))
    axes.tick_params(labelbottom=labelled)


def panels(figure: Figure, heights: Sequence[float], lines: Sequence[Line] = (), *, narrow: bool = False) -> list[Axes]:
    """Lay out panels one above another with shared years, leaving room on the right for labels."""
    width, height = figure.get_size_inches()
    label = _label_width(lines, narrow) + 0.12 if lines else 0.1
    axes = figure.subplots(
        len(heights), 1, sharex=True, squeeze=False,
        gridspec_kw={
            "height_ratios": list(heights), "left": 0.58 / width, "right": 1 - label / width, "bottom": 0.3 / height,
            "top": 1 - 0.1 / height, "hspace": 0.16,
        },
    )  # fmt: skip
    return list(axes[:, 0])
