"""The figure of every number of the verdicts against its threshold."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import shorten

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, NullLocator

from dyadlens.claims.finding import Check, Part
from dyadlens.claims.sensitivity import REACH
from dyadlens.claims.verdicts import Verdict
from dyadlens.show import layout
from dyadlens.show.numbers import listed
from dyadlens.show.picture import Picture, render
from dyadlens.show.style import GRID, INK, MAIN, OTHERS, SOFT
from dyadlens.show.verdict_words import threshold, written
from dyadlens.show.verdicts import LETTERS, verdict_tables
from dyadlens.show.words import Said

FEWEST = 3  # numbers that make a figure
FARTHEST = 16.0  # numbers farther from their threshold are drawn at the edge
_TICKS = (1 / 16, 1 / 4, 1.0, 4.0, 16.0)


@dataclass(frozen=True)
class Strip:
    """One number against its threshold."""

    id: str
    label: str
    margin: float
    part: Part
    check: Check


def strips(found: Sequence[Verdict]) -> list[Strip]:
    """Return the checks whose number and threshold are known and above zero; counts and codings are left out."""
    out = []
    for v in found:
        for letter, part in zip(LETTERS, v.parts, strict=False):
            for check in part.checks:
                n = part.numbers[check.number]
                if not (n.known and n.value > 0 and check.threshold > 0) or n.scale in {"count", "flag"}:
                    continue
                ratio = n.value / check.threshold
                margin = ratio if check.operator in {">", ">="} else 1 / ratio
                twice = sum(c.number == check.number for c in part.checks) > 1
                label = f"{n.label}, {threshold(check, part)}" if twice else n.label
                out.append(Strip(f"{v.claim.id} ({letter})", label, margin, part, check))
    return out


def threshold_figure(found: Sequence[Verdict]) -> Picture | Said:
    """Draw every number against its threshold, with the band that a threshold moved by a quarter would reach."""
    rows = strips(found)
    if len(rows) < FEWEST:
        return Said("Too few numbers of these claims have a threshold that they could be drawn against.")
    close = list(dict.fromkeys(r.id for r in rows if 1 / (1 + REACH) <= r.margin <= 1 / (1 - REACH)))
    holds = sum(bool(r.check.met(r.part.numbers)) for r in rows)

    def draw(canvas: Figure, narrow: bool) -> None:
        width, height = canvas.get_size_inches()
        left = 0.75 if narrow else 3.6
        axes = canvas.add_axes((left / width, 0.62 / height, 1 - (left + 0.15) / width, 1 - 0.95 / height))
        _draw_strips(axes, rows, narrow)

    pictures = render(draw, 1.0 + 0.3 * len(rows), narrow_height=1.0 + 0.46 * len(rows))
    title = f"{holds} of {len(rows)} numbers lie on the claim's side of their threshold"
    near = f"close to it: {listed(close)}" if close else "none lies close to it"
    return Picture(
        title=f"{title}; {near}",
        subtitle="Each number as a multiple of its threshold, in the claim's favour, log scale. Filled marks hold, "
        "hollow ones do not. In the grey band a threshold moved by a quarter would change the answer",
        alt=f"Dot chart of {len(rows)} numbers as multiples of their thresholds, log scale. {title}; {near}.",
        source=source_of(found),
        wide=pictures[0],
        narrow=pictures[1],
        table=pd.DataFrame(
            {
                "Part": [r.id for r in rows],
                "Number": [r.label for r in rows],
                "Measured": [written(r.part.numbers[r.check.number]) for r in rows],
                "Held against": [threshold(r.check, r.part) for r in rows],
                "Times the threshold, in favour": [_times(r.margin) for r in rows],
            }
        ),
    )


def _times(margin: float) -> str:
    return "beyond measure" if math.isinf(margin) else f"{margin:.2f}"


def _draw_strips(axes: Axes, rows: Sequence[Strip], narrow: bool) -> None:
    axes.set_xscale("log")
    axes.set_xlim(1 / FARTHEST / 1.25, FARTHEST * 1.25)
    axes.set_ylim(len(rows) - 0.4, -0.8)
    axes.axvspan(1 / (1 + REACH), 1 / (1 - REACH), color=GRID, zorder=0, linewidth=0)
    axes.axvline(1.0, color=INK, linewidth=1.0, zorder=1)
    for at, row in enumerate(rows):
        holds = bool(row.check.met(row.part.numbers))
        place = min(max(row.margin, 1 / FARTHEST), FARTHEST)
        beyond = place != row.margin
        marker = (">" if row.margin > 1 else "<") if beyond else "o"
        colour = OTHERS[0] if holds else MAIN
        axes.plot([1.0, place], [at, at], color=colour, linewidth=1.2, alpha=0.6, zorder=2)
        axes.plot(place, at, marker=marker, markersize=6.5, markerfacecolor=colour if holds else "white",
                  markeredgecolor=colour, markeredgewidth=1.5, zorder=3)  # fmt: skip
    label_rows(axes, [(row.id, row.label) for row in rows], narrow)
    axes.set_xticks(_TICKS)
    axes.xaxis.set_minor_locator(NullLocator())
    axes.xaxis.set_major_formatter(FuncFormatter(lambda v, _: f"{v:g}" if v >= 1 else f"1/{1 / v:g}"))
    axes.grid(axis="x", visible=False)
    axes.text(0.94, -0.75, "does not hold ", ha="right", va="bottom", fontsize=9.5, color=MAIN)
    axes.text(1.06, -0.75, " holds", ha="left", va="bottom", fontsize=9.5, color=OTHERS[0])
    axes.set_xlabel("times the threshold, in the claim's favour", fontsize=9.5)


def label_rows(axes: Axes, labels: Sequence[tuple[str, str]], narrow: bool, colours: Sequence[str] = ()) -> None:
    """Write name and text of each row at the left edge; on a phone the text stands above its row."""
    inches = axes.get_position().width * axes.get_figure().get_size_inches()[0]
    room = axes.get_position().x0 * axes.get_figure().get_size_inches()[0]
    at = axes.get_yaxis_transform()
    axes.set_yticks(range(len(labels)), [""] * len(labels))
    for row, (name, text) in enumerate(labels):
        colour = colours[row] if colours else SOFT
        ink = {"transform": at, "color": colour, "fontsize": 9.5, "va": "center", "linespacing": 0.95}
        axes.text(-room / inches, row, name, fontweight="semibold", **ink)
        if narrow:
            plain = {"facecolor": "white", "edgecolor": "none", "pad": 0.6, "alpha": 0.85}
            short = shorten(text, 58, placeholder=" …")
            axes.text(0.0, row - 0.26, short, transform=at, fontsize=8, color=SOFT, va="bottom", bbox=plain, zorder=4)
        else:
            axes.text((0.62 - room) / inches, row, layout.wrap_at(text, 50), **ink)


def source_of(found: Sequence[Verdict]) -> str:
    """Write the source line of a figure of verdicts."""
    return f"Sources: {len(verdict_tables(found))} tables, listed at the foot of the page; rules of this project."
