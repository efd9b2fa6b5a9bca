"""Figures that set things side by side: measures then and now, one supplier's recipients."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from matplotlib.figure import Figure

from dyadlens.data.evidence import Evidence, join
from dyadlens.measures import describe
from dyadlens.measures.measure import Scale
from dyadlens.show import charts, layout
from dyadlens.show.captions import numbers, source_line
from dyadlens.show.numbers import listed, number, short, tick
from dyadlens.show.picture import Picture, render
from dyadlens.show.style import MAIN, OTHERS
from dyadlens.show.words import Said, capital, label, say, who
from dyadlens.states import all_states


def contrast(rows: Evidence, measures: Sequence[str], *, apart: int = 10) -> Picture | Said:
    """Draw several measures of one unit at the last year that all but few have, and some years before."""
    what = describe(measures[0])
    seen = join([rows.of(m) for m in measures]).seen
    if seen.empty:
        return say(rows, measures[0])
    now = int(seen.groupby("measure")["year"].max().median())
    wide = {y: seen[seen["year"] == y].set_index("measure") for y in (now - apart, now)}
    order = list(wide[now]["value"].sort_values().index)
    then, later = (wide[y].reindex(order) for y in (now - apart, now))
    names = (_when(now - apart, what.pooled), _when(now, what.pooled))

    def draw(canvas: Figure, narrow: bool) -> None:
        width, height = canvas.get_size_inches()
        left = 1.35 if narrow else 2.4
        axes = canvas.add_axes((left / width, 0.35 / height, 1 - (left + 0.15) / width, 1 - 0.45 / height))
        labels = [layout.wrap(_topic(m), narrow=narrow) for m in order]
        charts.draw_ranges(axes, labels, then, later, lambda v: tick(v, what.scale), names)

    pictures = render(draw, 0.7 + 0.52 * len(order), narrow_height=0.7 + 0.68 * len(order))
    return Picture(
        title=_contrast_title(rows, order, later, what.scale),
        subtitle=f"{what.unit}, {names[0]} (squares) and {names[1]} (dots)",
        alt=_contrast_alt(order, later, names, what.scale),
        source=f"{source_line([seen], what, False, interval='Line through a mark')} {_ended(seen, order)}".strip(),
        wide=pictures[0],
        narrow=pictures[1],
        table=_contrast_table(order, dict(zip(names, (then, later), strict=True)), what.scale),
    )


def _ended(seen: Evidence, drawn: Sequence[str]) -> str:
    """Name the topics that are not drawn since their years end before the last one drawn."""
    last = seen[~seen["measure"].isin(drawn)].groupby("measure", sort=False)["year"].max()
    if last.empty:
        return ""
    return f"Not drawn, for want of a later year: {listed([f'{_topic(m)} (to {year})' for m, year in last.items()])}."


def _contrast_table(order: list[str], parts: dict[str, pd.DataFrame], scale: Scale) -> pd.DataFrame:
    table = pd.DataFrame({"Topic": [_topic(m) for m in order]})
    for name, part in parts.items():
        table[name] = [short(v, scale) for v in part["value"]]
        table[f"{name}, 90% interval"] = [
            "" if pd.isna(low) else f"{short(low, scale)} to {short(high, scale)}"
            for low, high in zip(part["low"], part["high"], strict=True)
        ]
    return table


def _when(year: int, pooled: int) -> str:
    return f"{year - pooled + 1}–{str(year)[2:]}" if pooled > 1 else str(year)


def _topic(measure: str) -> str:
    topic = label(measure).removeprefix("Agreement on ")
    return topic[0].upper() + topic[1:]


def _contrast_title(rows: Evidence, order: list[str], later: pd.DataFrame, scale: str) -> str:
    pair = capital(who(rows.of(rows["measure"].iloc[0])))
    low, high = (
        f"{label(name).removeprefix('Agreement on ')} ({number(later.at[name, 'value'], scale)})"
        for name in (order[0], order[-1])
    )
    return f"{pair} vote least alike on {low} and most alike on {high}"


def _contrast_alt(order: list[str], later: pd.DataFrame, names: tuple[str, str], scale: str) -> str:
    listed = ", ".join(f"{_topic(m)} {number(later.at[m, 'value'], scale)}" for m in order)
    return f"Dot chart of {len(order)} topics, {names[0]} and {names[1]}, with intervals. In {names[1]}: {listed}."


def multiples(rows: Evidence, measure: str) -> Picture | Said:
    """Draw one small bar chart for each direction of a measure, all on one scale."""
    what = describe(measure)
    keys = list(rows.of(measure).seen.groupby(["a", "b"], sort=False).groups)
    if not keys:
        return _no_direction(rows.of(measure), measure)
    groups = [layout.Line(_direction(key), rows.of(measure, *key), main=not i) for i, key in enumerate(keys)]
    top = max(line.rows["value"].max() for line in groups) or 1.0
    years = int(rows["year"].min()), int(rows["year"].max())

    def draw(canvas: Figure, narrow: bool) -> None:
        for axes, line in zip(layout.panels(canvas, [1.0] * len(groups)), groups, strict=True):
            layout.frame_years(axes, *years, labelled=line is groups[-1], narrow=narrow)
            charts.draw_bars(
                axes, line, lambda v: tick(v, what.scale), colour=MAIN if line.main else OTHERS[0], top=top
            )
            charts.draw_missing(axes, line.rows)
            axes.set_ylim(0, top * 1.12)
            axes.text(
                0.01,
                0.97,
                line.label,
                transform=axes.transAxes,
                va="top",
                fontsize=10.5,
                fontweight="semibold",
                color=MAIN if line.main else OTHERS[0],
                bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.5, "alpha": 0.85},
            )

    wide, narrow = render(draw, 0.5 + 1.25 * len(groups))
    sums = {line.label: line.rows["value"].sum() for line in groups}
    said = ", ".join(f"{name} {number(value, what.scale)}" for name, value in sums.items())
    return Picture(
        title=_multiples_title(sums, what.scale),
        subtitle=f"{what.label}, {what.unit}, {years[0]}–{years[1]}, one scale",
        alt=f"{len(groups)} bar charts on one scale, years {years[0]} to {years[1]}. Sums: {said}.",
        source=source_line([line.rows for line in groups], what, False),
        wide=wide,
        narrow=narrow,
        table=numbers(groups, what),
    )


def _no_direction(rows: Evidence, measure: str) -> Said:
    """Say of the first direction why it has no value, and name the others."""
    others = [_direction(key) for key in list(rows.groupby(["a", "b"], sort=False).groups)[1:]]
    said = say(rows, measure)
    return said + f"Nor is there a value for {listed(others)}." if others else said


def _direction(key: tuple[str, str]) -> str:
    return capital(f"{all_states()[key[0]].in_text} to {all_states()[key[1]].in_text}")


def _multiples_title(sums: dict[str, float], scale: str) -> str:
    (first, value), *rest = sums.items()
    if not rest:
        return f"{first}: {number(value, scale)} in all"
    name, most = max(rest, key=lambda item: item[1])
    name = f"the {name.removeprefix('The ')}" if name.startswith("The ") else name
    times = f", {most / value:,.0f} times as much" if value and most >= 2 * value else ""
    return f"{first}: {number(value, scale)} in all; {name}: {number(most, scale)}{times}"
