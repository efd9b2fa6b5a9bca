"""Measures over the years with dated contacts and events laid under them, on one axis of time."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from dyadlens.charts.captions import caption, fill, nothing
from dyadlens.charts.layout import BOX, Style, frame, frame_years, mark, text_width
from dyadlens.charts.lines import asked, draw_band, draw_missing
from dyadlens.charts.picture import Picture
from dyadlens.data.cases import Case
from dyadlens.data.evidence import Evidence, join
from dyadlens.design import ACCENT, FAINT, INK, OTHERS, PAGE, PHONE, SOFT, WASH
from dyadlens.details.dated import OTHER, Dated, dated
from dyadlens.measures.registry import describe
from dyadlens.measures.trend import trend
from dyadlens.states import all_states
from dyadlens.text.answer import Text
from dyadlens.text.captions import credits
from dyadlens.text.names import capital, label, subject
from dyadlens.text.numbers import short, span, tick

_SIGNS = {"convergence": ("^", OTHERS[0]), "caution": ("v", ACCENT)}
_TEXT = 8.4  # points: labels of events
_ROW, _LINE, _GAP = 0.155, 0.78, 0.08  # inches: a row of labels, a small chart, room beside a mark


def timeline(rows: Evidence | Sequence[Evidence], measures: Sequence[str], case: Case | None) -> Picture | Text:
    """Draw measures as small lines, contacts as ticks by rank and events as labelled marks, all on one axis.

    Parameters
    ----------
    rows : Evidence, or several
        Evidence on a pair: with ``contacts_fixed``, or the visits of the United States, for the years looked at.
    measures : sequence of str
        Measures drawn as lines; of a directed one, the direction with more in it.
    case : Case or None
        Contacts and events collected for the pair; without them, visits of the United States stand in.

    Returns
    -------
    Picture or Text
        A sentence where there is nothing with a date.

    Examples
    --------
    >>> timeline(dyadlens.evidence("PAK-RUS"), ["agreement", "tiv"], dyadlens.case("PAK-RUS"))  # doctest: +SKIP
    """
    whole = rows if isinstance(rows, Evidence) else join(list(rows))
    years = int(whole["year"].min()), int(whole["year"].max())
    found = dated(whole, case)
    if found is None:
        return nothing("timeline")
    names = asked(whole, measures) if measures else []
    lines = [line for line in (_one_direction(whole, name) for name in names) if len(line.seen)]
    looked = whole.of(found.counted_by[0]).sort_values("year")
    missing = set(looked["status"]).union(*(line["status"] for line in lines))
    signs = {
        "events": len(found.events),
        "interval": any(line["low"].notna().any() for line in lines),
        "not_covered": "not_covered" in missing,
        "unknown": "unknown" in missing,
        "cause": True,
    }
    parts = {
        "title": _title(whole, found, years),
        "names": ", ".join(_name(line) for line in lines) or "none has a value",
        "contacts": ", ".join(f"{kind} {(found.contacts['kind'] == kind).sum()}" for kind in found.kinds),
        "events": len(found.events),
        "credits": "; ".join([*credits(*lines), found.credit]),
    }
    panels = _Panels(lines, found, looked, years)
    also = [name for name, there in signs.items() if there]
    captions = caption("timeline", *also, first=years[0], last=years[1], **parts)
    return Picture(_numbers(lines, found), panels.draw, (panels.height(False), panels.height(True)), **captions)


def _one_direction(rows: Evidence, name: str) -> Evidence:
    """Return one measure; of a directed one the direction with more in it."""
    found = rows.of(name)
    if found.seen.empty:
        return found
    return found.of(name, *found.main_direction(name)).sort_values("year")


def pack(places: Sequence[float], lengths: Sequence[float], last: float, gap: float) -> list[tuple[int, bool]]:
    """Give each label a row and a side of its mark, true for the left, so that none touches another."""
    rows: list[list[tuple[float, float]]] = []
    placed = []
    for at, length in zip(places, lengths, strict=True):
        right, left = (at - gap, at + gap + length), (at - gap - length, at + gap)
        sides = [(right, False)] if right[1] <= last else []
        sides.append((left, True))
        row, leftward, span = next(
            (row, leftward, span)
            for row, taken in enumerate([*rows, []])
            for span, leftward in sides
            if all(span[1] <= start or end <= span[0] for start, end in taken)
        )
        if row == len(rows):
            rows.append([])
        rows[row].append(span)
        placed.append((row, leftward))
    return placed


class _Panels:
    """The panels of one timeline: small lines, ticks, labelled marks."""

    def __init__(self, lines: Sequence[Evidence], found: Dated, looked: Evidence, years: tuple[int, int]) -> None:
        self.lines, self.dated, self.looked, self.years = lines, found, looked, years
        self.placed = {narrow: self._pack(narrow) for narrow in (False, True)}

    def _pack(self, narrow: bool) -> list[tuple[int, bool]]:
        unit = self._years_an_inch(narrow)
        lengths = [(text_width(text, _TEXT) + _GAP) * unit for text in self._labels(narrow)]
        return pack(self.dated.events["at"].tolist(), lengths, self.years[1] + 0.8, _GAP * unit)

    def _labels(self, narrow: bool) -> list[str]:
        """Return what stands beside each event: on a phone its number in the table."""
        return self.dated.events["number" if narrow else "what"].astype(str).tolist()

    @staticmethod
    def _left(narrow: bool) -> float:
        return 0.98 if narrow else 1.2

    def _years_an_inch(self, narrow: bool) -> float:
        return (self.years[1] - self.years[0] + 1.6) / ((PHONE if narrow else PAGE) - self._left(narrow) - 0.12)

    def _heights(self, narrow: bool) -> list[float]:
        depth = max((row for row, _ in self.placed[narrow]), default=-1) + 1
        marks = [0.25 + _ROW * depth] if depth else []
        return [*([_LINE] * len(self.lines)), 0.15 + 0.2 * len(self.dated.kinds), *marks]

    def height(self, narrow: bool) -> float:
        """Return the height of the whole in inches."""
        return 0.4 + sum(self._heights(narrow))

    def draw(self, canvas: Figure, narrow: bool) -> None:
        """Draw all panels, one beneath the other."""
        heights, top = self._heights(narrow), 0.06
        for at, inches in enumerate(heights):
            foot = canvas.get_figheight() - top - inches
            axes = frame(canvas, left=self._left(narrow), right=0.12, bottom=foot, top=top + 0.1)
            top += inches
            frame_years(axes, *self.years, labelled=at == len(heights) - 1, narrow=narrow)
            axes.grid(visible=False, axis="y")
            axes.grid(axis="x", color=WASH)
            if at < len(self.lines):
                _draw_small_line(axes, self.lines[at], narrow)
            elif at == len(self.lines):
                _draw_contacts(axes, self.dated)
                draw_missing(axes, self.looked, named=False)
            else:
                self._draw_events(axes, narrow)

    def _draw_events(self, axes: Axes, narrow: bool) -> None:
        gap = _GAP * self._years_an_inch(narrow)
        events = self.dated.events[["at", "expected"]].to_numpy().tolist()
        for (at, expected), text, (row, leftward) in zip(
            events, self._labels(narrow), self.placed[narrow], strict=True
        ):
            sign, hue = _SIGNS.get(expected, ("o", SOFT))
            mark(axes, at, row, hue, marker=sign, size=3.6, clip_on=False)
            side = (at - gap, "right") if leftward else (at + gap, "left")
            axes.text(side[0], row, text, ha=side[1], va="center", fontsize=_TEXT, color=INK, clip_on=False)
        axes.set_ylim(max(row for row, _ in self.placed[narrow]) + 0.6, -0.9)
        axes.set_yticks([0], ["Events"], fontsize=8.2, color=SOFT)


def _draw_small_line(axes: Axes, rows: Evidence, narrow: bool) -> None:
    what, hue, zeros = describe(rows["measure"].iloc[0]), OTHERS[0], rows[rows["status"] == "true_zero"]
    if rows["low"].notna().any():
        draw_band(axes, rows, hue)
    axes.plot(rows["year"], rows["value"], color=hue, linewidth=1.6, marker="o", markersize=2.2)
    mark(axes, zeros["year"], zeros["value"], hue, size=3, hollow=True)
    axes.margins(y=0.2)
    if rows.seen["value"].nunique() == 1:
        axes.set_ylim(min(0.0, 2 * rows.seen["value"].iloc[0]) - 0.1, max(1.0, 2 * rows.seen["value"].iloc[0]))
    low, high = axes.get_ylim()
    ticks = MaxNLocator(2, integer=what.scale in {"count", "flag"}).tick_values(low, high)
    axes.set_yticks([at for at in ticks if low <= at <= high])
    axes.set_ylim(low, high + 0.25 * (high - low))  # room for the name
    draw_missing(axes, rows, named=False)
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: tick(value, what.scale)))
    axes.tick_params(axis="y", labelsize=8)
    at: Style = {"transform": axes.transAxes, "va": "top", "color": hue, "bbox": BOX | {"pad": 0.8}}
    axes.text(0.004, 1.0, _name(rows), fontsize=8.6 if narrow else 9.6, fontweight="semibold", **at)


def _name(rows: Evidence) -> str:
    name = rows["measure"].iloc[0]
    return subject(rows) if describe(name).directed else label(name)


def _draw_contacts(axes: Axes, found: Dated) -> None:
    for at, kind in enumerate(found.kinds):
        places = found.contacts.loc[found.contacts["kind"] == kind, "at"]
        axes.vlines(places, at - 0.34, at + 0.34, color=FAINT if kind == OTHER else INK, linewidth=1.1)
    axes.set_yticks(range(len(found.kinds)), [capital(kind) for kind in found.kinds], fontsize=8.2, color=SOFT)
    axes.set_ylim(len(found.kinds) - 0.4, -0.6)


def _title(rows: Evidence, found: Dated, years: tuple[int, int]) -> str:
    """Say how many contacts at the top there were in the last years in which anybody looked, and before."""
    undirected = rows[[not describe(name).directed for name in rows["measure"]]]
    states = (undirected if len(undirected) else rows)[["a", "b"]].iloc[0]
    pair = capital(" and ".join(all_states()[code].in_text for code in states))
    counted = "trips at the top" if OTHER in found.kinds else "visits"
    trends = [trend(_one_direction(rows, name)) for name in found.counted_by]
    known = [t for t in trends if t is not None and t.direction != "unknown"]
    if not known:
        last = max(part["date"].astype(str).str[:4].max() for part in (found.contacts, found.events) if len(part))
        counts = {"contacts": len(found.contacts), "events": len(found.events)}
        return fill("timeline", "untold", pair=pair, first=years[0], last=last, **counts)
    now, before = (
        f"{round(sum(mean * len(over) for mean, over in window))} in {span(window[0][1][0], window[0][1][-1])}"
        for window in ([(t.recent, t.recent_years) for t in known], [(t.earlier, t.earlier_years) for t in known])
    )
    return f"{pair}: {counted}, {now} after {before}"


def _numbers(lines: Sequence[Evidence], found: Dated) -> pd.DataFrame:
    """List events, contacts and yearly values, each with its date."""
    events, contacts = found.events, found.contacts
    parts = [
        pd.DataFrame(
            {
                "Date": events["date"],
                "No.": events["number"].astype(str),
                "What": events["what"],
                "Kind": [f"event, {str(text).replace('_', ' ')}" for text in events["bears_on"]],
                "Expected": events["expected"].astype(str),
            }
        ),
        contacts[["date", "what"]]
        .set_axis(["Date", "What"], axis=1)
        .assign(Kind=[f"contact, {kind}" for kind in contacts["kind"]]),
    ]
    for rows in lines:
        scale = describe(rows["measure"].iloc[0]).scale
        values = [short(value, scale) for value in rows.seen["value"]]
        parts.append(pd.DataFrame({"Date": rows.seen["year"].astype(str), "What": values, "Kind": _name(rows)}))
    whole = pd.concat([part for part in parts if len(part)], ignore_index=True)
    return whole.reindex(columns=["Date", "No.", "What", "Kind", "Expected"], fill_value="").fillna("")
