"""Coverage counted from rows: known gaps are named, full years are told, and no table claims more than it has."""

import json
import re

import pandas as pd
import pytest

from dyadlens.data.catalog import read
from dyadlens.paths import data_directory
from dyadlens.sources.coverage import last_full_year
from dyadlens.sources.runner import all_tables
from dyadlens.sources.states.system import StateCodes
from dyadlens.sources.table import Coverage, SourceColumn, SourceTable

PACKAGE = json.loads((data_directory() / "datapackage.json").read_text(encoding="utf-8"))
OWN = {r["dyadlens"]["table"]: r["dyadlens"] for r in PACKAGE["resources"]}
COUNTED = [name for name, own in OWN.items() if "states" in own["coverage"]]


def years(spells):
    found = re.findall(r"(\d{4})(?:-(\d{4}))?", spells)
    return {year for first, last in found for year in range(int(first), int(last or first) + 1)}


@pytest.mark.parametrize(
    ("table", "state", "without"),
    [
        ("trade_cow", "SRB", "2006-2014"),
        ("trade_cow", "TLS", "2002-2014"),
        ("trade_cow", "YUG", "1997-2006"),
        ("gdelt_monthly", "GEO", "2018-2024"),
        ("icews", "TUR", "2002-2014"),
        ("chinese_finance", "SRB", "2006-2021"),
        ("us_aid", "DEU", "1955-1989"),
        ("military_expenditure", "CHN", "1949-1988"),
    ],
)
def test_known_gaps(table, state, without):
    assert OWN[table]["coverage"]["without_rows"][state] == without


def test_known_gaps_are_told_in_words():
    told = OWN["trade_cow"]["coverage"]["sentence"]
    assert told.startswith("192 of 201 states; no row in any year for ")
    assert all(name in told for name in ("Serbia", "Timor-Leste", "Yugoslavia (1997-2006)"))
    assert OWN["capabilities"]["coverage"]["sentence"] == "all 201 states"


@pytest.mark.parametrize("name", COUNTED)
def test_states_and_years_without_rows_are_those_of_the_table(name, table):
    """Spelled out anew from the rows: who lived, who has a row, who is said to have none."""
    described, own = all_tables()[name], OWN[name]["coverage"]
    rows, rule = table(name), described.coverage
    lives = StateCodes(read("states").fillna({"aliases": "", "gaps": ""}), {}).years_of_life(*rule.years)
    if rule.among == "focal":
        lives = {s: lives[s] for s in read("states").query("focal")["state"]}
    lives = {state: life for state, life in lives.items() if life}
    without = {state: years(spells) for state, spells in own.get("without_rows", {}).items()}
    assert own["states"] == sum(without.get(state) != life for state, life in lives.items())
    if rule.counted_by == "none":
        assert without == {}
    elif "year" in rows and rule.counted_by == "year":
        have = {(s, y) for c in rule.states_in for s, y in zip(rows[c], rows["year"].astype(int), strict=True)}
        assert without == {s: gone for s, life in lives.items() if (gone := {y for y in life if (s, y) not in have})}
    else:
        seen = {state for column in rule.states_in for state in rows[column].dropna()}
        assert {state for state, gone in without.items() if gone == lives[state]} == lives.keys() - seen


@pytest.mark.parametrize("name", [n for n, own in OWN.items() if own["absent_row_means"] == "true_zero"])
def test_where_no_row_is_a_zero_states_are_counted_once_for_all_years(name):
    assert all_tables()[name].coverage.counted_by != "year" or not all_tables()[name].coverage.states_in


@pytest.mark.parametrize("name", [n for n, own in OWN.items() if own["dated_by"] == "year"])
def test_a_year_without_any_row_is_a_gap_or_known(name, table):
    own, rows = OWN[name], table(name)
    spells = {y for first, last in own.get("gaps", ()) for y in range(first, last + 1)}
    empty = set(range(own["coverage"]["first"], own["coverage"]["last"] + 1)) - set(rows["year"]) - spells
    silent = {1964} if name.startswith(("undl", "rollcall", "ideal")) else set()  # the Assembly did not vote
    rare = {"rollcall_gaps", "disputes_gml", "disputes_cow", "security_council_votes"}
    assert empty <= silent or name in rare, empty


# --- full years


@pytest.mark.parametrize(
    ("table", "last", "full"),
    [
        *(("undl_rollcalls", 2025, 2024), ("undl_votes", 2025, 2024), ("rollcalls", 2024, 2023)),
        *(("security_council_resolutions", 2025, 2024), ("security_council_votes", 2025, 2024), ("vetoes", 2022, 2021)),
        *(("gdelt_monthly", 2024, 2023), ("gdelt_daily", 2024, 2023), ("attention", 2026, 2025)),
        *(("gdp_population", 2024, 2023), ("trade_cow", 2014, 2014), ("debate_speeches", 2024, 2024)),
    ],
)
def test_a_year_that_is_not_over_in_a_table_is_not_full(table, last, full):
    assert (OWN[table]["coverage"]["last"], OWN[table]["complete_to"]) == (last, full)


def test_the_package_ends_with_the_last_year_that_most_subjects_have_in_full():
    assert (PACKAGE["dyadlens"]["first_year"], PACKAGE["dyadlens"]["complete_to"]) == (1946, 2024)


def dated(last_day, rows=20):
    days = [f"{y}-{m:02d}-15" for y in range(2015, 2021) for m in range(1, 13)] * (rows // 12 + 1)
    days += [day for m in range(1, 13) if (day := f"2021-{m:02d}-15") <= last_day] + [last_day]
    return pd.DataFrame({"date": sorted(days)})


@pytest.mark.parametrize(
    ("last_day", "full"), [("2021-12-30", 2021), ("2021-12-01", 2021), ("2021-11-30", 2021), ("2021-10-29", 2020)]
)
def test_a_year_is_full_if_its_rows_reach_as_far_as_before(last_day, full):
    table = SourceTable(
        name="t",
        subject="s",
        build=dated,
        title="",
        description="",
        columns={"date": SourceColumn(type="date", description="Day.")},
        key=("date",),
        files=(),
        coverage=Coverage(years=(2015, 2021)),
        absent_row_means="unknown",
        published_lag=0,
        published_lag_note="",
        dated_by="date",
    )
    assert last_full_year(table, {"t": dated(last_day)}, None) == full
    few = dated(last_day).drop_duplicates().iloc[::4]
    assert last_full_year(table, {"t": few}, None) == 2021, "rare events tell nothing of where a source ends"
    assert last_full_year(table.model_copy(update={"complete_to": 2018}), {"t": few}, None) == 2018
