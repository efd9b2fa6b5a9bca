"""The answer over all claims and both indices, for the pages that come first."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from dyadlens.claims.hindcast import Move
from dyadlens.claims.matrix import matrix, weighing
from dyadlens.claims.verdicts import CONSISTENT, CONTRADICTED, INCONSISTENT, NOT_TESTABLE, PARTLY, SUPPORTED, Verdict
from dyadlens.lens import Lens
from dyadlens.show.answer import Answer, Listing
from dyadlens.show.index_answer import index_facts
from dyadlens.show.numbers import listed
from dyadlens.show.readings import weighed
from dyadlens.show.standing import standing
from dyadlens.show.verdict_words import day_text, verdict_facts

# Share of a side's testable claims that are borne out, at least; the word for it.
_WORDS = ((1.0, "all"), (0.500001, "most"), (0.5, "half"), (0.25, "some"), (1e-9, "few"), (0.0, "none"))
_NOTE = "None of this shows intent: a claim may be borne out for another reason than the one given."


def judgement(lens: Lens, found: Sequence[Verdict], moves: Sequence[Move], path: pd.DataFrame) -> Answer:
    """Put the judgement first: how much of what is claimed the record bears out, and where the pair stands."""
    stands = standing(lens, path).text.removeprefix(f"{lens.title}. ")
    return Answer(_headline(lens, found), [*_claims(found, moves), stands, *_readings(found), _NOTE])


def verdict_answer(lens: Lens, found: Sequence[Verdict], moves: Sequence[Move]) -> Answer:
    """Say which claims the record bears out, and how their verdicts have changed."""
    return Answer(_headline(lens, found), [*_claims(found, moves), *_readings(found), _NOTE])


def _headline(lens: Lens, found: Sequence[Verdict]) -> str:
    sides = dict.fromkeys(v.claim.side for v in found)
    asked = "" if found[0].claim.own else "nobody has laid down claims; of what is asked of any pair, "
    return f"{lens.title}: {asked}{_borne_out(found, list(sides))}."


def _claims(found: Sequence[Verdict], moves: Sequence[Move]) -> list[str | Listing]:
    """List the claims by verdict, those without a clear one left out, and what changed since an earlier day."""
    return [
        *_listed("Borne out", found, SUPPORTED),
        *_listed("Consistent with the record, which proves nothing more", found, CONSISTENT),
        *_listed("Not borne out", found, CONTRADICTED),
        *_listed("Inconsistent with the record", found, INCONSISTENT),
        *_since(moves),
    ]


def _readings(found: Sequence[Verdict]) -> list[str]:
    """Say which reading has least against it, where somebody laid down claims."""
    return [weighed(weighing(matrix(found))).text] if found[0].claim.own else []


def judgement_facts(found: Sequence[Verdict], path: pd.DataFrame) -> dict[str, str]:
    """Return the count of claims borne out and both indices for the index of reports."""
    return {**verdict_facts(found), **index_facts(path)}


def _borne_out(found: Sequence[Verdict], sides: Sequence[str]) -> str:
    """Say how many claims of each side are borne out, in a word and in numbers."""
    words = {side: [v.word for v in found if v.claim.side == side] for side in sides}
    testable = [side for side in sides if set(words[side]) != {NOT_TESTABLE}]
    said = []
    for at, side in enumerate(testable):
        share, counted = _share(words[side])
        said.append(f"{share} of {'those' if at else 'the claims'} of {side} ({counted})")
    parts = [f"the record bears out {' and '.join(said)}"] if said else []
    parts += [f"none of the {len(words[s])} claims of {s} can be tested" for s in sides if s not in testable]
    return ", and ".join(parts)


def _share(words: Sequence[str]) -> tuple[str, str]:
    """Return the share of testable claims that are borne out, in a word and in numbers."""
    testable = len(words) - words.count(NOT_TESTABLE)
    borne = words.count(SUPPORTED)
    share = next(text for least, text in _WORDS if borne / testable >= least)
    more = [
        f"{words.count(name)} {text}"
        for name, text in ((PARTLY, "more in part"), (CONSISTENT, "consistent"), (NOT_TESTABLE, "not testable"))
        if name in words
    ]
    return share, ", ".join(
        [f"{borne} of {testable}" + (" that can be tested" if NOT_TESTABLE in words else ""), *more]
    )


def _listed(title: str, found: Sequence[Verdict], word: str) -> list[Listing]:
    """List the claims that got a verdict, each after its id."""
    items = tuple((v.claim.id, v.claim.text) for v in found if v.word == word)
    return [Listing(title, items)] if items else []


def _since(moves: Sequence[Move]) -> list[str]:
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
                f"{m.now.claim.id} hangs on which estimate is taken: by that of the day it goes from {m.then.word} to "
                f"{m.now.word}, by the one published since it is {m.seen.word}."
            )
    if not ways and not torn:
        return [f"No verdict has changed since {day_text(moves)}."]
    said = [f"{listed(ids)} from {then} to {now}" for (then, now), ids in ways.items()]
    changed = [f"Since {day_text(moves)} the verdict has changed on {'; on '.join(said)}."] if said else []
    return [" ".join([*changed, *torn])]
