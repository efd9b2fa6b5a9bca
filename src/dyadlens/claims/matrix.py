"""Evidence against three readings: an analysis of competing hypotheses (Heuer 1999)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import pandas as pd

from dyadlens.claims.claim import READINGS
from dyadlens.claims.verdicts import CONSISTENT, CONTRADICTED, INCONSISTENT, PARTLY, SUPPORTED, Verdict

SILENT = "silent"
NAMES = {name: name.replace("_", " ") for name in READINGS}
WEIGHTS = {SUPPORTED: 1.0, CONSISTENT: 1.0, PARTLY: 0.5, CONTRADICTED: 1.0, INCONSISTENT: 1.0}
APART = 1.0  # two readings are told apart if what stands against them differs by one whole piece of evidence
_PAIRS = tuple(combinations(READINGS, 2))


@dataclass(frozen=True)
class MatrixRow:
    """How one verdict bears on the readings."""

    id: str
    word: str
    weight: float
    marks: dict[str, str]

    @property
    def tells_apart(self) -> tuple[tuple[str, str], ...]:
        """Pairs of readings of which one sits with the evidence and the other does not."""
        clear = {CONSISTENT, INCONSISTENT}
        return tuple((x, y) for x, y in _PAIRS if self.weight and {self.marks[x], self.marks[y]} == clear)

    @property
    def diagnosticity(self) -> float:
        """Share of the pairs of readings that it tells apart, times its weight; 0 to 2/3."""
        return self.weight * len(self.tells_apart) / len(_PAIRS)


def marks(found: Verdict) -> dict[str, str]:
    """Return how a verdict bears on each reading.

    The claim's table says how the readings fare if the claim is supported. A verdict of *supported*, *consistent* or
    *partly* is read so. One of *contradicted* or *inconsistent* is read the other way round, but only where the claim,
    if supported, would have spoken against some reading: a reading that it would have spoken against gains, and those
    that it sat well with lose. Where the claim would have spoken against none, its failure speaks against none either,
    for *consistent* means no more than that the reading can live with it. A claim that is *not testable* is silent.
    """
    given = found.claim.readings
    if found.word in (SUPPORTED, CONSISTENT, PARTLY):
        return dict(given)
    failed = found.word in (CONTRADICTED, INCONSISTENT)
    if not failed or INCONSISTENT not in given.values():
        return dict.fromkeys(READINGS, SILENT)
    reverse = {CONSISTENT: INCONSISTENT, INCONSISTENT: CONSISTENT, SILENT: SILENT}
    return {name: reverse[mark] for name, mark in given.items()}


def evidence_matrix(found: Sequence[Verdict]) -> tuple[MatrixRow, ...]:
    """Set verdicts against the readings."""
    rows = [MatrixRow(v.claim.id, v.word, WEIGHTS.get(v.word, 0.0), marks(v)) for v in found]
    return tuple(sorted(rows, key=lambda e: -e.diagnosticity))


def against(rows: Sequence[MatrixRow]) -> dict[str, float]:
    """Return the weight of the evidence that is inconsistent with each reading."""
    return {r: sum(e.weight for e in rows if e.marks[r] == INCONSISTENT) for r in READINGS}


@dataclass(frozen=True)
class Weighing:
    """Which reading has least against it, and how well the readings are told apart."""

    against: dict[str, float]
    least: tuple[str, ...]
    apart: tuple[tuple[str, str], ...]
    alike: tuple[tuple[str, str], ...]
    holds: bool
    sensitive_to: tuple[str, ...]


def weighing(rows: Sequence[MatrixRow]) -> Weighing:
    """Say which reading has least against it.

    What counts is what stands against a reading and not what it can live with, since most evidence sits well with
    several. Two readings are told apart if the weights against them differ by at least one whole piece of evidence.
    """
    sums = against(rows)
    least = _least(sums)
    sensitive_to = tuple(e.id for e in rows if _least(against([o for o in rows if o is not e])) != least)
    apart = tuple((x, y) for x, y in _PAIRS if abs(sums[x] - sums[y]) >= APART)
    alike = tuple(p for p in _PAIRS if p not in apart)
    return Weighing(sums, least, apart, alike, not sensitive_to, tuple(sorted(sensitive_to)))


def _least(sums: dict[str, float]) -> tuple[str, ...]:
    low = min(sums.values())
    return tuple(r for r in READINGS if sums[r] == low)


def matrix_frame(rows: Sequence[MatrixRow]) -> pd.DataFrame:
    """Return the matrix as a table, one row a claim."""
    return pd.DataFrame(
        [{"id": e.id, "verdict": e.word, "weight": e.weight, "diagnosticity": e.diagnosticity, **e.marks} for e in rows]
    )


matrix = evidence_matrix  # as `claims` offers it
