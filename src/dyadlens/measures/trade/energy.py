"""Energy: who is short of it, and who buys it as liquefied gas."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dyadlens.measures.column import UNRANKED, Column, Data, covered_cells, spread


def net_energy_imports(data: Data, years: NDArray[np.int_]) -> Column:
    """Lay out net imports as a share of energy use."""
    info = data.info("energy_imports")
    value = spread(data.table("energy_imports"), years, "net_imports_pct", a="state", b=None) / 100
    return Column(value, covered=covered_cells(info, years, pairs=False), percentile=UNRANKED)


def lng_imports(data: Data, years: NDArray[np.int_]) -> Column:
    """Lay out imports of liquefied gas: the newer review where it has a figure, else the older one."""
    rows = data.table("lng_imports").sort_values("source")
    value = spread(rows, years, "bcm", a="state", b=None)
    return Column(value, covered=covered_cells(data.info("lng_imports"), years, pairs=False), percentile=UNRANKED)


def lng_supplied(data: Data, years: NDArray[np.int_]) -> Column:
    """Lay out the liquefied gas that one state shipped to another, where the review lists both by name."""
    rows = data.table("gas_movements").query("mode == 'lng'")
    value = spread(rows, years, "bcm", a="from_area", b="to_area")
    return Column(value, covered=~np.isnan(value), percentile=UNRANKED)
