"""Figures of the two indices: each over the years, and what carries a shift."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from dyadlens.indices.change import Shift
from dyadlens.lens import Lens
from dyadlens.show import charts, layout
from dyadlens.show.numbers import MINUS
from dyadlens.show.picture import Picture, render
from dyadlens.show.plane import BAND, HALO, SOURCE
from dyadlens.show.standing import DOMAINS, in_points, latest, moved, points
from dyadlens.show.style import FAINT, INK, MAIN, OTHERS, SOFT
from dyadlens.show.words import Said, capital


def index_series(lens: Lens, path: pd.DataFrame) -> Picture | Said:
    """Draw both indices over the years with their bands."""
    parts = {index: rows for index, rows in path.groupby("index", sort=False) if rows["value"].notna().any()}
    if not parts:
        return Said(f"{lens.title}: neither index is known in any of these years.")
    first, last = int(path["year"].min()), int(path["year"].max())
    hues = {"convergence": MAIN, "caution": OTHERS[0]}

    def draw(canvas: Figure, narrow: bool) -> None:
        panels = layout.panels(canvas, [1.0] * len(parts))
        for axes, (index, rows) in zip(panels, parts.items(), strict=True):
            layout.frame_years(axes, first, last, labelled=axes is panels[-1], narrow=narrow)
            axes.plot(rows["year"], rows["value"], color=hues[index], linestyle="", marker="o", markersize=3.6)
            for _, part in rows.groupby((~rows["joined"].astype(bool)).cumsum()):
                _band(axes, part, hues[index])
                axes.plot(part["year"], part["value"], color=hues[index], linewidth=2.0)
                axes.plot(part["year"], part["median"], color=hues[index], linewidth=1.0, linestyle=(0, (3, 2)))
            charts.draw_missing(axes, rows)
            axes.set_ylim(0, 100)
            axes.axhline(50, color=FAINT, linewidth=0.8, zorder=0)
            axes.text(
                0.01, 0.97, capital(index), transform=axes.transAxes, va="top", color=hues[index], fontsize=11.5,
                fontweight="semibold", bbox=HALO,
            )  # fmt: skip

    wide, narrow = render(draw, 0.5 + 2.3 * len(parts))
    return Picture(
        title=_series_title(lens, path),
        subtitle=f"Indices from 1 to 100, {first}–{last}",
        alt=_series_alt(lens, path, parts),
        source=(
            f"{SOURCE} Line: the default recipe. Shaded: {BAND} Draws that leave out a domain without which too few "
            "are known do not count. Dashed: their median. Hatched: no domain covered. "
            "Cross: fewer than half of the domains. Lines are broken where sources begin or end: the years on either "
            "side do not rest on the same measures."
        ),
        wide=wide,
        narrow=narrow,
        table=_series_table(path),
    )


def _band(axes: Axes, rows: pd.DataFrame, colour: str) -> None:
    """Shade the band of years that can be compared; a year that stands alone gets a bar."""
    if len(rows) == 1:
        axes.vlines(rows["year"], rows["low"], rows["high"], color=colour, alpha=0.16, linewidth=6)
    else:
        axes.fill_between(rows["year"], rows["low"], rows["high"], color=colour, alpha=0.16, linewidth=0)


def _series_title(lens: Lens, path: pd.DataFrame) -> str:
    said = []
    for index in ("convergence", "caution"):
        row = latest(path, index)
        if row is not None:
            said.append(f"{index} {points(row['value'])} ({points(row['low'])}–{points(row['high'])}) in {row['year']}")
    return f"{lens.title}: {'; '.join(said)}"


def _series_alt(lens: Lens, path: pd.DataFrame, parts: dict[str, pd.DataFrame]) -> str:
    span = f"years {path['year'].min()} to {path['year'].max()}"
    text = f"Line charts with bands, one an index, of {lens.title}, scale 0 to 100, {span}. "
    for index, rows in parts.items():
        seen = rows[rows["value"].notna()]
        low, high = seen.loc[seen["value"].idxmin()], seen.loc[seen["value"].idxmax()]
        ends = f"{points(low['value'])} in {low['year']} to {points(high['value'])} in {high['year']}"
        text += f"{capital(index)}: {len(seen)} years with a value, from {ends}. "
    return text.strip()


def _series_table(path: pd.DataFrame) -> pd.DataFrame:
    words = {"unknown": "unknown", "not_covered": "not covered"}
    rows = [
        {
            "Year": str(r.year),
            "Index": capital(r.index),
            "Value": words.get(r.status) or points(r.value),
            "90% band": "" if pd.isna(r.low) else f"{points(r.low)} to {points(r.high)}",
            "Draws that count": f"{r.draws:,}" if r.draws else "",
            "Percentile": "" if pd.isna(r.percentile) else points(r.percentile),
            "Pairs": f"{r.pairs:,}" if r.pairs else "",
            "Rests on": ", ".join(DOMAINS[name] for name in r.rests_on.split(", ")) if r.rests_on else "",
        }
        for r in path.rename(columns={"index": "name"}).rename(columns={"name": "index"}).itertuples(index=False)
    ]
    return pd.DataFrame(rows)


def carried(lens: Lens, index: str, found: Shift | None) -> Picture | Said:
    """Draw what each domain brings to the shift of an index."""
    if found is None:
        return moved(lens, index, found)
    rows, s = found.domains, found.spans
    names = [capital(DOMAINS[name]) for name in rows["domain"]]

    def draw(canvas: Figure, narrow: bool) -> None:
        _bars(canvas, names, rows["contribution"].to_numpy(), narrow)

    wide, narrow = render(draw, 0.7 + 0.48 * len(rows), narrow_height=0.7 + 0.6 * len(rows))
    listed_all = "; ".join(f"{n} {_signed(v)}" for n, v in zip(names, rows["contribution"], strict=True))
    size = in_points(abs(found.value))
    way = {"rose": f"up {size}", "fell": f"down {size}", "held": f"no clear change ({in_points(found.value)})"}
    return Picture(
        title=f"{capital(index)} of {lens.title}: {way[found.direction]}, most by {DOMAINS[rows['domain'].iloc[0]]}",
        subtitle=(
            f"Points that each domain brings to the shift from {s[0]}–{s[1]} to {s[2]}–{s[3]}; they add up to "
            f"{_signed(found.value)}"
        ),
        alt=f"Bar chart of {len(rows)} domains, points of the index. {listed_all}. Sum {_signed(found.value)}.",
        source=f"{SOURCE} Only measures known in all of these years. Exact split: log-mean Divisia index (Ang 2004).",
        wide=wide,
        narrow=narrow,
        table=pd.DataFrame(
            {
                "Domain": names,
                f"{s[0]}–{s[1]}": [points(v) for v in rows["earlier"]],
                f"{s[2]}–{s[3]}": [points(v) for v in rows["recent"]],
                "Points": [f"{v:.2f}".replace("-", MINUS) for v in rows["contribution"]],
            }
        ),
    )


def _bars(canvas: Figure, names: Sequence[str], values: Sequence[float], narrow: bool) -> None:
    """Draw a bar a domain to either side of none, with its points written beside it."""
    width, height = canvas.get_size_inches()
    left = 1.35 if narrow else 2.4
    axes = canvas.add_axes((left / width, 0.35 / height, 1 - (left + 0.2) / width, 1 - 0.45 / height))
    place = np.arange(len(values))[::-1]
    axes.barh(place, values, color=[MAIN if v > 0 else OTHERS[0] for v in values], height=0.58, zorder=2)
    for at, value in zip(place, values, strict=True):
        right = value > -0.05
        axes.annotate(
            _signed(value), (value, at), xytext=(4 if right else -4, 0), textcoords="offset points", va="center",
            ha="left" if right else "right", fontsize=10.5, color=INK,
        )  # fmt: skip
    axes.axvline(0, color=SOFT, linewidth=1.0, zorder=3)
    axes.set_yticks(place, [layout.wrap(name, narrow=narrow) for name in names], color=INK)
    axes.grid(visible=False, axis="y")
    axes.grid(visible=True, axis="x")
    axes.xaxis.set_major_locator(MaxNLocator(5 if narrow else 7, steps=[1, 2, 5, 10]))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda v, _: f"{v:.4g}".replace("-", MINUS)))
    ends = min(0.0, *values), max(0.0, *values)
    room = 0.18 * max(ends[1] - ends[0], 0.5)
    axes.set_xlim(ends[0] - room, ends[1] + room)


def _signed(value: float) -> str:
    """Write points with one decimal and their sign."""
    sign = "" if abs(value) < 0.05 else "+" if value > 0 else MINUS
    return f"{sign}{abs(value):.1f}"
