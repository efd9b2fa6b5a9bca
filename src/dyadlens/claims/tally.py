"""How many claims of each side got which verdict, and the word for the share that is supported."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dyadlens.claims.verdicts import NOT_TESTABLE, SUPPORTED, WORDS, Verdict

# Share of a side's testable claims that are supported, at least; the word for it.
_SHARES = ((1.0, "all"), (0.500001, "most"), (0.5, "half"), (0.25, "some"), (1e-9, "few"), (0.0, "none"))


@dataclass(frozen=True)
class Tally:
    """The verdicts on the claims of one side."""

    side: str
    counts: dict[str, int]

    @property
    def claims(self) -> int:
        """Number of claims."""
        return sum(self.counts.values())

    @property
    def testable(self) -> int:
        """Number of claims that can be tested."""
        return self.claims - self.counts.get(NOT_TESTABLE, 0)

    @property
    def supported(self) -> int:
        """Number of claims that the record supports."""
        return self.counts.get(SUPPORTED, 0)

    @property
    def share(self) -> str:
        """The share of testable claims that are supported, in a word."""
        return next(word for least, word in _SHARES if self.supported / self.testable >= least)


def tallies(found: Sequence[Verdict]) -> list[Tally]:
    """Count verdicts by side, sides in the order of the claims."""
    out = []
    for side in dict.fromkeys(v.claim.side for v in found):
        words = [v.word for v in found if v.claim.side == side]
        out.append(Tally(side, {word: words.count(word) for word in WORDS if word in words}))
    return out
