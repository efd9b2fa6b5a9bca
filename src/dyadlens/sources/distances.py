"""How far apart states are, and whether they touch."""

from __future__ import annotations

import pandas as pd

from dyadlens.sources.raw import Raw
from dyadlens.sources.states import SERBIA_FROM, build_states, cow_to_state
from dyadlens.sources.table import Column, Table

CEPII_FILE = "gravity/dist_cepii.parquet"
MIN_FILE = "states/cow_mindist.parquet"
CONTIGUITY_FILE = "states/cow_contdir.parquet"
OLD_CODES = {"ROM": "ROU", "ZAR": "COD", "TMP": "TLS", "PAL": "PSE"}
FIRST = 1946
SERBIA_START = pd.Timestamp(SERBIA_FROM, 6, 5)


def read_cepii(raw: Raw) -> pd.DataFrame:
    """Read GeoDist with today's codes, both directions of each pair, territories included."""
    frame = pd.read_parquet(raw.path(CEPII_FILE))
    pairs = pd.DataFrame(
        {
            "a": frame["iso_o"].replace(OLD_CODES),
            "b": frame["iso_d"].replace(OLD_CODES),
            "distance_km": frame["dist"],
            # Stored as text, with a point for a missing value.
            "distance_weighted_km": pd.to_numeric(frame["distw"].replace({".": None})),
            "contiguous": frame["contig"] == 1,
            "common_language": frame["comlang_off"] == 1,
            "colonial_tie": frame["colony"] == 1,
        }
    )
    pairs = pairs[pairs["a"] != pairs["b"]]
    again = pairs[(pairs["a"] == "YUG") | (pairs["b"] == "YUG")].replace({"a": {"YUG": "SRB"}, "b": {"YUG": "SRB"}})
    return pd.concat([pairs, again], ignore_index=True)


def build_distances(raw: Raw) -> pd.DataFrame:
    """Keep each pair of states once."""
    states = set(build_states(raw)["state"])
    pairs = read_cepii(raw)
    kept = (pairs["a"] < pairs["b"]) & pairs["a"].isin(states) & pairs["b"].isin(states)
    return pairs[kept].round({"distance_km": 3, "distance_weighted_km": 3})


def _ordered(frame: pd.DataFrame) -> pd.DataFrame:
    """Put the two states of each row in the order of their codes."""
    swap = frame["a"] > frame["b"]
    return frame.assign(a=frame["a"].where(~swap, frame["b"]), b=frame["b"].where(~swap, frame["a"]))


def build_min_distance(raw: Raw) -> pd.DataFrame:
    """Join years in a row with the same minimum distance."""
    frame = pd.read_parquet(raw.path(MIN_FILE))
    frame = frame[frame["year"] >= FIRST].reset_index(drop=True)
    known = build_states(raw)
    a, b = (cow_to_state(frame[c], frame["year"], known) for c in ("ccode1", "ccode2"))
    rows = pd.DataFrame({"a": a, "b": b, "year": frame["year"].astype(int), "km": frame["mindist"].round(3)})
    rows = _ordered(rows.dropna()).sort_values(["a", "b", "year"], ignore_index=True)
    before = rows.groupby(["a", "b"]).shift()
    fresh = before["year"].isna() | (rows["year"] != before["year"] + 1) | (rows["km"] != before["km"])
    grouped = rows.groupby(fresh.cumsum())
    return grouped.agg(
        a=("a", "first"), b=("b", "first"), first=("year", "min"), last=("year", "max"), min_distance_km=("km", "first")
    )


def build_contiguity(raw: Raw) -> pd.DataFrame:
    """Build spells of direct contiguity by land or across water."""
    frame = pd.read_parquet(raw.path(CONTIGUITY_FILE))
    # Rows of type 0 (no contact) overlap spells of contact of the same pair; their absence says as much.
    frame = frame[(frame["conttype"] > 0) & (frame["ccode1"] < frame["ccode2"])].reset_index(drop=True)
    start, end = pd.to_datetime(frame["stdate"]), pd.to_datetime(frame["enddate"]) + pd.offsets.MonthEnd(0)
    spells = frame.assign(start=start, end=end)
    serbian = spells["ccode1"].eq(345) | spells["ccode2"].eq(345)
    # Yugoslavia's number goes on as Serbia's. The source knows months only: what ends in the month of the change is
    # Yugoslavia's, what begins in it is Serbia's.
    month = pd.Timestamp(SERBIA_FROM, 6, 1)
    older, newer = spells[serbian & (start < month)], spells[serbian & (end > month + pd.offsets.MonthEnd(0))]
    older = older.assign(end=older["end"].clip(upper=SERBIA_START - pd.Timedelta(days=1)), year=SERBIA_FROM - 1)
    newer = newer.assign(start=newer["start"].clip(lower=SERBIA_START), year=SERBIA_FROM)
    others = spells[~serbian].assign(year=spells["end"].dt.year)
    spells = pd.concat([others, older, newer], ignore_index=True)
    spells = spells[spells["end"] >= "1945-01-01"].reset_index(drop=True)
    known = build_states(raw)
    rows = pd.DataFrame(
        {
            "a": cow_to_state(spells["ccode1"], spells["year"], known),
            "b": cow_to_state(spells["ccode2"], spells["year"], known),
            "type": spells["conttype"].astype(int),
            "start": spells["start"].dt.strftime("%Y-%m-%d"),
            "end": spells["end"].dt.strftime("%Y-%m-%d"),
        }
    )
    return _ordered(rows.dropna(subset=["a", "b"]))


_STATES = ("states/cow_states.parquet", "states/concordance_iso_cow_gw.csv")
_PAIR = (
    Column("a", "string", "First state of the pair by code."),
    Column("b", "string", "Second state."),
)
_STATIC = {"published_lag": 0, "lag_note": "geography is known at the time", "dated_by": "static"}

TABLES = (
    Table(
        name="distances",
        credit="CEPII GeoDist",
        title="Distances and ties of pairs of states (CEPII GeoDist)",
        description=(
            "Distance between the largest cities, distance weighted by the population of cities, and whether the pair "
            "shares a border, an official language or a past as colony and coloniser. One value for all years."
        ),
        build=build_distances,
        columns=(
            *_PAIR,
            Column("distance_km", "number", "Great circle between the largest cities.", "km", minimum=0),
            Column("distance_weighted_km", "number", "Weighted by the population of cities.", "km", minimum=0),
            Column("contiguous", "boolean", "Whether they share a border."),
            Column("common_language", "boolean", "Whether they share an official language."),
            Column("colonial_tie", "boolean", "Whether one ever ruled the other as a colony (CEPII's judgement)."),
        ),
        key=("a", "b"),
        files=(CEPII_FILE, *_STATES),
        first=2011,
        last=2011,
        absent="not_covered",
        **_STATIC,
        states_covered="states in GeoDist; none of CSK, DDR, EAZ, LIE, MCO, MNE, RVN, SSD, XKX, YMD",
        defects=(
            "YUG is Serbia and Montenegro of about 2003 in the source; its row stands for YUG and again for SRB",
            "borders are those of about 2005: Sudan includes the south, and the borders of the Soviet Union, of "
            "Czechoslovakia and of the larger Yugoslavia are not there",
            "the former Soviet republics and Finland count as former colonies of Russia",
            "weighted distance is missing for five small territories, of which none is a state here",
        ),
    ),
    Table(
        name="min_distance_spells",
        credit="CShapes 2.0",
        title="Minimum distance between the territories of two states, 1946-2019",
        description="Shortest distance between two territories, in runs of years with the same value; 0 if they touch.",
        build=build_min_distance,
        columns=(
            *_PAIR,
            Column("first", "integer", "First year of the run.", minimum=1946, maximum=2019),
            Column("last", "integer", "Last year of the run.", minimum=1946, maximum=2019),
            Column("min_distance_km", "number", "Minimum distance, to the metre.", "km", minimum=0),
        ),
        key=("a", "b", "first"),
        files=(MIN_FILE, *_STATES),
        first=1946,
        last=2019,
        absent="not_covered",
        **_STATIC,
        defects=("borders of the Soviet Union count for RUS to 1991",),
    ),
    Table(
        name="contiguity",
        credit="Correlates of War, Direct Contiguity 3.2",
        title="Direct contiguity of states, spells to 2016",
        description=(
            "Spells in which two states touch by land (type 1) or face each other across at most 12 (2), 24 (3), 150 "
            "(4) or 400 (5) miles of water. A pair without a spell was not contiguous."
        ),
        build=build_contiguity,
        columns=(
            *_PAIR,
            Column("type", "integer", "1 land or river; 2 to 5 water by width.", "code", minimum=1, maximum=5),
            Column("start", "date", "First day of the month in which the spell begins."),
            Column("end", "date", "Last day of the month in which it ends; 2016-12-31 is the end of the source."),
        ),
        key=("a", "b", "type", "start"),
        files=(CONTIGUITY_FILE, *_STATES),
        first=1945,
        last=2016,
        absent="true_zero",
        **_STATIC,
        format="csv",
        defects=(
            "the source knows the month; the day is ours",
            "rows of type 0 in the raw file overlap spells of contact and are left out",
            "Yugoslavia's spells are cut at 2006-06-05 and go on as Serbia's",
        ),
    ),
)  # fmt: skip
