"""The plane of two indices: the way of a pair through it, before all pairs of its last year."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from dyadlens.charts.captions import caption, nothing
from dyadlens.charts.layout import BOX, Style, frame, interval_cells, mark, note
from dyadlens.charts.picture import Picture
from dyadlens.design import ACCENT, FAINT, INK, SMALL, SOFT
from dyadlens.indices.definitions import INDICES
from dyadlens.lens import Lens, as_lens
from dyadlens.text.answer import Text
from dyadlens.text.index import points, share_below
from dyadlens.text.names import capital

_CORNERS = (
    (0.02, 0.98, "distant and guarded"),
    (0.98, 0.98, "close and guarded"),
    (0.02, 0.02, "distant and at ease"),
    (0.98, 0.02, "close and at ease"),
)


def plane(lens: Lens | str, path: pd.DataFrame, all_pairs: pd.DataFrame) -> Picture | Text:
    """Draw the way of a pair through the plane of convergence and caution, before all pairs of its last year.

    Parameters
    ----------
    lens : Lens or str
        The pair.
    path : pandas.DataFrame
        Both indices of the pair by year, from ``dyadlens.indices.path``.
    all_pairs : pandas.DataFrame
        Both indices of all pairs in its last year, from ``dyadlens.indices.all_pairs``.

    Returns
    -------
    Picture or Text
        A sentence where no year has both indices.

    Examples
    --------
    >>> plane(lens, dyadlens.indices.path(lens), dyadlens.indices.all_pairs(lens))  # doctest: +SKIP
    """
    pair, both = as_lens(lens).title, _both(path)
    if both.empty:
        return nothing("plane", pair=pair)
    begins, ends = ([points(row[index, "value"]) for index in INDICES] for _, row in both.iloc[[0, -1]].iterrows())
    closer, guarded = (share_below(float(both[index, "percentile"].iloc[-1])) for index in INDICES)
    first, year = both["year"].iloc[[0, -1]].astype(int)
    parts = {"begins": begins, "ends": ends, "closer": closer, "guarded": guarded, "first": first, "year": year}
    table = pd.DataFrame({"Year": both["year"].astype(int).astype(str)})
    for index in INDICES:
        table[capital(index)] = [points(v) for v in both[index, "value"]]
        table[f"{capital(index)}, 90% band"] = interval_cells(both[index], points)
        table[f"{capital(index)}, percentile"] = [points(v) for v in both[index, "percentile"]]

    def draw(canvas: Figure, narrow: bool) -> None:
        axes = frame(canvas, left=0.55, bottom=0.55)
        _draw_all_pairs(axes, all_pairs)
        _draw_path(axes, both, narrow=narrow)

    captions = caption("plane", pair=pair, count=len(both), pairs=len(all_pairs), **parts)
    return Picture(table, draw, (5.6, 4.6), **captions)


def _both(path: pd.DataFrame) -> pd.DataFrame:
    """Set the indices side by side in the years that have both."""
    wide = path.pivot_table(index="year", columns="index", values=["value", "low", "high", "percentile", "joined"])
    wide = wide.swaplevel(axis="columns")
    need = [(index, "value") for index in INDICES]
    return wide.dropna(subset=need).reset_index() if set(need) <= set(wide.columns) else pd.DataFrame()


def _draw_all_pairs(axes: Axes, rows: pd.DataFrame) -> None:
    axes.set(xlim=(0, 100), ylim=(0, 100))
    axes.grid(visible=False)
    style: Style = {
        "cmap": "Greys",
        "bins": "log",
        "mincnt": 1,
        "vmin": 1,
        "vmax": 2000,
        "alpha": 0.45,
        "linewidths": 0,
    }
    axes.hexbin(rows["convergence"], rows["caution"], gridsize=26, extent=(0, 100, 0, 100), zorder=0, **style)
    for line, index in ((axes.axvline, "convergence"), (axes.axhline, "caution")):
        line(rows[index].median(), color=FAINT, linewidth=0.9, linestyle=(0, (4, 3)), zorder=1)
    for x, y, text in _CORNERS:
        side: Style = {"ha": "left" if x < 0.5 else "right", "va": "bottom" if y < 0.5 else "top"}
        axes.text(x, y, text, transform=axes.transAxes, color=SOFT, fontsize=SMALL, fontstyle="italic", **side)
    axes.set_xlabel("Convergence →", loc="right", fontsize=10.5)
    axes.set_ylabel("Caution →", loc="top", fontsize=10.5)


def _draw_path(axes: Axes, both: pd.DataFrame, *, narrow: bool) -> None:
    """Draw the years of a pair, the later the darker, joined by a line, with the bands of the last one."""
    x, y = (both[index, "value"].tolist() for index in INDICES)
    years, last = both["year"].astype(int).tolist(), both.iloc[-1]
    band: Style = {"color": ACCENT, "linewidth": 2.2, "alpha": 0.35, "zorder": 2}
    axes.hlines(y[-1], last["convergence", "low"], last["convergence", "high"], **band)
    axes.vlines(x[-1], last["caution", "low"], last["caution", "high"], **band)
    joined = both["convergence", "joined"].astype(bool) & both["caution", "joined"].astype(bool)
    for i in range(1, len(years)):
        dash = "-" if joined[i] else (0, (1, 2))
        axes.plot(x[i - 1 : i + 1], y[i - 1 : i + 1], color=ACCENT, linewidth=1.1, linestyle=dash, alpha=0.75, zorder=3)
    for i, shade in enumerate(np.linspace(0.25, 1.0, len(years)).tolist()):
        mark(axes, x[i], y[i], ACCENT, size=3.4, alpha=shade, zorder=4)
    mark(axes, x[-1], y[-1], ACCENT, size=7, zorder=5)
    mark(axes, x[0], y[0], ACCENT, size=6, hollow=True, zorder=5)
    for i in _labelled(x, y, years, narrow):
        end = i in {0, len(years) - 1}
        ink: Style = (
            {"color": ACCENT, "fontsize": 11, "fontweight": "semibold"} if end else {"color": INK, "fontsize": 9}
        )
        note(axes, str(years[i]), (x[i], y[i]), (6, 6), bbox=BOX | {"pad": 0.8}, zorder=6, **ink)


def _labelled(x: Sequence[float], y: Sequence[float], years: Sequence[int], narrow: bool) -> list[int]:
    """Choose the years to name: the last, the first, then every fifth where its label touches no other."""
    room = (14.0, 6.0) if narrow else (8.0, 4.0)
    chosen: list[int] = []
    for i in [len(years) - 1, 0, *(k for k, year in enumerate(years) if year % 5 == 0)]:
        if all(abs(x[i] - x[k]) > room[0] or abs(y[i] - y[k]) > room[1] for k in chosen):
            chosen.append(i)
    return chosen
