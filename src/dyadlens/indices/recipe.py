"""A composite indicator as a recipe: every step is logged with its arguments and can be replayed with another choice.

Steps and their order are those of the OECD/JRC handbook: Nardo, Saisana, Saltelli, Tarantola, Hoffman & Giovannini
(2008), Handbook on Constructing Composite Indicators, OECD. That each step keeps its arguments, so that a result can be
regenerated with one of them changed, is the idea of COINr (Becker et al. 2022, JOSS 7(78):4567).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dyadlens.errors import BadParameter, unknown_name
from dyadlens.indices.means import mean_of, stack_columns
from dyadlens.indices.scales import fit, from_ranks, onto

Array = NDArray[np.float64]


# What a step is called, and which of its arguments a bare value stands for.
STEPS = {
    "select": "without",
    "screen": "domains",
    "denominate": "by",
    "treat": "method",
    "normalise": "method",
    "weight": "weights",
    "aggregate": "between",
}


@dataclass(frozen=True)
class Indicator:
    """One indicator of a composite."""

    name: str
    domain: str
    direction: int = 1
    columns: tuple[str, ...] = ()
    years: tuple[int, int] = (-9999, 9999)
    extract: bool = False
    why: str = ""

    @property
    def column_names(self) -> tuple[str, ...]:
        """The columns that hold it."""
        return self.columns or (self.name,)


@dataclass(frozen=True)
class Step:
    """One logged step: its name and all its arguments."""

    name: str
    arguments: Mapping[str, Any]


def steps_of(indicators: Sequence[Indicator], **choices: Any) -> tuple[Step, ...]:
    """List the steps of a recipe with the default choices, but for those given."""
    steps = (
        Step("select", {"indicators": tuple(indicators), "without": ()}),
        Step("screen", {"domains": 0.5}),
        Step("denominate", {"by": {}}),
        Step("treat", {"method": "none"}),
        Step("normalise", {"method": "percentile", "onto": (1.0, 100.0)}),
        Step("weight", {"weights": "equal"}),
        Step("aggregate", {"within": "arithmetic", "between": "geometric"}),
    )
    return changed(steps, choices)


def changed(steps: tuple[Step, ...], choices: Mapping[str, Any]) -> tuple[Step, ...]:
    """Return the steps with some choices changed."""
    out = {step.name: step for step in steps}
    for name, choice in choices.items():
        if name not in STEPS:
            raise unknown_name("step", name, STEPS)
        own = out[name].arguments
        named = choice if isinstance(choice, Mapping) and set(choice) <= set(own) else {STEPS[name]: choice}
        out[name] = Step(name, {**own, **named})
    return tuple(out.values())


@dataclass(frozen=True)
class Composite:
    """What a recipe makes."""

    value: Array
    domains: dict[str, Array] = field(repr=False)
    known: NDArray[np.int64] = field(repr=False)
    steps: tuple[Step, ...]

    @property
    def log(self) -> pd.DataFrame:
        """The steps as a table: step, arguments."""
        rows = [
            (s.name, ", ".join(f"{k}={v}" for k, v in s.arguments.items() if k != "indicators")) for s in self.steps
        ]
        return pd.DataFrame(rows, columns=["step", "arguments"])


@dataclass(frozen=True)
class Recipe:
    """Indicators of many units, and the steps that make one number of them."""

    column: Callable[[str], Any]
    steps: tuple[Step, ...]
    groups: Any = None
    ranks: Callable[[str], Any] | None = None

    def replay(self, **change: Any) -> Composite:
        """Make the composite with some choices changed."""
        return replace(self, steps=changed(self.steps, change)).run()

    def run(self) -> Composite:
        """Make the composite."""
        within, between = self._given("aggregate", "within"), self._given("aggregate", "between")
        parts = self.indicators
        domains = {name: self._domain([i for i in parts if i.domain == name], within) for name in self.weights}
        table = stack_columns(list(domains.values()))
        known = (~np.isnan(table)).sum(axis=-1)
        value = mean_of(table, np.array(list(self.weights.values())), between)
        value[known < self._given("screen", "domains") * len(domains)] = np.nan
        return Composite(value, domains, known, self.steps)

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """The indicators that are left in."""
        every, without = self._given("select", "indicators"), self._given("select", "without")
        known = dict.fromkeys(i.domain for i in every)
        for name in without:
            if name not in known:
                raise unknown_name("domain", name, known)
        left = tuple(i for i in every if i.domain not in without)
        if not left:
            raise BadParameter("a composite needs at least one domain")
        return left

    @cached_property
    def weights(self) -> dict[str, float]:
        """The weight of each domain, of a sum of 1."""
        names = list(dict.fromkeys(i.domain for i in self.indicators))
        given = self._given("weight", "weights")
        if given == "equal":
            given = {}
        for name in given:
            if name not in names:
                raise unknown_name("domain", name, names)
        raw = np.array([float(given.get(name, 1.0)) for name in names])
        return dict(zip(names, (raw / raw.sum()).tolist(), strict=True))

    def _given(self, step: str, argument: str) -> Any:
        return next(s for s in self.steps if s.name == step).arguments[argument]

    def _domain(self, indicators: Sequence[Indicator], mean: str) -> Array:
        """Average the indicators of a domain, each column on the common scale."""
        columns, weights = [], []
        for one in indicators:
            columns += [self.normalised(one, name) for name in one.column_names]
            weights += [1.0 / len(one.column_names)] * len(one.column_names)
        return mean_of(stack_columns(columns), np.array(weights), mean)

    def normalised(self, one: Indicator, name: str) -> Array:
        """Return a column of an indicator after all steps up to normalisation."""
        method, ends = self._given("normalise", "method"), self._given("normalise", "onto")
        treat, by = self._given("treat", "method"), self._given("denominate", "by")
        plain = method == "percentile" and treat == "none" and one.name not in by
        if self.ranks is not None and (plain or one.extract):
            ranks = np.asarray(self.ranks(name), dtype=float)
            ranks = ranks if one.direction > 0 else 100.0 - ranks
            return self._in_years(one, onto(from_ranks(ranks, method), method, ends))
        values = {n: one.direction * np.asarray(self.column(n), dtype=float) for n in one.column_names}
        if one.name in by:
            values = {n: v / np.asarray(self.column(by[one.name]), dtype=float) for n, v in values.items()}
        out = np.full(values[name].shape, np.nan)
        for _, rows in self._rows():
            scale = fit(np.concatenate([v[rows] for v in values.values()]), method, treat)
            out[rows] = onto(scale.apply(values[name][rows]), method, ends)
        return self._in_years(one, out)

    def _in_years(self, one: Indicator, values: Array) -> Array:
        if self.groups is None:
            return values
        year = np.asarray(self.groups)
        return np.where((one.years[0] <= year) & (year <= one.years[1]), values, np.nan)

    def _rows(self) -> list[tuple[int, Any]]:
        if self.groups is None:
            return [(0, slice(None))]
        return _grouped(np.asarray(self.groups))


def _grouped(groups: NDArray[Any]) -> list[tuple[int, NDArray[np.int64]]]:
    """Return the rows of each group."""
    order = np.argsort(groups, kind="stable")
    labels, starts = np.unique(groups[order], return_index=True)
    return list(zip(labels.tolist(), np.split(order, starts[1:]), strict=True))
