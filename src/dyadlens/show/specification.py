"""The specification curve drawn: how each driver fares over all models, and all models of one driver."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from dyadlens.show.forest import LEVEL, nothing, signed
from dyadlens.show.layout import label_size, wrap
from dyadlens.show.numbers import MINUS, listed
from dyadlens.show.picture import Picture, render
from dyadlens.show.style import FAINT, INK, MAIN, OTHERS, SOFT
from dyadlens.show.words import Said

# Clear below zero, below, above, clear above: two hues, and the clear ones dark.
_PARTS = ("clear below zero", "below", "above", "clear above zero")
_HUES = (MAIN, "#e3b3a6", "#a9c6dc", OTHERS[0])
_CHOICES = {
    "outcome": {"kappa": "kappa", "agreement": "agreement", "s_score": "S-score", "ideal_points": "ideal points"},
    "horizon": {1: "one year ahead", 3: "three years ahead"},
    "period": {"from 1993": "from 1993", "from 1966": "from 1966", "1966 to 1990": "1966 to 1990"},
    "sample": {"all pairs": "all pairs", "politically relevant": "politically relevant",
               "without the United States": "without the US"},
    "controls": {"ties, setting and level": "all controls", "ties and level": "no setting",
                 "ties and setting": "no level"},
    "trade": {"trade": "log trade", "dependence": "dependence"},
    "effects": {"pair and year": "pair, year", "year": "year only", "pair and state-year": "pair, states' years"},
}  # fmt: skip


def _split(own: pd.DataFrame) -> list[float]:
    """Return the shares of models on each side of zero, clear of it by state and not."""
    low, high, middle = own["low_state"], own["high_state"], own["standardised"]
    below = (high < 0, (high >= 0) & (middle < 0), (low <= 0) & (middle >= 0), low > 0)
    return [float(part.mean()) for part in below]


def _merged(found: pd.DataFrame) -> pd.DataFrame:
    return found.assign(driver=found["driver"].replace("dependence", "trade"))


def sturdiness(found: pd.DataFrame, counted: pd.DataFrame) -> Picture | Said:
    """Draw for each driver the share of models on either side of zero."""
    if counted.empty:
        return nothing()
    rows = _merged(found)
    shares = np.array([_split(rows[rows["driver"] == name]) for name in counted["driver"]])
    height = np.arange(len(counted))[::-1]

    def draw(canvas: Figure, narrow: bool) -> None:
        width, tall = canvas.get_size_inches()
        left = 1.2 if narrow else 2.15
        axes = canvas.add_axes((left / width, 0.32 / tall, 1 - (left + 0.15) / width, 1 - 0.7 / tall))
        start = np.zeros(len(counted))
        for share, hue in zip(shares.T, _HUES, strict=True):
            axes.barh(height, share, left=start, height=0.66, color=hue, zorder=2)
            for y, value, begin in zip(height, share, start, strict=True):
                if value >= (0.14 if narrow else 0.07):
                    dark = hue in (_HUES[0], _HUES[-1])
                    axes.text(begin + value / 2, y, f"{value:.0%}", ha="center", va="center",
                              color="white" if dark else INK, fontsize=9.5)  # fmt: skip
            start += share
        _name_parts(axes, shares[0], narrow=narrow)
        axes.set_yticks(height, [wrap(label, narrow=narrow) for label in counted["label"]], color=INK)
        axes.set_xlim(0, 1)
        axes.set_xticks([0, 0.5, 1], ["none", "half of the models", "all"])
        axes.grid(visible=False, axis="y")

    wide, narrow = render(draw, 0.9 + 0.36 * len(counted), narrow_height=0.9 + 0.46 * len(counted))
    models = int(counted["models"].max())
    return Picture(
        title=_sturdy_title(counted),
        subtitle=f"Share of {models:,} models in which each driver stands above or below zero",
        alt="Stacked bars, one a driver. " + " ".join(
            f"{label}: " + ", ".join(f"{p} {v:.0%}" for p, v in zip(_PARTS, share, strict=True)) + "."
            for label, share in zip(counted["label"], shares, strict=True)
        ),
        source=(
            "Source: models over the tables listed at the foot of the page. Clear of zero: the 90% interval with "
            "errors shared by all pairs of a state leaves it out. All combinations "
            f"of {listed(_counted_choices(found))} were run and all are counted."
        ),
        wide=wide,
        narrow=narrow,
        table=_sturdy_table(counted, shares),
    )  # fmt: skip


def _name_parts(axes: Axes, shares: np.ndarray, *, narrow: bool) -> None:
    """Name the hues above the bars, spread over the width in their order."""
    names = ("below, clear", "below", "above", "above, clear") if narrow else (
        "below zero, clear", "below", "above", "above zero, clear")  # fmt: skip
    places = np.linspace(0, 1, len(shares))
    for name, x, hue, side in zip(names, places, (MAIN, SOFT, SOFT, OTHERS[0]), ("left", "center", "center", "right"),
                                  strict=True):  # fmt: skip
        axes.text(x, 1.01, name, transform=axes.transAxes, ha=side, va="bottom", color=hue, fontsize=label_size(narrow),
                  fontweight="semibold" if hue != SOFT else "normal")  # fmt: skip


def _counted_choices(found: pd.DataFrame) -> list[str]:
    words = {"outcome": "outcomes", "horizon": "horizons", "period": "periods", "sample": "samples",
             "controls": "sets of controls", "trade": "measures of trade", "effects": "kinds of effects"}  # fmt: skip
    return [f"{found[name].nunique()} {word}" for name, word in words.items()]


def _sturdy_title(counted: pd.DataFrame) -> str:
    ties = counted[counted["driver"] != LEVEL]
    held = ties.loc[ties["holds"], "label"]
    if held.empty:
        best = ties.loc[ties["clear_state"].idxmax()]
        return (
            f"No driver holds over all models; {best['label'].lower()} comes nearest, with the sign of the main "
            f"model in "
            f"{best['same_sign']:.0%} and clear of zero in {best['clear_state']:.0%}"
        )
    names = listed([label.lower() for label in held])
    return f"{names[0].upper()}{names[1:]} {'holds' if len(held) == 1 else 'hold'} over the models that were run"


def _sturdy_table(counted: pd.DataFrame, shares: np.ndarray) -> pd.DataFrame:
    out = pd.DataFrame({"Driver": counted["label"], "Models": counted["models"].astype(str)})
    for name, column in zip(_PARTS, shares.T, strict=True):
        out[name.capitalize()] = [f"{v:.0%}" for v in column]
    out["Sign of the main model"] = [f"{v:.0%}" for v in counted["same_sign"]]
    out["... and clear by pair"] = [f"{v:.0%}" for v in counted["clear_pair"]]
    out["... and clear by state"] = [f"{v:.0%}" for v in counted["clear_state"]]
    out["Median, standardised"] = [signed(v) for v in counted["median"]]
    out["Holds"] = np.where(counted["holds"], "yes", "no")
    return out


def leading(counted: pd.DataFrame) -> str:
    """Return the driver, level apart, that is clear of zero with the main sign in most models."""
    ties = counted[counted["driver"] != LEVEL]
    return str(ties.loc[ties["clear_state"].idxmax(), "driver"])


def curve(found: pd.DataFrame, counted: pd.DataFrame, driver: str | None = None) -> Picture | Said:
    """Draw all models of one driver in the order of their estimates, and beneath what each of them chose."""
    if counted.empty:
        return nothing()
    name = driver or leading(counted)
    rows = _merged(found)
    own = rows[rows["driver"] == name].sort_values("standardised", kind="stable", ignore_index=True)
    label = counted.set_index("driver").loc[name, "label"]
    options = [(c, o, text) for c, names in _CHOICES.items() for o, text in names.items() if (own[c] == o).any()]

    def draw(canvas: Figure, narrow: bool) -> None:
        width, tall = canvas.get_size_inches()
        left, below = (1.3 if narrow else 1.75), 0.19 * len(options) + 0.1
        box = (left / width, 1 - (left + 0.12) / width)
        _draw_curve(canvas.add_axes((box[0], (below + 0.3) / tall, box[1], 1 - (below + 0.4) / tall)), own)
        _draw_choices(canvas.add_axes((box[0], 0.05 / tall, box[1], below / tall)), own, options, narrow=narrow)

    wide, narrow = render(draw, 3.0 + 0.19 * len(options))
    split = _split(own)
    main = own[own["main"]]
    return Picture(
        title=(
            f"{label}: above zero in {split[2] + split[3]:.0%} of {len(own):,} models, clear of it in "
            f"{split[3]:.0%}; below "
            f"and clear in {split[0]:.0%}"
        ),
        subtitle=(
            "Each model's standardised coefficient with its interval, from the lowest to the highest; beneath, its "
            "choices"
        ),
        alt=(
            f"Specification curve of {len(own)} models. Coefficients of {label.lower()} run from "
            f"{signed(own['standardised'].min())} to {signed(own['standardised'].max())}, median "
            f"{signed(own['standardised'].median())}. " + (
                f"The main model has {signed(main['standardised'].iloc[0])}." if len(main) else "")
        ),
        source=(
            "Source: models over the tables listed at the foot of the page. Shaded: 90% intervals with errors shared "
            "by all pairs of a state. Ring: the main model. Beneath, the darker, the more of the models at that place "
            "made the choice. The numbers give each choice on its own."
        ),
        wide=wide,
        narrow=narrow,
        table=_by_choice(own, options),
    )  # fmt: skip


def _draw_curve(axes: Axes, own: pd.DataFrame) -> None:
    x = np.arange(len(own))
    axes.axhline(0.0, color=SOFT, linewidth=1.0, zorder=1)
    axes.fill_between(x, own["low_state"], own["high_state"], color=OTHERS[0], alpha=0.25, linewidth=0, zorder=2)
    axes.plot(x, own["standardised"], color=INK, linewidth=1.6, zorder=3)
    at = np.flatnonzero(own["main"])
    axes.plot(at, own["standardised"].to_numpy()[at], linestyle="", marker="o", markersize=8, color=MAIN,
              markerfacecolor="white", markeredgewidth=2, zorder=4)  # fmt: skip
    # A few models on small samples have intervals that would flatten all others; the axis follows the estimates.
    ends = np.array([own["standardised"].min(), own["standardised"].max()])
    room = 0.6 * max(float(np.ptp(ends)), 1e-6)
    axes.set_ylim(ends[0] - room, ends[1] + room)
    for i in at:
        axes.annotate("main model", (i, own["standardised"].iloc[i]), xytext=(0, 12), textcoords="offset points",
                      ha="center", va="bottom", color=MAIN, fontsize=10, fontweight="semibold")  # fmt: skip
    axes.set_xlim(0, len(own) - 1)
    axes.tick_params(labelbottom=False, bottom=False)
    axes.yaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 5, 10]))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda v, _: f"{v:.4g}".replace("-", MINUS)))


def _draw_choices(axes: Axes, own: pd.DataFrame, options: list[tuple], *, narrow: bool) -> None:
    """Shade, for each option, where along the curve the models that took it lie."""
    bins = 72
    place = np.arange(len(own)) * bins // len(own)
    size = np.bincount(place, minlength=bins)
    shade = np.array([np.bincount(place, own[c] == o, bins) / np.maximum(size, 1) for c, o, _ in options])
    ramp = LinearSegmentedColormap.from_list("ink", ["#ffffff", INK])
    axes.imshow(shade, aspect="auto", cmap=ramp, vmin=0, vmax=1, interpolation="nearest")
    axes.set_yticks(np.arange(len(options)), [text for *_, text in options], fontsize=8.5 if narrow else 9.5)
    borders = [i - 0.5 for i in range(1, len(options)) if options[i][0] != options[i - 1][0]]
    axes.hlines(borders, -0.5, bins - 0.5, color="white", linewidth=3.5)
    axes.hlines(borders, -0.5, bins - 0.5, color=FAINT, linewidth=0.8)
    axes.set_xticks([])
    axes.grid(visible=False)
    axes.spines["bottom"].set_visible(False)


def _by_choice(own: pd.DataFrame, options: list[tuple]) -> pd.DataFrame:
    out = []
    for choice, option, text in options:
        group = own[own[choice] == option]
        split = _split(group)
        out.append((choice.capitalize(), text, len(group), signed(group["standardised"].median()),
                    *(f"{v:.0%}" for v in split)))  # fmt: skip
    names = ["Choice", "Option", "Models", "Median", *(p.capitalize() for p in _PARTS)]
    return pd.DataFrame(out, columns=names)
