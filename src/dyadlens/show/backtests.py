"""The backtest drawn and told: how often shifts went on, and which forecast did best."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from dyadlens.lens import Lens
from dyadlens.show.forest import signed
from dyadlens.show.layout import label_size
from dyadlens.show.numbers import listed
from dyadlens.show.picture import Picture, render
from dyadlens.show.style import FAINT, INK, MAIN, OTHERS, SOFT
from dyadlens.show.tables import Table
from dyadlens.show.words import Said

NAMES = {"kappa": "kappa of UN votes", "convergence": "the convergence index", "caution": "the caution index"}
_FORECASTS = {
    "no change": "No change",
    "drift": "The mean change of all pairs so far",
    "shift": "As far as past shifts went on",
    "mean reversion": "Back to the pair's mean",
    "both": "Shift and mean",
}
BASELINES = ("no change", "drift")
_TOO_LITTLE = "Too few years were known on that day to test whether shifts go on."


def persistence(counted: pd.DataFrame, name: str, place: dict[str, float] | None = None) -> Picture | Said:
    """Draw the share of shifts that went on, by their size, for pairs that had drawn closer or apart."""
    rows = counted[(counted["band"] >= 0) & (counted["direction"] != "all")]
    if rows.empty:
        return Said(_TOO_LITTLE)
    whole = counted[(counted["band"] < 0)].set_index("direction")

    def draw(canvas: Figure, narrow: bool) -> None:
        width, tall = canvas.get_size_inches()
        axes = canvas.add_axes((0.55 / width, 0.6 / tall, 1 - 0.65 / width, 1 - 0.7 / tall))
        _draw_shares(axes, rows, place, narrow=narrow)

    wide, narrow = render(draw, 3.6)
    said = "; ".join(
        f"{text}, " + ", ".join(f"{v:.0%}" for v in rows[rows["direction"] == d].sort_values("band")["share"])
        for d, text, *_ in _DIRECTIONS
    )
    return Picture(
        title=_persistence_title(rows, whole),
        subtitle=(
            "Share of shifts (last five years against the five before) that went on in the same direction over the "
            "three "
            f"years that followed, {NAMES[name]}; {int(whole.loc['all', 'n']):,} pairs and years"
        ),
        alt=f"Dot chart of shares from the smallest to the largest tenth of shifts: {said}.",
        source=(
            f"{_SOURCE[name]} Thick lines: 90% intervals, clustered by pair and by blocks of eight years. Dashed: as "
            f"often as not.{' Grey: the tenth in which the latest shift of the pair lies.' if place else ''}"
        ),
        wide=wide,
        narrow=narrow,
        table=_shares(counted),
    )


_DIRECTIONS = (("closer", "pairs drawn closer", OTHERS[0], "o", -0.12), ("apart", "pairs drawn apart", MAIN, "s", 0.12))


def _draw_shares(axes: Axes, rows: pd.DataFrame, place: dict[str, float] | None, *, narrow: bool) -> None:
    """Draw the shares of both directions from the smallest to the largest shifts, and where the pair stands."""
    axes.axhline(0.5, color=SOFT, linewidth=1.0, linestyle=(0, (4, 3)), zorder=1)
    for direction, _, hue, marker, aside in _DIRECTIONS:
        own = rows[rows["direction"] == direction].sort_values("band")
        x = own["band"].to_numpy() + 1 + aside
        axes.vlines(x, own["low"], own["high"], color=hue, linewidth=3, alpha=0.35, zorder=2)
        axes.plot(x, own["share"], linestyle="", marker=marker, markersize=5.5, color=hue, zorder=3)
    axes.margins(y=0.2)
    higher = rows.groupby("direction")["share"].mean().idxmax()
    for direction, text, hue, *_ in _DIRECTIONS:
        y, edge = (0.97, "top") if direction == higher else (0.1, "bottom")
        axes.text(0.02, y, text, transform=axes.transAxes, color=hue, va=edge, fontsize=label_size(narrow),
                  backgroundcolor="white", fontweight="semibold")  # fmt: skip
    if place:
        at = place["band"] + 1
        axes.axvspan(at - 0.42, at + 0.42, color=FAINT, alpha=0.18, linewidth=0, zorder=0)
        axes.text(at, 0.02, "this pair", transform=axes.get_xaxis_transform(), ha="center", color=INK, fontsize=9.5)
    axes.set_xlim(0.3, 10.7)
    axes.set_xticks([1, 10], ["smallest tenth", "largest tenth"])
    for tick, side in zip(axes.get_xticklabels(), ("left", "right"), strict=True):
        tick.set_ha(side)
    axes.set_xlabel("shifts by their size", fontsize=10)
    axes.yaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 5, 10]))
    axes.yaxis.set_major_formatter(lambda v, _: f"{v:.0%}")


_SOURCE = {
    "kappa": "Source: United Nations Digital Library.",
    "convergence": "Source: the tables behind the index.",
    "caution": "Source: the tables behind the index.",
}


def _persistence_title(rows: pd.DataFrame, whole: pd.DataFrame) -> str:
    closer = rows[rows["direction"] == "closer"].set_index("band")
    overall = whole.loc["closer"]
    lead = f"Of shifts towards each other, {overall['share']:.0%} went on"
    if overall["low"] <= 0.5 <= overall["high"]:
        lead += ", no more and no fewer than a coin would say"
    elif overall["share"] < 0.5:
        lead += ", fewer than half"
    top = closer["share"].iloc[-1]
    return f"{lead}; of the largest tenth, {top:.0%}"


def _shares(counted: pd.DataFrame) -> pd.DataFrame:
    rows = counted.sort_values(["direction", "band"])
    return pd.DataFrame(
        {
            "Shifts": rows["direction"].map({"all": "all", "closer": "towards each other", "apart": "apart"}),
            "Size": ["all" if b < 0 else f"tenth {b + 1}" for b in rows["band"]],
            "Went on": [f"{v:.1%}" for v in rows["share"]],
            "90% interval": [f"{a:.1%} to {b:.1%}" for a, b in zip(rows["low"], rows["high"], strict=True)],
            "Cases": [f"{n:,}" for n in rows["n"]],
        }
    )


def score_table(scored: pd.DataFrame, name: str) -> Table | Said:
    """List the scores of the forecasts beside those of no change and of drift."""
    if scored.empty:
        return Said(_TOO_LITTLE)
    words = {"squared_error": "Squared error", "crps": "CRPS", "brier": "Brier, direction",
             "log_score": "Log, direction"}  # fmt: skip
    out = [
        (
            words[row.score], _FORECASTS[row.forecast], f"{row.mean:.4f}",
            "" if row.forecast == "no change" else _percent(row.mean, row.gain, row.low, row.high),
            "" if row.forecast in BASELINES else _percent(row.mean, row.over_drift, row.low_drift, row.high_drift),
            f"{row.inside:.0%}",
        )
        for row in scored.itertuples()
    ]  # fmt: skip
    names = ["Score", "Forecast", "Mean", "Better than no change by", "Better than drift by"]
    names += ["90% intervals held"]
    order = {word: at for at, word in enumerate(words.values())}
    table = pd.DataFrame(out, columns=names).sort_values("Score", kind="stable", key=lambda cells: cells.map(order))
    return Table(
        table, f"Scores of forecasts of {NAMES[name]}, three years ahead; lower is better; gains with 90% intervals"
    )


def _percent(mean: float, gain: float, low: float, high: float) -> str:
    """Write a gain and its interval in percent of the score of the baseline."""
    share = [signed(100 * part / (mean + gain), 1) for part in (gain, low, high)]
    return f"{share[0]}% ({share[1]} to {share[2]})"


def say_backtest(scored: pd.DataFrame, counted: pd.DataFrame, name: str) -> Said:
    """Say plainly whether shifts go on, and whether knowing them helps."""
    if scored.empty or counted.empty:
        return Said(_TOO_LITTLE)
    whole = counted[(counted["band"] < 0)].set_index("direction").loc["closer"]
    rows = scored.set_index(["forecast", "score"])
    first, last = int(scored["first"].iloc[0]), int(scored["last"].iloc[0])
    kinds = {"crps": "odds", "squared_error": "size", "brier": "direction"}
    beats = {f: [w for s, w in kinds.items() if rows.loc[(f, s), "low"] > 0] for f in ("shift", "mean reversion")}
    text = (
        f"In {NAMES[name]}, {whole['share']:.0%} of shifts towards each other went on over the next three years (90% "
        f"interval {whole['low']:.0%} to {whole['high']:.0%}; views from {first} to {last}). "
    )
    if beats["shift"]:
        overall = counted[(counted["band"] < 0) & (counted["direction"] == "all")]["share"].iloc[0]
        way = "go on" if overall > 0.5 else "fall back"
        found = listed(beats["shift"])
        text += f"A forecast from the shift beats one of no change in {found}: it reckons that shifts {way}."
    else:
        text += (
            "A forecast from the shift does not beat one of no change, neither in odds nor in size nor in direction."
        )
    gain = rows.loc[("mean reversion", "squared_error")]
    if beats["mean reversion"]:
        text += (
            f" One that has pairs fall back to their own mean does, in {listed(beats['mean reversion'])}, with a "
            f"squared "
            f"error {100 * gain['gain'] / (gain['mean'] + gain['gain']):.1f}% smaller: little."
        )
    else:
        text += " Nor is one that has pairs fall back to their own mean better beyond chance."
    return Said(f"{text} {_against_drift(rows, kinds)}")


def _against_drift(rows: pd.DataFrame, kinds: Mapping[str, str]) -> str:
    """Say whether knowing the pair helps beyond the mean change of all pairs."""
    own = {"shift": "the shift", "mean reversion": "the pull back"}
    beats = {name: [word for s, word in kinds.items() if rows.loc[(f, s), "low_drift"] > 0] for f, name in own.items()}
    better = {name: found for name, found in beats.items() if found}
    if not better:
        return (
            "Neither beats a forecast of drift alone, the mean change of all pairs so far: knowing the pair adds "
            "nothing beyond chance."
        )
    told = "; ".join(f"{name} beats it in {listed(found)}" for name, found in better.items())
    rest = [name for name in beats if name not in better]
    tail = f", {rest[0]} does not" if rest else ""
    itself = "" if any(rows.loc[("drift", s), "low"] > 0 for s in kinds) else ", itself no better than no change"
    return f"Against drift alone, the mean change of all pairs so far{itself}: {told}{tail}."


def say_outlook(place: dict[str, float], name: str, lens: Lens) -> Said:
    """Say what became of shifts like the pair's own."""
    if not place:
        return Said(f"{lens.title}: too few years of {NAMES[name]} are known to tell a shift.")
    way = "towards each other" if place["shift"] > 0 else "away from each other"
    tenths = ("smallest", "second smallest", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "second largest",
              "largest")  # fmt: skip
    decimals = 3 if np.abs(place["shift"]) < 1 else 1
    return Said(
        f"{lens.title} moved {way} in {NAMES[name]} by {abs(place['shift']):.{decimals}f} up to "
        f"{int(place['year'])}, in the "
        f"{tenths[int(place['band'])]} tenth of all shifts by size. Of past shifts like it, {place['share']:.0%} "
        f"went on (90% "
        f"interval {place['low']:.0%} to {place['high']:.0%})."
    )
