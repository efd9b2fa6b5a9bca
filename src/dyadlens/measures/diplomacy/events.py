"""Events in the news to 2014: words and deeds between two states, scaled by how much is written about them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dyadlens.measures.column import Column, Data, Values, empty, spread
from dyadlens.stats.proportions import LEVEL
from dyadlens.stats.ranks import percentile_ranks
from dyadlens.stats.rates import poisson_interval, rate_ratio_interval

KINDS = ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")
SAID, DONE = KINDS[:2]
PER = 1000.0


@dataclass(frozen=True)
class EventCounts:
    """Events between two states, both directions together, as (years, pairs), pairs in the order of the upper triangle.

    ``of`` has the events of each kind, NaN for a pair that the source lacks; ``volume`` all events of either state.
    """

    years: NDArray[np.int_]
    of: dict[str, Values]
    volume: Values

    def shares(self, kind: str) -> Values:
        """Scale one kind by the volume."""
        return PER * self.of[kind] / np.where(self.volume > 0, self.volume, np.nan)

    def ends(self, kind: str, level: float = LEVEL) -> tuple[Values, Values]:
        """Return the interval of each count."""
        # Most counts are small and stand thousands of times: each is inverted once.
        distinct, at = np.unique(self.of[kind], return_inverse=True)
        low, high = (end[at] for end in poisson_interval(distinct, level))
        return low, high

    def share_ends(self, kind: str, level: float = LEVEL) -> tuple[Values, Values]:
        """Return the interval of each share."""
        scale = PER / np.where(self.volume > 0, self.volume, np.nan)
        low, high = (end * scale for end in self.ends(kind, level))
        return low, np.minimum(high, PER)

    def gaps(self) -> Values:
        """Subtract the percentile of deeds from that of words; NaN where neither is reported."""
        said, done = (percentile_ranks(self.shares(kind)) for kind in (SAID, DONE))
        return np.where(self.of[SAID] + self.of[DONE] == 0, np.nan, said - done)

    def ratios(self) -> Values:
        """Divide words by deeds, half an event added to both; NaN where neither is reported."""
        said, done = self.of[SAID], self.of[DONE]
        return np.where(said + done == 0, np.nan, (said + 0.5) / (done + 0.5))

    def pooled(self, first: int, last: int) -> EventCounts:
        """Add up several years."""
        chosen = (self.years >= first) & (self.years <= last)
        of = {kind: events[chosen].sum(axis=0, keepdims=True) for kind, events in self.of.items()}
        return EventCounts(np.array([last]), of, self.volume[chosen].sum(axis=0, keepdims=True))

    def column(self, years: NDArray[np.int_], value: Values, low: Values, high: Values) -> Column:
        """Lay values out as squares for all years that are asked for; what the source lacks is not covered."""
        here = np.isin(self.years, years)
        at = np.searchsorted(years, self.years[here])[:, None]
        i, j = np.triu_indices(empty(years[:1]).shape[1], 1)

        def lay(part: Values) -> Values:
            out = empty(years)
            out[at, i, j] = out[at, j, i] = part[here]
            return out

        return Column(lay(value), lay(low), lay(high), covered=~np.isnan(lay(self.of[SAID])))


_MADE: dict[str, EventCounts] = {}


def event_counts(data: Data) -> EventCounts:
    """Return the counts of all pairs, made once for a version of the table."""
    key = data.info("icews").sha256
    if key not in _MADE:
        _MADE.clear()
        _MADE[key] = _count(data)
    return _MADE[key]


def _count(data: Data) -> EventCounts:
    rows = data.table("icews")
    years = np.arange(int(rows["year"].min()), int(rows["year"].max()) + 1)
    directed = {kind: spread(rows, years, kind, a="source", b="target") for kind in KINDS}
    both = {kind: events + events.transpose(0, 2, 1) for kind, events in directed.items()}
    i, j = np.triu_indices(both[SAID].shape[1], 1)
    own = np.sum(list(both.values()), axis=0)
    of_state = np.nansum(own, axis=2)
    volume = of_state[:, i] + of_state[:, j] - own[:, i, j]
    return EventCounts(years, {kind: events[:, i, j] for kind, events in both.items()}, volume)


def reported_events(data: Data, years: NDArray[np.int_], kind: str) -> Column:
    """Count the reports of one kind."""
    counts = event_counts(data)
    return counts.column(years, counts.of[kind], *counts.ends(kind))


def event_share(data: Data, years: NDArray[np.int_], kind: str) -> Column:
    """Scale the reports of one kind by all reports of either state."""
    counts = event_counts(data)
    return counts.column(years, counts.shares(kind), *counts.share_ends(kind))


def say_do_gap(data: Data, years: NDArray[np.int_]) -> Column:
    """Subtract the percentile of deeds from that of words."""
    counts, ends = event_counts(data), {}
    for kind in (SAID, DONE):
        # 95% bounds of both counts hold together with 90% or more (Bonferroni).
        ends[kind] = [_ranks_among(end, counts.shares(kind)) for end in counts.share_ends(kind, 0.95)]
    return counts.column(years, counts.gaps(), ends[SAID][0] - ends[DONE][1], ends[SAID][1] - ends[DONE][0])


def _ranks_among(values: Values, everyone: Values) -> Values:
    """Rank values among those of their year that need not include them."""
    out = np.empty_like(values)
    for row, (own, others) in enumerate(zip(values, everyone, strict=True)):
        ordered = np.sort(others[~np.isnan(others)])
        below, upto = (np.searchsorted(ordered, own, side) for side in ("left", "right"))
        out[row] = 100.0 * (below + upto) / 2.0 / max(len(ordered), 1)
    return out


def say_do_ratio(data: Data, years: NDArray[np.int_]) -> Column:
    """Divide words by deeds."""
    counts = event_counts(data)
    _, low, high = rate_ratio_interval(counts.of[SAID], 1.0, counts.of[DONE], 1.0)
    return counts.column(years, counts.ratios(), low, high)
