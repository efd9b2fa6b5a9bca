"""The catalogue of curated tables: what there is, what it covers, and what of it was known on a day."""

from __future__ import annotations

import calendar
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dyadlens.errors import DataError, unknown_name
from dyadlens.lens import Lens, as_lens
from dyadlens.paths import data_directory, data_package

if TYPE_CHECKING:
    import pandas as pd

_DAYS_A_YEAR = 365.25


@dataclass(frozen=True)
class TableInfo:
    """What the data package says of one table."""

    name: str
    title: str
    description: str
    path: Path
    sha256: str
    rows: int
    first: int
    last: int
    states: str
    absent_row_means: str
    dated_by: str
    published_lag: float
    credit: str
    licence: str
    citation: str
    complete: bool
    known_defects: tuple[str, ...]
    fields: tuple[dict[str, Any], ...] = field(repr=False)
    gaps: tuple[tuple[int, int], ...] = ()

    def looked_in(self, year: int) -> bool:
        """Tell whether anybody looked in a year of the coverage: it lies in none of the table's gaps."""
        return not any(first <= year <= last for first, last in self.gaps)

    def known_until(self, as_of: date | None, *, by_year: bool = False) -> int:
        """Return the last year whose figures were out on a day, or the last year covered if no day is given.

        A year counts once its end plus the publication lag is on or before the day. A table of spells is cut only
        ``by_year``: its rows have no year of their own, what is computed from them has.
        """
        if as_of is None or (self.dated_by == "static" and not by_year):
            return self.last
        lag = timedelta(days=self.published_lag * _DAYS_A_YEAR)
        known = (y for y in range(self.last, self.first - 1, -1) if date(y, 12, 31) + lag <= as_of)
        return next(known, self.first - 1)


def _info(resource: dict[str, Any], folder: Path) -> TableInfo:
    own = resource["dyadlens"]
    return TableInfo(
        name=own["table"],
        title=resource["title"],
        description=resource["description"],
        path=folder / resource["path"],
        sha256=resource["hash"].removeprefix("sha256:"),
        rows=own["rows"],
        first=own["coverage"]["first"],
        last=own["coverage"]["last"],
        states=own["coverage"]["sentence"],
        absent_row_means=own["absent_row_means"],
        dated_by=own["dated_by"],
        published_lag=own["published_lag"],
        credit=own["credit"],
        licence=own["licence"],
        citation=own["citation"],
        complete=own["complete"],
        known_defects=tuple(own["known_defects"]),
        gaps=tuple((first, last) for first, last in own.get("gaps", ())),
        fields=tuple(resource["schema"]["fields"]),
    )


@cache
def tables() -> dict[str, TableInfo]:
    """Return what the data package says of each table, by name.

    Returns
    -------
    dict of str to TableInfo

    Raises
    ------
    DataError
        If there is no readable data package.

    Examples
    --------
    >>> tables()["undl_votes"].first
    1946
    """
    folder = data_directory()
    try:
        return {info.name: info for info in (_info(r, folder) for r in data_package()["resources"])}
    except (KeyError, TypeError) as error:
        raise DataError(f"{folder / 'datapackage.json'} is not a data package of this project: {error}") from None


def table(name: str) -> TableInfo:
    """Return what the data package says of one table.

    Parameters
    ----------
    name : str
        Name of the table, as `dyadlens data list` shows it.

    Returns
    -------
    TableInfo

    Raises
    ------
    UnknownName
        If there is no such table; the message suggests the nearest name.

    Examples
    --------
    >>> table("states").title
    'States: codes, names, lifespans and successor rules'
    """
    if name not in tables():
        raise unknown_name("table", name, tables(), listed_by="dyadlens data list")
    return tables()[name]


def known_until(name: str, as_of: date | None) -> int:
    """Return the last year of a table that was known on a day, tables of spells included."""
    return table(name).known_until(as_of, by_year=True)


_HASHES: dict[tuple[Path, int, int], str] = {}  # by path, size and time of the last change


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a file as it is now; one that did not change since is hashed once a process."""
    try:
        facts = path.stat()
        known = path, facts.st_size, facts.st_mtime_ns
        if known not in _HASHES:
            _HASHES[known] = hashlib.sha256(path.read_bytes()).hexdigest()
        return _HASHES[known]
    except OSError as error:
        raise DataError(f"{path} cannot be read: {error.strerror}") from None


def require_unchanged(info: TableInfo) -> None:
    """Refuse a table whose bytes are not those that the data package describes."""
    if file_hash(info.path) != info.sha256:
        raise DataError(
            f"table {info.name} is not the one that the data package describes ({info.path.name} was changed after "
            "it was curated): restore it, or run `dyadlens curate`"
        )


@cache
def read(name: str) -> pd.DataFrame:
    """Read a whole table, once a process.

    Parameters
    ----------
    name : str
        Name of the table.

    Returns
    -------
    pandas.DataFrame
        All rows. Shared between callers: pandas copies on write, so nobody can change it for another.

    Raises
    ------
    UnknownName
        If there is no such table.
    DataError
        If the file cannot be read.

    Examples
    --------
    >>> len(read("states")) > 190
    True
    """
    info = table(name)
    require_unchanged(info)
    return _frame(info)


def _frame(info: TableInfo) -> pd.DataFrame:
    """Read the file of a table as it is, whatever its hash."""
    import pandas as pd

    try:
        if info.path.suffix == ".parquet":
            return pd.read_parquet(info.path)
        kinds = {f["name"]: f["type"] for f in info.fields}
        typed = {"integer": "Int64", "boolean": "boolean", "string": "str", "date": "str", "number": "float64"}
        return pd.read_csv(
            info.path, dtype={n: typed[k] for n, k in kinds.items()}, keep_default_na=False, na_values=[""]
        )
    except OSError as error:
        raise DataError(f"table {info.name} cannot be read from {info.path}: {error.strerror or 'damaged'}") from None
    except ValueError as error:
        raise DataError(f"table {info.name} cannot be read from {info.path}: {str(error).splitlines()[0]}") from None


@dataclass(frozen=True)
class Vintage:
    """A table as it was known through a lens.

    Parameters
    ----------
    info : TableInfo
        What the data package says of the table.
    frame : pandas.DataFrame
        The rows known on the as-of date, of all states and of all years up to then.
    last : int
        Last year covered and known.
    """

    info: TableInfo
    frame: pd.DataFrame = field(repr=False)
    last: int

    def covers(self, year: int) -> bool:
        """Tell whether the table covers a year and the year was known."""
        return self.info.first <= year <= self.last

    def absent(self, year: int) -> str:
        """Return the status of a row that is not there: ``true_zero``, ``unknown`` or ``not_covered``."""
        return self.info.absent_row_means if self.covers(year) else "not_covered"


def load(name: str, lens: Lens | str) -> Vintage:
    """Load a table through a lens: only what could be known on its as-of date.

    Parameters
    ----------
    name : str
        Name of the table.
    lens : Lens
        Its ``as_of`` hides later rows. Pair and years are not cut: percentiles need all pairs, windows need
        earlier years.

    Returns
    -------
    Vintage

    Raises
    ------
    UnknownName
        If there is no such table.
    BadParameter
        If ``lens`` is not a lens.

    Notes
    -----
    Vintages of the archives are not to be had: what is hidden are later *rows*; the rows that stay carry later
    revisions.

    Examples
    --------
    >>> load("undl_rollcalls", Lens("PAK-RUS", as_of="2018-05")).last
    2017
    """
    lens = as_lens(lens)
    info = table(name)
    frame = read(name)
    last = info.known_until(lens.as_of)
    if lens.as_of is not None and info.dated_by == "date":
        horizon = lens.as_of - timedelta(days=info.published_lag * _DAYS_A_YEAR)
        frame = frame[frame["date"].map(_last_day) <= horizon.isoformat()]
    elif lens.as_of is not None and info.dated_by == "year":
        frame = frame[frame["year"] <= last]
    return Vintage(info=info, frame=frame, last=last)


def _last_day(text: str) -> str:
    """Pad a date known to the month or year so that it compares as the last day it may mean."""
    if len(text) == 7:
        return f"{text}-{calendar.monthrange(int(text[:4]), int(text[5:]))[1]}"
    return f"{text}-12-31" if len(text) == 4 else text


def check_tables(names: Iterable[str] | None = None) -> list[str]:
    """Check files against the data package: presence, hash, columns, types and rules of each column.

    Parameters
    ----------
    names : iterable of str, optional
        Tables to check; all by default.

    Returns
    -------
    list of str
        One line for each thing that is wrong, naming the table; empty if all is well. If all tables are checked,
        a file that the data package does not name is wrong too.

    Examples
    --------
    >>> check_tables(["states"])
    []
    """
    from dyadlens.data.schemas import problems, unnamed

    found: list[str] = []
    for info in map(table, names if names is not None else tables()):
        if not info.path.is_file():
            found.append(f"{info.name}: file {info.path.name} is missing")
            continue
        digest = file_hash(info.path)
        if digest != info.sha256:
            found.append(f"{info.name}: SHA-256 is {digest[:12]}..., the data package says {info.sha256[:12]}...")
        try:
            found += [f"{info.name}: {line}" for line in problems(_frame(info), info.fields, info.rows)]
        except DataError as error:
            found.append(str(error))
    if names is None:
        folder = data_directory()
        found += unnamed(folder, (info.path.relative_to(folder).as_posix() for info in tables().values()))
    return found
