"""What weight a partner has in a state's COW trade: dependence and intensity, ranked among all directed pairs."""

from __future__ import annotations

import numpy as np

from dyadlens.data.catalog import load
from dyadlens.data.evidence import OBSERVED, Evidence
from dyadlens.lens import Lens
from dyadlens.measures.trade_flows import cow_intensities, cow_pairs
from dyadlens.measures.yearly import rows_of, yearly
from dyadlens.stats.ranks import percentile_rank


def dependence(lens: Lens, state: str, partner: str) -> Evidence:
    """Return the share of a state's total COW trade that is with the partner, ranked among all directed pairs."""
    cow = load("trade_cow", lens)
    pairs = cow_pairs()
    own, totals = pairs.of(*sorted((state, partner))), pairs.total(state)
    out = []
    for year in lens.years:
        covered = cow.covers(year) and lens.a.existed(year) and lens.b.existed(year)
        total = totals.get(year, np.nan) if covered else np.nan
        value = own.get(year, np.nan) / total if covered and total > 0 else np.nan
        rank = percentile_rank(value, pairs.dependences(year)) if not np.isnan(value) else np.nan
        row = yearly(year, value, covered=covered, percentile=rank)
        out.append(row | {"status": OBSERVED} if row["value"] == 0 else row)
    return rows_of("trade", "trade_dependence", state, partner, out, "trade_cow")


def intensity(lens: Lens, exporter: str, importer: str) -> Evidence:
    """Return the intensity of COW exports from one to the other, ranked among all directed pairs."""
    cow, everyone = load("trade_cow", lens), cow_intensities()
    own = everyone[(everyone["a"] == exporter) & (everyone["b"] == importer)].set_index("year")["value"]
    out = []
    for year in lens.years:
        covered = cow.covers(year) and lens.a.existed(year) and lens.b.existed(year)
        value = own.get(year, np.nan) if covered else np.nan
        others = everyone.loc[everyone["year"] == year, "value"] if not np.isnan(value) else []
        row = yearly(year, value, covered=covered, percentile=percentile_rank(value, others))
        # The source is in whole millions: its 0 is less than half a million, not nothing.
        out.append(row | {"status": OBSERVED} if row["value"] == 0 else row)
    return rows_of("trade", "trade_intensity", exporter, importer, out, "trade_cow")
