"""On whose side a third state stands: five classes of the difference of its closeness to two states."""

from __future__ import annotations

import numpy as np
import pandas as pd

NEAR, FAR = 0.1, 0.3  # differences of mean ranks; a difference on an edge belongs to the farther class


def side_of(difference: pd.Series) -> pd.Series:
    """Return 2 (much closer to the first), 1, 0 (about as close to both), -1 or -2 for each difference."""
    size = difference.abs().round(9)
    return (np.sign(difference) * ((size >= NEAR).astype(int) + (size >= FAR))).astype(int)
