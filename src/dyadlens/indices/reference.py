"""What a level of an index means under other choices: it is read off the default index at its rank among all pairs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dyadlens.indices.means import mean_of, stack_columns
from dyadlens.indices.normalise import SCALINGS, index_columns, normalise_all, rows_of_year

Array = NDArray[np.float64]
BETWEEN = ("geometric", "arithmetic")
SCREEN = 0.5
ENDS = 300  # pairs at either end of the default index that stand for themselves alone: they lie far apart
EVERY = 20  # pairs for which one of the others stands
_TIE = 1e-5  # what rounding may set apart
_BLOCK = 256  # draws compared with all pairs at once: what they make stays in the processor's cache
_TAIL = np.array([0.0, 0.0001, 0.0002, 0.0005, 0.001, 0.0015, 0.002, 0.003, 0.004])  # few pairs lie far apart there
_NODES = np.concatenate([_TAIL, np.linspace(0.005, 0.995, 199), 1.0 - _TAIL[::-1]])


def passes(known: NDArray[np.bool_], left_out: int) -> NDArray[np.bool_]:
    """Tell which units have enough domains when one is left out, as :meth:`.Recipe.replay` does."""
    size = known.shape[1]
    count = known.sum(axis=1)
    enough = count >= SCREEN * size
    return enough if left_out == size else enough & (count - known[:, left_out] >= SCREEN * (size - 1))


@dataclass(frozen=True)
class ReferenceScale:
    """Pairs of a year against which a pair is ranked, and the default index over all pairs."""

    scores: Array
    stands_for: Array
    default: Array

    @cached_property
    def _counted(self) -> list[NDArray[np.float32]]:
        """Who counts, by the domain left out: a column for pairs that stand for one, a column for the others."""
        known = ~np.isnan(self.scores[0])
        one = np.stack([self.stands_for == 1.0, self.stands_for != 1.0], axis=1)
        return [(one & passes(known, d)[:, None]).astype(np.float32) for d in range(known.shape[1] + 1)]

    @cached_property
    def _terms(self) -> list[list[NDArray[np.float32]]]:
        """Terms of each mean over those known and whether they are known, by scale and mean, a column a pair."""
        out = []
        for scores in self.scores:
            known = ~np.isnan(scores)
            both = (np.log(scores), scores)
            out.append([np.concatenate([np.where(known, x, 0.0), known], axis=1).T.astype(np.float32) for x in both])
        return out

    def align(self, made: Array, weights: Array, left_out: int, scaling: int, between: int) -> Array:
        r"""Read results off the default index at the rank that they have among all pairs under the same choices.

        A pair lies below a result C if :math:`\sum_d w_d (x_d - c) < 0` over its known domains, with x and c logs where
        the mean is geometric: every draw is compared with every pair in one matrix product.
        """
        level = np.log(made) if BETWEEN[between] == "geometric" else made
        w = weights / weights.sum(axis=1, keepdims=True) / (2.0 * _TIE)
        own = np.concatenate([w, -w * level[:, None]], axis=1).astype(np.float32)
        counted, each = self._counted[left_out], np.array([1.0, self.stands_for.max(initial=1.0)])
        balance = np.empty((len(own), 2), dtype=np.float32)
        for block in range(0, len(own), _BLOCK):
            here = slice(block, block + _BLOCK)
            sides = own[here] @ self._terms[scaling][between]
            np.rint(sides, out=sides)  # 0 for a tie; -1 and 1, once clipped, for a pair below and one above
            np.matmul(np.clip(sides, -1.0, 1.0, out=sides), counted, out=balance[here])
        total = counted.sum(axis=0) @ each
        return self.at_rank((1.0 - balance @ each / total) / 2.0, left_out)

    def at_rank(self, share: Array, left_out: int) -> Array:
        """Return the default index at a rank, given as the share of pairs below, among those that pass the screen."""
        return np.interp(share, _NODES, self.default[left_out])


@lru_cache(maxsize=256)
def reference_scale(
    index: str, as_of: date | None, year: int, columns: tuple[bool, ...], every: int = EVERY
) -> ReferenceScale:
    """Return what results of a year are ranked among."""
    whole = _scores(index, as_of, year, columns, 0)
    size = whole.shape[1]
    known = ~np.isnan(whole)
    default = mean_of(whole, 1.0, BETWEEN[0])
    some = np.flatnonzero(passes(known, size))
    order = some[np.argsort(default[some], kind="stable")]
    middle = order[ENDS : max(len(order) - ENDS, ENDS)]
    inner = middle[every // 2 :: every]
    chosen = np.concatenate([order[:ENDS], inner, order[ENDS + len(middle) :]])
    stands_for = np.ones(len(chosen))
    if len(inner):
        stands_for[ENDS : ENDS + len(inner)] = len(middle) / len(inner)
    others = (_scores(index, as_of, year, columns, scaling, chosen) for scaling in range(1, len(SCALINGS)))
    scores = np.stack([whole[chosen], *others])
    samples = (order[passes(known[order], d)] for d in range(size + 1))
    return ReferenceScale(scores, stands_for, np.stack([_quantiles(default[sample]) for sample in samples]))


def _quantiles(ordered: Array) -> Array:
    """Return quantiles of values in ascending order, each value in the middle of its share (Hazen 1914)."""
    if not ordered.size:
        return np.full(len(_NODES), np.nan)
    return np.interp(_NODES, (np.arange(len(ordered)) + 0.5) / len(ordered), ordered)


def _scores(
    index: str,
    as_of: date | None,
    year: int,
    columns: tuple[bool, ...],
    scaling: int,
    chosen: NDArray[Any] | None = None,
) -> Array:
    """Return the mean of each domain for all or some pairs of a year, shape (pairs, domains)."""
    every = index_columns(index)
    domains: dict[str, list[tuple[float, Array]]] = {one.domain: [] for one, _ in every}
    for keep, (one, name) in zip(columns, every, strict=True):
        if keep and one.years[0] <= year <= one.years[1]:
            normalised = normalise_all((one, name), year, scaling, as_of, chosen)
            domains[one.domain].append((1 / len(one.column_names), normalised))
    rows = len(rows_of_year(year)) if chosen is None else len(chosen)
    return stack_columns([_mean(parts, rows) for parts in domains.values()])


def _mean(parts: Sequence[tuple[float, Array]], rows: int) -> Array:
    if not parts:
        return np.full(rows, np.nan)
    return mean_of(stack_columns([values for _, values in parts]), np.array([w for w, _ in parts]))
