"""What third states have to press with: one state values them, and they have a quarrel with the other."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dyadlens.measures.column import Column, Data, empty
from dyadlens.states.axis import codes, coexisted, positions


def third_pressure(data: Data, years: NDArray[np.int_], *, third_party: str | None = None) -> Column:
    r"""Return the pressure on a not to serve b: :math:`\max_C close(a, C) \cdot hostile(b, C)`, row a, column b.

    No state presses itself. A third state whose closeness to a is not known is passed over, so that the value is the
    least that it can be; the upper end is the most.
    """
    near, rival = data.measure("closeness").value, data.measure("rivalry").value == 1
    tables = ("undl_votes", "debate_similarity", "alliances", "rivalries")
    covered = data.covers(years, *tables)
    if third_party is not None:
        return Column(_by_one(near, rival, years, positions([third_party])[0]), covered=covered)
    best, unseen = empty(years), np.zeros(rival.shape, dtype=bool)
    for b, c in np.argwhere(rival.any(axis=0)):
        when = rival[:, b, c]
        others = np.arange(len(codes())) != c
        here = np.ix_(when, others, [b])
        close = near[np.ix_(when, others, [c])]
        best[here] = np.fmax(best[here], close)
        unseen[here] |= np.isnan(close)
    # Without a rival of b there is no pressure; with none but unknown ones nothing is known.
    value = np.where(np.isnan(best) & ~unseen, 0.0, best)
    open_end = unseen & (value < 1.0)
    return Column(value, np.where(open_end, value, np.nan), np.where(open_end, 1.0, np.nan), covered=covered)


def _by_one(
    near: NDArray[np.float64], rival: NDArray[np.bool_], years: NDArray[np.int_], c: int
) -> NDArray[np.float64]:
    """Return the pressure of one third state; NaN where its closeness is not known, and for its own pairs."""
    there = coexisted(years)[:, None, c, :]
    value = np.where(rival[:, None, c, :], near[:, :, c, None], np.where(there, 0.0, np.nan))
    value[:, c, :] = value[:, :, c] = np.nan
    return value
