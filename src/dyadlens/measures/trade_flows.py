"""Trade flows made ready for measures: totals of all pairs, and what each side declares."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dyadlens.data.catalog import load, read
from dyadlens.data.shared import shared
from dyadlens.lens import Lens
from dyadlens.states import WORLD
from dyadlens.stats.trade import trade_intensity

# Which declaration is taken when several cover a year: Russia's own report, the fullest of UN Comtrade, then others.
DECLARED_ORDER = (
    "dots_russia",
    "comtrade_recent",
    "comtrade_pakistan",
    "comtrade_2017",
    "dots_monthly",
    "india_tradestat",
    "wits_top5",
)


@dataclass(frozen=True)
class PairTotals:
    """Two-way trade of all pairs by year, from one source."""

    frame: pd.DataFrame
    _shares: dict[int, NDArray[np.float64]] = field(default_factory=dict, compare=False, repr=False)

    def of(self, a: str, b: str) -> pd.Series:
        """Return a pair's totals by year."""
        rows = self.frame
        return rows[(rows["a"] == a) & (rows["b"] == b)].set_index("year")["total"]

    def in_year(self, year: int) -> NDArray[np.float64]:
        """Return the totals of all pairs with a value in a year."""
        return self.frame.loc[self.frame["year"] == year, "total"].to_numpy()

    def total(self, state: str) -> pd.Series:
        """Return a state's total trade by year, over all partners with a value."""
        rows = self.frame
        return rows[(rows["a"] == state) | (rows["b"] == state)].groupby("year")["total"].sum()

    def dependences(self, year: int) -> NDArray[np.float64]:
        """Return the dependence of every state on every partner in a year, computed once."""
        if year not in self._shares:
            rows = self.frame[self.frame["year"] == year]
            both = pd.concat([rows[["a", "total"]], rows[["b", "total"]].rename(columns={"b": "a"})])
            whole = both.groupby("a", observed=True)["total"].transform("sum")
            self._shares[year] = (both["total"] / whole.where(whole > 0)).to_numpy()
        return self._shares[year]


@shared(maxsize=1)
def cow_pairs() -> PairTotals:
    """Add up both flows of every pair and year of COW trade, once a process."""
    flows = read("trade_cow")
    names = sorted({*flows["importer"].unique(), *flows["exporter"].unique()})
    ends = [pd.Categorical(flows[end], categories=names).codes for end in ("importer", "exporter")]
    # Codes follow the alphabet, and grouping by numbers takes a tenth of the time of grouping by text.
    frame = pd.DataFrame(
        {"a": np.minimum(*ends), "b": np.maximum(*ends), "year": flows["year"], "flow": flows["imports_musd"]}
    )
    sums = frame.groupby(["a", "b", "year"])["flow"].agg(["sum", "count"]).reset_index()
    sums = sums[sums["count"] == 2].rename(columns={"sum": "total"})[["a", "b", "year", "total"]]
    states = {end: pd.Categorical.from_codes(sums[end], categories=names) for end in ("a", "b")}
    return PairTotals(sums.assign(**states))


@shared(maxsize=1)
def cow_intensities() -> pd.DataFrame:
    """Compute the intensity of exports of every directed pair and year of COW trade, once a process."""
    flows, totals = read("trade_cow").dropna(subset=["imports_musd"]), read("trade_world_totals")
    totals = totals[totals["source"] == "cow"].astype({"state": str})
    sold, bought = (totals.pivot(index="year", columns="state", values=f"{way}_musd") for way in ("exports", "imports"))
    at = sold.index.get_indexer(flows["year"])
    a, b = (pd.Categorical(flows[end], categories=sold.columns) for end in ("exporter", "importer"))
    value = trade_intensity(
        flows["imports_musd"],
        sold.to_numpy()[at, a.codes],
        bought.to_numpy()[at, b.codes],
        bought[WORLD].to_numpy()[at],
        bought.to_numpy()[at, a.codes],
    )
    rows = pd.DataFrame({"a": a, "b": b, "year": flows["year"].to_numpy(), "value": value})
    return rows.dropna(subset=["value"]).reset_index(drop=True)


def declared_exports(lens: Lens, exporter: str, importer: str, *, mirrored: bool) -> dict[int, tuple[float, str]]:
    """Return exports from one state to another as one of the two declares them for calendar years."""
    reporter, partner = (importer, exporter) if mirrored else (exporter, importer)
    flow = "imports" if mirrored else "exports"
    table = load("trade_declared", lens).frame
    rows = table[
        (table["reporter"] == reporter)
        & (table["partner"] == partner)
        & (table["flow"] == flow)
        & (table["basis"] == "calendar")
    ]
    found: dict[int, tuple[float, str]] = {}
    for source in reversed(DECLARED_ORDER[1:]):
        for row in rows[rows["source"] == source].itertuples():
            found[int(row.year)] = (float(row.value_musd), "trade_declared")
    if reporter == "RUS":
        own = load("trade_dots_russia", lens).frame
        for row in own[own["partner"] == partner].dropna(subset=[f"{flow}_musd"]).itertuples():
            found[int(row.year)] = (float(getattr(row, f"{flow}_musd")), "trade_dots_russia")
    return found
