"""How an index of a pair moved: the shift between two windows, which domain carries it, and change points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dyadlens.data.shared import shared
from dyadlens.errors import BadParameter
from dyadlens.indices.alignment import SCREEN
from dyadlens.indices.decompose import by_domain
from dyadlens.indices.input_values import Inputs, inputs_of
from dyadlens.indices.means import mean_of, side_by_side
from dyadlens.indices.normalise import held_columns, place_all, rows_of_year
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
    held: float
    percentile: float
    pairs: int
    domains: pd.DataFrame = field(repr=False)
    measures: tuple[str, ...]
    draws: int = DRAWS

    @property
    def direction(self) -> str:
        """``rose`` or ``fell``, or ``held`` where the interval holds 0."""
        if self.low <= 0 <= self.high:
            return "held"
        return "rose" if self.value > 0 else "fell"


def _known_throughout(inputs: Inputs, years: Sequence[int]) -> NDArray[np.bool_]:
    """Tell which columns are known in each of some years; none if a year is missing."""
    here = np.isin(inputs.years, years)
    if here.sum() != len(set(years)):
        return np.zeros(len(inputs.held), dtype=bool)
    return ~np.isnan(inputs.values[here]).any(axis=0)


def _domains_in(inputs: Inputs, columns: NDArray[np.bool_]) -> int:
    return int((inputs.shares[:, columns].sum(axis=1) > 0).sum())


def windows(lens: Lens, index: str) -> Spans | None:
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


@shared(maxsize=32)
def shift(lens: Lens | str, index: str, spans: Spans | None = None) -> Shift | None:
    """Return how far an index of a pair moved between two windows."""
    lens = as_lens(lens)
    spans = spans or windows(lens, index)
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
    low, high, held, draws = _interval(inputs, late)
    every = _shifts_of_all(whole.index, lens.as_of, tuple(years), tuple(columns.tolist()), int(spans[2]))
    moved = float(value[late].mean() - value[~late].mean())
    return Shift(
        index=index,
        spans=spans,
        earlier=float(value[~late].mean()),
        recent=float(value[late].mean()),
        value=moved,
        low=low,
        high=high,
        held=held,
        draws=draws,
        percentile=percentile_rank(every[np.abs(every - moved).argmin()], every),
        pairs=len(every),
        domains=_carried(inputs, late),
        measures=tuple(dict.fromkeys(one.name for (one, _), keep in zip(whole.held, columns, strict=True) if keep)),
    )


def _interval(inputs: Inputs, late: NDArray[np.bool_]) -> tuple[float, float, float, int]:
    """Return the 90% interval of the shift, the share of draws with the sign of the default's, and their number."""
    drawn = simulate(inputs, draw_choices(inputs))
    rng = np.random.default_rng(SEED + 1)
    means = []
    for window in (np.flatnonzero(~late), np.flatnonzero(late)):
        again = window[rng.integers(0, len(window), (len(drawn), len(window)))]
        means.append(np.take_along_axis(drawn, again, axis=1).mean(axis=1))
    moved = means[1] - means[0]
    moved = moved[~np.isnan(moved)]
    value = simulate(inputs, default_choices(inputs))[0]
    sign = np.sign(value[late].mean() - value[~late].mean())
    low, high = np.percentile(moved, (5.0, 95.0))
    return float(low), float(high), float((np.sign(moved) == sign).mean()), len(moved)


def _carried(inputs: Inputs, late: NDArray[np.bool_]) -> pd.DataFrame:
    scores = _domain_means(inputs.placed[0], inputs.shares)
    some = ~np.isnan(scores).any(axis=0)
    names = [name for name, keep in zip(inputs.domains, some, strict=True) if keep]
    parts = by_domain(scores[~late][:, some], scores[late][:, some])
    frame = pd.DataFrame(
        {
            "domain": names, "earlier": scores[~late][:, some].mean(axis=0),
            "recent": scores[late][:, some].mean(axis=0), "contribution": parts,
        }
    )  # fmt: skip
    return frame.sort_values("contribution", key=np.abs, ascending=False, ignore_index=True)


def _domain_means(placed: Array, shares: Array) -> Array:
    """Return the mean of each domain over the last axis of columns."""
    return np.stack(
        [mean_of(placed[..., np.flatnonzero(share)], share[np.flatnonzero(share)]) for share in shares], axis=-1
    )


@shared(maxsize=8)
def _shifts_of_all(index: str, as_of, years: tuple[int, ...], columns: tuple[bool, ...], split: int) -> Array:
    """Return the shift of every pair that has the same measures in every year."""
    places = grid().place
    if not all(FIRST <= y <= LAST for y in years):
        return np.empty(0)
    i, j = np.triu_indices(places.shape[0], 1)
    at = places[i, j][:, [y - FIRST for y in years]]
    at = at[(at >= 0).all(axis=1)]
    held = held_columns(index)
    tables = []
    domains = list(dict.fromkeys(one.domain for (one, _), keep in zip(held, columns, strict=True) if keep))
    for y, year in enumerate(years):
        where = np.searchsorted(rows_of_year(year), at[:, y])
        scores = []
        for domain in domains:
            own = [h for h, keep in zip(held, columns, strict=True) if keep and h[0].domain == domain]
            placed = side_by_side([place_all(h, year, 0, as_of)[where] for h in own])
            complete = ~np.isnan(placed).any(axis=1)
            found = mean_of(placed, np.array([1 / len(one.held_in) for one, _ in own]))
            scores.append(np.where(complete, found, np.nan))
        table = side_by_side(scores)
        tables.append(np.where(np.isnan(table).any(axis=1), np.nan, mean_of(table, 1.0, "geometric")))
    made = side_by_side(tables)
    late = np.array(years) >= split
    moved = made[:, late].mean(axis=1) - made[:, ~late].mean(axis=1)
    return moved[~np.isnan(moved)]
