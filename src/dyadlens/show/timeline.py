"""Measures over the years with dated contacts and events laid under them, on one axis of time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from dyadlens.data.cases import Case
from dyadlens.data.evidence import Evidence, join
from dyadlens.measures import describe
from dyadlens.show.captions import credits
from dyadlens.show.changes import WINDOW
from dyadlens.show.charts import draw_missing
from dyadlens.show.dated import OTHER, VISITS, Dated, of_case, of_visits, pack
from dyadlens.show.layout import frame_years, text_width
from dyadlens.show.numbers import short, tick
from dyadlens.show.picture import Picture, render
from dyadlens.show.style import FAINT, INK, MAIN, OTHERS, SOFT, house_style
from dyadlens.show.words import Said, capital, label, subject
from dyadlens.states import all_states

_SIGNS = {"convergence": "^", "caution": "v", "mixed": "o"}
_HUES = {"convergence": OTHERS[0], "caution": MAIN, "mixed": SOFT}
_TEXT = 8.4  # points: labels of events
_ROW, _LINE, _GAP = 0.155, 0.78, 0.08  # inches: a row of labels, a small chart, room beside a mark
_COUNTED = {"contacts_fixed": "trips at the top", "leader_visits": "visits"}
_NONE = (
    "No dated contacts or events have been collected for this pair, and no source lists visits between the two: there "
    "is nothing to lay beside the measures."
)


def timeline(rows: Evidence | Sequence[Evidence], measures: Sequence[str], found: Case | None) -> Picture | Said:
    """Draw measures as small lines, contacts as ticks by rank and events as labelled marks, all on one axis."""
    whole = rows if isinstance(rows, Evidence) else join(list(rows))
    years = int(whole["year"].min()), int(whole["year"].max())
    dated = of_case(found, years) if found is not None else of_visits(whole)
    if dated is None or not (len(dated.contacts) or len(dated.events)):
        return Said(_NONE)
    lines = [line for line in (_one_direction(whole, name) for name in measures) if len(line.seen)]
    looked = _looked(whole, dated)
    charts = _Charts(lines, dated, looked, years)
    pictures = render(charts.draw, charts.height(False), narrow_height=charts.height(True))
    return Picture(
        title=_title(whole, dated, looked, years),
        subtitle=f"Measures, contacts and events on one axis, {years[0]}–{years[1]}",
        alt=_alternative(lines, dated, years),
        source=_source(lines, dated, looked),
        wide=pictures[0],
        narrow=pictures[1],
        table=_numbers(lines, dated),
    )


def _one_direction(rows: Evidence, name: str) -> Evidence:
    """Return one measure; of a directed one the direction with more in it."""
    found = rows.of(name)
    if found.seen.empty:
        return found
    a, b = found.seen.groupby(["a", "b"], sort=False)["value"].sum().idxmax()
    return found.of(name, a, b).sort_values("year")


def _looked(rows: Evidence, dated: Dated) -> Evidence:
    """Return the evidence that says in which years contacts, or else visits, were looked for."""
    return rows.of("contacts_fixed" if OTHER in dated.kinds else next(iter(VISITS))).sort_values("year")


class _Charts:
    """The panels of one timeline: small lines, ticks, labelled marks."""

    def __init__(self, lines: Sequence[Evidence], dated: Dated, looked: Evidence, years: tuple[int, int]) -> None:
        self.lines, self.dated, self.looked, self.years = lines, dated, looked, years
        with house_style():  # the length of a label is that of its typeface
            self.placed = {narrow: self._pack(narrow) for narrow in (False, True)}

    def _pack(self, narrow: bool) -> list[tuple[int, bool]]:
        unit = self._years_an_inch(narrow)
        lengths = [(text_width(text, _TEXT) + _GAP) * unit for text in self._labels(narrow)]
        return pack(self.dated.events["at"].tolist(), lengths, self.years[1] + 0.8, _GAP * unit)

    def _labels(self, narrow: bool) -> list[str]:
        """Return what stands beside each event: on a phone its number in the table."""
        return self.dated.events["number" if narrow else "what"].astype(str).tolist()

    @staticmethod
    def _margins(narrow: bool) -> tuple[float, float, float]:
        return (4.1, 0.98, 0.12) if narrow else (7.4, 1.2, 0.12)  # inches: canvas, left, right

    def _years_an_inch(self, narrow: bool) -> float:
        width, left, right = self._margins(narrow)
        return (self.years[1] - self.years[0] + 1.6) / (width - left - right)

    def _heights(self, narrow: bool) -> list[float]:
        depth = max((row for row, _ in self.placed[narrow]), default=-1) + 1
        marks = [0.25 + _ROW * depth] if depth else []
        return [*([_LINE] * len(self.lines)), 0.15 + 0.2 * len(self.dated.kinds), *marks]

    def height(self, narrow: bool) -> float:
        """Return the height of the whole in inches."""
        return 0.4 + sum(self._heights(narrow))

    def draw(self, canvas: Figure, narrow: bool) -> None:
        """Draw all panels, one beneath the other."""
        width, left, right = self._margins(narrow)
        height = tops = canvas.get_size_inches()[1]
        tops -= 0.06
        heights = self._heights(narrow)
        for at, inches in enumerate(heights):
            tops -= inches
            axes = canvas.add_axes((left / width, tops / height, 1 - (left + right) / width, (inches - 0.1) / height))
            frame_years(axes, *self.years, labelled=at == len(heights) - 1, narrow=narrow)
            axes.grid(visible=False, axis="y")
            axes.grid(axis="x", color="#eef0f2")
            if at < len(self.lines):
                _small_line(axes, self.lines[at], narrow)
            elif at == len(self.lines):
                _ticks(axes, self.dated)
                draw_missing(axes, self.looked, named=False)
            else:
                self._events(axes, narrow)

    def _events(self, axes: Axes, narrow: bool) -> None:
        gap = _GAP * self._years_an_inch(narrow)
        events = zip(self.dated.events.itertuples(), self._labels(narrow), self.placed[narrow], strict=True)
        for event, text, (row, leftward) in events:
            hue, sign = _HUES.get(event.expected, SOFT), _SIGNS.get(event.expected, "o")
            axes.plot(event.at, -row, marker=sign, color=hue, markersize=3.6, linestyle="", clip_on=False)
            side = {"x": event.at - gap, "ha": "right"} if leftward else {"x": event.at + gap, "ha": "left"}
            axes.text(s=text, y=-row, va="center", fontsize=_TEXT, color=INK, clip_on=False, **side)
        axes.set_ylim(0.4 - max(row for row, _ in self.placed[narrow]) - 1, 0.9)
        axes.set_yticks([0], ["Events"], fontsize=8.2, color=SOFT)


def _small_line(axes: Axes, rows: Evidence, narrow: bool) -> None:
    what = describe(rows["measure"].iloc[0])
    if rows["low"].notna().any():
        axes.fill_between(rows["year"], rows["low"], rows["high"], color=OTHERS[0], alpha=0.15, linewidth=0)
    axes.plot(rows["year"], rows["value"], color=OTHERS[0], linewidth=1.6, marker="o", markersize=2.2)
    zeros = rows[rows["status"] == "true_zero"]
    axes.plot(
        zeros["year"], zeros["value"], linestyle="", marker="o", markersize=3, markerfacecolor="white", color=OTHERS[0]
    )
    axes.margins(y=0.2)
    if rows.seen["value"].nunique() == 1:
        axes.set_ylim(min(0.0, 2 * rows.seen["value"].iloc[0]) - 0.1, max(1.0, 2 * rows.seen["value"].iloc[0]))
    low, high = axes.get_ylim()
    marks = MaxNLocator(2, integer=what.scale in {"count", "flag"}).tick_values(low, high)
    axes.set_yticks([at for at in marks if low <= at <= high])
    axes.set_ylim(low, high + 0.25 * (high - low))  # room for the name
    draw_missing(axes, rows, named=False)
    axes.yaxis.set_major_formatter(FuncFormatter(lambda v, _: tick(v, what.scale)))
    axes.tick_params(axis="y", labelsize=8)
    axes.text(
        0.004, 1.0, _named(rows), transform=axes.transAxes, va="top", fontsize=8.6 if narrow else 9.6,
        color=OTHERS[0], fontweight="semibold",
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.8, "alpha": 0.8},
    )  # fmt: skip


def _named(rows: Evidence) -> str:
    name = rows["measure"].iloc[0]
    return subject(rows) if describe(name).directed else label(name)


def _ticks(axes: Axes, dated: Dated) -> None:
    order = dated.kinds[::-1]
    for at, kind in enumerate(order):
        places = dated.contacts.loc[dated.contacts["kind"] == kind, "at"]
        axes.vlines(places, at - 0.34, at + 0.34, color=FAINT if kind == OTHER else INK, linewidth=1.1)
    axes.set_yticks(range(len(order)), [capital(kind) for kind in order], fontsize=8.2, color=SOFT)
    axes.set_ylim(-0.6, len(order) - 0.4)


def _title(rows: Evidence, dated: Dated, looked: Evidence, years: tuple[int, int]) -> str:
    """Say how many contacts at the top there were in the last years in which anybody looked, and before."""
    subject = capital(" and ".join(all_states()[c].in_text for c in _pair(rows)))
    names = ["contacts_fixed"] if OTHER in dated.kinds else list(VISITS)
    sums = join([rows.of(name) for name in names]).seen.groupby("year")["value"].sum()
    now, before = sums.iloc[-WINDOW:], sums.iloc[-2 * WINDOW : -WINDOW]
    if len(looked.seen) < 2 * WINDOW:
        counted = f"{len(dated.contacts)} contacts and {len(dated.events)} events"
        last = max(part["date"].astype(str).str[:4].max() for part in (dated.contacts, dated.events) if len(part))
        return f"{subject}: {counted} in {years[0]}–{last}"
    spans = [f"{int(part.sum())} in {part.index[0]}–{str(part.index[-1])[2:]}" for part in (now, before)]
    return f"{subject}: {_COUNTED[names[0]]}, {spans[0]} after {spans[1]}"


def _pair(rows: Evidence) -> tuple[str, str]:
    """Return the pair in the order of its undirected evidence, else as it first stands."""
    undirected = [not describe(name).directed for name in rows["measure"].unique()]
    names = rows["measure"].unique()[undirected] if any(undirected) else rows["measure"].unique()
    first = rows[rows["measure"] == names[0]].iloc[0]
    return first["a"], first["b"]


def _alternative(lines: Sequence[Evidence], dated: Dated, years: tuple[int, int]) -> str:
    counts = ", ".join(f"{kind} {int((dated.contacts['kind'] == kind).sum())}" for kind in dated.kinds)
    names = ", ".join(_named(rows) for rows in lines) or "none has a value"
    return (
        f"Timeline, years {years[0]} to {years[1]} across. Small line charts from the top: {names}. Beneath, ticks for "
        f"contacts by rank: {counts}. Then {len(dated.events)} events as marks with labels. All are in the table."
    )


def _source(lines: Sequence[Evidence], dated: Dated, looked: Evidence) -> str:
    marks = (
        "A mark says where an event was expected to push the pair, judged before any outcome was read: up, together; "
        "down, apart; dot, both ways. On a phone an event has its number in the table."
    )
    missing = set(looked["status"]).union(*(rows["status"] for rows in lines))
    signs = (
        (len(dated.events), marks),
        (any(rows["low"].notna().any() for rows in lines), "Shaded: 90% interval."),
        ("not_covered" in missing, "Hatched: not covered, nobody looked, or not out on the as-of date."),
        ("unknown" in missing, "Cross: covered, but unknown."),
    )
    text = [f"Source: {'; '.join([*credits(*lines), dated.credit])}.", *(words for holds, words in signs if holds)]
    return f"{' '.join(text)} What stands near a change did not therefore cause it."


def _numbers(lines: Sequence[Evidence], dated: Dated) -> pd.DataFrame:
    """List events, contacts and yearly values, each with its date."""
    events, contacts = dated.events, dated.contacts
    kind = [f"event, {str(text).replace('_', ' ')}" for text in events["bears_on"]]
    met = [f"contact, {kind}" for kind in contacts["kind"]]
    expected = np.where(events["expected"] == "", "", events["expected"].astype(str))
    parts = [
        pd.DataFrame(
            {"Date": events["date"], "No.": events["number"].astype(str), "What": events["what"], "Kind": kind,
             "Expected": expected}
        ),
        pd.DataFrame({"Date": contacts["date"], "What": contacts["what"], "Kind": met}),
    ]  # fmt: skip
    for rows in lines:
        scale = describe(rows["measure"].iloc[0]).scale
        values = [short(v, scale) for v in rows.seen["value"]]
        parts.append(pd.DataFrame({"Date": rows.seen["year"].astype(str), "What": values, "Kind": _named(rows)}))
    whole = pd.concat([part for part in parts if len(part)], ignore_index=True)
    return whole.reindex(columns=["Date", "No.", "What", "Kind", "Expected"], fill_value="").fillna("")
