"""Words and views outside the United Nations: titles of state outlets, favourability in surveys."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.special import ndtri

from dyadlens.data.catalog import Vintage, load, read
from dyadlens.data.evidence import OBSERVED, Evidence
from dyadlens.lens import Lens
from dyadlens.measures.measure import Measure
from dyadlens.measures.yearly import rows_of, yearly

OWNER = "RUS"
# One outlet a measure: outlets are not one series.
OUTLETS = {"title_share": "1tv", "title_share_ministry": "mfa", "title_share_rt": "rt"}
MONTHS = 12
_WILSON = "Wilson score interval (1927)"


def _titles(name: str, label: str, note: str) -> Measure:
    return Measure(
        name,
        label,
        "share of titles",
        0.0,
        1.0,
        "the outlet turns to the state more",
        ("attention",),
        "own counts; Wilson (1927), Journal of the American Statistical Association 22:209-212",
        scale="share",
        directed=True,
        direction="{a} names {b}",
        interval=f"{_WILSON}, titles taken as independent draws: news come in bursts, so too narrow",
        note=note,
        closer=0,
    )


MEASURES = (
    _titles(
        "title_share",
        "Titles of Russia's Channel One",
        "News titles from 2000, about 460 a month. Whole years only. No percentile: 14 states are counted.",
    ),
    _titles(
        "title_share_ministry",
        "Titles of Russia's Foreign Ministry",
        "English pages from 2017, whole years only. No percentile: 14 states are counted.",
    ),
    _titles(
        "title_share_rt",
        "Titles of Russia's RT",
        "English, for readers abroad; about 135 a month collected from 2015 to 2024. Whole years only. No percentile: "
        "14 states are counted.",
    ),
    Measure(
        "favourability",
        "Favourable view of the other",
        "share of all asked",
        0.0,
        1.0,
        "the public likes the other better",
        ("opinion",),
        "Pew Research Center, Global Attitudes Surveys",
        scale="share",
        directed=True,
        direction="public of {a} on {b}",
        interval=f"{_WILSON} as if the sample were simple; weights and clusters make the true one wider",
        note="Who does not know is counted: a low share can be ignorance. No percentile: few pairs are asked.",
    ),
)


def wilson_interval(share: float, size: float, level: float = 0.9) -> tuple[float, float]:
    """Return the score interval of a share."""
    z = float(ndtri((1 + level) / 2))
    centre = (share + z * z / (2 * size)) / (1 + z * z / size)
    half = z / (1 + z * z / size) * np.sqrt(share * (1 - share) / size + z * z / (4 * size * size))
    return float(max(0.0, min(share, centre - half))), float(min(1.0, max(share, centre + half)))


def _outlet_years(frame: pd.DataFrame, outlet: str) -> pd.DataFrame:
    """Add up an outlet's months; years of which a month is missing are left out."""
    rows = frame[frame["outlet"] == outlet]
    sums = rows.groupby(["state", "year"], observed=True).agg(
        naming=("titles_naming", "sum"), titles=("titles", "sum"), months=("month", "nunique")
    )
    return sums[sums["months"] == MONTHS]


def title_share(lens: Lens, measure: str, owner: str, named: str) -> Evidence:
    """Return the share of an outlet's titles that name a state, year by year."""
    table = load("attention", lens)
    years = _outlet_years(table.frame, OUTLETS[measure])
    out = []
    for year in lens.years:
        if owner != OWNER or not table.covers(year) or (named, year) not in years.index:
            out.append(yearly(year, None, covered=False))
            continue
        naming, titles = years.loc[(named, year), ["naming", "titles"]]
        share = naming / titles
        low, high = wilson_interval(share, titles)
        out.append(yearly(year, share, low=low, high=high))
    return rows_of("words", measure, owner, named, out, "attention")


def favourability(lens: Lens, respondent: str, target: str) -> Evidence:
    """Return the share of a state's public with a favourable view of another state, year by year."""
    table = load("opinion", lens)
    rows = table.frame
    own = rows[(rows["respondent"] == respondent) & (rows["target"] == target)].set_index("year")
    out = [_view(table, own, year) for year in lens.years]
    return rows_of("words", "favourability", respondent, target, out, "opinion")


def _view(table: Vintage, own: pd.DataFrame, year: int) -> dict[str, object]:
    if not table.covers(year) or year not in own.index:
        return yearly(year, None, covered=False)
    share = float(own.at[year, "favourable_pct"]) / 100
    low, high = wilson_interval(share, float(own.at[year, "interviews"]))
    # A survey that found nobody is still an observation.
    return yearly(year, share, low=low, high=high) | {"status": OBSERVED}


def all_titles(measure: str) -> pd.DataFrame:
    """Return title shares of all named states: ``a``, ``b``, ``year``, ``value``."""
    years = _outlet_years(read("attention"), OUTLETS[measure]).reset_index()
    value = years["naming"] / years["titles"]
    frame = pd.DataFrame({"a": OWNER, "b": years["state"].astype(str), "year": years["year"].astype(int)})
    return frame.assign(value=value.astype(float))


def all_views() -> pd.DataFrame:
    """Return favourability of all pairs in the table: ``a``, ``b``, ``year``, ``value``."""
    rows = read("opinion").rename(columns={"respondent": "a", "target": "b"})
    frame = rows.assign(value=rows["favourable_pct"] / 100)[["a", "b", "year", "value"]]
    return frame.astype({"a": str, "b": str, "year": int}).reset_index(drop=True)
