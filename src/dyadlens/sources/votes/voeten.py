"""Votes in the General Assembly with paragraphs and amendments, and ideal points, as Voeten and others publish them."""

import pandas as pd

from dyadlens.sources.raw import Raw
from dyadlens.sources.states.system import SERBIA_FROM, SERBIA_START

FILE = "unga_votes/ungaVoting_003.csv"
META_FILE = "unga_votes/unga_roll_call_meta.parquet"
VOTES = {1: "yes", 2: "abstain", 3: "no"}
FLAGS = ("me", "nu", "di", "hr", "co", "ec")
FLAGS_END = 2021
IMPORTANT_FROM, IMPORTANT_TO = 1983, 2017
# These three are coded absent on votes of session 78 (from September 2023) that they did cast.
MISCODED, MISCODED_FROM = ("TUR", "ZMB", "ZWE"), 2023


def _matrix(raw: Raw) -> pd.DataFrame:
    wide = pd.read_csv(raw.path(FILE)).drop(columns=["rcid", *FLAGS])
    return wide.copy().rename_axis("roll_call").reset_index()


def build_rollcall_votes(raw: Raw) -> pd.DataFrame:
    """Build the votes cast; a state coded absent or no member has no row."""
    long = _matrix(raw).melt(["roll_call", "date"], var_name="state", value_name="code")
    long["vote"] = long["code"].map(VOTES)
    long = long.dropna(subset=["vote"])
    # SRB stands for Yugoslavia until Serbia was alone.
    serbia = (long["state"] == "SRB") & (long["date"] < SERBIA_START)
    return long.assign(state=long["state"].mask(serbia, "YUG"), year=long["date"].str[:4].astype(int)).drop(
        columns=["date", "code"]
    )


def build_rollcalls(raw: Raw) -> pd.DataFrame:
    """Build the list of roll calls, with issue flags where they were coded."""
    meta = pd.read_parquet(raw.path(META_FILE))
    out = pd.DataFrame({"roll_call": meta["row_id"].astype(int), "date": meta["date"]})
    out["year"] = out["date"].str[:4].astype(int)
    for flag in FLAGS:
        out[flag] = meta[flag].astype("boolean").where(out["year"] <= FLAGS_END)
    judged = out["year"].between(IMPORTANT_FROM, IMPORTANT_TO) & meta["importantvote"].notna()
    out["important"] = meta["importantvote"].eq(1).astype("boolean").where(judged)
    out["paragraph"] = meta["para"].eq(1).astype("boolean").where(meta["para"].notna())
    return out


def build_rollcall_gaps(raw: Raw) -> pd.DataFrame:
    """Build the list of state-years in which the source is known to be wrong or incomplete."""
    years = _matrix(raw)["date"].str[:4].astype(int).unique()
    rows = [(state, year) for state in MISCODED for year in years if year >= MISCODED_FROM]
    return pd.DataFrame(rows, columns=["state", "year"]).assign(reason="coded absent on votes cast")


POINTS_FILE = "ideal_points/Idealpointestimates1946-2025.tab"
UNUSABLE = (2024, 2025)
POINTS = {"NVotesFP": "votes", "IdealPointFP": "ideal_point", "Q5%FP": "low", "Q95%FP": "high"}


def build_ideal_points(raw: Raw) -> pd.DataFrame:
    """Build ideal points with their 90% intervals; the two years that are no ordinary years are left out."""
    points = pd.read_csv(raw.path(POINTS_FILE), sep="\t").rename(columns=POINTS)
    points = points[~points["year"].isin(UNUSABLE)]
    state = points["iso3c"].replace({"YAR": "YEM"})
    points["state"] = state.mask((state == "YUG") & (points["year"] >= SERBIA_FROM), "SRB")
    return points[["state", "year", *POINTS.values()]]
