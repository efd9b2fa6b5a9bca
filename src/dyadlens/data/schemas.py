"""Check tables against the fields of the data package, with pandera, and their folder against its list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from numbers import Number
from pathlib import Path
from typing import Any

import pandas as pd
import pandera.pandas as pa

# Of each value whether it is of the type; an empty cell is. Whether it may be empty is a rule of its own.
_KIND = {
    "string": lambda s: s.isna() | s.map(lambda v: isinstance(v, str)).astype(bool),
    "date": lambda s: s.isna() | s.astype(str).str.fullmatch(r"\d{4}(-\d{2}){0,2}"),
    "integer": lambda s: s.isna() | _numbers(s).mod(1).eq(0).fillna(False),
    "number": lambda s: s.isna() | _numbers(s).notna(),
    "boolean": lambda s: s.isna() | s.isin([True, False]),
}
# What pandera says of columns as such, in words.
_OF_COLUMNS = {
    "column_in_dataframe": "column {} is missing",
    "column_in_schema": "column {} is not in the data package",
}


def _numbers(series: pd.Series) -> pd.Series:
    """Return the values that are numbers, NaN for all others, a number in quotation marks among them."""
    if not pd.api.types.is_numeric_dtype(series.dtype):
        series = series.map(lambda v: v if isinstance(v, Number) else None)
    return series.astype("Float64")


def schema(fields: Iterable[Mapping[str, Any]]) -> pa.DataFrameSchema:
    """Build the pandera schema of a table."""
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


def problems(frame: pd.DataFrame, fields: Sequence[Mapping[str, Any]], rows: int) -> list[str]:
    """Name what in a table breaks its schema."""
    out = [] if len(frame) == rows else [f"{len(frame)} rows, the data package says {rows}"]
    try:
        schema(fields).validate(frame, lazy=True)
    except pa.errors.SchemaErrors as error:
        cases = error.failure_cases
        for rule, said in _OF_COLUMNS.items():
            out += [said.format(name) for name in cases.loc[cases["check"] == rule, "failure_case"]]
        if (cases["check"] == "column_ordered").any() and set(frame.columns) == {f["name"] for f in fields}:
            out.append("the columns stand in another order than in the data package")
        out += _of_values(cases[cases["column"].notna()])
    return out


def _of_values(cases: pd.DataFrame) -> list[str]:
    """Say of each column which rules its values break; of values of another type no other rule is asked."""
    out = []
    mistyped = set(cases.loc[cases["check"].str.startswith("type "), "column"])
    for (column, rule), rows in cases.groupby(["column", "check"], sort=True):
        if column in mistyped and not rule.startswith(("type ", "not_nullable")):
            continue
        count = f"{len(rows)} row" + ("s" if len(rows) > 1 else "")
        out.append(f"column {column}: {rule} fails in {count}, e.g. {rows['failure_case'].iloc[0]}")
    return out


def unnamed(folder: Path, named: Iterable[str]) -> list[str]:
    """Name the files of a data folder that no table is read from."""
    expected = {*named, "datapackage.json", "CODEBOOK.md"}
    files = (f.relative_to(folder) for f in sorted(folder.rglob("*")) if f.is_file())
    loose = [f.as_posix() for f in files if not any(part.startswith(".") for part in f.parts)]
    return [f"{name}: the data package does not name this file" for name in loose if name not in expected]
