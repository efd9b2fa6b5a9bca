"""Events in the news to 2014: words and deeds between two states, scaled by how much is written about them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dyadlens.measures.column import Column, Data, Values, empty, spread
from dyadlens.stats.proportions import LEVEL
from dyadlens.stats.ranks import percentile_ranks
from dyadlens.stats.rates import poisson_interval, rate_ratio_interval

KINDS = ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")
SAID, DONE = KINDS[:2]
PER = 1000.0
Ends = tuple[Values, Values]


class Counts:
    """Events of each kind between two states, both directions together: (years, pairs), of the years on record."""

    def __init__(self, data: Data) -> None:
        rows = data.table("icews")
        self.years = np.arange(int(rows["year"].min()), int(rows["year"].max()) + 1)
        laid = {kind: spread(rows, self.years, kind, a="source", b="target") for kind in KINDS}
        self.pairs = np.triu_indices(laid[SAID].shape[1], 1)
        whole = {kind: events + events.transpose(0, 2, 1) for kind, events in laid.items()}
        self.of = {kind: self._flat(events) for kind, events in whole.items()}
        own = np.sum(list(whole.values()), axis=0)
        of_state = np.nansum(own, axis=2)
        volume = self._flat(of_state[:, :, None] + of_state[:, None, :] - own)
        self.volume = np.where(volume > 0, volume, np.nan)

    def _flat(self, square: Values) -> Values:
        return square[:, self.pairs[0], self.pairs[1]]

    def column(self, years: NDArray[np.int_], value: Values, ends: Ends) -> Column:
        """Lay values of pairs out as squares for all years that are asked for."""
        here = np.isin(self.years, years)
        at = np.searchsorted(years, self.years[here])
        i, j = self.pairs

        def lay(part: Values, fill: float) -> Values:
            out = empty(years, fill=fill)
            out[at[:, None], i, j] = out[at[:, None], j, i] = part[here]
            return out

        covered = lay(~np.isnan(self.of[SAID]), 0.0) > 0
        return Column(lay(value, np.nan), *(lay(end, np.nan) for end in ends), covered=covered)


_kept: dict[str, Counts] = {}


def counts(data: Data) -> Counts:
    """Return the counts of all pairs, made once for a table."""
    key = data.info("icews").sha256
    if key not in _kept:
        _kept.clear()
        _kept[key] = Counts(data)
    return _kept[key]


def events(data: Data, years: NDArray[np.int_], kind: str) -> Column:
    """Count the reports of one kind."""
    found = counts(data)
    return found.column(years, found.of[kind], _count_ends(found, kind))


def share(data: Data, years: NDArray[np.int_], kind: str) -> Column:
    """Scale the reports of one kind by all reports of either state."""
    found = counts(data)
    return found.column(years, PER * found.of[kind] / found.volume, _share_ends(found, kind))


def _count_ends(found: Counts, kind: str, level: float = LEVEL) -> Ends:
    # Most counts are small and stand thousands of times: each is inverted once.
    distinct, at = np.unique(found.of[kind], return_inverse=True)
    low, high = (end[at] for end in poisson_interval(distinct, level))
    return low, high


def _share_ends(found: Counts, kind: str, level: float = LEVEL) -> Ends:
    low, high = _count_ends(found, kind, level)
    return PER * low / found.volume, np.minimum(PER * high / found.volume, PER)


def _silent(found: Counts) -> NDArray[np.bool_]:
    return found.of[SAID] + found.of[DONE] == 0


def gap(data: Data, years: NDArray[np.int_]) -> Column:
    """Subtract the percentile of deeds from that of words; unknown where neither is reported."""
    found, ranks, ends = counts(data), {}, {}
    for kind in (SAID, DONE):
        value = PER * found.of[kind] / found.volume
        ranks[kind] = percentile_ranks(value)
        # 95% bounds of both counts hold together with 90% or more (Bonferroni).
        ends[kind] = [_ranks_among(end, value) for end in _share_ends(found, kind, 0.95)]
    value = np.where(_silent(found), np.nan, ranks[SAID] - ranks[DONE])
    return found.column(years, value, (ends[SAID][0] - ends[DONE][1], ends[SAID][1] - ends[DONE][0]))


def _ranks_among(values: Values, everyone: Values) -> Values:
    """Rank values among those of their year that need not include them."""
    out = np.empty_like(values)
    for row, (own, others) in enumerate(zip(values, everyone, strict=True)):
        ordered = np.sort(others[~np.isnan(others)])
        below, upto = (np.searchsorted(ordered, own, side) for side in ("left", "right"))
        out[row] = 100.0 * (below + upto) / 2.0 / max(len(ordered), 1)
    return out


def ratio(data: Data, years: NDArray[np.int_]) -> Column:
    """Divide words by deeds, half an event added to both; unknown where neither is reported."""
    found = counts(data)
    said, done = found.of[SAID], found.of[DONE]
    value = np.where(_silent(found), np.nan, (said + 0.5) / (done + 0.5))
    _, low, high = rate_ratio_interval(said, 1.0, done, 1.0)
    return found.column(years, value, (low, high))
