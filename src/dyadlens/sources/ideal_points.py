"""Ideal points of states in the General Assembly, as published."""

from __future__ import annotations

import pandas as pd

from dyadlens.sources.raw import Raw
from dyadlens.sources.states import SERBIA_FROM
from dyadlens.sources.table import Column, Table

FILE = "ideal_points/Idealpointestimates1946-2025.tab"
UNUSABLE = (2024, 2025)


def build_ideal_points(raw: Raw) -> pd.DataFrame:
    """Build ideal points with their 90% intervals; the two years that are no ordinary years are left out."""
    points = pd.read_csv(raw.path(FILE), sep="\t").rename(
        columns={
            "iso3c": "state",
            "NVotesFP": "votes",
            "IdealPointFP": "ideal_point",
            "Q5%FP": "low",
            "Q95%FP": "high",
        }
    )
    points["state"] = points["state"].replace({"YAR": "YEM"})
    serbia = (points["state"] == "YUG") & (points["year"] >= SERBIA_FROM)
    points["state"] = points["state"].mask(serbia, "SRB")
    points = points[~points["year"].isin(UNUSABLE)]
    return points[["state", "year", "votes", "ideal_point", "low", "high"]]


TABLES = (
    Table(
        name="ideal_points",
        credit="Bailey, Strezhnev & Voeten, ideal points",
        title="Ideal points in the General Assembly (Bailey, Strezhnev & Voeten)",
        description=(
            "Position of each state on the main line of division in final-passage votes, by a dynamic item-response "
            "model. "
            "Higher is closer to the United States."
        ),
        build=build_ideal_points,
        columns=(
            Column("state", "string", "State code."),
            Column("year", "integer", "Year.", minimum=1946, maximum=2023),
            Column("votes", "integer", "Roll calls that the estimate rests on.", unit="roll calls", minimum=1),
            Column("ideal_point", "number", "Posterior mean.", unit="standard deviations, about"),
            Column("low", "number", "5% quantile of the posterior.", unit="standard deviations, about"),
            Column("high", "number", "95% quantile of the posterior.", unit="standard deviations, about"),
        ),
        key=("state", "year"),
        files=(FILE,),
        first=1946,
        last=2023,
        absent="unknown",
        published_lag=1,
        lag_note="estimates are published about a year after the session",
        states_covered="members of the United Nations",
        defects=(
            "no estimates for 1964, when the Assembly did not vote",
            "2024 (8 votes) and 2025 (158, filed oddly) are left out",
            "estimated on all years at once: an estimate for a past year uses later votes too",
        ),
    ),
)
