"""Write curated tables so that the same input gives the same bytes."""

import csv
import hashlib
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from dyadlens.data.schemas import problems
from dyadlens.errors import DataError
from dyadlens.sources.table import SourceTable

_ARROW = {"integer": pa.int32(), "number": pa.float64(), "boolean": pa.bool_()}


def conform(frame: pd.DataFrame, table: SourceTable) -> pd.DataFrame:
    """Take the columns that the table names, order them and the rows, and check what it promises."""
    frame = frame[[name for name in table.columns if name in frame]]
    if len(frame.columns) == len(table.columns):
        frame = frame.sort_values(list(table.key), kind="stable", ignore_index=True)
    found = problems(frame, table.fields, key=table.key)
    if found:
        raise DataError(f"{table.name}: {found[0]}")
    return frame


def write_table(frame: pd.DataFrame, table: SourceTable, folder: Path) -> Path:
    """Write one conformed table beside the others; the file appears only when it is whole."""
    path = folder / table.path
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.part")
    if table.format == "parquet":
        _write_parquet(frame, table, aside)
    else:
        _write_csv(frame, table, aside)
    aside.replace(path)
    return path


def _write_parquet(frame: pd.DataFrame, table: SourceTable, path: Path) -> None:
    fields, arrays = [], []
    for name, column in table.columns.items():
        array = pa.Array.from_pandas(frame[name], type=_ARROW.get(column.type, pa.string()), safe=True)
        if column.type == "string" and frame[name].nunique() < max(1000, len(frame) // 20):
            array = array.dictionary_encode()
        fields.append(pa.field(name, array.type, nullable=column.empty))
        arrays.append(array)
    rows = pa.Table.from_arrays(arrays, schema=pa.schema(fields))
    pq.write_table(rows, path, compression="zstd", compression_level=12, row_group_size=1_000_000)


def _write_csv(frame: pd.DataFrame, table: SourceTable, path: Path) -> None:
    out = frame.copy()
    for name, column in table.columns.items():
        if column.type == "integer":
            out[name] = out[name].astype("Int64")
        elif column.type == "boolean":
            out[name] = out[name].map({True: "true", False: "false"})
    out.to_csv(path, index=False, lineterminator="\n", encoding="utf-8", quoting=csv.QUOTE_MINIMAL)


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file as 64 hexadecimal digits."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
