"""Ask the panel in SQL: DuckDB over the columns that a query names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow as pa

from dyadlens.errors import BadParameter
from dyadlens.measures.registry import registry
from dyadlens.panel.grid import rows
from dyadlens.panel.store import directions
from dyadlens.panel.views import cells
from dyadlens.states.axis import codes

if TYPE_CHECKING:
    import duckdb

PERCENTILE = "_pct"
_STAR = re.compile(r"(?<!count\()\*(?!\s*\))|\bcolumns\s*\(|\bexclude\b", re.IGNORECASE)


def query_columns() -> dict[str, tuple[str, str, int]]:
    """Return every column that a query may name: measure, part and direction."""
    found = {}
    for measure in registry().values():
        if measure.subject == "state" or (measure.parameter and not measure.whole):
            continue
        for side, prefix in enumerate(directions(measure)):
            name = f"{measure.name}_{prefix[:2]}" if prefix else measure.name
            found[name] = measure.name, "value", side
            found[name + PERCENTILE] = measure.name, "percentile", side
    return found


def query(sql: str) -> pd.DataFrame:
    """Run SQL over all pairs, years and measures.

    Parameters
    ----------
    sql : str
        One SELECT or EXPLAIN over the table ``panel`` (also called ``atlas``): ``a`` < ``b``, ``year``, and for each
        measure its value and its percentile among all pairs (``agreement``, ``agreement_pct``); a directed measure has
        one of each a direction (``tiv_ab``, ``tiv_ba``). Files and the network are out of its reach.

    Returns
    -------
    pandas.DataFrame

    Raises
    ------
    BadParameter
        If it is not one query, or DuckDB does not take it; with the first line of what DuckDB says.

    Examples
    --------
    >>> query("select count(*) as n from panel where a = 'PAK' and b = 'RUS' and year = 2014")["n"].tolist()
    [1]
    """
    import duckdb

    with duckdb.connect() as connection:
        connection.execute("set enable_external_access = false")
        connection.execute("set lock_configuration = true")
        try:
            _check_reads(connection.extract_statements(sql))
            table = _table(sql)
            connection.register("panel", table)
            connection.register("atlas", table)
            return connection.execute(sql).df()
        except duckdb.Error as error:
            raise BadParameter(f"query: {str(error).splitlines()[0]}") from None


def _table(sql: str) -> pa.Table:
    """Lay out the rows of the panel with the columns that a query names, or all where it asks for all."""
    index, names = rows(), pa.array(codes())
    known = query_columns()
    words = set(re.findall(r"\w+", sql.lower()))
    everything = _STAR.search(sql) is not None
    arrays = {
        "a": pa.DictionaryArray.from_arrays(pa.array(index.first), names),
        "b": pa.DictionaryArray.from_arrays(pa.array(index.second), names),
        "year": pa.array(index.year),
    }
    for name, (measure, part, side) in known.items():
        if everything or name in words:
            found = cells(measure, part, side)
            # All columns at once would not fit into a small machine in double precision.
            arrays[name] = pa.array(found.astype(np.float32) if everything else found, mask=np.isnan(found))
    return pa.table(arrays)


def _check_reads(statements: Sequence[duckdb.Statement]) -> None:
    """Refuse all but one query."""
    import duckdb

    kinds = [statement.type for statement in statements]
    if kinds not in ([duckdb.StatementType.SELECT], [duckdb.StatementType.EXPLAIN]):
        given = ", ".join(kind.name.lower() for kind in kinds) or "nothing"
        raise BadParameter(f"query: takes one query, SELECT or EXPLAIN, and was given: {given}")
