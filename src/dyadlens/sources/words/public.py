"""What is said outside speeches: titles of Russian state outlets that name a state, and surveys of opinion."""

import pandas as pd

from dyadlens.sources.raw import Raw
from dyadlens.sources.states.system import state_codes

FILE = "attention/derived_monthly_title_mentions.csv"
NOT_STATES = ["SCO", "KASHMIR"]  # topics that the source counts beside states


def build_attention(raw: Raw) -> pd.DataFrame:
    """Build the counts of titles by outlet, month and state named; a month without a title of the outlet has no row."""
    wide = pd.read_csv(raw.path(FILE), keep_default_na=False).drop(columns=NOT_STATES)
    wide = wide.rename(columns={"source": "outlet", "n_items": "titles"})
    long = wide.melt(["outlet", "month", "titles"], var_name="state", value_name="titles_naming")
    return long.assign(year=long["month"].str[:4].astype(int), month=long["month"].str[5:].astype(int))


SURVEYS_FILE = "opinion/derived_country_wave_favourability.csv"
COLUMNS = {
    "respondent_iso3": "respondent",
    "n": "interviews",
    "fav_pct_all": "favourable_pct",
    "unfav_pct_all": "unfavourable_pct",
}
NO_STATES = ("EU", "UN", "PSE", "PLS")  # PLS stands for Palestine in one wave
# In 2013 the column on China holds answers to another question: 84% of Americans and 16% of Pakistanis, and only 39%
# of Chinese, "favourable of China".
WRONG_YEAR, WRONG_TARGET = 2013, "CHN"


def build_opinion(raw: Raw) -> pd.DataFrame:
    """Build the percentages of favourable and unfavourable answers on other states."""
    frame, codes = pd.read_csv(raw.path(SURVEYS_FILE), keep_default_na=False).rename(columns=COLUMNS), state_codes(raw)
    codes.check({*frame["respondent"], *frame["target"]}, NO_STATES)
    frame = frame[frame["respondent"].isin(codes.all) & frame["target"].isin(codes.all)]
    frame = frame[frame["respondent"] != frame["target"]]
    frame = frame[(frame["year"] != WRONG_YEAR) | (frame["target"] != WRONG_TARGET)]
    return raw.extract(frame, "respondent", "target")
