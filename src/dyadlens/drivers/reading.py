"""What the estimates of the drivers say: which are clear of chance, what a forecast beats, whether shifts go on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from dyadlens.drivers.votes import LEVEL, DriverModel

FORECASTS = {"shift": "the shift", "mean reversion": "the pull back"}
SCORES = {"crps": "odds", "squared_error": "size", "brier": "direction"}


def clear(rows: pd.DataFrame) -> pd.Series:
    """Tell whose interval by state is clear of zero."""
    return (rows["low_state"] > 0) | (rows["high_state"] < 0)


def clear_of_zero(found: Mapping[str, float]) -> bool:
    """Tell whether an interval leaves out zero."""
    return found["low"] > 0 or found["high"] < 0


def standardised(table: pd.DataFrame) -> pd.DataFrame:
    """Return the standardised estimates in hundredths, as ``value`` with ``low``, ``high`` and both by state."""
    names = {"standardised": "value"} | {
        f"standardised_{end}": end for end in ("low", "high", "low_state", "high_state")
    }
    out = table[["driver", "label", *names]].rename(columns=names)
    return out.assign(**{name: 100 * out[name] for name in names.values()})


def clear_drivers(model: DriverModel) -> list[str]:
    """Return the labels of the drivers, the level apart, that go with later change clear of chance."""
    rows = standardised(model.table)
    return rows.loc[clear(rows) & (rows["driver"] != LEVEL), "label"].tolist()


def moved_by_correction(model: DriverModel) -> list[str]:
    """Return the labels of the drivers that the correction for short panels moves outside their interval by state."""
    others = model.table[model.table["driver"] != LEVEL]
    outside = (others["corrected"] < others["low_state"]) | (others["corrected"] > others["high_state"])
    return others.loc[outside, "label"].tolist()


@dataclass(frozen=True)
class Beaten:
    """In which scores each forecast beats one of no change, and one of drift alone."""

    no_change: Mapping[str, list[str]]
    drift: Mapping[str, list[str]]
    drift_itself: bool  # whether drift beats no change in any score


def beaten(scored: pd.DataFrame) -> Beaten:
    """Read from the scores of a backtest what is better beyond chance."""
    rows = scored.set_index(["forecast", "score"])

    def better(forecast: str, low: str) -> list[str]:
        return [word for score, word in SCORES.items() if rows[low].loc[forecast, score] > 0]

    return Beaten(
        {name: better(name, "low") for name in FORECASTS},
        {name: better(name, "low_drift") for name in FORECASTS},
        bool(better("drift", "low")),
    )


def goes_on(counted: pd.DataFrame) -> bool:
    """Tell whether more than half of all shifts went on in the same direction."""
    every = counted[(counted["band"] < 0) & (counted["direction"] == "all")]
    return bool(every["share"].iloc[0] > 0.5)
