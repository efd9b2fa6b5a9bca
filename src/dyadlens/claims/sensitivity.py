"""How far a threshold may move before the verdict flips."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import pandas as pd

from dyadlens.claims.registry import rule, term
from dyadlens.claims.verdicts import NOT_TESTABLE, Verdict, judge, verdicts
from dyadlens.lens import Lens, as_lens

REACH, STEPS = 0.25, 5  # a quarter each way, in steps of a twentieth
_HALVINGS = 14
_EDGE = 0.001  # a flip nearer than this share of the threshold lies on it


@dataclass(frozen=True)
class ThresholdSensitivity:
    """What becomes of a verdict when one threshold moves."""

    id: str
    parameter: str
    threshold: float
    word: str
    grid: tuple[tuple[float, str], ...]
    flips: tuple[tuple[float, str], ...]

    def near(self, at: float) -> bool:
        """Tell whether a flip lies on the threshold itself."""
        return abs(at / self.threshold - 1) < _EDGE


def threshold_sensitivity(lens: Lens | str) -> tuple[ThresholdSensitivity, ...]:
    """Decide every claim again with each of its thresholds moved by up to a quarter each way.

    The rule is run again at each step. Where the verdict changes between two steps, halving finds the place to a
    ten-thousandth of the threshold. A threshold of zero has nothing to move. Where a proposition compares a number with
    another one (up, below the years before), the other is multiplied by a factor, and that is moved.
    """
    return _all_thresholds(as_lens(lens))


@lru_cache(maxsize=32)
def _all_thresholds(lens: Lens) -> tuple[ThresholdSensitivity, ...]:
    out = []
    for found in verdicts(lens):
        if not found.parts:
            out.append(ThresholdSensitivity(found.claim.id, "", math.nan, NOT_TESTABLE, (), ()))
        for parameter in rule(found.claim.rule).thresholds:
            if base := term(found.claim.rule, found.claim.terms, parameter):
                out.append(_one_threshold(found, parameter, float(base), lens))
    return tuple(out)


def _one_threshold(found: Verdict, parameter: str, base: float, lens: Lens) -> ThresholdSensitivity:
    def at(factor: float) -> str:
        terms = {**found.claim.terms, parameter: base * factor}
        return judge(replace(found.claim, terms=terms), lens).word

    factors = [1 + REACH * step / STEPS for step in range(-STEPS, STEPS + 1)]
    words = [found.word if factor == 1 else at(factor) for factor in factors]
    flips = []
    for direction in (-1, 1):
        for here in range(STEPS + direction, STEPS + direction * (STEPS + 1), direction):
            if words[here] != found.word:
                flips.append(_edge(at, factors[here - direction], factors[here], found.word, base))
                break
    grid = tuple((base * factor, word) for factor, word in zip(factors, words, strict=True))
    return ThresholdSensitivity(found.claim.id, parameter, base, found.word, grid, tuple(flips))


def _edge(at: Callable[[float], str], same: float, other: float, word: str, base: float) -> tuple[float, str]:
    """Halve the step in which the verdict changes; return the side where it is another."""
    for _ in range(_HALVINGS):
        middle = (same + other) / 2
        if at(middle) == word:
            same = middle
        else:
            other = middle
    return base * other, at(other)


def sensitivity_frame(found: Sequence[ThresholdSensitivity]) -> pd.DataFrame:
    """Return sensitivity as a table, one row a threshold."""
    rows = []
    for s in found:
        flip = min(s.flips, key=lambda flip: abs(flip[0] - s.threshold), default=(math.nan, ""))
        ends = (s.grid[0], s.grid[-1]) if s.grid else ((math.nan, s.word),) * 2
        rows.append((s.id, s.parameter, s.threshold, s.word, *ends[0], *ends[1], *flip))
    columns = ["id", "parameter", "threshold", "verdict", "lowest", "verdict_at_lowest", "highest"]
    return pd.DataFrame(rows, columns=[*columns, "verdict_at_highest", "flips_at", "flips_to"])
