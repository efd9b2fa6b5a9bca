"""The rule on whether a state is short of energy."""

from __future__ import annotations

from dyadlens.claims.finding import Check, Finding, Part
from dyadlens.claims.rules.arms import name
from dyadlens.claims.windows import last_in_all, over, over_latest, series
from dyadlens.lens import Lens


def energy_need(
    lens: Lens,
    a: str,
    b: str,
    *,
    state: str,
    imports_share_up_over_years: int,
    lng_from_bcm: float,
    lng_above_bcm: float,
    factor: float = 1.0,
) -> Finding:
    """Ask whether a state's energy imports have grown, and its imports of liquefied gas from nil."""
    net = series(lens, "net_energy_imports", a, b, one=state, first=1990)
    last = last_in_all(net)
    now = over_latest(net, 1, "net energy imports")
    then = over(net, [last - imports_share_up_over_years] if last else [], "share then")
    up = Part(
        proposition=f"net energy imports as a share of use are up over {imports_share_up_over_years} years",
        numbers={"now": now, "then": then},
        checks=(Check("now", ">", factor * then.value, "factor"),),
        says=f"Net energy imports of {name(state)}: {{now}} of use in {{now.span}}, {{then}} in {{then.span}}.",
        gap="the series lacks one of the two years",
    )
    gas = series(lens, "lng_imports", a, b, one=state, first=1990)
    seen = gas.seen
    least = over(gas, [int(y) for y in seen.nsmallest(1, "value")["year"]], "least imports of liquefied gas")
    peak = over_latest(gas, 1, "imports of liquefied gas")
    risen = Part(
        proposition=f"imports of liquefied gas rose from nil to over {lng_above_bcm:g} billion cubic metres",
        numbers={"least": least, "now": peak},
        checks=(Check("least", "<=", lng_from_bcm), Check("now", ">", lng_above_bcm, "lng_above_bcm")),
        says=f"Imports of liquefied gas by {name(state)}: {{least}} in {{least.span}}, {{now}} in {{now.span}}.",
        gap="the source does not list the state by name",
    )
    return Finding(parts=(up, risen))
