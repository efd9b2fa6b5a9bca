"""Charts of verdicts: numbers against thresholds, parts that hold, and verdicts then and now."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, NullLocator

from dyadlens.charts.captions import caption, nothing
from dyadlens.charts.dotplot import draw_dots
from dyadlens.charts.layout import by_rows, frame, frame_rows, name_rows, note
from dyadlens.charts.picture import Picture
from dyadlens.claims.hindcast import ClaimVintage
from dyadlens.claims.margins import CLOSE, LETTERS, STEPS, Margin, margins, ways_changed
from dyadlens.claims.verdicts import Verdict
from dyadlens.design import ACCENT, INK, LINE, OTHERS, SMALL, SOFT
from dyadlens.indices.definitions import domains_of
from dyadlens.text.answer import Text
from dyadlens.text.index import points
from dyadlens.text.names import capital
from dyadlens.text.numbers import listed
from dyadlens.text.verdict import day_text, tables_of_verdicts, threshold, written

_FARTHEST = 16.0  # numbers farther from their threshold are drawn at the edge
_HEADS = ("not testable", "contradicted", "partly", "supported")
_WAYS = {
    "less": "less supported now",
    "more": "more",
    "testable": "testable only now",
    "not testable": "no longer testable",
}
_VIEWS = {
    "then": ("s", False, ACCENT, "then"),
    "same year now": ("D", False, OTHERS[0], "the same year as seen now"),
    "latest now": ("o", True, ACCENT, "now"),
}


def thresholds(found: Sequence[Verdict]) -> Picture | Text:
    """Draw every number against its threshold, with the band that a threshold moved by a quarter would reach."""
    rows = margins(found)
    if len(rows) < 3:
        return nothing("thresholds")
    close = list(dict.fromkeys(row.name for row in rows if row.close))
    near = f"close to it: {listed(close)}" if close else "none lies close to it"
    names = [(row.name, _number_name(row)) for row in rows]

    def draw(canvas: Figure, narrow: bool) -> None:
        axes = frame(canvas, left=0.75 if narrow else 3.6, bottom=0.62, top=0.33)
        times = np.array([row.times for row in rows])
        place = times.clip(1 / _FARTHEST, _FARTHEST)
        holds = np.array([row.holds for row in rows])
        colour = np.where(holds, OTHERS[0], ACCENT)
        marker = np.select([times > _FARTHEST, times < 1 / _FARTHEST], [">", "<"], "o")
        axes.set_xscale("log")
        axes.set_xlim(1 / _FARTHEST / 1.25, _FARTHEST * 1.25)
        axes.axvspan(*CLOSE, color=LINE, zorder=0, linewidth=0)
        axes.axvline(1.0, color=INK, linewidth=1.0, zorder=1)
        axes.hlines(range(len(rows)), 1.0, place, color=colour, linewidth=1.2, alpha=0.6, zorder=2)
        marks = {"row": range(len(rows)), "value": place, "colour": colour, "marker": marker, "filled": holds}
        draw_dots(axes, pd.DataFrame(marks), size=6.5)
        name_rows(axes, names, narrow=narrow)
        axes.set_xticks([1 / 16, 1 / 4, 1, 4, 16])
        axes.xaxis.set_minor_locator(NullLocator())
        axes.xaxis.set_major_formatter(FuncFormatter(lambda v, _: f"{v:g}" if v >= 1 else f"1/{1 / v:g}"))
        axes.grid(visible=False)
        axes.text(0.94, -0.75, "does not hold ", ha="right", va="bottom", fontsize=SMALL, color=ACCENT)
        axes.text(1.06, -0.75, " holds", ha="left", va="bottom", fontsize=SMALL, color=OTHERS[0])
        axes.set_xlabel("times the threshold, in the claim's favour", fontsize=SMALL)

    parts = {"holds": sum(row.holds for row in rows), "near": near, "tables": len(tables_of_verdicts(found))}
    table = pd.DataFrame(
        {
            "Part": [row.name for row in rows],
            "Number": [name for _, name in names],
            "Measured": [written(row.part.numbers[row.check.number]) for row in rows],
            "Compared with": [threshold(row.check, row.part) for row in rows],
            "Times the threshold, in favour": [
                "beyond measure" if math.isinf(row.times) else f"{row.times:.2f}" for row in rows
            ],
        }
    )
    captions = caption("thresholds", count=len(rows), **parts)
    return Picture(table, draw, by_rows(len(rows), 0.3, 0.46, rest=1.0), **captions)


def _number_name(row: Margin) -> str:
    name = row.part.numbers[row.check.number].label
    return name if row.alone else f"{name}, {threshold(row.check, row.part)}"


def support(found: Sequence[Verdict]) -> Picture | Text:
    """Draw which parts of each claim hold, which do not, and which are not known."""
    tested = [verdict for verdict in found if verdict.parts]
    if not tested:
        return nothing("support")
    styles = {"met": ("s", OTHERS[0], True), "not met": ("s", ACCENT, False), "not known": ("x", SOFT, True)}
    marks = pd.DataFrame(
        [
            (row, at, *styles[part.status], part.status)
            for row, verdict in enumerate(tested)
            for at, part in enumerate(verdict.parts)
        ],
        columns=["row", "value", "marker", "colour", "filled", "status"],
    )
    counts = {status: int((marks["status"] == status).sum()) for status in styles}
    most = max(len(verdict.parts) for verdict in tested)

    def draw(canvas: Figure, narrow: bool) -> None:
        axes = frame(canvas, left=0.75 if narrow else 3.7, right=0.35, bottom=0.1, top=0.5)
        draw_dots(axes, marks, size=8)
        name_rows(axes, [(verdict.claim.id, verdict.claim.text) for verdict in tested], narrow=narrow)
        axes.set_xlim(-0.5, max(most, 3) - 0.5)
        _head_columns(axes, [f"({letter})" for letter in LETTERS[:most]], narrow=narrow)

    parts = {
        "met": counts["met"],
        "rest": f"; {counts['not known']} are not known" if counts["not known"] else "",
        "parts": ", ".join(f"{verdict.claim.id} {verdict.counts['met']} of {len(verdict.parts)}" for verdict in tested),
        "unknown": listed([verdict.claim.id for verdict in tested if verdict.counts["not known"]]) or "none",
        "disputed": listed([verdict.claim.id for verdict in tested if verdict.word_elsewhere]),
        "tables": len(tables_of_verdicts(found)),
    }
    table = pd.DataFrame(
        [
            {"Part": f"{v.claim.id} ({letter})", "What must hold": part.proposition, "Answer": part.status}
            for v in tested
            for letter, part in zip(LETTERS, v.parts, strict=False)
        ]
    )
    captions = caption(
        "support", *(["other"] if parts["disputed"] else []), count=len(marks), claims=len(tested), **parts
    )
    return Picture(table, draw, by_rows(len(tested), 0.36, 0.46, rest=0.8), **captions)


def _head_columns(axes: Axes, heads: Sequence[str], *, narrow: bool) -> None:
    axes.xaxis.set_ticks_position("top")
    axes.set_xticks(range(len(heads)), heads, fontsize=9.0 if narrow else 10.5)
    axes.tick_params(axis="x", length=0, colors=SOFT)
    axes.spines["bottom"].set_visible(False)
    axes.grid(visible=False)


def vintages(moves: Sequence[ClaimVintage], indices: pd.DataFrame | None = None) -> Picture | Text:
    """Draw the verdict on each claim, and both indices, on an earlier day and now."""
    if not moves:
        return nothing("vintages")
    rows = sorted(moves, key=lambda move: (not move.changed, STEPS[move.now.word] - STEPS[move.then.word]))
    known = pd.DataFrame() if indices is None else indices[indices["value"].notna()]
    if len(known):  # one mark where the last year now is the year known then
        known = known[~known.duplicated(["index", "year", "value"], keep="last")]
    foot = 1.8 if len(known) else 0.0

    def draw(canvas: Figure, narrow: bool) -> None:
        left = 0.75 if narrow else 3.7
        _draw_moves(frame(canvas, left=left, right=0.35, bottom=0.1 + foot, top=0.4), rows, narrow)
        if foot:
            top = canvas.get_figheight() - foot + 0.33
            _draw_views(frame(canvas, left=left, right=0.35, bottom=0.42, top=top), known, narrow)

    day, ways = day_text(moves), ways_changed(rows)
    told = [f" {capital(v['index'])}, {_VIEWS[v['view']][3]}: {_written(v)}." for v in known.to_dict("records")]
    other = listed([move.now.claim.id for move in moves if move.now.word != move.seen.word])
    parts = {
        "changed": sum(move.changed for move in rows),
        "day": day,
        "ways": "".join(f"; {_WAYS[way]}: {listed(ids)}" for way, ids in ways.items() if ids),
        "indices": "".join(told),
        "tables": len(tables_of_verdicts([move.now for move in moves])),
        "other": other,
    }
    also = [*(["other"] if other else []), *(["below"] if foot else [])]
    captions = caption("vintages", *also, count=len(rows), **parts)
    heights = by_rows(len(rows), 0.36, 0.46, rest=0.7 + foot)
    return Picture(_vintages_table(rows, known, capital(day)), draw, heights, **captions)


def _draw_moves(axes: Axes, rows: Sequence[ClaimVintage], narrow: bool) -> None:
    then, now = (
        [STEPS[word] for word in words] for words in zip(*((m.then.word, m.now.word) for m in rows), strict=True)
    )
    colours, every = [ACCENT if move.changed else SOFT for move in rows], range(len(rows))
    axes.set_xlim(-0.35, 3.35)
    axes.axvspan(-0.35, 0.5, color=LINE, alpha=0.35, linewidth=0, zorder=0)  # not a step on the way
    for x in range(len(_HEADS)):
        axes.axvline(x, color=LINE, linewidth=0.9, zorder=0)
    for row, old, new, colour in zip(every, then, now, colours, strict=True):
        if old != new:
            arrow = {"arrowstyle": "-|>", "color": colour, "linewidth": 1.6, "shrinkA": 4, "shrinkB": 6}
            axes.annotate("", (new, row), (old, row), arrowprops=arrow)
    squares = {"row": every, "value": then, "colour": colours, "marker": "s", "filled": False}
    draw_dots(axes, pd.DataFrame(squares), size=9)
    draw_dots(axes, pd.DataFrame({"row": every, "value": now, "colour": colours}), size=4.8)
    name_rows(axes, [(m.now.claim.id, m.now.claim.text) for m in rows], narrow=narrow, colours=colours)
    _head_columns(axes, _HEADS, narrow=narrow)


def _draw_views(axes: Axes, known: pd.DataFrame, narrow: bool) -> None:
    """Draw each view of an index as a mark with its band, on a scale of its own."""
    names, steps = list(dict.fromkeys(known["index"])), dict(zip(_VIEWS, (-0.26, 0.0, 0.26), strict=True))
    styles = pd.DataFrame([_VIEWS[view][:3] for view in known["view"]], columns=["marker", "filled", "colour"])
    rows = [names.index(index) + steps[view] for index, view in zip(known["index"], known["view"], strict=True)]
    marks = pd.concat([known.reset_index(drop=True), styles], axis=1).assign(row=rows)
    frame_rows(axes, [capital(name) for name in names], points, narrow=narrow, in_one_line=True)
    draw_dots(axes, marks)
    for view in marks.to_dict("records"):
        text = f"{view['year']:.0f}, seen {'then' if view['view'] == 'then' else 'now'}"
        note(axes, text, (view["high"], view["row"]), (4, 0), color=view["colour"], va="center", fontsize=8)
    axes.set_xlim(0, 125)
    axes.set_xticks(range(0, 101, 25))
    axes.set_xlabel("index, 1 to 100", fontsize=9)


def _written(view: dict[Any, Any]) -> str:
    return (
        f"{points(view['value'])} ({points(view['low'])}–{points(view['high'])}) in {view['year']:.0f}, on "
        f"{view['domains']} of {len(domains_of(view['index']))} domains"
    )


def _vintages_table(rows: Sequence[ClaimVintage], known: pd.DataFrame, day: str) -> pd.DataFrame:
    cells = [
        {"Claim": m.now.claim.id, "What is said": m.now.claim.text, day: m.then.word, "Now": m.now.word} for m in rows
    ]
    for index, views in ((str(i), views) for i, views in known.groupby("index", sort=False)) if len(known) else ():
        seen = {view["view"]: _written(view) for view in views.to_dict("records")}
        now = "; ".join(dict.fromkeys(seen[view] for view in ("same year now", "latest now") if view in seen))
        cells.append({"Claim": "", "What is said": capital(index), day: seen.get("then", "not known"), "Now": now})
    return pd.DataFrame(cells)
