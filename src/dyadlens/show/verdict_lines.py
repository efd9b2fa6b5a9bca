"""Verdicts line by line, for a terminal, and what stands beside them: numbers not judged, how many pairs would pass."""

from __future__ import annotations

import math
from collections.abc import Sequence

from dyadlens.claims.base_rates import BaseRate
from dyadlens.claims.verdicts import Verdict
from dyadlens.show.numbers import interval, number, years
from dyadlens.show.verdict_words import SIGNS, count_line, reason, sentence, written

TELLS_LITTLE = "What most pass tells little of one."


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
    text = f"Of {rate.asked:,} {rate.of} {number(rate.share, 'share')} {rate.held} ({years(list(rate.years))})"
    if not math.isnan(rate.percentile):
        text += f"; by what is measured, this one stands at percentile {rate.percentile:.0f} of them"
    return f"{text}." if rate.telling else f"{text}. {TELLS_LITTLE}"


def lines(found: Sequence[Verdict], rates: Sequence[BaseRate] = ()) -> list[str]:
    """Write verdicts for a terminal: a line a claim, and under it what each part asks, what was measured, and notes."""
    out = []
    for v in found:
        out.append(f"{v.claim.id}  {SIGNS[v.word]} {v.word.upper()}  {v.claim.text}")
        out.append(f"    {reason(v)}")
        for at, part in enumerate(v.parts):
            out.append(f"    ({'abcdefgh'[at]}) {part.status}: {part.proposition}.")
            out.append(f"        {sentence(part)}")
            out += [f"        elsewhere {other.status}: {sentence(other)}" for other in part.disputed]
            rate = rate_of(rates, v.claim.id, at)
            out += [f"        {text}" for text in (part.note, rate_line(rate) if rate else "") if text]
        whole = rate_of(rates, v.claim.id, None)
        out += [f"    {text}" for text in (*v.finding.notes, beside(v), rate_line(whole) if whole else "") if text]
    if found and not found[0].claim.own:
        out.append(
            "These claims are asked of any pair: nobody has laid down claims for this one. Those on arms are asked "
            "where one of the two has delivered some to the other."
        )
    return [*out, count_line(found)]
