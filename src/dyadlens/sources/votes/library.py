"""Votes in the General Assembly and the Security Council, from the United Nations Digital Library."""

from functools import lru_cache

import pandas as pd
import pyarrow.parquet as pq

from dyadlens.errors import SourceError
from dyadlens.sources.raw import Raw
from dyadlens.sources.states.system import BEIJING_SEATED, state_codes

FILE = "un_votes/undl_votes_long_1946_20251029.parquet"
EMERGENCY_FILE = "un_votes/es11_votes.csv"
UKRAINE_SESSION = 11
VOTES = {"Y": "yes", "N": "no", "A": "abstain", "X": "not_voting"}


@lru_cache(maxsize=2)
def _votes(raw: Raw, body: str) -> pd.DataFrame:
    """Read the votes of one body, each under the state that cast it."""
    columns = ["undl_id", "symbol", "date", "body", "iso3", "vote"]
    file = pq.read_table(
        raw.path(FILE), columns=columns, filters=[("body", "=", body)], read_dictionary=["iso3", "vote"]
    )
    votes: pd.DataFrame = file.to_pandas()
    # Serbia and Montenegro is Yugoslavia. The votes of the Republic of China stand under CHN in the source.
    state = votes["iso3"].astype("str").replace({"SCG": "YUG"})
    votes["state"] = state.mask((state == "CHN") & (votes["date"] < BEIJING_SEATED), "TWN")
    state_codes(raw).check(votes["state"].unique())
    votes["year"] = votes["date"].str[:4].astype(int)
    return votes.assign(record=votes["undl_id"].astype(int), vote=votes["vote"].cat.rename_categories(VOTES))


def _tallied(votes: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each record with its tallies, counted from the votes themselves."""
    tallies = pd.crosstab(votes["record"], votes["vote"])
    tallies.columns = tallies.columns.astype("str")
    return votes.drop_duplicates("record").set_index("record")[["symbol", "date", "year"]].join(tallies).reset_index()


def build_undl_votes(raw: Raw) -> pd.DataFrame:
    """Build the votes cast, one row a state and roll call; not voting has no row."""
    votes = _votes(raw, "GA").rename(columns={"record": "roll_call"})
    return votes.loc[votes["vote"] != "not_voting", ["roll_call", "state", "year", "vote"]]


def build_undl_rollcalls(raw: Raw) -> pd.DataFrame:
    """Build the list of roll calls with tallies."""
    calls = _tallied(_votes(raw, "GA")).rename(columns={"record": "roll_call"})
    # Three records hold no vote of any state: a list of them would pass for votes in which nobody took part.
    calls = calls[calls[["yes", "abstain", "no"]].sum(axis=1) > 0]
    emergency = calls["symbol"].str.extract(r"/ES-(\d+)/")[0].astype("Int64")
    ukraine = set(pd.read_csv(raw.path(EMERGENCY_FILE))["resolution"])
    marked = set(calls.loc[emergency == UKRAINE_SESSION, "symbol"].str.removeprefix("A/RES/"))
    if marked != ukraine:
        raise SourceError(f"Ukraine emergency session: {sorted(marked ^ ukraine)} in one source only")
    return calls.assign(emergency_session=emergency)


def build_security_council_votes(raw: Raw) -> pd.DataFrame:
    """Build one row for each resolution and member of the council."""
    return _votes(raw, "SC").rename(columns={"record": "resolution"})[["resolution", "state", "year", "vote"]]


def build_security_council_resolutions(raw: Raw) -> pd.DataFrame:
    """Build the list of adopted resolutions with tallies."""
    return _tallied(_votes(raw, "SC")).rename(columns={"record": "resolution"})
