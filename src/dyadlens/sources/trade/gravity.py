"""The gravity model of trade, year by year: how much each pair trades against what size and distance would say."""

from functools import lru_cache

import numpy as np
import pandas as pd

from dyadlens.sources.raw import Raw
from dyadlens.sources.states.distances import read_cepii
from dyadlens.sources.states.system import state_codes
from dyadlens.sources.trade.atlas import read_atlas
from dyadlens.sources.trade.cow import read_cow
from dyadlens.stats.gravity import GravityFit, fit_gravity, pair_totals
from dyadlens.stats.ranks import percentile_ranks

FIRST = 1950
COVARIATES = {
    "log distance": "distance_weighted_km",
    "contiguity": "contiguous",
    "common language": "common_language",
    "colonial tie": "colonial_tie",
}


@lru_cache(maxsize=1)
def fits(raw: Raw) -> tuple[tuple[str, int, list[str], GravityFit], ...]:
    """Fit the model to each source and year, once a process: two tables are made from the fits."""
    ties = read_cepii(raw).set_index(["a", "b"])
    codes = sorted(ties.index.unique("a"))
    covariates = [ties[c].unstack().reindex(index=codes, columns=codes).to_numpy(float) for c in COVARIATES.values()]
    covariates[0] = np.log(covariates[0])
    cow = read_cow(raw).rename(columns={"imports_musd": "value"}).query("year >= @FIRST")
    # The Atlas leaves out flows below 0.1 million; they stay unknown here.
    atlas = read_atlas(raw).rename(columns={"exports_musd": "value"})
    out = []
    for source, flows in (("cow", cow), ("atlas", atlas)):
        inside = flows["exporter"].isin(codes) & flows["importer"].isin(codes)
        for _, rows in flows[inside].groupby("year"):
            wide = rows.pivot(index="exporter", columns="importer", values="value")
            here = sorted({*wide.index, *wide.columns})
            at = np.searchsorted(codes, here)
            matrix = wide.reindex(index=here, columns=here).to_numpy()
            year = int(rows["year"].iloc[0])
            out.append((source, year, here, fit_gravity(matrix, [c[np.ix_(at, at)] for c in covariates])))
    return tuple(out)


def build_gravity(raw: Raw) -> pd.DataFrame:
    """Build observed and expected two-way trade of each pair."""
    states = state_codes(raw).all
    parts = []
    for source, year, codes, fit in fits(raw):
        totals = pair_totals(fit)
        names = np.asarray(codes, dtype=object)
        part = pd.DataFrame({"a": names[totals["i"]], "b": names[totals["j"]], "year": year, "source": source}).assign(
            observed_musd=totals["observed"].round(3),
            predicted_musd=_significant(totals["predicted"], 4),
            log_ratio=totals["log_ratio"].round(4),
            se=totals["se"].round(4),
        )
        part = part[part["a"].isin(states) & part["b"].isin(states)]
        if source == "atlas":
            ranks, pairs = percentile_ranks(part["log_ratio"]), int(part["log_ratio"].notna().sum())
            part = raw.extract(part.assign(percentile=ranks, pairs=pairs), "a", "b")
        parts.append(part)
    return pd.concat(parts, ignore_index=True).astype({"pairs": "Int64"})


def build_gravity_coefficients(raw: Raw) -> pd.DataFrame:
    """Build the table of coefficients by source and year."""
    rows = [
        (source, year, term, round(float(estimate), 6), round(float(se), 6), fit.n)
        for source, year, _, fit in fits(raw)
        for term, estimate, se in zip(COVARIATES, fit.coefficients, fit.standard_errors, strict=True)
    ]
    return pd.DataFrame(rows, columns=["source", "year", "term", "estimate", "se", "n"])


def _significant(values: np.ndarray, digits: int) -> np.ndarray:
    """Round to significant digits: more would only take space."""
    scale = 10.0 ** (digits - 1 - np.floor(np.log10(values)))
    return np.asarray(np.round(values * scale) / scale)
