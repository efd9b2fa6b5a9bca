"""The specification curve: every model of the drivers that could as well have been chosen, all of them run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dyadlens.data.catalog import read
from dyadlens.drivers import models as panel
from dyadlens.drivers.variables import ALIGNMENT, SETTING, TIES, cached_result, pair_states
from dyadlens.drivers.votes import FEWEST, HORIZON, LEVEL, OUTCOME, PERIOD, Z
from dyadlens.errors import DataError
from dyadlens.lens import parse_as_of
from dyadlens.panel.columns import grid
from dyadlens.stats.panel import EFFECTS, Effects, Moments, moments

MAJOR_POWERS = ("CHN", "FRA", "GBR", "RUS", "USA")
PERIODS = {"from 1993": PERIOD, "from 1966": (1966, 2014), "1966 to 1990": (1966, 1990)}
SAMPLES = ("all pairs", "politically relevant", "without the United States")
CONTROLS = ("ties, setting and level", "ties and level", "ties and setting")
TRADE = ("trade", "dependence")
HORIZONS = (1, 3)
OUTCOMES = tuple(v.name for v in ALIGNMENT)
CHOICES = ("outcome", "horizon", "period", "sample", "controls", "trade", "effects")
HOLDS_SIGN, HOLDS_CLEAR = 0.9, 0.5  # fixed before any estimate was seen: docs/methods/drivers.md


@dataclass(frozen=True)
class Specification:
    """One way to model the drivers."""

    outcome: str = OUTCOME
    horizon: int = HORIZON
    period: str = "from 1993"
    sample: str = "all pairs"
    controls: str = CONTROLS[0]
    trade: str = "trade"
    effects: Effects = "pair and year"

    def drivers(self) -> tuple[str, ...]:
        """Return the names of the drivers in this model, before those without variation are left out."""
        ties = [self.trade, *(v.name for v in TIES[1:])]
        if self.period != "from 1993":
            ties.remove("common_adversary")
        setting = [v.name for v in SETTING] if "setting" in self.controls else []
        return (*ties, *setting, *([LEVEL] if "level" in self.controls else []))


def all_specifications() -> tuple[Specification, ...]:
    """Return every specification that is run: all combinations of all choices."""
    every = product(OUTCOMES, HORIZONS, PERIODS, SAMPLES, CONTROLS, TRADE, EFFECTS)
    return tuple(Specification(*choice) for choice in every)


def relevant() -> NDArray[np.bool_]:
    """Tell which pairs are politically relevant: ever neighbours by land or water, or with a permanent member."""
    order = {code: at for at, code in enumerate(grid().states)}
    touching = {(order[a], order[b]) for a, b in zip(*(read("contiguity")[c] for c in "ab"), strict=True)}
    touching |= {(b, a) for a, b in touching}
    near = np.array([tuple(pair) in touching for pair in pair_states().tolist()])
    return near | np.isin(pair_states(), [order[code] for code in MAJOR_POWERS]).any(axis=1)


def _chosen(sample: str) -> NDArray[np.bool_]:
    if sample == "politically relevant":
        return relevant()
    if sample == "without the United States":
        return ~(pair_states() == grid().states.index("USA")).any(axis=1)
    return np.ones(len(pair_states()), dtype=bool)


def specification_curve(as_of: date | str | None = None) -> pd.DataFrame:
    """Run every specification, or take the results from the cache."""
    day = parse_as_of(as_of)
    return cached_result("specifications", day, lambda: run_specifications(all_specifications(), day))


def run_specifications(chosen: tuple[Specification, ...], as_of: date | None = None) -> pd.DataFrame:
    """Fit some specifications; those over the same rows share the work of taking out the effects."""
    groups: dict[tuple[str, str, int], list[tuple[int, Specification]]] = {}
    for number, one in enumerate(chosen):
        groups.setdefault((one.period, one.sample, one.horizon), []).append((number, one))
    rows = [row for shared, members in groups.items() for row in _group(*shared, members, as_of)]
    frame = pd.DataFrame(rows, columns=["model", *CHOICES, "driver", *_RESULTS])
    return frame.sort_values(["model", "driver"], ignore_index=True)


_RESULTS = ("estimate", "standardised", "low", "high", "low_state", "high_state", "rows", "pairs", "main")


def _group(
    period: str, sample: str, horizon: int, chosen: list[tuple[int, Specification]], as_of: date | None
) -> Iterator[tuple[Any, ...]]:
    """Fit specifications over the same rows: those with all columns that any of the whole family needs."""
    family = Specification(period=period, trade="dependence")
    names = tuple(name for name in ("trade", *family.drivers()) if name != LEVEL)
    changes = tuple(panel.change(name, horizon, as_of) for name in OUTCOMES)
    levels = tuple(panel.values(name, as_of) for name in OUTCOMES)
    seen = panel.seen(names, (*changes, *levels), *PERIODS[period], as_of) & _chosen(sample)[:, None]
    some, here = seen.any(axis=1), seen.any(axis=0)
    if here.sum() < FEWEST:
        return
    seen, pairs = seen[some][:, here], pair_states()[some]
    columns = (*names, *(f"{LEVEL} {o}" for o in OUTCOMES), *(f"change {o}" for o in OUTCOMES))
    parts = (*(panel.values(name, as_of) for name in names), *levels, *changes)
    values = np.stack([part[some][:, here] for part in parts], axis=2)
    for effects in EFFECTS:
        shared = moments(values, seen, pairs, columns, effects)
        for number, one in chosen:
            if one.effects == effects:
                yield from _rows(number, one, shared)


def _rows(number: int, one: Specification, shared: Moments) -> Iterator[tuple[Any, ...]]:
    """Fit one specification without the drivers that the effects leave nothing of."""
    columns = {name: f"{LEVEL} {one.outcome}" if name == LEVEL else name for name in one.drivers()}
    columns = {name: column for name, column in columns.items() if shared.varies(column)}
    try:
        fit = shared.fit(f"change {one.outcome}", list(columns.values()))
    except DataError:
        return
    scale = fit.spread / fit.outcome_spread
    by_pair, by_state = (Z * error * scale for error in fit.errors())
    middle = fit.coefficients * scale
    choices = tuple(getattr(one, name) for name in CHOICES)
    main = one == Specification()
    found = (fit.coefficients, middle, middle - by_pair, middle + by_pair, middle - by_state, middle + by_state)
    for name, *numbers in zip(columns, *found, strict=True):
        yield number, *choices, name, *numbers, fit.rows, fit.pairs, main


def summary(found: pd.DataFrame) -> pd.DataFrame:
    """Count for each driver in how many models its sign and its distance from zero stay."""
    rows = []
    merged = found.assign(driver=found["driver"].replace("dependence", "trade"))
    labels = {v.name: v.label for v in (*TIES, *SETTING)} | {LEVEL: "Alignment already reached"}
    for name, label in labels.items():
        own = merged[merged["driver"] == name]
        if own.empty or not own["main"].any():
            continue
        sign = float(np.sign(own.loc[own["main"], "standardised"].iloc[0]))
        same = np.sign(own["standardised"]) == sign
        clear = {end: (own[f"low{end}"] > 0) | (own[f"high{end}"] < 0) for end in ("", "_state")}
        shares = (same.mean(), (same & clear[""]).mean(), (same & clear["_state"]).mean())
        rows.append(
            {
                "driver": name,
                "label": label,
                "models": len(own),
                "median": float(own["standardised"].median()),
                **dict(zip(("same_sign", "clear_pair", "clear_state"), map(float, shares), strict=True)),
                "against": float((~same & clear["_state"]).mean()),
                "holds": bool(shares[0] >= HOLDS_SIGN and shares[2] >= HOLDS_CLEAR),
            }
        )
    return pd.DataFrame(rows)
