"""Strips: years across, one row a thing, with bars, rings for true zeros, crosses for what is not known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.figure import Figure

from dyadlens.charts.captions import caption, fill, nothing
from dyadlens.charts.layout import by_rows, frame, frame_years, mark, row_size, runs
from dyadlens.charts.picture import Picture
from dyadlens.data.evidence import NOT_COVERED, OBSERVED, STATUSES, TRUE_ZERO, UNKNOWN, Evidence, join
from dyadlens.data.shared import shared
from dyadlens.design import FAINT, INK, OTHERS, RULE
from dyadlens.measures.registry import describe
from dyadlens.states import all_states
from dyadlens.text.answer import Text
from dyadlens.text.captions import credits_of, tables_behind
from dyadlens.text.names import capital, who
from dyadlens.text.numbers import in_words, listed, years

_NAMED = 4  # directions that a title names


@dataclass(frozen=True)
class Strip:
    """One row: heights of bars from 0 to 1 by year, and the years of the base line, of rings and of crosses."""

    label: str
    bars: Mapping[Any, float]
    covered: Sequence[int]
    zeros: Sequence[int] = ()
    unknown: Sequence[int] = ()


def draw_strips(axes: Axes, strips: Sequence[Strip], *, narrow: bool, base: str = OTHERS[0]) -> None:
    """Draw rows one beneath another, each on its base line."""
    axes.grid(visible=False)
    floors = range(len(strips) - 1, -1, -1)
    for at, strip in zip(floors, strips, strict=True):
        lines = [[(first - 0.5, at), (last + 0.5, at)] for first, last in runs(strip.covered)]
        axes.add_collection(LineCollection(lines, color=base, linewidth=0.9, zorder=1), autolim=False)
        # One collection: a patch for each bar would take most of the time of the chart.
        bars = [
            [(year - 0.41, at), (year + 0.41, at), (year + 0.41, at + tall), (year - 0.41, at + tall)]
            for year, tall in strip.bars.items()
        ]
        axes.add_collection(PolyCollection(bars, facecolor=OTHERS[0], linewidth=0, zorder=2), autolim=False)
        size = 2.6 if narrow else 4
        mark(axes, strip.zeros, np.full(len(strip.zeros), at + 0.34), OTHERS[0], size=size, hollow=True)
        mark(axes, strip.unknown, np.full(len(strip.unknown), at + 0.34), FAINT, marker="x", size=size)
    names = [strip.label for strip in strips]
    axes.set_yticks([at + 0.38 for at in floors], names, color=INK, fontsize=row_size(narrow))
    axes.set_ylim(-0.13, len(strips))


def coverage(counts: pd.DataFrame) -> Picture:
    """Draw for each domain and year the share of its measures that have a value.

    Parameters
    ----------
    counts : pandas.DataFrame
        How many measures have each status, one row a domain and year, from ``dyadlens.data.coverage_counts``.

    Returns
    -------
    Picture

    Examples
    --------
    >>> coverage(dyadlens.data.coverage_counts("PAK-RUS"))  # doctest: +SKIP
    """
    cells = counts[["domain", "year", *STATUSES]].itertuples(index=False, name=None)
    return _coverage(tuple(cells))


@shared(maxsize=4)
def _coverage(cells: tuple[tuple[Any, ...], ...]) -> Picture:
    """Draw the strip, which stands on every page of a pair, once in a run."""
    counts = pd.DataFrame(cells, columns=["domain", "year", *STATUSES])
    known, every = counts[OBSERVED] + counts[TRUE_ZERO], counts[list(STATUSES)].sum(axis=1)
    kind = np.select(
        [counts[OBSERVED] > 0, known > 0, counts[UNKNOWN] > 0], [OBSERVED, TRUE_ZERO, UNKNOWN], default=NOT_COVERED
    )
    domain = counts["domain"].str.replace("_", " ")
    kinds = pd.DataFrame({"domain": domain, "year": counts["year"], "known": known, "every": every, "kind": kind})
    domains = {str(name): rows for name, rows in kinds.groupby("domain", sort=False)}
    first, last = int(kinds["year"].min()), int(kinds["year"].max())
    seen = {name: years(rows.loc[rows["known"] > 0, "year"].tolist()) or "never" for name, rows in domains.items()}
    listing = "; ".join(f"{name} {spell}" for name, spell in seen.items())
    captions = caption("coverage", first=first, last=last, known=listing, **_at_best(kinds, len(domains)))
    if not known.any():
        captions["title"] = fill("coverage", "none", domains=len(domains))
    draw = partial(_draw_coverage, domains, first, last)  # a function of its own, so that other processes can read it
    return Picture(_coverage_table(kinds), draw, by_rows(len(domains), 0.24, rest=0.5), **captions)


def _draw_coverage(domains: dict[str, pd.DataFrame], first: int, last: int, canvas: Figure, narrow: bool) -> None:
    axes = frame(canvas, left=0.95 if narrow else 1.15, right=0.1, bottom=0.28, top=0.06)
    draw_strips(axes, [_strip(name, rows) for name, rows in domains.items()], narrow=narrow, base=RULE)
    frame_years(axes, first, last, narrow=narrow)


def _strip(name: str, rows: pd.DataFrame) -> Strip:
    marked = {kind: part["year"].tolist() for kind, part in rows.groupby("kind")}
    seen = rows[rows["kind"] == OBSERVED]
    bars = dict(zip(seen["year"], 0.12 + 0.68 * seen["known"] / seen["every"], strict=True))
    return Strip(capital(name), bars, sorted(rows["year"]), marked.get(TRUE_ZERO, []), marked.get(UNKNOWN, []))


def _at_best(kinds: pd.DataFrame, domains: int) -> dict[str, object]:
    """Return in how many domains something is known: at best, and in the last year."""
    known = kinds["known"].gt(0).groupby(kinds["year"]).sum()
    best, last = int(known.max()), int(known.index.max())
    spell = years(known.index[known == best].tolist())
    fewer = "" if known[last] == best else f", in {int(known[last]) or 'none'} in {last}"
    return {"best": best, "domains": domains, "years": spell + fewer}


def _coverage_table(kinds: pd.DataFrame) -> pd.DataFrame:
    words = {UNKNOWN: "unknown", NOT_COVERED: "not covered"}
    cells = [
        words.get(kind) or f"{known} of {every} known" + (", all zero" if kind == TRUE_ZERO else "")
        for kind, known, every in kinds[["kind", "known", "every"]].to_numpy().tolist()
    ]
    wide = kinds.assign(cell=cells, Year=kinds["year"].astype(str)).pivot(index="Year", columns="domain", values="cell")
    return wide[kinds["domain"].unique()].rename(columns=capital).rename_axis(None, axis=1).reset_index()


def sanctions(*parts: Evidence) -> Picture | Text:
    """Draw for each direction in which there ever were sanctions how many kinds were in force, year by year."""
    measure, rows = describe("sanctions"), join(list(parts)).of("sanctions")
    ways = [
        Evidence(way.sort_values("year"))
        for _, way in rows.groupby(["a", "b"], sort=False)
        if way["value"].notna().any()
    ]
    drawn = {_direction(way): way for way in ways if (way["value"] > 0).any()}
    if not ways:
        return nothing("sanctions")
    last = max(int(way.seen["year"].max()) for way in ways)
    if not drawn:
        states = listed(list(dict.fromkeys(all_states()[way[side].iloc[0]].in_text for way in ways for side in "ab")))
        first = min(int(way.seen["year"].min()) for way in ways)
        return nothing("sanctions", "never", count=_count(len(ways)), states=states, first=first, last=last)
    most = measure.high or 1.0
    strips = []
    for name, way in drawn.items():
        bars = (0.8 * way.set_index("year")["value"] / most).loc[lambda tall: tall > 0].to_dict()
        strips.append(Strip(name, bars, way.loc[way["status"] != NOT_COVERED, "year"].tolist()))
    span = {"first": int(rows["year"].min()), "last": int(rows["year"].max())}

    def draw(canvas: Figure, narrow: bool) -> None:
        axes = frame(canvas, left=1.45 if narrow else 2.6, right=0.1, bottom=0.3)
        draw_strips(axes, strips, narrow=narrow)
        if narrow:
            axes.set_yticklabels([strip.label.replace(" on ", "\non ") for strip in strips])
        frame_years(axes, span["first"], span["last"], narrow=narrow)

    without = len(ways) - len(drawn)
    words = {
        "title": _sanctions_title(list(drawn.values()), last),
        "unit": capital(measure.unit),
        "spells": "; ".join(f"{strip.label} {years(list(strip.bars))}" for strip in strips),
        "credit": credits_of(tables_behind(rows)),
        "rest": f" {_count(without, 'more ')} covered and without any." if without else "",
    }
    cells = {name: ["not covered" if pd.isna(v) else f"{v:.0f}" for v in way["value"]] for name, way in drawn.items()}
    captions = caption("sanctions", **words, **span, most=in_words(int(most)), note=measure.note)
    table = pd.DataFrame({"Year": [str(year) for year in sorted(set(rows["year"]))], **cells})
    return Picture(table, draw, by_rows(len(drawn), 0.42, 0.5), **captions)


def _direction(rows: Evidence) -> str:
    return " on ".join(all_states()[rows[side].iloc[0]].name for side in "ab")


def _count(number: int, more: str = "") -> str:
    return f"{number} {more}direction{'' if number == 1 else 's'}"


def _sanctions_title(drawn: Sequence[Evidence], last: int) -> str:
    """Say who has sanctions in force on whom in the last year known, those of most kinds first."""
    now = [(float(way.loc[way["year"] == last, "value"].sum()), who(way)) for way in drawn]
    now = sorted((way for way in now if way[0] > 0), key=lambda way: -way[0])
    if not now:
        return f"No sanctions in force between these states in {last}; there were before"
    named = [f"{direction} ({kinds:.0f})" for kinds, direction in now[:_NAMED]]
    more = [f"{len(now) - _NAMED} more"] if len(now) > _NAMED else []
    return f"Sanctions in force in {last}, by kinds: {listed([*named, *more])}"
