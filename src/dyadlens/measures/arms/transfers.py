"""Deliveries of major arms: volume, share of imports, ratio to those for a third state, concentration of suppliers.

The tables are an extract. Percentiles were computed from the whole archive when it was curated: those of deliveries
stand beside them, those that all zeros of a year share in tables of their own.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dyadlens.measures.column import Column, Data, Values, counts_by_year, covered_cells, empty, spread
from dyadlens.states.axis import alive, positions


def _flows(rows: pd.DataFrame, years: NDArray[np.int_], column: str) -> Values:
    return spread(rows, years, column, a="supplier", b="recipient")


def _by_year(rows: pd.DataFrame, years: NDArray[np.int_], column: str) -> Values:
    """Lay one number a year out, shaped to broadcast over pairs."""
    return rows.set_index("year")[column].reindex(years).to_numpy(dtype=float, na_value=np.nan)[:, None, None]


def arms_volume(data: Data, years: NDArray[np.int_]) -> Column:
    """Lay out deliveries; a year without any, inside the coverage, is a zero with the rank that zeros share."""
    rows, zeros = data.table("arms_transfers"), data.table("arms_zero_percentile")
    value, rank = _flows(rows, years, "tiv"), _flows(rows, years, "percentile")
    listed = ~np.isnan(value)  # a delivery that rounds to 0 is a delivery
    return Column(
        np.where(listed, value, 0.0),
        covered=covered_cells(data.info("arms_transfers"), years),
        recorded=listed,
        percentile=np.where(listed, rank, _by_year(zeros, years, "percentile")),
        ranked=counts_by_year(zeros, "pairs"),
    )


def arms_import_share(data: Data, years: NDArray[np.int_]) -> Column:
    """Divide five years of deliveries by the recipient's imports; unknown where it imported nothing."""
    rows, zeros = data.table("arms_pooled"), data.table("arms_zero_percentile")
    value, rank = _flows(rows, years, "share_of_imports"), _flows(rows, years, "percentile")
    listed = ~np.isnan(value)
    imported = ~np.isnan(spread(data.table("arms_state_totals"), years, "supplier_hhi_5y", a="state", b=None))
    return Column(
        np.where(listed, value, np.where(imported[:, None, :], 0.0, np.nan)),
        covered=covered_cells(data.info("arms_pooled"), years),
        recorded=listed,
        percentile=np.where(listed, rank, _by_year(zeros, years, "import_share_percentile")),
        ranked=counts_by_year(zeros, "import_share_pairs"),
    )


def arms_ratio(data: Data, years: NDArray[np.int_], third_party: str | None = None) -> Column:
    """Divide five years of deliveries by those to a third state; unknown where the third state had none."""
    if third_party is None:
        return Column(empty(years), covered=np.zeros((1, 1, 1), dtype=bool))
    third = int(positions([third_party])[0])
    pooled = _flows(data.table("arms_pooled"), years, "tiv")
    theirs = pooled[:, :, third, None]
    value = np.full_like(pooled, np.nan)
    np.divide(np.nan_to_num(pooled), theirs, out=value, where=theirs > 0)
    ranks, zeros = (data.table(name) for name in ("arms_ratios", "arms_ratio_zero_percentile"))
    ranks, zeros = (rows[rows["third_party"] == third_party] for rows in (ranks, zeros))
    covered = covered_cells(data.info("arms_pooled"), years)
    return Column(
        value,
        covered=covered & covered[:, :, third, None] & alive(years)[:, third, None, None],
        recorded=~np.isnan(pooled),
        percentile=np.where(value > 0, _flows(ranks, years, "percentile"), _by_year(zeros, years, "percentile")),
        ranked=counts_by_year(zeros, "pairs"),
    )


def supplier_concentration(data: Data, years: NDArray[np.int_]) -> Column:
    """Lay out the Herfindahl index of a state's suppliers over five years; unknown where it imported nothing."""
    rows = data.table("arms_state_totals")
    value, rank = (
        spread(rows, years, name, a="state", b=None) for name in ("supplier_hhi_5y", "supplier_hhi_5y_percentile")
    )
    return Column(
        value,
        covered=covered_cells(data.info("arms_state_totals"), years, pairs=False),
        percentile=rank,
        ranked=counts_by_year(rows, "states_ranked"),
    )
