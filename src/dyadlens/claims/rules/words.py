"""Rules on contacts and words: how often the two meet, what they say against what they do."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import lru_cache

from dyadlens.claims.finding import Check, Finding, Number, Part
from dyadlens.claims.rules.arms import name
from dyadlens.claims.windows import end_year, last_years, over_latest, series
from dyadlens.data.cases import case
from dyadlens.data.catalog import load
from dyadlens.details import contacts
from dyadlens.details.events import pooled_ratio
from dyadlens.details.naming import naming
from dyadlens.lens import Lens
from dyadlens.states.axis import positions
from dyadlens.stats.rates import RateRatio


def contact_rates(
    lens: Lens,
    *,
    latest_years: int,
    baseline_years: int,
    ratio_min: float,
    interval_above: float,
    partly_ratio_above: float,
) -> Finding:
    """Compare the rate of contacts of one fixed kind with that of the years before."""
    kinds = (contacts.FIXED, contacts.VISITS, contacts.ALL)
    ratios = {kind: _ratio(lens, latest_years, baseline_years, kind) for kind in kinds}
    last = int(found.index.max()) if len(found := contacts.counts(lens)[lambda c: c.index <= lens.end]) else None
    own = case(lens)
    source = (f"cases/{own.key}/contacts",) if own and "contacts" in own.parts else ()
    windows = last_years(last, latest_years), last_years(last, baseline_years, skip=latest_years)
    years = tuple(y for window in (windows[1], windows[0]) for y in window)
    label = f"rate of contacts, latest {latest_years} years over {baseline_years} before"
    recent, before = (f"{w[0]}–{w[-1]}" for w in windows) if last else ("", "")
    gap = "no list of contacts for this pair" if last is None else "no contact in the years before"
    least = ratio_min, interval_above, partly_ratio_above
    pairs = [
        _rate_parts(_rate(ratios[kind], label + more, years, source), who, (recent, before), gap, least)
        for kind, more, who in ((contacts.FIXED, "", _TRIPS), (contacts.VISITS, ", visits only", _VISITS))
    ]
    parts = tuple(
        replace(main, others=(other,) if other.met is not None else ()) for main, other in zip(*pairs, strict=True)
    )
    every = _rate(
        ratios[contacts.ALL], "ratio of rates of all contacts, which follows the density of news", years, source
    )
    notes = (_MARGINS,) if any(part.disputed for part in parts) else ()
    return Finding(parts=parts, beside=(every,), partly_at=1, notes=notes)


_TRIPS = "Trips of leaders, foreign and defence ministers and army chiefs"
_VISITS = "Visits of these only, without meetings in the margins of conferences"
_MARGINS = (
    "The answer depends on what counts as bilateral: with meetings in the margins of conferences it is one, with "
    "visits alone another."
)


@lru_cache(maxsize=64)
def _ratio(lens: Lens, latest: int, baseline: int, kind: str) -> RateRatio | None:
    return contacts.contact_rate_ratio(lens, latest, baseline, kind)


def _rate_parts(
    rate: Number, who: str, spans: tuple[str, str], gap: str, least: tuple[float, float, float]
) -> tuple[Part, Part]:
    """Compare one ratio of rates with what support asks for, and with what part support asks for."""
    ratio_min, interval_above, partly_ratio_above = least
    lower = Number("lower end of its interval", rate.low, "index", rate.years, rate.missing, rate.sources)
    words = f"{who}: ratio {{rate}} of the rate in {spans[0]} to that in {spans[1]} ({{rate.interval}})."
    clear = Part(
        f"the rate is at least {ratio_min:g} times that before, its 90% interval above {interval_above:g}",
        {"rate": rate, "lower": lower},
        (Check("rate", ">=", ratio_min, "ratio_min"), Check("lower", ">", interval_above, "interval_above")),
        words,
        gap=gap,
        note="The list is richer where news are richer; that is why only one fixed kind is counted.",
    )
    up = Part(
        f"the rate is above {'' if partly_ratio_above == 1 else f'{partly_ratio_above:g} times '}that before",
        {"rate": rate},
        (Check("rate", ">", partly_ratio_above, "partly_ratio_above"),),
        words,
        gap=gap,
    )
    return clear, up


def _rate(found: RateRatio | None, label: str, years: tuple[int, ...], source: tuple[str, ...]) -> Number:
    if found is None:
        return Number(label, math.nan, "index", (), years)
    return Number(label, found.ratio, "index", years, (), source, found.low, found.high)


def words_outrun_deeds(
    lens: Lens,
    a: str,
    b: str,
    *,
    percentile_min: float,
    mentions_per_speech_below: float,
    latest_years: int,
    no_promise: str = "defense",
) -> Finding:
    """Ask whether friendly words run ahead of friendly deeds, without a pact, and whether speeches name the other."""
    found = _pooled(lens.replace(pair=(a, b), third_parties=[]), latest_years)
    years = tuple(range(int(found["first"]), int(found["last"]) + 1))
    known = not math.isnan(found["percentile"])
    used, lost = (years, ()) if known else ((), years)
    rank, alike, words, said, done = (
        Number(label, found[key], "index" if key == "ratio" else "count", used, lost, ("icews",))
        for label, key in (
            ("percentile of words for each deed", "percentile"),
            ("percentile among pairs with half to double the words", "percentile_alike"),
            ("words for each deed", "ratio"),
            ("reports of friendly words", "said"),
            ("reports of friendly deeds", "done"),
        )
    )
    ahead = Part(
        f"words for each deed lie at or above percentile {percentile_min:g} of all pairs",
        {"rank": rank, "alike": alike, "words": words, "said": said, "done": done},
        (Check("rank", ">=", percentile_min, "percentile_min"),),
        "Reports in the news: {said} of friendly words and {done} of friendly deeds in {rank.span}; words for each "
        "deed stand at percentile {rank} of all pairs, {alike} among pairs with about as many words.",
        note="The ratio grows with the volume of news; the second percentile takes that out.",
        gap="the events data do not hold both states",
    )
    return Finding(
        parts=(ahead, _no_pact(lens, a, b, no_promise), _named(lens, a, b, mentions_per_speech_below, latest_years))
    )


@lru_cache(maxsize=64)
def _pooled(lens: Lens, years: int) -> dict[str, float]:
    return pooled_ratio(lens, years)


def _no_pact(lens: Lens, a: str, b: str, kind: str) -> Part:
    pact = over_latest(series(lens, f"{kind}_pact", a, b), 1, "pact")
    return Part(
        "no defence pact" if kind == "defense" else f"no pact of {kind}",
        {"pact": pact},
        (Check("pact", "<", 1.0),),
        "Defence pact in force: {pact} ({pact.span}).",
        gap="the source does not cover the two states",
    )


def _named(lens: Lens, a: str, b: str, below: float, count: int) -> Part:
    """Count how often each names the other in its speech, over the latest years in which both spoke."""
    last = min(load("debate_speeches", lens).last, end_year(lens))
    numbers = {}
    for key, speaker, other in (("first", a, b), ("second", b, a)):
        times = {}
        i, j = positions((speaker, other))
        for year in last_years(last, count):
            if not math.isnan(mentions := float(naming(year)[i, j])):
                times[year] = mentions
        used = tuple(times)
        value = sum(times.values()) / len(times) if len(times) > count / 2 else math.nan
        missing = tuple(y for y in last_years(last, count) if y not in times)
        label = f"mentions of {name(other)} in a speech of {name(speaker)}"
        numbers[key] = Number(label, value, "index", used, missing, ("debate_mentions", "debate_speeches"))
    return Part(
        f"each names the other fewer than {below:g} times a speech in the General Debate",
        numbers,
        tuple(Check(key, "<", below, "mentions_per_speech_below") for key in numbers),
        f"Mentions a speech: {{first}} of {name(b)} by {name(a)}, {{second}} of {name(a)} by {name(b)} "
        "({first.span}).",
        gap="one of the two did not speak in most of these years",
    )
