"""The data package descriptor (Frictionless Data Package 1) of the curated tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from dyadlens.sources.manifest import OF_FILE
from dyadlens.sources.raw import Raw, RawFile
from dyadlens.sources.table import Column, Table
from dyadlens.sources.write import sha256

_STATES = {"states/cow_states.parquet", "states/concordance_iso_cow_gw.csv"}


def package(tables: Iterable[Table], rows: Mapping[str, int], raw: Raw, folder: Path) -> dict[str, Any]:
    """Describe the tables that stand in a folder."""
    return {
        "name": "dyadlens",
        "title": "dyadlens curated tables",
        "profile": "tabular-data-package",
        "version": "1",
        "description": "Facts and figures on states and pairs of states, curated from the sources named.",
        "resources": [_resource(t, rows[t.name], raw, folder) for t in tables],
    }


def _resource(table: Table, rows: int, raw: Raw, folder: Path) -> dict[str, Any]:
    path = folder / f"{table.name}.{table.format}"
    files = raw.sources(table.files)
    # The list of states helps to read every source; it is a source of its own table only.
    own = [f for f in files if table.name == "states" or f.file not in _STATES] or files
    return {
        "name": table.name.replace("/", "-").lower(),
        "path": f"{table.name}.{table.format}",
        "title": table.title,
        "description": table.description,
        "profile": "tabular-data-resource",
        "format": table.format,
        "mediatype": "text/csv" if table.format == "csv" else "application/vnd.apache.parquet",
        **({"encoding": "utf-8"} if table.format == "csv" else {}),
        "bytes": path.stat().st_size,
        "hash": f"sha256:{sha256(path)}",
        "sources": [_source(f) for f in files],
        "schema": {
            "fields": [_field(c) for c in table.columns],
            "primaryKey": list(table.key),
            "missingValues": [""],
        },
        "dyadlens": {
            "table": table.name,
            "rows": rows,
            "coverage": {"first": table.first, "last": table.last, "states": table.states_covered},
            "absent_row_means": table.absent,
            **({"gaps": [list(gap) for gap in table.gaps]} if table.gaps else {}),
            "dated_by": table.dated_by,
            "published_lag": table.published_lag,
            "published_lag_note": table.lag_note,
            "credit": table.credit,
            "licence": table.licence or "; ".join(dict.fromkeys(f.licence for f in own)),
            "citation": table.citation or " ".join(dict.fromkeys(f"{_cited(f).rstrip('.')}." for f in own)),
            "tiers": sorted({f.tier for f in files}),
            "complete": raw.full or not _is_extract(table, files),
            # What a reader of the table must know first; that of the raw file is mended or passed on by it.
            "known_defects": [
                *table.defects,
                *dict.fromkeys(f"{OF_FILE}{f.known_defects}" for f in own if f.known_defects),
            ],
        },
    }


def _is_extract(table: Table, files: list[RawFile]) -> bool:
    return any(f.tier == "focal" for f in files) if table.extract is None else table.extract


def _cited(file: RawFile) -> str:
    """Return whom to cite; the manifest's pointer to the rows is put so that it makes sense away from them."""
    return "Each row names its source" if file.citation.startswith("see ") else file.citation


def _source(file: RawFile) -> dict[str, str]:
    return {
        "title": _cited(file),
        "path": file.upstream,
        "raw_file": file.file,
        "raw_sha256": file.sha256,
        "raw_source": file.source,
        "coverage": file.coverage,
        "licence": file.licence,
        "tier": file.tier,
    }


def _field(column: Column) -> dict[str, Any]:
    rules = {
        "required": None if column.missing else True,
        "enum": None if column.allowed is None else list(column.allowed),
        "minimum": column.minimum,
        "maximum": column.maximum,
    }
    kind = column.kind
    if kind == "partial_date":  # the standard's dates are whole
        kind, rules["pattern"] = "string", r"\d{4}(-\d{2}){0,2}"
    field: dict[str, Any] = {"name": column.name, "type": kind, "description": column.description}
    if column.unit:
        field["unit"] = column.unit
    rules = {k: v for k, v in rules.items() if v is not None}
    return {**field, "constraints": rules} if rules else field
