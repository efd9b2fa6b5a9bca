"""Agreement of the members of the Security Council."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dyadlens.measures.column import Column, Data, empty
from dyadlens.measures.votes.agreement import lay_out
from dyadlens.measures.votes.roll_calls import JointVotes
from dyadlens.states.axis import positions
from dyadlens.stats.agreement import CHOICES, crosstab


def build(data: Data, years: NDArray[np.int_]) -> Column:
    """Compute the share of same votes among the resolutions of a year on which both voted."""
    value, low, high = empty(years), empty(years), empty(years)
    covered = np.zeros(value.shape, dtype=bool)
    rows = data.table("security_council_votes")
    for year, here in rows[rows["year"].between(years[0], years[-1])].groupby("year"):
        at = int(year) - int(years[0])
        members, columns = np.unique(positions(here["state"]), return_inverse=True)
        votes = np.full((here["resolution"].nunique(), len(members)), -1, dtype=np.int8)
        # A member that did not vote is no choice, and so has code -1.
        votes[pd.factorize(here["resolution"])[0], columns] = pd.Categorical(here["vote"], list(CHOICES)).codes
        joint = JointVotes(members, crosstab(votes).astype(np.int16))
        lay_out((value, low, high), at, joint, "agreement")
        covered[np.ix_([at], members, members)] = True
    return Column(value, low, high, covered=covered)
