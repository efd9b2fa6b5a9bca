"""Rules on threats: fighting with one armed group near both states, and adversaries that both have."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np

from dyadlens.claims.finding import Check, Finding, Number, Part
from dyadlens.claims.windows import end_year, joined, last_in_all, last_years, lens_on, over, over_latest, ratio, series
from dyadlens.data.catalog import load, read
from dyadlens.data.evidence import NOT_COVERED, UNKNOWN, Evidence, join
from dyadlens.lens import Lens
from dyadlens.measures.security.adversaries import land_borders
from dyadlens.panel.evidence import evidence
from dyadlens.states import all_states
from dyadlens.states.axis import codes, positions


def shared_threat(
    lens: Lens,
    a: str,
    b: str,
    *,
    group: str,
    location: str,
    latest_years: int,
    baseline_years: int,
    ratio_min: float,
    threshold_deaths: float,
    presence_years: int,
    or_from_below_threshold: bool = True,
) -> Finding:
    """Ask whether the fighting with one armed group has risen, and whether it was near both states."""
    where = lens_on(lens, a, b, load("battle_deaths", lens).info.first)
    deaths = join([]) if where is None else _group_deaths(where, group, location)
    rise = _rise(deaths, latest_years, baseline_years, ratio_min, threshold_deaths, or_from_below_threshold)
    last = load("battle_deaths", lens).last
    name = deaths["measure"].iloc[0].partition(":")[2] if len(deaths) else group
    near = [_presence(lens, state, name, last_years(min(last, end_year(lens)), presence_years)) for state in (a, b)]
    names = [all_states()[s].in_text for s in (a, b)]
    presence = Part(
        proposition=f"violence by the group is recorded in or next to {names[0]} and in or next to {names[1]}",
        numbers={"first": near[0], "second": near[1]},
        checks=(Check("first", ">=", 1.0), Check("second", ">=", 1.0)),
        says=f"Years with recorded fighting by the group in or next to {names[0]}: {{first}}; in or next to "
        f"{names[1]}: {{second}}; asked of {{first.span}}.",
        note="Only fighting with a government counts, and only where a year's deaths reach the source's threshold.",
    )
    return Finding(parts=(rise, presence))


@lru_cache(maxsize=64)
def _group_deaths(lens: Lens, group: str, location: str) -> Evidence:
    """Return battle deaths in the fighting of one government with one armed group."""
    other = next(state for state in lens.pair if state != location)
    rows = evidence(lens.replace(pair=(location, other)), measure=f"battle_deaths:{group}")
    return rows[rows["a"] == location].reset_index(drop=True)


def _rise(deaths: Evidence, recent: int, before: int, ratio_min: float, threshold: float, from_below: bool) -> Part:
    """Compare two windows in which a year without a row is unknown but below the threshold."""
    covered, last = deaths[deaths["status"].ne(NOT_COVERED)], _last_covered(deaths)
    now = _bounded(covered, last_years(last, recent), "deaths now", threshold)
    then = _bounded(covered, last_years(last, before, skip=recent), "deaths before", threshold)
    # The least rise that the bounds allow: what is below the threshold may be anything from none to it.
    least, most = _quotient(now.low, then.high), _quotient(now.high, then.low)
    value = least if least >= ratio_min or not most >= ratio_min else math.nan
    rise = joined("rise of deaths, at least", value, (now, then), "index")
    above = joined("mean now over the threshold of recording", _above(now, then, threshold), (now, then), "index")
    checks = [Check("rise", ">=", ratio_min, "ratio_min")]
    if from_below:
        checks.append(Check("above", ">=", 1.0))
    return Part(
        proposition=f"deaths in the fighting are at least {ratio_min:g} times those of the years before, or have come "
        "from below the threshold of recording to above it",
        numbers={"now": now, "before": then, "rise": rise, "above": above},
        checks=tuple(checks),
        either=True,
        says="Deaths in the fighting: {now.range} in {now.window}, {before.range} in {before.window}.",
        note="A year without a row had fewer deaths than the source records: counted as anything from none to just "
        "below that, never as zero.",
    )


def _bounded(rows: Evidence, years: range, label: str, threshold: float) -> Number:
    """Return the mean of a window with the bounds that years below the threshold leave open."""
    here = rows[rows["year"].isin(years)]
    if len(years) == 0 or len(here) < len(years):
        return over(rows, years, label, scale="count", unit="a year")
    hidden = here["status"].eq(UNKNOWN).to_numpy()
    values = here["value"].to_numpy()
    low, high = np.where(hidden, 0.0, values).mean(), np.where(hidden, threshold - 1, values).mean()
    used = tuple(int(y) for y in here.loc[~hidden, "year"])
    missing = tuple(int(y) for y in here.loc[hidden, "year"])
    # With a year below the threshold there is no mean to state, only its bounds.
    value = math.nan if hidden.any() else float(values.mean())
    return Number(label, value, "count", used, missing, ("battle_deaths",), float(low), float(high), "a year")


def _quotient(top: float, bottom: float) -> float:
    return top / bottom if bottom > 0 else math.inf if top > 0 else math.nan


def _above(now: Number, before: Number, threshold: float) -> float:
    """Return the mean now as a share of the threshold where all years before were below it, else 0.

    Not known where the bounds of the mean lie on both sides of the threshold.
    """
    if math.isnan(now.low) or math.isnan(before.low):
        return math.nan
    if before.years:
        return 0.0
    return math.nan if now.low < threshold <= now.high else now.low / threshold


@lru_cache(maxsize=64)
def _presence(lens: Lens, state: str, group: str, years: range) -> Number:
    """Count the years in which the group fought on the soil of a state or of one that touches it by land."""
    table = load("battle_deaths", lens)
    rows = table.frame
    rows = rows[(rows["side_b"] == group) & rows["year"].isin(years)]
    found = []
    borders = land_borders(read("contiguity"), np.array(years))
    for year, here in rows.groupby(rows["year"].astype(int)):
        at = year - years[0]
        near = {codes()[i] for i in np.flatnonzero(borders[at, positions([state])[0]])} | {state}
        soil = {s for cell in here["fought_in"].dropna() for s in str(cell).split("; ")}
        if near & soil:
            found.append(year)
    covered = tuple(y for y in years if table.covers(y))
    # Fewer years than asked for cannot tell that there was none.
    value = float(len(found)) if found or len(covered) == len(years) > 0 else math.nan
    label = f"years with the group in or next to {all_states()[state].in_text}"
    return Number(label, value, "count", covered, (), ("battle_deaths", "contiguity"), unit="")


def common_adversary(
    lens: Lens, a: str, b: str, *, foes_min: float, latest_years: int, baseline_years: int, ratio_min: float
) -> Finding:
    """Ask whether armed groups are adversaries of both states, and whether the fighting with them has risen."""
    groups = series(lens, "shared_adversaries_5y", a, b)
    shared = over_latest(groups, 1, "common adversaries", until=_last_covered(groups))
    deaths = series(lens, "shared_adversary_deaths", a, b)
    last = last_in_all(deaths)
    now = over_latest(deaths, latest_years, "deaths now", unit="a year")
    before = over(deaths, last_years(last, baseline_years, skip=latest_years), "deaths before", unit="a year")
    names = f"{all_states()[a].in_text} and {all_states()[b].in_text}"
    return Finding(
        parts=(
            Part(
                proposition=f"at least {foes_min:g} armed group fights both, or one and a neighbour of the other",
                numbers={"shared": shared},
                checks=(Check("shared", ">=", foes_min, "foes_min"),),
                says=f"Armed groups that are adversaries of both {names}: {{shared}} in the five years to "
                "{shared.last}.",
                gap="no common adversary is recorded, and a group below the source's threshold of deaths leaves no "
                "record",
            ),
            Part(
                proposition=f"deaths in the fighting with them are at least {ratio_min:g} times those before",
                numbers={"now": now, "before": before, "rise": ratio(now, before, "rise")},
                checks=(Check("rise", ">=", ratio_min, "ratio_min"),),
                says="Deaths in the fighting with common adversaries: {now} in {now.span}, {before} in {before.span}.",
                gap="the years with a record are too few to compare",
            ),
        )
    )


def _last_covered(rows: Evidence) -> int | None:
    covered = rows[rows["status"].ne(NOT_COVERED)]
    return int(covered["year"].max()) if len(covered) else None
