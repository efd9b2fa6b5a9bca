"""Opinion: what the public of one state thinks of another."""

from __future__ import annotations

import pandas as pd

from dyadlens.sources.raw import FOCAL, Raw
from dyadlens.sources.states import build_states
from dyadlens.sources.table import Column, Table

SURVEYS = "opinion/derived_country_wave_favourability.csv"
FIRST, LAST = 2002, 2023
# Targets and respondents of the source that are no states; PLS stands for Palestine in one wave.
NOT_STATES = ("EU", "UN", "PSE", "PLS")
# In 2013 the column on China holds answers to another question: 84% of Americans and 16% of Pakistanis, and only 39%
# of Chinese, "favourable of China".
WRONG_YEAR, WRONG_TARGET = 2013, "CHN"


def build_opinion(raw: Raw) -> pd.DataFrame:
    """Build the percentages of favourable and unfavourable answers on other states."""
    frame = pd.read_csv(raw.path(SURVEYS), keep_default_na=False).rename(
        columns={
            "respondent_iso3": "respondent",
            "n": "interviews",
            "fav_pct_all": "favourable_pct",
            "unfav_pct_all": "unfavourable_pct",
        }
    )
    states = set(build_states(raw)["state"])
    lost = (set(frame["respondent"]) | set(frame["target"])) - states - set(NOT_STATES)
    if lost:
        raise ValueError(f"respondents or targets that are no known state: {sorted(lost)}")
    frame = frame[frame["respondent"].isin(states) & frame["target"].isin(states)]
    frame = frame[frame["respondent"] != frame["target"]]
    frame = frame[(frame["year"] != WRONG_YEAR) | (frame["target"] != WRONG_TARGET)]
    if not raw.keeps_all("focal"):
        frame = frame[frame["respondent"].isin(FOCAL) & frame["target"].isin(FOCAL)]
    return frame[["respondent", "target", "year", "interviews", "favourable_pct", "unfavourable_pct"]]


TABLES = (
    Table(
        name="opinion",
        credit="Pew Research Center, Global Attitudes Surveys",
        title="Favourable and unfavourable views of other states, 2002-2023",
        description=(
            "Percent of all who were asked with a very or somewhat favourable (unfavourable) view of the target; the "
            "rest did not know or refused. One survey a state and year. Views of one's own state are left out."
        ),
        build=build_opinion,
        columns=(
            Column("respondent", "string", "State whose public was asked."),
            Column("target", "string", "State asked about."),
            Column("year", "integer", "Year of the survey.", minimum=FIRST, maximum=LAST),
            Column("interviews", "integer", "Interviews.", "persons", minimum=1),
            Column("favourable_pct", "number", "Favourable.", "percent of all asked", minimum=0, maximum=100),
            Column("unfavourable_pct", "number", "Unfavourable.", "percent of all asked", minimum=0, maximum=100),
        ),
        key=("respondent", "target", "year"),
        files=(SURVEYS, "states/cow_states.parquet", "states/concordance_iso_cow_gw.csv"),
        first=FIRST,
        last=LAST,
        absent="not_covered",
        published_lag=0.25,
        lag_note="fielded in spring for most years, published from June on, the last of a year's in winter",
        states_covered="respondents and targets among the focal states; in the source 70 publics on up to 10 states",
        defects=(
            "China as a target in 2013 is dropped for every public: the figures are answers to another question",
            "no survey in Pakistan after 2015, in China after 2016, in Russia after 2019; no views of Pakistan",
            "samples of China, India and Pakistan lean to towns in many years, as their makers say",
            "the copy at hand names no wave and no field dates, and gives no error of sampling or weights",
        ),
    ),
)
