"""Figures of evidence: each says one thing in its title and carries alt text, source and numbers."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.figure import Figure

from dyadlens.data.evidence import Evidence
from dyadlens.measures import describe
from dyadlens.measures.measure import Measure
from dyadlens.show import charts, layout
from dyadlens.show.captions import alternative, numbers, source_line, span
from dyadlens.show.numbers import tick
from dyadlens.show.picture import Picture, render
from dyadlens.show.titles import side_by_side, title
from dyadlens.show.words import Said, capital, label, missing_years, small, subject
from dyadlens.states import WORLD, all_states

_CUT = " Where the shade reaches the top it runs on: its ends are in the numbers."


def figure(
    rows: Evidence,
    measure: str | Sequence[str],
    *,
    beside: Evidence | None = None,
    a: str | None = None,
    b: str | None = None,
) -> Picture | Said:
    """Draw a measure over the years, with its rank among all pairs beneath where it has one."""
    names = [measure] if isinstance(measure, str) else list(measure)
    what = describe(names[0])
    first = rows.of(names[0], a, b)
    main = first[(first["a"] == first["a"].iloc[0]) & (first["b"] == first["b"].iloc[0])]
    spliced = frozenset(main.loc[~main["source"].isin(main.seen["source"].head(1)), "year"])
    lines = [layout.Line(_end(main, what, len(names) > 1), main, main=True, hollow=spliced)]
    for name in names[1:]:
        other = rows.of(name, main["a"].iloc[0], main["b"].iloc[0])
        if other["value"].notna().any():
            lines.append(layout.Line(label(name), other))
    if beside is not None:
        lines += _behind(beside.of(names[0]), main, what)
    if not any(line.rows["value"].notna().any() for line in lines):
        return Said(f"{subject(main)}: there is no chart, since {small(missing_years(main))}")
    if what.scale == "tiv" and len(lines) == 1:
        return _bars(lines[0], what)
    return _lines(lines, what)


def _behind(rows: Evidence, main: Evidence, what: Measure) -> list[layout.Line]:
    """Make a line of each other pair; those with one third state share a hue, and the second state's are dashed."""
    pair = main["a"].iloc[0], main["b"].iloc[0]
    groups = [(key, g) for key, g in rows.seen.groupby(["a", "b"], sort=False) if key != pair]
    groups = [(key, rows.of(g["measure"].iloc[0], *key)) for key, g in groups]
    thirds = list(dict.fromkeys(code for key, _ in groups for code in key if code not in pair))
    out = []
    for key, group in groups:
        third = next((code for code in key if code not in pair), None)
        hue = thirds.index(third) if third else None
        out.append(layout.Line(_pair_name(*key, what), group, hue=hue, dashed=pair[1] in key))
    return out


def _end(rows: Evidence, what: Measure, several: bool) -> str:
    """Name the main line: by its measure among several measures, else by its pair."""
    return label(rows["measure"].iloc[0]) if several else _pair_name(rows["a"].iloc[0], rows["b"].iloc[0], what)


def _pair_name(a: str, b: str, what: Measure) -> str:
    if b == WORLD:
        return all_states()[a].name
    if not what.directed:
        return f"{_brief(a)}–{_brief(b)}"
    return capital(what.direction.format(a=_brief(a), b=_brief(b)).removeprefix("from ").removeprefix("of "))


def _brief(code: str) -> str:
    name = all_states()[code].name
    return {"United States": "US", "United Kingdom": "UK"}.get(name, name)


def _lines(lines: list[layout.Line], what: Measure) -> Picture:
    main = lines[0].rows
    ranked = main["percentile"].notna().any()
    first, last = int(main["year"].min()), int(main["year"].max())
    foot = _go_on(lines)

    def draw(canvas: Figure, narrow: bool) -> None:
        axes = layout.panels(canvas, (3.0, 1.0) if ranked else (1.0,), lines, narrow=narrow)
        for i, panel in enumerate(axes):
            layout.frame_years(panel, first, last, labelled=i == len(axes) - 1, narrow=narrow)
        charts.draw_lines(
            axes[0],
            lines,
            lambda v: tick(v, what.scale),
            narrow=narrow,
            doublings=what.scale == "log_ratio",
            whole=what.scale in {"count", "flag"},
        )
        charts.draw_missing(axes[0], main, at_foot=foot)
        if ranked:
            charts.draw_rank(axes[1], main)

    wide, narrow = render(draw, 4.6 if ranked else 3.6)
    return Picture(
        title=title(main) if len({line.rows["measure"].iloc[0] for line in lines}) == 1 else side_by_side(lines),
        subtitle=f"{capital(what.unit)}, {span(main)}",
        alt=alternative(lines, what),
        source=source_line([line.rows for line in lines], what, ranked, foot=bool(foot))
        + (_CUT if layout.ceiling(lines) else ""),
        wide=wide,
        narrow=narrow,
        table=numbers(lines, what),
    )


def _go_on(lines: Sequence[layout.Line]) -> frozenset[int]:
    """Return the years that the main line's sources do not cover and in which another line has a value."""
    main = lines[0].rows
    drawn = {year for line in lines[1:] for year in line.rows.loc[line.rows["value"].notna(), "year"]}
    return frozenset(set(main.loc[main["status"] == "not_covered", "year"]) & drawn)


def _bars(line: layout.Line, what: Measure) -> Picture:
    rows = line.rows
    first, last = int(rows["year"].min()), int(rows["year"].max())

    def draw(canvas: Figure, narrow: bool) -> None:
        (axes,) = layout.panels(canvas, (1.0,))
        layout.frame_years(axes, first, last, labelled=True, narrow=narrow)
        charts.draw_bars(axes, line, lambda v: tick(v, what.scale))
        charts.draw_missing(axes, rows)

    wide, narrow = render(draw, 3.4)
    return Picture(
        title=title(rows),
        subtitle=f"{capital(what.unit)}, {span(rows)}",
        alt=alternative([line], what),
        source=source_line([rows], what, False),
        wide=wide,
        narrow=narrow,
        table=numbers([line], what),
    )
