"""How many measures of a pair have a value in each domain and year, and why the others have none."""

from __future__ import annotations

import pandas as pd

from dyadlens.data.evidence import STATUSES
from dyadlens.lens import Lens, as_lens
from dyadlens.measures.registry import DOMAINS
from dyadlens.panel.evidence import evidence


def coverage_counts(lens: Lens | str) -> pd.DataFrame:
    """Count the rows of evidence by domain, year and status; every domain and every year of the lens, in order."""
    lens = as_lens(lens)
    rows = evidence(lens)
    found = pd.crosstab([rows["domain"], rows["year"]], rows["status"])
    every = pd.MultiIndex.from_product([DOMAINS, lens.years], names=["domain", "year"])
    return found.reindex(index=every, columns=list(STATUSES), fill_value=0).reset_index().rename_axis(None, axis=1)
