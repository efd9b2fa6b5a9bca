"""Votes in the United Nations General Assembly, from two sources that are not one series."""

from __future__ import annotations

import pandas as pd

from dyadlens.errors import SourceError
from dyadlens.sources.raw import Raw
from dyadlens.sources.states import build_states
from dyadlens.sources.table import Column, Table

UNDL = "un_votes/undl_votes_long_1946_20251029.parquet"
UNDL_META = "un_votes/undl_resolution_meta_1946_20251029.csv"
ES11 = "un_votes/es11_votes.csv"
ROLLCALLS = "unga_votes/ungaVoting_003.csv"
ROLLCALL_META = "unga_votes/unga_roll_call_meta.parquet"

BEIJING_SEATED = "1971-10-25"
YUGOSLAVIA_ENDS = "2006-06-05"
FLAGS = {
    "me": "the Palestinian question and the Middle East",
    "nu": "nuclear weapons and nuclear material",
    "di": "arms control and disarmament",
    "hr": "human rights",
    "co": "colonialism",
    "ec": "economic development",
}
FLAGS_END = 2021
IMPORTANT_FROM, IMPORTANT_TO = 1983, 2017
# These three are coded absent on votes of session 78 (from September 2023) that they did cast.
MISCODED, MISCODED_FROM = ("TUR", "ZMB", "ZWE"), "2023-09-01"


def _general_assembly(raw: Raw) -> pd.DataFrame:
    votes = pd.read_parquet(raw.path(UNDL))
    votes = votes[votes["body"] == "GA"].copy()
    votes["roll_call"] = votes["undl_id"].astype(int)
    votes["state"] = votes["iso3"].replace({"SCG": "YUG"})
    # The source files the votes of the Republic of China under CHN; the same person votes as TWN elsewhere.
    taipei = (votes["state"] == "CHN") & (votes["date"] < BEIJING_SEATED)
    votes["state"] = votes["state"].mask(taipei, "TWN")
    unknown = set(votes["state"]) - set(build_states(raw)["state"])
    if unknown:
        raise SourceError(f"states without a row in the table of states: {sorted(unknown)}")
    return votes


def build_undl_votes(raw: Raw) -> pd.DataFrame:
    """Build the votes cast, one row a state and roll call; not voting has no row."""
    votes = _general_assembly(raw)
    votes["vote"] = votes["vote"].map({"Y": "yes", "A": "abstain", "N": "no"})
    votes["year"] = votes["date"].str[:4].astype(int)
    return votes.dropna(subset=["vote"])[["roll_call", "state", "year", "vote"]]


def build_undl_rollcalls(raw: Raw) -> pd.DataFrame:
    """Build the list of roll calls with tallies counted from the votes themselves."""
    votes = _general_assembly(raw)
    tallies = pd.crosstab(votes["roll_call"], votes["vote"]).rename(
        columns={"Y": "yes", "A": "abstain", "N": "no", "X": "not_voting"}
    )
    calls = votes.drop_duplicates("roll_call").set_index("roll_call")[["symbol", "date"]]
    # Three records hold no vote of any state: a list of them would pass for votes in which nobody took part.
    calls = calls[(tallies[["yes", "abstain", "no"]].sum(axis=1) > 0).reindex(calls.index)]
    out = calls.join(tallies).reset_index()
    emergency = out["symbol"].str.extract(r"/ES-(\d+)/")[0].astype("Int64")
    ukraine = pd.read_csv(raw.path(ES11))["resolution"].unique()
    marked = out.loc[emergency == 11, "symbol"].str.removeprefix("A/RES/")
    if set(marked) != set(ukraine):
        raise SourceError(f"Ukraine emergency session: {sorted(set(marked) ^ set(ukraine))} in one source only")
    out["emergency_session"] = emergency
    out["year"] = out["date"].str[:4].astype(int)
    return out


def _matrix(raw: Raw) -> pd.DataFrame:
    wide = pd.read_csv(raw.path(ROLLCALLS)).drop(columns=["rcid", *FLAGS])
    return pd.concat([pd.Series(range(len(wide)), name="roll_call"), wide], axis=1)


def build_rollcall_votes(raw: Raw) -> pd.DataFrame:
    """Build the votes cast in the second source; a state coded absent or no member has no row."""
    wide = _matrix(raw)
    long = wide.melt(["roll_call", "date"], var_name="state", value_name="code")
    long["vote"] = long["code"].map({1: "yes", 2: "abstain", 3: "no"})
    # SRB stands for Yugoslavia until Serbia was alone.
    serbia = (long["state"] == "SRB") & (long["date"] < YUGOSLAVIA_ENDS)
    long["state"] = long["state"].mask(serbia, "YUG")
    long["year"] = long["date"].str[:4].astype(int)
    return long.dropna(subset=["vote"])[["roll_call", "state", "year", "vote"]]


def build_rollcalls(raw: Raw) -> pd.DataFrame:
    """Build the list of roll calls of the second source, with issue flags where they were coded."""
    meta = pd.read_parquet(raw.path(ROLLCALL_META))
    out = pd.DataFrame({"roll_call": meta["row_id"].astype(int), "date": meta["date"]})
    out["year"] = out["date"].str[:4].astype(int)
    coded = out["year"] <= FLAGS_END
    for flag in FLAGS:
        out[flag] = meta[flag].astype("boolean").where(coded)
    judged = out["year"].between(IMPORTANT_FROM, IMPORTANT_TO) & meta["importantvote"].notna()
    out["important"] = meta["importantvote"].eq(1).astype("boolean").where(judged)
    out["paragraph"] = meta["para"].eq(1).astype("boolean").where(meta["para"].notna())
    return out


def build_vote_gaps(raw: Raw) -> pd.DataFrame:
    """Build the list of state-years in which the second source is known to be wrong or incomplete."""
    years = _matrix(raw)["date"].str[:4].astype(int).unique()
    first = int(MISCODED_FROM[:4])
    return pd.DataFrame(
        [
            {"state": s, "year": int(y), "reason": "coded absent on votes cast"}
            for s in MISCODED
            for y in years
            if y >= first
        ]
    )


_LAG = "votes are published within days; year-end is taken so that no part of a year passes for the whole"
_VOTE = Column("vote", "string", "The vote cast.", allowed=("yes", "abstain", "no"))
_UNDL_DEFECTS = (
    "adopted resolutions only; a state that did not vote has no row, so absence and presence without voting are one",
    "A/RES/39/28A, A/RES/39/28B and A/RES/43/62 have no vote of any state in the source and are left out",
    "2025 ends on 29 October, before most votes of the autumn session: not an ordinary year",
    "the source has votes of the Republic of China (to 1971-10-24) under CHN; they are TWN here",
    "votes of BLR and UKR before 1991 were cast by Soviet republics that had a seat of their own",
)
_ROLLCALL_DEFECTS = (
    "ends on 2024-06-04 with 6 votes of that year; nothing between 2021-12-24 and 2022-11-03; no vote of the emergency "
    "session on Ukraine",
    "issue flags are left empty after 2021, where about half the rows or more lack them",
    "the important-vote mark is left empty before 1983 and after 2017, where the source does not judge",
)

TABLES = (
    Table(
        name="undl_votes",
        credit="United Nations Digital Library",
        title="General Assembly votes by state (UN Digital Library)",
        description="Votes cast on adopted resolutions of the General Assembly. The default source for agreement.",
        build=build_undl_votes,
        columns=(
            Column("roll_call", "integer", "Record number in the UN Digital Library."),
            Column("state", "string", "State code."),
            Column("year", "integer", "Year of the roll call."),
            _VOTE,
        ),
        key=("roll_call", "state"),
        files=(UNDL,),
        first=1946,
        last=2025,
        absent="unknown",
        published_lag=0,
        lag_note=_LAG,
        states_covered="members of the United Nations",
        defects=_UNDL_DEFECTS,
    ),
    Table(
        name="undl_rollcalls",
        credit="United Nations Digital Library",
        title="General Assembly roll calls (UN Digital Library)",
        description="One row for each recorded vote, with tallies counted from the votes of the states.",
        build=build_undl_rollcalls,
        columns=(
            Column("roll_call", "integer", "Record number in the UN Digital Library."),
            Column("symbol", "string", "Document symbol of the resolution."),
            Column("date", "date", "Day of adoption."),
            Column("year", "integer", "Year of adoption.", minimum=1946, maximum=2025),
            Column("yes", "integer", "States voting yes.", unit="states", minimum=0),
            Column("no", "integer", "States voting no.", unit="states", minimum=0),
            Column("abstain", "integer", "States abstaining.", unit="states", minimum=0),
            Column("not_voting", "integer", "Members absent or not voting.", unit="states", minimum=0),
            Column(
                "emergency_session",
                "integer",
                "Number of the emergency special session; 11 is the one on Ukraine; empty for other sessions.",
                missing=True,
            ),
        ),
        key=("roll_call",),
        files=(UNDL, UNDL_META, ES11),
        first=1946,
        last=2025,
        absent="not_covered",
        published_lag=0,
        lag_note=_LAG,
        states_covered="members of the United Nations",
        defects=_UNDL_DEFECTS[:2],
    ),
    Table(
        name="rollcall_votes",
        credit="Voeten, UN General Assembly Voting Data",
        title="General Assembly votes by state (Voeten)",
        description="Votes cast, including paragraphs and amendments. The robustness check; not one series with undl.",
        build=build_rollcall_votes,
        columns=(
            Column("roll_call", "integer", "Row number in the source, from 0: its own vote numbers repeat."),
            Column("state", "string", "State code."),
            Column("year", "integer", "Year of the roll call."),
            _VOTE,
        ),
        key=("roll_call", "state"),
        files=(ROLLCALLS,),
        first=1946,
        last=2024,
        absent="unknown",
        published_lag=0,
        lag_note=_LAG,
        states_covered="members of the United Nations today, and Yugoslavia",
        defects=_ROLLCALL_DEFECTS,
    ),
    Table(
        name="rollcalls",
        credit="Voeten, UN General Assembly Voting Data",
        title="General Assembly roll calls with issue flags (Voeten)",
        description="One row for each recorded vote, with the issues it bears on as coded by Voeten.",
        build=build_rollcalls,
        columns=(
            Column("roll_call", "integer", "Row number in the source, from 0."),
            Column("date", "date", "Day of the vote; early ones partly known to the month only."),
            Column("year", "integer", "Year of the vote.", minimum=1946, maximum=2024),
            *(Column(k, "boolean", f"Bears on {v}; empty after {FLAGS_END}.", missing=True) for k, v in FLAGS.items()),
            Column(
                "important",
                "boolean",
                "Named important by the US State Department; empty where not judged.",
                missing=True,
            ),
            Column(
                "paragraph", "boolean", "A vote on a paragraph, not on the whole; empty where not coded.", missing=True
            ),
        ),
        key=("roll_call",),
        files=(ROLLCALLS, ROLLCALL_META),
        first=1946,
        last=2024,
        absent="not_covered",
        published_lag=0,
        lag_note=_LAG,
        states_covered="members of the United Nations today, and Yugoslavia",
        defects=_ROLLCALL_DEFECTS,
    ),
    Table(
        name="rollcall_gaps",
        credit="Voeten, UN General Assembly Voting Data",
        title="State-years in which the Voeten roll calls are known to be wrong",
        description="State-years whose votes are unknown in the source although they were cast.",
        build=build_vote_gaps,
        columns=(
            Column("state", "string", "State code."),
            Column("year", "integer", "Year."),
            Column("reason", "string", "What is wrong."),
        ),
        key=("state", "year"),
        files=(ROLLCALLS,),
        first=1946,
        last=2024,
        absent="true_zero",
        published_lag=0,
        lag_note=_LAG,
        format="csv",
    ),
)
