"""Build one measure for all pairs and years, and keep it as a Parquet file under a key of what it is made from.

A file holds one row a pair and year (or a state and year), dense and sorted by pair, so that a pair is a slice and a
year a stride. Row groups are small: one pair is read without the others.
"""

from __future__ import annotations

import fnmatch
import hashlib
import json
import os
import re
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor, wait
from dataclasses import dataclass
from functools import cache, lru_cache
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from dyadlens.data.cache import (
    cache_directory,
    code_key,
    data_key,
    discard_old,
    one_at_a_time,
    say_rebuilt,
    write_whole,
)
from dyadlens.data.catalog import tables
from dyadlens.data.evidence import STATUSES
from dyadlens.errors import UnknownName
from dyadlens.lens import THIRD_PARTIES
from dyadlens.measures.column import Column, Data
from dyadlens.measures.registry import DOMAINS, Measure, describe, registry
from dyadlens.measures.security.deaths import find_group
from dyadlens.panel.grid import exists, panel_years, upper
from dyadlens.states.axis import alive, codes
from dyadlens.states.registry import find_state

OBSERVED, TRUE_ZERO, UNKNOWN, NOT_COVERED = range(len(STATUSES))
_PAIRS_PER_GROUP = 128
_FEW = 4  # measures that are built faster than a second process starts
_CODE = ("states", "data", "stats", "measures", "panel")
Array = NDArray[np.float64]


@dataclass(frozen=True)
class Stored:
    """A measure as it lies on disk: the file, and how many pairs are behind the percentiles of each year."""

    measure: Measure
    path: Path
    file: pq.ParquetFile
    ranked: dict[int, int]

    def read(self, name: str) -> NDArray[np.generic]:
        """Read one column whole, as (pairs or states, years)."""
        column = self.file.read(columns=[name], use_threads=False)[name].to_numpy()
        return column.reshape(-1, len(panel_years()))

    def slice(self, unit: int) -> dict[str, NDArray[np.generic]]:
        """Read all columns for one pair, or one state."""
        years = len(panel_years())
        group, offset = divmod(unit * years, self.file.metadata.row_group(0).num_rows)
        part = self.file.read_row_group(group, use_threads=False).slice(offset, years)
        return {name: part[name].to_numpy() for name in part.column_names}

    @property
    def columns(self) -> list[str]:
        """The columns of the file."""
        return self.file.schema_arrow.names


def directions(measure: Measure) -> tuple[str, ...]:
    """Return the prefixes of a measure's columns: one, or one a direction."""
    return ("ab_", "ba_") if measure.subject == "directed" else ("",)


def split_name(name: str) -> tuple[Measure, str]:
    """Split a measure's name from what stands after the colon, and check both."""
    measure, given = describe(name), name.partition(":")[2]
    if given and not measure.parameter:
        raise UnknownName(f"measure {measure.name!r} is made for the pair alone: leave out {':' + given!r}")
    if given:
        given = find_state(given).code if measure.parameter == "third_party" else find_group(given)
    return measure, given


def expand(patterns: Iterable[str]) -> tuple[str, ...]:
    """Return the tables that patterns name."""
    return tuple(name for pattern in patterns for name in (fnmatch.filter(tables(), pattern) or [pattern]))


@cache
def measure_key(name: str) -> str:
    """Return the key of a measure: the bytes of its tables, the keys of the measures it needs, and the code."""
    measure, given = split_name(name)
    parts = [name, given, code_key(*_CODE), data_key([*expand(measure.tables), "states"])]
    if measure.exists == "member":
        parts.append(data_key(["undl_votes", "debate_speeches"]))
    return hashlib.sha256("\n".join([*parts, *map(measure_key, measure.needs)]).encode()).hexdigest()[:16]


def _path(name: str) -> Path:
    slug = re.sub(r"[^A-Za-z0-9_.-]", lambda m: f"~{ord(m[0]):x}", name)
    return cache_directory() / "panel" / f"{slug}-{measure_key(name)}.parquet"


@lru_cache(maxsize=256)
def stored(name: str) -> Stored:
    """Return a measure as stored, built first if it is not there or is damaged."""
    measure, given = split_name(name)
    name = f"{measure.name}:{given}" if given else measure.name
    path = _path(name)
    for needed in measure.needs:
        stored(needed)
    found = _opened(measure, path)
    if found is None:
        with one_at_a_time(f"panel-{measure.name}"):
            found = _opened(measure, path)
            if found is None:
                _write(path, measure, given)
                found = _opened(measure, path)
    assert found is not None
    return found


def _opened(measure: Measure, path: Path) -> Stored | None:
    """Open a file if it is there and whole."""
    if not path.is_file():
        return None
    try:
        file = pq.ParquetFile(path, page_checksum_verification=True, memory_map=True, pre_buffer=False)
        units = len(codes()) if measure.subject == "state" else len(upper()[0])
        if file.metadata.num_rows != units * len(panel_years()):
            raise ValueError("wrong number of rows")
        counts = json.loads((file.metadata.metadata or {})[b"ranked"])
        return Stored(measure, path, file, {int(year): count for year, count in counts.items()})
    except (OSError, ValueError, KeyError, pa.ArrowException) as error:
        say_rebuilt(path, error)
        path.unlink(missing_ok=True)
        return None


def finished(name: str) -> Column:
    """Return a measure as a column again, masked: what a measure that needs it reads."""
    found = stored(name)
    parts: dict[str, Any] = {}
    for part in ("value", "low", "high"):
        if not any(column.endswith(part) for column in found.columns):
            continue
        if found.measure.subject == "state":
            parts[part] = found.read(part).T.astype(float)
            continue
        out = np.full((len(panel_years()), len(codes()), len(codes())), np.nan)
        i, j = upper()
        out[:, i, j] = found.read(directions(found.measure)[0] + part).T
        out[:, j, i] = found.read(directions(found.measure)[-1] + part).T
        parts[part] = out
    return Column(**parts)


def build_column(measure: Measure, given: str = "") -> Column:
    """Run the function of a measure."""
    data = Data(expand(measure.tables), measure.needs, finished)
    options = dict(measure.args or {}) | ({measure.parameter: given} if given else {})
    return measure.builder(data, panel_years(), **options)


def _write(path: Path, measure: Measure, given: str) -> None:
    column = build_column(measure, given)
    arrays, ranked = finish(measure, column)
    schema_facts = {b"ranked": json.dumps(ranked).encode()}
    table = pa.table(arrays).replace_schema_metadata(schema_facts)
    group = (_PAIRS_PER_GROUP if measure.subject != "state" else len(codes())) * len(panel_years())
    write_whole(
        path,
        lambda aside: pq.write_table(
            table,
            aside,
            row_group_size=group,
            compression="lz4",
            write_page_checksum=True,
            use_dictionary=False,
            write_statistics=False,
        ),
    )
    discard_old(path.parent, f"{path.stem.rpartition('-')[0]}-{'[0-9a-f]' * 16}.parquet")


def _cells(measure: Measure, array: NDArray[np.generic], swapped: bool) -> NDArray[np.generic]:
    """Lay an array of years and pairs (or states) out as (pairs or states, years)."""
    years, size = len(panel_years()), len(codes())
    if measure.subject == "state":
        return np.ascontiguousarray(np.broadcast_to(array, (years, size)).T)
    i, j = upper()
    whole = np.broadcast_to(array, (years, size, size))
    return np.ascontiguousarray((whole[:, j, i] if swapped else whole[:, i, j]).T)


def finish(measure: Measure, column: Column) -> tuple[dict[str, pa.Array], dict[int, int]]:
    """Mask a column by lifespans and coverage, give every cell its status and rank it among all pairs of its year."""
    years = panel_years()
    there = alive(years) if measure.subject == "state" else exists(measure.exists)
    spanned = (years >= (measure.first or years[0])) & (years <= (measure.last or years[-1]))
    sides = []
    for prefix in directions(measure):
        swapped = prefix == "ba_"
        ok = _cells(measure, there, swapped).astype(bool) & spanned[None, :]
        if column.covered is not None:
            ok &= _cells(measure, column.covered, swapped).astype(bool)
        value = np.where(ok, _cells(measure, column.value, swapped), np.nan)
        seen = ~np.isnan(value)
        status = np.select([~ok, ~seen, value == 0], [NOT_COVERED, UNKNOWN, TRUE_ZERO], OBSERVED).astype(np.int8)
        if measure.zero == "observed":
            status[status == TRUE_ZERO] = OBSERVED
        elif column.recorded is not None:
            status[(status == TRUE_ZERO) & _cells(measure, column.recorded, swapped).astype(bool)] = OBSERVED
        cells: dict[str, NDArray[np.generic]] = {"value": value, "status": status}
        for end in ("low", "high", "percentile"):
            if (given := getattr(column, end)) is not None:
                cells[end] = np.where(seen, _cells(measure, given, swapped), np.nan).astype(np.float32)
        if column.source is not None:
            cells["source"] = _cells(measure, column.source, swapped).astype(np.int8)
        sides.append((prefix, cells))
    ranked = column.ranked
    if column.percentile is None:
        ranked = _rank(sides)
    arrays = {prefix + name: pa.array(cell.ravel()) for prefix, cells in sides for name, cell in cells.items()}
    return arrays, {int(year): int(count) for year, count in (ranked or {}).items()}


def _rank(sides: list[tuple[str, dict[str, NDArray[np.generic]]]]) -> dict[int, int]:
    """Rank the values of each year; both directions of a directed measure are ranked together."""
    from dyadlens.stats.ranks import percentile_ranks  # scipy takes a second to load, and only building needs it

    values = np.concatenate([cells["value"] for _, cells in sides])
    ranks = np.full(values.shape, np.nan, dtype=np.float32)
    counts = {}
    for at in np.flatnonzero((~np.isnan(values)).any(axis=0)):
        ranks[:, at] = percentile_ranks(values[:, at])
        counts[int(panel_years()[at])] = int(np.count_nonzero(~np.isnan(values[:, at])))
    for (_, cells), part in zip(sides, np.split(ranks, len(sides)), strict=True):
        cells["percentile"] = part
    return counts


def build(tell: Callable[[int, int], object] = lambda *_: None, *, force: bool = False) -> Path:
    """Build every measure that is not there yet, a process a core; ``tell`` takes how many are there, of how many."""
    names = [m.name for m in registry().values() if not m.parameter or m.whole]
    # Those of the usual third parties too, so that the evidence of a first pair does not wait for them.
    names += [
        f"{m.name}:{third}" for m in registry().values() if m.parameter == "third_party" for third in THIRD_PARTIES
    ]
    if force:
        for name in names:
            _path(name).unlink(missing_ok=True)
        stored.cache_clear()
    left = [name for name in names if not _path(name).is_file()]
    # A domain goes to one process: its measures share what they count.
    groups = [[name for name in left if describe(name).domain == domain] for domain in DOMAINS]
    workers = min(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1, sum(map(bool, groups)))
    if len(left) < _FEW or workers < 2:
        for name in left:
            stored(name)
            tell(sum(_path(n).is_file() for n in names), len(names))
    else:
        with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
            running = {pool.submit(_build_all, group) for group in groups if group}
            while running:
                done, running = wait(running, timeout=0.2)
                tell(sum(_path(n).is_file() for n in names), len(names))
                for one in done:
                    one.result()
    return cache_directory() / "panel"


def _build_all(names: list[str]) -> None:
    for name in names:
        stored(name)
