"""Agreement of the members of the Security Council."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dyadlens.measures.column import Column, Data, empty
from dyadlens.measures.votes.agreement import fill_similarity
from dyadlens.measures.votes.roll_calls import JointVotes
from dyadlens.states.axis import positions
from dyadlens.stats.agreement import CHOICES, crosstab


def council_agreement(data: Data, years: NDArray[np.int_]) -> Column:
    """Compute the share of same votes among the resolutions of a year on which both voted."""
    value, low, high = empty(years), empty(years), empty(years)
    covered = np.zeros(value.shape, dtype=bool)
    rows = data.table("security_council_votes")
    for at, year in enumerate(years):
        here = rows[rows["year"] == year]
        if here.empty:
            continue
        members, columns = np.unique(positions(here["state"]), return_inverse=True)
        votes = np.full((here["resolution"].nunique(), len(members)), -1, dtype=np.int8)
        # A member that did not vote is no choice, and so has code -1.
        votes[pd.factorize(here["resolution"])[0], columns] = pd.Index(CHOICES).get_indexer(here["vote"])
        joint = JointVotes(members, crosstab(votes).astype(np.int16))
        fill_similarity((value, low, high), at, joint, "agreement")
        covered[at, members[:, None], members] = True
    return Column(value, low, high, covered=covered)
