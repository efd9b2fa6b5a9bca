"""Two-way trade of one state with each other one: what the claims on partners add up."""

from __future__ import annotations

import pandas as pd

from dyadlens.data.catalog import read


def partner_totals(state: str) -> pd.DataFrame:
    """Return COW trade by year (rows) and partner (columns), in US$ million; NaN unless both directions are known."""
    flows = read("trade_cow")
    bought, sold = (
        flows[flows[own] == state].pivot(index="year", columns=other, values="imports_musd")
        for own, other in (("importer", "exporter"), ("exporter", "importer"))
    )
    total = bought.rename(columns=str) + sold.rename(columns=str)
    return total.dropna(axis=1, how="all").rename_axis(columns="partner")
