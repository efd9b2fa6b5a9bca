"""Membership in international governmental organizations, as spells of years."""

from __future__ import annotations

import pandas as pd

from dyadlens.errors import SourceError
from dyadlens.sources.cases_contacts import clean_address
from dyadlens.sources.cases_events import EVENTS_FILE
from dyadlens.sources.raw import Raw
from dyadlens.sources.states import build_states, cow_to_state
from dyadlens.sources.table import Column, Table

STATES = "igo/state_year_format3.parquet"
NAMES = "igo/igo_year_format3.parquet"
STATES_FILES = ("states/cow_states.parquet", "states/concordance_iso_cow_gw.csv")
FIRST, LAST = 1946, 2014
ANNUAL_FROM = 1965
KINDS = {1: "full", 2: "associate", 3: "observer", -9: "unknown"}
# What names each accession: the collection of events by its address, or the manifest in its note on memberships.
SCO = (
    ("PAK", "2017-06-09", "day", "context_events"),
    ("IND", "2017-06-09", "day", "context_events"),
    ("IRN", "2023", "year", "manifest"),
    ("BLR", "2024", "year", "manifest"),
)
_SUMMIT = "Pakistan and India become full SCO members at Astana"
# In 1990 Germany and Yemen stand twice, before and after union: the fuller membership counts.
_RANK = {"full": 0, "associate": 1, "observer": 2, "unknown": 3}


def _long(raw: Raw) -> pd.DataFrame:
    """Read one row a state, organization and year of any kind of membership, or of not knowing."""
    wide = pd.read_parquet(raw.path(STATES)).query("year >= @FIRST").reset_index(drop=True)
    wide["code"] = cow_to_state(wide["ccode"], wide["year"], build_states(raw))
    long = wide.drop(columns=["ccode", "state"]).melt(["code", "year"], var_name="igo", value_name="kind")
    long["kind"] = long["kind"].map(KINDS)
    long = long.dropna(subset=["kind"]).rename(columns={"code": "state"}).astype({"year": int})
    order = long["kind"].map(_RANK)
    long = long.assign(order=order).sort_values(["state", "igo", "year", "order"])
    return long.drop_duplicates(["state", "igo", "year"])[["state", "igo", "year", "kind"]]


def build_membership(raw: Raw) -> pd.DataFrame:
    """Join years in a row of the same kind of membership."""
    rows = _long(raw).sort_values(["state", "igo", "year"], ignore_index=True)
    before = rows.groupby(["state", "igo"]).shift()
    fresh = before["year"].isna() | (rows["year"] != before["year"] + 1) | (rows["kind"] != before["kind"])
    grouped = rows.groupby(fresh.cumsum())
    return grouped.agg(
        state=("state", "first"),
        igo=("igo", "first"),
        kind=("kind", "first"),
        first=("year", "min"),
        last=("year", "max"),
    )


def build_igos(raw: Raw) -> pd.DataFrame:
    """Build the list of organizations with the years that the source covers."""
    rows = pd.read_parquet(raw.path(NAMES), columns=["ioname", "orgname", "year", "political", "social", "economic"])
    rows = rows.dropna(subset=["year"]).sort_values(["ioname", "year"])
    rows["igo"] = rows["ioname"].str.lower()
    out = rows.groupby("igo", as_index=False).agg(
        name=("orgname", "last"),
        first=("year", "min"),
        last=("year", "max"),
        **{kind: (kind, "last") for kind in ("political", "social", "economic")},
    )
    out = out[out["last"] >= FIRST].astype({"first": int, "last": int})
    for kind in ("political", "social", "economic"):
        out[kind] = out[kind].eq(1)
    return out


def build_accessions(raw: Raw) -> pd.DataFrame:
    """Build the accessions to the Shanghai Cooperation Organization after the end of the source of memberships."""
    events = pd.read_csv(raw.path(EVENTS_FILE), dtype=str)
    found = events[events["event"] == _SUMMIT]
    out = pd.DataFrame(SCO, columns=["state", "date", "precision", "source"]).assign(igo="sco")
    by_event = out["source"] == "context_events"
    if len(found) != 1 or set(out.loc[by_event, "date"]) != set(found["date"]):
        raise SourceError(f"{EVENTS_FILE}: the accession of Pakistan and India is not there once, on its day")
    # A note in the manifest has no address.
    out["source_url"] = pd.Series(clean_address(found["source_url"].iloc[0]), index=out.index).where(by_event)
    return out


_MEMBERSHIP = Table(
    name="igo_membership",
    credit="Correlates of War, Intergovernmental Organizations 3.0",
    title="Membership of states in international organizations, spells of years (Correlates of War)",
    description=(
        "One row for each run of years in which a state stood in one relation to an organization. Two states share "
        "an organization in a year if both are full members. 'unknown' marks years in which the source does not know "
        "who the members were; a state without a row was no member, or the organization did not exist. A run is one "
        "row and not cut by the as-of date: read `last` as no later than the last year known."
    ),
    build=build_membership,
    columns=(
        Column("state", "string", "State code."),
        Column("igo", "string", "Short name of the organization; table igos has the long one."),
        Column("kind", "string", "Relation to it.", allowed=tuple(KINDS.values())),
        Column("first", "integer", "First year of the run, 1946 if it began before.", minimum=FIRST, maximum=LAST),
        Column("last", "integer", "Last year of the run, 2014 if it goes on.", minimum=FIRST, maximum=LAST),
    ),
    key=("state", "igo", "first"),
    files=(STATES, *STATES_FILES),
    first=FIRST,
    last=LAST,
    absent="true_zero",
    published_lag=5.5,
    lag_note="version 3.0, which ends in 2014, was described in print in May 2020",
    dated_by="static",
    states_covered="members of the COW state system",
    defects=(
        f"annual from {ANNUAL_FROM}; before, the source was coded every five years and filled in between",
        "members of 109 organizations are unknown in some years, most in the 1970s and 1980s and again in 2010-14: "
        "shared memberships are undercounted there (26 organizations in 2014)",
        "1960-64 has errors of filling in: the United States, a founder, are no member of SEATO, Ghana is one of the "
        "Warsaw Pact, and Iraq, which left in 1959, one of CENTO",
        "observers of the Shanghai Cooperation Organization are coded as no members",
        "the source begins the Shanghai Cooperation Organization with the Shanghai Five of 1996",
    ),
)
_IGOS = Table(
    name="igos",
    credit="Correlates of War, Intergovernmental Organizations 3.0",
    title="International organizations: names, years, fields (Correlates of War)",
    description="One row for each organization that existed in 1946 or later.",
    build=build_igos,
    columns=(
        Column("igo", "string", "Short name, as in igo_membership."),
        Column("name", "string", "Name in the source, partly shortened there."),
        Column("first", "integer", "First year in the source.", minimum=1815, maximum=LAST),
        Column("last", "integer", "Last year in the source; 2014 if it goes on.", minimum=FIRST, maximum=LAST),
        Column("political", "boolean", "Whether its purpose is political."),
        Column("social", "boolean", "Whether its purpose is social."),
        Column("economic", "boolean", "Whether its purpose is economic."),
    ),
    key=("igo",),
    files=(NAMES,),
    first=FIRST,
    last=LAST,
    absent="not_covered",
    published_lag=5.5,
    lag_note="as igo_membership",
    dated_by="static",
    states_covered="none: one row an organization",
    format="csv",
    defects=("one row of the source names no organization and no year: left out",),
)
_ACCESSIONS = Table(
    name="sco_accessions",
    credit="Shanghai Cooperation Organization",
    title="Accessions to the Shanghai Cooperation Organization after 2014",
    description=(
        "Full members that joined after the end of igo_membership. Pakistan and India are among the events collected "
        "with an address each; Iran and Belarus are from the note on the source of memberships in the manifest of raw "
        "files, which names the years of all four."
    ),
    build=build_accessions,
    columns=(
        Column("state", "string", "State code."),
        Column("igo", "string", "Short name of the organization.", allowed=("sco",)),
        Column("date", "partial_date", "Day or year of accession, as exactly as known."),
        Column("precision", "string", "How exactly.", allowed=("day", "year")),
        Column(
            "source", "string", "Where the accession is named: the collection of events, or the note in the manifest.",
            allowed=("context_events", "manifest"),
        ),
        Column("source_url", "string", "Address of the page read; empty for the manifest's note.", missing=True),
    ),
    key=("state", "date"),
    files=(STATES, EVENTS_FILE),
    first=2015,
    last=2024,
    absent="true_zero",
    published_lag=0,
    lag_note="accessions are announced on the day",
    dated_by="date",
    format="csv",
    licence="facts",
    citation="Accessions as noted with the Correlates of War IGO data, and the page named in the row.",
    defects=("for Iran and Belarus the year only, without a page of its own: no day is sourced",),
)  # fmt: skip
TABLES = (_MEMBERSHIP, _IGOS, _ACCESSIONS)
