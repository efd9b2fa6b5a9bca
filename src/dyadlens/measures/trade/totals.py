"""Two-way trade by source, exports as each side declares them, and how far apart the reports of a flow lie."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dyadlens.measures.column import UNRANKED, Column, Data, Values, covered_cells, spread, within
from dyadlens.states.axis import positions
from dyadlens.stats.ranks import percentile_ranks

# Which declaration counts where several cover a year, after Russia's own report: the fullest of UN Comtrade first.
DECLARED_ORDER = (
    "comtrade_recent",
    "comtrade_pakistan",
    "comtrade_2017",
    "dots_monthly",
    "india_tradestat",
    "wits_top5",
)
# Reports of a flow are in dispute where one is more than this many times another; below this size it does not matter.
DISPUTED, AT_LEAST_MUSD = 3.0, 10.0
ROUNDING_MUSD = 0.5  # COW is in whole millions
SECOND_FROM = 2000  # first year of the second source beside COW


def cow_flows(data: Data, years: NDArray[np.int_]) -> Values:
    """Lay out COW flows from exporter to importer, as the importer reports them."""
    return spread(data.table("trade_cow"), years, "imports_musd", a="exporter", b="importer")


def both_ways(flows: Values) -> Values:
    """Add the flows of both directions; NaN unless both are known."""
    return flows + flows.transpose(0, 2, 1)


def two_way_trade(data: Data, years: NDArray[np.int_]) -> Column:
    """Add up COW flows, then the years that are spliced on for pairs of Russia: these have no rank."""
    flows = cow_flows(data, years)
    cow = both_ways(flows)
    rows = data.table("trade_spliced_russia").assign(reporter="RUS")
    spliced = spread(rows, years, "total_musd", a="reporter", b="partner", symmetric=True)
    late = ~np.isnan(spliced)
    i, j = np.triu_indices(cow.shape[1], 1)
    percentile = np.full_like(cow, np.nan)
    percentile[:, i, j] = percentile[:, j, i] = percentile_ranks(cow[:, i, j])
    known = np.count_nonzero(~np.isnan(cow[:, i, j]), axis=1)
    least, most = _ends([flows, _second_flows(data, years)])
    disputed = (most >= AT_LEAST_MUSD) & (_times(least, most) > DISPUTED)
    ranged = (disputed | disputed.transpose(0, 2, 1)) & ~late
    return Column(
        np.where(late, spliced, cow),
        low=np.where(ranged, both_ways(least), np.nan),
        high=np.where(ranged, both_ways(most), np.nan),
        covered=covered_cells(data.info("trade_cow"), years) | late,
        percentile=np.where(late, np.nan, percentile),
        ranked={int(year): int(count) for year, count in zip(years, known, strict=True) if count},
        source=late.astype(np.int8),
    )


def russian_trade(data: Data, years: NDArray[np.int_]) -> Column:
    """Add up what Russia reports, for its own pairs only."""
    info, rows = data.info("trade_dots_russia"), data.table("trade_dots_russia")
    rows = rows.assign(reporter="RUS", total=rows["exports_musd"] + rows["imports_musd"])
    value = spread(rows, years, "total", a="reporter", b="partner", symmetric=True)
    partners = positions(rows["partner"].unique())
    listed = np.zeros(value.shape[1:], dtype=bool)
    listed[positions(["RUS"]), partners[partners >= 0]] = True
    spanned = within(years, info.first, info.last)
    return Column(value, covered=spanned & (listed | listed.T), percentile=UNRANKED)


def declared_exports(data: Data, years: NDArray[np.int_], reporter: Literal["exporter", "importer"]) -> Column:
    """Lay out exports as one of the two declares them for calendar years."""
    flow = "exports" if reporter == "exporter" else "imports"
    rows = data.table("trade_declared")
    rows = rows[(rows["flow"] == flow) & (rows["basis"] == "calendar") & rows["source"].isin(DECLARED_ORDER)]
    # Where several reports fill a cell the last one stays, so the preferred one is laid last.
    rows = rows.sort_values("source", key=lambda names: -names.map(DECLARED_ORDER.index), kind="stable")
    others = _exporter_to_importer(rows, years, "value_musd", flow)
    own = data.table("trade_dots_russia").assign(reporter="RUS")
    russia = _exporter_to_importer(own, years, f"{flow}_musd", flow)
    first = ~np.isnan(russia)
    return Column(
        np.where(first, russia, others),
        covered=covered_cells(data.info("trade_declared"), years),
        percentile=UNRANKED,
        source=first.astype(np.int8),
    )


def trade_mirror_ratio(data: Data, years: NDArray[np.int_]) -> Column:
    """Divide the largest report of a flow by the smallest; unknown where there are not two."""
    sides = [data.measure(name).value for name in ("exports_declared", "exports_mirrored")]
    atlas = spread(data.table("trade_atlas"), years, "exports_musd", a="exporter", b="importer")
    reports = [cow_flows(data, years), _second_flows(data, years), atlas, *sides]
    least, most = _ends(reports)
    known = np.sum([~np.isnan(report) for report in reports], axis=0)
    cow, focal = data.info("trade_cow"), data.info("trade_declared")
    return Column(
        np.where(known > 1, _times(least, most), np.nan),
        covered=covered_cells(cow, years) & (years >= SECOND_FROM)[:, None, None] | covered_cells(focal, years),
        percentile=UNRANKED,
    )


def _second_flows(data: Data, years: NDArray[np.int_]) -> Values:
    return spread(data.table("trade_cow"), years, "second_musd", a="exporter", b="importer")


def _ends(reports: list[Values]) -> tuple[Values, Values]:
    return np.fmin.reduce(reports), np.fmax.reduce(reports)


def _times(least: Values, most: Values) -> Values:
    """Return how many times the smaller report the larger is, both raised by what COW rounds away."""
    return (most + ROUNDING_MUSD) / (least + ROUNDING_MUSD)


def _exporter_to_importer(rows: pd.DataFrame, years: NDArray[np.int_], column: str, flow: str) -> Values:
    ends = ("reporter", "partner") if flow == "exports" else ("partner", "reporter")
    return spread(rows, years, column, a=ends[0], b=ends[1])
