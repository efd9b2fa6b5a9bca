"""What each of two states speaks of in the UN General Debate, beside what states speak of."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from dyadlens.lens import Lens
from dyadlens.show.captions import credits_of
from dyadlens.show.numbers import listed, number, tick
from dyadlens.show.picture import Picture, render
from dyadlens.show.style import FAINT, INK, MAIN, OTHERS
from dyadlens.show.words import Said, capital

WINDOW = 10  # years of speeches
TABLE = "debate_topics"
_NAMES = {"afghanistan": "Afghanistan", "palestine": "Palestine", "ukraine": "Ukraine", "un_reform": "reform of the UN"}


def topics(frame: pd.DataFrame, lens: Lens) -> Picture | Said:
    """Draw for each topic the share of sentences on it in the speeches of either state and of all."""
    spoke = [set(frame.loc[frame["state"] == state, "year"]) for state in lens.pair]
    years = sorted(set.intersection(*spoke) & set(lens.years))[-WINDOW:]
    names = [lens.a.in_text, lens.b.in_text]
    if not years:
        return Said(f"Topics of speeches: {listed(names)} did not speak in the same year.")
    shares = _shares(frame[frame["year"].isin(years)], lens.pair)

    def draw(canvas: Figure, narrow: bool) -> None:
        width, height = canvas.get_size_inches()
        left = 1.2 if narrow else 1.5
        axes = canvas.add_axes((left / width, 0.34 / height, 1 - (left + 0.2) / width, 1 - 0.72 / height))
        _dots(axes, shares, [capital(lens.a.name), capital(lens.b.name)], narrow)

    wide, narrow = render(draw, 0.9 + 0.28 * len(shares))
    span = f"{years[0]}–{years[-1]}" if len(years) > 1 else f"{years[0]}"
    cells = [[number(v, "share") for v in shares[column]] for column in ("a", "b", "all")]
    heads = [capital(lens.a.name), capital(lens.b.name), "All speakers"]
    return Picture(
        title=_title(shares, names),
        subtitle=f"Share of sentences in speeches in the UN General Debate, {span}, mean",
        alt=f"Dot chart of {len(shares)} topics, share of sentences across. {_alt(shares, names)}",
        source=(
            f"{credits_of([TABLE])} Mean of {len(years)} years in which both spoke. Upright stroke: all speakers. "
            "A sentence is on a topic if it has a word of a small dictionary: it can be on several, and what it says "
            "of a topic is not told."
        ),
        wide=wide,
        narrow=narrow,
        table=pd.DataFrame({"Topic": list(shares.index), **dict(zip(heads, cells, strict=True))}),
    )


def _shares(rows: pd.DataFrame, pair: tuple[str, str]) -> pd.DataFrame:
    """Return the mean shares of the two and of all speakers by topic, those of which the two speak most first."""
    parts = {"a": rows[rows["state"] == pair[0]], "b": rows[rows["state"] == pair[1]], "all": rows}
    out = pd.DataFrame({name: part.groupby("topic", observed=True)["share"].mean() for name, part in parts.items()})
    out.index = [_NAMES.get(topic, str(topic).replace("_", " ")) for topic in out.index]
    return out.loc[out[["a", "b"]].mean(axis=1).sort_values(ascending=False, kind="stable").index]


def _dots(axes: Axes, shares: pd.DataFrame, names: list[str], narrow: bool) -> None:
    """Draw one row a topic: a mark for each state, a stroke for all speakers."""
    at = np.arange(len(shares))[::-1]
    axes.grid(visible=False)
    axes.hlines(at, shares[["a", "b"]].min(axis=1), shares[["a", "b"]].max(axis=1), color="#d5d9de", linewidth=2)
    axes.plot(shares["all"], at, linestyle="", marker="|", markersize=11, color=FAINT, zorder=2)
    styles = ((MAIN, "o"), (OTHERS[0], "s"))
    for side, (colour, marker) in zip("ab", styles, strict=True):
        axes.plot(shares[side], at, linestyle="", marker=marker, markersize=6, color=colour, zorder=3)
    for place, name, (colour, marker) in zip((0.0, 0.5), names, styles, strict=True):
        axes.plot(place + 0.015, 1.05, transform=axes.transAxes, marker=marker, color=colour, clip_on=False)
        axes.text(place + 0.045, 1.05, name, transform=axes.transAxes, color=colour, va="center", fontsize=10.5)
    axes.set_yticks(at, [capital(name) for name in shares.index], color=INK, fontsize=9 if narrow else 10)
    axes.set_ylim(-0.6, len(shares) - 0.4)
    axes.set_xlim(left=0)
    axes.xaxis.set_major_locator(MaxNLocator(4 if narrow else 7))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda v, _: tick(v, "share")))


def _title(shares: pd.DataFrame, names: list[str]) -> str:
    """Say what each speaks of most, and on what the two are farthest apart."""
    first, second = (shares[side].idxmax() for side in "ab")
    apart = (shares["a"] - shares["b"]).abs().idxmax()
    ends = [number(shares.at[apart, side], "share") for side in "ab"]
    each = f"{capital(names[0])} speaks most of {first}, {names[1]} of {second}"
    most = f"Both speak most of {first}" if first == second else each
    return f"{most}; farthest apart on {apart}, {names[0]} {ends[0]} and {names[1]} {ends[1]}"


def _alt(shares: pd.DataFrame, names: list[str]) -> str:
    parts = [
        f"{topic}: {number(row.a, 'share')} and {number(row.b, 'share')}"
        for topic, row in zip(shares.index, shares.itertuples(), strict=True)
    ]
    return f"{capital(names[0])} and {names[1]}, by topic: {'; '.join(parts)}."
