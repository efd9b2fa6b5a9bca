"""Forecasts of alignment for every pair from every year, each made of what was known then, and their scores."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np
import pandas as pd
import scoringrules
from numpy.typing import NDArray
from scipy.stats import norm

from dyadlens.drivers.variables import Cells, alignment, rows_by_pair, variable
from dyadlens.indices.composite import composite
from dyadlens.indices.definitions import INDICES
from dyadlens.lens import parse_as_of
from dyadlens.panel.columns import FIRST, LAST

WINDOW, AHEAD, LONG_RUN = 5, 3, 20  # years
FEWEST = {WINDOW: 4, AHEAD: 2, LONG_RUN: 10}  # years of each span that must have a value
TRAINING = 10  # origins whose outcome must be known before the first forecast
BANDS = 10  # groups of pairs by the size of their shift
# What each forecast is made from beside the mean of all outcomes so far; that of no change is nil, whatever came.
FORECASTS: dict[str, tuple[str, ...] | None] = {
    "no change": None,
    "drift": (),
    "shift": ("shift",),
    "mean reversion": ("away",),
    "both": ("shift", "away"),
}
SCORES = ("crps", "squared_error", "brier", "log_score")


def target(name: str, as_of: date | None = None) -> Cells:
    """Return a measure of alignment as pairs by years, as it was known on a day."""
    if name in INDICES:
        return rows_by_pair(composite(name, as_of), FIRST)
    described = variable(name)
    everything = alignment(name, described.made_for(as_of), FIRST)
    return np.where(np.arange(FIRST, LAST + 1) <= described.known(as_of), everything, np.nan)


def _mean(values: Cells, span: int) -> Cells:
    """Return the mean over a span of years, NaN where too few of them have a value."""
    count = (~np.isnan(values)).sum(axis=1)
    total = np.nansum(values, axis=1)
    return np.where(count >= FEWEST[span], total / np.maximum(count, 1), np.nan)


@dataclass(frozen=True)
class Origin:
    """What could be known of all pairs at the end of one year, and what came."""

    year: int
    pair: NDArray[np.int64]
    shift: Cells
    away: Cells
    outcome: Cells


def origin(values: Cells, year: int, *, ahead: bool = True) -> Origin:
    """Take one year's view of all pairs."""
    at = year - FIRST + 1
    recent = _mean(values[:, at - WINDOW : at], WINDOW)
    shift = recent - _mean(values[:, at - 2 * WINDOW : at - WINDOW], WINDOW)
    away = recent - _mean(values[:, max(at - LONG_RUN, 0) : at], LONG_RUN)
    outcome = _mean(values[:, at : at + AHEAD], AHEAD) - recent if ahead else np.full(len(values), np.nan)
    good = ~np.isnan(shift + away + (outcome if ahead else 0.0))
    (pair,) = np.nonzero(good)
    return Origin(year, pair, shift[good], away[good], outcome[good])


def origins(values: Cells) -> Iterator[Origin]:
    """Go through all years whose outcome is known."""
    known = np.flatnonzero(~np.isnan(values).all(axis=0))
    last = int(known.max()) + FIRST if len(known) else FIRST
    for year in range(FIRST + 2 * WINDOW - 1, last - AHEAD + 1):
        found = origin(values, year)
        if len(found.pair):
            yield found


class _Learner:
    """Least squares on what was known, kept as running sums; without terms, the outcome is taken to be none."""

    def __init__(self, terms: tuple[str, ...] | None) -> None:
        self.terms = terms
        size = 0 if terms is None else len(terms) + 1
        self.xx, self.xy, self.yy, self.n = np.zeros((size, size)), np.zeros(size), 0.0, 0

    def _design(self, view: Origin) -> Cells:
        if self.terms is None:
            return np.empty((len(view.pair), 0))
        return np.column_stack([np.ones(len(view.pair)), *(getattr(view, term) for term in self.terms)])

    def learn(self, view: Origin) -> None:
        x = self._design(view)
        self.xx += x.T @ x
        self.xy += x.T @ view.outcome
        self.yy += float(view.outcome @ view.outcome)
        self.n += len(view.pair)

    @property
    def coefficients(self) -> Cells:
        return np.empty(0) if self.terms is None else np.linalg.solve(self.xx, self.xy).astype(float)

    def forecast(self, view: Origin) -> tuple[Cells, float]:
        b = self.coefficients
        return self._design(view) @ b, float(np.sqrt((self.yy - b @ self.xy) / self.n))


def forecasts(name: str, as_of: date | str | None = None) -> pd.DataFrame:
    """Forecast every pair from every year by what was known then, and score the forecasts."""
    return _forecasts(name, parse_as_of(as_of))


@lru_cache(maxsize=1)
def _forecasts(name: str, as_of: date | None) -> pd.DataFrame:
    return score_all(target(name, as_of))


def score_all(values: Cells) -> pd.DataFrame:
    """Forecast every pair from every year and score the forecasts."""
    learners = {label: _Learner(terms) for label, terms in FORECASTS.items()}
    waiting: list[Origin] = []
    parts, learnt = [], 0
    for view in origins(values):
        while waiting and waiting[0].year + AHEAD <= view.year:
            known = waiting.pop(0)
            learnt += 1
            for learner in learners.values():
                learner.learn(known)
        if learnt >= TRAINING:
            parts.append(_scored(view, learners))
        waiting.append(view)
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()


def _scored(view: Origin, learners: dict[str, _Learner]) -> pd.DataFrame:
    sign = np.sign(view.shift)
    went_on = view.outcome * sign > 0
    order = np.argsort(np.argsort(np.abs(view.shift), kind="stable"), kind="stable")
    out = {
        "pair": view.pair.astype(np.int32),
        "year": np.full(len(view.pair), view.year, dtype=np.int16),
        "band": (order * BANDS // len(order)).astype(np.int8),
        "closer": sign > 0,
        "went_on": went_on,
    }
    for label, learner in learners.items():
        mean, sd = learner.forecast(view)
        chance = norm.cdf(sign * mean / sd)
        scores = {
            "crps": scoringrules.crps_normal(view.outcome, mean, sd),
            "squared_error": (view.outcome - mean) ** 2,
            "brier": scoringrules.brier_score(went_on, chance),
            "log_score": scoringrules.log_score(went_on, chance),
        }
        out |= {f"{score} {label}": found.astype(np.float32) for score, found in scores.items()}
        out[f"inside {label}"] = np.abs(view.outcome - mean) <= norm.ppf(0.95) * sd
    return pd.DataFrame(out)
