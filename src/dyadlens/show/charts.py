"""Charts of values over years: lines with bands, bars, and what is missing drawn as missing."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextPath
from matplotlib.ticker import FuncFormatter, MaxNLocator, MultipleLocator

from dyadlens.show.style import FAINT, FONT, INK, MAIN, MARKERS, OTHERS, SOFT

_STEPS = [1, 2, 5, 10]
Format = Callable[[float], str]


@dataclass(frozen=True)
class Line:
    """One series of a chart.

    Parameters
    ----------
    label : str
        What it is called at its end.
    rows : pandas.DataFrame
        Evidence of one measure and direction: ``year``, ``value``, ``low``, ``high``, ``status``.
    main : bool
        Whether the figure is about it; the others stand behind.
    hollow : frozenset of int
        Years whose points are drawn hollow, for example spliced ones.
    hue : int, optional
        Lines of one hue belong together; by default each has its own.
    dashed : bool
        Tells lines of one hue apart.
    """

    label: str
    rows: pd.DataFrame
    main: bool = False
    hollow: frozenset[int] = frozenset()
    hue: int | None = None
    dashed: bool = False


def colours(lines: Sequence[Line]) -> list[str]:
    """Return a colour for each line: one for the main one, others by hue or in order."""
    others = [line for line in lines if not line.main]
    place = {id(line): i if line.hue is None else line.hue for i, line in enumerate(others)}
    return [MAIN if line.main else OTHERS[place[id(line)] % len(OTHERS)] for line in lines]


def draw_lines(
    axes: Axes, lines: Sequence[Line], number: Format, *, narrow: bool, doublings: bool = False
) -> None:
    """Draw lines with their intervals and with labels at their ends.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Where to draw.
    lines : sequence of Line
        What to draw; gaps stay gaps.
    number : callable
        Writes a value of the axis.
    narrow : bool
        Whether for a phone.
    doublings : bool
        Whether the values are logs of a ratio: ticks at halves and doubles, and a line at none.
    """
    ends = []
    for line, colour, marker in zip(lines, colours(lines), MARKERS * 4, strict=False):
        rows = line.rows.sort_values("year")
        seen = rows[rows["value"].notna()]
        spread = rows["low"].notna()
        if line.main and spread.any():
            low, high = (rows[c].where(spread).to_numpy() for c in ("low", "high"))
            axes.fill_between(rows["year"], low, high, color=colour, alpha=0.16, linewidth=0)
        width, size = (2.2, 4.2) if line.main else (1.3, 2.6)
        dash = (0, (3.5, 1.6)) if line.dashed else "-"
        axes.plot(rows["year"], rows["value"], color=colour, linewidth=width, linestyle=dash, zorder=3 if line.main else 2)
        axes.plot(
            seen["year"], seen["value"], linestyle="", marker=marker, color=colour, markersize=size,
            markerfacecolor=colour, zorder=4 if line.main else 2,
        )  # fmt: skip
        hollow = seen[seen["year"].isin(line.hollow) | (seen["status"] == "true_zero")]
        axes.plot(
            hollow["year"], hollow["value"], linestyle="", marker=marker, color=colour, markersize=size + 1.4,
            markerfacecolor="white", zorder=5,
        )  # fmt: skip
        if len(seen):
            ends.append((float(seen["year"].iloc[-1]), float(seen["value"].iloc[-1]), line.label, colour, line.main))
    if doublings:
        axes.axhline(0.0, color=SOFT, linewidth=1.0, zorder=1)
        axes.text(
            0.01, 0.0, "as expected", transform=axes.get_yaxis_transform(), color=SOFT, fontsize=9.5, va="bottom", zorder=1
        )
    axes.yaxis.set_major_formatter(FuncFormatter(lambda v, _: number(v)))
    axes.yaxis.set_major_locator(MultipleLocator(np.log(2)) if doublings else MaxNLocator(6, steps=_STEPS))
    label_ends(axes, ends, narrow=narrow)


def label_ends(axes: Axes, ends: Sequence[tuple[float, float, str, str, bool]], *, narrow: bool) -> None:
    """Write the names of lines beside their last points, moved apart where they would touch.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Where to write; its limits are final for the data.
    ends : sequence of tuple
        Year, value, label, colour, and whether it is the main line.
    narrow : bool
        Whether for a phone.
    """
    if not ends:
        return
    axes.margins(y=0.08)
    axes.autoscale_view()
    low, high = axes.get_ylim()
    order = sorted(ends, key=lambda e: e[1])
    texts = [wrap(e[2], narrow=narrow) for e in order]
    inch = (high - low) / (axes.get_figure().get_size_inches()[1] * axes.get_position().height)
    heights = [0.17 * inch * (1 + text.count("\n")) for text in texts]
    places = _spread([e[1] for e in order], heights, high)
    left, right = axes.get_xlim()
    for (_, _, _, colour, main), text, place in zip(order, texts, places, strict=True):
        axes.text(
            right + 0.01 * (right - left), place, text, color=colour, fontsize=label_size(narrow), va="center", ha="left",
            clip_on=False, linespacing=0.95, fontweight="semibold" if main else "normal",
        )  # fmt: skip


def label_size(narrow: bool) -> float:
    """Return the type size of a label in points."""
    return 9.5 if narrow else 11.0


def wrap(text: str, *, narrow: bool) -> str:
    """Break a label into lines that leave room for the chart."""
    return "\n".join(textwrap.wrap(text, 13 if narrow else 24, break_long_words=False))


def _label_width(lines: Sequence[Line], narrow: bool) -> float:
    """Return the width in inches that the longest label line takes."""
    size = label_size(narrow)
    face = FontProperties(family=FONT, size=size, weight="semibold")
    pieces = [piece for line in lines for piece in wrap(line.label, narrow=narrow).split("\n")]
    return max(TextPath((0, 0), piece, prop=face).get_extents().width for piece in pieces) / 72


def _spread(values: Sequence[float], heights: Sequence[float], top: float) -> list[float]:
    """Move sorted places apart until labels of these heights do not touch, first upwards, then down from the top."""
    places = list(values)
    gaps = [(low + high) / 2 for low, high in zip(heights, heights[1:], strict=False)]
    for i, gap in enumerate(gaps):
        places[i + 1] = max(places[i + 1], places[i] + gap)
    places[-1] = min(places[-1], max(top, values[-1]))
    for i in range(len(gaps) - 1, -1, -1):
        places[i] = min(places[i], places[i + 1] - gaps[i])
    return places


def draw_bars(axes: Axes, line: Line, number: Format, *, colour: str = MAIN) -> None:
    """Draw one bar a year; a true zero is a ring on the base line, never an empty place.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Where to draw.
    line : Line
        What to draw.
    number : callable
        Writes a value of the axis.
    colour : str
        Colour of the bars.
    """
    seen = line.rows[line.rows["value"].notna()]
    filled = seen[seen["value"] > 0]
    axes.bar(filled["year"], filled["value"], width=0.72, color=colour, zorder=2)
    zeros = seen[seen["value"] == 0]
    axes.plot(
        zeros["year"], zeros["value"], linestyle="", marker="o", markersize=4, markerfacecolor="white", color=colour,
        zorder=3, clip_on=False,
    )  # fmt: skip
    axes.set_ylim(bottom=0)
    axes.yaxis.set_major_formatter(FuncFormatter(lambda v, _: number(v)))
    axes.yaxis.set_major_locator(MaxNLocator(4, steps=_STEPS))


def draw_missing(axes: Axes, rows: pd.DataFrame) -> None:
    """Shade years without a value: hatched where the source does not cover them, a cross where it does not know.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Where to draw, after the values.
    rows : pandas.DataFrame
        Evidence rows with ``year`` and ``status``.
    """
    outside = sorted(rows.loc[rows["status"] == "not_covered", "year"])
    for first, last in runs(outside):
        axes.axvspan(first - 0.5, last + 0.5, facecolor="none", hatch="///", edgecolor="#d5d9de", linewidth=0, zorder=0)
        if last - first >= 2:
            axes.text(
                (first + last) / 2, 0.5, "not covered", transform=axes.get_xaxis_transform(), ha="center", va="center",
                color=SOFT, fontsize=9.5, fontstyle="italic", rotation=90 if last - first < 8 else 0,
                bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.5},
            )  # fmt: skip
    unknown = rows.loc[rows["status"] == "unknown", "year"]
    axes.plot(
        unknown, np.full(len(unknown), 0.025), linestyle="", marker="x", markersize=4.5, color=FAINT,
        transform=axes.get_xaxis_transform(), zorder=3, clip_on=False,
    )  # fmt: skip


def runs(years: Sequence[int]) -> list[tuple[int, int]]:
    """Join years that follow one another.

    Parameters
    ----------
    years : sequence of int
        Sorted years.

    Returns
    -------
    list of tuple of int
        First and last year of each run.

    Examples
    --------
    >>> runs([1991, 1992, 1995])
    [(1991, 1992), (1995, 1995)]
    """
    out: list[tuple[int, int]] = []
    for year in years:
        if out and year == out[-1][1] + 1:
            out[-1] = (out[-1][0], year)
        else:
            out.append((year, year))
    return out


def draw_rank(axes: Axes, rows: pd.DataFrame, colour: str = MAIN) -> None:
    """Draw the percentile among all pairs on a scale of 0 to 100, with the middle marked.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Where to draw.
    rows : pandas.DataFrame
        Evidence rows with ``year`` and ``percentile``.
    colour : str
        Colour of the line.
    """
    rows = rows.sort_values("year")
    axes.axhline(50, color=FAINT, linewidth=1.0, linestyle=(0, (4, 3)), zorder=1)
    axes.plot(rows["year"], rows["percentile"], color=colour, linewidth=1.6, zorder=2)
    axes.plot(rows["year"], rows["percentile"], linestyle="", marker="o", markersize=2.6, color=colour, zorder=3)
    axes.set_ylim(-3, 103)
    axes.set_yticks([0, 50, 100])
    axes.set_ylabel("percentile", fontsize=10)


def frame_years(axes: Axes, first: int, last: int, *, labelled: bool, narrow: bool) -> None:
    """Set the axis of years, the same in every panel.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        The panel.
    first, last : int
        Years to show.
    labelled : bool
        Whether the years are written.
    narrow : bool
        Whether for a phone.
    """
    axes.set_xlim(first - 0.8, last + 0.8)
    axes.xaxis.set_major_locator(MaxNLocator(4 if narrow else 7, integer=True))
    axes.tick_params(labelbottom=labelled)


def panels(figure: Figure, heights: Sequence[float], lines: Sequence[Line] = (), *, narrow: bool = False) -> list[Axes]:
    """Lay out panels one above another with shared years, leaving room on the right for labels.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        An empty figure.
    heights : sequence of float
        Relative heights.
    lines : sequence of Line
        Lines that will be labelled at their ends.
    narrow : bool
        Whether for a phone.

    Returns
    -------
    list of matplotlib.axes.Axes
    """
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


def draw_ranges(
    axes: Axes, labels: Sequence[str], then: pd.DataFrame, now: pd.DataFrame, number: Format, names: tuple[str, str]
) -> None:
    """Draw two dots a row, earlier and later, each with its interval.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Where to draw.
    labels : sequence of str
        Name of each row, from the top.
    then, now : pandas.DataFrame
        ``value``, ``low``, ``high`` in the order of the labels.
    number : callable
        Writes a value of the axis.
    names : tuple of str
        What the earlier and the later dots are.
    """
    height = np.arange(len(labels))[::-1]
    for rows, shift, colour, marker, name in (
        (then, 0.14, SOFT, "s", names[0]),
        (now, -0.14, MAIN, "o", names[1]),
    ):
        axes.hlines(height + shift, rows["low"], rows["high"], color=colour, linewidth=2, alpha=0.45)
        axes.plot(rows["value"], height + shift, linestyle="", marker=marker, color=colour, markersize=6)
        top = rows["value"].first_valid_index()
        if top is not None:
            at = list(rows.index).index(top)
            axes.annotate(
                name, (rows["value"].iloc[at], height[at] + shift), xytext=(0, 9 if shift > 0 else -9),
                textcoords="offset points", ha="center", va="bottom" if shift > 0 else "top", color=colour, fontsize=10,
            )  # fmt: skip
    axes.set_yticks(height, labels, color=INK)
    axes.set_ylim(-0.6, len(labels) - 0.4)
    axes.grid(axis="x")
    axes.grid(visible=False, axis="y")
    axes.xaxis.set_major_formatter(FuncFormatter(lambda v, _: number(v)))
    axes.xaxis.set_major_locator(MaxNLocator(6, steps=_STEPS))
