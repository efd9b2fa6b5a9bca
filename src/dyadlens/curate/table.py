"""How a curated table is described: its columns, coverage, sources, and the function that builds it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from dyadlens.curate.raw import Raw

Kind = Literal["string", "integer", "number", "boolean", "date", "partial_date"]
Absent = Literal["true_zero", "unknown", "not_covered"]


@dataclass(frozen=True)
class Column:
    """One column of a curated table.

    Parameters
    ----------
    name : str
        Column name.
    kind : {"string", "integer", "number", "boolean", "date", "partial_date"}
        Type in the data package; ``date`` is stored as ISO 8601 text of 10 characters, ``partial_date`` as text of
        10, 7 or 4: known to the day, the month or the year.
    description : str
        What it holds, in one sentence.
    unit : str, optional
        Unit of a number.
    allowed : tuple, optional
        The values that may occur.
    minimum, maximum : float, optional
        Range that may occur.
    missing : bool
        Whether it may be empty. What an empty cell means stands in the description.
    """

    name: str
    kind: Kind
    description: str
    unit: str | None = None
    allowed: tuple[str | int, ...] | None = None
    minimum: float | None = None
    maximum: float | None = None
    missing: bool = False


@dataclass(frozen=True)
class Table:
    """A curated table and where it comes from.

    Parameters
    ----------
    name : str
        Name, which is also the file's stem.
    title, description : str
        A few words; a few sentences.
    build : callable
        Takes a :class:`~dyadlens.curate.raw.Raw`, returns the frame with exactly the columns below.
    columns : tuple of Column
        All columns, in order.
    key : tuple of str
        Columns that identify a row; the file is sorted by them.
    files : tuple of str
        Raw files it is made from, as in the manifest; empty for a table of our own.
    first, last : int
        First and last year that the source covers.
    absent : {"true_zero", "unknown", "not_covered"}
        What a row that is not there means for states and years inside the coverage.
    published_lag : float
        Years from the end of the data year (or from the date) to publication.
    lag_note : str
        Why that lag.
    dated_by : {"year", "date", "static"}
        Which column the as-of cut looks at: the year's end, a date, or none.
    states_covered : str
        In words, whose rows are here.
    defects : tuple of str
        Defects of ours or found by us, beside those that the manifest names.
    format : {"parquet", "csv"}
        Small tables are CSV.
    extract : bool, optional
        Whether rows are left out for the sake of a licence; by default if a source is of the tier ``focal``.
    gaps : tuple of tuple of int
        First and last year of spells inside the coverage in which nobody looked: unknown, whatever ``absent`` says.
    credit : str
        The short form of the source for a line under a figure.
    licence, citation : str, optional
        For a table of our own, or where it differs from the manifest's.
    """

    name: str
    title: str
    description: str
    build: Callable[[Raw], pd.DataFrame]
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    files: tuple[str, ...]
    first: int
    last: int
    absent: Absent
    published_lag: float
    lag_note: str
    dated_by: Literal["year", "date", "static"] = "year"
    states_covered: str = "all states"
    defects: tuple[str, ...] = ()
    format: Literal["parquet", "csv"] = "parquet"
    extract: bool | None = None
    gaps: tuple[tuple[int, int], ...] = ()
    credit: str = "see the sources of the case"
    licence: str | None = None
    citation: str | None = None
