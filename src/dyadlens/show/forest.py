"""Estimates one above another, each with its intervals: drivers across all pairs, and what they imply for one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from dyadlens.lens import Lens
from dyadlens.show.captions import credits_of
from dyadlens.show.layout import label_size, wrap
from dyadlens.show.numbers import MINUS, listed
from dyadlens.show.picture import Picture, render
from dyadlens.show.style import FAINT, INK, MAIN, OTHERS, SOFT
from dyadlens.show.words import Said

if TYPE_CHECKING:
    from dyadlens.drivers.votes import DriverModel

LEVEL = "level"
WEAK = 0.1  # below a tenth of a standard deviation
BOTH = "Thick line: 90% interval with errors clustered by pair; thin line: with errors shared by all pairs of a state."


def signed(value: float, decimals: int = 3) -> str:
    """Write a number with its sign."""
    text = f"{abs(value):.{decimals}f}"
    return text if not float(text) else (MINUS if value < 0 else "+") + text


def clear(rows: pd.DataFrame) -> pd.Series:
    """Tell whose interval by state is clear of zero."""
    return (rows["low_state"] > 0) | (rows["high_state"] < 0)


def draw_forest(axes: Axes, rows: pd.DataFrame, *, narrow: bool, decimals: int, bold: Sequence[str] = ()) -> None:
    """Draw estimates with a thick and a thin interval, the value written beside."""
    height = np.arange(len(rows))[::-1]
    sure = clear(rows)
    hues = [
        MAIN if label in bold else OTHERS[0] if known else SOFT
        for label, known in zip(rows["label"], sure, strict=True)
    ]
    axes.axvline(0.0, color=FAINT, linewidth=1.0, zorder=1)
    axes.hlines(height, rows["low_state"], rows["high_state"], color=hues, linewidth=1.2, zorder=2)
    axes.hlines(height, rows["low"], rows["high"], color=hues, linewidth=4.5, alpha=0.4, zorder=2)
    for y, value, hue, known, label in zip(height, rows["value"], hues, sure, rows["label"], strict=True):
        face = hue if known or label in bold else "white"
        axes.plot(value, y, linestyle="", marker="o", markersize=6, color=hue, markerfacecolor=face, zorder=3)
        axes.text(
            1.02, y, signed(value, decimals), transform=axes.get_yaxis_transform(), color=hue, va="center",
            fontsize=label_size(narrow), fontweight="semibold" if label in bold else "normal",
        )  # fmt: skip
    axes.set_yticks(height, [wrap(label, narrow=narrow) for label in rows["label"]], color=INK)
    axes.set_ylim(-0.6, len(rows) - 0.4)
    axes.grid(axis="x")
    axes.grid(visible=False, axis="y")
    axes.xaxis.set_major_locator(MaxNLocator(4 if narrow else 6, steps=[1, 2, 5, 10]))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda v, _: f"{v:.4g}".replace("-", MINUS)))


def frame(canvas: Figure, *, narrow: bool, left: float | None = None, right: float = 0.62) -> Axes:
    """Return axes with room for names on the left and values on the right."""
    width, height = canvas.get_size_inches()
    left = left or (1.2 if narrow else 2.15)
    return canvas.add_axes((left / width, 0.35 / height, 1 - (left + right) / width, 1 - 0.45 / height))


def forest(model: DriverModel) -> Picture | Said:
    """Draw the standardised coefficients of the drivers across all pairs."""
    if model.fit is None:
        return nothing()
    shown = standardised(model.table)
    rows = shown[shown["driver"] != LEVEL]
    level = shown[shown["driver"] == LEVEL].iloc[0]

    def draw(canvas: Figure, narrow: bool) -> None:
        draw_forest(frame(canvas, narrow=narrow), rows, narrow=narrow, decimals=1)

    wide, narrow = render(draw, 0.6 + 0.42 * len(rows), narrow_height=0.6 + 0.5 * len(rows))
    said = ", ".join(f"{r.label} {signed(r.value, 1)}" for r in rows.itertuples())
    return Picture(
        title=forest_title(rows),
        subtitle=(
            "Next year's change in kappa that goes with one standard deviation more of each, in hundredths of the "
            "standard "
            f"deviation of that change; {model.pairs:,} pairs, {model.first}–{model.last}"
        ),
        alt=f"Dot chart of {len(rows)} coefficients with intervals, in hundredths of a standard deviation: {said}.",
        source=(
            f"{credits_of(_TABLES)} {BOTH} Hollow: the thin line crosses zero. Off the scale: "
            f"{level['label'].lower()}, "
            f"{signed(level['value'], 1)}. Association, not cause."
        ),
        wide=wide,
        narrow=narrow,
        table=_numbers(model.table),
    )


_TABLES = ("undl_votes", "trade_cow", "alliances", "rivalries", "battle_deaths", "disputes_cow", "igo_membership",
           "capabilities", "gdp_population")  # fmt: skip


def nothing() -> Said:
    """Say that no model could be fitted."""
    return Said("Too few years were known on that day to fit the model: nothing can be said of what drives alignment.")


def standardised(table: pd.DataFrame) -> pd.DataFrame:
    """Return the standardised estimates in hundredths, under the names that a forest takes."""
    names = {"standardised": "value"} | {
        f"standardised_{end}": end for end in ("low", "high", "low_state", "high_state")
    }
    out = table[["driver", "label", *names]].rename(columns=names)
    return out.assign(**{name: 100 * out[name] for name in names.values()})


def forest_title(rows: pd.DataFrame) -> str:
    """Say which drivers are clear of zero, and whether they weigh much."""
    sure = rows[clear(rows)]
    if sure.empty:
        return f"None of {len(rows)} drivers goes with later change in votes clear of chance"
    many = {1: "One", 2: "Two", 3: "Three", 4: "Four"}.get(len(sure), str(len(sure)))
    verb = "goes" if len(sure) == 1 else "go"
    how = ", and weakly" if sure["value"].abs().max() < 100 * WEAK else ""
    names = listed([label[0].lower() + label[1:] for label in sure["label"]])
    return f"{many} of {len(rows)} drivers {verb} with later change in votes clear of chance{how}: {names}"


def _numbers(table: pd.DataFrame) -> pd.DataFrame:
    """Lay out the estimates to read, per unit and standardised."""
    spans = [
        [f"{signed(low, 4)} to {signed(high, 4)}" for low, high in zip(table[low], table[high], strict=True)]
        for low, high in (("low", "high"), ("low_state", "high_state"))
    ]
    return pd.DataFrame(
        {
            "Driver": table["label"],
            "One unit is": table["unit"],
            "Kappa a unit": [signed(v, 4) for v in table["estimate"]],
            "90% interval by pair": spans[0],
            "90% interval by state": spans[1],
            "Standardised": [signed(v, 3) for v in table["standardised"]],
            "After the half-panel jackknife": [signed(v, 4) for v in table["corrected"]],
        }
    )


def implication(rows: pd.DataFrame, lens: Lens) -> Picture | Said:
    """Draw what the drivers imply for a pair's recent change in alignment, and what they leave open."""
    if rows.empty:
        return Said(f"{lens.title}: not enough years have all drivers known, so the model says nothing of this pair.")
    kept = rows[(rows["contribution"].abs() > 5e-5) | rows["term"].isin(("drivers", "years", "open", "change"))]
    drawn = kept.rename(columns={"contribution": "value"})
    years = rows.attrs["years"]
    span = f"{years[0]}–{str(years[-1])[2:]}"
    sums = ("All drivers together", "The change")

    def draw(canvas: Figure, narrow: bool) -> None:
        draw_forest(frame(canvas, narrow=narrow), drawn, narrow=narrow, decimals=3, bold=sums)

    wide, narrow = render(draw, 0.6 + 0.4 * len(drawn), narrow_height=0.6 + 0.5 * len(drawn))
    said = ", ".join(f"{r.label} {signed(r.value)}" for r in drawn.itertuples())
    return Picture(
        title=_implication_title(rows.set_index("term"), span),
        subtitle=(
            f"Contribution to the yearly change in kappa, {span} against the pair's own mean over the model's years"
        ),
        alt=f"Dot chart of {len(drawn)} contributions with intervals: {said}.",
        source=(
            f"{credits_of(_TABLES)} {BOTH} The contributions, what moved all pairs and what is left open add up to the "
            "change. Intervals are those of the coefficients alone. Drivers that stood still are not drawn."
        ),
        wide=wide,
        narrow=narrow,
        table=_contributions(rows),
    )


def _implication_title(rows: pd.DataFrame, span: str) -> str:
    parts = rows["contribution"]
    level, others = float(parts["level"]), float(parts["drivers"] - parts["level"])
    pace = "above" if parts["change"] > 0 else "below"
    most = "the level already reached" if abs(level) >= abs(others) else "ties and setting"
    return (
        f"Kappa: {signed(rows.loc['change', 'recent'])} a year in {span}, {abs(parts['change']):.3f} {pace} the pair's "
        f"usual pace; most that drivers imply comes from {most}"
    )


def _contributions(rows: pd.DataFrame) -> pd.DataFrame:
    def span(low: float, high: float) -> str:
        return "" if np.isnan(low) else f"{signed(low)} to {signed(high)}"

    return pd.DataFrame(
        {
            "Term": rows["label"],
            "Recent mean": ["" if np.isnan(v) else f"{v:.3g}".replace("-", MINUS) for v in rows["recent"]],
            "Usual mean": ["" if np.isnan(v) else f"{v:.3g}".replace("-", MINUS) for v in rows["usual"]],
            "Contribution": [signed(v, 4) for v in rows["contribution"]],
            "90% interval by pair": [span(a, b) for a, b in zip(rows["low"], rows["high"], strict=True)],
            "90% interval by state": [span(a, b) for a, b in zip(rows["low_state"], rows["high_state"], strict=True)],
        }
    )
