"""Rules on third parties: what they give, which lists they keep, how far they stand, and who could replace them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from dyadlens.claims.finding import Check, Finding, Number, Part
from dyadlens.claims.rules.arms import NEVER_SHARED, delivered, name
from dyadlens.claims.rules.substitute import given, no_aid
from dyadlens.claims.windows import (
    distances,
    end_year,
    joined,
    last_in_all,
    last_years,
    over,
    over_latest,
    ratio,
    series,
)
from dyadlens.data.cases import case
from dyadlens.data.catalog import load
from dyadlens.data.evidence import Evidence
from dyadlens.idealpoints.evidence import MEASURE as OWN
from dyadlens.lens import FIRST_YEAR, Lens

NO_VOTES = "the two share too few roll calls"
_PUBLISHED = "The published estimates are made from all years at once."
_OWN = "Our own estimate comes from the votes up to the day; its unit is not that of the published one."
_LISTINGS = {
    "listed": "{name} stands on the {listing} list, since {{listed.span}}.",
    "announced": "The {listing}-listing of {name} is announced, by {{listed.span}}.",
    "removed": "{name} does not stand on the {listing} list, since {{listed.span}}.",
}
_FROM_COMMENTARY = (
    "That the listing was announced is known from the commentary alone whose claims are judged here: no other source "
    "at hand has it."
)


def third_party_pressure(
    lens: Lens,
    a: str,
    c: str,
    *,
    aid_latest_years: int,
    aid_baseline_years: int,
    aid_ratio_max: float,
    votes_nearer_to: str,
    votes_than_to: str,
    listing: str = "grey",
) -> Finding:
    """Ask whether a third state presses A: aid cut, a listing, and A's votes nearer to B than to C."""
    money = given(lens, c, a)
    last = last_in_all(money)
    now = over_latest(money, aid_latest_years, "aid now", unit="a year")
    earlier = last_years(last, aid_baseline_years, skip=aid_latest_years)
    before = over(money, earlier, "aid before", unit="a year")
    share = ratio(now, before, f"aid from {name(c)}, share of before", scale="share")
    cut = Part(
        proposition=f"aid from {name(c)} to {name(a)} is at most {aid_ratio_max:.0%} of that of the years before",
        numbers={"now": now, "before": before, "share": share},
        checks=(Check("share", "<=", aid_ratio_max, "aid_ratio_max"),),
        says=f"Aid from {name(c)} to {name(a)}: {{now}} in {{now.span}}, {{before}} in {{before.span}}.",
        gap=no_aid(c),
    )
    states = {"near": votes_nearer_to, "far": votes_than_to}
    rows = {key: series(lens, "agreement", a, state) for key, state in states.items()}
    until = last_in_all(*rows.values())
    agreement = {
        key: over_latest(rows[key], aid_latest_years, f"agreement with {name(state)}", until=until)
        for key, state in states.items()
    }
    votes = Part(
        proposition=f"{name(a)} agrees with {name(votes_nearer_to)} in UN votes more than with {name(votes_than_to)}",
        numbers=agreement,
        checks=(Check("near", ">", agreement["far"].value),),
        says=f"Agreement of {name(a)} in UN votes: {{near}} with {name(votes_nearer_to)}, {{far}} with "
        f"{name(votes_than_to)} ({{near.span}}).",
        gap=NO_VOTES,
    )
    return Finding(parts=(cut, fatf_listing(lens, a, listing), votes))


def fatf_listing(lens: Lens, state: str, listing: str) -> Part:
    """Read whether a listing of a state by the Financial Action Task Force stands or is announced on the day."""
    own = case(lens)
    table = load(f"cases/{own.key}/fatf", lens) if own and "fatf" in own.parts else None
    says, note, number = "", "", Number("on the list, or announced", math.nan, "flag")
    if own and table is not None:
        rows = table.frame
        # A date known to the month sorts before the days of the months after it.
        known = rows["date"].str[:4].astype(int) <= end_year(lens)
        rows = rows[(rows["list"] == listing) & known].sort_values("date")
        years: tuple[int, ...] = ()
        value = math.nan
        if len(rows):
            change, years = rows["change"].iloc[-1], (int(rows["date"].iloc[-1][:4]),)
            value = float(change in {"listed", "announced"})
            says = _LISTINGS[change].format(name=name(state), listing=listing)
            note = _FROM_COMMENTARY if rows["known_from"].iloc[-1] == "commentary" else ""
        number = replace(number, value=value, years=years, sources=(f"cases/{own.key}/fatf",))
    return Part(
        proposition=f"{name(state)} is on the {listing} list of the FATF or its listing is announced",
        numbers={"listed": number},
        checks=(Check("listed", ">=", 1.0),),
        says=says,
        note=note,
        gap="no change of the list is recorded up to that day" if table is not None else "no list at hand",
    )


def push_from_third(
    lens: Lens,
    *,
    distance_between: list[str],
    baseline: list[int],
    latest_years: int,
    agreement_between: list[str],
    percentile_max: float,
    factor: float = 1.0,
) -> Finding:
    """Ask whether one state of a pair has moved away from a third, and whether the other stands far from it."""
    first, second = distance_between
    apart = moved_apart(lens, first, second, range(baseline[0], baseline[1] + 1), latest_years, factor=factor)
    rows = series(lens, "agreement", *agreement_between)
    rank = over_latest(rows, latest_years, "percentile of agreement", column="percentile", scale="count")
    share = over_latest(rows, latest_years, "agreement")
    names = [name(s) for s in agreement_between]
    far = Part(
        proposition=f"agreement of {names[0]} with {names[1]} lies in the lowest quarter of all pairs",
        numbers={"rank": rank, "share": share},
        checks=(Check("rank", "<=", percentile_max, "percentile_max"),),
        says=f"Agreement of {names[0]} with {names[1]}: {{share}}, at percentile {{rank}} of all pairs "
        "({rank.span}).",
        gap=NO_VOTES,
    )
    return Finding(parts=(apart, far))


def moved_apart(
    lens: Lens, x: str, y: str, before: range, count: int, *, closer: bool = False, factor: float = 1.0
) -> Part:
    """Compare the distance of two states' ideal points in two windows.

    The interval takes errors within a window to move together, which errs on the wide side, and those of the two
    windows to be independent.
    """
    main, second = distances(lens, x, y, first=min(before, default=FIRST_YEAR))
    part, alone = _apart(main, (x, y), before, count, closer, factor)
    others = [alone]
    if len(second.seen):
        others.append(_apart(second, (x, y), before, count, closer, factor)[0])
    return replace(part, others=tuple(others))


def _apart(
    rows: Evidence, pair: tuple[str, str], before: range, count: int, closer: bool, factor: float
) -> tuple[Part, Part]:
    """Compare two windows of one estimate, with errors that move together and with independent ones."""
    x, y = map(name, pair)
    now = over_latest(rows, count, "distance now", scale="index")
    then = over(rows, before, "distance before", scale="index")
    step = now.value - factor * then.value if not set(now.years) & set(then.years) else math.nan
    halves = (now.high - now.low) / 2, factor * (then.high - then.low) / 2
    together = _change(step, math.hypot(*halves), (now, then), closer)
    free = math.hypot(*(h / math.sqrt(max(len(n.years), 1)) for h, n in zip(halves, (now, then), strict=True)))
    alone = _change(step, free, (now, then), closer)
    own = set(rows["measure"]) == {OWN.name}
    whose = "our own estimate" if own else "as published"
    part = Part(
        proposition=f"{x} and {y} stand {'closer' if closer else 'farther apart'} than in {before[0]}–"
        f"{before[-1]}, beyond the interval",
        numbers={"now": now, "before": then, **together},
        checks=(Check("bound", "<" if closer else ">", 0.0),),
        says=f"Distance of the ideal points of {x} and {y}, {whose}: {{now}} in {{now.span}}, {{before}} in "
        "{before.span}; change {change} ({change.interval}).",
        note=_OWN if own else _PUBLISHED,
        gap="ideal points for the two windows are not at hand",
    )
    says = "With the errors of the years taken as independent: change {change} ({change.interval})."
    return part, replace(part, numbers={"now": now, "before": then, **alone}, says=says, note="")


def _change(step: float, half: float, windows: tuple[Number, Number], closer: bool) -> dict[str, Number]:
    """Return a change with its interval, and the end of it that decides."""
    change = joined("change of distance", step, windows, "index", low=step - half, high=step + half)
    end = "upper" if closer else "lower"
    bound = joined(f"{end} end of the change", change.high if closer else change.low, windows, "index")
    return {"change": change, "bound": bound}


def cooling(
    lens: Lens, *, pair: list[str], fields: Sequence[str], baseline: list[int], latest_years: int, factor: float = 1.0
) -> Finding:
    """Compare a third state's arms, aid and agreement with their means of some years before."""
    to, of = pair
    first = baseline[0]
    parts = []
    for field in fields:
        if field == "arms_tiv":
            rows, gap = delivered(lens, of, to, first=first), NEVER_SHARED
            what, unit = f"arms from {name(of)} to {name(to)}", "a year"
        elif field == "aid":
            rows, what, gap, unit = given(lens, of, to), f"aid from {name(of)} to {name(to)}", no_aid(of), "a year"
        else:
            rows, gap = series(lens, "agreement", to, of, first=first), NO_VOTES
            what, unit = f"agreement of {name(to)} with {name(of)}", ""
        now = over_latest(rows, latest_years, f"{what}, against {baseline[0]}–{baseline[1]}", unit=unit)
        then = over(rows, range(baseline[0], baseline[1] + 1), "before", unit=unit)
        # Windows that share years compare a mean with itself.
        judged = replace(now, value=math.nan) if set(now.years) & set(then.years) else now
        parts.append(
            Part(
                proposition=f"{what}: below the mean of {baseline[0]}–{baseline[1]}",
                numbers={"now": judged, "before": then},
                checks=(Check("now", "<", factor * then.value, "factor"),),
                says=f"{what[0].upper()}{what[1:]}: {{now}} in {{now.span}}, {{before}} in {{before.span}}.",
                gap=gap,
            )
        )
    return Finding(parts=tuple(parts))
