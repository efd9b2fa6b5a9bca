"""Words for each deed over several years of news: what the claim on words and deeds reads."""

from __future__ import annotations

from dyadlens.data.catalog import load
from dyadlens.lens import Lens
from dyadlens.measures.column import Data
from dyadlens.measures.diplomacy.events import DONE, SAID, event_counts
from dyadlens.panel.grid import pair_number
from dyadlens.states.axis import positions
from dyadlens.stats.ranks import percentile_rank


def pooled_ratio(lens: Lens, years: int = 3) -> dict[str, float]:
    """Return words for each deed over the latest years, with its percentile among all pairs."""
    last = min(load("icews", lens).last, lens.end)
    pooled = event_counts(Data(("icews",))).pooled(last - years + 1, last)
    ratio, gap = pooled.ratios()[0], pooled.gaps()[0]
    said, done = (pooled.of[kind][0] for kind in (SAID, DONE))
    at = pair_number(*map(int, positions(lens.pair)))
    alike = (said >= said[at] / 2) & (said <= said[at] * 2)
    return {
        "ratio": float(ratio[at]),
        "percentile": percentile_rank(ratio[at], ratio),
        "percentile_alike": percentile_rank(ratio[at], ratio[alike]),
        "gap": float(gap[at]),
        "said": float(said[at]),
        "done": float(done[at]),
        "first": last - years + 1,
        "last": last,
    }
