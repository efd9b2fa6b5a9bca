"""Rules on old grievances and on votes over time, and the rule for claims that no data at hand can test."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from functools import lru_cache

import numpy as np
import pandas as pd

from dyadlens.claims.finding import Check, Finding, Number, Part
from dyadlens.claims.rules.arms import name
from dyadlens.claims.rules.substitute import given
from dyadlens.claims.rules.third_parties import moved_apart
from dyadlens.claims.windows import distances, end_year, last_in_all, last_years
from dyadlens.data.catalog import known_until, load, table
from dyadlens.lens import FIRST_YEAR, Lens
from dyadlens.panel.views import matrix
from dyadlens.states import all_states
from dyadlens.states.axis import coexisted, positions

ALLIED = "defense"  # the strictest reading of "allied": a promise of help


def faded_grievance(
    lens: Lens,
    a: str,
    b: str,
    *,
    before: int,
    allied_with_rival_of: list[str],
    min_disputes: float,
    quiet_years: float,
) -> Finding:
    """Ask whether two states stood against each other once, and have not clashed for long."""
    pacts = _hostile_pacts(lens, a, b, before, tuple(allied_with_rival_of))
    old, quiet = [], []
    for source, words in (("gml", "Gibler, Miller and Little"), ("cow", "Correlates of War")):
        disputes = _disputes(lens, a, b, f"disputes_{source}", before)
        old.append(
            Part(
                proposition=f"before {before} one was allied with a rival of the other, and the two had at least "
                f"{min_disputes:g} dispute",
                numbers={"pacts": pacts, "disputes": disputes},
                checks=(Check("pacts", ">=", 1.0), Check("disputes", ">=", min_disputes, "min_disputes")),
                says=f"Before {before}: years with a defence pact with a rival of the other, {{pacts}}; disputes of "
                f"the two, {{disputes}} ({words}).",
                note="Years in which one had a defence pact with a state that was a strategic rival of the other.",
                gap="alliances, rivalries or disputes of those years were not out yet",
            )
        )
        since = _quiet(lens, a, b, f"disputes_{source}")
        quiet.append(
            Part(
                proposition=f"no dispute in the latest {quiet_years:g} years",
                numbers={"since": since},
                checks=(Check("since", ">=", quiet_years, "quiet_years"),),
                says="Years without a dispute, to the end of the source or of either state: {since} ({since.span}, "
                f"{words}).",
                note=f"The coding ends in {table(f'disputes_{source}').last}: what came later is not in it.",
                gap="disputes were not coded yet",
            )
        )
    (first, other), (still, elsewhere) = old, quiet
    return Finding(parts=(replace(first, others=(other,)), replace(still, others=(elsewhere,))))


@lru_cache(maxsize=64)
def _hostile_pacts(lens: Lens, a: str, b: str, before: int, whose: tuple[str, ...]) -> Number:
    """Count the years in which one had a defence pact with a state that was a rival of the other."""
    known = min(known_until("alliances", lens.as_of), known_until("rivalries", lens.as_of), end_year(lens))
    i, j = (int(at) for at in positions((a, b)))
    years = [y for y in range(FIRST_YEAR, before) if y <= known and coexisted(y)[0, i, j]]
    found = 0
    for year in years:
        pacts, enemies = (np.nan_to_num(m) > 0 for m in (matrix(f"{ALLIED}_pact", year), matrix("rivalry", year)))
        hit = (b in whose and (pacts[i] & enemies[j]).any()) or (a in whose and (pacts[j] & enemies[i]).any())
        found += int(hit)
    whole = bool(years) and years[-1] == before - 1
    value = float(found) if found or whole else math.nan
    return Number("years of hostile pacts", value, "count", tuple(years), (), ("alliances", "rivalries"))


def _disputes(lens: Lens, a: str, b: str, table: str, before: int) -> Number:
    rows, last = _of_pair(lens, a, b, table)
    number = rows.loc[rows["year"] < before, "dispute"].nunique()
    years = tuple(range(load(table, lens).info.first, min(before - 1, last) + 1))
    value = float(number) if number or last >= before - 1 else math.nan
    return Number("disputes", value, "count", years, (), (table,))


def _quiet(lens: Lens, a: str, b: str, table: str) -> Number:
    """Return the years since the last dispute, or since both were there and the source began where there was none."""
    rows, known = _of_pair(lens, a, b, table)
    states = [all_states()[state] for state in (a, b)]
    # A state that is gone keeps no peace: years count only while both were there.
    last = min(known, *(state.last for state in states))
    first = max(load(table, lens).info.first, *(state.first for state in states))
    start = int(rows["year"].max()) if len(rows) else first - 1
    years = tuple(range(start + 1, last + 1))
    value = float(last - start) if last >= first else math.nan
    return Number("years without a dispute", value, "count", years, (), (table,))


def _of_pair(lens: Lens, a: str, b: str, table: str) -> tuple[pd.DataFrame, int]:
    vintage = load(table, lens)
    last = min(vintage.last, end_year(lens))
    rows, (first, second) = vintage.frame, sorted((a, b))
    return rows[(rows["a"] == first) & (rows["b"] == second) & (rows["year"] <= last)], last


def votes_closer(
    lens: Lens, a: str, b: str, *, latest_years: int, baseline_years: int, apart: int, factor: float = 1.0
) -> Finding:
    """Ask whether two states stand closer in the General Assembly than some years before."""
    main, _ = distances(lens, a, b, first=end_year(lens) - apart - baseline_years)
    last = last_in_all(main)
    end = (last if last else end_year(lens)) - apart
    before = last_years(end, baseline_years)
    return Finding(parts=(moved_apart(lens, a, b, before, latest_years, closer=True, factor=factor),))


def not_testable(lens: Lens, a: str, c: str, *, would_test: list[str], nearest_facts: list[str]) -> Finding:
    """Say what would test a claim that no table at hand can test, with the nearest facts."""
    money = given(lens, c, a)
    until = money[money["year"] <= end_year(lens)].seen
    what = f"official finance of {name(c)} to {name(a)}"
    beside = tuple(
        Number(what, float(value), "musd", (int(year),), (), (source,))
        for value, year, source in until.tail(10)[["value", "year", "source"]].to_numpy()
    )
    named = "; ".join(re.sub(r"\bA\b", name(a), fact) for fact in nearest_facts)
    note = f"Nearest facts named with the claim: {named}. What no table holds is not shown."
    return Finding(parts=(), beside=beside, would_test=tuple(would_test), notes=(note,))
