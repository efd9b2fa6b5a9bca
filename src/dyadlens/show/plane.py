"""Figures of the two indices: the plane of both, each over the years, and what carries a shift."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from dyadlens.lens import Lens
from dyadlens.show.picture import Picture, render
from dyadlens.show.standing import points, share_below
from dyadlens.show.style import FAINT, INK, MAIN, SOFT
from dyadlens.show.words import Said, capital

SOURCE = "Source: own indices, from the tables listed at the foot of the page."
BAND = "90% band of ten thousand draws over values and choices."
HALO = {"facecolor": "white", "edgecolor": "none", "pad": 0.8, "alpha": 0.8}


def plane(lens: Lens, path: pd.DataFrame, cloud: pd.DataFrame) -> Picture | Said:
    """Draw the way of a pair through the plane of convergence and caution, before all pairs of its last year."""
    both = _both(path)
    if both.empty:
        return Said(f"{lens.title}: no year has both indices, so that there is no way through the plane to draw.")
    last = both.iloc[-1]
    rank = {index: float(last[index, "percentile"]) for index in ("convergence", "caution")}

    def draw(canvas: Figure, narrow: bool) -> None:
        width, height = canvas.get_size_inches()
        left = 0.55
        axes = canvas.add_axes((left / width, 0.55 / height, 1 - (left + 0.15) / width, 1 - 0.65 / height))
        _cloud(axes, cloud)
        _way(axes, both, narrow)
        axes.set_xlabel("Convergence →", loc="right", fontsize=10.5)
        axes.set_ylabel("Caution →", loc="top", fontsize=10.5)

    pictures = render(draw, 5.6, narrow_height=4.6)
    year, first = int(last["year"].iloc[0]), int(both["year"].iloc[0])
    return Picture(
        title=(
            f"{lens.title} in {year}: closer than {share_below(rank['convergence'])} of pairs, more cautious than "
            f"{share_below(rank['caution'])}"
        ),
        subtitle=f"Both indices run from 1 to 100; the line joins the years {first}–{year}",
        alt=(
            f"Line through a plane, convergence across and caution upwards, each from 1 to 100, {len(both)} years from "
            f"{first} to {year}. It begins at {_at(both.iloc[0])} and ends at {_at(last)}. Behind it, all "
            f"{len(cloud):,} pairs of {year}."
        ),
        source=(
            f"{SOURCE} Grey: all pairs of {year}, darker where there are more. Dashed: the middle pair. Cross: {BAND} "
            "Dotted: between years that do not rest on the same measures."
        ),
        wide=pictures[0],
        narrow=pictures[1],
        table=_plane_table(both),
    )


def _at(row: pd.Series) -> str:
    return f"convergence {points(row['convergence', 'value'])} and caution {points(row['caution', 'value'])}"


def _both(path: pd.DataFrame) -> pd.DataFrame:
    """Set the indices side by side in the years that have both."""
    wide = path.pivot_table(index="year", columns="index", values=["value", "low", "high", "percentile", "joined"])
    wide.columns = wide.columns.swaplevel()
    need = [(i, "value") for i in ("convergence", "caution")]
    if not set(need) <= set(wide.columns):
        return pd.DataFrame()
    return wide.dropna(subset=need).reset_index()


def _cloud(axes: Axes, cloud: pd.DataFrame) -> None:
    axes.set_xlim(0, 100)
    axes.set_ylim(0, 100)
    axes.grid(visible=False)
    axes.hexbin(
        cloud["convergence"], cloud["caution"], gridsize=26, extent=(0, 100, 0, 100), cmap="Greys", bins="log",
        mincnt=1, alpha=0.45, linewidths=0, zorder=0, vmin=1, vmax=2000,
    )  # fmt: skip
    middle = cloud["convergence"].median(), cloud["caution"].median()
    axes.axvline(middle[0], color=FAINT, linewidth=0.9, linestyle=(0, (4, 3)), zorder=1)
    axes.axhline(middle[1], color=FAINT, linewidth=0.9, linestyle=(0, (4, 3)), zorder=1)
    corners = (
        (0.02, 0.98, "distant and guarded"), (0.98, 0.98, "close and guarded"), (0.02, 0.02, "distant and at ease"),
        (0.98, 0.02, "close and at ease"),
    )  # fmt: skip
    for x, y, text in corners:
        axes.text(
            x, y, text, transform=axes.transAxes, color=SOFT, fontsize=9.5, fontstyle="italic",
            ha="left" if x < 0.5 else "right", va="bottom" if y < 0.5 else "top", zorder=1,
        )  # fmt: skip


def _way(axes: Axes, both: pd.DataFrame, narrow: bool) -> None:
    x, y = (both[index, "value"].to_numpy() for index in ("convergence", "caution"))
    years = both["year"].astype(int).tolist()
    at = len(years) - 1
    for index, value, other in (("convergence", y[at], "h"), ("caution", x[at], "v")):
        ends = both[index, "low"].iloc[at], both[index, "high"].iloc[at]
        line = axes.hlines if other == "h" else axes.vlines
        line(value, *ends, color=MAIN, linewidth=2.2, alpha=0.35, zorder=2)
    for i in range(1, len(years)):
        same = both["convergence", "joined"].iloc[i] and both["caution", "joined"].iloc[i]
        dash = "-" if same else (0, (1, 2))
        axes.plot(x[i - 1 : i + 1], y[i - 1 : i + 1], color=MAIN, linewidth=1.1, linestyle=dash, alpha=0.75, zorder=3)
    shades = np.linspace(0.25, 1.0, len(years))
    for i in range(len(years)):
        axes.plot(x[i], y[i], marker="o", markersize=3.4, color=MAIN, alpha=shades[i], zorder=4)
    axes.plot(x[at], y[at], marker="o", markersize=7, color=MAIN, zorder=5)
    axes.plot(x[0], y[0], marker="o", markersize=6, markerfacecolor="white", color=MAIN, zorder=5)
    for i in _labelled(x, y, years, narrow):
        end = i in {0, at}
        axes.annotate(
            str(years[i]), (x[i], y[i]), xytext=(6, 6), textcoords="offset points", color=MAIN if end else INK,
            zorder=6, fontsize=11 if end else 9, fontweight="semibold" if end else "normal", bbox=HALO,
        )  # fmt: skip


def _labelled(x: Sequence[float], y: Sequence[float], years: Sequence[int], narrow: bool) -> list[int]:
    """Choose the years to name: the last, the first, then every fifth where its label touches no other."""
    room = (14.0, 6.0) if narrow else (8.0, 4.0)
    chosen: list[int] = []
    for i in [len(years) - 1, 0, *(k for k, year in enumerate(years) if year % 5 == 0)]:
        if all(abs(x[i] - x[k]) > room[0] or abs(y[i] - y[k]) > room[1] for k in chosen):
            chosen.append(i)
    return chosen


def _plane_table(both: pd.DataFrame) -> pd.DataFrame:
    out = pd.DataFrame({"Year": both["year"].astype(int).astype(str)})
    for index in ("convergence", "caution"):
        out[capital(index)] = [points(v) for v in both[index, "value"]]
        out[f"{capital(index)}, 90% band"] = [
            f"{points(a)} to {points(b)}" for a, b in zip(both[index, "low"], both[index, "high"], strict=True)
        ]
        out[f"{capital(index)}, percentile"] = [points(v) for v in both[index, "percentile"]]
    return out
