"""Travels abroad of US presidents and secretaries of state, and signals of support from five major powers."""

import re
from datetime import datetime

import pandas as pd

from dyadlens.errors import SourceError
from dyadlens.sources.raw import Raw
from dyadlens.sources.states.system import SERBIA_START, state_codes
from dyadlens.sources.table import lookups

FILES = {"president": "visits/AmericanPresidentVisit.csv", "secretary": "visits/AmericanSecretaryVisit.csv"}
LISTS = lookups(__name__)
# One name, two states: the earlier one for days before the date.
EARLIER = {"SRB": ("YUG", SERBIA_START), "VNM": ("RVN", "1975-05-01")}
_DAY = r"(?:([A-Z][a-z]+) )?(\d{1,2})(?:, (\d{4}))?"
_SPAN = re.compile(rf"{_DAY}(?:[–-]{_DAY})?")


def parse_span(text: str) -> tuple[str, str]:
    """Turn a date or a span of days, as the Office of the Historian writes it, into first and last day."""
    found = _SPAN.fullmatch(text.strip())
    if not found:
        raise SourceError(f"no date or span of days: {text!r}")
    month, day, year, last_month, last_day, last_year = found.groups()
    last_year = last_year or year
    first = datetime.strptime(f"{day} {month} {year or last_year}", "%d %B %Y")
    last = datetime.strptime(f"{last_day or day} {last_month or month} {last_year}", "%d %B %Y")
    if last < first:
        raise SourceError(f"last day before the first: {text!r}")
    return first.date().isoformat(), last.date().isoformat()


def build_us_visits(raw: Raw) -> pd.DataFrame:
    """Build one row for each stay; remarks of the source serve to tell visits made before taking office only."""
    parts = [pd.read_csv(raw.path(file)).assign(office=office) for office, file in FILES.items()]
    rows = pd.concat(parts, ignore_index=True)
    names = rows["destination country"].str.strip()
    rows["state"] = state_codes(raw).of_names(names, LISTS["not_states"], LISTS["names"])
    rows[["date", "end"]] = [parse_span(text) for text in rows["time"]]
    for state, (earlier, until) in EARLIER.items():
        rows["state"] = rows["state"].mask((rows["state"] == state) & (rows["date"] < until), earlier)
    rows["in_office"] = ~rows["description"].str.contains("[Visit made as President-elect.]", regex=False)
    rows["year"] = rows["date"].str[:4].astype(int)
    rows = rows.dropna(subset=["state"])
    return rows.assign(stop=rows.groupby(["office", "state", "date"]).cumcount() + 1)


SIGNALS_FILE = "visits/Individual_Signals_Dataset.csv"
POWERS = {"us": "USA", "rus": "RUS", "chi": "CHN", "uk": "GBR", "fra": "FRA"}
KINDS = {"vis": "visit", "ex": "exercise", "pact": "pact"}
NUCLEAR = ("us", "rus", "uk")  # the source has no such column for the other two


def build_major_power_signals(raw: Raw) -> pd.DataFrame:
    """Build one row for each power, state and year; two COW numbers of one state in one year become one row."""
    file = pd.read_csv(raw.path(SIGNALS_FILE), usecols=lambda name: not name.startswith(("yr", "log_")))
    state = state_codes(raw).of_cow(file["ccode"], file["year"])
    parts = []
    for short, power in POWERS.items():
        own = {name: file[f"{short}_{column}"].astype(int) for column, name in KINDS.items()}
        nuclear = file[f"{short}_nukes"].astype(float) if short in NUCLEAR else float("nan")
        part = pd.DataFrame({"power": power, "state": state, "year": file["year"], "troops": file[f"{short}_troops"]})
        parts.append(part.assign(**own, nuclear_arms=nuclear)[state != power])
    both = pd.concat(parts).dropna(subset=["state"])
    out = both.groupby(["power", "state", "year"], as_index=False).max()
    stood = out["nuclear_arms"].eq(1).astype("boolean").mask(out["nuclear_arms"].isna())
    return out.assign(nuclear_arms=stood, **out[list(KINDS.values())].eq(1))
