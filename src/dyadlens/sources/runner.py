"""Build all curated tables and the data package that describes them."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import pandas as pd

from dyadlens.errors import DataError, unknown_name
from dyadlens.sources import case_files
from dyadlens.sources.codebook import codebook
from dyadlens.sources.package import package
from dyadlens.sources.raw import Raw
from dyadlens.sources.table import Table
from dyadlens.sources.write import conform, write_table

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
    "gas",
    "debate",
    "attention",
    "opinion",
    "cases",
)

# Raw files that no table is made from, each with the reason.
NOT_CURATED = {
    "events/gdelt_v1_export_sample.csv": "a sample of rows that shows the format of GDELT 1.0; it covers no pair",
    "events/gdelt_v2_export_sample.csv": "a sample of rows that shows the format of GDELT 2.0; it covers no pair",
    "trade/dots_tot_exports.xlsx": "the earlier vintage of a sheet of trade/dots_tot_exports_2023.xlsx, which is taken",
    "trade/dots_tot_imports.xlsx": "the earlier vintage of a sheet of trade/dots_tot_exports_2023.xlsx, which is taken",
}


def all_tables() -> dict[str, Table]:
    """Return the descriptions of all curated tables by name: the families in order, then cases written by hand."""
    made = [table for family in FAMILIES for table in _tables_of(family)]
    return {table.name: table for table in (*made, *case_files.tables())}


def _tables_of(family: str) -> tuple[Table, ...]:
    return import_module(f"dyadlens.sources.{family}").TABLES


def _chosen(names: Sequence[str]) -> dict[str, Table]:
    """Return the tables of the families and tables named, of the cases too; all if none is named."""
    tables = all_tables()
    if not names:
        return tables
    cases = {name.rpartition("/")[0] for name in tables if "/" in name}
    wanted: set[str] = set()
    for name in names:
        if name not in {*FAMILIES, *tables, *cases}:
            raise unknown_name("family or table", name, {*FAMILIES, *tables, *cases})
        wanted |= {t.name for t in _tables_of(name)} if name in FAMILIES else set()
        wanted |= {table for table in tables if table == name or table.startswith(f"{name}/")}
    return {name: table for name, table in tables.items() if name in wanted}


def build(name: str, raw: Raw) -> pd.DataFrame:
    """Build one table in memory."""
    tables = all_tables()
    if name not in tables:
        raise unknown_name("table", name, tables)
    return conform(tables[name].build(raw), tables[name])


def curate(raw: Raw, out: Path, say: Callable[[str], None] = lambda _: None, *, only: Sequence[str] = ()) -> Path:
    """Write curated tables, the data package and the codebook.

    Nothing in ``out`` changes before every table has been built and checked.
    """
    chosen = _chosen(only)
    kept = _described(out / "datapackage.json") if only else {}
    frames = {}
    for name, table in chosen.items():
        frames[name] = conform(table.build(raw), table)
        say(f"built {name}: {len(frames[name]):,} rows")
    raw.sources(file for table in chosen.values() for file in table.files)  # a fault shows before anything is written
    out.mkdir(parents=True, exist_ok=True)
    for name, table in chosen.items():
        write_table(frames[name], table, out)
    descriptor = package(chosen.values(), {n: len(f) for n, f in frames.items()}, raw, out)
    if only:
        kept |= {resource["dyadlens"]["table"]: resource for resource in descriptor["resources"]}
        descriptor["resources"] = [kept[name] for name in all_tables() if name in kept]
    _write_text(out / "datapackage.json", json.dumps(descriptor, indent=1, ensure_ascii=False) + "\n")
    _write_text(out / "CODEBOOK.md", codebook(descriptor))
    return out / "datapackage.json"


def _described(descriptor: Path) -> dict[str, dict[str, Any]]:
    """Return what a data package says of each of its tables."""
    try:
        resources = json.loads(descriptor.read_text(encoding="utf-8"))["resources"]
        return {resource["dyadlens"]["table"]: resource for resource in resources}
    except (OSError, ValueError, KeyError) as error:
        raise DataError(f"no data package to add to at {descriptor}: build all tables first") from error


def _write_text(path: Path, text: str) -> None:
    aside = path.with_name(f".{path.name}.part")
    aside.write_text(text, encoding="utf-8")
    aside.replace(path)
