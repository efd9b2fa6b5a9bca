"""Build all curated tables and the data package that describes them."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pandas as pd

from dyadlens.curate.codebook import codebook
from dyadlens.curate.package import package
from dyadlens.curate.raw import Raw
from dyadlens.curate.table import Table
from dyadlens.curate.write import conform, write_table
from dyadlens.errors import unknown_name

# One line a source family; each module has a tuple TABLES.
FAMILIES = (
    "states",
    "votes",
    "ideal_points",
    "arms",
    "military",
    "ties",
    "disputes",
    "rivalries",
    "trade",
    "trade_dots",
    "trade_atlas",
    "trade_totals",
    "trade_declared",
    "macro",
    "distances",
    "outlines",
    "gravity",
    "energy",
    "violence",
    "violence_states",
    "violence_pakistan",
    "militarized",
    "igo",
    "security_council",
    "events",
    "visits",
    "signals",
    "aid",
    "sanctions",
    "oil",
    "debate",
    "attention",
    "opinion",
    "cases",
)


def all_tables() -> dict[str, Table]:
    """Return the descriptions of all curated tables by name, in the order of the families.

    Returns
    -------
    dict of str to Table

    Examples
    --------
    >>> "states" in all_tables()
    True
    """
    modules = (import_module(f"dyadlens.curate.{family}") for family in FAMILIES)
    return {table.name: table for module in modules for table in module.TABLES}


def build(name: str, raw: Raw) -> pd.DataFrame:
    """Build one table in memory.

    Parameters
    ----------
    name : str
        Name of the table.
    raw : Raw
        The raw source files.

    Returns
    -------
    pandas.DataFrame
        The table as it would be written.

    Raises
    ------
    UnknownName
        If there is no such table.
    DataError
        If the result breaks what the table promises.
    """
    tables = all_tables()
    if name not in tables:
        raise unknown_name("table", name, tables)
    return conform(tables[name].build(raw), tables[name])


def curate(raw: Raw, out: Path, say: Callable[[str], None] = lambda _: None) -> Path:
    """Write all curated tables, the data package and the codebook.

    Nothing in ``out`` changes before every table has been built and checked.

    Parameters
    ----------
    raw : Raw
        The raw source files.
    out : pathlib.Path
        Folder to write to; made if it is not there.
    say : callable
        Takes one line of progress.

    Returns
    -------
    pathlib.Path
        The data package descriptor.
    """
    tables = all_tables()
    frames = {}
    for name, table in tables.items():
        frames[name] = conform(table.build(raw), table)
        say(f"built {name}: {len(frames[name]):,} rows")
    out.mkdir(parents=True, exist_ok=True)
    for name, table in tables.items():
        write_table(frames[name], table, out)
    descriptor = package(tables.values(), {n: len(f) for n, f in frames.items()}, raw, out)
    _write_text(out / "datapackage.json", json.dumps(descriptor, indent=1, ensure_ascii=False) + "\n")
    _write_text(out / "CODEBOOK.md", codebook(descriptor))
    return out / "datapackage.json"


def _write_text(path: Path, text: str) -> None:
    aside = path.with_name(f".{path.name}.part")
    aside.write_text(text, encoding="utf-8")
    aside.replace(path)
