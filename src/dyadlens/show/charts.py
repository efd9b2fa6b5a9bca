"""Charts of values over years: lines with bands, bars, and what is missing drawn as missing."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator, MultipleLocator

from dyadlens.show.layout import Line, ceiling, colours, label_ends, runs
from dyadlens.show.style import FAINT, INK, MAIN, MARKERS, SOFT

_STEPS = [1, 2, 5, 10]
_FOOT = 0.035  # share of a panel's height: a hatched strip beneath lines that go on
Format = Callable[[float], str]


def draw_lines(
    axes: Axes, lines: Sequence[Line], number: Format, *, narrow: bool, doublings: bool = False, whole: bool = False
) -> None:
    """Draw lines with their intervals and with labels at their ends."""
    if doublings:
        axes.axhline(0.0, color=SOFT, linewidth=1.0, zorder=1)
        at = axes.get_yaxis_transform()
        axes.text(0.01, 0.0, "as expected", transform=at, color=SOFT, fontsize=9.5, va="bottom", zorder=1)
    ends, top = [], ceiling(lines)
    for line, colour, marker in zip(lines, colours(lines), MARKERS * 4, strict=False):
        _draw_line(axes, line, colour, marker, top)
        seen = line.rows[line.rows["value"].notna()].sort_values("year")
        if len(seen):
            last = seen.iloc[-1]
            ends.append((float(last["year"]), float(last["value"]), line.label, colour, line.main))
    _frame_level(axes, lines)
    if top is not None:
        axes.set_ylim(top=top)
    axes.yaxis.set_major_formatter(FuncFormatter(lambda v, _: number(v)))
    axes.yaxis.set_major_locator(_doublings(axes) if doublings else MaxNLocator(6, steps=_STEPS, integer=whole))
    label_ends(axes, ends, narrow=narrow)


def _frame_level(axes: Axes, lines: Sequence[Line]) -> None:
    """Give a line that never moves a frame to be seen in, with the zero at its foot."""
    values = np.concatenate([line.rows["value"].dropna().to_numpy(dtype=float) for line in lines])
    if values.size and values.min() == values.max():
        low, high = min(0.0, 2 * values[0]), max(2 * values[0], 1.0)
        axes.set_ylim(low - 0.05 * (high - low), high)  # room for the rings of true zeros


def _doublings(axes: Axes) -> MultipleLocator:
    """Return ticks at halves and doubles, or closer where the axis is short."""
    low, high = axes.get_ylim()
    return MultipleLocator(np.log(2) if high - low > 1.8 else np.log(2) / 2)


def _draw_line(axes: Axes, line: Line, colour: str, marker: str, top: float | None) -> None:
    """Draw one line with its interval, cut at the top, and points; spliced ones and true zeros are hollow."""
    rows = line.rows.sort_values("year")
    seen = rows[rows["value"].notna()]
    order = 3 if line.main else 2
    if line.main and rows["low"].notna().any():
        high = rows["high"].clip(upper=top)
        axes.fill_between(rows["year"], rows["low"], high, color=colour, alpha=0.16, linewidth=0)
    width, size = (2.2, 4.2) if line.main else (1.3, 2.6)
    dash = (0, (3.5, 1.6)) if line.dashed else "-"
    axes.plot(rows["year"], rows["value"], color=colour, linewidth=width, linestyle=dash, zorder=order)
    points = {"linestyle": "", "marker": marker, "color": colour}
    axes.plot(seen["year"], seen["value"], markersize=size, zorder=order + 1, **points)
    hollow = seen[seen["year"].isin(line.hollow) | (seen["status"] == "true_zero")]
    axes.plot(
        hollow["year"], hollow["value"], markersize=size + 1.4, markerfacecolor="white", zorder=order + 2, **points
    )


def draw_bars(axes: Axes, line: Line, number: Format, *, colour: str = MAIN, top: float | None = None) -> None:
    """Draw one bar a year; a true zero is a ring on the base line, never an empty place."""
    seen = line.rows[line.rows["value"].notna()]
    filled = seen[seen["value"] > 0]
    # A delivery too small for the scale is still a delivery: no bar is lower than a hairline.
    hairline = 0.008 * float(top if top is not None else seen["value"].max()) if len(seen) else 0.0
    axes.bar(filled["year"], filled["value"].clip(lower=hairline), width=0.72, color=colour, zorder=2)
    zeros = seen[seen["value"] == 0]
    axes.plot(
        zeros["year"], zeros["value"], linestyle="", marker="o", markersize=4, markerfacecolor="white", color=colour,
        zorder=3, clip_on=False,
    )  # fmt: skip
    axes.set_ylim(bottom=0)
    axes.yaxis.set_major_formatter(FuncFormatter(lambda v, _: number(v)))
    axes.yaxis.set_major_locator(MaxNLocator(4, steps=_STEPS))


def draw_missing(axes: Axes, rows: pd.DataFrame, *, at_foot: frozenset[int] = frozenset(), named: bool = True) -> None:
    """Shade years without a value: hatched where the source does not cover them, a cross where it does not know."""
    outside = set(rows.loc[rows["status"] == "not_covered", "year"])
    for first, last in runs(sorted(outside & at_foot)):
        _hatch(axes, first, last, _FOOT)
    for first, last in runs(sorted(outside - at_foot)):
        _hatch(axes, first, last, 1.0)
        if named and last - first >= 2:
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


def _hatch(axes: Axes, first: int, last: int, height: float) -> None:
    """Hatch years up to a share of the panel's height; a foot is drawn denser, to be seen."""
    axes.axvspan(
        first - 0.5, last + 0.5, ymax=height, facecolor="none", hatch="///" if height == 1 else "//////",
        edgecolor="#d5d9de" if height == 1 else FAINT, linewidth=0, zorder=0,
    )  # fmt: skip


def draw_rank(axes: Axes, rows: pd.DataFrame, colour: str = MAIN) -> None:
    """Draw the percentile among all pairs on a scale of 0 to 100, with the middle marked."""
    rows = rows.sort_values("year")
    axes.axhline(50, color=FAINT, linewidth=1.0, linestyle=(0, (4, 3)), zorder=1)
    axes.plot(rows["year"], rows["percentile"], color=colour, linewidth=1.6, zorder=2)
    axes.plot(rows["year"], rows["percentile"], linestyle="", marker="o", markersize=2.6, color=colour, zorder=3)
    axes.set_ylim(-3, 103)
    axes.set_yticks([0, 50, 100])
    axes.set_ylabel("percentile", fontsize=10)


def draw_ranges(
    axes: Axes, labels: Sequence[str], then: pd.DataFrame, now: pd.DataFrame, number: Format, names: tuple[str, str]
) -> None:
    """Draw two dots a row, earlier and later, each with its interval."""
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
