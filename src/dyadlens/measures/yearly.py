"""Rows of evidence year by year: give each year its value and status, then make them one table."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dyadlens.shape import NOT_COVERED, OBSERVED, TRUE_ZERO, UNKNOWN, Evidence, make


def yearly(year: int, value: float | None, *, covered: bool = True, **more: object) -> dict[str, object]:
    """Give a year its status: a number is observed or a true zero, none is unknown inside the coverage.

    Parameters
    ----------
    year : int
        The year.
    value : float or None
        The value, or None or NaN where there is none.
    covered : bool
        Whether the source covers the pair in that year and the year was known.
    **more
        Other columns of evidence.

    Returns
    -------
    dict
        One row, without the columns that all rows share.

    Examples
    --------
    >>> yearly(2014, 0.0)["status"], yearly(2014, None)["status"], yearly(2014, None, covered=False)["status"]
    ('true_zero', 'unknown', 'not_covered')
    """
    missing = value is None or np.isnan(value)
    status = (UNKNOWN if covered else NOT_COVERED) if missing else OBSERVED if value else TRUE_ZERO
    return {"year": year, "value": np.nan if missing else float(value), "status": status, **more}


def row(year: int, status: str, value: float = np.nan, **more: object) -> dict[str, object]:
    """Give a year a status that was settled elsewhere; without a value the row has none.

    Parameters
    ----------
    year : int
        The year.
    status : str
        One of the four statuses.
    value : float
        The value of an observed year or of a true zero.
    **more
        Other columns of evidence.

    Returns
    -------
    dict
        One row, without the columns that all rows share.

    Examples
    --------
    >>> row(1990, "not_covered")["status"]
    'not_covered'
    """
    return {"year": year, "status": status, "value": float(value), **more}


def rows_of(domain: str, measure: str, a: str, b: str, rows: list[dict[str, object]], source: str) -> Evidence:
    """Put the years of one measure and direction together.

    Parameters
    ----------
    domain, measure, a, b : str
        What the rows are about.
    rows : list of dict
        Results of :func:`yearly` or :func:`row`.
    source : str
        Curated table of all rows that name none of their own.

    Returns
    -------
    Evidence

    Examples
    --------
    >>> len(rows_of("trade", "trade_total", "PAK", "RUS", [yearly(2014, 473.0)], "trade_cow"))
    1
    """
    frame = pd.DataFrame(rows)
    columns = {name: frame[name].to_numpy() for name in frame.columns}
    return make(domain=domain, measure=measure, a=a, b=b, **{"source": source, **columns})
