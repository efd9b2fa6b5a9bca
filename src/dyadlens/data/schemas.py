"""Check a table against its fields with pandera, and a data folder against the list of its files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from numbers import Number
from pathlib import Path
from typing import Any

import pandas as pd
import pandera.pandas as pa
from pandas.api import types

PARTIAL_DATE = r"\d{4}(-\d{2}){0,2}"
# What pandera says of columns as such, in words.
_OF_COLUMNS = {
    "column_in_dataframe": "column {} is missing",
    "column_in_schema": "column {} is not in the data package",
}


def _numbers(series: pd.Series) -> pd.Series:
    """Return the values that are numbers, NaN for all others, a number in quotation marks among them."""
    if not types.is_numeric_dtype(series.dtype):
        series = series.map(lambda v: v if isinstance(v, Number) else None)
    return series.astype("Float64")


def _is_text(s: pd.Series) -> bool | pd.Series:
    dtype = s.dtype.categories.dtype if isinstance(s.dtype, pd.CategoricalDtype) else s.dtype
    return isinstance(dtype, pd.StringDtype) or s.isna() | s.map(lambda v: isinstance(v, str)).astype(bool)


# Tells of each value, or of all at once where the dtype says so, whether it is of the type; an empty cell is.
_IS_OF_TYPE = {
    "string": _is_text,
    "date": lambda s: s.isna() | s.astype(str).str.fullmatch(PARTIAL_DATE),
    "integer": lambda s: types.is_integer_dtype(s.dtype) or s.isna() | _numbers(s).mod(1).eq(0).fillna(False),
    "number": lambda s: types.is_float_dtype(s.dtype) or s.isna() | _numbers(s).notna(),
    "boolean": lambda s: types.is_bool_dtype(s.dtype) or s.isna() | s.isin([True, False]),
}


def schema(fields: Iterable[Mapping[str, Any]], key: Sequence[str] = ()) -> pa.DataFrameSchema:
    """Build the pandera schema of a table from its fields as the data package has them."""
    columns = {field["name"]: _column(field) for field in fields}
    return pa.DataFrameSchema(columns, strict=True, ordered=True, unique=list(key) or None)


def _column(field: Mapping[str, Any]) -> pa.Column:
    rules, kind = field.get("constraints", {}), field["type"]
    checks = [pa.Check(_IS_OF_TYPE[kind], name="type", error=f"is not of type {kind}", ignore_na=False)]
    if "enum" in rules:
        checks.append(pa.Check.isin(rules["enum"], error=f"is not one of {', '.join(map(str, rules['enum']))}"))
    if "minimum" in rules:
        checks.append(pa.Check.ge(rules["minimum"], error=f"is below {rules['minimum']}"))
    if "maximum" in rules:
        checks.append(pa.Check.le(rules["maximum"], error=f"is above {rules['maximum']}"))
    if "pattern" in rules:
        pattern = rules["pattern"]
        # Of categories pandas has no `str` before they are text.
        fits = pa.Check(lambda s: s.astype("str").str.fullmatch(pattern), error=f"does not match {pattern}")
        checks.append(fits)
    return pa.Column(checks=checks, nullable=not rules.get("required", False))


def problems(
    frame: pd.DataFrame, fields: Sequence[Mapping[str, Any]], rows: int | None = None, key: Sequence[str] = ()
) -> list[str]:
    """Name what in a table breaks its schema, one line each; the number of rows and the key are checked if given."""
    out = [] if rows in (None, len(frame)) else [f"{len(frame)} rows, the data package says {rows}"]
    try:
        schema(fields, key).validate(frame, lazy=True)
    except pa.errors.SchemaErrors as error:
        cases = error.failure_cases
        for rule, said in _OF_COLUMNS.items():
            out += [said.format(name) for name in cases.loc[cases["check"] == rule, "failure_case"]]
        if (cases["check"] == "column_ordered").any() and set(frame.columns) == {f["name"] for f in fields}:
            out.append("the columns stand in another order than in the data package")
        if (cases["check"] == "multiple_fields_uniqueness").any():
            repeated = frame.loc[frame.duplicated(list(key)), list(key)]
            out.append(
                f"key {', '.join(key)} repeats in {_rows(len(repeated))}, e.g. {', '.join(map(str, repeated.iloc[0]))}"
            )
        out += _of_values(cases[cases["schema_context"] == "Column"])
    return out


def _of_values(cases: pd.DataFrame) -> list[str]:
    """Say of each column which rules its values break; of values of another type no other rule is asked."""
    out = []
    mistyped = set(cases.loc[cases["check"].str.startswith("is not of type "), "column"])
    for (column, rule), rows in cases.groupby(["column", "check"], sort=True):
        if rule == "not_nullable":
            out.append(f"column {column}: {len(rows)} empty cell{'s' * (len(rows) > 1)}, none allowed")
        elif column not in mistyped or str(rule).startswith("is not of type "):
            value = rows["failure_case"].iloc[0]
            shown = repr(value) if isinstance(value, str) else value
            out.append(f"column {column}: {shown} {rule} ({_rows(len(rows))})")
    return out


def _rows(count: int) -> str:
    return f"{count:,} row" + "s" * (count != 1)


def unnamed(folder: Path, named: Iterable[str]) -> list[str]:
    """Name the files of a data folder that no table is read from."""
    expected = {*named, "datapackage.json", "CODEBOOK.md"}
    files = (f.relative_to(folder) for f in sorted(folder.rglob("*")) if f.is_file())
    loose = [f.as_posix() for f in files if not any(part.startswith(".") for part in f.parts)]
    return [f"{name}: the data package does not name this file" for name in loose if name not in expected]
