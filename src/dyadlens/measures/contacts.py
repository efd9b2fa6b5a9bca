"""Dated contacts from the case file of a pair: how many a year, and whether the rate has changed."""

from __future__ import annotations

import pandas as pd

from dyadlens.data.cases import case
from dyadlens.data.catalog import Vintage, load
from dyadlens.data.evidence import NOT_COVERED, OBSERVED, UNKNOWN, Evidence
from dyadlens.lens import Lens
from dyadlens.measures.measure import Measure
from dyadlens.measures.yearly import row, rows_of
from dyadlens.stats.rates import RateRatio, poisson_interval, rate_ratio

FIXED, ALL = "contacts_fixed", "contacts_all"
VISITS = "contacts_visits"  # of the fixed kind, without meetings in the margins of other events; shown beside only
NO_SOURCE = "cases"
_LIST = "collected by hand from news and official pages, an address a row"
_INTERVAL = "exact Poisson interval of the count (Garwood 1936); what the list lacks is not in it"

MEASURES = (
    Measure(
        FIXED,
        "Contacts of leaders, foreign and defence ministers and army chiefs",
        "trips",
        0.0,
        None,
        "more meetings at the top",
        ("cases/PAK-RUS/contacts",),
        _LIST,
        scale="count",
        interval=_INTERVAL,
        note="Face to face, the traveller holding the office; a trip counts once. Only for a pair with a case file.",
    ),
    Measure(
        ALL,
        "Contacts of any kind",
        "contacts",
        0.0,
        None,
        "more contacts that left a trace on the web",
        ("cases/PAK-RUS/contacts",),
        _LIST,
        scale="count",
        interval=_INTERVAL,
        note="Follows the density of news on the web, far richer from 2017: not for a rate. Shown beside the other.",
    ),
)


def contacts(lens: Lens) -> list[Evidence]:
    """Count the contacts of the pair by year."""
    return [_yearly(lens, FIXED), _yearly(lens, ALL)]


def _table(lens: Lens) -> Vintage | None:
    own = case(lens)
    if own is None or "contacts" not in own.parts:
        return None
    return load(f"cases/{own.key}/contacts", lens)


def counts(lens: Lens, measure: str = FIXED) -> pd.Series:
    """Return the number of contacts in each whole year that the case file covers and that was known."""
    table = _table(lens)
    if table is None:
        return pd.Series(dtype=int)
    rows = table.frame
    chosen = rows["cooperation"] & (rows["confidence"] != "low") if measure == ALL else rows["fixed_kind"]
    rows = rows[chosen.astype(bool)]
    if measure == VISITS:
        rows = rows[rows["type"] == "visit"]
    one = rows["trip"].fillna(rows["contact_id"])
    first_day = rows["date"].groupby(one).min()
    found = first_day.str[:4].astype(int).value_counts()
    years = [y for y in range(table.info.first, table.last + 1) if table.info.looked_in(y)]
    return found.reindex(years, fill_value=0).sort_index()


def _yearly(lens: Lens, measure: str) -> Evidence:
    table, found = _table(lens), counts(lens, measure)
    rows = []
    for year in lens.years:
        if year in found.index:
            low, high = poisson_interval(found[year])
            # The list is not complete: a year without a row is a count of none found, not a true zero.
            rows.append(row(year, OBSERVED, found[year], low=float(low), high=float(high)))
        else:
            missing = table is not None and not table.info.looked_in(year) and year <= table.last
            rows.append(row(year, UNKNOWN if missing else NOT_COVERED))
    return rows_of("diplomacy", measure, *lens.pair, rows, table.info.name if table else NO_SOURCE)


def contact_rate_ratio(lens: Lens, recent: int = 3, before: int = 10, measure: str = FIXED) -> RateRatio | None:
    """Compare the rate of contacts in the latest years with that in the years before."""
    found = counts(lens, measure)
    found = found[found.index <= lens.end]
    if found.empty:
        return None
    last = int(found.index.max())
    late = found[found.index > last - recent]
    early = found[(found.index <= last - recent) & (found.index > last - recent - before)]
    if early.empty:
        return None
    return rate_ratio(int(late.sum()), len(late), int(early.sum()), len(early))
