"""The steps of a composite indicator, each with its arguments, and how to change one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dyadlens.errors import unknown_name

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
    def held_in(self) -> tuple[str, ...]:
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
