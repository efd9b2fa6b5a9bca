"""The rule on whether one state can stand in for another, and what donors gave."""

from __future__ import annotations

from functools import lru_cache

from dyadlens.claims.finding import Check, Finding, Part
from dyadlens.claims.rules.arms import NEVER_SHARED, delivered, name
from dyadlens.claims.rules.trade import NO_TRADE, TOTALS, first_with_values, trade_totals
from dyadlens.claims.windows import best_mean, lens_on, over_latest, ratio
from dyadlens.data.evidence import Evidence, join
from dyadlens.lens import FIRST_YEAR, Lens
from dyadlens.panel.evidence import evidence

DONORS = {"USA": "us_aid", "CHN": "chinese_finance"}  # donor and the measure that follows it


@lru_cache(maxsize=256)
def given(lens: Lens, donor: str, recipient: str) -> Evidence:
    """Return aid or official finance of one state to another by year; empty for a donor that no table follows."""
    where = lens_on(lens, donor, recipient, FIRST_YEAR)
    if donor not in DONORS or where is None:
        return join([])
    rows = evidence(where, measure=DONORS[donor])
    return rows.of(DONORS[donor], donor, recipient).sort_values("year").reset_index(drop=True)


def no_aid(donor: str) -> str:
    """Say why a donor's aid is not known."""
    return f"aid by {name(donor)} is not recorded in any table: none on record is not none given"


def no_substitute(
    lens: Lens, a: str, b: str, c: str, *, fields: list[str], ratio_max: float, reference_years: int, latest_years: int
) -> Finding:
    """Compare what B is to A with the best years that C has been to A, in trade, arms and aid."""

    def part(ours: Evidence, theirs: Evidence, what: str, gap: str, words: str = "") -> Part:
        now = over_latest(ours, latest_years, f"{what} of {name(b)}", unit="a year")
        best = best_mean(theirs, reference_years, f"best {what} of {name(c)}", unit="a year")
        today = over_latest(theirs, latest_years, f"latest {what} of {name(c)}", unit="a year")
        share = ratio(now, best, f"{what}, share of the best of {name(c)}", scale="share")
        passed = now.known and today.known and now.value > today.value
        return Part(
            proposition=f"{what} {'with' if what == 'trade' else 'from'} {name(b)}: below {ratio_max:.0%} of the best "
            f"{reference_years}-year mean {'with' if what == 'trade' else 'from'} {name(c)}",
            numbers={"now": now, "best": best, "today": today, "share": share},
            checks=(Check("share", "<", ratio_max, "ratio_max"),),
            says=f"{what.capitalize()}: {name(b)} {{now}} in {{now.span}}, {name(c)} at its best {{best}} in "
            f"{{best.span}} and {{today}} in {{today.span}}{words}.",
            note=f"{name(b)} already exceeds the latest figure of {name(c)}." if passed else "",
            gap=gap,
        )

    parts = []
    if "trade" in fields:
        sources = {m: f", {TOTALS[m]}" for m in ("trade_total_atlas", "trade_total")}
        parts.append(
            first_with_values(
                part(trade_totals(lens, a, b, m), trade_totals(lens, a, c, m), "trade", NO_TRADE, words)
                for m, words in sources.items()
            )
        )
    if "arms" in fields:
        parts.append(part(delivered(lens, b, a, first=1950), delivered(lens, c, a, first=1950), "arms", NEVER_SHARED))
    if "aid" in fields:
        parts.append(part(given(lens, b, a), given(lens, c, a), "aid", no_aid(b)))
    return Finding(parts=tuple(parts))
