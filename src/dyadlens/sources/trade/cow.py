"""Trade of all pairs of states from the Correlates of War, to 2014."""

from functools import lru_cache

import pandas as pd

from dyadlens.errors import SourceError
from dyadlens.sources.raw import Raw
from dyadlens.sources.states.system import state_codes

FILE, SECOND_FILE = "trade/cow_trade_ddy.parquet", "trade/itpd_aggregated_2000_2016.parquet"
LAG = 2.0
FIRST = 1946
LARGE_MUSD = 10  # smaller flows are too rough to scale one source by the other, or to blame either
LEAST_MUSD = 0.5  # in whole millions a 0 stands for anything below this
MOST_APART = 3
_KEY = ["importer", "exporter", "year"]


def read_cow(raw: Raw) -> pd.DataFrame:
    """Read each directed flow once.

    The raw file has each pair both ways, so each flow stands in it twice: as ``flow1`` of one row (imports of
    the first state from the second) and as ``flow2`` of the other.
    """
    return _cow(raw).copy(deep=False)


@lru_cache(maxsize=1)
def _cow(raw: Raw) -> pd.DataFrame:
    frame = pd.read_parquet(raw.path(FILE), columns=["ccode1", "ccode2", "year", "flow1", "flow2"])
    keys = ["ccode1", "ccode2", "year"]
    frame = frame[frame["year"] >= FIRST].sort_values(keys, ignore_index=True)
    back = frame.rename(columns={"ccode1": "ccode2", "ccode2": "ccode1"}).sort_values(keys, ignore_index=True)
    # The mirrored file, sorted alike, must be the file itself with the two flows exchanged.
    if not frame[keys].equals(back[keys]) or not frame["flow1"].equals(back["flow2"].rename("flow1")):
        raise SourceError("COW trade: the two rows of a pair do not mirror each other")
    codes = state_codes(raw)
    flows = pd.DataFrame(
        {
            "importer": codes.of_cow(frame["ccode1"], frame["year"]),
            "exporter": codes.of_cow(frame["ccode2"], frame["year"]),
            "year": frame["year"].astype(int),
            "imports_musd": frame["flow1"],
        }
    )
    if flows[["importer", "exporter"]].isna().any(axis=None):
        raise SourceError("COW trade: a country number is of no known state")
    # Two numbers of one state in the year of a union (Yemen 1990): the year's trade is under either of them.
    twice = flows["year"] == 1990
    union = flows[twice].groupby(_KEY)["imports_musd"].sum(min_count=1).reset_index()
    return pd.concat([flows[~twice], union], ignore_index=True)


def build_trade_cow(raw: Raw) -> pd.DataFrame:
    """Put the figure of a second source beside each flow, and mark the flows on which they differ."""
    flows = read_cow(raw).merge(pd.read_parquet(raw.path(SECOND_FILE)), on=_KEY, how="left")
    second = flows["v"] / 1e6
    # The second source is in US$ of 2010: the median of large flows brings each year to current US$.
    large = (flows["imports_musd"] >= LARGE_MUSD) & (second >= LARGE_MUSD)
    scale = (second / flows["imports_musd"])[large].groupby(flows["year"]).median()
    flows["second_musd"] = (second / flows["year"].map(scale)).round()
    both = flows[["imports_musd", "second_musd"]]
    most, least = both.max(axis=1), both.min(axis=1).clip(lower=LEAST_MUSD)
    apart = (most >= LARGE_MUSD) & (most > MOST_APART * least)
    return flows.assign(mirror_differs=apart.astype("boolean").where(both.notna().all(axis=1)))


def known_from(years: pd.Series, lag: float) -> pd.Series:
    """Return the day from which a year's figure counts as published."""
    halves = round(lag * 2)
    return (years.astype(int) + (halves + 1) // 2).astype(str) + ("-06-30" if halves % 2 else "-12-31")
