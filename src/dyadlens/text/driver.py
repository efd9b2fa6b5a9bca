"""Sentences on the drivers and the backtest: what holds across all pairs, and what that implies for one."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from dyadlens.drivers.reading import FORECASTS, beaten, clear_drivers, clear_of_zero, goes_on, moved_by_correction
from dyadlens.drivers.votes import LEVEL, DriverModel
from dyadlens.lens import Lens, as_lens
from dyadlens.text.answer import Text
from dyadlens.text.numbers import listed, signed, span

NAMES = {"kappa": "kappa of UN votes", "convergence": "the convergence index", "caution": "the caution index"}
NO_MODEL = "Too few years were known on that day to fit the model: nothing can be said of what drives alignment."
NO_BACKTEST = "Too few years were known on that day to test whether shifts go on."
_TENTHS = ["smallest", "second smallest", "third", "fourth", "fifth", "sixth", "seventh", "eighth"]
_TENTHS += ["second largest", "largest"]


def _lower(labels: list[str]) -> str:
    return listed([label.lower() for label in labels])


def drivers_text(model: DriverModel, counted: pd.DataFrame) -> Text:
    """Say which drivers go with later change, and which of them survive another choice of model."""
    if model.fit is None or counted.empty:
        return Text(NO_MODEL)
    sure = clear_drivers(model)
    robust = counted.loc[counted["holds"] & (counted["driver"] != LEVEL), "label"].tolist()
    models = f"the {int(counted['models'].max()):,} models that were run"
    if robust:
        verb = "holds" if len(robust) == 1 else "hold"
        text = f"Over {models}, {_lower(robust)} {verb} as what goes before a change in votes."
    else:
        text = f"No driver of a change in votes holds over {models}: which seems to matter depends on the model."
    lead = f"{_lower(sure)} {'goes' if len(sure) == 1 else 'go'}" if sure else "no driver goes"
    text += (
        f" In the main model, over {model.pairs:,} pairs and {model.first}–{model.last}, {lead} with next year's "
        "change clear of chance."
    )
    if counted.loc[counted["driver"] == LEVEL, "holds"].any():
        text += " What holds is a pull back: pairs that vote more alike than is usual for them fall back."
    return Text(text)


def bias_text(model: DriverModel) -> Text:
    """Say how far the level's coefficient, and the others, move when the bias of short panels is taken out."""
    if model.fit is None:
        return Text(NO_MODEL)
    level = model.table[model.table["driver"] == LEVEL].iloc[0]
    text = (
        f"With {model.last - model.first + 1} years a pair at most, the pull back is overstated (Nickell 1981): "
        f"{signed(level['estimate'], 2)} a unit of kappa as estimated, {signed(level['corrected'], 2)} after a "
        "half-panel jackknife."
    )
    moved = moved_by_correction(model)
    if moved:
        return Text(
            f"{text} The same correction moves {_lower(moved)} outside the interval by state, so that little should be "
            "built on it."
        )
    return Text(f"{text} It moves no other driver outside its interval by state.")


def implied_text(rows: pd.DataFrame, lens: Lens | str) -> Text:
    """Say what the model implies for a pair's recent change in votes, and how much it leaves open."""
    lens = as_lens(lens)
    if rows.empty:
        return Text(f"For {lens.title} too few years have all drivers known: the model says nothing of this pair.")
    table, years = {row["term"]: row for row in rows.to_dict("records")}, rows.attrs["years"]
    total, ties = table["drivers"], rows[~rows["term"].isin(["drivers", "years", "open", "change", LEVEL])]
    biggest = ties.iloc[ties["contribution"].abs().argmax()]
    parts = {term: signed(row["contribution"]) for term, row in table.items()}
    return Text(
        f"{lens.title} in {span(years[0], years[-1])}: kappa changed by {signed(table['change']['recent'])} a "
        f"year, which is {parts['change']} a year against the pair's own mean. All drivers together would imply "
        f"{parts['drivers']} (90% interval by state {signed(total['low_state'])} to {signed(total['high_state'])}), of "
        f"which {parts[LEVEL]} for the level already reached; of the others {biggest['label'].lower()} weighs most "
        f"({signed(biggest['contribution'])}). What moved all pairs makes {parts['years']}, and {parts['open']} is "
        "left open."
    )


def visits_text(found: dict[str, float]) -> Text:
    """Say what goes with visits from Washington."""
    if not found:
        return Text(NO_MODEL)
    sure = "clear of zero" if clear_of_zero(found) else "not clear of zero"
    return Text(
        f"Visits of presidents and secretaries of state of the United States, among its {found['pairs']} pairs: "
        f"{signed(found['estimate'], 4)} of kappa a visit in the next year (90% interval {signed(found['low'], 4)} to "
        f"{signed(found['high'], 4)}), {sure}. Leaders of other states travel "
        "too, and no open source counts it for all."
    )


def backtest_text(scored: pd.DataFrame, counted: pd.DataFrame, name: str) -> Text:
    """Say plainly whether shifts go on, and whether knowing them helps."""
    if scored.empty or counted.empty:
        return Text(NO_BACKTEST)
    whole = counted[(counted["band"] < 0)].set_index("direction").loc["closer"]
    first, last = int(scored["first"].iloc[0]), int(scored["last"].iloc[0])
    better = beaten(scored)
    text = (
        f"In {NAMES[name]}, {whole['share']:.0%} of shifts towards each other went on over the next three years (90% "
        f"interval {whole['low']:.0%} to {whole['high']:.0%}; views from {first} to {last}). "
    )
    if found := better.no_change["shift"]:
        way = "go on" if goes_on(counted) else "fall back"
        text += f"A forecast from the shift beats one of no change in {listed(found)}: it predicts that shifts {way}."
    else:
        text += (
            "A forecast from the shift does not beat one of no change, neither in odds nor in size nor in direction."
        )
    if found := better.no_change["mean reversion"]:
        own = (scored["forecast"] == "mean reversion") & (scored["score"] == "squared_error")
        gain = scored[own].iloc[0]
        text += (
            f" One that has pairs fall back to their own mean does, in {listed(found)}, with a squared error "
            f"{100 * gain['gain'] / (gain['mean'] + gain['gain']):.1f}% smaller: little."
        )
    else:
        text += " Nor is one that has pairs fall back to their own mean better beyond chance."
    return Text(f"{text} {_against_drift(better.drift, better.drift_itself)}")


def _against_drift(better: Mapping[str, list[str]], drift_itself: bool) -> str:
    """Say whether knowing the pair helps beyond the mean change of all pairs."""
    told = [f"{FORECASTS[name]} beats it in {listed(found)}" for name, found in better.items() if found]
    if not told:
        return (
            "Neither beats a forecast of drift alone, the mean change of all pairs so far: knowing the pair adds "
            "nothing beyond chance."
        )
    rest = [f", {FORECASTS[name]} does not" for name, found in better.items() if not found]
    itself = "" if drift_itself else ", itself no better than no change"
    return f"Against drift alone, the mean change of all pairs so far{itself}: {'; '.join(told)}{''.join(rest)}."


def outlook_text(place: dict[str, float], name: str, lens: Lens | str) -> Text:
    """Say what became of shifts like the pair's own."""
    lens = as_lens(lens)
    if not place:
        return Text(f"{lens.title}: too few years of {NAMES[name]} are known to tell a shift.")
    way = "towards each other" if place["shift"] > 0 else "away from each other"
    size = abs(place["shift"])
    return Text(
        f"{lens.title} moved {way} in {NAMES[name]} by {size:.{1 if name in ('convergence', 'caution') else 3}f} up to "
        f"{int(place['year'])}, in the {_TENTHS[int(place['band'])]} tenth of all shifts by size. Of past shifts like "
        f"it, {place['share']:.0%} went on (90% interval {place['low']:.0%} to {place['high']:.0%})."
    )


# As `text` offers them.
drivers, bias, implied, visits = drivers_text, bias_text, implied_text, visits_text
backtest, outlook = backtest_text, outlook_text
