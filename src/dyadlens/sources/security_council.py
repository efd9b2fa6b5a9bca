"""Votes and vetoes in the United Nations Security Council."""

from __future__ import annotations

import pandas as pd

from dyadlens.errors import SourceError
from dyadlens.sources.raw import Raw
from dyadlens.sources.states import build_states
from dyadlens.sources.table import Column, Table

VOTES = "un_votes/undl_votes_long_1946_20251029.parquet"
VETOES = "unsc/unsc_vetoes_1946_sept2022.csv"
STATES_FILES = ("states/cow_states.parquet", "states/concordance_iso_cow_gw.csv")
BEIJING_SEATED = "1971-10-25"
CAST = {"Y": "yes", "N": "no", "A": "abstain", "X": "not_voting"}
PERMANENT = {"USSR": "RUS", "Russia": "RUS", "USA": "USA", "UK": "GBR", "France": "FRA", "China": "CHN"}


def _votes(raw: Raw) -> pd.DataFrame:
    votes = pd.read_parquet(raw.path(VOTES))
    votes = votes[votes["body"] == "SC"].copy()
    # The source files the votes of the Republic of China under CHN.
    taipei = (votes["iso3"] == "CHN") & (votes["date"] < BEIJING_SEATED)
    votes["state"] = votes["iso3"].mask(taipei, "TWN")
    unknown = set(votes["state"]) - set(build_states(raw)["state"])
    if unknown:
        raise SourceError(f"states without a row in the table of states: {sorted(unknown)}")
    votes["resolution"] = votes["undl_id"].astype(int)
    votes["year"] = votes["date"].str[:4].astype(int)
    votes["vote"] = votes["vote"].map(CAST)
    return votes


def build_votes(raw: Raw) -> pd.DataFrame:
    """Build one row a resolution and member of the council."""
    return _votes(raw)[["resolution", "state", "year", "vote"]]


def build_resolutions(raw: Raw) -> pd.DataFrame:
    """Build the list of adopted resolutions with tallies counted from the votes."""
    votes = _votes(raw)
    tallies = pd.crosstab(votes["resolution"], votes["vote"])[list(CAST.values())]
    return votes.groupby("resolution")[["symbol", "date", "year"]].first().join(tallies).reset_index()


def build_vetoes(raw: Raw) -> pd.DataFrame:
    """Build one row a vetoed draft and state that vetoed it, from the names of the states that the source gives."""
    rows = pd.read_csv(raw.path(VETOES))
    out = pd.DataFrame({"veto": range(1, len(rows) + 1)})
    out["date"] = pd.to_datetime(rows["date"], format="%m/%d/%Y").dt.strftime("%Y-%m-%d")
    out["year"] = out["date"].str[:4].astype(int)
    out["draft"] = rows["draft"].str.split().str.join(" ")
    names = rows[["member_veto1", "member_veto2", "member_veto3"]]
    vetoing = names.stack().dropna()
    strange = set(vetoing) - set(PERMANENT)
    if strange:
        raise SourceError(f"vetoes of states that have none: {sorted(strange)}")
    out = out.loc[out.index.repeat(names.notna().sum(axis=1))]
    return out.assign(state=vetoing.map(PERMANENT).to_numpy())


_LAG = "votes are published within days; year-end is taken so that no part of a year passes for the whole"
_COUNCIL = (
    "adopted resolutions only: a draft that failed or was vetoed is not here, so the council looks more at one than it "
    "was; the table vetoes has the vetoed ones",
    "2025 ends on 31 October and lacks resolution 2797",
    "the source has votes of the Republic of China (to 1971-10-24) under CHN; they are TWN here",
    "absent and present without voting are one code",
    "ten resolutions have the no of a permanent member: on questions of procedure it is no veto",
)
_RESOLUTION = Column("resolution", "integer", "Record number in the UN Digital Library.")
_YEAR = Column("year", "integer", "Year of adoption.", minimum=1946, maximum=2025)

TABLES = (
    Table(
        name="security_council_votes",
        credit="United Nations Digital Library",
        title="Security Council votes by member (UN Digital Library)",
        description=(
            "How each member of the council voted on each resolution that it adopted. A state without a row was not a "
            "member then."
        ),
        build=build_votes,
        columns=(
            _RESOLUTION,
            Column("state", "string", "State code."),
            _YEAR,
            Column("vote", "string", "The vote; not_voting where present or absent without one.",
                   allowed=tuple(CAST.values())),
        ),
        key=("resolution", "state"),
        files=(VOTES, *STATES_FILES),
        first=1946,
        last=2025,
        absent="not_covered",
        published_lag=0,
        lag_note=_LAG,
        states_covered="members of the Security Council of the day",
        defects=_COUNCIL,
    ),
    Table(
        name="security_council_resolutions",
        credit="United Nations Digital Library",
        title="Security Council resolutions (UN Digital Library)",
        description="One row for each adopted resolution, with tallies counted from the votes of the members.",
        build=build_resolutions,
        columns=(
            _RESOLUTION,
            Column("symbol", "string", "Document symbol."),
            Column("date", "date", "Day of adoption."),
            _YEAR,
            *(
                Column(name, "integer", f"Members: {name.replace('_', ' ')}.", unit="states", minimum=0, maximum=15)
                for name in CAST.values()
            ),
        ),
        key=("resolution",),
        files=(VOTES, *STATES_FILES),
        first=1946,
        last=2025,
        absent="not_covered",
        published_lag=0,
        lag_note=_LAG,
        states_covered="members of the Security Council of the day",
        defects=_COUNCIL[:2],
    ),
    Table(
        name="vetoes",
        credit="UN Dag Hammarskjold Library, veto list",
        title="Vetoes in the Security Council, 1946 to July 2022",
        description="One row for each vetoed draft and permanent member that vetoed it.",
        build=build_vetoes,
        columns=(
            Column("veto", "integer", "Number of the vetoed draft in the order of the source, from 1.", minimum=1),
            Column("state", "string", "State that vetoed it.", allowed=tuple(dict.fromkeys(PERMANENT.values()))),
            Column("date", "date", "Day of the vote."),
            Column("year", "integer", "Year of the vote.", minimum=1946, maximum=2022),
            Column("draft", "string", "Symbol of the draft, or of the meeting where the draft has none."),
        ),
        key=("veto", "state"),
        files=(VETOES,),
        first=1946,
        last=2022,
        absent="true_zero",
        published_lag=0,
        lag_note="the vote is public",
        dated_by="date",
        states_covered="permanent members",
        format="csv",
        defects=(
            "ends on 2022-07-08: the rest of 2022 is not covered",
            "states are taken from the names of those that vetoed: the source's 0/1 columns miss them in 26 drafts of "
            "1966-1985",
            "vetoes of amendments and paragraphs are not in the list, so not the only one of the Republic of China "
            "(13 December 1955, on Mongolia) and not those that the USSR cast that day",
            "one symbol of 1948 reads S/PV.3038, most likely for S/PV.303",
        ),
    ),
)  # fmt: skip
