"""Dated contacts of a pair: how many a year, and whether the rate has changed."""

from __future__ import annotations

import pandas as pd

from dyadlens.data.cases import case
from dyadlens.data.catalog import load
from dyadlens.lens import Lens
from dyadlens.measures.diplomacy.contacts import ALL, FIXED, VISITS, count_contacts
from dyadlens.stats.rates import RateRatio, rate_ratio

__all__ = ["ALL", "FIXED", "VISITS", "contact_rate_ratio", "counts"]


def counts(lens: Lens, kind: str = FIXED) -> pd.Series:
    """Return the number of contacts in each whole year that the case file covers and that was known; else empty."""
    own = case(lens)
    if own is None or "contacts" not in own.parts:
        return pd.Series(dtype=int)
    table = load(f"cases/{own.key}/contacts", lens)
    return count_contacts(table.frame, table.info, kind, table.last)


def contact_rate_ratio(lens: Lens, recent: int = 3, before: int = 10, kind: str = FIXED) -> RateRatio | None:
    """Compare the rate of contacts in the latest years with that in the years before."""
    found = counts(lens, kind)
    found = found[found.index <= lens.end]
    if found.empty:
        return None
    last = int(found.index.max())
    late = found[found.index > last - recent]
    early = found[(found.index <= last - recent) & (found.index > last - recent - before)]
    if early.empty:
        return None
    return rate_ratio(int(late.sum()), len(late), int(early.sum()), len(early))
