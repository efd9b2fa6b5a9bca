"""Dots with intervals, one row a thing: measures then and now, topics of speeches, and what other charts lay so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from dyadlens.charts.captions import caption, nothing
from dyadlens.charts.layout import Style, by_rows, frame, frame_rows, interval_cells, label_size, mark, note
from dyadlens.charts.picture import Picture
from dyadlens.data.evidence import Evidence, join
from dyadlens.design import ACCENT, FAINT, LABEL, OTHERS, RULE, SOFT
from dyadlens.details.topics import topic_shares
from dyadlens.lens import Lens, as_lens
from dyadlens.measures.registry import describe, require_measures
from dyadlens.measures.snapshots import snapshots
from dyadlens.text.answer import Text
from dyadlens.text.captions import credits_of, source_line
from dyadlens.text.names import capital, label, who
from dyadlens.text.numbers import listed, number, short, span, tick
from dyadlens.text.sentences import summary_text


def draw_dots(axes: Axes, marks: pd.DataFrame, *, size: float = 6.0) -> None:
    """Draw marks over their intervals.

    ``marks`` has ``row``, ``value`` and ``colour``; where they apply ``low`` and ``high`` (a thick line),
    ``outer_low`` and ``outer_high`` (a thin one), ``marker`` and ``filled``.
    """
    thin: Style = {"linewidth": 1.2}
    thick: Style = {"linewidth": 3.5, "alpha": 0.4}
    for low, high, style in (("outer_low", "outer_high", thin), ("low", "high", thick)):
        if low in marks:
            axes.hlines(marks["row"], marks[low], marks[high], color=marks["colour"], zorder=2, **style)
    for one in marks.to_dict("records"):
        kind: Style = {"marker": one.get("marker", "o"), "hollow": not one.get("filled", True)}
        mark(axes, one["value"], one["row"], one["colour"], size=size, zorder=3, **kind)


def write_values(axes: Axes, texts: Iterable[str], hues: Iterable[str], bold: Iterable[bool], *, narrow: bool) -> None:
    """Write the value of each row at its right end."""
    for row, (text, hue, heavy) in enumerate(zip(texts, hues, bold, strict=True)):
        place: Style = {"transform": axes.get_yaxis_transform(), "va": "center", "fontsize": label_size(narrow)}
        axes.text(1.02, row, text, color=hue, fontweight="semibold" if heavy else "normal", **place)


def dots(rows: Evidence, measures: Sequence[str], *, apart: int = 10) -> Picture | Text:
    """Draw several measures of one unit at the last year that most of them have, and some years before.

    Parameters
    ----------
    rows : Evidence
        Evidence on a pair.
    measures : sequence of str
        Measures of one unit.
    apart : int
        Years between the two.

    Returns
    -------
    Picture or Text
        A sentence where none of them has a value.

    Raises
    ------
    UnknownName
        If there is no such measure.

    Examples
    --------
    >>> dots(votes, ["agreement_me", "agreement_nu", "agreement_di"])  # doctest: +SKIP
    """
    names = require_measures(list(measures))
    what, found = describe(names[0]), snapshots(rows, names, apart=apart)
    if found is None:
        return summary_text(rows, names[0])
    spans = [span(year - what.window + 1, year) for year in (found.then_year, found.now_year)]
    topics_of, values = [_topic(name) for name in found.now.index], [number(v, what.scale) for v in found.now["value"]]

    def draw(canvas: Figure, narrow: bool) -> None:
        axes = frame(canvas, left=1.35 if narrow else 2.4)
        for part, aside, hue, marker, name in (
            (found.then, -0.14, SOFT, "s", spans[0]),
            (found.now, 0.14, ACCENT, "o", spans[1]),
        ):
            draw_dots(axes, part.assign(row=np.arange(len(part)) + aside, colour=hue, marker=marker))
            known = np.flatnonzero(part["value"].notna())
            if len(known):
                top, edge = (part["value"].iloc[known[0]], known[0] + aside), "bottom" if aside < 0 else "top"
                note(axes, name, top, (0, -64 * aside), color=hue, fontsize=10, ha="center", va=edge)
        frame_rows(axes, topics_of, lambda v: tick(v, what.scale), narrow=narrow)

    table = pd.DataFrame({"Topic": topics_of})
    for name, part in zip(spans, (found.then, found.now), strict=True):
        table[name] = [short(v, what.scale) for v in part["value"]]
        table[f"{name}, 90% interval"] = interval_cells(part, lambda v: short(v, what.scale))
    ends = [f"{_issue(found.now.index[at])} ({values[at]})" for at in (0, -1)]
    parts = {
        "pair": capital(who(rows.of(rows["measure"].iloc[0]))),
        "unit": what.unit,
        "lowest": ends[0],
        "highest": ends[1],
        "then": spans[0],
        "now": spans[1],
        "values": ", ".join(f"{topic} {value}" for topic, value in zip(topics_of, values, strict=True)),
        "source": source_line([join([rows.of(n) for n in names]).seen], what, False, interval="Line through a mark"),
        "ended": listed([f"{_topic(name)} (to {year})" for name, year in found.ended.items()]),
    }
    captions = caption("dots", *(["ended"] if found.ended else []), count=len(values), **parts)
    return Picture(table, draw, by_rows(len(values), 0.52, 0.68, rest=0.7), **captions)


def _issue(measure: str) -> str:
    """Name what a measure of agreement is on; the years that it pools stand in the subtitle."""
    return label(measure).removeprefix("Agreement on ").partition(", ")[0]


def _topic(measure: str) -> str:
    return capital(_issue(measure))


def topics(frequencies: pd.DataFrame, lens: Lens | str) -> Picture | Text:
    """Draw for each topic the share of sentences on it in the speeches of either state and of all."""
    lens = as_lens(lens)
    shares, a, b = topic_shares(frequencies, lens), lens.a.in_text, lens.b.in_text
    years = shares.attrs["years"]
    if not years:
        return nothing("topics", a=a, b=b)
    styles = {"a": (capital(lens.a.name), ACCENT, "o", 0.0), "b": (capital(lens.b.name), OTHERS[0], "s", 0.5)}

    def draw(canvas: Figure, narrow: bool) -> None:
        axes, rows = frame(canvas, left=1.2 if narrow else 1.5, right=0.2, top=0.38), np.arange(len(shares))
        axes.hlines(rows, shares[["a", "b"]].min(axis=1), shares[["a", "b"]].max(axis=1), color=RULE, linewidth=2)
        mark(axes, shares["all"], rows, FAINT, marker="|", size=11, zorder=2)
        for side, (name, hue, marker, at) in styles.items():
            draw_dots(axes, pd.DataFrame({"row": rows, "value": shares[side], "colour": hue, "marker": marker}))
            place: Style = {"transform": axes.transAxes, "color": hue, "clip_on": False}
            axes.plot(at + 0.015, 1.05, marker=marker, **place)
            axes.text(at + 0.045, 1.05, name, va="center", fontsize=LABEL, **place)
        names = [capital(topic) for topic in shares.index]
        frame_rows(axes, names, lambda v: tick(v, "share"), narrow=narrow, in_one_line=True)
        axes.grid(visible=False)
        axes.set_xlim(left=0)

    cells = shares.map(lambda value: number(value, "share"))
    first, second = (shares[side].idxmax() for side in "ab")
    apart = (shares["a"] - shares["b"]).abs().idxmax()
    each = f"{capital(a)} speaks most of {first}, {b} of {second}"
    parts = {
        "most": f"Both speak most of {first}" if first == second else each,
        "apart": apart,
        "first": cells.at[apart, "a"],
        "second": cells.at[apart, "b"],
        "pair": f"{capital(a)} and {b}",
        "values": "; ".join(f"{topic}: {x} and {y}" for topic, x, y in cells[["a", "b"]].itertuples()),
        "years": f"{years[0]}–{years[-1]}" if len(years) > 1 else years[0],
        "credit": credits_of(["debate_topics"]),
    }
    heads = {"a": styles["a"][0], "b": styles["b"][0], "all": "All speakers"}
    captions = caption("topics", a=a, b=b, count=len(shares), spoken=len(years), **parts)
    table = cells.rename(columns=heads).reset_index(names="Topic")
    return Picture(table, draw, by_rows(len(shares), 0.28, rest=0.9), **captions)
