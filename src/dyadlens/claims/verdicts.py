"""Verdicts: the claims on a pair, each decided by its rule."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from dyadlens.claims.claim import Claim, claims
from dyadlens.claims.finding import Finding, Part
from dyadlens.claims.registry import run_rule
from dyadlens.data.shared import shared
from dyadlens.errors import unknown_name
from dyadlens.lens import FIRST_YEAR, Lens, as_lens

SUPPORTED, PARTLY, CONTRADICTED, NOT_TESTABLE = "supported", "partly", "contradicted", "not testable"
CONSISTENT, INCONSISTENT = "consistent", "inconsistent"
WORDS = (SUPPORTED, CONSISTENT, PARTLY, CONTRADICTED, INCONSISTENT, NOT_TESTABLE)


@dataclass(frozen=True)
class Verdict:
    """What a rule made of a claim."""

    claim: Claim
    word: str
    could_be: tuple[str, ...]
    finding: Finding

    @property
    def parts(self) -> tuple[Part, ...]:
        """The parts of the proposition."""
        return self.finding.parts

    @property
    def counts(self) -> dict[str, int]:
        """How many parts are met, not met and not known."""
        found = [part.status for part in self.parts]
        return {word: found.count(word) for word in ("met", "not met", "not known")}

    @property
    def word_elsewhere(self) -> tuple[str, ...]:
        """Other verdicts that another source or reporter would give, if any."""
        words = []
        for at, part in enumerate(self.parts):
            for other in part.disputed:
                swapped = replace(self.finding, parts=(*self.parts[:at], other, *self.parts[at + 1 :]))
                words.append(weigh(swapped, self.claim.terms)[0])
        return tuple(w for w in dict.fromkeys(words) if w != self.word)


def weigh(finding: Finding, terms: dict[str, Any]) -> tuple[str, tuple[str, ...]]:
    """Make a verdict of the parts that hold."""
    found = [part.met for part in finding.parts]
    if not found:
        return NOT_TESTABLE, (NOT_TESTABLE,)
    yes, no = terms.get("verdicts", (SUPPORTED, CONTRADICTED))
    needed, half = terms.get("supported_at", len(found)), terms.get("partly_at", finding.partly_at)

    def word(met: int) -> str:
        return yes if met >= needed else PARTLY if half is not None and met >= half else no

    could_be = tuple(dict.fromkeys(word(found.count(True) + extra) for extra in range(found.count(None) + 1)))
    if len(could_be) == 1:
        return could_be[0], could_be
    return (PARTLY if set(could_be) == {PARTLY, yes} else NOT_TESTABLE), could_be


def judge(claim: Claim, lens: Lens) -> Verdict:
    """Decide one claim."""
    finding = run_rule(claim.rule, lens, claim.roles, claim.terms)
    return Verdict(claim, *weigh(finding, claim.terms), finding)


class Verdicts(tuple[Verdict, ...]):
    """The verdicts on a pair, in the order of the claims; shows itself as a table."""

    def of(self, id: str) -> Verdict:
        """Return the verdict on one claim."""
        by_id = {v.claim.id: v for v in self}
        if id not in by_id:
            raise unknown_name("claim", id, by_id, show=40)
        return by_id[id]

    def frame(self) -> pd.DataFrame:
        """Return claim, text and verdict, one row a claim."""
        rows = [(v.claim.id, v.word, v.claim.text) for v in self]
        return pd.DataFrame(rows, columns=["claim", "verdict", "what is said"])

    def __repr__(self) -> str:
        return "\n".join(f"{id:<4} {word:<12} {text}" for id, word, text in self.frame().itertuples(index=False))

    def _repr_html_(self) -> str:
        return str(self.frame().to_html(index=False, border=0, classes="mathjax_ignore tex2jax_ignore"))


def verdicts(lens: Lens | str) -> Verdicts:
    """Decide every claim on a pair.

    Parameters
    ----------
    lens : Lens or str
        The pair. The rules name their own years: the first year of the lens plays no part, its last year and its as-of
        date bound what is known.

    Returns
    -------
    Verdicts
        One a claim, in the order of the claims.

    Examples
    --------
    >>> import dyadlens as dl
    >>> dl.verdicts("PAK-RUS")[0].claim.id
    'V1'
    """
    lens = as_lens(lens)
    return Verdicts(_decided(lens.replace(start=FIRST_YEAR)))


@shared(maxsize=32)
def _decided(lens: Lens) -> tuple[Verdict, ...]:
    return tuple(judge(claim, lens) for claim in claims(lens))
