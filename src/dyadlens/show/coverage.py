"""What the sources hold on a pair, and what they do not: years across, measures down."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from dyadlens.measures import describe
from dyadlens.shape import NOT_COVERED, OBSERVED, STATUSES, TRUE_ZERO, UNKNOWN, Evidence
from dyadlens.show.layout import wrap
from dyadlens.show.picture import Picture, render
from dyadlens.show.style import FAINT, INK, OTHERS
from dyadlens.show.words import label, who

_WORDS = {OBSERVED: "observed", TRUE_ZERO: "true zero", UNKNOWN: "unknown", NOT_COVERED: "not covered"}


def coverage(rows: Evidence, measures: Sequence[str]) -> Picture:
    """Draw for each measure and year whether it was observed, zero, unknown or not covered.

    Parameters
    ----------
    rows : Evidence
        Evidence on one pair.
    measures : sequence of str
        Measures to show, from the top; for a directed one both directions.

    Returns
    -------
    Picture
    """
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
