"""Who has sanctions in force on whom, among the two states and between them and third states."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from dyadlens.data.evidence import NOT_COVERED, Evidence, join
from dyadlens.measures import describe
from dyadlens.show.captions import credits, span
from dyadlens.show.layout import runs
from dyadlens.show.numbers import listed, years
from dyadlens.show.picture import Picture, render
from dyadlens.show.style import INK, OTHERS
from dyadlens.show.words import Said, capital, who
from dyadlens.states import all_states

MEASURE = "sanctions"
_NAMED = 4  # directions that a title names
_Ways = list[tuple[str, Evidence]]


def sanctions_strip(*parts: Evidence) -> Picture | Said:
    """Draw for each direction in which there ever were sanctions how many kinds were in force, year by year."""
    rows = join(list(parts)).of(MEASURE)
    ways = [(_name(part), part.sort_values("year")) for _, part in rows.groupby(["a", "b"], sort=False)]
    ways = [way for way in ways if len(way[1].seen)]
    if not ways:
        return Said("Sanctions in force: the source holds none of these states together.")
    drawn = [way for way in ways if (way[1]["value"] > 0).any()]
    last = max(int(part.seen["year"].max()) for _, part in ways)
    if not drawn:
        return Said(_none(ways, last))
    first, end = int(rows["year"].min()), int(rows["year"].max())

    def draw(canvas: Figure, narrow: bool) -> None:
        width, height = canvas.get_size_inches()
        left = 1.45 if narrow else 2.6
        axes = canvas.add_axes((left / width, 0.3 / height, 1 - (left + 0.1) / width, 1 - 0.4 / height))
        axes.grid(visible=False)
        for at, (_, part) in enumerate(reversed(drawn)):
            _row(axes, at, part)
        names = [name.replace(" on ", "\non ") if narrow else name for name, _ in reversed(drawn)]
        axes.set_yticks([at + 0.35 for at in range(len(drawn))], names, color=INK, fontsize=8.5 if narrow else 10)
        axes.set_ylim(-0.15, len(drawn))
        axes.set_xlim(first - 0.8, end + 0.8)
        axes.xaxis.set_major_locator(MaxNLocator(4 if narrow else 7, integer=True))

    wide, narrow = render(draw, 0.6 + 0.42 * len(drawn), narrow_height=0.6 + 0.5 * len(drawn))
    without = len(ways) - len(drawn)
    rest = f" {_counted(without, 'more ')} covered and without any." if without else ""
    return Picture(
        title=_title(drawn, last),
        subtitle=f"{capital(describe(MEASURE).unit)}, {span(rows)}",
        alt=f"Strip chart, years {first} to {end} across, one row a direction. {_spells(drawn)}{rest}",
        source=(
            f"Source: {'; '.join(credits(rows))}. Height of a bar: kinds in force, of six. Line without a bar: none, a "
            f"true zero. No line: not covered, or not out on the as-of date.{rest} {describe(MEASURE).note}"
        ),
        wide=wide,
        narrow=narrow,
        table=_table(drawn),
    )


def _name(rows: Evidence) -> str:
    return " on ".join(all_states()[rows[side].iloc[0]].name for side in ("a", "b"))


def _row(axes: Axes, at: int, rows: Evidence) -> None:
    """Draw one direction: a base line where it is covered, bars where sanctions were in force."""
    covered = rows.loc[rows["status"] != NOT_COVERED, "year"].tolist()
    lines = [[(begin - 0.5, at), (end + 0.5, at)] for begin, end in runs(covered)]
    axes.add_collection(LineCollection(lines, color=OTHERS[0], linewidth=1, zorder=1), autolim=False)
    seen = rows[rows["value"] > 0]
    bars = [
        [(year - 0.42, at), (year + 0.42, at), (year + 0.42, at + tall), (year - 0.42, at + tall)]
        for year, tall in zip(seen["year"], 0.8 * seen["value"] / describe(MEASURE).high, strict=True)
    ]
    axes.add_collection(PolyCollection(bars, facecolor=OTHERS[0], linewidth=0, zorder=2), autolim=False)


def _title(drawn: _Ways, last: int) -> str:
    """Say who has sanctions in force on whom in the last year known, those of most kinds first."""
    now = [(float(part.loc[part["year"] == last, "value"].sum()), who(part)) for _, part in drawn]
    now = sorted((way for way in now if way[0] > 0), key=lambda way: -way[0])
    if not now:
        return f"No sanctions in force between these states in {last}; there were before"
    named = [f"{direction} ({kinds:.0f})" for kinds, direction in now[:_NAMED]]
    more = [f"{len(now) - _NAMED} more"] if len(now) > _NAMED else []
    return f"Sanctions in force in {last}, by kinds: {listed([*named, *more])}"


def _none(ways: _Ways, last: int) -> str:
    first = min(int(part.seen["year"].min()) for _, part in ways)
    names = dict.fromkeys(all_states()[part[side].iloc[0]].in_text for _, part in ways for side in ("a", "b"))
    return f"Sanctions in force: none in {_counted(len(ways))} between {listed(list(names))}, {first}–{last}."


def _counted(number: int, more: str = "") -> str:
    return f"{number} {more}direction{'' if number == 1 else 's'}"


def _spells(drawn: _Ways) -> str:
    parts = [f"{name} {years(part.loc[part['value'] > 0, 'year'].tolist())}" for name, part in drawn]
    return f"Years with sanctions: {'; '.join(parts)}."


def _table(drawn: Sequence[tuple[str, Evidence]]) -> pd.DataFrame:
    out = pd.DataFrame({"Year": drawn[0][1]["year"].astype(str).to_numpy()})
    for name, part in drawn:
        out[name] = ["not covered" if pd.isna(v) else f"{v:.0f}" for v in part["value"]]
    return out
