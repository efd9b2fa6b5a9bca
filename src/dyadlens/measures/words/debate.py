"""Words in the UN General Debate: who names whom, and how alike two speeches are."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dyadlens.measures.column import Column, Data, covered_cells, spread
from dyadlens.stats.rates import poisson_interval

PER = 1000


def speech_mentions(data: Data, years: NDArray[np.int_]) -> Column:
    """Divide the times a state is named by the words of the speech; a speech without the name is a zero."""
    words = spread(data.table("debate_speeches"), years, "words", a="state", b=None)[:, :, None]
    counted = np.nan_to_num(spread(data.table("debate_mentions"), years, "mentions", a="speaker", b="named"))
    # Most names do not occur in a speech: each count is inverted once.
    distinct, at = np.unique(counted, return_inverse=True)
    value, low, high = (PER * part[at] / words for part in (distinct, *poisson_interval(distinct)))
    return Column(value, low, high, covered=covered_cells(data.info("debate_speeches"), years))


def speech_similarity(data: Data, years: NDArray[np.int_]) -> Column:
    """Lay out the cosine of two speeches of a year."""
    info, rows = data.info("debate_similarity"), data.table("debate_similarity")
    return Column(spread(rows, years, "similarity", symmetric=True), covered=covered_cells(info, years))
