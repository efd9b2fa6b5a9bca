"""Maps of the world: states shaded by class in an equal-area projection, hatched where unknown, blank where none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pandas as pd
from matplotlib import patheffects
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from dyadlens.charts.captions import caption, fill, nothing
from dyadlens.charts.layout import Style, canvas_size, frame, text_width
from dyadlens.charts.picture import Picture
from dyadlens.design import AMOUNTS, BLANK, FAINT, HATCH, INK, PAGE, PAIR, PHONE, SIDES, SMALL, TINY
from dyadlens.details.sides import FAR, NEAR, side_of
from dyadlens.lens import Lens, as_lens
from dyadlens.states import all_states
from dyadlens.text.answer import Text
from dyadlens.text.numbers import listed, short

if TYPE_CHECKING:
    import geopandas as gpd
    from shapely.geometry.base import BaseGeometry

    from dyadlens.details.fighting import AdversaryPlaces
    from dyadlens.details.third_states import ThirdStates

_PROJECTION = "+proj=eqearth"  # the outlines are cut at 180 degrees, so that another middle would tear them
_TOLERANCE = 40_000  # metres: about a pixel of the widest map
_SPECK = 3e9  # square metres: islands smaller than this are left out beside a larger part
_ROOM = 0.025  # share of the map's height that is left free on each side, so that no coast looks cut off
_ROW = 0.21  # inches of a line of the key
_BREAKS = (100, 1_000, 10_000)  # battle deaths between one colour and the next
_Box = tuple[float, float, float, float]  # middle, width and height, in metres


@dataclass(frozen=True)
class Shade:
    """A class of states in one colour; without a colour it is hatched."""

    label: str
    colour: str
    states: Sequence[str]

    @property
    def fill(self) -> Style:
        """How an area of the class is filled."""
        if self.colour:
            return {"facecolor": self.colour, "edgecolor": FAINT}
        return {"facecolor": "white", "edgecolor": HATCH, "hatch": "//////"}


def adversaries_map(outlines: pd.DataFrame, lens: Lens | str, found: AdversaryPlaces) -> Picture | Text:
    """Map which governments fight the common adversaries of a pair, by battle deaths."""
    lens, rows, years = as_lens(lens), found.rows, f"{found.first}–{found.last}"
    if found.last is None:
        return nothing("adversaries_map", "not_covered")
    if rows.empty:
        return nothing("adversaries_map", years=years)
    names = [f"below {_BREAKS[0]:,}", *(f"{low:,} to {high - 1:,}" for low, high in pairwise(_BREAKS))]
    names.append(f"{_BREAKS[-1]:,} and more")
    kind = pd.cut(rows["deaths"], [0, *_BREAKS, float("inf")], labels=False, right=False)
    shades = [Shade(name, AMOUNTS[at], rows.loc[kind == at, "state"].tolist()) for at, name in enumerate(names)]
    shades.append(Shade("the pair, none on record", SIDES[2], [c for c in lens.pair if c not in set(rows["state"])]))
    groups = [*found.groups[:4], *([f"{len(found.groups) - 4} more"] if len(found.groups) > 4 else [])]
    parts = {
        "groups": listed(groups),
        "share": rows["deaths"].iloc[0] / rows["deaths"].sum(),
        "where": all_states()[rows["state"].iloc[0]].in_text,
        "most": listed(
            [f"{all_states()[code].in_text} {deaths:,.0f}" for code, deaths in rows.head(4).to_numpy().tolist()]
        ),
    }
    deaths = {f"Battle deaths, {years}": [f"{v:,.0f}" for v in rows["deaths"]]}
    return world_map(
        outlines,
        shades,
        _names(*lens.pair, *rows["state"].head(3)),
        caption("adversaries_map", years=years, count=len(rows), **parts),
        pd.DataFrame({"Government": [all_states()[code].name for code in rows["state"]], **deaths}),
        rest="none on record: below 25 a year",
        year=found.last,
    )


def leaning_map(outlines: pd.DataFrame, lens: Lens | str, found: ThirdStates) -> Picture | Text:
    """Map to which of the two states every third state stands closer."""
    lens, rows = as_lens(lens), found.rows
    if rows.empty:
        return nothing("leaning_map")
    a, b, side = lens.a.name, lens.b.name, side_of(rows["value"])
    kinds = (f"much closer to {a}", f"closer to {a}", "about as close to both", f"closer to {b}", f"much closer to {b}")
    shades = [Shade(kind, SIDES[at], rows.loc[side == 2 - at, "third"].tolist()) for at, kind in enumerate(kinds)]
    shades += [Shade(state.name, hue, [state.code]) for state, hue in zip((lens.a, lens.b), PAIR, strict=True)]
    to_a, to_b = (all_states()[code].in_text for code in rows["third"].iloc[[0, -1]])
    counts = {"first": (side > 0).sum(), "second": (side < 0).sum(), "equal": (side == 0).sum()}
    parts = {"year": found.year, "a": lens.a.in_text, "b": lens.b.in_text, "to_a": to_a, "to_b": to_b}
    cells = {f"Closeness to {a}": "close_a", f"Closeness to {b}": "close_b", "Difference": "value"}
    numbers = {head: [short(v, "index") for v in rows[column]] for head, column in cells.items()}
    return world_map(
        outlines,
        shades,
        _names(*lens.pair, *lens.third_parties),
        caption("leaning_map", **counts, **parts, near=NEAR, far=FAR),
        pd.DataFrame({"Third state": [all_states()[code].name for code in rows["third"]], **numbers}),
        rest="not known",
        year=found.year,
    )


def _names(*codes: str) -> dict[str, str]:
    return {code: all_states()[code].name for code in dict.fromkeys(codes)}


def world_map(
    outlines: pd.DataFrame,
    shades: Sequence[Shade],
    names: Mapping[str, str],
    words: dict[str, Any],
    table: pd.DataFrame,
    *,
    rest: str,
    year: int | None = None,
) -> Picture:
    """Draw each class of states in its colour, other states hatched and the rest blank.

    With a year, areas of states that did not exist in it are blank: nobody could know of them.
    """
    drawn = shapes(outlines)
    drawn["geometry"] = drawn.geometry.simplify_coverage(_TOLERANCE).map(_without_specks)
    there = set(drawn["state"].dropna())
    alive = {code for code in there if year is None or all_states()[code].existed(year)}
    classes = [*shades, Shade(rest, "", sorted(alive - {code for shade in shades for code in shade.states}))]
    blank = drawn[~drawn["state"].isin([code for shade in classes for code in shade.states])]
    key = [shade for shade in classes if there & set(shade.states)]
    key += [Shade("no state on the list", BLANK, ())] if len(blank) else []
    left, low, right, high = drawn.total_bounds
    room = _ROOM * (high - low)
    bounds = left - room, low - room, right + room, high + room

    def height(narrow: bool) -> float:
        across = (PHONE if narrow else PAGE) / (bounds[2] - bounds[0])
        return float(across * (bounds[3] - bounds[1])) + _key_height(key, narrow)

    def draw(canvas: Figure, narrow: bool) -> None:
        foot = _key_height(key, narrow)
        axes = frame(canvas, left=0, right=0, bottom=foot, top=0)
        axes.set(xlim=bounds[::2], ylim=bounds[1::2])
        axes.set_axis_off()
        areas = [(drawn[drawn["state"].isin(list(shade.states))], shade.fill) for shade in classes]
        for chosen, style in [(blank, {"facecolor": BLANK, "edgecolor": HATCH}), *areas]:
            if len(chosen):
                chosen.plot(ax=axes, linewidth=0.4, aspect=None, **style)
        _name_states(axes, drawn, names, TINY if narrow else 10.5)
        _draw_key(frame(canvas, left=0, right=0, bottom=0, top=canvas.get_figheight() - foot), key, narrow)

    absent = [name for code, name in names.items() if code not in there]
    notes = [fill("map", "absent", absent=", ".join(absent))] if absent else []
    source = " ".join([words["source"], *notes, fill("map", "borders")])
    return Picture(table, draw, (height(False), height(True)), **words | {"source": source})


def shapes(outlines: pd.DataFrame) -> gpd.GeoDataFrame:
    """Make shapes of the rings of points of table ``outlines``, without Antarctica."""
    import geopandas as gpd
    from shapely import MultiPolygon, Polygon

    rows = []
    for (_, name), area in outlines[outlines["name"] != "Antarctica"].groupby(["area", "name"], sort=True):
        polygons = []
        for _, part in area.groupby("part"):
            rings = [ring[["lon", "lat"]].to_numpy() for _, ring in part.groupby("ring")]
            polygons.append(Polygon(rings[0], rings[1:]))
        rows.append({"name": str(name), "state": area["state"].iloc[0], "geometry": MultiPolygon(polygons)})
    drawn = gpd.GeoDataFrame(rows, crs="EPSG:4326")
    # Three shapes of the source cross themselves or hold a part that is a point.
    drawn["geometry"] = drawn.geometry.make_valid(method="structure", keep_collapsed=False)
    return drawn.to_crs(_PROJECTION)


def _without_specks(shape: BaseGeometry) -> BaseGeometry:
    """Leave out islands too small to see, but never the largest part of an area."""
    from shapely import MultiPolygon, get_parts

    parts = get_parts(shape)
    largest = max(part.area for part in parts)
    return MultiPolygon([part for part in parts if part.area >= min(_SPECK, largest)])


def _name_states(axes: Axes, drawn: gpd.GeoDataFrame, names: Mapping[str, str], size: float) -> None:
    """Write the names of some states near their middle, moved where they would touch one another."""
    left, right = axes.get_xlim()
    unit = (right - left) / (canvas_size(axes)[0] * 72)  # metres a point
    halo = [patheffects.withStroke(linewidth=2.4, foreground="white")]
    taken: list[_Box] = []
    for code, text in names.items():
        shape = drawn.loc[drawn["state"] == code, "geometry"]
        if shape.empty:
            continue
        middle = max(shape.iloc[0].geoms, key=lambda part: part.area).representative_point()
        width = (72 * text_width(text, size, "semibold") + 4) * unit
        x, y, *_ = box = _free_place(axes, (middle.x, middle.y, width, 1.25 * size * unit), taken)
        taken.append(box)
        if abs(y - middle.y) > box[3] or abs(x - middle.x) > box[2] / 2:
            axes.plot([middle.x, x], [middle.y, y], color=INK, linewidth=0.7)
        place: Style = {"ha": "center", "va": "center", "path_effects": halo}
        axes.text(x, y, text, fontsize=size, fontweight="semibold", color=INK, **place)


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


def _key_rows(key: Sequence[Shade], narrow: bool) -> list[list[tuple[float, Shade]]]:
    """Break the key into rows that fit, each class with the place where it begins."""
    rows: list[list[tuple[float, Shade]]] = [[]]
    x = 0.05
    for shade in key:
        width = text_width(shade.label, TINY if narrow else SMALL, "semibold") + 0.42
        if rows[-1] and x + width > (PHONE if narrow else PAGE):
            rows.append([])
            x = 0.05
        rows[-1].append((x, shade))
        x += width
    return rows


def _key_height(key: Sequence[Shade], narrow: bool) -> float:
    return _ROW * len(_key_rows(key, narrow)) + 0.1


def _draw_key(foot: Axes, key: Sequence[Shade], narrow: bool) -> None:
    foot.set(xlim=(0, PHONE if narrow else PAGE), ylim=(_key_height(key, narrow), 0))
    foot.set_axis_off()
    for at, row in enumerate(_key_rows(key, narrow)):
        for x, shade in row:
            foot.add_patch(Rectangle((x, _ROW * at + 0.07), 0.2, 0.14, linewidth=0.5, **shade.fill))
            foot.text(x + 0.26, _ROW * at + 0.14, shade.label, fontsize=TINY if narrow else SMALL, va="center")
