"""How a curated table is described: its columns, coverage, sources, and the function that builds it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from dyadlens.sources.raw import Raw

Kind = Literal["string", "integer", "number", "boolean", "date", "partial_date"]
Absent = Literal["true_zero", "unknown", "not_covered"]


@dataclass(frozen=True)
class Column:
    """One column of a curated table."""

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
    """A curated table and where it comes from."""

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
