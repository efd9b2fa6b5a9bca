"""Verdicts of an earlier day beside those of the lens, and which number moved."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from dyadlens.claims.finding import Check, Number, Part
from dyadlens.claims.verdicts import Verdict, verdicts, weigh
from dyadlens.lens import Lens
from dyadlens.model.hindcast import THEN, earlier_day


@dataclass(frozen=True)
class Move:
    """A claim then and now.

    Parameters
    ----------
    day : datetime.date
        The earlier day.
    then, now : Verdict
        The verdict of either day, like for like: now goes by the source or estimate that the earlier day went by,
        where a part has it.
    seen : Verdict
        The verdict now as the rule has it, from the source that goes first now; mostly the same as ``now``.
    part : int or None
        Which part the number that moved belongs to.
    before, after : Number or None
        That number on either day.
    check : Check or None
        What it is held against.
    """

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


def hindcast(lens: Lens, then: object = THEN) -> tuple[Move, ...]:
    """Decide every claim as on an earlier day and as through the lens.

    Parameters
    ----------
    lens : Lens
        The later view: with its as-of date where it has one, else with all that is known.
    then : str or datetime.date
        The earlier day.

    Returns
    -------
    tuple of Move
        One a claim; none where the lens itself sees no later than that day. The number that moved is that of a part
        whose answer changed, else the one that moved most.

    Raises
    ------
    BadParameter
        If the day is no date.

    Notes
    -----
    Rows that came out later are hidden. Archives of the day are not to be had: revised figures stand in for those
    of the day. Ideal points of the day are our own, from the votes up to it; they are compared with our own of now,
    and what the published ones say stands beside (decision 0018).

    Examples
    --------
    >>> {m.now.claim.id: (m.then.word, m.now.word) for m in hindcast(Lens("PAK-RUS"))}["C6"]
    ('consistent', 'inconsistent')
    """
    day = earlier_day(lens, then)
    if day is None:
        return ()
    old = {v.claim.id: v for v in verdicts(lens.but(as_of=day, start=min(lens.start, day.year)))}
    return tuple(_move(day, old[v.claim.id], v) for v in verdicts(lens) if v.claim.id in old)


def _move(day: date, then: Verdict, seen: Verdict) -> Move:
    """Judge now by the sources of then, and find the number that tells the change."""
    now = _like(then, seen)
    sizes = []
    for at, (old, new) in enumerate(zip(then.parts, now.parts, strict=False)):
        for check in new.checks:
            before, after = old.numbers[check.number], new.numbers[check.number]
            sizes.append(((old.met != new.met, _size(before.value, after.value)), at, before, after, check))
    if not sizes:
        return Move(day, then, now, seen, None, None, None, None)
    return Move(day, then, now, seen, *max(sizes, key=lambda row: row[0])[1:])


def _like(then: Verdict, seen: Verdict) -> Verdict:
    """Return the verdict of now from the sources of then: two estimates have two units, and may have two answers."""
    pairs = zip(then.parts, seen.parts, strict=False)
    parts = (*(_alike(old, new) for old, new in pairs), *seen.parts[len(then.parts) :])
    if all(like is first for like, first in zip(parts, seen.parts, strict=True)):
        return seen
    finding = replace(seen.finding, parts=parts)
    return Verdict(seen.claim, *weigh(finding, seen.claim.terms), finding)


def _alike(old: Part, new: Part) -> Part:
    """Return the part as it is now from the source that it had then, the one that goes first now beside it."""
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


def hindcast_table(moves: tuple[Move, ...]) -> pd.DataFrame:
    """Return a hindcast as a table, one row a claim.

    Parameters
    ----------
    moves : tuple of Move
        Result of :func:`hindcast`.

    Returns
    -------
    pandas.DataFrame
        ``id, side, claim, then, now, changed, seen_now, part, number, value_then, value_now, threshold_now``. ``then``,
        ``now`` and the values go by one source; ``seen_now`` is the verdict now by the source that goes first now.
    """
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
            for m in moves
        ]
    )
