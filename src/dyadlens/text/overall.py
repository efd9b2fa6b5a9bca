"""The answer over all claims and both indices, for the pages that come first."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from dyadlens.claims.hindcast import ClaimVintage
from dyadlens.claims.matrix import NAMES, Weighing, evidence_matrix, weighing
from dyadlens.claims.tally import Tally, tallies
from dyadlens.claims.verdicts import CONSISTENT, CONTRADICTED, INCONSISTENT, NOT_TESTABLE, PARTLY, SUPPORTED, Verdict
from dyadlens.lens import Lens, as_lens
from dyadlens.text.answer import Answer, Listing, Text
from dyadlens.text.index import index_facts, index_standing
from dyadlens.text.numbers import listed
from dyadlens.text.verdict import day_text, verdict_facts

_NOTE = "None of this shows intent: a claim may be supported for another reason than the one given."


def judgement(lens: Lens | str, found: Sequence[Verdict], moves: Sequence[ClaimVintage], path: pd.DataFrame) -> Answer:
    """Put the judgement first: how much of what is claimed the record supports, and where the pair stands."""
    lens = as_lens(lens)
    stands = index_standing(lens, path).text.removeprefix(f"{lens.title}. ")
    return Answer(_headline(lens, found), [*_claims(found, moves), stands, *_readings(found), _NOTE])


def verdict_answer(lens: Lens | str, found: Sequence[Verdict], moves: Sequence[ClaimVintage]) -> Answer:
    """Say which claims the record supports, and how their verdicts have changed."""
    lens = as_lens(lens)
    return Answer(_headline(lens, found), [*_claims(found, moves), *_readings(found), _NOTE])


def _headline(lens: Lens, found: Sequence[Verdict]) -> str:
    asked = "" if found[0].claim.own else "nobody has made claims on this pair; of what is asked of any pair, "
    return f"{lens.title}: {asked}{_supported(tallies(found))}."


def _claims(found: Sequence[Verdict], moves: Sequence[ClaimVintage]) -> list[str | Listing]:
    """List the claims by verdict, those without a clear one left out, and what changed since an earlier day."""
    return [
        *_listed("Supported", found, SUPPORTED),
        *_listed("Consistent with the record, which proves nothing more", found, CONSISTENT),
        *_listed("Contradicted", found, CONTRADICTED),
        *_listed("Inconsistent with the record", found, INCONSISTENT),
        *_since(moves),
    ]


def _readings(found: Sequence[Verdict]) -> list[str]:
    """Say which reading has least against it, where somebody made claims."""
    return [matrix_text(weighing(evidence_matrix(found))).text] if found[0].claim.own else []


def judgement_facts(found: Sequence[Verdict], path: pd.DataFrame) -> dict[str, str]:
    """Return the count of claims supported and both indices for the index of reports."""
    return {**verdict_facts(found), **index_facts(path)}


def _supported(sides: Sequence[Tally]) -> str:
    """Say how many claims of each side the record supports, in a word and in numbers."""
    testable = [side for side in sides if side.testable]
    said = [
        f"{side.share} of {'those' if at else 'the claims'} of {side.side} ({_counted(side)})"
        for at, side in enumerate(testable)
    ]
    parts = [f"the record supports {' and '.join(said)}"] if said else []
    parts += [f"none of the {side.claims} claims of {side.side} can be tested" for side in sides if not side.testable]
    return ", and ".join(parts)


def _counted(side: Tally) -> str:
    words = ((PARTLY, "more in part"), (CONSISTENT, "consistent"), (NOT_TESTABLE, "not testable"))
    more = [f"{side.counts[name]} {text}" for name, text in words if name in side.counts]
    tested = " that can be tested" if NOT_TESTABLE in side.counts else ""
    return ", ".join([f"{side.supported} of {side.testable}{tested}", *more])


def _listed(title: str, found: Sequence[Verdict], word: str) -> list[Listing]:
    """List the claims that got a verdict, each after its id."""
    items = tuple((v.claim.id, v.claim.text) for v in found if v.word == word)
    return [Listing(title, items)] if items else []


def _since(moves: Sequence[ClaimVintage]) -> list[str]:
    """Say which verdicts have changed since the day of the hindcast, and how; the board below has the claims."""
    if not moves:
        return []
    ways: dict[tuple[str, str], list[str]] = {}
    torn = []
    for m in moves:
        if m.changed and m.seen.word == m.now.word:
            ways.setdefault((m.then.word, m.now.word), []).append(m.now.claim.id)
        elif m.changed:
            torn.append(
                f"{m.now.claim.id}: the two estimates disagree, so it stays undecided. By that of the day it goes from "
                f"{m.then.word} to {m.now.word}, by the one published since it is {m.seen.word}."
            )
    if not ways and not torn:
        return [f"No verdict has changed since {day_text(moves)}."]
    said = [f"{listed(ids)} from {then} to {now}" for (then, now), ids in ways.items()]
    changed = [f"Since {day_text(moves)} the verdict has changed on {'; on '.join(said)}."] if said else []
    return [" ".join([*changed, *torn])]


def matrix_text(found: Weighing) -> Text:
    """Say which reading has least against it, what that depends on, and which readings are not told apart."""
    sums = listed([f"{NAMES[r]} {value:g}" for r, value in sorted(found.against.items(), key=lambda x: x[1])])
    text = f"The evidence against each reading weighs: {sums}. "
    if len(found.least) == len(found.against):
        return Text(text + "All three have the same against them: this evidence tells none from another.")
    text += f"Least speaks against {listed([NAMES[r] for r in found.least])}"
    text += (
        "; that holds whichever single claim is left out. "
        if found.holds
        else f"; that depends on {listed(list(found.sensitive_to))}: leave one out and it no longer holds. "
    )
    if found.alike:
        pairs = "; ".join(f"{NAMES[x]} and {NAMES[y]}" for x, y in found.alike)
        text += f"Not told apart, with less than one whole piece of evidence between them: {pairs}. "
    return Text(text + "Least against it is not proven: the claims are few, chosen by one side, and not independent.")


matrix = matrix_text  # as `text` offers it
