"""Build the atlas in one pass and keep it under a key of what it is made from."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import numpy as np
import platformdirs
import pyarrow as pa
import pyarrow.parquet as pq
from filelock import FileLock

import dyadlens
from dyadlens.atlas.grid import Grid, grid
from dyadlens.catalog import tables
from dyadlens.measures import all_pairs, describe, measures_for_all_pairs

PERCENTILE = "_pct"
_MADE_FROM = ("atlas", "measures", "stats")


def cache_directory() -> Path:
    """Return the folder of what can be made again: ``$DYADLENS_CACHE`` or the user's cache folder.

    Returns
    -------
    pathlib.Path

    Examples
    --------
    >>> len(cache_directory().parts) > 1
    True
    """
    given = os.environ.get("DYADLENS_CACHE")
    return Path(given) if given else Path(platformdirs.user_cache_dir("dyadlens"))


@contextmanager
def one_at_a_time(name: str) -> Iterator[None]:
    """Hold a lock, so that of several processes that need the same thing one makes it and the others wait.

    Parameters
    ----------
    name : str
        What is made.

    Examples
    --------
    >>> with one_at_a_time("example"):
    ...     pass
    """
    folder = cache_directory()
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(folder / f".{name}.lock"):
        yield


@cache
def key() -> str:
    """Return the key of the atlas: the hashes of the data and of the code that computes it.

    Returns
    -------
    str
        Sixteen hexadecimal digits.

    Examples
    --------
    >>> len(key())
    16
    """
    digest = hashlib.sha256()
    for name, info in sorted(tables().items()):
        digest.update(f"{name} {info.sha256}\n".encode())
    root = Path(dyadlens.__file__).parent
    for folder in _MADE_FROM:
        for path in sorted((root / folder).rglob("*.py")):
            digest.update(path.relative_to(root).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def atlas_path() -> Path:
    """Return where the atlas of the present data and code lies, whether or not it has been built.

    Returns
    -------
    pathlib.Path

    Examples
    --------
    >>> atlas_path().suffix
    '.parquet'
    """
    return cache_directory() / f"atlas-{key()}.parquet"


def columns_of(measure: str) -> tuple[str, ...]:
    """Return the columns that hold a measure's values: one, or one a direction.

    Parameters
    ----------
    measure : str
        Name of the measure.

    Returns
    -------
    tuple of str

    Examples
    --------
    >>> columns_of("agreement"), columns_of("trade_dependence")
    (('agreement',), ('trade_dependence_ab', 'trade_dependence_ba'))
    """
    return (f"{measure}_ab", f"{measure}_ba") if describe(measure).directed else (measure,)


def build(say: Callable[[str], None] = lambda _: None, *, force: bool = False) -> Path:
    """Build the atlas if it is not there.

    Parameters
    ----------
    say : callable
        Takes one line of progress.
    force : bool
        Build it even if it is there.

    Returns
    -------
    pathlib.Path
        A Parquet file: ``a`` < ``b``, ``year``, and for each measure its value and its percentile among all pairs of
        the year (suffix ``_pct``). Empty where there is no value.
    """
    path = atlas_path()
    if path.is_file() and not force:
        return path
    with one_at_a_time("atlas"):
        return path if path.is_file() and not force else _write(path, say)


def _write(path: Path, say: Callable[[str], None]) -> Path:
    """Compute and write the atlas, and take away those under an older key."""
    rows = grid()
    arrays: dict[str, pa.Array] = _names(rows)
    for measure in measures_for_all_pairs():
        arrays |= _columns(measure, rows)
        say(measure)
    aside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        pq.write_table(pa.table(arrays), aside, compression="lz4", row_group_size=1 << 17)
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
    for old in path.parent.glob("atlas-*.parquet"):
        if old != path:
            old.unlink(missing_ok=True)
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
