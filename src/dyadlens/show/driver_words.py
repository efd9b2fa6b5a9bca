"""The drivers in plain words: what holds across all pairs, and what that implies for one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from dyadlens.lens import Lens
from dyadlens.show.forest import LEVEL, clear, nothing, signed, standardised
from dyadlens.show.numbers import listed
from dyadlens.show.words import Said

if TYPE_CHECKING:
    from dyadlens.drivers.votes import DriverModel


def say_drivers(model: DriverModel, counted: pd.DataFrame) -> Said:
    """Say which drivers go with later change, and which of them survive another choice of model."""
    if model.fit is None or counted.empty:
        return nothing()
    rows = standardised(model.table)
    sure = rows.loc[clear(rows) & (rows["driver"] != LEVEL), "label"].str.lower().tolist()
    held = counted.loc[counted["holds"] & (counted["driver"] != LEVEL), "label"].str.lower().tolist()
    models = f"the {int(counted['models'].max()):,} models that were run"
    if held:
        verb = "holds" if len(held) == 1 else "hold"
        text = f"Over {models}, {listed(held)} {verb} as what goes before a change in votes."
    else:
        text = (
            f"No driver of a change in votes holds over {models}: which of them seems to matter hangs on how one asks."
        )
    lead = f"{listed(sure)} {'goes' if len(sure) == 1 else 'go'}" if sure else "no driver goes"
    text += (
        f" In the main model, over {model.pairs:,} pairs and {model.first}–{model.last}, {lead} with next year's "
        f"change "
        "clear of chance."
    )
    if counted.loc[counted["driver"] == LEVEL, "holds"].any():
        text += " What holds is a pull back: pairs that vote more alike than is usual for them fall back."
    return Said(text)


def say_bias(model: DriverModel) -> Said:
    """Say how far the level's coefficient, and the others, move when the bias of short panels is taken out."""
    if model.fit is None:
        return nothing()
    table = model.table.set_index("driver")
    level = table.loc[LEVEL]
    others = table.drop(index=LEVEL)
    outside = (others["corrected"] < others["low_state"]) | (others["corrected"] > others["high_state"])
    text = (
        f"With {model.last - model.first + 1} years a pair at most, the pull back is overstated (Nickell 1981): "
        f"{signed(level['estimate'], 2)} a unit of kappa as estimated, {signed(level['corrected'], 2)} after a "
        f"half-panel "
        "jackknife."
    )
    if outside.any():
        names = listed(others.loc[outside, "label"].str.lower().tolist())
        text += (
            f" The same correction moves {names} outside the interval by state, so that little should be built on it."
        )
    else:
        text += " It moves no other driver outside its interval by state."
    return Said(text)


def say_implied(rows: pd.DataFrame, lens: Lens) -> Said:
    """Say what the model implies for a pair's recent change in votes, and how much it leaves open."""
    if rows.empty:
        return Said(f"For {lens.title} too few years have all drivers known: the model says nothing of this pair.")
    table = rows.set_index("term")
    total, years = table.loc["drivers"], rows.attrs["years"]
    ties = table.drop(index=["drivers", "years", "open", "change", LEVEL])
    biggest = ties.loc[ties["contribution"].abs().idxmax()]
    span = f"{years[0]}–{str(years[-1])[2:]}"
    return Said(
        f"{lens.title} in {span}: kappa changed by {signed(table.loc['change', 'recent'])} a year, which is "
        f"{signed(table.loc['change', 'contribution'])} a year against the "
        f"pair's own "
        f"mean. All drivers together would imply {signed(total['contribution'])} (90% interval by state "
        f"{signed(total['low_state'])} to {signed(total['high_state'])}), of which "
        f"{signed(table.loc[LEVEL, 'contribution'])} "
        f"for the level already reached; of the others {biggest['label'].lower()} weighs most "
        f"({signed(biggest['contribution'])}). What moved all pairs makes "
        f"{signed(table.loc['years', 'contribution'])}, and "
        f"{signed(table.loc['open', 'contribution'])} is left open."
    )


def say_visits(found: dict[str, float]) -> Said:
    """Say what goes with visits from Washington."""
    if not found:
        return nothing()
    sure = found["low"] > 0 or found["high"] < 0
    verdict = "clear of zero" if sure else "not clear of zero"
    return Said(
        f"Visits of presidents and secretaries of state of the United States, among its {found['pairs']} pairs: "
        f"{signed(found['estimate'], 4)} of kappa a visit in the next year (90% interval {signed(found['low'], 4)} to "
        f"{signed(found['high'], 4)}), {verdict}. Leaders of other states travel too, and no open source counts it "
        f"for all."
    )
