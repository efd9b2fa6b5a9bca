"""Figures of evidence: each says one thing in its title and carries alt text, source and numbers."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from matplotlib.figure import Figure

from dyadlens.catalog import table
from dyadlens.measures import describe
from dyadlens.measures.measure import Measure
from dyadlens.shape import Evidence
from dyadlens.show import charts, layout
from dyadlens.show.numbers import listed, number, ordinal, short, tick, years
from dyadlens.show.picture import Picture, render
from dyadlens.show.words import Said, capital, change, label, say, who, yearly
from dyadlens.states import WORLD, all_states


def figure(
    rows: Evidence,
    measure: str | Sequence[str],
    *,
    beside: Evidence | None = None,
    a: str | None = None,
    b: str | None = None,
) -> Picture | Said:
    """Draw a measure over the years, with its rank among all pairs beneath where it has one.

    Parameters
    ----------
    rows : Evidence
        Evidence on the pair.
    measure : str or sequence of str
        One measure, or several of one unit to compare; the first is the one the figure is about.
    beside : Evidence, optional
        The same measure for other pairs, drawn behind.
    a, b : str, optional
        The direction, for a directed measure; by default the first that the evidence holds.

    Returns
    -------
    Picture or Said
        A sentence in place of a picture where no year has a value: an empty panel tells nothing.

    Raises
    ------
    UnknownName
        If there is no such measure.

    Examples
    --------
    >>> from dyadlens import Lens, evidence
    >>> figure(evidence(Lens("PAK-RUS"), "votes"), "agreement").subtitle
    'Share of shared roll calls, 1991–2024'
    """
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
        return say(main, names[0])
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
    return what.direction.format(a=_brief(a), b=_brief(b)).removeprefix("from ").removeprefix("of ")


def _brief(code: str) -> str:
    name = all_states()[code].name
    return {"United States": "US", "United Kingdom": "UK"}.get(name, name)


def _span(rows: pd.DataFrame) -> str:
    return f"{rows['year'].min()}–{rows['year'].max()}"


def _lines(lines: list[layout.Line], what: Measure) -> Picture:
    main = lines[0].rows
    ranked = main["percentile"].notna().any()
    first, last = int(main["year"].min()), int(main["year"].max())

    def draw(canvas: Figure, narrow: bool) -> None:
        axes = layout.panels(canvas, (3.0, 1.0) if ranked else (1.0,), lines, narrow=narrow)
        for i, panel in enumerate(axes):
            layout.frame_years(panel, first, last, labelled=i == len(axes) - 1, narrow=narrow)
        charts.draw_lines(
            axes[0], lines, lambda v: tick(v, what.scale), narrow=narrow, doublings=what.scale == "log_ratio"
        )
        charts.draw_missing(axes[0], _bare(lines))
        if ranked:
            charts.draw_rank(axes[1], main)

    wide, narrow = render(draw, 4.6 if ranked else 3.6)
    return Picture(
        title=title(main) if len({line.rows["measure"].iloc[0] for line in lines}) == 1 else _side_by_side(lines, what),
        subtitle=f"{capital(what.unit)}, {_span(main)}",
        alt=_alt(lines, what),
        source=source_line([line.rows for line in lines], what, ranked),
        wide=wide,
        narrow=narrow,
        table=numbers(lines, what),
    )


def _bare(lines: Sequence[layout.Line]) -> Evidence:
    """Return the years of the main line without a value, but for those in which another line has one."""
    main = lines[0].rows
    drawn = {year for line in lines[1:] for year in line.rows.loc[line.rows["value"].notna(), "year"]}
    return main[main["value"].isna() & ~main["year"].isin(drawn)]


def _side_by_side(lines: Sequence[layout.Line], what: Measure) -> str:
    """Say what several measures of a pair come to in the last year that all of them have."""
    values = [line.rows.dropna(subset=["value"]).set_index("year")["value"] for line in lines]
    common = set.intersection(*(set(v.index) for v in values))
    if not common:
        return f"{title(lines[0].rows)}; beside it {listed([line.label for line in lines[1:]])}"
    year = max(common)
    said = [f"{line.label} {number(float(v[year]), what.scale)}" for line, v in zip(lines, values, strict=True)]
    return f"{capital(who(lines[0].rows))} in {year}: {'; '.join(said)}"


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
        subtitle=f"{capital(what.unit)}, {_span(rows)}",
        alt=_alt([line], what),
        source=source_line([rows], what, False),
        wide=wide,
        narrow=narrow,
        table=numbers([line], what),
    )


def title(rows: Evidence) -> str:
    """Say in one line what rows of one measure and direction show.

    Parameters
    ----------
    rows : Evidence
        Rows of one measure and direction.

    Returns
    -------
    str
        A title made from the change over ten years, or from the latest value.
    """
    what = describe(rows["measure"].iloc[0])
    seen = rows[rows["value"].notna()].sort_values("year")
    name, subject = label(rows["measure"].iloc[0]), who(rows)
    if seen.empty:
        return f"{name}: the sources hold nothing on {subject.removeprefix('from ')}"
    moved = change(rows)
    if (seen["value"] == 0).all():
        return f"{name} {subject}: none in {len(seen)} years"
    if moved is None:
        last = seen.iloc[-1]
        return f"{name}, {subject}: {number(last['value'], what.scale)} in {last['year']}"
    span = f"{moved.recent_years[0]}–{str(moved.recent_years[-1])[2:]}"
    if moved.direction == "held":
        return f"{name}, {subject}: no clear change, {number(moved.recent, what.scale)}{yearly(what)} in {span}"
    if what.scale == "log_ratio":
        before = number(moved.earlier, what.scale)
        return f"{name}, {subject}: {number(moved.recent, what.scale)} in {span}, after {before}"
    way = "up" if moved.direction == "rose" else "down"
    now, then = number(moved.recent, what.scale), number(moved.earlier, what.scale)
    return f"{name}, {subject}: {way} to {now}{yearly(what)} in {span}, from {then}"


def _alt(lines: list[layout.Line], what: Measure) -> str:
    main = lines[0].rows
    seen = main[main["value"].notna()]
    kind = "Bar chart" if what.scale == "tiv" and len(lines) == 1 else "Line chart"
    text = f"{kind} of {label(main['measure'].iloc[0])} ({what.unit}) for {who(main)}, years {_span(main)}. "
    if seen.empty:
        return text + "No year has a value."
    low, high, last = (
        f"{number(row['value'], what.scale)} in {row['year']}"
        for row in (seen.loc[seen["value"].idxmin()], seen.loc[seen["value"].idxmax()], seen.iloc[-1])
    )
    text += f"Values run from {low} to {high}; the last is {last}. "
    if seen["percentile"].notna().any():
        text += f"Last percentile among all pairs: {ordinal(seen['percentile'].dropna().iloc[-1])}. "
    if len(lines) > 1:
        text += f"Behind it: {', '.join(line.label for line in lines[1:])}. "
    gaps = main[main["value"].isna()]
    if len(gaps):
        text += f"Without a value: {years(gaps['year'].tolist())}."
    return text.strip()


def source_line(parts: Sequence[Evidence], what: Measure, ranked: bool, *, interval: str = "Shaded") -> str:
    """Write the source line of a figure: sources, then how to read what is not plain.

    Parameters
    ----------
    parts : sequence of Evidence
        What is drawn.
    what : Measure
        The measure it is about.
    ranked : bool
        Whether the rank among all pairs is drawn.
    interval : str
        What shows the interval.

    Returns
    -------
    str
    """
    main = parts[0]
    names = dict.fromkeys(s for rows in parts for s in rows["source"])
    credits = dict.fromkeys(credit for n in names for credit in table(n).credit.split("; "))
    text = [f"Source: {'; '.join(credits)}."]
    signs = (
        (main["low"].notna().any(), f"{interval}: 90% interval."),
        (ranked, "Lower panel: percentile among all pairs; dashed, the middle pair."),
        ((main["status"] == "not_covered").any(), "Hatched: not covered, or not out on the as-of date."),
        ((main["status"] == "unknown").any(), "Cross: covered, but unknown."),
        (main.seen["source"].nunique() > 1, "Hollow: joined from a second source by its stated rule."),
        ((main["status"] == "true_zero").any(), "Ring: a true zero."),
    )
    return " ".join([*text, *(words for holds, words in signs if holds), what.note]).strip()


def numbers(lines: Sequence[layout.Line], what: Measure) -> pd.DataFrame:
    """Lay out what a figure draws as a table to read: years down, series across.

    Parameters
    ----------
    lines : sequence of Line
        What is drawn.
    what : Measure
        The measure it is about.

    Returns
    -------
    pandas.DataFrame
        Text cells; a missing value says why it is missing.
    """
    words = {"unknown": "unknown", "not_covered": "not covered"}
    main = lines[0].rows.sort_values("year")

    def cells(rows: pd.DataFrame) -> list[str]:
        return [words.get(r.status) or short(r.value, what.scale) for r in rows.itertuples()]

    out = pd.DataFrame({"Year": main["year"].astype(str).to_numpy(), lines[0].label: cells(main)})
    if main["low"].notna().any():
        out["90% interval"] = [
            f"{short(r.low, what.scale)} to {short(r.high, what.scale)}" if r.low == r.low else ""
            for r in main.itertuples()
        ]
    if main["percentile"].notna().any():
        out["Percentile"] = ["" if pd.isna(p) else f"{p:.0f}" for p in main["percentile"]]
    for line in lines[1:]:
        cell = dict(zip(line.rows["year"].astype(str), cells(line.rows), strict=True))
        out[line.label] = [cell.get(y, "") for y in out["Year"]]
    return out
