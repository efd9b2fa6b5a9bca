"""The data package descriptor (Frictionless Data Package 1) of the curated tables."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from dyadlens.sources.coverage import described_coverage, last_full_year
from dyadlens.sources.raw import Raw, RawFile
from dyadlens.sources.table import SourceTable, described_tables
from dyadlens.sources.write import sha256

_MOST_LISTED = 12
_YEARS_RULE = (
    "first_year is the first year that tables on more than half of the subjects cover, complete_to the last that "
    "tables on more than half of them cover in full, last_year the last that any table covers at all. Cases and tables "
    "without years do not count."
)


def package(resources: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Put the descriptions of tables together; the years of the whole package are computed from theirs."""
    return {
        "name": "dyadlens",
        "title": "dyadlens curated tables",
        "profile": "tabular-data-package",
        "version": "1",
        "description": "Facts and figures on states and pairs of states, curated from the sources named.",
        "dyadlens": {
            "first_year": _year_of_most([(r["subject"], r["coverage"]["first"]) for r in _dated(resources)], min),
            "complete_to": _year_of_most([(r["subject"], r["complete_to"]) for r in _dated(resources)], max),
            "last_year": max((said["coverage"]["last"] for said in _dated(resources)), default=None),
            "years_rule": _YEARS_RULE,
        },
        "resources": list(resources),
    }


def _dated(resources: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    own = [resource["dyadlens"] for resource in resources]
    return [said for said in own if said["dated_by"] != "static" and said["subject"] != "cases"]


def _year_of_most(years: Sequence[tuple[str, int]], best: Callable[[int, int], int]) -> int | None:
    """Return the best year (first or last) that more than half of the subjects reach."""
    reach: dict[str, int] = {}
    for subject, year in years:
        reach[subject] = best(year, reach.get(subject, year))
    ordered = sorted(reach.values(), reverse=best is max)
    return ordered[len(ordered) // 2] if ordered else None


def resource(table: SourceTable, frames: Mapping[str, pd.DataFrame], raw: Raw, folder: Path) -> dict[str, Any]:
    """Describe one table that stands in a folder."""
    path, frame, files = folder / table.path, frames[table.name], raw.sources(table.files)
    return {
        "name": table.name.replace("/", "-").lower(),
        "path": table.path,
        "title": table.title,
        "description": table.description,
        "profile": "tabular-data-resource",
        "format": table.format,
        "mediatype": "text/csv" if table.format == "csv" else "application/vnd.apache.parquet",
        **({"encoding": "utf-8"} if table.format == "csv" else {}),
        "bytes": path.stat().st_size,
        "hash": f"sha256:{sha256(path)}",
        "sources": [_source(f) for f in files],
        "schema": {"fields": table.fields, "primaryKey": list(table.key), "missingValues": [""]},
        "dyadlens": {
            "table": table.name,
            "subject": table.subject,
            "rows": len(frame),
            "coverage": described_coverage(table, frame, raw),
            "complete_to": last_full_year(table, frames, raw),
            "absent_row_means": table.absent_row_means,
            **({"gaps": [list(gap) for gap in table.gaps]} if table.gaps else {}),
            "dated_by": table.dated_by,
            "published_lag": table.published_lag,
            "published_lag_note": table.published_lag_note,
            "credit": table.credit,
            "licence": table.licence or "; ".join(dict.fromkeys(f.licence for f in files)),
            "citation": table.citation or " ".join(dict.fromkeys(f"{_cited(f).rstrip('.')}." for f in files)),
            "tiers": sorted({f.tier for f in files}),
            "complete": raw.full or not _is_extract(table, files),
            "known_defects": known_defects(table, frame, files),
        },
    }


def known_defects(table: SourceTable, frame: pd.DataFrame, files: Sequence[RawFile]) -> list[str]:
    """List what a reader must know: of the table, of the rows it marks, of tables it is made from, of its files."""
    others = [text for name in table.known_defects_of for text in described_tables()[name].known_defects]
    of_files = [f"source file: {f.known_defects}" for f in files if f.known_defects]
    marked = [_marked(table, frame, name, c.marks_defect) for name, c in table.columns.items() if c.marks_defect]
    return list(dict.fromkeys([*table.known_defects, *marked, *others, *of_files]))


def _marked(table: SourceTable, frame: pd.DataFrame, column: str, text: str) -> str:
    rows = frame.loc[frame[column].fillna(False), list(table.key)].astype(str).agg(" ".join, axis=1).tolist()
    listed = "; ".join(rows[:_MOST_LISTED]) + ("; ..." if len(rows) > _MOST_LISTED else "")
    return f"{text} in {len(rows):,} of {len(frame):,} rows, marked in `{column}`" + (f" ({listed})" if rows else "")


def _is_extract(table: SourceTable, files: Sequence[RawFile]) -> bool:
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
        "known_defects": file.known_defects,
    }
