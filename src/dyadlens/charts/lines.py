"""Values over years: lines with intervals or bars, ranks beneath, and missing years shown as missing."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator, MultipleLocator

from dyadlens.charts.captions import caption
from dyadlens.charts.layout import (
    BOX,
    STEPS,
    Format,
    Style,
    by_rows,
    frame_years,
    label_ends,
    mark,
    name_panel,
    panels,
    runs,
)
from dyadlens.charts.picture import Picture
from dyadlens.data.evidence import Evidence
from dyadlens.design import ACCENT, FAINT, MARKERS, OTHERS, RULE, SMALL, SOFT
from dyadlens.errors import BadParameter, unknown_name
from dyadlens.measures.registry import Measure, describe, require_measures
from dyadlens.states import WORLD, all_states
from dyadlens.text.answer import Text
from dyadlens.text.captions import alternative, numbers, source_line, year_range
from dyadlens.text.names import capital, label, small, subject
from dyadlens.text.numbers import listed, number, tick
from dyadlens.text.sentences import missing_years, summary_text, title
from dyadlens.text.titles import side_by_side

_FOOT = 0.035  # share of a panel's height: a hatched strip beneath lines that go on
_TALL = 8.0  # a band that reaches this many times above all values is cut
_CUT = " Where the shade reaches the top it runs on: its ends are in the numbers."
_BRIEF = {"United States": "US", "United Kingdom": "UK"}


@dataclass(frozen=True)
class Line:
    """One series: ``rows`` has year, value, low, high and status; where ``joined`` is false the line is broken."""

    label: str
    rows: Any
    main: bool = False
    hollow: frozenset[int] = frozenset()
    hue: int | None = None
    dashed: bool = False
    band: bool = False
    points: bool = True


def line(
    rows: Evidence,
    measure: str | Sequence[str],
    *,
    compare: Evidence | None = None,
    a: str | None = None,
    b: str | None = None,
) -> Picture | Text:
    """Draw one or more measures over the years, with the percentile among all pairs beneath where there is one.

    Parameters
    ----------
    rows : Evidence
        Evidence on a pair.
    measure : str or sequence of str
        The measure drawn with its interval; further ones are drawn beside it and must have the same unit. Arms
        deliveries (``tiv``) alone are drawn as bars.
    compare : Evidence, optional
        The measure for other pairs, drawn behind it.
    a, b : str, optional
        State codes: which direction of a directed measure, or which state; the first in the evidence by default.

    Returns
    -------
    Picture or Text
        A sentence where no year has a value.

    Raises
    ------
    UnknownName
        If there is no such measure, or the evidence has no row of it.
    BadParameter
        If it has none of that direction.

    Examples
    --------
    >>> votes = dyadlens.evidence("PAK-RUS", "votes")  # doctest: +SKIP
    >>> line(votes, ["kappa", "pi"])  # doctest: +SKIP
    """
    names = asked(rows, measure)
    what, pairs = describe(names[0]), _pairs(rows.of(names[0], a, b))
    if not pairs:
        there = ", ".join("-".join(pair) for pair in _pairs(rows.of(names[0])))
        raise BadParameter(f"{names[0]} has no rows of {a or 'any'}-{b or 'any'} here (it has: {there})")
    pair, main = pairs[0], rows.of(names[0], *pairs[0])
    others = [Line(label(name), rows.of(name, *pair)) for name in names[1:]]
    others = [other for other in others if other.rows["value"].notna().any()]
    if compare is not None:
        others += _compared(compare.of(names[0]), main, what)
    name = label(names[0]) if len(names) > 1 else _pair_name(*pair, what)
    spliced = frozenset(main.loc[~main["source"].isin(main.seen["source"].head(1)), "year"])
    lines = [Line(name, main, main=True, hollow=spliced), *others]
    if not any(line.rows["value"].notna().any() for line in lines):
        return Text(f"{subject(main)}: there is no chart, since {small(missing_years(main))}")
    return _picture(lines, what)


def asked(rows: Evidence, measure: str | Sequence[str]) -> list[str]:
    """Return measure names as a list; one that does not exist, or that the evidence has no row of, is refused."""
    names, there = require_measures(measure if isinstance(measure, str) else list(measure)), set(rows["measure"])
    for name in names:
        if name not in there:
            raise unknown_name("measure in this evidence", name, there)
    return names


def _pairs(rows: Evidence) -> list[tuple[str, str]]:
    return [(a, b) for a, b in rows[["a", "b"]].drop_duplicates().to_numpy().tolist()]


def _compared(rows: Evidence, main: Evidence, what: Measure) -> list[Line]:
    """Make a line of each other pair; those with one third state share a hue, and the second state's are dashed."""
    (pair,) = _pairs(main)
    groups = [key for key in _pairs(rows.seen) if key != pair]
    third_parties = list(dict.fromkeys(code for key in groups for code in key if code not in pair))
    out = []
    for key in groups:
        hue = next((third_parties.index(code) for code in key if code not in pair), None)
        own = rows.of(rows["measure"].iloc[0], *key)
        out.append(Line(_pair_name(*key, what), own, hue=hue, dashed=pair[1] in key))
    return out


def _pair_name(a: str, b: str, what: Measure) -> str:
    names = [_BRIEF.get(name, name) for name in (all_states()[code].name for code in (a, b) if code != WORLD)]
    if b == WORLD:
        return all_states()[a].name
    if not what.directed:
        return "–".join(names)
    return capital(what.direction.format(a=names[0], b=names[1]).removeprefix("from ").removeprefix("of "))


def _picture(lines: Sequence[Line], what: Measure) -> Picture:
    main = lines[0].rows
    bars, several = what.scale == "tiv" and len(lines) == 1, len({line.rows["measure"].iloc[0] for line in lines}) > 1
    ranked = not bars and bool(main["percentile"].notna().any())
    beside = {year for line in lines[1:] for year in line.rows.loc[line.rows["value"].notna(), "year"]}
    foot = set(main.loc[main["status"] == "not_covered", "year"]) & beside

    def written(value: float) -> str:
        return tick(value, what.scale)

    def draw(canvas: Figure, narrow: bool) -> None:
        labels = [] if bars else [line.label for line in lines]
        axes, *lower = panels(canvas, (3.0, 1.0) if ranked else (1.0,), labels, narrow=narrow)
        for panel in (axes, *lower):
            last = panel is [axes, *lower][-1]
            frame_years(panel, main["year"].min(), main["year"].max(), labelled=last, narrow=narrow)
        if bars:
            draw_bars(axes, lines[0], written)
        else:
            whole, doublings = what.scale in {"count", "flag"}, what.scale == "log_ratio"
            draw_lines(axes, lines, written, narrow=narrow, doublings=doublings, whole=whole)
        draw_missing(axes, main, at_foot=foot)
        for panel in lower:
            draw_rank(panel, main)

    source = source_line([line.rows for line in lines], what, ranked, foot=bool(foot))
    height = 3.4 if bars else 4.6 if ranked else 3.6
    return Picture(
        numbers(lines, what),
        draw,
        (height, height),
        title=side_by_side(lines) if several else title(main),
        subtitle=f"{capital(what.unit)}, {year_range(main)}",
        alt=alternative(lines, what),
        source=source if bars or not ceiling(lines) else source + _CUT,
    )


def multiples(rows: Evidence, measure: str) -> Picture | Text:
    """Draw one small bar chart for each direction of a measure, all on one scale."""
    (measure,) = asked(rows, measure)
    what, found = describe(measure), rows.of(measure)
    keys = _pairs(found.seen)
    if not keys:
        others = [_direction(key) for key in _pairs(found)[1:]]
        return summary_text(found, measure) + (f"Nor is there a value for {listed(others)}." if others else "")
    lines = [Line(_direction(key), rows.of(measure, *key), main=not i) for i, key in enumerate(keys)]
    top = max(line.rows["value"].max() for line in lines) or 1.0
    years = int(rows["year"].min()), int(rows["year"].max())

    def draw(canvas: Figure, narrow: bool) -> None:
        for axes, line in zip(panels(canvas, [1.0] * len(lines)), lines, strict=True):
            hue = ACCENT if line.main else OTHERS[0]
            frame_years(axes, *years, labelled=line is lines[-1], narrow=narrow)
            draw_bars(axes, line, lambda v: tick(v, what.scale), colour=hue, top=top)
            draw_missing(axes, line.rows)
            axes.set_ylim(0, top * 1.12)
            name_panel(axes, line.label, hue)

    sums = {line.label: float(line.rows["value"].sum()) for line in lines}
    parts = {
        "title": _multiples_title(sums, what),
        "label": what.label,
        "unit": what.unit,
        "sums": ", ".join(f"{name} {number(value, what.scale)}" for name, value in sums.items()),
        "source": source_line([line.rows for line in lines], what, False),
    }
    captions = caption("multiples", count=len(lines), first=years[0], last=years[1], **parts)
    return Picture(numbers(lines, what), draw, by_rows(len(lines), 1.25, rest=0.5), **captions)


def _direction(key: tuple[str, str]) -> str:
    return capital(f"{all_states()[key[0]].in_text} to {all_states()[key[1]].in_text}")


def _multiples_title(sums: dict[str, float], what: Measure) -> str:
    (first, value), *rest = sums.items()
    if not rest:
        return f"{first}: {number(value, what.scale)} in all"
    name, most = max(rest, key=lambda item: item[1])
    name = f"the {name.removeprefix('The ')}" if name.startswith("The ") else name
    times = f", {most / value:,.0f} times as much" if value and most >= 2 * value else ""
    return f"{first}: {number(value, what.scale)} in all; {name}: {number(most, what.scale)}{times}"


def colours(lines: Sequence[Line], main: str = ACCENT) -> list[str]:
    """Return a colour for each line: one for the main one, others by hue or in order."""
    others = iter(range(len(lines)))
    return [
        main if line.main else OTHERS[(next(others) if line.hue is None else line.hue) % len(OTHERS)] for line in lines
    ]


def ceiling(lines: Sequence[Line]) -> float | None:
    """Return where to cut the axis, so that a band which runs far above all values does not press them flat."""
    highest = max(float(line.rows["value"].max()) for line in lines)
    ends = max((float(line.rows["high"].max()) for line in lines if line.main), default=0.0)
    return 2 * highest if highest > 0 and ends > _TALL * highest else None


def draw_lines(
    axes: Axes,
    lines: Sequence[Line],
    number: Format,
    *,
    narrow: bool,
    colour: str = ACCENT,
    doublings: bool = False,
    whole: bool = False,
) -> None:
    """Draw lines with their intervals and with labels at their ends; ``colour`` is that of the main one."""
    if doublings:
        axes.axhline(0.0, color=SOFT, linewidth=1.0, zorder=1)
        at = axes.get_yaxis_transform()
        axes.text(0.01, 0.0, "as expected", color=SOFT, fontsize=SMALL, transform=at, va="bottom", zorder=1)
    ends, top = [], ceiling(lines)
    for line, hue, marker in zip(lines, colours(lines, colour), MARKERS * 4, strict=False):
        _draw_line(axes, line, hue, marker, top)
        seen = line.rows[line.rows["value"].notna()].sort_values("year")
        if line.label and len(seen):
            ends.append((float(seen["value"].iloc[-1]), line.label, hue, line.main))
    _frame_level(axes, lines)
    if top is not None:
        axes.set_ylim(top=top)
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: number(value)))
    axes.yaxis.set_major_locator(_doublings(axes) if doublings else MaxNLocator(6, steps=STEPS, integer=whole))
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
    dash, width = (0, (3.5, 1.6)) if line.dashed else "-", 2.2 if line.main else 1.3
    for part in unbroken(rows):
        if (line.main or line.band) and part["low"].notna().any():
            draw_band(axes, part.assign(high=part["high"].clip(upper=top)), colour)
        axes.plot(part["year"], part["value"], color=colour, linewidth=width, linestyle=dash, zorder=order)
    if not line.points:
        return
    size = 4.2 if line.main else 2.6
    mark(axes, seen["year"], seen["value"], colour, marker=marker, size=size, zorder=order + 1)
    hollow = seen[seen["year"].isin(line.hollow) | (seen["status"] == "true_zero")]
    ring: Style = {"marker": marker, "size": size + 1.4, "hollow": True}
    mark(axes, hollow["year"], hollow["value"], colour, zorder=order + 2, **ring)


def unbroken(rows: pd.DataFrame) -> list[pd.DataFrame]:
    """Return the parts of a series that can be compared."""
    if "joined" not in rows:
        return [rows]
    return [part for _, part in rows.groupby((~rows["joined"].astype(bool)).cumsum())]


def draw_band(axes: Axes, rows: pd.DataFrame, colour: str) -> None:
    """Shade the interval; a year that stands alone gets a bar."""
    if len(rows) == 1:
        axes.vlines(rows["year"], rows["low"], rows["high"], color=colour, alpha=0.16, linewidth=6)
    else:
        axes.fill_between(rows["year"], rows["low"], rows["high"], color=colour, alpha=0.16, linewidth=0)


def draw_bars(axes: Axes, line: Line, number: Format, *, colour: str = ACCENT, top: float | None = None) -> None:
    """Draw one bar a year; a true zero is a ring on the base line, never an empty place."""
    seen = line.rows[line.rows["value"].notna()]
    filled, zeros = seen[seen["value"] > 0], seen[seen["value"] == 0]
    # A delivery too small for the scale is still a delivery: no bar is lower than a hairline.
    hairline = 0.008 * float(top if top is not None else seen["value"].max()) if len(seen) else 0.0
    axes.bar(filled["year"], filled["value"].clip(lower=hairline), width=0.72, color=colour, zorder=2)
    mark(axes, zeros["year"], zeros["value"], colour, hollow=True, zorder=3, clip_on=False)
    axes.set_ylim(bottom=0)
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: number(value)))
    axes.yaxis.set_major_locator(MaxNLocator(4, steps=STEPS))


def draw_missing(axes: Axes, rows: pd.DataFrame, *, at_foot: Collection[int] = (), named: bool = True) -> None:
    """Shade years without a value: hatched where the source does not cover them, a cross where it does not know."""
    outside, foot = set(rows.loc[rows["status"] == "not_covered", "year"]), set(at_foot)
    for first, last in runs(sorted(outside & foot)):
        # The strip at the foot is hatched more densely, to be seen.
        axes.axvspan(first - 0.5, last + 0.5, ymax=_FOOT, hatch="//////", edgecolor=FAINT, **_HATCHED)
    at = axes.get_xaxis_transform()
    for first, last in runs(sorted(outside - foot)):
        axes.axvspan(first - 0.5, last + 0.5, hatch="///", edgecolor=RULE, **_HATCHED)
        if named and last - first >= 2:
            place: Style = {"transform": at, "ha": "center", "va": "center", "rotation": 90 if last - first < 8 else 0}
            ink: Style = {"color": SOFT, "fontsize": SMALL, "fontstyle": "italic", "bbox": BOX | {"alpha": 1.0}}
            axes.text((first + last) / 2, 0.5, "not covered", **ink, **place)
    unknown = rows.loc[rows["status"] == "unknown", "year"]
    foot_line = np.full(len(unknown), 0.025)
    mark(axes, unknown, foot_line, FAINT, marker="x", size=4.5, transform=at, zorder=3, clip_on=False)


_HATCHED: Style = {"facecolor": "none", "linewidth": 0, "zorder": 0}


def draw_rank(axes: Axes, rows: pd.DataFrame) -> None:
    """Draw the percentile among all pairs on a scale of 0 to 100, with the middle marked."""
    rows = rows.sort_values("year")
    axes.axhline(50, color=FAINT, linewidth=1.0, linestyle=(0, (4, 3)), zorder=1)
    axes.plot(rows["year"], rows["percentile"], color=ACCENT, linewidth=1.6, marker="o", markersize=2.6, zorder=2)
    axes.set_ylim(-3, 103)
    axes.set_yticks([0, 50, 100])
    axes.set_ylabel("percentile", fontsize=10)
