"""Verdicts in words: what was measured, against which threshold, what is not known, how many pairs would pass."""

from __future__ import annotations

import math
from collections.abc import Sequence

from dyadlens.claims.base_rates import BaseRate
from dyadlens.claims.finding import Check, Number, Part
from dyadlens.claims.hindcast import ClaimVintage
from dyadlens.claims.sensitivity import ThresholdSensitivity
from dyadlens.claims.tally import tallies
from dyadlens.claims.verdicts import PARTLY, Verdict
from dyadlens.measures.registry import Scale
from dyadlens.text.names import capital
from dyadlens.text.numbers import interval, listed, number, years

LETTERS = "abcdefgh"  # of the parts of a claim

# A sign beside each word, so that colour is never the only one.
SIGNS = {
    "supported": "●",
    "consistent": "●",
    "partly": "◐",
    "contradicted": "○",
    "inconsistent": "○",
    "not testable": "–",
}
# What a threshold is called, and how its value is written.
THRESHOLDS: dict[str, tuple[str, Scale]] = {
    "factor": ("the multiple of the figure held against", "index"),
    "min_disputes": ("the least disputes", "index"),
    "threshold_deaths": ("the deaths from which a fight is recorded", "index"),
    "ratio_min": ("the least ratio", "index"),
    "interval_above": ("the bound of the interval", "index"),
    "partly_ratio_above": ("the ratio for part support", "index"),
    "aid_ratio_max": ("the share to which aid must have fallen", "share"),
    "value": ("the level named", "musd"),
    "tolerance": ("the tolerance", "share"),
    "lng_above_bcm": ("the volume of liquefied gas", "bcm"),
    "percentile_max": ("the highest percentile", "index"),
    "percentile_min": ("the least percentile", "index"),
    "quiet_years": ("the years of quiet", "index"),
    "arms_ratio_min": ("the least ratio of arms", "index"),
    "trade_ratio_min": ("the least ratio of trade", "index"),
    "share_max": ("the highest share", "share"),
    "ratio_max": ("the highest share of the best years", "share"),
    "mentions_per_speech_below": ("the mentions a speech", "index"),
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
        text += f"; another source or measure would make it {' or '.join(found.word_elsewhere)}"
    return text + "."


def with_sign(word: str) -> str:
    r"""Write a verdict with its sign."""
    return f"{SIGNS[word]}\N{NO-BREAK SPACE}{word}"


def day_text(moves: Sequence[ClaimVintage]) -> str:
    """Write the day of a hindcast, by its month."""
    return f"{moves[0].day:%B %Y}"


def seen_now(move: ClaimVintage) -> str:
    """Say what the source that is preferred now makes of a claim, where another was compared; else nothing."""
    if not move.swapped:
        return ""
    parts = listed([f"({LETTERS[at]})" for at in move.swapped])
    now = with_sign(move.seen.word)
    return f", {parts} from the source of {move.day:%B %Y}; from the one that is preferred now {now}"


def count_line(found: Sequence[Verdict]) -> str:
    """Say how many claims got which verdict, by side."""
    parts = [
        f"of {tally.claims} claims of {tally.side} {', '.join(f'{n} {word}' for word, n in tally.counts.items())}"
        for tally in tallies(found)
    ]
    return capital("; ".join(parts)) + "."


def verdict_facts(found: Sequence[Verdict]) -> dict[str, str]:
    """Return how many claims got which verdict, for the index of reports."""
    words = [v.word for v in found]
    return {"Verdicts": ", ".join(f"{words.count(word)} {word}" for word in SIGNS if word in words)}


def beside(v: Verdict) -> str:
    """Write the numbers that are shown and not judged."""
    numbers = [n for n in v.finding.beside if n.known]
    if not numbers:
        return ""
    by_label: dict[str, list[str]] = {}
    for n in numbers:
        when = f" ({years(list(n.years))})" if len(n.years) == 1 else ""
        when += "" if math.isnan(n.low) else f" (90% interval {interval(n.low, n.high, n.scale)})"
        by_label.setdefault(n.label, []).append(written(n) + when)
    return "Beside it: " + "; ".join(f"{label}: {', '.join(texts)}" for label, texts in by_label.items()) + "."


def rate_of(rates: Sequence[BaseRate], id: str, part: int | None) -> BaseRate | None:
    """Return how many would pass one part of a claim, or all of it; None where that was not counted."""
    return next((rate for rate in rates if (rate.id, rate.part) == (id, part)), None)


def rate_line(rate: BaseRate) -> str:
    """Say how many would pass as well, and that it tells little where most do."""
    text = f"Of {rate.asked:,} {rate.of} {number(rate.share, 'share')} {rate.condition} ({years(list(rate.years))})"
    if not math.isnan(rate.percentile):
        text += f"; by what is measured, this one stands at percentile {rate.percentile:.0f} of them"
    return f"{text}." if rate.telling else f"{text}, so it says little about this one."


def lines(found: Sequence[Verdict], rates: Sequence[BaseRate] = ()) -> list[str]:
    """Write verdicts for a terminal: a line a claim, and under it what each part asks, what was measured, and notes."""
    out = []
    for v in found:
        out.append(f"{v.claim.id}  {SIGNS[v.word]} {v.word.upper()}  {v.claim.text}")
        out.append(f"    {reason(v)}")
        for at, part in enumerate(v.parts):
            out.append(f"    ({LETTERS[at]}) {part.status}: {part.proposition}.")
            out.append(f"        {sentence(part)}")
            out += [f"        elsewhere {other.status}: {sentence(other)}" for other in part.disputed]
            rate = rate_of(rates, v.claim.id, at)
            out += [f"        {text}" for text in (part.note, rate_line(rate) if rate else "") if text]
        whole = rate_of(rates, v.claim.id, None)
        out += [f"    {text}" for text in (*v.finding.notes, beside(v), rate_line(whole) if whole else "") if text]
    if found and not found[0].claim.own:
        out.append(
            "These claims are asked of any pair: nobody has made claims on this one. Those on arms are asked "
            "where one of the two has delivered some to the other."
        )
    return [*out, count_line(found)]


def threshold_value(parameter: str, value: float) -> str:
    """Write the value of a threshold."""
    scale = THRESHOLDS[parameter][1]
    return f"{value:,.4g}" if scale == "index" else number(value, scale)


def threshold_line(s: ThresholdSensitivity) -> str:
    """Say whether a verdict would flip were a threshold moved by up to a quarter."""
    words = THRESHOLDS[s.parameter][0]
    text = f"{capital(words)}, {threshold_value(s.parameter, s.threshold)}: "
    if not s.flips:
        return text + "a quarter more or less would not change the verdict."
    turns = []
    for at, word in s.flips:
        way = "below" if at < s.threshold else "above"
        near = f"just {way} it" if s.near(at) else f"{way} about {threshold_value(s.parameter, at)}"
        turns.append(f"{near} the verdict would be {word}")
    return text + " and ".join(turns) + "."


def threshold_lines(sways: Sequence[ThresholdSensitivity]) -> str:
    """Say for all thresholds of one claim whether its verdict depends on them."""
    if not any(s.grid for s in sways):
        return "No data at hand test the claim, so there is no threshold to move."
    flips = [threshold_line(s) for s in sways if s.flips]
    if flips:
        return " ".join(flips)
    some = "the threshold" if len(sways) == 1 else f"any of the {len(sways)} thresholds"
    return f"A quarter more or less on {some} would not change the verdict."


def tables_of_verdicts(found: Sequence[Verdict]) -> list[str]:
    """Return the curated tables behind verdicts, each once."""
    parts = [p for v in found for part in v.parts for p in (part, *part.others)]
    named = [s for p in parts for s in p.sources] + [s for v in found for n in v.finding.beside for s in n.sources]
    return sorted(dict.fromkeys(named))
