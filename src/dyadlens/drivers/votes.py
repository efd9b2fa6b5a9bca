"""What goes before a change in alignment, across all pairs, and what that would imply for one pair."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import norm

from dyadlens.drivers import models as panel
from dyadlens.drivers.variables import SETTING, TIES, model_years, pair_states, variable
from dyadlens.lens import Lens, as_lens, parse_as_of
from dyadlens.panel.columns import grid
from dyadlens.stats.panel import Fit, Moments, moments, year_effects

# The main model, set before any estimate was seen; docs/methods/drivers.md says why.
OUTCOME, HORIZON = "kappa", 1
PERIOD = (1993, 2014)
LEVEL = "level"
RECENT = 5  # years of the window that a pair's implied change is about
FEWEST = 2 * RECENT  # years below which no model is fitted
Z = float(norm.ppf(0.95))
_ENDS = ("low", "high", "low_state", "high_state")
_STANDARDISED = ("standardised", *(f"standardised_{end}" for end in _ENDS))
_COLUMNS = ("driver", "label", "unit", "estimate", *_ENDS, *_STANDARDISED, "spread", "corrected")


@dataclass(frozen=True)
class DriverModel:
    """The main model of the drivers."""

    table: pd.DataFrame
    fit: Fit | None = field(repr=False, default=None)
    effects: pd.Series = field(repr=False, default_factory=lambda: pd.Series(dtype=float))
    first: int = PERIOD[0]
    last: int = PERIOD[0] - 1

    @property
    def rows(self) -> int:
        """Pair-years."""
        return self.fit.rows if self.fit else 0

    @property
    def pairs(self) -> int:
        """Pairs."""
        return self.fit.pairs if self.fit else 0

    @property
    def outcome_spread(self) -> float:
        """Standard deviation of the yearly change, net of the effects."""
        return self.fit.outcome_spread if self.fit else float("nan")


def driver_names() -> tuple[str, ...]:
    """Return the drivers of the main model, the level of alignment last."""
    return (*(v.name for v in (*TIES, *SETTING)), LEVEL)


def vote_drivers(as_of: date | str | None = None) -> DriverModel:
    r"""Estimate what goes before a change in alignment.

    .. math:: y_{i,t+1} - y_{it} = \rho y_{it} + x_{it}' b + \alpha_i + \lambda_t + e_{it}

    with y Cohen's kappa of UN votes, i the pairs, t the years, x the drivers.
    """
    return _drivers(parse_as_of(as_of))


@lru_cache(maxsize=4)
def _drivers(as_of: date | None) -> DriverModel:
    values, seen = _design(as_of)
    here = np.flatnonzero(seen.any(axis=0))
    if len(here) < FEWEST:
        return DriverModel(pd.DataFrame(columns=_COLUMNS))
    first, last = (int(model_years()[i]) for i in here[[0, -1]])
    names = driver_names()
    fit = _moments(values, seen).fit("outcome", names)
    middle = (first + last) // 2
    halves = [
        _moments(values, seen & keep).fit("outcome", names).coefficients
        for keep in (model_years() <= middle, model_years() > middle)
    ]
    effects = _effects(values, seen, fit.coefficients)
    return DriverModel(_table(fit, 2 * fit.coefficients - np.mean(halves, axis=0)), fit, effects, first, last)


def visits(as_of: date | str | None = None) -> dict[str, float]:
    """Estimate what goes with visits from Washington, the only ones known, among pairs with the United States.

    The main model with visits of presidents and secretaries of state beside its drivers. All these pairs share a
    state, so errors cannot be clustered by state, and its interval is too narrow.
    """
    day = parse_as_of(as_of)
    values, seen = _design(day)
    made = panel.values("visits", day)
    seen = seen & ~np.isnan(made)
    here = seen.any(axis=0)
    if here.sum() < FEWEST:
        return {}
    both = np.concatenate([made[:, here, None], values[:, here]], axis=2)
    shared = moments(both, seen[:, here], pair_states(), ("visits", *driver_names(), "outcome"))
    fit = shared.fit("outcome", ("visits", *(name for name in driver_names() if shared.varies(name))))
    b, margin = float(fit.coefficients[0]), Z * float(fit.errors()[0][0])
    return {"estimate": b, "low": b - margin, "high": b + margin, "rows": fit.rows, "pairs": fit.pairs}


def _design(as_of: date | None) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Stack drivers, level and outcome, and tell which pair-years have all of them."""
    names = driver_names()[:-1]
    outcome = panel.change(OUTCOME, HORIZON, as_of)
    seen = panel.seen((*names, OUTCOME), (outcome,), *PERIOD, as_of)
    columns = [*(panel.values(name, as_of) for name in (*names, OUTCOME)), outcome]
    return np.stack(columns, axis=2), seen


def _moments(values: NDArray[np.float64], seen: NDArray[np.bool_]) -> Moments:
    here = seen.any(axis=0)
    return moments(values[:, here], seen[:, here], pair_states(), (*driver_names(), "outcome"))


def _effects(values: NDArray[np.float64], seen: NDArray[np.bool_], coefficients: NDArray[np.float64]) -> pd.Series:
    """Return what each year did to all pairs, drivers apart."""
    here = seen.any(axis=0)
    used = seen[:, here] & (seen.sum(axis=1) > 1)[:, None]
    net = values[:, here, -1] - values[:, here, :-1] @ coefficients
    return pd.Series(year_effects(net, used), index=model_years()[here])


def _table(fit: Fit, corrected: NDArray[np.float64]) -> pd.DataFrame:
    described = [variable(name) for name in driver_names()[:-1]]
    b = fit.coefficients
    out = pd.DataFrame(
        {
            "driver": driver_names(),
            "label": [*(v.label for v in described), "Alignment already reached"],
            "unit": [*(v.unit for v in described), variable(OUTCOME).unit],
            "estimate": b,
        }
    )
    to_standard = fit.spread / fit.outcome_spread
    for suffix, error in zip(("", "_state"), fit.errors(), strict=True):
        margin = Z * error
        for end, value in (("low", b - margin), ("high", b + margin)):
            out[end + suffix] = value
            out[f"standardised_{end}{suffix}"] = value * to_standard
    return out.assign(standardised=b * to_standard, spread=fit.spread, corrected=corrected)[list(_COLUMNS)]


def implied(lens: Lens | str) -> pd.DataFrame:
    r"""Take a pair's recent change in alignment apart by the main model.

    The mean yearly change over the last five years of the model, less the pair's mean over all its years, is the sum of
    :math:`b_k (\bar x_{k,recent} - \bar x_k)` over the drivers, of what those years did to all pairs, and of what the
    model leaves open. It adds up exactly.
    """
    lens = as_lens(lens)
    model = vote_drivers(lens.as_of)
    own = pair_years(lens)
    if model.fit is None or len(own) < FEWEST:
        return pd.DataFrame(columns=["term", "label", "recent", "usual", "contribution", *_ENDS])
    recent, usual = own.tail(RECENT).mean(), own.mean()
    gap = (recent - usual).to_numpy()
    dx, whole = gap[:-1], gap[-1]
    parts = dx * model.fit.coefficients
    years = float(model.effects[own.index[-RECENT:]].mean() - model.effects[own.index].mean())
    errors, joint = model.fit.errors(), model.fit.errors(dx[None, :])
    out = pd.DataFrame(
        {
            "term": [*driver_names(), "drivers", "years", "open", "change"],
            "label": [*model.table["label"], "All drivers together", "What moved all pairs", "Left open", "The change"],
            "recent": [*recent[:-1], np.nan, np.nan, np.nan, recent["outcome"]],
            "usual": [*usual[:-1], np.nan, np.nan, np.nan, usual["outcome"]],
            "contribution": [*parts, parts.sum(), years, whole - parts.sum() - years, whole],
        }
    )
    for suffix, error, total in zip(("", "_state"), errors, joint, strict=True):
        margin = Z * np.array([*(np.abs(dx) * error), *total, np.nan, np.nan, np.nan])
        out["low" + suffix], out["high" + suffix] = out["contribution"] - margin, out["contribution"] + margin
    out.attrs["years"] = [int(year) for year in own.index[-RECENT:]]
    return out


def pair_years(lens: Lens) -> pd.DataFrame:
    """Return the rows of a pair in the main model."""
    values, seen = _design(lens.as_of)
    order = sorted(grid().states.index(code) for code in lens.pair)
    (at,) = np.flatnonzero((pair_states() == order).all(axis=1))
    return pd.DataFrame(
        values[at, seen[at]], columns=[*driver_names(), "outcome"], index=model_years()[seen[at]]
    ).rename_axis("year")
