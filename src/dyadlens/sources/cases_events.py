"""Events around Pakistan and Russia, and Pakistan on the lists of the FATF."""

from __future__ import annotations

from importlib.resources import files

import pandas as pd

from dyadlens.errors import SourceError
from dyadlens.sources.cases_contacts import clean_address
from dyadlens.sources.raw import Raw
from dyadlens.sources.table import Column, Table

EVENTS_FILE = "contacts/context_events.csv"
LABELS_FILE = "cases/PAK-RUS/context_labels.csv"
FATF_FILE = "fatf/fatf_pakistan_handcollected.csv"
ANNOUNCED_FILE = "cases/PAK-RUS/fatf_announced.csv"
PRECISION = {4: "year", 7: "month", 10: "day"}
BEARS_ON = (
    "cold_war_legacy", "china_factor", "diplomacy", "economy_energy", "india_factor", "military", "multilateral",
    "shared_threat", "us_factor",
)  # fmt: skip


def build_context_events(raw: Raw) -> pd.DataFrame:
    """Build the events with labels of our own, matched by date and order within the date."""
    rows = pd.read_csv(raw.path(EVENTS_FILE), dtype=str)
    rows["order"] = rows.groupby("date").cumcount() + 1
    with files("dyadlens.sources").joinpath(LABELS_FILE).open(encoding="utf-8", newline="") as stream:
        labels = pd.read_csv(stream, dtype={"date": str, "order": int, "label": str})
    out = rows.merge(labels, on=["date", "order"], how="outer", validate="one_to_one", indicator="found")
    alone = out.loc[out["found"] != "both", "date"].tolist()
    if alone:
        raise SourceError(f"{LABELS_FILE}: dates without event or without label: {', '.join(alone)}")
    out["source_url"] = out["source_url"].map(clean_address)
    return out[
        ["date", "order", "date_precision", "label", "bears_on", "expected_direction", "source_url", "confidence"]
    ]


def build_fatf(raw: Raw) -> pd.DataFrame:
    """Build Pakistan's listings and removals, one row a change, so that an as-of date hides what came later.

    That the listing of 2018 was announced is in no source that was collected; it comes from the commentary under test.
    """
    rows = pd.read_csv(raw.path(FATF_FILE), dtype=str).query("iso3 == 'PAK'").sort_values("start", ignore_index=True)
    rows["spell"] = rows.index + 1
    changes = []
    for change, column in (("listed", "start"), ("removed", "end")):
        one = rows.dropna(subset=[column]).assign(change=change, date=lambda d, c=column: d[c])
        changes.append(one)
    out = pd.concat(changes, ignore_index=True)
    out["date_precision"] = out["date"].str.len().map(PRECISION)
    # Two addresses support one row in places; a note in brackets behind an address is not kept.
    out["source_url"] = out["source"].str.replace(r"\s+;\s+", "; ", regex=True)
    with files("dyadlens.sources").joinpath(ANNOUNCED_FILE).open(encoding="utf-8", newline="") as stream:
        announced = pd.read_csv(stream, dtype=str).astype({"spell": int})
    out = pd.concat([out.assign(known_from="page"), announced.assign(known_from="commentary")], ignore_index=True)
    return out[["spell", "change", "list", "date", "date_precision", "source_url", "known_from"]]


CONTEXT_EVENTS = Table(
    name="cases/PAK-RUS/context_events",
    title="Events that bear on Pakistan and Russia",
    description=(
        "What happened around the pair: wars, alliances, summits of third states, sanctions, attacks. Labels are "
        "ours. The collector judged the expected direction before reading any outcome; use events as marks in "
        "figures, never as a measure."
    ),
    build=build_context_events,
    columns=(
        Column("date", "partial_date", "Date as exactly as known: day, month or year."),
        Column("order", "integer", "Place among the events of the same date.", minimum=1),
        Column("date_precision", "string", "How exact the date is.", allowed=("day", "month", "year")),
        Column("label", "string", "What happened, in a few words."),
        Column("bears_on", "string", "Which part of the argument it touches.", allowed=BEARS_ON),
        Column(
            "expected_direction", "string", "Where it was expected to push the pair.",
            allowed=("convergence", "caution", "mixed"),
        ),
        Column("source_url", "string", "Address of the page read."),
        Column("confidence", "string", "How sure the row is.", allowed=("high", "medium", "low")),
    ),
    key=("date", "order"),
    files=(EVENTS_FILE,),
    first=1948,
    last=2025,
    absent="unknown",
    published_lag=0,
    lag_note="events are reported on the day; a date known to the month or year counts from its last day",
    dated_by="date",
    states_covered="Pakistan and Russia",
    format="csv",
    defects=("some pages are reposts or reference works that report the event years later",),
)  # fmt: skip

FATF = Table(
    name="cases/PAK-RUS/fatf",
    title="Pakistan on the grey list of the FATF",
    description=(
        "Listings and removals by the Financial Action Task Force, one row a change; a spell runs from listing to "
        "removal. A change known to the year only counts from the end of that year where a date is cut. One row is a "
        "listing that is only announced: it rests on the commentary of spring 2018 alone, as laid down in claim V4, "
        "and is marked so."
    ),
    build=build_fatf,
    columns=(
        Column("spell", "integer", "Number of the spell.", minimum=1),
        Column("change", "string", "What happened.", allowed=("announced", "listed", "removed")),
        Column("list", "string", "Which list.", allowed=("grey", "black")),
        Column("date", "partial_date", "Date as exactly as known: day, month or year."),
        Column("date_precision", "string", "How exact the date is.", allowed=("day", "month", "year")),
        Column(
            "source_url", "string",
            "Address of the page read; two are parted by a semicolon; empty where no page was read.", missing=True,
        ),
        Column(
            "known_from", "string",
            "A page read, or the commentary of spring 2018 alone, whose claims the table is meant to test.",
            allowed=("page", "commentary"),
        ),
    ),
    key=("spell", "change"),
    files=(FATF_FILE,),
    first=2008,
    last=2025,
    absent="true_zero",
    published_lag=0,
    lag_note="decisions are announced on the day",
    dated_by="date",
    states_covered="Pakistan",
    format="csv",
    defects=(
        "the decision to list was announced before 28 June 2018; no source at hand has the date: May 2018 is the month "
        "of the commentary, by which it was announced at the latest",
        "other announcements are not recorded: before a listing of another year a state counts as not announced",
        "the spell of 2012 to 2015 is known to the year only, the removal of 2010 to the month",
        "that Pakistan stayed off the list after 2022-10-21 was not checked beyond the collection at the end of 2025",
    ),
)  # fmt: skip
