"""Membership in international governmental organizations, as spells of years."""

import pandas as pd

from dyadlens.errors import SourceError
from dyadlens.sources.cases.pak_rus import EVENTS_FILE, clean_address
from dyadlens.sources.raw import Raw
from dyadlens.sources.states.distances import spells
from dyadlens.sources.states.system import state_codes

STATES_FILE, NAMES_FILE = "igo/state_year_format3.parquet", "igo/igo_year_format3.parquet"
FIRST = 1946
# In 1990 Germany and Yemen stand twice, before and after union: the fuller membership counts, the first here.
KINDS = {1: "full", 2: "associate", 3: "observer", -9: "unknown"}
FIELDS = ["political", "social", "economic"]
# What names each accession: the collection of events by its address, or the manifest in its note on memberships.
SCO = (
    ("PAK", "2017-06-09", "day", "context_events"),
    ("IND", "2017-06-09", "day", "context_events"),
    ("IRN", "2023", "year", "manifest"),
    ("BLR", "2024", "year", "manifest"),
)
_SUMMIT = "Pakistan and India become full SCO members at Astana"


def build_igo_membership(raw: Raw) -> pd.DataFrame:
    """Join years in a row of the same kind of membership, or of not knowing, into spells."""
    wide = pd.read_parquet(raw.path(STATES_FILE)).query("year >= @FIRST")
    wide = wide.assign(state=state_codes(raw).of_cow(wide["ccode"], wide["year"]), year=wide["year"].astype(int))
    long = wide.drop(columns="ccode").melt(["state", "year"], var_name="igo", value_name="code")
    long = long[long["code"].isin(list(KINDS))]
    long = long.sort_values("code", key=lambda c: c.map(list(KINDS).index), kind="stable")
    long = long.drop_duplicates(["state", "igo", "year"])
    return spells(long.assign(kind=long["code"].map(KINDS)), ["state", "igo"], "kind")


def build_igos(raw: Raw) -> pd.DataFrame:
    """Build the list of organizations with the years that the source covers."""
    rows = pd.read_parquet(raw.path(NAMES_FILE), columns=["ioname", "orgname", "year", *FIELDS])
    rows = rows.dropna(subset=["year"]).sort_values(["ioname", "year"]).assign(igo=rows["ioname"].str.lower())
    last = {kind: (kind, "last") for kind in FIELDS}
    out = rows.groupby("igo", as_index=False).agg(
        name=("orgname", "last"), first=("year", "min"), last=("year", "max"), **last
    )
    out = out[out["last"] >= FIRST].astype({"first": int, "last": int})
    return out.assign(**out[FIELDS].eq(1))


def build_sco_accessions(raw: Raw) -> pd.DataFrame:
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
