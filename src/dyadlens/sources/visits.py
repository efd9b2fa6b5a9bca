"""Travels abroad of presidents and secretaries of state of the United States: where and when, no remarks."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from dyadlens.sources.raw import Raw
from dyadlens.sources.states import build_states, name_to_state
from dyadlens.sources.table import Column, Table

FILES = {"president": "visits/AmericanPresidentVisit.csv", "secretary": "visits/AmericanSecretaryVisit.csv"}
NOT_STATES = ("Antarctica", "Cook Islands", "Holy See", "Palestinian Authority", "Vatican City")
NAMES = {
    "Burma (Myanmar)": "Myanmar", "Congo, Democratic Republic of": "DR Congo", "Denmark (Greenland)": "Denmark",
    "Democratic Republic of the Congo (Zaire)": "DR Congo", "Germany, Federal Republic of": "Germany",
    "Kirghizia": "Kyrgyzstan", "Korea, Republic of": "South Korea", "Netherlands Antilles": "Netherlands",
    "Macedonia, Former Yugoslav Republic of": "North Macedonia", "Republic of China": "Taiwan",
    "Serbia and Montenegro": "Serbia", "Serbia-Montenegro (Kosovo)": "Serbia", "Yugoslavia": "Serbia",
    "Southern Rhodesia (Zimbabwe)": "Zimbabwe", "U.S.S.R.": "Russia", "United Kingdom (Northern Ireland)":
    "United Kingdom", "United Kingdom (Wales)": "United Kingdom", "Western Samoa": "Samoa",
    "Yugoslavia (Kosovo)": "Serbia", "China, People’s Republic of": "China",
}  # fmt: skip
# One name, two states: the earlier one for days before the date.
EARLIER = {"SRB": ("YUG", "2006-06-05"), "VNM": ("RVN", "1975-05-01")}
_DAY = r"(?:([A-Z][a-z]+) )?(\d{1,2})(?:, (\d{4}))?"
_SPAN = re.compile(rf"{_DAY}(?:[–-]{_DAY})?")
_MONTHS = {m: i for i, m in enumerate(
    ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
     "December"), start=1)}  # fmt: skip


def parse_span(text: str) -> tuple[str, str]:
    """Turn a date or a span of days, as the Office of the Historian writes it, into first and last day."""
    found = _SPAN.fullmatch(text.strip())
    if not found:
        raise ValueError(f"no date or span of days: {text!r}")
    month, day, year, last_month, last_day, last_year = found.groups()
    last_month, last_day, last_year = last_month or month, last_day or day, last_year or year
    first = pd.Timestamp(int(year or last_year), _MONTHS[month], int(day))
    last = pd.Timestamp(int(last_year), _MONTHS[last_month], int(last_day))
    if last < first:
        raise ValueError(f"last day before the first: {text!r}")
    return first.date().isoformat(), last.date().isoformat()


def build_visits(raw: Raw) -> pd.DataFrame:
    """Build one row for each stay; remarks of the source serve to tell visits made before taking office only."""
    parts = [pd.read_csv(raw.path(file)).assign(office=office) for office, file in FILES.items()]
    rows = pd.concat(parts, ignore_index=True)
    names = rows["destination country"].str.strip().replace(NAMES)
    rows["state"] = name_to_state(names.tolist(), build_states(raw), ignore=NOT_STATES).to_numpy()
    rows[["date", "end"]] = [parse_span(text) for text in rows["time"]]
    for state, (earlier, until) in EARLIER.items():
        rows["state"] = np.where((rows["state"] == state) & (rows["date"] < until), earlier, rows["state"])
    rows["in_office"] = ~rows["description"].str.contains("[Visit made as President-elect.]", regex=False)
    rows["year"] = rows["date"].str[:4].astype(int)
    rows = rows.dropna(subset=["state"])
    rows["stop"] = rows.groupby(["office", "state", "date"]).cumcount() + 1
    return rows[["office", "state", "date", "end", "year", "stop", "in_office"]]


TABLES = (
    Table(
        name="us_visits",
        credit="US Department of State, Office of the Historian",
        title="Visits abroad of US presidents (1909-2020) and secretaries of state (1866-2020)",
        description=(
            "One row for each state visited on a trip, with first and last day. A dependency counts as the state that "
            "it belongs to. Meetings at home and visits to the United States are not in it. A state and year without a "
            "row had no visit."
        ),
        build=build_visits,
        columns=(
            Column("office", "string", "Who travelled.", allowed=("president", "secretary")),
            Column("state", "string", "State visited."),
            Column("date", "date", "First day."),
            Column("end", "date", "Last day."),
            Column("year", "integer", "Year of the first day.", minimum=1866, maximum=2020),
            Column("stop", "integer", "1, or 2 where the state was visited twice on that day.", minimum=1, maximum=2),
            Column("in_office", "boolean", "False for a president-elect."),
        ),
        key=("office", "state", "date", "stop"),
        files=(*FILES.values(), "states/cow_states.parquet", "states/concordance_iso_cow_gw.csv"),
        first=1866,
        last=2020,
        absent="true_zero",
        published_lag=0,
        lag_note="visits are reported on the day",
        dated_by="date",
        states_covered="all states",
        defects=(
            "the last president's visit is of January 2020, the last secretary's of November 2020: few trips in that "
            "year for reasons of health, not of policy",
            "visits to the Palestinian Authority (65), the Holy See (49), Antarctica and the Cook Islands (1 each) are "
            "left out",
            "Vietnam before May 1975 is the Republic of Vietnam (RVN): all stops are Saigon, Cam Ranh or Di An",
            "Yugoslavia, Serbia and Kosovo before 5 June 2006 are YUG; the USSR is RUS, also for Kiev in 1972, 1988 "
            "and 1991 and Alma-Ata in 1991; the Republic of China is TWN",
            "stays before a state existed (Palestine mandate, colonies) carry the state that the source names",
            "a secretary who travels with the president has a row of his own",
        ),
    ),
)  # fmt: skip
