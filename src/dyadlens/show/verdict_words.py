"""Verdicts in words: what was measured for a part, against which threshold, and what is not known."""

from __future__ import annotations

import math
from collections.abc import Sequence

from dyadlens.claims.finding import Check, Number, Part
from dyadlens.claims.hindcast import Move
from dyadlens.claims.verdicts import PARTLY, Verdict
from dyadlens.show.numbers import interval, listed, number, years
from dyadlens.show.words import capital

# A sign beside each word, so that colour is never the only one.
SIGNS = {
    "supported": "●",
    "consistent": "●",
    "partly": "◐",
    "contradicted": "○",
    "inconsistent": "○",
    "not testable": "–",
}
_OPERATORS = {">=": "at least", ">": "above", "<=": "at most", "<": "below"}


class _Written:
    """A number as a sentence takes it: ``{now}``, ``{now.span}``, ``{now.interval}``."""

    def __init__(self, found: Number) -> None:
        self._found = found

    def __str__(self) -> str:
        return written(self._found)

    @property
    def span(self) -> str:
        """The years whose values are in it, and those of its window that are missing."""
        used = years(list(self._found.years)) or "no year"
        missing = f", {years(list(self._found.missing))} not known" if self._found.missing else ""
        return used + missing

    @property
    def window(self) -> str:
        """All years of the window, with those below a threshold of recording named."""
        whole = years(sorted({*self._found.years, *self._found.missing})) or "no year"
        hidden = f" ({years(list(self._found.missing))} below the threshold)" if self._found.missing else ""
        return whole + hidden

    @property
    def last(self) -> str:
        """The last year."""
        every = (*self._found.years, *self._found.missing)
        return str(max(every)) if every else "no year"

    @property
    def range(self) -> str:
        """The value, or the bounds that are all that is known of it."""
        found = self._found
        if found.known or math.isnan(found.low):
            return written(found)
        if found.low == found.high:
            return number(found.low, found.scale)
        return f"{number(found.low, found.scale)} to {number(found.high, found.scale)} {found.unit}".strip()

    @property
    def interval(self) -> str:
        """The 90% interval."""
        found = self._found
        if math.isnan(found.low):
            return "no interval"
        return f"90% interval {interval(found.low, found.high, found.scale)}"


def written(found: Number) -> str:
    """Write a number with its unit; an infinite one is a ratio to nothing."""
    if not found.known:
        return "not known"
    if math.isinf(found.value):
        return "more than any number of"
    text = number(found.value, found.scale)
    return f"{text} {found.unit}" if found.unit else text


def sentence(part: Part) -> str:
    """Say what was measured for a part, or why it is not known."""
    if part.met is None:
        return f"Not known: {part.gap or _gap(part)}."
    return capital(part.says.format_map({name: _Written(found) for name, found in part.numbers.items()}))


def _gap(part: Part) -> str:
    lost = [n for n in part.numbers.values() if not n.known]
    return "; ".join(n.label for n in lost) or "nothing was measured"


def threshold(check: Check, part: Part) -> str:
    """Write what a number is held against."""
    scale = part.numbers[check.number].scale
    value = "–" if math.isnan(check.threshold) else number(check.threshold, scale)
    return f"{_OPERATORS[check.operator]} {value}"


def reason(found: Verdict) -> str:
    """Say in one line why a verdict is what it is."""
    if not found.parts:
        return f"Nothing at hand tests it. What would: {'; '.join(found.finding.would_test)}."
    counts, of = found.counts, len(found.parts)
    text = ("Its one part is " if of == 1 else f"{counts['met']} of {of} parts ") + (
        found.parts[0].status if of == 1 else "met"
    )
    if counts["not known"] and of > 1:
        text += f", {counts['not known']} not known"
    if found.word == PARTLY and len(found.could_be) > 1:
        text += "; with what is missing it could be supported"
    elif len(found.could_be) > 1:
        text += f"; with what is missing it could be {' or '.join(found.could_be)}"
    if found.word_elsewhere:
        text += f"; another source or reckoning would make it {' or '.join(found.word_elsewhere)}"
    return text + "."


def shown(word: str) -> str:
    r"""Write a verdict with its sign."""
    return f"{SIGNS[word]}\N{NO-BREAK SPACE}{word}"


def day_text(moves: Sequence[Move]) -> str:
    """Write the day of a hindcast, by its month."""
    return f"{moves[0].day:%B %Y}"


def seen_now(move: Move) -> str:
    """Say what the source that goes first now makes of a claim, where another was compared; else nothing."""
    if not move.swapped:
        return ""
    parts = listed([f"({'abcdefgh'[at]})" for at in move.swapped])
    return f", {parts} from the source of {move.day:%B %Y}; from the one that goes first now {shown(move.seen.word)}"


def count_line(found: Sequence[Verdict]) -> str:
    """Say how many claims got which verdict, by side."""
    parts = []
    for side in dict.fromkeys(v.claim.side for v in found):
        words = [v.word for v in found if v.claim.side == side]
        counted = ", ".join(f"{words.count(w)} {w}" for w in dict.fromkeys(sorted(words, key=list(SIGNS).index)))
        parts.append(f"of {len(words)} claims of {side} {counted}")
    return capital("; ".join(parts)) + "."


def verdict_facts(found: Sequence[Verdict]) -> dict[str, str]:
    """Return how many claims got which verdict, for the index of reports."""
    words = [v.word for v in found]
    ordered = [word for word in SIGNS if word in words]
    return {"Verdicts": ", ".join(f"{words.count(word)} {word}" for word in ordered)}
