"""Maps of the world: states shaded by class in an equal-area projection, hatched where unknown, blank where none."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd
from matplotlib import patheffects
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from dyadlens.show.layout import text_width
from dyadlens.show.picture import Picture, render
from dyadlens.show.style import FAINT, INK, NARROW, WIDE

if TYPE_CHECKING:
    import geopandas as gpd
    from shapely.geometry.base import BaseGeometry

PROJECTION = "+proj=eqearth"  # the outlines are cut at 180 degrees, so that another middle would tear them
LINES = (
    "Lines stand as Natural Earth (public domain) draws them, mostly as held on the ground, of about 2018 for all "
    "years and without a judgement of right: Kashmir, Aksai Chin, Crimea, the Golan, Western Sahara, Kosovo, Northern "
    "Cyprus, Palestine, Taiwan and others are disputed. Small states have no outline at this scale."
)
REST, _HATCH = "#ffffff", "#aeb6bf"
OUTSIDE, _OUTSIDE = "no state on the list", "#fdfdfd"
_TOLERANCE = 40_000  # metres: about a pixel of the widest map
_SPECK = 3e9  # square metres: islands smaller than this are left out beside a larger part
_LEFT_OUT = "Antarctica"
_ROOM = 0.025  # share of the map's height that is left free on each side
_ROW = 0.21  # inches of a line of the key


_Box = tuple[float, float, float, float]  # middle, width and height, in metres


@dataclass(frozen=True)
class Shade:
    """A class of states in one colour."""

    label: str
    colour: str
    states: Sequence[str]


def shapes(outlines: pd.DataFrame) -> gpd.GeoDataFrame:
    """Make shapes of the rings of points of table ``outlines``."""
    import geopandas as gpd
    from shapely import MultiPolygon, Polygon

    rows = []
    for (_, name), area in outlines[outlines["name"] != _LEFT_OUT].groupby(["area", "name"], sort=True):
        polygons = []
        for _, part in area.groupby("part"):
            rings = [ring[["lon", "lat"]].to_numpy() for _, ring in part.groupby("ring")]
            polygons.append(Polygon(rings[0], rings[1:]))
        rows.append({"name": str(name), "state": area["state"].iloc[0], "geometry": MultiPolygon(polygons)})
    drawn = gpd.GeoDataFrame(rows, crs="EPSG:4326")
    # Three shapes of the source cross themselves or hold a part that is a point.
    drawn["geometry"] = drawn.geometry.make_valid(method="structure", keep_collapsed=False)
    return drawn.to_crs(PROJECTION)


def world_map(
    outlines: pd.DataFrame,
    shades: Sequence[Shade],
    labels: Mapping[str, str],
    *,
    rest: str,
    listed: Collection[str] | None = None,
    title: str,
    subtitle: str,
    alt: str,
    source: str,
    table: pd.DataFrame,
) -> Picture:
    """Draw a map of the world with each class of states in its colour, other states hatched and the rest blank."""
    drawn = shapes(outlines)
    drawn["geometry"] = drawn.geometry.simplify_coverage(_TOLERANCE).map(_without_specks)
    there = set(drawn["state"].dropna())
    named = {code for shade in shades for code in shade.states}
    hatched = sorted((there if listed is None else there & set(listed)) - named)
    blank = not drawn["state"].isin([*named, *hatched]).all()
    key = [shade for shade in (*shades, Shade(rest, REST, hatched)) if there & set(shade.states)]
    key += [Shade(OUTSIDE, _OUTSIDE, ())] if blank else []

    def draw(canvas: Figure, narrow: bool) -> None:
        axes, foot = _frame(canvas, drawn, len(_key_rows(key, narrow)))
        _shade(axes, drawn, [*shades, Shade(rest, REST, hatched)])
        _name(axes, drawn, labels, 8.5 if narrow else 10.5)
        _key(foot, _key_rows(key, narrow), narrow)

    heights = [_map_height(drawn, width) + _ROW * len(_key_rows(key, narrow)) + 0.15
               for width, narrow in ((WIDE, False), (NARROW, True))]  # fmt: skip
    wide, narrow = render(draw, heights[0], narrow_height=heights[1])
    absent = [name for code, name in labels.items() if code not in there]
    lost = f" Without an outline: {', '.join(absent)}." if absent else ""
    return Picture(title, subtitle, alt, f"{source}{lost} {LINES}", wide, narrow, table)


def _without_specks(shape: BaseGeometry) -> BaseGeometry:
    """Leave out islands too small to see, but never the largest part of an area."""
    from shapely import MultiPolygon, get_parts

    parts = get_parts(shape)
    largest = max(part.area for part in parts)
    return MultiPolygon([part for part in parts if part.area >= min(_SPECK, largest)])


def _bounds(drawn: gpd.GeoDataFrame) -> tuple[float, float, float, float]:
    """Return the ends of the map, with room around so that no coast looks cut off."""
    left, low, right, high = drawn.total_bounds
    room = _ROOM * (high - low)
    return left - room, low - room, right + room, high + room


def _map_height(drawn: gpd.GeoDataFrame, width: float) -> float:
    left, low, right, high = _bounds(drawn)
    return width * (high - low) / (right - left)


def _frame(canvas: Figure, drawn: gpd.GeoDataFrame, rows: int) -> tuple[Axes, Axes]:
    """Lay out the map above its key."""
    _, height = canvas.get_size_inches()
    share = (_ROW * rows + 0.1) / height
    axes, foot = canvas.add_axes((0, share, 1, 1 - share)), canvas.add_axes((0, 0, 1, share))
    left, low, right, high = _bounds(drawn)
    axes.set_xlim(left, right)
    axes.set_ylim(low, high)
    for one in (axes, foot):
        one.set_axis_off()
    return axes, foot


def _shade(axes: Axes, drawn: gpd.GeoDataFrame, shades: Sequence[Shade]) -> None:
    """Draw the areas of each class in its colour or hatched, and all others blank."""
    edges = {"linewidth": 0.4, "aspect": None}
    blank = drawn[~drawn["state"].isin([code for shade in shades for code in shade.states])]
    if len(blank):
        blank.plot(ax=axes, facecolor=_OUTSIDE, edgecolor=_HATCH, **edges)
    for shade in shades:
        chosen = drawn[drawn["state"].isin(list(shade.states))]
        signs = {"hatch": "//////", "edgecolor": _HATCH} if shade.colour == REST else {"edgecolor": FAINT}
        if len(chosen):
            chosen.plot(ax=axes, facecolor=shade.colour, **signs, **edges)


def _name(axes: Axes, drawn: gpd.GeoDataFrame, labels: Mapping[str, str], size: float) -> None:
    """Write the names of some states near their middle, moved where they would touch one another."""
    left, right = axes.get_xlim()
    unit = (right - left) / (axes.get_figure().get_size_inches()[0] * 72)  # metres a point
    halo = [patheffects.withStroke(linewidth=2.4, foreground="white")]
    taken: list[_Box] = []
    for code, text in labels.items():
        shape = drawn.loc[drawn["state"] == code, "geometry"]
        if shape.empty:
            continue
        middle = max(shape.iloc[0].geoms, key=lambda part: part.area).representative_point()
        width = (72 * text_width(text, size, "semibold") + 4) * unit
        box = _free_place(axes, (middle.x, middle.y, width, 1.25 * size * unit), taken)
        taken.append(box)
        if abs(box[1] - middle.y) > box[3] or abs(box[0] - middle.x) > box[2] / 2:
            axes.plot([middle.x, box[0]], [middle.y, box[1]], color=INK, linewidth=0.7)
        place = {"ha": "center", "va": "center", "color": INK, "path_effects": halo}
        axes.text(*box[:2], text, fontsize=size, fontweight="semibold", **place)


def _free_place(axes: Axes, box: _Box, taken: Sequence[_Box]) -> _Box:
    """Return the place nearest to a label's own at which it is on the map and touches no other label."""
    x, y, width, height = box
    steps = [
        (dx * width, dy * height) for dx in (0, 0.6, -0.6, 1.2, -1.2) for dy in (0, 1.1, -1.1, 2.2, -2.2, 3.3, -3.3)
    ]
    (left, right), (low, high) = axes.get_xlim(), axes.get_ylim()
    for dx, dy in sorted(steps, key=lambda step: step[0] ** 2 + step[1] ** 2):
        u = min(max(x + dx, left + width / 2), right - width / 2)
        v = min(max(y + dy, low + height / 2), high - height / 2)
        if all(abs(u - p) > (width + w) / 2 or abs(v - q) > (height + h) / 2 for p, q, w, h in taken):
            return u, v, width, height
    return box


def _key_rows(key: Sequence[Shade], narrow: bool) -> list[list[Shade]]:
    """Break the key into rows that fit."""
    room, rows, used = (NARROW if narrow else WIDE) - 0.1, [[]], 0.0
    for shade in key:
        width = _key_width(shade.label, narrow)
        if rows[-1] and used + width > room:
            rows.append([])
            used = 0.0
        rows[-1].append(shade)
        used += width
    return rows


def _key_width(label: str, narrow: bool) -> float:
    return text_width(label, 8.5 if narrow else 9.5, "semibold") + 0.42


def _key(foot: Axes, rows: Sequence[Sequence[Shade]], narrow: bool) -> None:
    """Draw the key under the map."""
    width, height = (NARROW if narrow else WIDE), _ROW * len(rows) + 0.1
    foot.set_xlim(0, width)
    foot.set_ylim(0, height)
    for number, row in enumerate(rows):
        x, y = 0.05, height - _ROW * (number + 1)
        for shade in row:
            hatch = {"hatch": "////////", "edgecolor": _HATCH} if shade.colour == REST else {"edgecolor": FAINT}
            foot.add_patch(Rectangle((x, y), 0.2, 0.14, facecolor=shade.colour, linewidth=0.5, **hatch))
            foot.text(x + 0.26, y + 0.07, shade.label, fontsize=8.5 if narrow else 9.5, va="center", color=INK)
            x += _key_width(shade.label, narrow)
