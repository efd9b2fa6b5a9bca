"""Ask the atlas: columns into memory, one pair, or SQL."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
from numpy.typing import NDArray

from dyadlens.data.evidence import OBSERVED, TRUE_ZERO, Evidence, make
from dyadlens.errors import BadParameter
from dyadlens.measures import describe, measures_for_all_pairs
from dyadlens.panel.build import PERCENTILE, atlas_path, build, columns_of
from dyadlens.panel.grid import grid

if TYPE_CHECKING:
    import duckdb


@cache
def column(name: str) -> NDArray[np.float32]:
    """Load one column, once a process."""
    file = _opened(atlas_path())
    known = file.schema_arrow.names
    if name not in known:
        raise BadParameter(f"the atlas has no column {name!r} (it has: {', '.join(known)})")
    return file.read(columns=[name], use_threads=False)[name].to_numpy().astype(np.float32, copy=False)


@lru_cache(maxsize=1)
def _opened(path: Path) -> pq.ParquetFile:
    """Open the atlas, built if need be, and keep it open: its head takes longer to read than a column."""
    build()
    return pq.ParquetFile(path)


def pair_evidence(a: str, b: str, measures: Sequence[str] | None = None) -> Evidence:
    """Return what the atlas holds on a pair, without intervals."""
    rows = grid()
    first, second = sorted((a, b))
    at = rows.place[rows.states.index(first), rows.states.index(second)]
    at = at[at >= 0]
    parts: dict[str, list[NDArray]] = {
        name: [] for name in ("measure", "a", "b", "year", "value", "percentile", "status")
    }
    years = rows.year[at].astype(int)
    for measure in measures or measures_for_all_pairs():
        zero = TRUE_ZERO if _counts(measure) else OBSERVED
        for i, name in enumerate(columns_of(measure)):
            value = column(name)[at].astype(float)
            seen = ~np.isnan(value)
            ends = (second, first) if i else (first, second)
            for key, cells in zip(
                parts,
                (measure, *ends, years, value, column(name + PERCENTILE)[at], np.where(value == 0, zero, OBSERVED)),
                strict=True,
            ):
                parts[key].append(np.broadcast_to(cells, seen.shape)[seen])
    cells = {key: np.concatenate(values) for key, values in parts.items()}
    domains = pd.Series(cells["measure"]).map(measures_for_all_pairs()).to_numpy()
    sources = pd.Series(cells["measure"]).map(lambda name: describe(name).tables[0]).to_numpy()
    return make(domain=domains, source=sources, **cells)


def _counts(measure: str) -> bool:
    """Tell whether a zero of this measure is an absence, and not a place on a scale."""
    return describe(measure).scale == "count" or measures_for_all_pairs()[measure] == "arms"


def query(sql: str) -> pd.DataFrame:
    """Run SQL over the atlas with DuckDB."""
    import duckdb

    path = build()
    with duckdb.connect() as connection:
        connection.execute(f"set allowed_paths = [{_quoted(path)}]")
        connection.execute("set enable_external_access = false")
        connection.execute("set lock_configuration = true")
        connection.execute(f"create view atlas as select * from read_parquet({_quoted(path)})")
        try:
            _check_reads(connection.extract_statements(sql))
            return connection.execute(sql).df()
        except duckdb.Error as error:
            raise BadParameter(f"query: {str(error).splitlines()[0]}") from None


def _quoted(path: Path) -> str:
    """Write a path as a text of SQL."""
    return "'" + path.as_posix().replace("'", "''") + "'"


def _check_reads(statements: Sequence[duckdb.Statement]) -> None:
    """Refuse all but one query: what may read the file of the atlas could write it too."""
    import duckdb

    kinds = [statement.type for statement in statements]
    if kinds not in ([duckdb.StatementType.SELECT], [duckdb.StatementType.EXPLAIN]):
        given = ", ".join(kind.name.lower() for kind in kinds) or "nothing"
        raise BadParameter(f"query: takes one query, SELECT or EXPLAIN, and was given: {given}")
