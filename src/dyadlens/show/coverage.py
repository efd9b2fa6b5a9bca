"""What the sources hold on a pair, and what they do not: years across, measures down."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from dyadlens.data.evidence import NOT_COVERED, OBSERVED, STATUSES, TRUE_ZERO, UNKNOWN, Evidence
from dyadlens.data.shared import shared
from dyadlens.measures import describe
from dyadlens.show.layout import wrap
from dyadlens.show.numbers import years as years_in_words
from dyadlens.show.picture import Picture, render
from dyadlens.show.style import FAINT, INK, OTHERS
from dyadlens.show.words import label, who

_WORDS = {OBSERVED: "observed", TRUE_ZERO: "true zero", UNKNOWN: "unknown", NOT_COVERED: "not covered"}


def coverage(rows: Evidence, measures: Sequence[str]) -> Picture:
    """Draw for each measure and year whether it was observed, zero, unknown or not covered."""
    groups = [
        (_name(rows_), rows_.sort_values("year"))
        for name in measures
        for _, rows_ in rows.of(name).groupby(["a", "b"], sort=False)
    ]
    years = int(rows["year"].min()), int(rows["year"].max())

    def draw(canvas: Figure, narrow: bool) -> None:
        _strip(canvas, groups, years, narrow)

    height = 0.75 + 0.34 * len(groups)
    wide, narrow = render(draw, height, narrow_height=0.75 + 0.5 * len(groups))
    counts = {s: sum(int((g["status"] == s).sum()) for _, g in groups) for s in STATUSES}
    cells = sum(counts.values())
    seen = counts[OBSERVED] + counts[TRUE_ZERO]
    text = ", ".join(f"{_WORDS[s]} {n}" for s, n in counts.items())
    return Picture(
        title=f"The sources hold a value for {seen} of {cells} years and measures",
        subtitle=f"What is known, year by year, {years[0]}–{years[1]}",
        alt=f"Strip chart, years {years[0]} to {years[1]} across, {len(groups)} measures down. Cells: {text}.",
        source=(
            "Filled: observed. Ring: a true zero, the source covers it and there was none. Cross: covered, but "
            "unknown. Blank: not covered, or not out on the as-of date. Sources: see the list at the end."
        ),
        wide=wide,
        narrow=narrow,
        table=_table(groups),
    )


def coverage_strip(held: pd.DataFrame) -> Picture:
    """Draw for each domain and year how much of it the sources hold: one row a domain."""
    domains = list(dict.fromkeys(held["domain"]))
    years = int(held["year"].min()), int(held["year"].max())
    kinds = _kinds(held)
    wide, narrow = _strip_drawn(tuple(kinds[["domain", "year", "share", "kind"]].itertuples(index=False, name=None)))
    return Picture(
        title=_strip_title(kinds, len(domains)),
        subtitle=f"Share of the measures of each domain that have a value, {years[0]}–{years[1]}",
        alt=_strip_alt(kinds, domains, years),
        source=(
            "Height of a bar: share of the domain's measures with a value. Ring: all of these are true zeros. Cross: "
            "covered, but nothing known. Blank: not covered, or not out on the as-of date. Sources: those of all "
            "domains; each page lists its own."
        ),
        wide=wide,
        narrow=narrow,
        table=_strip_table(kinds),
    )


def _kinds(held: pd.DataFrame) -> pd.DataFrame:
    """Give each domain and year its share of measures with a value and the one word that fits it."""
    known = held[OBSERVED] + held[TRUE_ZERO]
    every = known + held[UNKNOWN] + held[NOT_COVERED]
    kind = np.select(
        [held[OBSERVED] > 0, known > 0, held[UNKNOWN] > 0], [OBSERVED, TRUE_ZERO, UNKNOWN], default=NOT_COVERED
    )
    share = np.where(every > 0, known / every.where(every > 0, 1), 0.0)
    return held[["domain", "year"]].assign(known=known, every=every, share=share, kind=kind)


@shared(maxsize=4)
def _strip_drawn(cells: tuple[tuple[str, int, float, str], ...]) -> tuple[str, str]:
    """Draw the strip, which stands on every page of a pair, once in a run."""
    kinds = pd.DataFrame(cells, columns=["domain", "year", "share", "kind"])
    domains = list(dict.fromkeys(kinds["domain"]))

    def draw(canvas: Figure, narrow: bool) -> None:
        width, height = canvas.get_size_inches()
        left = 0.95 if narrow else 1.15
        axes = canvas.add_axes((left / width, 0.28 / height, 1 - (left + 0.1) / width, 1 - 0.34 / height))
        axes.grid(visible=False)
        for at, domain in enumerate(reversed(domains)):
            _domain_row(axes, at, kinds[kinds["domain"] == domain], narrow)
        axes.set_yticks(
            [at + 0.4 for at in range(len(domains))], [d.capitalize() for d in reversed(domains)], color=INK
        )
        axes.set_ylim(-0.12, len(domains))
        axes.set_xlim(kinds["year"].min() - 0.8, kinds["year"].max() + 0.8)
        axes.xaxis.set_major_locator(MaxNLocator(4 if narrow else 7, integer=True))

    return render(draw, 0.5 + 0.24 * len(domains))


def _domain_row(axes: Axes, at: int, rows: pd.DataFrame, narrow: bool) -> None:
    axes.axhline(at, color="#d5d9de", linewidth=0.8, zorder=0)
    seen = rows[rows["kind"] == OBSERVED]
    # One collection: a patch for each bar would take most of the time of the figure.
    bars = [
        [(year - 0.4, at), (year + 0.4, at), (year + 0.4, at + tall), (year - 0.4, at + tall)]
        for year, tall in zip(seen["year"], 0.12 + 0.68 * seen["share"], strict=True)
    ]
    axes.add_collection(PolyCollection(bars, facecolor=OTHERS[0], linewidth=0, zorder=2), autolim=False)
    for kind, style in (
        (TRUE_ZERO, {"marker": "o", "color": OTHERS[0], "markerfacecolor": "white"}),
        (UNKNOWN, {"marker": "x", "color": FAINT}),
    ):
        years = rows.loc[rows["kind"] == kind, "year"]
        axes.plot(years, np.full(len(years), at + 0.34), linestyle="", markersize=2.6 if narrow else 4, **style)


def _strip_title(kinds: pd.DataFrame, domains: int) -> str:
    """Say in how many domains something is known: at best, and in the last year."""
    known = kinds["known"].gt(0).groupby(kinds["year"]).sum()
    best, last = int(known.max()), int(known.index.max())
    if best == 0:
        return f"The sources hold nothing on this pair in any of the {domains} domains"
    spans = years_in_words(known.index[known == best].tolist())
    text = f"The sources hold something in {best} of {domains} domains in {spans}"
    return text if known[last] == best else f"{text}, in {int(known[last]) or 'none'} in {last}"


def _strip_alt(kinds: pd.DataFrame, domains: Sequence[str], years: tuple[int, int]) -> str:
    parts = []
    for domain in domains:
        rows = kinds[(kinds["domain"] == domain) & (kinds["known"] > 0)]
        parts.append(f"{domain} {years_in_words(rows['year'].tolist()) or 'never'}")
    return (
        f"Strip chart, years {years[0]} to {years[1]} across, one row a domain. Years with a value: {'; '.join(parts)}."
    )


def _strip_table(kinds: pd.DataFrame) -> pd.DataFrame:
    words = {UNKNOWN: "unknown", NOT_COVERED: "not covered"}
    cells = [
        words.get(row.kind) or f"{row.known} of {row.every} known" + (", all zero" if row.kind == TRUE_ZERO else "")
        for row in kinds.itertuples()
    ]
    order = list(dict.fromkeys(kinds["domain"]))
    table = kinds.assign(cell=cells, year=kinds["year"].astype(str)).pivot(
        index="year", columns="domain", values="cell"
    )
    return table[order].rename(columns=str.capitalize).rename_axis(None, axis=1).reset_index(names="Year")


def _name(rows: Evidence) -> str:
    name = rows["measure"].iloc[0]
    return f"{label(name)} {who(rows)}" if describe(name).directed else label(name)


def _strip(canvas: Figure, groups: list[tuple[str, Evidence]], years: tuple[int, int], narrow: bool) -> None:
    width, height = canvas.get_size_inches()
    left = 1.45 if narrow else 3.1
    axes = canvas.add_axes((left / width, 0.3 / height, 1 - (left + 0.1) / width, 1 - 0.4 / height))
    axes.grid(visible=False)
    for at, (_, rows) in enumerate(reversed(groups)):
        axes.axhline(at, color="#eef0f2", linewidth=1, zorder=0)
        for status, style in (
            (OBSERVED, {"marker": "s", "color": OTHERS[0], "markersize": 3.2 if narrow else 5.4}),
            (
                TRUE_ZERO,
                {"marker": "o", "color": OTHERS[0], "markerfacecolor": "white", "markersize": 3 if narrow else 5},
            ),
            (UNKNOWN, {"marker": "x", "color": FAINT, "markersize": 3 if narrow else 4.6}),
        ):
            there = rows.loc[rows["status"] == status, "year"]
            axes.plot(there, np.full(len(there), at), linestyle="", **style)
    names = [_fold(name, narrow) for name, _ in groups]
    axes.set_yticks(range(len(groups)), names[::-1], color=INK, fontsize=8.5 if narrow else 10)
    axes.set_ylim(-0.6, len(groups) - 0.4)
    axes.set_xlim(years[0] - 0.8, years[1] + 0.8)
    axes.xaxis.set_major_locator(MaxNLocator(3 if narrow else 7, integer=True))


def _fold(name: str, narrow: bool) -> str:
    if narrow:
        return wrap(name, narrow=False)
    return name if len(name) < 48 else wrap(name, narrow=False).replace("\n", " ", 1)


def _table(groups: list[tuple[str, Evidence]]) -> pd.DataFrame:
    rows = [
        {"Measure": name, **{_WORDS[s].capitalize(): int((g["status"] == s).sum()) for s in STATUSES}}
        for name, g in groups
    ]
    return pd.DataFrame(rows)
