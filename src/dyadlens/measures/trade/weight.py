"""What weight a partner has in a state's COW trade: dependence and intensity."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dyadlens.measures.column import Column, Data, covered_cells, spread
from dyadlens.measures.trade.totals import both_ways, cow_flows
from dyadlens.stats.trade import trade_intensity


def cow_dependence(data: Data, years: NDArray[np.int_]) -> Column:
    """Divide a pair's trade by all trade of the first state with partners of known trade."""
    pairs = both_ways(cow_flows(data, years))
    whole = np.nansum(pairs, axis=2, keepdims=True)
    value = np.full_like(pairs, np.nan)
    np.divide(pairs, whole, out=value, where=whole > 0)
    return Column(value, covered=covered_cells(data.info("trade_cow"), years))


def cow_intensity(data: Data, years: NDArray[np.int_]) -> Column:
    """Divide the share of b in the exports of a by the share of b in the imports of the world without a."""
    totals = data.table("trade_world_totals").query("source == 'cow'")
    sold, bought = (spread(totals, years, f"{flow}_musd", a="state", b=None) for flow in ("exports", "imports"))
    world = totals[totals["state"] == "WLD"].set_index("year")["imports_musd"].reindex(years).to_numpy()
    value = trade_intensity(
        cow_flows(data, years),
        sold[:, :, None],
        bought[:, None, :],
        world[:, None, None],
        bought[:, :, None],
    )
    return Column(value, covered=covered_cells(data.info("trade_cow"), years))
