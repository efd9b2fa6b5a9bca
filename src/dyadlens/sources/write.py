"""Write curated tables so that the same input gives the same bytes."""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from dyadlens.errors import DataError
from dyadlens.sources.table import Column, Table

_ARROW = {
    "string": pa.string(),
    "integer": pa.int32(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.string(),
    "partial_date": pa.string(),
}


def conform(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """Order columns and rows as the table says, and check what it promises."""
    wanted = [c.name for c in table.columns]
    if set(wanted) != set(frame.columns):
        raise DataError(f"{table.name}: columns {sorted(frame.columns)} are not {sorted(wanted)}")
    frame = frame[wanted].sort_values(list(table.key), kind="stable", ignore_index=True)
    repeated = frame.duplicated(list(table.key))
    if repeated.any():
        raise DataError(f"{table.name}: key {table.key} repeats, e.g. {frame[repeated].iloc[0].to_dict()}")
    for column in table.columns:
        _check_column(frame[column.name], column, table.name)
    return frame


def _check_column(values: pd.Series, column: Column, name: str) -> None:
    """Raise if a value breaks the column's rule."""
    where = f"{name}.{column.name}"
    if not column.missing and values.isna().any():
        raise DataError(f"{where}: {int(values.isna().sum())} empty cells, none allowed")
    present = values.dropna()
    if column.allowed is not None and not present.isin(column.allowed).all():
        raise DataError(f"{where}: value {present[~present.isin(column.allowed)].iloc[0]!r} is not allowed")
    if column.minimum is not None and (present < column.minimum).any():
        raise DataError(f"{where}: value {present.min()} is below {column.minimum}")
    if column.maximum is not None and (present > column.maximum).any():
        raise DataError(f"{where}: value {present.max()} is above {column.maximum}")


def write_table(frame: pd.DataFrame, table: Table, folder: Path) -> Path:
    """Write one conformed table beside the others; the file appears only when it is whole."""
    path = folder / f"{table.name}.{table.format}"
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.part")
    if table.format == "parquet":
        _write_parquet(frame, table, aside)
    else:
        _write_csv(frame, table, aside)
    aside.replace(path)
    return path


def _write_parquet(frame: pd.DataFrame, table: Table, path: Path) -> None:
    fields, arrays = [], []
    for column in table.columns:
        kind = _ARROW[column.kind]
        array = pa.Array.from_pandas(frame[column.name], type=kind, safe=True)
        if column.kind == "string" and frame[column.name].nunique() < max(1000, len(frame) // 20):
            array = array.dictionary_encode()
        fields.append(pa.field(column.name, array.type, nullable=column.missing))
        arrays.append(array)
    pq.write_table(
        pa.Table.from_arrays(arrays, schema=pa.schema(fields)),
        path, compression="zstd", compression_level=12, row_group_size=1_000_000, write_statistics=True,
    )  # fmt: skip


def _write_csv(frame: pd.DataFrame, table: Table, path: Path) -> None:
    out = frame.copy()
    for column in table.columns:
        if column.kind == "integer":
            out[column.name] = out[column.name].astype("Int64")
        elif column.kind == "boolean":
            out[column.name] = out[column.name].map({True: "true", False: "false"})
    out.to_csv(path, index=False, lineterminator="\n", encoding="utf-8", quoting=csv.QUOTE_MINIMAL)


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file as 64 hexadecimal digits."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
