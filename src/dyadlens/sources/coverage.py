"""Which states and years a table covers, counted from its rows."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from dyadlens.sources.raw import FOCAL, Raw
from dyadlens.sources.states.system import StateCodes, state_codes
from dyadlens.sources.table import Coverage, SourceTable, described_tables

# A year is full if its rows reach as far into it as those of the years before did, within a month.
_YEARS_BEFORE, _SLACK_DAYS, _ROWS_A_YEAR = 5, 31, 12
_MOST_NAMED = 12
_Years = Mapping[str, set[int]]  # by state


def described_coverage(table: SourceTable, frame: pd.DataFrame, raw: Raw) -> dict[str, Any]:
    """Return first and last year, the number of states, the states and years without rows, and a sentence on them."""
    rule = table.coverage
    first, last = rule.years
    out: dict[str, Any] = {"first": first, "last": last}
    if not rule.states_in:
        return out | {"sentence": rule.note or "no states in its rows"}
    codes = state_codes(raw)
    alive = codes.years_of_life(first, last)
    population = {s: years for s, years in alive.items() if years and (rule.among == "all" or s in FOCAL or raw.full)}
    rows = _rows_by_state(table, frame, population)
    if rule.counted_by == "none":
        missing: dict[str, set[int]] = {}
    elif rule.counted_by == "state":
        missing = {s: years for s, years in population.items() if s not in rows}
    else:
        missing = {s: gone for s, years in population.items() if (gone := years - rows[s])}
    out["states"] = sum(missing.get(state) != years for state, years in population.items())
    if missing:
        out["without_rows"] = {state: _spells(years) for state, years in missing.items()}
    return out | {"sentence": _sentence(rule, population, missing, codes)}


def _rows_by_state(table: SourceTable, frame: pd.DataFrame, population: _Years) -> dict[str, set[int]]:
    """Return the years in which each state has a row; tables without years stand for all of them."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    for column in table.coverage.states_in:
        states = frame[column].astype("object")
        if "year" in frame or table.dated_by == "date":
            years = frame["year"] if "year" in frame else frame["date"].str[:4]
            for state, year in (
                pd.DataFrame({"s": states, "y": years.astype(int)}).drop_duplicates().dropna().to_numpy()
            ):
                found[state].add(year)
        elif {"first", "last"} <= set(frame.columns):
            for state, first, last in zip(states, frame["first"], frame["last"], strict=True):
                found[state].update(range(first, last + 1))
        else:
            for state in states.dropna().unique():
                found[state] = population.get(state, set())
    return found


def _spells(years: Iterable[int]) -> str:
    """Write years as spells, such as 1946-1955, 1964."""
    spells: list[list[int]] = []
    for year in sorted(years):
        if spells and year == spells[-1][1] + 1:
            spells[-1][1] = year
        else:
            spells.append([year, year])
    return ", ".join(f"{a}-{b}" if a < b else str(a) for a, b in spells)


def _sentence(
    rule: Coverage, population: Mapping[str, set[int]], missing: Mapping[str, set[int]], codes: StateCodes
) -> str:
    """Say in words which states have rows; the year in which a state was founded or ended is not worth a word."""
    never = [codes.names[s] for s, years in missing.items() if years == population[s]]
    have = f"{len(population) - len(never)} of" if never else "all"
    prefix = f"{rule.note}: " if rule.note else ""
    parts = [f"{prefix}{have} {len(population)} {'focal states' if rule.among == 'focal' else 'states'}"]
    if never:
        names = ", ".join(sorted(never)) if len(never) <= _MOST_NAMED else f"{len(never)} states"
        parts.append(f"no row in any year for {names}")
    # Years without a row of anybody say nothing of one state.
    nobody = set.intersection(*missing.values()) if len(missing) == len(population) else set()
    ends = {s: {min(years), max(years)} for s, years in population.items()}
    inner = {s: years - ends[s] - nobody for s, years in missing.items() if years != population[s]}
    partly = sorted((s for s, years in inner.items() if years), key=lambda s: (-len(inner[s]), s))
    if partly:
        shown = [f"{codes.names[s]} ({_spells(missing[s])})" for s in partly[: _MOST_NAMED // 2]]
        more = f" and {len(partly) - len(shown)} others" if len(partly) > len(shown) else ""
        parts.append(f"in some years none for {', '.join(shown)}{more}")
    return "; ".join(parts)


def last_full_year(table: SourceTable, frames: Mapping[str, pd.DataFrame], raw: Raw) -> int:
    """Return the last full year of a table: as its `.yml` says, or as far as its dated rows reach."""
    if isinstance(table.complete_to, int):
        return table.complete_to
    last = table.coverage.years[1]
    if isinstance(table.complete_to, str):
        other = described_tables()[table.complete_to]
        frame = frames[other.name] if other.name in frames else other.build(raw)
        return last_full_year(other, {other.name: frame}, raw)
    days = _days(frames[table.name])
    if days is None or table.dated_by == "static":
        return last
    reach, rows = days.groupby(days.dt.year).max().dt.day_of_year, days.groupby(days.dt.year).size()
    while last in reach.index:
        before = reach.index.intersection(list(range(last - _YEARS_BEFORE, last)))
        usual = len(before) == _YEARS_BEFORE and rows[before].min() >= _ROWS_A_YEAR
        if not usual or reach[last] >= reach[before].min() - _SLACK_DAYS:
            break
        last -= 1
    return last


def _days(frame: pd.DataFrame) -> pd.Series | None:
    """Return the day of each row, its last where only the month is known; nothing where rows have years only."""
    if "date" in frame:
        text = frame["date"].astype("str")
        return pd.to_datetime(text[text.str.len() >= 7].str[:7], format="%Y-%m") + pd.offsets.MonthEnd(0)
    if {"year", "month"} <= set(frame.columns):
        return pd.to_datetime(frame[["year", "month"]].assign(day=1)) + pd.offsets.MonthEnd(0)
    return None
