"""Trade of the Atlas of Economic Complexity: one figure a direction, reconciled from the reports of both sides."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dyadlens.measures.column import Column, Data, Values, counts_by_year, covered_cells, spread


def reconciled_trade(data: Data, years: NDArray[np.int_], there: str, back: str, rank: str, ranked: str) -> Column:
    """Lay out the two columns of the Atlas table that hold a measure from a to b and from b to a, with their ranks."""
    rows = data.table("trade_atlas_pairs")

    def lay(one: str, other: str) -> Values:
        forth, reverse = spread(rows, years, one), spread(rows, years, other, a="b", b="a")
        return np.where(np.isnan(forth), reverse, forth)

    return Column(
        lay(there, back),
        covered=covered_cells(data.info("trade_atlas_pairs"), years),
        percentile=lay(rank.format(there), rank.format(back)),
        ranked=counts_by_year(rows, ranked),
    )
