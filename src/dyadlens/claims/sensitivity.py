"""How far a threshold may move before the verdict flips."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from dyadlens.claims.registry import rule, term
from dyadlens.claims.verdicts import NOT_TESTABLE, Verdict, judge, verdicts
from dyadlens.data.shared import shared
from dyadlens.lens import Lens, as_lens

REACH, STEPS = 0.25, 5  # a quarter each way, in steps of a twentieth
_HALVINGS = 14
_EDGE = 0.001  # a flip nearer than this share of the threshold lies on it


@dataclass(frozen=True)
class Sway:
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


@shared(maxsize=32)
def threshold_sensitivity(lens: Lens | str) -> tuple[Sway, ...]:
    """Decide every claim again with each of its thresholds moved by up to a quarter each way.

    The rule is run anew at each step. Where the verdict changes between two steps, halving finds the place to a
    ten-thousandth of the threshold. A threshold of zero has nothing to move. Where a proposition holds a number against
    another one (up, below the years before), the other is multiplied by a factor, and that is moved.
    """
    lens = as_lens(lens)
    out = []
    for found in verdicts(lens):
        if not found.parts:
            out.append(Sway(found.claim.id, "", math.nan, NOT_TESTABLE, (), ()))
        for parameter in rule(found.claim.rule).thresholds:
            if term(found.claim.rule, found.claim.terms, parameter):
                out.append(_sway(found, parameter, lens))
    return tuple(out)


def _sway(found: Verdict, parameter: str, lens: Lens) -> Sway:
    base = float(term(found.claim.rule, found.claim.terms, parameter))

    def at(factor: float) -> str:
        terms = {**found.claim.terms, parameter: base * factor}
        return judge(replace(found.claim, terms=terms), lens).word

    factors = [1 + REACH * step / STEPS for step in range(-STEPS, STEPS + 1)]
    words = [found.word if factor == 1 else at(factor) for factor in factors]
    flips = []
    for way in (-1, 1):
        for step in range(1, STEPS + 1):
            here = STEPS + way * step
            if words[here] != found.word:
                flips.append(_edge(at, factors[here - way], factors[here], found.word, base))
                break
    grid = tuple((base * factor, word) for factor, word in zip(factors, words, strict=True))
    return Sway(found.claim.id, parameter, base, found.word, grid, tuple(flips))


def _edge(at, kept: float, lost: float, word: str, base: float) -> tuple[float, str]:
    """Halve the step in which the verdict changes; return the side where it is another."""
    for _ in range(_HALVINGS):
        middle = (kept + lost) / 2
        if at(middle) == word:
            kept = middle
        else:
            lost = middle
    return base * lost, at(lost)


def sensitivity_table(found: Sequence[Sway]) -> pd.DataFrame:
    """Return sensitivity as a table, one row a threshold."""
    rows = []
    for s in found:
        near = min(s.flips, key=lambda flip: abs(flip[0] - s.threshold), default=(float("nan"), ""))
        (lowest, below), (highest, above) = (s.grid[0], s.grid[-1]) if s.grid else ((math.nan, s.word),) * 2
        rows.append(
            {
                "id": s.id,
                "parameter": s.parameter,
                "threshold": s.threshold,
                "verdict": s.word,
                "lowest": lowest,
                "verdict_at_lowest": below,
                "highest": highest,
                "verdict_at_highest": above,
                "flips_at": near[0],
                "flips_to": near[1],
            }
        )
    return pd.DataFrame(rows)
