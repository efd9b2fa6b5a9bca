"""How far the numbers of verdicts lie from their thresholds, and which way verdicts changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dyadlens.claims.finding import Check, Part
from dyadlens.claims.hindcast import ClaimVintage
from dyadlens.claims.sensitivity import REACH
from dyadlens.claims.verdicts import CONSISTENT, CONTRADICTED, INCONSISTENT, NOT_TESTABLE, PARTLY, SUPPORTED, Verdict

# From least to most in the claim's favour; what is not testable stands apart.
STEPS = {NOT_TESTABLE: 0, CONTRADICTED: 1, INCONSISTENT: 1, PARTLY: 2, SUPPORTED: 3, CONSISTENT: 3}
LETTERS = "abcdefgh"
CLOSE = (1 / (1 + REACH), 1 / (1 - REACH))  # within it, a threshold moved by a quarter would change the answer


@dataclass(frozen=True)
class Margin:
    """One number as a multiple of its threshold, in the claim's favour where above 1."""

    name: str
    times: float
    part: Part
    check: Check
    alone: bool  # whether the number has no other threshold in its part

    @property
    def holds(self) -> bool:
        """Whether the number lies on the claim's side."""
        return bool(self.check.met(self.part.numbers))

    @property
    def close(self) -> bool:
        """Whether a threshold moved by a quarter would change the answer."""
        return CLOSE[0] <= self.times <= CLOSE[1]


def margins(found: Sequence[Verdict]) -> list[Margin]:
    """Return the checks whose number and threshold are known and above zero; counts and codings are left out."""
    out = []
    for verdict in found:
        for letter, part in zip(LETTERS, verdict.parts, strict=False):
            for check in part.checks:
                number = part.numbers[check.number]
                if not (number.known and number.value > 0 < check.threshold) or number.scale in {"count", "flag"}:
                    continue
                ratio = number.value / check.threshold
                times = ratio if check.operator in {">", ">="} else 1 / ratio
                alone = sum(other.number == check.number for other in part.checks) == 1
                out.append(Margin(f"{verdict.claim.id} ({letter})", times, part, check, alone))
    return out


def ways_changed(moves: Sequence[ClaimVintage]) -> dict[str, list[str]]:
    """Return the claims whose verdict changed, by the way it went; what cannot be tested is no step on that way."""
    ways: dict[str, list[str]] = {"less": [], "more": [], "testable": [], "not testable": []}
    for move in moves:
        then, now = move.then.word, move.now.word
        if not move.changed:
            continue
        if NOT_TESTABLE in (then, now):
            way = "testable" if then == NOT_TESTABLE else "not testable"
        elif STEPS[now] == STEPS[then]:
            continue
        else:
            way = "less" if STEPS[now] < STEPS[then] else "more"
        ways[way].append(move.now.claim.id)
    return ways
