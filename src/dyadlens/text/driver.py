"""Sentences on the drivers and the backtest: what holds across all pairs, and what that implies for one."""

from __future__ import annotations

from functools import partial

import pandas as pd

from dyadlens.drivers.reading import FORECASTS, beaten, clear_drivers, clear_of_zero, goes_on, moved_by_correction
from dyadlens.drivers.votes import LEVEL, DriverModel
from dyadlens.lens import Lens, as_lens
from dyadlens.text.answer import Text
from dyadlens.text.numbers import listed, signed, span
from dyadlens.text.sentences import phrase

NAMES = {"kappa": "kappa of UN votes", "convergence": "the convergence index", "caution": "the caution index"}
_TENTHS = ["smallest", "second smallest", "third", "fourth", "fifth", "sixth", "seventh", "eighth"]
_TENTHS += ["second largest", "largest"]

_say = partial(phrase, "drivers")
NO_MODEL, NO_BACKTEST = _say("no_model"), _say("no_backtest")


def _lower(labels: list[str]) -> str:
    return listed([label.lower() for label in labels]) or "no driver"


def drivers_text(model: DriverModel, counted: pd.DataFrame) -> Text:
    """Say which drivers go with later change, and which of them survive another choice of model."""
    if model.fit is None or counted.empty:
        return Text(NO_MODEL)
    robust = counted[counted["holds"]]
    names = robust.loc[robust["driver"] != LEVEL, "label"].tolist()
    told = [_say("robust" if names else "fragile", models=int(counted["models"].max()), names=_lower(names))]
    told.append(_say("clear", model=model, names=_lower(clear_drivers(model))))
    return Text(" ".join([*told, *([_say("pull_back")] if (robust["driver"] == LEVEL).any() else [])]))


def bias_text(model: DriverModel) -> Text:
    """Say how far the level's coefficient, and the others, move when the bias of short panels is taken out."""
    if model.fit is None:
        return Text(NO_MODEL)
    level = model.table[model.table["driver"] == LEVEL].iloc[0]
    ends = {name: signed(level[name], 2) for name in ("estimate", "corrected")}
    moved = moved_by_correction(model)
    rest = _say("moved" if moved else "not_moved", names=_lower(moved))
    return Text(f"{_say('bias', years=model.last - model.first + 1, **ends)} {rest}")


def implied_text(rows: pd.DataFrame, lens: Lens | str) -> Text:
    """Say what the model implies for a pair's recent change in votes, and how much it leaves open."""
    pair = as_lens(lens).title
    if rows.empty:
        return Text(_say("no_implied", pair=pair))
    table, years = {row["term"]: row for row in rows.to_dict("records")}, rows.attrs["years"]
    ties = rows[~rows["term"].isin(["drivers", "years", "open", "change", LEVEL])]
    biggest = ties.iloc[ties["contribution"].abs().argmax()]
    parts = {term: signed(row["contribution"]) for term, row in table.items() if term not in set(ties["term"])}
    parts |= {"common": parts.pop("years"), "recent": signed(table["change"]["recent"])}
    parts |= {end: signed(table["drivers"][f"{end}_state"]) for end in ("low", "high")}
    parts |= {"biggest": biggest["label"].lower(), "most": signed(biggest["contribution"])}
    return Text(_say("implied", pair=pair, years=span(years[0], years[-1]), **parts))


def visits_text(found: dict[str, float]) -> Text:
    """Say what goes with visits from Washington."""
    if not found:
        return Text(NO_MODEL)
    ends = {name: signed(found[name], 4) for name in ("estimate", "low", "high")}
    clear = "clear of zero" if clear_of_zero(found) else "not clear of zero"
    return Text(_say("visits", pairs=found["pairs"], clear=clear, **ends))


def backtest_text(scored: pd.DataFrame, counted: pd.DataFrame, name: str) -> Text:
    """Say plainly whether shifts go on, and whether knowing them helps."""
    if scored.empty or counted.empty:
        return Text(NO_BACKTEST)
    closer = counted[(counted["band"] < 0) & (counted["direction"] == "closer")].iloc[0]
    ends = {end: int(scored[end].iloc[0]) for end in ("first", "last")}
    told = [_say("went_on", what=NAMES[name], **closer[["share", "low", "high"]], **ends)]
    better, way = beaten(scored), "go on" if goes_on(counted) else "fall back"
    shift, mean = (better.no_change[forecast] for forecast in ("shift", "mean reversion"))
    told.append(_say("shift_better" if shift else "shift_no_better", scores=listed(shift), way=way))
    own = scored[(scored["forecast"] == "mean reversion") & (scored["score"] == "squared_error")].iloc[0]
    gain = 100 * own["gain"] / (own["mean"] + own["gain"])
    told.append(_say("mean_better" if mean else "mean_no_better", scores=listed(mean), gain=gain))
    beats = [f"{FORECASTS[one]} beats it in {listed(found)}" for one, found in better.drift.items() if found]
    rest = [f", {FORECASTS[one]} does not" for one, found in better.drift.items() if not found]
    itself = "" if better.drift_itself else ", itself no better than no change"
    name = "drift" if beats else "drift_no_worse"
    return Text(" ".join([*told, _say(name, itself=itself, told="; ".join(beats), rest="".join(rest))]))


def outlook_text(place: dict[str, float], name: str, lens: Lens | str) -> Text:
    """Say what became of shifts like the pair's own."""
    pair = as_lens(lens).title
    if not place:
        return Text(_say("no_outlook", pair=pair, what=NAMES[name]))
    way = "towards each other" if place["shift"] > 0 else "away from each other"
    size = f"{abs(place['shift']):.{1 if name in ('convergence', 'caution') else 3}f}"
    tenth = _TENTHS[int(place["band"])]
    return Text(_say("outlook", pair=pair, what=NAMES[name], way=way, size=size, tenth=tenth, **place))


# As `text` offers them.
drivers, bias, implied, visits = drivers_text, bias_text, implied_text, visits_text
backtest, outlook = backtest_text, outlook_text
