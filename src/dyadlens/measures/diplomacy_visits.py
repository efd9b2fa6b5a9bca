"""Visits of leaders of the United States, and signals of support from major powers."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from dyadlens.data.catalog import load, read
from dyadlens.data.evidence import NOT_COVERED, OBSERVED, TRUE_ZERO, Evidence
from dyadlens.lens import Lens
from dyadlens.measures.measure import Measure
from dyadlens.measures.yearly import row, rows_of
from dyadlens.states import all_states
from dyadlens.stats.ranks import percentile_rank
from dyadlens.stats.rates import poisson_interval

OFFICES = {"leader_visits": "president", "minister_visits": "secretary"}
SIGNALS = "signals"
SIGNAL_KINDS = ("visit", "exercise", "pact", "troops")
ALL_PAIRS = (*OFFICES, SIGNALS)
FIRST = 1946
_HISTORIAN = "Office of the Historian, US Department of State"
_POWERS = ("CHN", "FRA", "GBR", "RUS", "USA")


def _visits(name: str, who: str) -> Measure:
    return Measure(
        name,
        f"Visits of {who} of the United States",
        "visits",
        0.0,
        None,
        "more visits",
        ("us_visits",),
        _HISTORIAN,
        scale="count",
        directed=True,
        direction="by {a} to {b}",
        interval="exact Poisson interval of the count (Garwood 1936), as for a rate",
        note="Only for pairs with the United States, and only its own travels.",
    )


MEASURES = (
    _visits("leader_visits", "presidents"),
    _visits("minister_visits", "secretaries of state"),
    Measure(
        SIGNALS,
        "Kinds of support signalled",
        "of four: a leader's visit, an exercise, a defence pact, troops",
        0.0,
        float(len(SIGNAL_KINDS)),
        "more kinds of support",
        ("major_power_signals",),
        "after McManus & Nieman (2019), Journal of Peace Research 56:364-378; a plain count, not their latent measure",
        scale="count",
        directed=True,
        interval="none: the source says yes or no",
        note="Only from the United States, Russia, China, Britain and France, to 2012; some visits are missed.",
    ),
)


@cache
def visit_pairs(name: str) -> pd.DataFrame:
    """Return the visits of one office to every state that existed, by year."""
    info, rows = load("us_visits", Lens("PAK-USA")).info, read("us_visits").astype({"state": str, "office": str})
    rows = rows[(rows["office"] == OFFICES[name]) & rows["in_office"].astype(bool) & (rows["year"] >= FIRST)]
    found = rows.groupby(["state", "year"]).size()
    years = range(FIRST, info.last + 1)
    grid = [(s.code, y) for s in all_states().values() if s.code != "USA" for y in years if s.existed(y)]
    index = pd.MultiIndex.from_tuples(grid, names=["b", "year"])
    values = found.rename_axis(["b", "year"]).reindex(index, fill_value=0).astype(float)
    return values.rename("value").reset_index().assign(a="USA")[["a", "b", "year", "value"]]


@cache
def signal_pairs() -> pd.DataFrame:
    """Return the number of kinds of signals from each power to each state, by year."""
    rows = read("major_power_signals").astype({"power": str, "state": str})
    value = sum((rows[kind] > 0).astype(float) for kind in SIGNAL_KINDS)
    return pd.DataFrame({"a": rows["power"], "b": rows["state"], "year": rows["year"].astype(int), "value": value})


def visits(lens: Lens) -> list[Evidence]:
    """Compute visits and signals for the pair."""
    senders = [s for s in lens.pair if s in _POWERS] or [lens.pair[0]]
    parts = [_counted(lens, name, visit_pairs(name), "us_visits", "USA") for name in OFFICES]
    return [*parts, *(_counted(lens, SIGNALS, signal_pairs(), "major_power_signals", s) for s in senders)]


def _counted(lens: Lens, name: str, everyone: pd.DataFrame, source: str, sender: str) -> Evidence:
    """Give each year the count and its percentile among all that the sender or any power could have chosen."""
    a, b = lens.pair if sender == lens.pair[0] or sender not in lens.pair else lens.pair[::-1]
    table = load(source, lens)
    here = everyone[(everyone["a"] == a) & (everyone["b"] == b)].set_index("year")["value"]
    rows = []
    for year in lens.years:
        if year not in here.index or not table.covers(year):
            rows.append(row(year, NOT_COVERED))
            continue
        now = everyone.loc[everyone["year"] == year, "value"]
        low, high = (np.nan, np.nan) if name == SIGNALS else map(float, poisson_interval(here[year]))
        rank = percentile_rank(here[year], now)
        status = OBSERVED if here[year] else TRUE_ZERO
        rows.append(row(year, status, here[year], low=low, high=high, percentile=rank))
    return rows_of("diplomacy", name, a, b, rows, source)
