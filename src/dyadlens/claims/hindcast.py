"""Verdicts of an earlier day beside those of the lens, and which number changed most."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from dyadlens.claims.finding import Check, Number, Part
from dyadlens.claims.verdicts import Verdict, verdicts, weigh
from dyadlens.indices.hindcast import THEN, earlier_day
from dyadlens.lens import Lens, as_lens


@dataclass(frozen=True)
class ClaimVintage:
    """A claim then and now."""

    day: date
    then: Verdict
    now: Verdict
    seen: Verdict
    part: int | None
    before: Number | None
    after: Number | None
    check: Check | None

    @property
    def changed(self) -> bool:
        """Whether the verdict is another, judged by one source on both days."""
        return self.then.word != self.now.word

    @property
    def swapped(self) -> tuple[int, ...]:
        """Parts that go by another source now than the one they are compared by."""
        pairs = zip(self.now.parts, self.seen.parts, strict=True)
        return tuple(at for at, (like, first) in enumerate(pairs) if like is not first)


def hindcast(lens: Lens | str, then: object = THEN) -> tuple[ClaimVintage, ...]:
    """Decide every claim as on an earlier day and as through the lens."""
    lens = as_lens(lens)
    day = earlier_day(lens, then)
    if day is None:
        return ()
    old = {v.claim.id: v for v in verdicts(lens.replace(as_of=day, start=min(lens.start, day.year)))}
    return tuple(_vintage(day, old[v.claim.id], v) for v in verdicts(lens) if v.claim.id in old)


def _vintage(day: date, then: Verdict, seen: Verdict) -> ClaimVintage:
    """Judge now by the sources of then, and find the number that tells the change."""
    now = _like(then, seen)
    sizes = []
    for at, (old, new) in enumerate(zip(then.parts, now.parts, strict=False)):
        for check in new.checks:
            before, after = old.numbers[check.number], new.numbers[check.number]
            sizes.append(((old.met != new.met, _size(before.value, after.value)), at, before, after, check))
    if not sizes:
        return ClaimVintage(day, then, now, seen, None, None, None, None)
    return ClaimVintage(day, then, now, seen, *max(sizes, key=lambda row: row[0])[1:])


def _like(then: Verdict, seen: Verdict) -> Verdict:
    """Return the verdict of now from the sources of then: two estimates have two units, and may have two answers."""
    pairs = zip(then.parts, seen.parts, strict=False)
    parts = (*(_alike(old, new) for old, new in pairs), *seen.parts[len(then.parts) :])
    if all(like is first for like, first in zip(parts, seen.parts, strict=True)):
        return seen
    finding = replace(seen.finding, parts=parts)
    return Verdict(seen.claim, *weigh(finding, seen.claim.terms), finding)


def _alike(old: Part, new: Part) -> Part:
    """Return the part as it is now from the source that it had then, the one preferred now beside it."""
    if _sources(new) == _sources(old):
        return new
    found = next((p for p in new.others if _sources(p) == _sources(old)), None)
    if found is None:
        return new
    return replace(found, others=(replace(new, others=()), *(p for p in new.others if p is not found)))


def _sources(part: Part) -> set[str]:
    return {name for number in part.numbers.values() for name in number.sources}


def _size(before: float, after: float) -> float:
    """Return how far a number moved as a share of the larger, 0 where either is not known."""
    if not (math.isfinite(before) and math.isfinite(after)):
        return 0.0
    largest = max(abs(before), abs(after))
    return abs(after - before) / largest if largest else 0.0


def vintage_frame(found: tuple[ClaimVintage, ...]) -> pd.DataFrame:
    """Return a hindcast as a table, one row a claim."""
    return pd.DataFrame(
        [
            {
                "id": m.now.claim.id,
                "side": m.now.claim.side,
                "claim": m.now.claim.text,
                "then": m.then.word,
                "now": m.now.word,
                "changed": m.changed,
                "seen_now": m.seen.word,
                "part": "" if m.part is None else "abcdefgh"[m.part],
                "number": m.after.label if m.after else "",
                "value_then": m.before.value if m.before else math.nan,
                "value_now": m.after.value if m.after else math.nan,
                "threshold_now": m.check.threshold if m.check else math.nan,
            }
            for m in found
        ]
    )


vintages = hindcast  # as `claims` offers it
