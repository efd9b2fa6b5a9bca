"""Build all curated tables and the data package that describes them."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from dyadlens.errors import DataError, unknown_name
from dyadlens.sources.cases import by_hand
from dyadlens.sources.codebook import codebook
from dyadlens.sources.package import package, resource
from dyadlens.sources.raw import Raw
from dyadlens.sources.table import SourceTable, described_tables
from dyadlens.sources.write import conform, write_table


def all_tables() -> dict[str, SourceTable]:
    """Return all curated tables by name: those with a source by subject and file, then cases written by hand."""
    return described_tables() | {table.name: table for table in by_hand.case_tables()}


def _chosen(names: Sequence[str]) -> dict[str, SourceTable]:
    """Return the tables named, those of the subjects named and those of the cases named; all if none is named."""
    tables = all_tables()
    groups = {name: {table.subject, name.rpartition("/")[0]} - {""} for name, table in tables.items()}
    allowed = {*tables}.union(*groups.values())
    for name in names:
        if name not in allowed:
            raise unknown_name("subject, table or case", name, allowed)
    return {n: t for n, t in tables.items() if not names or n in names or groups[n].intersection(names)}


def build_table(name: str, raw: Raw) -> pd.DataFrame:
    """Build one table in memory."""
    tables = all_tables()
    if name not in tables:
        raise unknown_name("table", name, tables)
    return conform(tables[name].build(raw), tables[name])


def curate(raw: Raw, out: Path, say: Callable[[str], None] = lambda _: None, *, only: Sequence[str] = ()) -> Path:
    """Write curated tables, the data package and the codebook; nothing in ``out`` changes before all are built."""
    chosen = _chosen(only)
    known = _described(out / "datapackage.json") if only else {}
    frames = {}
    for name, table in chosen.items():
        frames[name] = conform(table.build(raw), table)
        say(f"built {name}: {len(frames[name]):,} rows")
    raw.sources(file for table in chosen.values() for file in table.files)  # a fault shows before anything is written
    out.mkdir(parents=True, exist_ok=True)
    for name, table in chosen.items():
        write_table(frames[name], table, out)
        known[name] = resource(table, frames, raw, out)
    descriptor = package([known[name] for name in all_tables() if name in known])
    _write_text(out / "datapackage.json", json.dumps(descriptor, indent=1, ensure_ascii=False) + "\n")
    _write_text(out / "CODEBOOK.md", codebook(descriptor))
    return out / "datapackage.json"


def _described(descriptor: Path) -> dict[str, dict[str, Any]]:
    """Return what a data package says of each of its tables."""
    try:
        resources = json.loads(descriptor.read_text(encoding="utf-8"))["resources"]
        known = {said["dyadlens"]["table"]: said for said in resources}
        package(list(known.values()))  # one of an earlier version lacks what this one needs
        return known
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DataError(f"no data package to add to at {descriptor}: build all tables first") from error


def _write_text(path: Path, text: str) -> None:
    aside = path.with_name(f".{path.name}.part")
    aside.write_text(text, encoding="utf-8")
    aside.replace(path)
