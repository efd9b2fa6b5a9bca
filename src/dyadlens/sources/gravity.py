"""The gravity model of trade, year by year: how much each pair trades against what size and distance would say."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pandas as pd

from dyadlens.sources.distances import CEPII_FILE, read_cepii
from dyadlens.sources.raw import FOCAL, Raw
from dyadlens.sources.states import build_states
from dyadlens.sources.table import Column, Table
from dyadlens.sources.trade import COW_DEFECTS, COW_FILE, read_cow
from dyadlens.sources.trade_atlas import ATLAS_DEFECTS, ATLAS_FILE, read_atlas
from dyadlens.stats.gravity import GravityFit, fit_gravity, pair_totals
from dyadlens.stats.ranks import percentile_ranks

FIRST = 1950
TERMS = ("log distance", "contiguity", "common language", "colonial tie")
_COLUMNS = ("distance_weighted_km", "contiguous", "common_language", "colonial_tie")


@lru_cache(maxsize=1)
def fits(raw: Raw) -> tuple[tuple[str, int, list[str], GravityFit], ...]:
    """Fit the model to each source and year, once a process: two tables are made from the fits."""
    ties = read_cepii(raw).set_index(["a", "b"])
    codes = sorted(ties.index.unique("a"))
    covariates = [ties[c].unstack().reindex(index=codes, columns=codes).to_numpy(float) for c in _COLUMNS]
    covariates[0] = np.log(covariates[0])
    cow = read_cow(raw).rename(columns={"imports_musd": "value"}).query("year >= @FIRST")
    # The Atlas leaves out flows below 0.1 million; they stay unknown here.
    atlas = read_atlas(raw).rename(columns={"exports_musd": "value"})
    out = []
    for source, flows in (("cow", cow), ("atlas", atlas)):
        inside = flows["exporter"].isin(codes) & flows["importer"].isin(codes)
        for year, rows in flows[inside].groupby("year"):
            here = sorted({*rows["exporter"], *rows["importer"]})
            at = np.searchsorted(codes, here)
            matrix = np.full((len(here), len(here)), np.nan)
            matrix[np.searchsorted(here, rows["exporter"]), np.searchsorted(here, rows["importer"])] = rows["value"]
            out.append((source, int(year), here, fit_gravity(matrix, [c[np.ix_(at, at)] for c in covariates])))
    return tuple(out)


def build_gravity(raw: Raw) -> pd.DataFrame:
    """Build observed and expected two-way trade of each pair."""
    states = set(build_states(raw)["state"])
    parts = []
    for source, year, codes, fit in fits(raw):
        totals = pair_totals(fit)
        names = np.asarray(codes, dtype=object)
        part = pd.DataFrame(
            {
                "a": names[totals["i"]],
                "b": names[totals["j"]],
                "year": year,
                "source": source,
                "observed_musd": totals["observed"].round(3),
                "predicted_musd": _significant(totals["predicted"], 4),
                "log_ratio": totals["log_ratio"].round(4),
                "se": totals["se"].round(4),
            }
        )
        part = part[part["a"].isin(states) & part["b"].isin(states)]
        if source == "atlas":
            part["percentile"] = percentile_ranks(part["log_ratio"])
            part["pairs"] = int(part["log_ratio"].notna().sum())
            if not raw.keeps_all("focal"):
                part = part[part["a"].isin(FOCAL) & part["b"].isin(FOCAL)]
        parts.append(part)
    out = pd.concat(parts, ignore_index=True)
    return out.assign(pairs=out["pairs"].astype("Int64"))


def build_coefficients(raw: Raw) -> pd.DataFrame:
    """Build the table of coefficients by source and year."""
    rows = [
        {"source": source, "year": year, "term": term, "estimate": estimate, "se": se, "n": fit.n}
        for source, year, _, fit in fits(raw)
        for term, estimate, se in zip(TERMS, fit.coefficients, fit.standard_errors, strict=True)
    ]
    return pd.DataFrame(rows).round({"estimate": 6, "se": 6})


def _significant(values: np.ndarray, digits: int) -> np.ndarray:
    """Round to significant digits: more would only take space."""
    scale = 10.0 ** (digits - 1 - np.floor(np.log10(values)))
    return np.round(values * scale) / scale


_FILES = (COW_FILE, ATLAS_FILE, CEPII_FILE, "states/cow_states.parquet", "states/concordance_iso_cow_gw.csv")
_LAG = {
    "published_lag": 2.0,
    "lag_note": "the longer of the two lags of the trade data: COW 4.0 two years, Atlas one and a half",
}
_LOGS = "elasticity or log points"
_SOURCE = Column("source", "string", "Trade data behind the model.", allowed=("cow", "atlas"))
_DEFECTS = (
    "states that GeoDist does not have (CSK, DDR, EAZ, LIE, MCO, MNE, RVN, SSD, XKX, YMD) are not in the model",
    "one set of distances, borders and ties for all years: those of Russia for the Soviet Union, of Serbia and "
    "Montenegro for Yugoslavia",
    "the interval is still somewhat narrow: in simulations a 90% interval held expected trade in 84% of pairs, and in "
    "88% of those above 100 million US$",
    "pairs that trade nothing have no log ratio and are not ranked, so that a percentile is lower than among all pairs",
    *COW_DEFECTS,
    *ATLAS_DEFECTS,
)
_CITATION = (
    "Own estimates after Santos Silva & Tenreyro (2006) and Head & Mayer (2014), from COW Trade 4.0 (Barbieri & "
    "Keshk), the Atlas of Economic Complexity (Growth Lab) and GeoDist (Mayer & Zignago)."
)

TABLES = (
    Table(
        name="gravity",
        credit="own estimates on Correlates of War trade, the Atlas of Economic Complexity and CEPII GeoDist",
        title="Trade of each pair against the gravity model, 1950-2020",
        description=(
            "Two-way trade as observed and as expected by a Poisson pseudo-maximum-likelihood gravity model with "
            "exporter and importer effects, fitted to each year of each source. The interval from `se` is for expected "
            "trade, not a prediction interval. The two sources are two series and not to be joined."
        ),
        build=build_gravity,
        columns=(
            Column("a", "string", "First state of the pair by code."),
            Column("b", "string", "Second state."),
            Column("year", "integer", "Calendar year.", minimum=1950, maximum=2020),
            _SOURCE,
            Column("observed_musd", "number", "Both directions; both are known. In cow, 0 is less than a million.",
                   "million current US$", minimum=0),
            Column("predicted_musd", "number", "Expected of both directions, to four digits.", "million current US$",
                   minimum=0),
            Column("log_ratio", "number", "Log of observed over predicted; below zero: less trade than expected. Empty "
                   "where nothing was observed.", "natural log", missing=True),
            Column("se", "number", "Standard error of the log of predicted trade, by a jackknife over pairs.",
                   "natural log", minimum=0),
            Column("percentile", "number", "Rank of the log ratio among all pairs of states of the year; atlas only: "
                   "cow has all pairs.", "percent", minimum=0, maximum=100, missing=True),
            Column("pairs", "integer", "Pairs that the percentile rests on; atlas only.", "pairs", minimum=1,
                   missing=True),
        ),
        key=("a", "b", "source", "year"),
        files=_FILES,
        first=1950,
        last=2020,
        absent="unknown",
        **_LAG,
        states_covered="cow: all pairs with known trade in both directions; atlas: pairs of focal states",
        defects=_DEFECTS,
        citation=_CITATION,
    ),
    Table(
        name="gravity_coefficients",
        credit="own estimates on Correlates of War trade, the Atlas of Economic Complexity and CEPII GeoDist",
        title="Coefficients of the gravity model by source and year",
        description="Estimates of the four covariates; exporter and importer effects are not listed.",
        build=build_coefficients,
        columns=(
            _SOURCE,
            Column("year", "integer", "Calendar year.", minimum=1950, maximum=2020),
            Column("term", "string", "Covariate.", allowed=TERMS),
            Column("estimate", "number", "Elasticity for distance, log points for the others.", _LOGS),
            Column("se", "number", "Standard error, by a jackknife over pairs.", _LOGS, minimum=0),
            Column("n", "integer", "Directed flows in the fit.", "flows", minimum=1),
        ),
        key=("source", "year", "term"),
        files=_FILES,
        first=1950,
        last=2020,
        absent="not_covered",
        **_LAG,
        states_covered="one model a year over all states and, in atlas, territories in GeoDist",
        format="csv",
        defects=_DEFECTS,
        citation=_CITATION,
    ),
)  # fmt: skip
