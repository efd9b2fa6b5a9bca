"""Organized violence in Pakistan by province and warring parties, counted from georeferenced events."""

from __future__ import annotations

import pandas as pd

from dyadlens.sources.raw import Raw
from dyadlens.sources.table import Column, Table

FILE = "violence/conflict_data_pak.csv"
TYPES = {1: "state-based", 2: "non-state", 3: "one-sided"}
DEATHS = ("best", "low", "high", "deaths_civilians")
NO_PROVINCE = "not located"
_KEY = ["year", "province", "dyad"]


def build_pakistan(raw: Raw) -> pd.DataFrame:
    """Count events and sum deaths by year, province and pair of parties."""
    # The row below the header holds tags of the Humanitarian Exchange Language.
    rows = pd.read_csv(raw.path(FILE), skiprows=[1], low_memory=False)
    events = pd.DataFrame(
        {
            "year": rows["year"].astype(int),
            "province": rows["adm_1"].str.replace(r" (province|territory)$", "", regex=True).fillna(NO_PROVINCE),
            "dyad": rows["dyad_new_id"].astype(int),
            "side_a": rows["side_a"].str.strip(),
            "side_b": rows["side_b"].str.strip(),
            "type": rows["type_of_violence"].map(TYPES),
            "active": rows["active_year"].eq(1),
            **{name: rows[name].astype(int) for name in DEATHS},
        }
    )
    grouped = events.groupby(_KEY)
    out = grouped[["side_a", "side_b", "type", "active"]].first()
    out["events"] = grouped.size()
    for name in DEATHS:
        out[name] = grouped[name].sum()
    return out.rename(columns={"deaths_civilians": "civilians"}).reset_index()


def _deaths(name: str, text: str) -> Column:
    return Column(name, "integer", text, unit="deaths", minimum=0)


TABLES = (
    Table(
        name="pakistan_violence",
        credit="UCDP Georeferenced Event Dataset",
        title="Organized violence in Pakistan by year, province and warring parties (UCDP GED)",
        description=(
            "Number of events and deaths, counted from single events; the events themselves and the reports they rest "
            "on are not here. Events of parties that stay below 25 deaths in a year are here too and marked."
        ),
        build=build_pakistan,
        columns=(
            Column("year", "integer", "Calendar year.", minimum=1989, maximum=2021),
            Column("province", "string", f"Province or territory as of before 2018; '{NO_PROVINCE}' where unknown."),
            Column("dyad", "integer", "Number of the pair of parties in the source."),
            Column("side_a", "string", "One party."),
            Column("side_b", "string", "The other party; 'Civilians' where the violence is one-sided."),
            Column("type", "string", "Type of violence.", allowed=tuple(TYPES.values())),
            Column("active", "boolean", "Whether the parties reached 25 deaths in the year, in all places together."),
            Column("events", "integer", "Number of events.", unit="events", minimum=1),
            _deaths("best", "Best estimate of deaths, civilians included."),
            _deaths("low", "Low estimate."),
            _deaths("high", "High estimate."),
            _deaths("civilians", "Civilians among the best estimate."),
        ),
        key=("year", "province", "dyad"),
        files=(FILE,),
        first=1989,
        last=2021,
        absent="unknown",
        published_lag=0.5,
        lag_note="each year's events come out in June of the next year",
        states_covered="PAK, events on its soil",
        defects=(
            "45 events have no province; 314 are located to the province, the country or less exactly only",
            "the Tribal Areas, joined to Khyber Pakhtunkhwa in 2018, keep their own name to 2021",
            "in 61 events the low estimate is above the best, in 139 the best is above the high: sums carry that on",
            "an older vintage than the country-years: deaths are lower here in ten of 33 years, by at most 52 (of "
            "7,512 in 2009), and equal in the others",
        ),
    ),
)
