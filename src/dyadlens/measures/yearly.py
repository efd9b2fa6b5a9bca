"""Rows of evidence year by year: give each year its value and status, then make them one table."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dyadlens.data.evidence import NOT_COVERED, OBSERVED, TRUE_ZERO, UNKNOWN, Evidence, make


def yearly(year: int, value: float | None, *, covered: bool = True, **more: object) -> dict[str, object]:
    """Give a year its status: a number is observed or a true zero, none is unknown inside the coverage."""
    missing = value is None or np.isnan(value)
    status = (UNKNOWN if covered else NOT_COVERED) if missing else OBSERVED if value else TRUE_ZERO
    return {"year": year, "value": np.nan if missing else float(value), "status": status, **more}


def row(year: int, status: str, value: float = np.nan, **more: object) -> dict[str, object]:
    """Give a year a status that was settled elsewhere; without a value the row has none."""
    return {"year": year, "status": status, "value": float(value), **more}


def rows_of(domain: str, measure: str, a: str, b: str, rows: list[dict[str, object]], source: str) -> Evidence:
    """Put the years of one measure and direction together."""
    frame = pd.DataFrame(rows)
    columns = {name: frame[name].to_numpy() for name in frame.columns}
    return make(domain=domain, measure=measure, a=a, b=b, **{"source": source, **columns})
