"""Check tables against the fields of the data package, with pandera."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd
import pandera.pandas as pa

_KIND = {
    "string": lambda s: pd.api.types.is_string_dtype(s.dtype) or isinstance(s.dtype, pd.CategoricalDtype),
    "date": lambda s: s.dropna().astype(str).str.fullmatch(r"\d{4}(-\d{2}){0,2}").all(),
    "integer": lambda s: pd.api.types.is_integer_dtype(s.dtype) or bool((s.dropna() % 1 == 0).all()),
    "number": lambda s: pd.api.types.is_numeric_dtype(s.dtype),
    "boolean": lambda s: bool(s.dropna().isin([True, False]).all()),
}


def schema(fields: Iterable[Mapping[str, Any]]) -> pa.DataFrameSchema:
    """Build the pandera schema of a table.

    Parameters
    ----------
    fields : iterable of mapping
        Fields of the data package: name, type and constraints.

    Returns
    -------
    pandera.DataFrameSchema
        Strict in columns and their order.

    Examples
    --------
    >>> list(schema([{"name": "year", "type": "integer"}]).columns)
    ['year']
    """
    return pa.DataFrameSchema({f["name"]: _column(f) for f in fields}, strict=True, ordered=True)


def _column(spec: Mapping[str, Any]) -> pa.Column:
    rules = spec.get("constraints", {})
    checks = [pa.Check(_KIND[spec["type"]], name=f"type {spec['type']}", ignore_na=False)]
    if "enum" in rules:
        checks.append(pa.Check.isin(rules["enum"]))
    if "minimum" in rules:
        checks.append(pa.Check.ge(rules["minimum"]))
    if "maximum" in rules:
        checks.append(pa.Check.le(rules["maximum"]))
    return pa.Column(checks=checks, nullable=not rules.get("required", False))


def problems(frame: pd.DataFrame, fields: Iterable[Mapping[str, Any]], rows: int) -> list[str]:
    """Name what in a table breaks its schema.

    Parameters
    ----------
    frame : pandas.DataFrame
        The table.
    fields : iterable of mapping
        Fields of the data package.
    rows : int
        Number of rows that the data package promises.

    Returns
    -------
    list of str
        One line a broken rule, with an example; empty if all is well.

    Examples
    --------
    >>> year = {"name": "year", "type": "integer", "constraints": {"minimum": 1946}}
    >>> problems(pd.DataFrame({"year": [1900]}), [year], 1)
    ['column year: greater_than_or_equal_to(1946) fails in 1 row, e.g. 1900']
    """
    out = [] if len(frame) == rows else [f"{len(frame)} rows, the data package says {rows}"]
    try:
        schema(fields).validate(frame, lazy=True)
    except pa.errors.SchemaErrors as error:
        for (column, rule), cases in error.failure_cases.groupby(["column", "check"], dropna=False, sort=True):
            count = f"{len(cases)} row" + ("s" if len(cases) > 1 else "")
            where = f"column {column}" if pd.notna(column) else "table"
            out.append(f"{where}: {rule} fails in {count}, e.g. {cases['failure_case'].iloc[0]}")
    return out
