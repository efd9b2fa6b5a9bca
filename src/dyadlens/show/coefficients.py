"""Coefficients of a model that is fitted anew each year, against what the literature has found."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from dyadlens.show.captions import credits_of
from dyadlens.show.forest import signed
from dyadlens.show.layout import Line, colours, label_ends, panels
from dyadlens.show.numbers import MINUS
from dyadlens.show.picture import Picture, render
from dyadlens.show.style import SOFT
from dyadlens.show.words import Said

# Means and standard deviations of published estimates, all gravity: Head & Mayer (2014), table 3.4.
PUBLISHED = {"log distance": (-0.93, 0.40), "contiguity": (0.53, 0.57)}
_TITLES = {"log distance": "Distance", "contiguity": "A shared border"}
_SOURCES = {"cow": "COW", "atlas": "Atlas"}
_Z90 = 1.6448536


def gravity_by_year(rows: pd.DataFrame, terms: Sequence[str] = ("log distance", "contiguity")) -> Picture | Said:
    """Draw the coefficients of the gravity model year by year, with the range of published ones behind."""
    if rows.empty:
        return Said("No year of the gravity model was out on that day.")
    lines = {term: _lines(rows[rows["term"] == term]) for term in terms}

    def draw(canvas: Figure, narrow: bool) -> None:
        labelled = next(iter(lines.values()))
        for axes, (term, own) in zip(panels(canvas, [1.0] * len(terms), labelled, narrow=narrow), lines.items(),
                                     strict=True):  # fmt: skip
            _draw_term(axes, term, own, narrow=narrow)

    wide, narrow = render(draw, 0.5 + 1.9 * len(terms))
    distance = rows[rows["term"] == terms[0]]
    inside = distance["estimate"].between(*(PUBLISHED[terms[0]][0] + s * PUBLISHED[terms[0]][1] for s in (-1, 1)))
    low, high = distance["estimate"].min(), distance["estimate"].max()
    return Picture(
        title=(
            f"{_TITLES[terms[0]]} weighs on trade as the literature has it: {signed(low, 2)} to {signed(high, 2)}, "
            f"within "
            f"the published range in {inside.mean():.0%} of the models"
        ),
        subtitle="Coefficients of the gravity model, fitted to each year of each source on its own",
        alt="Line charts of coefficients by year with intervals. " + " ".join(
            f"{_TITLES[term]}, {line.label}: from {signed(line.rows['value'].iloc[0], 2)} in "
            f"{line.rows['year'].iloc[0]} to "
            f"{signed(line.rows['value'].iloc[-1], 2)} in {line.rows['year'].iloc[-1]}."
            for term, own in lines.items() for line in own
        ),
        source=(
            f"{credits_of(['gravity_coefficients'])} Shaded around lines: 90% interval. Grey: mean of published "
            f"estimates and "
            "one standard deviation either way (Head & Mayer 2014)."
        ),
        wide=wide,
        narrow=narrow,
        table=_numbers(rows, terms),
    )  # fmt: skip


def _draw_term(axes: Axes, term: str, own: Sequence[Line], *, narrow: bool) -> None:
    """Draw one coefficient from both sources over the published range."""
    mean, spread = PUBLISHED[term]
    axes.axhspan(mean - spread, mean + spread, color=SOFT, alpha=0.12, linewidth=0, zorder=0)
    axes.axhline(0.0, color=SOFT, linewidth=0.8, zorder=1)
    first, last = min(line.rows["year"].min() for line in own), max(line.rows["year"].max() for line in own)
    ends = []
    for line, hue in zip(own, colours(own), strict=True):
        rows = line.rows
        axes.fill_between(rows["year"], rows["low"], rows["high"], color=hue, alpha=0.2, linewidth=0)
        axes.plot(rows["year"], rows["value"], color=hue, linewidth=1.8, zorder=3)
        ends.append((float(last), float(rows["value"].iloc[-1]), line.label, hue, line.main))
    axes.set_xlim(first - 0.8, last + 0.8)
    axes.text(0.01, 0.97, _TITLES[term], transform=axes.transAxes, va="top", fontweight="semibold", fontsize=10.5,
              bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.5})  # fmt: skip
    axes.yaxis.set_major_formatter(lambda v, _: f"{v:.4g}".replace("-", MINUS))
    label_ends(axes, ends, narrow=narrow)


def _lines(rows: pd.DataFrame) -> list[Line]:
    out = []
    for i, source in enumerate(s for s in _SOURCES if (rows["source"] == s).any()):
        own = rows[rows["source"] == source].sort_values("year")
        margin = _Z90 * own["se"]
        cells = own.assign(value=own["estimate"], low=own["estimate"] - margin, high=own["estimate"] + margin)
        out.append(Line(_SOURCES[source], cells, main=not i))
    return out


def _numbers(rows: pd.DataFrame, terms: Sequence[str]) -> pd.DataFrame:
    cells = rows[rows["term"].isin(terms)].assign(
        cell=lambda r: [f"{signed(e, 2)} ({s:.2f})" for e, s in zip(r["estimate"], r["se"], strict=True)]
    )
    names = [f"{_TITLES[t]}, {_SOURCES[s]} (error)" for t in terms for s in _SOURCES]
    wide = cells.pivot(index="year", columns=["term", "source"], values="cell")
    wide = wide.reindex(columns=[(t, s) for t in terms for s in _SOURCES]).fillna("")
    wide.columns = names
    return wide.rename_axis("Year").reset_index().astype({"Year": str})
