"""Trade against a gravity model: residuals that were estimated at curation, one fit a year."""

from __future__ import annotations

import numpy as np

from dyadlens.data.catalog import Vintage
from dyadlens.data.evidence import OBSERVED, TRUE_ZERO, Evidence
from dyadlens.lens import Lens
from dyadlens.measures.measure import Measure
from dyadlens.measures.yearly import rows_of, yearly
from dyadlens.stats.ranks import percentile_rank

_Z90 = 1.6448536
_GRAVITY = "Santos Silva & Tenreyro (2006), Review of Economics and Statistics 88:641-658; Head & Mayer (2014)"
_JACKKNIFE = "jackknife leaving out one pair at a time: it bounds the expected trade, not single years; a little narrow"

MEASURES = (
    Measure(
        "gravity_residual",
        "Trade against a gravity model",
        "observed trade against what the model expects, log scale",
        None,
        None,
        "more trade than size and distance let expect",
        ("gravity",),
        _GRAVITY,
        scale="log_ratio",
        interval=_JACKKNIFE,
        note="PPML for each year with exporter and importer effects, on COW trade.",
    ),
    Measure(
        "gravity_residual_atlas",
        "Trade against a gravity model, reconciled figures",
        "observed trade against what the model expects, log scale",
        None,
        None,
        "more trade than size and distance let expect",
        ("gravity",),
        _GRAVITY,
        scale="log_ratio",
        interval=_JACKKNIFE,
        note="PPML for each year with exporter and importer effects, on the Atlas of Economic Complexity.",
    ),
)


def residual(lens: Lens, table: Vintage, source: str, measure: str) -> Evidence:
    """Return the log of observed over expected trade with the interval of the expectation."""
    everyone = table.frame[table.frame["source"] == source]
    first, second = sorted(lens.pair)
    here = everyone[(everyone["a"] == first) & (everyone["b"] == second)].set_index("year")
    known = everyone["year"]
    out = []
    for year in lens.years:
        covered = bool(len(known)) and known.min() <= year <= known.max() and table.covers(year)
        covered = covered and lens.a.existed(year) and lens.b.existed(year)
        value = here["log_ratio"].get(year)
        row = yearly(year, value, covered=covered and (source == "cow" or (lens.a.focal and lens.b.focal)))
        if row["status"] == TRUE_ZERO:
            row["status"] = OBSERVED  # a log ratio of 0 is a finding, not an absence
        if row["value"] == row["value"]:
            half = _Z90 * here["se"].get(year)
            rank = here["percentile"].get(year, np.nan)
            if np.isnan(rank):
                rank = percentile_rank(row["value"], everyone.loc[known == year, "log_ratio"])
            row |= {"low": row["value"] - half, "high": row["value"] + half, "percentile": rank}
        out.append({"low": np.nan, "high": np.nan, "percentile": np.nan, **row})
    return rows_of("trade", measure, *lens.pair, out, "gravity")
