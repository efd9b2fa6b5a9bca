"""Trade of all pairs of states from the Correlates of War, to 2014."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd

from dyadlens.errors import SourceError
from dyadlens.sources.raw import Raw
from dyadlens.sources.states import build_states, cow_to_state
from dyadlens.sources.table import Column, Table

COW_FILE = "trade/cow_trade_ddy.parquet"
SECOND_FILE = "trade/itpd_aggregated_2000_2016.parquet"
LARGE_MUSD = 10  # smaller flows are too rough to scale one source by the other
COW_LAG = 2.0
COW_LAG_NOTE = "version 4.0, with data to 2014, was published in 2016"
FIRST = 1946


def read_cow(raw: Raw) -> pd.DataFrame:
    """Read each directed flow once.

    The raw file has each pair both ways, so each flow stands in it twice: as ``flow1`` of one row (imports of
    the first state from the second) and as ``flow2`` of the other.
    """
    return _cow(raw).copy(deep=False)


@lru_cache(maxsize=1)
def _cow(raw: Raw) -> pd.DataFrame:
    frame = pd.read_parquet(raw.path(COW_FILE), columns=["ccode1", "ccode2", "year", "flow1", "flow2"])
    keys = ["ccode1", "ccode2", "year"]
    frame = frame[frame["year"] >= FIRST].sort_values(keys, ignore_index=True)
    back = frame.rename(columns={"ccode1": "ccode2", "ccode2": "ccode1"}).sort_values(keys, ignore_index=True)
    # The mirrored file, sorted alike, must be the file itself with the two flows exchanged.
    same_keys = frame[keys].equals(back[keys])
    if not same_keys or not frame["flow1"].equals(back["flow2"].rename("flow1")):
        raise SourceError("COW trade: the two rows of a pair do not mirror each other")
    known = build_states(raw)
    flows = pd.DataFrame(
        {
            "importer": cow_to_state(frame["ccode1"], frame["year"], known),
            "exporter": cow_to_state(frame["ccode2"], frame["year"], known),
            "year": frame["year"].astype(int),
            "imports_musd": frame["flow1"],
        }
    )
    if flows[["importer", "exporter"]].isna().any(axis=None):
        raise SourceError("COW trade: a country number is of no known state")
    # Two numbers of one state in the year of a union (Yemen 1990): the year's trade is under either of them.
    return flows.groupby(["importer", "exporter", "year"], as_index=False)["imports_musd"].sum(min_count=1)


def build_cow(raw: Raw) -> pd.DataFrame:
    """Put the figure of a second source beside each flow."""
    flows, second = read_cow(raw), pd.read_parquet(raw.path(SECOND_FILE))
    both = flows.merge(second, on=["importer", "exporter", "year"], how="left")
    both["v"] /= 1e6
    # The second source is in US$ of 2010: the median of large flows brings each year to current US$.
    large = both[["imports_musd", "v"]].min(axis=1) >= LARGE_MUSD
    scale = (both["v"] / both["imports_musd"])[large].groupby(both["year"]).median()
    return flows.assign(second_musd=(both["v"] / both["year"].map(scale)).round().to_numpy())


def known_from(years: pd.Series, lag: float) -> pd.Series:
    """Return the day from which a year's figure counts as published."""
    halves = round(lag * 2)
    return (years.astype(int) + (halves + 1) // 2).astype(str) + ("-06-30" if halves % 2 else "-12-31")


COW_DEFECTS = (
    "values are whole millions of US dollars here: a 0 is less than half a million, not proof that nothing was traded",
    "no row for Yugoslavia from 1997 and for Serbia in any year, although both existed",
    "in 1990 Yemen stands under two numbers; the two are added (Iran and Nicaragua only)",
    "the importer's figure stands for the flow; where it was missing the compilers took the exporter's",
    "some flows are wrong by a factor of ten or more (imports of BHS from VEN in 2008, of PAN from SGP in 2012, both "
    "flows of DZA and NGA in 2012): second_musd shows where another source differs",
)

TABLES = (
    Table(
        name="trade_cow",
        credit="Correlates of War, Dyadic Trade 4.0; USITC, ITPD-E",
        title="Imports of every state from every other, 1946-2014 (Correlates of War)",
        description=(
            "Yearly merchandise imports of one state from another in current US dollars, all pairs of states. "
            "Each directed flow stands once; the two-way trade of a pair is the sum of its two rows."
        ),
        build=build_cow,
        columns=(
            Column("importer", "string", "State that imports."),
            Column("exporter", "string", "State that the goods come from."),
            Column("year", "integer", "Calendar year.", minimum=1946, maximum=2014),
            Column(
                "imports_musd",
                "number",
                "Imports, rounded to whole millions by the source file; empty where COW has -9 (unknown).",
                unit="million current US$",
                minimum=0,
                missing=True,
            ),
            Column(
                "second_musd",
                "number",
                "The same flow by ITPD-E (Borchert et al. 2021), goods and some services, 2000-2014: from US$ of 2010 "
                "to current US$ by the yearly median of large flows, in whole millions; empty where it has none.",
                unit="million current US$",
                minimum=0,
                missing=True,
            ),
        ),
        key=("importer", "exporter", "year"),
        files=(COW_FILE, SECOND_FILE, "states/cow_states.parquet", "states/concordance_iso_cow_gw.csv"),
        first=1946,
        last=2014,
        absent="unknown",
        published_lag=COW_LAG,
        lag_note=COW_LAG_NOTE,
        defects=COW_DEFECTS,
    ),
)
