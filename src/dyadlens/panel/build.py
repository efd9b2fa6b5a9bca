"""Build the atlas in one pass and keep it under a key of what it is made from."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from dyadlens.measures import all_pairs, describe, measures_for_all_pairs
from dyadlens.panel.cache import cache_directory, discard, key, one_at_a_time, write_whole
from dyadlens.panel.grid import Grid, grid

PERCENTILE = "_pct"


def atlas_path() -> Path:
    """Return where the atlas of the present data and code lies, whether or not it has been built."""
    return cache_directory() / f"atlas-{key()}.parquet"


def columns_of(measure: str) -> tuple[str, ...]:
    """Return the columns that hold a measure's values: one, or one a direction."""
    return (f"{measure}_ab", f"{measure}_ba") if describe(measure).directed else (measure,)


def build(say: Callable[[str], None] = lambda _: None, *, force: bool = False) -> Path:
    """Build the atlas if it is not there."""
    path = atlas_path()
    if _is_whole(path) and not force:
        return path
    with one_at_a_time("atlas"):
        return path if _is_whole(path) and not force else _write(path, say)


def _is_whole(path: Path) -> bool:
    """Tell whether the file is there and ends as it should; a damaged one is made anew."""
    try:
        return pq.read_metadata(path).num_rows > 0
    except (OSError, pa.ArrowInvalid):
        return False


def _write(path: Path, say: Callable[[str], None]) -> Path:
    """Compute and write the atlas, and take away those under an older key."""
    rows = grid()
    arrays: dict[str, pa.Array] = _names(rows)
    for measure in measures_for_all_pairs():
        arrays |= _columns(measure, rows)
        say(measure)
    write_whole(path, lambda aside: pq.write_table(pa.table(arrays), aside, compression="lz4", row_group_size=1 << 17))
    discard(path.parent.glob("atlas-*.parquet"), but=path)
    return path


def _names(rows: Grid) -> dict[str, pa.Array]:
    names = pa.array(rows.states)
    return {
        "a": pa.DictionaryArray.from_arrays(pa.array(rows.first), names),
        "b": pa.DictionaryArray.from_arrays(pa.array(rows.second), names),
        "year": pa.array(rows.year),
    }


def _columns(measure: str, rows: Grid) -> dict[str, pa.Array]:
    """Lay out one measure and rank it; empty cells are nulls, so that no average takes them for a number."""
    found = all_pairs(measure)
    names = columns_of(measure)
    values = [rows.spread(found, swapped=bool(i)) for i in range(len(names))]
    if "percentile" in found:
        ranks = [rows.spread(found, "percentile", swapped=bool(i)) for i in range(len(names))]
    else:
        ranks = rows.percentiles(*values)
    out = {}
    for name, value, rank in zip(names, values, ranks, strict=True):
        out[name] = pa.array(value.astype(np.float32), mask=np.isnan(value))
        out[name + PERCENTILE] = pa.array(rank.astype(np.float32), mask=np.isnan(rank))
    return out
