"""The rule on spread bets: how concentrated a state's suppliers, partners and donors are."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

import pandas as pd

from dyadlens.claims.finding import Check, Finding, Number, Part
from dyadlens.claims.rules.arms import name
from dyadlens.claims.rules.substitute import DONORS, given
from dyadlens.claims.windows import end_year, last_years
from dyadlens.data.catalog import load, table
from dyadlens.details.trade import partner_totals
from dyadlens.lens import Lens
from dyadlens.stats.concentration import herfindahl

_Concentration = Callable[[Lens, str], tuple[pd.Series, tuple[str, ...]]]
_LABELS = {
    "arms_suppliers": "concentration of arms suppliers",
    "trade_partners": "concentration of trade partners",
    "aid_givers": "concentration of aid donors",
}
_GAPS = {
    "arms_suppliers": "suppliers of focal states only are at hand",
    "trade_partners": "the table of trade lacks one of the two windows",
    "aid_givers": "aid is recorded for two donors only, and not for this state in both windows",
}
_NOTES = {
    "arms_suppliers": "Mean of yearly indices, years without imports left out.",
    "trade_partners": "All partners in COW trade, which ends in {trade_cow}: no other table reaches back so far.",
    "aid_givers": "Two donors only, the United States and China: the index mirrors their two programmes.",
}


def diversification(
    lens: Lens, *, state: str, fields: list[str], baseline: list[int], latest_years: int, factor: float = 1.0
) -> Finding:
    """Ask whether a state leans on fewer partners or on more: Herfindahl indices of two windows."""
    indices: dict[str, _Concentration] = {
        "arms_suppliers": _suppliers,
        "trade_partners": _partners,
        "aid_givers": _donors,
    }
    parts = []
    for field in fields:
        found, source = indices[field](lens, state)
        found = found[found.index <= end_year(lens)].dropna()
        last = int(found.index.max()) if len(found) else None
        against = f"{_LABELS[field]}, against {baseline[0]}–{baseline[1]}"
        now = _mean(found, last_years(last, latest_years), against, source)
        then = _mean(found, range(baseline[0], baseline[1] + 1), "index before", source)
        judged = replace(now, value=math.nan) if set(now.years) & set(then.years) else now
        label = f"{_LABELS[field]} of {name(state)}"
        parts.append(
            Part(
                proposition=f"{label} is below that of {baseline[0]}–{baseline[1]}",
                numbers={"now": judged, "before": then},
                checks=(Check("now", "<", factor * then.value, "factor"),),
                says=f"{label[0].upper()}{label[1:]} (1 is a single one): {{now}} in {{now.span}}, {{before}} in "
                "{before.span}.",
                note=_NOTES[field].format(trade_cow=table("trade_cow").last),
                gap=_GAPS[field],
            )
        )
    return Finding(parts=tuple(parts))


def _mean(values: pd.Series, years: range, label: str, source: tuple[str, ...]) -> Number:
    used = tuple(int(y) for y in years if y in values.index)
    value = float(values[list(used)].mean()) if len(used) > len(years) / 2 else math.nan
    return Number(label, value, "index", used, tuple(y for y in years if y not in used), source)


def _suppliers(lens: Lens, state: str) -> tuple[pd.Series, tuple[str, ...]]:
    rows = load("arms_state_totals", lens).frame
    return rows[rows["state"] == state].set_index("year")["supplier_hhi"], ("arms_state_totals",)


@lru_cache(maxsize=64)
def _partners(lens: Lens, state: str) -> tuple[pd.Series, tuple[str, ...]]:
    known = load("trade_cow", lens).last
    rows = partner_totals(state).loc[:known]
    return rows.apply(lambda amounts: herfindahl(amounts.dropna().to_numpy()), axis=1), ("trade_cow",)


def _donors(lens: Lens, state: str) -> tuple[pd.Series, tuple[str, ...]]:
    """Concentration of the donors that are followed; a year counts where both are known and neither took back."""
    donors = [donor for donor in DONORS if donor != state]
    amounts = {g: rows.seen.set_index("year")["value"] for g in donors if len(rows := given(lens, g, state))}
    if len(amounts) < 2:
        return pd.Series(dtype=float), tuple(DONORS.values())
    table = pd.DataFrame(amounts).dropna()
    table = table[(table >= 0).all(axis=1)]
    return table.apply(lambda row: herfindahl(row.to_numpy()), axis=1).astype(float), tuple(DONORS.values())
