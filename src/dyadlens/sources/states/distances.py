"""How far apart states are, and whether they touch."""

from functools import lru_cache

import numpy as np
import pandas as pd

from dyadlens.sources.raw import Raw
from dyadlens.sources.states.system import SERBIA_FROM, SERBIA_START, state_codes

CEPII_FILE = "gravity/dist_cepii.parquet"
MIN_FILE = "states/cow_mindist.parquet"
CONTIGUITY_FILE = "states/cow_contdir.parquet"
OLD_CODES = {"ROM": "ROU", "ZAR": "COD", "TMP": "TLS", "PAL": "PSE"}
FIRST = 1946


@lru_cache(maxsize=1)
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
    pairs, states = read_cepii(raw), state_codes(raw).all
    once = (pairs["a"] < pairs["b"]) & pairs["a"].isin(states) & pairs["b"].isin(states)
    return pairs[once].round({"distance_km": 3, "distance_weighted_km": 3})


def ordered(frame: pd.DataFrame) -> pd.DataFrame:
    """Put the two states of each row in the order of their codes."""
    swap = frame["a"] > frame["b"]
    return frame.assign(a=frame["a"].where(~swap, frame["b"]), b=frame["b"].where(~swap, frame["a"]))


def spells(rows: pd.DataFrame, who: list[str], what: str) -> pd.DataFrame:
    """Join years in a row with the same value into spells with first and last year."""
    rows = rows.sort_values([*who, "year"], ignore_index=True)
    same = (rows[[*who, what]] == rows[[*who, what]].shift()).all(axis=1)
    fresh = ~same | (rows["year"] != rows["year"].shift() + 1)
    ends = np.append(np.flatnonzero(fresh)[1:] - 1, len(rows) - 1)
    out = rows[fresh].rename(columns={"year": "first"}).reset_index(drop=True)
    return out.assign(last=rows["year"].to_numpy()[ends])


def build_min_distance_spells(raw: Raw) -> pd.DataFrame:
    """Join years in a row with the same minimum distance."""
    rows = state_codes(raw).with_pairs(pd.read_parquet(raw.path(MIN_FILE)).query("year >= @FIRST"))
    rows = rows.assign(year=rows["year"].astype(int), min_distance_km=rows["mindist"].round(3))
    return spells(ordered(rows.dropna()), ["a", "b"], "min_distance_km")


def build_contiguity(raw: Raw) -> pd.DataFrame:
    """Build spells of direct contiguity by land or across water."""
    frame = pd.read_parquet(raw.path(CONTIGUITY_FILE))
    # Rows of type 0 (no contact) overlap spells of contact of the same pair; their absence says as much.
    frame = frame[(frame["conttype"] > 0) & (frame["ccode1"] < frame["ccode2"])]
    frame = frame.assign(
        start=pd.to_datetime(frame["stdate"]), end=pd.to_datetime(frame["enddate"]) + pd.offsets.MonthEnd(0)
    )
    serbian = frame["ccode1"].eq(345) | frame["ccode2"].eq(345)
    # Yugoslavia's number goes on as Serbia's. The source knows months only: what ends in the month of the change is
    # Yugoslavia's, what begins in it is Serbia's.
    change = pd.Timestamp(SERBIA_START)
    month = change.replace(day=1)
    older, newer = frame[serbian & (frame["start"] < month)], frame[serbian & (frame["end"] > month.replace(day=30))]
    last, begun = change - pd.Timedelta(days=1), newer["start"] > change
    older = older.assign(end=older["end"].where(older["end"] < last, last), year=SERBIA_FROM - 1)
    newer = newer.assign(start=newer["start"].where(begun, change), year=SERBIA_FROM)
    others = frame[~serbian].assign(year=frame["end"].dt.year)
    frame = pd.concat([others, older, newer], ignore_index=True).query("end >= '1945-01-01'")
    days = {name: frame[name].dt.strftime("%Y-%m-%d") for name in ("start", "end")}
    rows = state_codes(raw).with_pairs(frame).assign(type=frame["conttype"].astype(int), **days)
    return ordered(rows.dropna(subset=["a", "b"]))
