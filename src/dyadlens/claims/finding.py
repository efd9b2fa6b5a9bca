"""What a rule finds: numbers with their years and sources, held against thresholds, part by part."""

from __future__ import annotations

import math
import operator
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from dyadlens.measures.measure import Scale

Operator = Literal[">=", ">", "<=", "<"]
_COMPARE = {">=": operator.ge, ">": operator.gt, "<=": operator.le, "<": operator.lt}


@dataclass(frozen=True)
class Number:
    """A number that a rule measured, with what it rests on.

    Parameters
    ----------
    label : str
        What it is, for a reader.
    value : float
        NaN where it is not known; infinite for a ratio to nothing.
    scale : str
        How it is written, as of a measure.
    years : tuple of int
        Years whose values are in it.
    missing : tuple of int
        Years of its window without a value.
    sources : tuple of str
        Curated tables it comes from.
    low, high : float
        90% interval or bounds; NaN where there is none.
    unit : str
        What stands after it in a sentence, for example ``a year``.
    """

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
    """A number held against a threshold.

    Parameters
    ----------
    number : str
        Name of the number in its part.
    operator : {">=", ">", "<=", "<"}
        How the number must stand to the threshold.
    threshold : float
        The threshold.
    parameter : str
        Parameter of the claim that set the threshold; empty where the proposition itself does (up, below).
    """

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
    """Join by *and*, unknown kept apart: a single False settles it, else a single unknown leaves it open.

    Examples
    --------
    >>> all_met([True, None]), all_met([False, None]), all_met([True, True])
    (None, False, True)
    """
    values = list(found)
    return False if False in values else None if None in values else True


def any_met(found: Iterable[bool | None]) -> bool | None:
    """Join by *or*, unknown kept apart: a single True settles it, else a single unknown leaves it open.

    Examples
    --------
    >>> any_met([True, None]), any_met([False, None]), any_met([False, False])
    (True, None, False)
    """
    values = list(found)
    return True if True in values else None if None in values else False


@dataclass(frozen=True)
class Part:
    """One part of a proposition, with what was measured for it.

    Parameters
    ----------
    proposition : str
        What must hold, in words.
    numbers : dict of str to Number
        What was measured, by short names.
    checks : tuple of Check
        Numbers held against thresholds.
    says : str
        A sentence with the names of numbers in braces, ``{now}`` for a value and ``{now.years}`` for its years.
    either : bool
        Whether one check is enough; by default all must hold.
    others : tuple of Part
        The same part from another source or reporter.
    note : str
        What to know before reading it.
    gap : str
        Why it is not known, where no number says so.
    """

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
    """What a rule found.

    Parameters
    ----------
    parts : tuple of Part
        The parts of the proposition.
    beside : tuple of Number
        Numbers that are shown and not judged.
    would_test : tuple of str
        What would test the claim, where nothing at hand does.
    notes : tuple of str
        What to know before reading the verdict.
    partly_at : int, optional
        How many parts make part support, where the rule itself says so and not the claim's parameters.
    """

    parts: tuple[Part, ...]
    beside: tuple[Number, ...] = ()
    would_test: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    partly_at: int | None = None
