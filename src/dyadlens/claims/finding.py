"""What a rule finds: numbers with their years and sources, held against thresholds, part by part."""

from __future__ import annotations

import math
import operator
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from dyadlens.measures.registry import Scale

Operator = Literal[">=", ">", "<=", "<"]
_COMPARE = {">=": operator.ge, ">": operator.gt, "<=": operator.le, "<": operator.lt}


@dataclass(frozen=True)
class Number:
    """A number that a rule measured, with what it rests on."""

    label: str
    value: float
    scale: Scale
    years: tuple[int, ...] = ()
    missing: tuple[int, ...] = ()
    sources: tuple[str, ...] = ()
    low: float = math.nan
    high: float = math.nan
    unit: str = ""

    @property
    def known(self) -> bool:
        """Whether there is a value."""
        return not math.isnan(self.value)


@dataclass(frozen=True)
class Check:
    """A number held against a threshold."""

    number: str
    operator: Operator
    threshold: float
    parameter: str = ""

    def met(self, numbers: Mapping[str, Number]) -> bool | None:
        """Tell whether it holds; None where the number or the threshold is not known."""
        found = numbers[self.number]
        if not found.known or math.isnan(self.threshold):
            return None
        return bool(_COMPARE[self.operator](found.value, self.threshold))


def all_met(found: Iterable[bool | None]) -> bool | None:
    """Join by *and*, unknown kept apart: a single False settles it, else a single unknown leaves it open."""
    values = list(found)
    return False if False in values else None if None in values else True


def any_met(found: Iterable[bool | None]) -> bool | None:
    """Join by *or*, unknown kept apart: a single True settles it, else a single unknown leaves it open."""
    values = list(found)
    return True if True in values else None if None in values else False


@dataclass(frozen=True)
class Part:
    """One part of a proposition, with what was measured for it."""

    proposition: str
    numbers: dict[str, Number]
    checks: tuple[Check, ...]
    says: str
    either: bool = False
    others: tuple[Part, ...] = ()
    note: str = ""
    gap: str = ""

    @property
    def met(self) -> bool | None:
        """Whether the part holds; None where that is not known."""
        found = [check.met(self.numbers) for check in self.checks]
        if not found:
            return None
        return any_met(found) if self.either else all_met(found)

    @property
    def status(self) -> str:
        """``met``, ``not met`` or ``not known``."""
        return {True: "met", False: "not met", None: "not known"}[self.met]

    @property
    def disputed(self) -> tuple[Part, ...]:
        """The other sources that say otherwise, where both answers are known."""
        return tuple(p for p in self.others if None not in (p.met, self.met) and p.met != self.met)

    @property
    def years(self) -> tuple[int, ...]:
        """Years whose values are in the numbers that are checked."""
        return tuple(sorted({y for n in self._checked for y in n.years}))

    @property
    def missing(self) -> tuple[int, ...]:
        """Years that the checked numbers ask for and that have no value."""
        return tuple(sorted({y for n in self._checked for y in n.missing}))

    @property
    def sources(self) -> tuple[str, ...]:
        """Curated tables behind the numbers."""
        return tuple(dict.fromkeys(s for n in self.numbers.values() for s in n.sources))

    @property
    def _checked(self) -> list[Number]:
        return [self.numbers[name] for name in dict.fromkeys(c.number for c in self.checks)]


@dataclass(frozen=True)
class Finding:
    """What a rule found."""

    parts: tuple[Part, ...]
    beside: tuple[Number, ...] = ()
    would_test: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    partly_at: int | None = None
