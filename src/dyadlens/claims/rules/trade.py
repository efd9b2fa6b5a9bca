"""Rules on trade: how much, how thin, how far from what size and distance predict."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from dyadlens.claims.finding import Check, Finding, Number, Part
from dyadlens.claims.rules.arms import NEVER_SHARED, delivered, main_item, name
from dyadlens.claims.windows import end_year, joined, last_in_all, over_latest, ratio, series
from dyadlens.data.catalog import load
from dyadlens.data.evidence import Evidence
from dyadlens.lens import FIRST_YEAR, Lens

# Measure, what it is called, in the order of preference where pairs are compared.
TOTALS = {
    "trade_total_atlas": "reconciled figures (Atlas)",
    "trade_total_russia": "as Russia reports",
    "trade_total": "importers' figures (COW)",
}
SHARES = {"trade_dependence_atlas": "reconciled figures (Atlas)", "trade_dependence": "importers' figures (COW)"}
GAPS = {"gravity_residual_atlas": "reconciled figures (Atlas)", "gravity_residual": "importers' figures (COW)"}
NO_TRADE = "no table of trade covers the two states"


@lru_cache(maxsize=256)
def trade_totals(lens: Lens, x: str, y: str, measure: str) -> Evidence:
    """Return the two-way trade of two states by one source."""
    if measure != "trade_total":
        return series(lens, measure, x, y)
    known = min(load("trade_cow", lens).last, end_year(lens))
    rows = series(lens, measure, x, y, first=FIRST_YEAR)
    return rows[rows["source"].eq("trade_cow") & rows["value"].notna() & rows["year"].le(known)].reset_index(drop=True)


def first_with_values(parts: Iterable[Part]) -> Part:
    """Join one part a source: the first whose answer is known leads, the rest stand beside it."""
    lead, *rest = sorted(parts, key=lambda part: part.met is None)
    return replace(lead, others=tuple(part for part in rest if part.met is not None))


def level_near(lens: Lens, a: str, b: str, *, value: float, tolerance: float, latest_years: int) -> Finding:
    """Compare mean two-way trade of the latest years with a level that somebody named."""
    low, high = value * (1 - tolerance), value * (1 + tolerance)

    def part(now: Number, words: str) -> Part:
        return Part(
            proposition=f"mean two-way trade of the latest {latest_years} years known lies within {tolerance:.0%} of "
            f"{value:,.0f} million current US$",
            numbers={"now": now},
            checks=(Check("now", ">=", low, "value"), Check("now", "<=", high, "value")),
            says=f"Two-way trade, {words}: {{now}} in {{now.span}}.",
            gap=NO_TRADE,
        )

    parts = []
    for measure in sorted(TOTALS, key=lambda m: m != "trade_total_russia"):
        rows = trade_totals(lens, a, b, measure)
        parts.append(part(over_latest(rows, latest_years, "two-way trade", unit="a year"), TOTALS[measure]))
    for state, partner in ((a, b), (b, a)):
        if state != "RUS":
            own = _declared(lens, state, partner, latest_years)
            parts.append(part(own, f"as {name(state)} declares it"))
    return Finding(parts=(first_with_values(parts),))


def _declared(lens: Lens, state: str, partner: str, count: int) -> Number:
    """Add up what one state declares to sell to the other and to buy from it, over the years that have both."""
    sold = series(lens, "exports_declared", state, partner)
    bought = series(lens, "exports_mirrored", partner, state)
    last = last_in_all(sold, bought)
    sides = [over_latest(rows, count, "declared", until=last) for rows in (sold, bought)]
    total = sides[0].value + sides[1].value
    return joined("two-way trade", total, sides, "musd", unit="a year")


def thin_stake(lens: Lens, a: str, b: str, *, share_max: float, latest_years: int) -> Finding:
    """Ask whether two-way trade is below a share of each side's total trade."""
    parts = []
    for state, partner in ((a, b), (b, a)):
        found = []
        for measure, words in SHARES.items():
            label = f"share of {name(partner)} in the trade of {name(state)}"
            share = over_latest(series(lens, measure, state, partner), latest_years, label)
            found.append(
                Part(
                    proposition=f"trade with {name(partner)} is below {share_max:.0%} of the trade of {name(state)}",
                    numbers={"share": share},
                    checks=(Check("share", "<", share_max, "share_max"),),
                    says=f"Trade with {name(partner)} is {{share}} of the trade of {name(state)} in {{share.span}}, "
                    f"{words}.",
                    gap=NO_TRADE,
                )
            )
        parts.append(first_with_values(found))
    return Finding(parts=tuple(parts))


def third_party_weight(
    lens: Lens, a: str, b: str, c: str, *, arms_ratio_min: float, trade_ratio_min: float, latest_years: int
) -> Finding:
    """Compare what B gives C with what it gives A, in arms and trade, and ask whether A and C are rivals."""
    to_c, to_a = delivered(lens, b, c), delivered(lens, b, a)
    least = {"arms_ratio_min": arms_ratio_min}
    labels = f"arms from {name(b)} to {name(c)}", f"to {name(a)}"
    arms = replace(_times(to_c, to_a, latest_years, least, labels, NEVER_SHARED), note=main_item(lens, b, a))
    least = {"trade_ratio_min": trade_ratio_min}
    labels = f"trade of {name(b)} with {name(c)}", f"with {name(a)}"
    flows = {m: (trade_totals(lens, b, c, m), trade_totals(lens, b, a, m)) for m in TOTALS}
    trade = first_with_values(
        _times(*flows[m], latest_years, least, labels, NO_TRADE, f", {words}") for m, words in TOTALS.items()
    )
    rivals = over_latest(series(lens, "rivalry", a, c), 1, "rivalry")
    rivalry = Part(
        proposition=f"{name(a)} and {name(c)} are rivals",
        numbers={"rivals": rivals},
        checks=(Check("rivals", ">=", 1.0),),
        says=f"Strategic rivalry of {name(a)} and {name(c)}: {{rivals}} ({{rivals.span}}).",
        gap="the list of rivalries does not reach these states or years",
    )
    return Finding(parts=(arms, trade, rivalry))


def _times(
    large: Evidence,
    small: Evidence,
    count: int,
    threshold: dict[str, float],
    labels: tuple[str, str],
    gap: str,
    words: str = "",
) -> Part:
    """Ask whether one flow is at least some times another, over the latest years that have both."""
    ((parameter, least),) = threshold.items()
    what, against = labels
    last = last_in_all(large, small)
    one = over_latest(large, count, what, until=last, unit="a year")
    other = over_latest(small, count, against, until=last, unit="a year")
    times = ratio(one, other, f"{what}, over that {against}")
    return Part(
        proposition=f"{what}: at least {least:g} times that {against}",
        numbers={"large": one, "small": other, "times": times},
        checks=(Check("times", ">=", least, parameter),),
        says=f"{what[0].upper()}{what[1:]}: {{large}}; {against}: {{small}}; {{times}} times, in {{times.span}}"
        f"{words}.",
        gap=gap,
    )


def residual_below(lens: Lens, a: str, b: str, *, bound: float, latest_years: int = 3, factor: float = 1.0) -> Finding:
    """Compare trade with a gravity model: whether the gap lies below a bound with its interval."""
    parts = []
    for measure, words in GAPS.items():
        rows = series(lens, measure, a, b)
        for count in (latest_years, 1):
            gap = over_latest(rows, count, "gap to the model")
            upper = Number("upper end of the gap", gap.high, "log_ratio", gap.years, gap.missing, gap.sources)
            window = f"mean of {count} years" if count > 1 else "latest year alone"
            parts.append(
                Part(
                    proposition="the two trade less than the model expects, the whole 90% interval below "
                    + ("it" if bound == 0 else f"a log ratio of {bound:g}"),
                    numbers={"gap": gap, "upper": upper},
                    checks=(Check("upper", "<", bound + math.log(factor), "factor"),),
                    says=f"Trade against the gravity model, {window}, {words}: {{gap}} ({{gap.interval}}) in "
                    "{gap.span}.",
                    gap="the gravity model does not cover the two states",
                )
            )
    return Finding(parts=(first_with_values(parts),))
