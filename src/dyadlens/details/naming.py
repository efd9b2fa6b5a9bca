"""Who names whom in the speeches of one year."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dyadlens.data.catalog import read
from dyadlens.measures.column import spread
from dyadlens.measures.words.debate import PER
from dyadlens.panel.views import matrix


def naming(year: int) -> NDArray[np.float64]:
    """Return how often each state (row) names each other (column) in its speech; NaN where there is none to count."""
    words = spread(read("debate_speeches"), np.array([year]), "words", a="state", b=None)[0]
    counts: NDArray[np.float64] = np.round(matrix("mentions_per_1000", year) * words[:, None] / PER)
    return counts
