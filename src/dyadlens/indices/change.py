"""How an index of a pair changed: the shift between two windows, and which domains contribute to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dyadlens.errors import BadParameter
from dyadlens.indices.input_values import IndexInputs, inputs_of
from dyadlens.indices.means import by_domain, mean_of, stack_columns
from dyadlens.indices.normalise import index_columns, normalise_all, rows_of_year
from dyadlens.indices.reference import SCREEN
from dyadlens.indices.uncertainty import DRAWS, SEED, default_choices, draw_choices, simulate
from dyadlens.lens import Lens, as_lens
from dyadlens.panel.columns import FIRST, LAST, grid
from dyadlens.stats.ranks import percentile_rank

Array = NDArray[np.float64]
WIDTH = 5  # years in each window
Spans = tuple[int, int, int, int]


@dataclass(frozen=True)
class Shift:
    """The mean of a recent window less that of an earlier one, on measures known in every year of both."""

    index: str
    spans: Spans
    earlier: float
    recent: float
    value: float
    low: float
    high: float
    agreeing: float
    percentile: float
    pairs: int
    domains: pd.DataFrame = field(repr=False)
    measures: tuple[str, ...]
    draws: int = DRAWS

    @property
    def direction(self) -> str:
        """``rose`` or ``fell``, or ``unclear`` where the interval holds 0."""
        if self.low <= 0 <= self.high:
            return "unclear"
        return "rose" if self.value > 0 else "fell"


def _known_throughout(inputs: IndexInputs, years: Sequence[int]) -> NDArray[np.bool_]:
    """Tell which columns are known in each of some years; none if a year is missing."""
    here = np.isin(inputs.years, years)
    if here.sum() != len(set(years)):
        return np.zeros(len(inputs.columns), dtype=bool)
    return ~np.any(np.isnan(inputs.values[here]), axis=0)


def _domains_in(inputs: IndexInputs, columns: NDArray[np.bool_]) -> int:
    return int((inputs.shares[:, columns].sum(axis=1) > 0).sum())


def recent_windows(lens: Lens, index: str) -> Spans | None:
    """Return the last five years, and the five before, in which the same measures are known throughout."""
    inputs = inputs_of(lens, index)
    for last in sorted(inputs.years.tolist(), reverse=True):
        columns = _known_throughout(inputs, range(last - 2 * WIDTH + 1, last + 1))
        if _domains_in(inputs, columns) >= SCREEN * len(inputs.domains):
            return last - 2 * WIDTH + 1, last - WIDTH, last - WIDTH + 1, last
    return None


def distant_windows(lens: Lens | str, index: str) -> Spans | None:
    """Return the two windows of five years farthest apart in which the same measures are known throughout."""
    lens = as_lens(lens)
    inputs = inputs_of(lens, index)
    starts = [int(y) for y in inputs.years]
    known = {y: _known_throughout(inputs, range(y, y + WIDTH)) for y in starts}
    pairs = [(late - early, late, early) for early in starts for late in starts if late >= early + WIDTH]
    for _, late, early in sorted(pairs, reverse=True):
        if _domains_in(inputs, known[early] & known[late]) >= SCREEN * len(inputs.domains):
            return early, early + WIDTH - 1, late, late + WIDTH - 1
    return None


@lru_cache(maxsize=32)
def shift(lens: Lens | str, index: str, spans: Spans | None = None) -> Shift | None:
    """Return how far an index of a pair shifted between two windows."""
    lens = as_lens(lens)
    spans = spans or recent_windows(lens, index)
    if spans is None:
        return None
    if not spans[0] <= spans[1] < spans[2] <= spans[3]:
        raise BadParameter(
            f"windows {spans} are not in order: first and last year of the earlier, then of the recent one"
        )
    years = [*range(spans[0], spans[1] + 1), *range(spans[2], spans[3] + 1)]
    whole = inputs_of(lens, index)
    columns = _known_throughout(whole, years)
    if _domains_in(whole, columns) < SCREEN * len(whole.domains):
        return None
    inputs = whole.only(columns).during(years)
    late = np.array(years) >= spans[2]
    value = simulate(inputs, default_choices(inputs))[0]
    low, high, agreeing, draws = _interval(inputs, late)
    every = _shifts_of_all(whole.index, lens.as_of, tuple(years), tuple(columns.tolist()), int(spans[2]))
    change = float(value[late].mean() - value[~late].mean())
    return Shift(
        index=index,
        spans=spans,
        earlier=float(value[~late].mean()),
        recent=float(value[late].mean()),
        value=change,
        low=low,
        high=high,
        agreeing=agreeing,
        draws=draws,
        percentile=percentile_rank(every[np.abs(every - change).argmin()], every),
        pairs=len(every),
        domains=_contributions(inputs, late),
        measures=tuple(dict.fromkeys(one.name for (one, _), keep in zip(whole.columns, columns, strict=True) if keep)),
    )


def _interval(inputs: IndexInputs, late: NDArray[np.bool_]) -> tuple[float, float, float, int]:
    """Return the 90% interval of the shift, the share of draws with the sign of the default's, and their number."""
    drawn = simulate(inputs, draw_choices(inputs))
    rng = np.random.default_rng(SEED + 1)
    means = []
    for window in (np.flatnonzero(~late), np.flatnonzero(late)):
        again = window[rng.integers(0, len(window), (len(drawn), len(window)))]
        means.append(np.take_along_axis(drawn, again, axis=1).mean(axis=1))
    changes = means[1] - means[0]
    changes = changes[~np.isnan(changes)]
    value = simulate(inputs, default_choices(inputs))[0]
    sign = np.sign(value[late].mean() - value[~late].mean())
    low, high = np.percentile(changes, (5.0, 95.0))
    return float(low), float(high), float((np.sign(changes) == sign).mean()), len(changes)


def _contributions(inputs: IndexInputs, late: NDArray[np.bool_]) -> pd.DataFrame:
    scores = _domain_means(inputs.normalised[0], inputs.shares)
    some = ~np.any(np.isnan(scores), axis=0)
    names = [name for name, keep in zip(inputs.domains, some, strict=True) if keep]
    parts = by_domain(scores[~late][:, some], scores[late][:, some])
    means = (scores[window][:, some].mean(axis=0) for window in (~late, late))
    frame = pd.DataFrame(dict(zip(("earlier", "recent"), means, strict=True)))
    frame = frame.assign(contribution=parts)
    frame.insert(0, "domain", names)
    return frame.sort_values("contribution", key=np.abs, ascending=False, ignore_index=True)


def _domain_means(normalised: Array, shares: Array) -> Array:
    """Return the mean of each domain over the last axis of columns."""
    return np.stack(
        [mean_of(normalised[..., np.flatnonzero(share)], share[np.flatnonzero(share)]) for share in shares], axis=-1
    )


@lru_cache(maxsize=8)
def _shifts_of_all(
    index: str, as_of: date | None, years: tuple[int, ...], columns: tuple[bool, ...], split: int
) -> Array:
    """Return the shift of every pair that has the same measures in every year."""
    places = grid().place
    if not all(FIRST <= y <= LAST for y in years):
        return np.empty(0)
    i, j = np.triu_indices(places.shape[0], 1)
    at = places[i, j][:, [y - FIRST for y in years]]
    at = at[(at >= 0).all(axis=1)]
    kept = [column for column, keep in zip(index_columns(index), columns, strict=True) if keep]
    tables = []
    domains = list(dict.fromkeys(one.domain for one, _ in kept))
    for y, year in enumerate(years):
        where = np.searchsorted(rows_of_year(year), at[:, y])
        scores = []
        for domain in domains:
            own = [column for column in kept if column[0].domain == domain]
            normalised = stack_columns([normalise_all(column, year, 0, as_of)[where] for column in own])
            complete = ~np.isnan(normalised).any(axis=1)
            found = mean_of(normalised, np.array([1 / len(one.column_names) for one, _ in own]))
            scores.append(np.where(complete, found, np.nan))
        table = stack_columns(scores)
        tables.append(np.where(np.isnan(table).any(axis=1), np.nan, mean_of(table, 1.0, "geometric")))
    made = stack_columns(tables)
    late = np.array(years) >= split
    changes = made[:, late].mean(axis=1) - made[:, ~late].mean(axis=1)
    return changes[~np.isnan(changes)]
