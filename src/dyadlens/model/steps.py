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
    """One indicator of a composite.

    Parameters
    ----------
    name : str
        What is measured.
    domain : str
        The part of the composite that it belongs to.
    direction : {1, -1}
        -1 if a higher value lowers the composite.
    columns : tuple of str
        Columns of the source that hold it, for example one a direction; they share its weight. By default its name.
    years : tuple of int
        First and last group in which it counts.
    extract : bool
        Whether the source holds some units only, with ranks that were taken among all.
    why : str
        Why it is in, and why not longer.
    """

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
    """List the steps of a recipe with the default choices, but for those given.

    Parameters
    ----------
    indicators : sequence of Indicator
        What goes in.
    **choices
        As in :meth:`Recipe.replay`.

    Returns
    -------
    tuple of Step
        Percentile rank within the group, equal weights by domain, arithmetic mean within a domain and geometric
        between domains, unknown below half of the domains.
    """
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
    """Return the steps with some choices changed.

    Raises
    ------
    UnknownName
        If a choice names no step, or an argument that the step does not have.
    """
    out = {step.name: step for step in steps}
    for name, choice in choices.items():
        if name not in STEPS:
            raise unknown_name("step", name, STEPS)
        own = out[name].arguments
        named = choice if isinstance(choice, Mapping) and set(choice) <= set(own) else {STEPS[name]: choice}
        out[name] = Step(name, {**own, **named})
    return tuple(out.values())
