"""Figures of the two indices: the plane of both, each over the years, and what carries a shift."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from dyadlens.lens import Lens
from dyadlens.model.change import Shift
from dyadlens.show import charts, layout
from dyadlens.show.picture import Picture, render
from dyadlens.show.standing import DOMAINS, latest, moved, points, share_below
from dyadlens.show.style import FAINT, INK, MAIN, OTHERS, SOFT
from dyadlens.show.words import Said, capital

_SOURCE = "Own indices from the measures listed below; sources at the end."
_BAND = "90% band of ten thousand draws over values and choices."
_HALO = {"facecolor": "white", "edgecolor": "none", "pad": 0.8, "alpha": 0.8}


def plane(lens: Lens, path: pd.DataFrame, cloud: pd.DataFrame) -> Picture | Said:
    """Draw the way of a pair through the plane of convergence and caution, before all pairs of its last year.

    Parameters
    ----------
    lens : Lens
        The pair.
    path : pandas.DataFrame
        Result of :func:`dyadlens.model.indices.path`.
    cloud : pandas.DataFrame
        Result of :func:`dyadlens.model.indices.cloud`.

    Returns
    -------
    Picture or Said
        A sentence where no year has both indices.
    """
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
            f"Line through a plane, convergence across and caution upwards, each from 1 to 100, {len(both)} years from {first} to {year}. "
            f"It begins at convergence {points(both['convergence', 'value'].iloc[0])} and caution {points(both['caution', 'value'].iloc[0])} "
            f"and ends at {points(last['convergence', 'value'])} and {points(last['caution', 'value'])}. Behind it, all "
            f"{len(cloud):,} pairs of {year}."
        ),
        source=f"{_SOURCE} Grey: all pairs of {year}, darker where there are more. Dashed: the middle pair. Cross: {_BAND}",
        wide=pictures[0],
        narrow=pictures[1],
        table=_plane_table(both),
    )


def _both(path: pd.DataFrame) -> pd.DataFrame:
    """Set the indices side by side in the years that have both."""
    wide = path.pivot_table(index="year", columns="index", values=["value", "low", "high", "percentile"])
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
        cloud["convergence"], cloud["caution"], gridsize=26, extent=(0, 100, 0, 100), cmap="Greys", bins="log", mincnt=1,
        alpha=0.45, linewidths=0, zorder=0, vmin=1, vmax=2000,
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
            x, y, text, transform=axes.transAxes, color=SOFT, fontsize=9.5, fontstyle="italic", ha="left" if x < 0.5 else "right",
            va="bottom" if y < 0.5 else "top", zorder=1,
        )  # fmt: skip


def _way(axes: Axes, both: pd.DataFrame, narrow: bool) -> None:
    x, y = (both[index, "value"].to_numpy() for index in ("convergence", "caution"))
    years = both["year"].astype(int).tolist()
    at = len(years) - 1
    for index, value, other in (("convergence", y[at], "h"), ("caution", x[at], "v")):
        ends = both[index, "low"].iloc[at], both[index, "high"].iloc[at]
        line = axes.hlines if other == "h" else axes.vlines
        line(value, *ends, color=MAIN, linewidth=2.2, alpha=0.35, zorder=2)
    axes.plot(x, y, color=MAIN, linewidth=1.1, alpha=0.75, zorder=3)
    shades = np.linspace(0.25, 1.0, len(years))
    for i in range(len(years)):
        axes.plot(x[i], y[i], marker="o", markersize=3.4, color=MAIN, alpha=shades[i], zorder=4)
    axes.plot(x[at], y[at], marker="o", markersize=7, color=MAIN, zorder=5)
    axes.plot(x[0], y[0], marker="o", markersize=6, markerfacecolor="white", color=MAIN, zorder=5)
    for i in _labelled(x, y, years, narrow):
        end = i in {0, at}
        axes.annotate(
            str(years[i]), (x[i], y[i]), xytext=(6, 6), textcoords="offset points", color=MAIN if end else INK, zorder=6,
            fontsize=11 if end else 9, fontweight="semibold" if end else "normal", bbox=_HALO,
        )  # fmt: skip


def _labelled(x: Sequence[float], y: Sequence[float], years: Sequence[int], narrow: bool) -> list[int]:
    """Choose the years to name: the last, the first, then every fifth where its label touches no other."""
    room = (16.0, 8.0) if narrow else (9.0, 5.0)
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


def series(lens: Lens, path: pd.DataFrame) -> Picture | Said:
    """Draw both indices over the years with their bands.

    Parameters
    ----------
    lens : Lens
        The pair.
    path : pandas.DataFrame
        Result of :func:`dyadlens.model.indices.path`.

    Returns
    -------
    Picture or Said
        A sentence where neither index is known in any year.
    """
    parts = {index: rows for index, rows in path.groupby("index", sort=False) if rows["value"].notna().any()}
    if not parts:
        return Said(f"{lens.title}: neither index is known in any of these years.")
    first, last = int(path["year"].min()), int(path["year"].max())
    hues = {"convergence": MAIN, "caution": OTHERS[0]}

    def draw(canvas: Figure, narrow: bool) -> None:
        panels = layout.panels(canvas, [1.0] * len(parts))
        for axes, (index, rows) in zip(panels, parts.items(), strict=True):
            layout.frame_years(axes, first, last, labelled=axes is panels[-1], narrow=narrow)
            axes.fill_between(rows["year"], rows["low"], rows["high"], color=hues[index], alpha=0.16, linewidth=0)
            axes.plot(rows["year"], rows["median"], color=hues[index], linewidth=1.0, linestyle=(0, (3, 2)))
            axes.plot(rows["year"], rows["value"], color=hues[index], linewidth=2.0, marker="o", markersize=3.6)
            charts.draw_missing(axes, rows)
            axes.set_ylim(0, 100)
            axes.axhline(50, color=FAINT, linewidth=0.8, zorder=0)
            axes.text(
                0.01, 0.97, capital(index), transform=axes.transAxes, va="top", color=hues[index], fontsize=11.5,
                fontweight="semibold", bbox=_HALO,
            )  # fmt: skip

    wide, narrow = render(draw, 0.5 + 2.3 * len(parts))
    return Picture(
        title=_series_title(lens, path),
        subtitle=f"Indices from 1 to 100, {first}–{last}",
        alt=_series_alt(lens, path, parts),
        source=f"{_SOURCE} Line: the default recipe. Shaded: {_BAND} Dashed: their median. Hatched: no domain covered; cross: "
        "fewer than half of the domains. Years rest on different domains where sources begin or end: see the numbers.",
        wide=wide,
        narrow=narrow,
        table=_series_table(path),
    )


def _series_title(lens: Lens, path: pd.DataFrame) -> str:
    said = []
    for index in ("convergence", "caution"):
        row = latest(path, index)
        if row is not None:
            said.append(f"{index} {points(row['value'])} ({points(row['low'])}–{points(row['high'])}) in {row['year']}")
    return f"{lens.title}: {'; '.join(said)}"


def _series_alt(lens: Lens, path: pd.DataFrame, parts: dict[str, pd.DataFrame]) -> str:
    text = f"Line charts with bands, one an index, of {lens.title}, scale 0 to 100, years {path['year'].min()} to {path['year'].max()}. "
    for index, rows in parts.items():
        seen = rows[rows["value"].notna()]
        low, high = seen.loc[seen["value"].idxmin()], seen.loc[seen["value"].idxmax()]
        text += (
            f"{capital(index)}: {len(seen)} years with a value, from {points(low['value'])} in {low['year']} to {points(high['value'])} in "
            f"{high['year']}. "
        )
    return text.strip()


def _series_table(path: pd.DataFrame) -> pd.DataFrame:
    words = {"unknown": "unknown", "not_covered": "not covered"}
    rows = [
        {
            "Year": str(r.year),
            "Index": capital(r.index),
            "Value": words.get(r.status) or points(r.value),
            "90% band": "" if pd.isna(r.low) else f"{points(r.low)} to {points(r.high)}",
            "Percentile": "" if pd.isna(r.percentile) else points(r.percentile),
            "Pairs": f"{r.pairs:,}",
            "Rests on": ", ".join(DOMAINS[name] for name in r.rests_on.split(", ")) if r.rests_on else "nothing",
        }
        for r in path.rename(columns={"index": "name"}).rename(columns={"name": "index"}).itertuples(index=False)
    ]
    return pd.DataFrame(rows)


def carried(lens: Lens, index: str, found: Shift | None) -> Picture | Said:
    """Draw what each domain brings to the shift of an index.

    Parameters
    ----------
    lens : Lens
        The pair.
    index : {"convergence", "caution"}
        Which index.
    found : Shift or None
        Result of :func:`dyadlens.model.change.shift`.

    Returns
    -------
    Picture or Said
        A sentence where there is no shift to split.
    """
    if found is None:
        return moved(lens, index, found)
    rows = found.domains
    names = [capital(DOMAINS[name]) for name in rows["domain"]]
    s = found.spans

    def draw(canvas: Figure, narrow: bool) -> None:
        width, height = canvas.get_size_inches()
        left = 1.35 if narrow else 2.4
        axes = canvas.add_axes((left / width, 0.35 / height, 1 - (left + 0.45) / width, 1 - 0.45 / height))
        place = np.arange(len(rows))[::-1]
        colours = [MAIN if v > 0 else OTHERS[0] for v in rows["contribution"]]
        axes.barh(place, rows["contribution"], color=colours, height=0.58, zorder=2)
        for at, value in zip(place, rows["contribution"], strict=True):
            axes.annotate(
                f"{'+' if value >= 0.05 else ''}{value:.1f}".replace("-", "−"), (value, at), xytext=(4 if value >= 0 else -4, 0),
                textcoords="offset points", va="center", ha="left" if value >= 0 else "right", fontsize=10.5, color=INK,
            )  # fmt: skip
        axes.axvline(0, color=SOFT, linewidth=1.0, zorder=3)
        axes.set_yticks(place, [layout.wrap(name, narrow=narrow) for name in names], color=INK)
        axes.grid(visible=False, axis="y")
        axes.grid(visible=True, axis="x")
        reach = max(float(rows["contribution"].abs().max()), 0.5) * 1.25
        axes.set_xlim(-reach, reach)

    wide, narrow = render(draw, 0.7 + 0.48 * len(rows), narrow_height=0.7 + 0.6 * len(rows))
    listed_all = "; ".join(f"{n} {v:.1f}" for n, v in zip(names, rows["contribution"], strict=True))
    way = {"rose": "up", "fell": "down", "held": "no clear change,"}[found.direction]
    table = pd.DataFrame(
        {
            "Domain": names, f"{s[0]}–{s[1]}": [points(v) for v in rows["earlier"]],
            f"{s[2]}–{s[3]}": [points(v) for v in rows["recent"]], "Points": [f"{v:.2f}" for v in rows["contribution"]],
        }
    )  # fmt: skip
    return Picture(
        title=f"{capital(index)} of {lens.title}: {way} {points(found.value)} points; most by {DOMAINS[rows['domain'].iloc[0]]}",
        subtitle=f"Points that each domain brings to the shift from {s[0]}–{s[1]} to {s[2]}–{s[3]}; they add up to {found.value:.1f}",
        alt=f"Bar chart of {len(rows)} domains, points of the index. {listed_all}. Sum {found.value:.1f}.",
        source=f"{_SOURCE} Only measures known in all of these years. Exact split by the log-mean Divisia index (Ang 2004).",
        wide=wide,
        narrow=narrow,
        table=table,
    )
