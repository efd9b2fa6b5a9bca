"""Charts of the two indices: each over the years, and what each domain brings to a shift."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from dyadlens.charts.captions import caption, nothing
from dyadlens.charts.layout import Style, by_rows, frame, frame_rows, frame_years, name_panel, note, panels
from dyadlens.charts.lines import Line, draw_lines, draw_missing, unbroken
from dyadlens.charts.picture import Picture
from dyadlens.design import ACCENT, FAINT, INK, OTHERS, SOFT
from dyadlens.indices.change import Shift
from dyadlens.indices.definitions import INDICES
from dyadlens.lens import Lens, as_lens
from dyadlens.text.answer import Text
from dyadlens.text.index import DOMAINS, in_points, index_shift, points
from dyadlens.text.names import capital
from dyadlens.text.numbers import signed

_HUES = dict(zip(INDICES, (ACCENT, OTHERS[0]), strict=True))


def index_lines(lens: Lens | str, path: pd.DataFrame) -> Picture | Text:
    """Draw both indices over the years with their bands."""
    pair = as_lens(lens).title
    parts = {str(index): rows for index, rows in path.groupby("index", sort=False) if rows["value"].notna().any()}
    if not parts:
        return nothing("index_lines", pair=pair)
    first, last = int(path["year"].min()), int(path["year"].max())

    def draw(canvas: Figure, narrow: bool) -> None:
        for axes, (index, rows) in zip(panels(canvas, [1.0] * len(parts)), parts.items(), strict=True):
            draw_lines(axes, [Line("", rows, main=True)], points, narrow=narrow, colour=_HUES[index])
            for part in unbroken(rows):
                axes.plot(part["year"], part["median"], color=_HUES[index], linewidth=1.0, linestyle=(0, (3, 2)))
            draw_missing(axes, rows)
            axes.axhline(50, color=FAINT, linewidth=0.8, zorder=0)
            axes.set_ylim(0, 100)
            frame_years(axes, first, last, labelled=index == list(parts)[-1], narrow=narrow)
            name_panel(axes, capital(index), _HUES[index])

    ends, ranges = [], []
    for index, rows in parts.items():
        seen = rows[rows["value"].notna()].sort_values("year")
        end, low, high = (seen.iloc[at] for at in (-1, seen["value"].argmin(), seen["value"].argmax()))
        ends.append(f"{index} {points(end['value'])} ({points(end['low'])}–{points(end['high'])}) in {end['year']}")
        spread = f"{points(low['value'])} in {low['year']} to {points(high['value'])} in {high['year']}"
        ranges.append(f"{capital(index)}: {len(seen)} years with a value, from {spread}.")
    captions = caption("index_lines", pair=pair, ends="; ".join(ends), ranges=" ".join(ranges), first=first, last=last)
    return Picture(_path_table(path), draw, by_rows(len(parts), 2.3, rest=0.5), **captions)


def _path_table(path: pd.DataFrame) -> pd.DataFrame:
    words = {"unknown": "unknown", "not_covered": "not covered"}
    rows = [
        {
            "Year": str(row["year"]),
            "Index": capital(row["index"]),
            "Value": words.get(row["status"]) or points(row["value"]),
            "90% band": "" if pd.isna(row["low"]) else f"{points(row['low'])} to {points(row['high'])}",
            "Draws that count": f"{row['draws']:,}" if row["draws"] else "",
            "Percentile": "" if pd.isna(row["percentile"]) else points(row["percentile"]),
            "Pairs": f"{row['pairs']:,}" if row["pairs"] else "",
            "Rests on": ", ".join(DOMAINS[name] for name in row["rests_on"].split(", ") if name),
        }
        for row in path.to_dict("records")
    ]
    return pd.DataFrame(rows)


def contributions(lens: Lens | str, index: str, found: Shift | None) -> Picture | Text:
    """Draw what each domain brings to the shift of an index."""
    lens = as_lens(lens)
    if found is None:
        return index_shift(lens, index, found)
    values, s = found.domains["contribution"].tolist(), found.spans
    names, points_of = [capital(DOMAINS[name]) for name in found.domains["domain"]], [signed(v, 1) for v in values]
    earlier, recent, size = f"{s[0]}–{s[1]}", f"{s[2]}–{s[3]}", in_points(abs(found.value))
    way = {"rose": f"up {size}", "fell": f"down {size}", "unclear": f"no clear change ({in_points(found.value)})"}

    def draw(canvas: Figure, narrow: bool) -> None:
        axes = frame(canvas, left=1.35 if narrow else 2.4, right=0.2)
        axes.barh(range(len(values)), values, color=[ACCENT if v > 0 else OTHERS[0] for v in values], height=0.58)
        for row, (value, text) in enumerate(zip(values, points_of, strict=True)):
            right = not text.startswith("−")
            side: Style = {"ha": "left" if right else "right", "va": "center"}
            note(axes, text, (value, row), (4 if right else -4, 0), color=INK, fontsize=10.5, **side)
        axes.axvline(0, color=SOFT, linewidth=1.0, zorder=3)
        frame_rows(axes, names, lambda v: f"{v:.4g}".replace("-", "−"), narrow=narrow)
        low, high = min(0.0, *values), max(0.0, *values)
        room = 0.18 * max(high - low, 0.5)
        axes.set_xlim(low - room, high + room)

    parts = {
        "index": capital(index),
        "pair": lens.title,
        "way": way[found.direction],
        "most": DOMAINS[found.domains["domain"].iloc[0]],
        "values": "; ".join(f"{name} {text}" for name, text in zip(names, points_of, strict=True)),
        "sum": signed(found.value, 1),
    }
    table = pd.DataFrame(
        {
            "Domain": names,
            earlier: [points(v) for v in found.domains["earlier"]],
            recent: [points(v) for v in found.domains["recent"]],
            "Points": [f"{v:.2f}".replace("-", "−") for v in values],
        }
    )
    captions = caption("contributions", earlier=earlier, recent=recent, count=len(names), **parts)
    return Picture(table, draw, by_rows(len(names), 0.48, 0.6, rest=0.7), **captions)
