"""Rules on third parties: what they give, how far they stand, and who could take their place."""

from __future__ import annotations

import math
from dataclasses import replace

from dyadlens.claims.finding import Check, Finding, Number, Part
from dyadlens.claims.listing import listed
from dyadlens.claims.positions import agreement, distances
from dyadlens.claims.rules.arms import NEVER_SHARED, delivered, name
from dyadlens.claims.rules.substitute import given, no_aid
from dyadlens.claims.windows import joined, last_known, latest, over, ratio, span
from dyadlens.data.evidence import Evidence
from dyadlens.idealpoints.evidence import MEASURE as OWN
from dyadlens.lens import FIRST_YEAR, Lens

NO_VOTES = "the two share too few roll calls"
_PUBLISHED = "The published estimates are made from all years at once."
_OWN = "Our own estimate comes from the votes up to the day; its unit is not that of the published one."


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
    """Hold the pressure of a third state on A: aid cut, a listing, and A's votes nearer to B than to C."""
    money = given(lens, c, a)
    last = last_known(money)
    now = latest(money, aid_latest_years, "aid now", unit="a year")
    before = over(
        money, span(last - aid_latest_years if last else None, aid_baseline_years), "aid before", unit="a year"
    )
    cut = Part(
        proposition=f"aid from {name(c)} to {name(a)} is at most {aid_ratio_max:.0%} of that of the years before",
        numbers={
            "now": now,
            "before": before,
            "share": ratio(now, before, f"aid from {name(c)}, share of before", scale="share"),
        },
        checks=(Check("share", "<=", aid_ratio_max, "aid_ratio_max"),),
        says=f"Aid from {name(c)} to {name(a)}: {{now}} in {{now.span}}, {{before}} in {{before.span}}.",
        gap=no_aid(c),
    )
    near, far = (agreement(lens, a, state) for state in (votes_nearer_to, votes_than_to))
    until = last_known(near, far)
    labels = (f"agreement with {name(votes_nearer_to)}", f"agreement with {name(votes_than_to)}")
    one, other = (
        latest(rows, aid_latest_years, label, until=until) for rows, label in zip((near, far), labels, strict=True)
    )
    votes = Part(
        proposition=f"{name(a)} agrees with {name(votes_nearer_to)} in UN votes more than with {name(votes_than_to)}",
        numbers={"near": one, "far": other},
        checks=(Check("near", ">", other.value),),
        says=f"Agreement of {name(a)} in UN votes: {{near}} with {name(votes_nearer_to)}, {{far}} with "
        f"{name(votes_than_to)} ({{near.span}}).",
        gap=NO_VOTES,
    )
    return Finding(parts=(cut, listed(lens, a, listing), votes))


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
    moved = moved_apart(lens, first, second, range(baseline[0], baseline[1] + 1), latest_years, factor=factor)
    rows = agreement(lens, *agreement_between)
    rank = latest(rows, latest_years, "percentile of agreement", column="percentile", scale="count")
    share = latest(rows, latest_years, "agreement")
    names = [name(s) for s in agreement_between]
    far = Part(
        proposition=f"agreement of {names[0]} with {names[1]} lies in the lowest quarter of all pairs",
        numbers={"rank": rank, "share": share},
        checks=(Check("rank", "<=", percentile_max, "percentile_max"),),
        says=f"Agreement of {names[0]} with {names[1]}: {{share}}, at percentile {{rank}} of all pairs "
        "({rank.span}).",
        gap=NO_VOTES,
    )
    return Finding(parts=(moved, far))


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
    now = latest(rows, count, "distance now", scale="index")
    then = over(rows, before, "distance before", scale="index")
    apart = not set(now.years) & set(then.years)
    step = now.value - factor * then.value if apart else math.nan
    halves = (now.high - now.low) / 2, factor * (then.high - then.low) / 2
    half = math.hypot(*halves)
    together = _change(step, half, (now, then), closer)
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
    """Return a change with its interval, and the end of it that is held against nothing."""
    change = joined("change of distance", step, windows, "index", low=step - half, high=step + half)
    end = "upper" if closer else "lower"
    bound = joined(f"{end} end of the change", change.high if closer else change.low, windows, "index")
    return {"change": change, "bound": bound}


def cooling(
    lens: Lens, *, pair: list[str], fields: list[str], baseline: list[int], latest_years: int, factor: float = 1.0
) -> Finding:
    """Hold a third state's arms, aid and agreement against their means of some years before."""
    to, of = pair
    first = baseline[0]
    ways = {
        "arms_tiv": (lambda: delivered(lens, of, to, first=first), f"arms from {name(of)} to {name(to)}",
                     NEVER_SHARED, "a year"),
        "aid": (lambda: given(lens, of, to), f"aid from {name(of)} to {name(to)}", no_aid(of), "a year"),
        "agreement": (lambda: agreement(lens, to, of, first=first), f"agreement of {name(to)} with {name(of)}",
                      NO_VOTES, ""),
    }  # fmt: skip
    parts = []
    for field in fields:
        rows, what, gap, unit = ways[field][0](), *ways[field][1:]
        now = latest(rows, latest_years, f"{what}, against {baseline[0]}–{baseline[1]}", unit=unit)
        then = over(rows, range(baseline[0], baseline[1] + 1), "before", unit=unit)
        # Windows that share years compare a mean with itself.
        value = now.value if not set(now.years) & set(then.years) else math.nan
        judged = Number(now.label, value, now.scale, now.years, now.missing, now.sources, now.low, now.high, unit)
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
