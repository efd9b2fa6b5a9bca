"""The index over all reports of an output folder."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from typing import Any

from dyadlens import __version__
from dyadlens.report.labels import TEMPLATES, show_value, span, templates
from dyadlens.report.ledger import Ledger, Record
from dyadlens.report.notebook import reading_order

INDEX = "index.html"


@dataclass(frozen=True)
class Row:
    """One folder of pages, as the index tells of it."""

    folder: str
    pair: str
    title: str
    years: str
    as_of: str
    headline: str
    facts: dict[str, str]
    pages: list[str]
    others: dict[str, str]


def rows(records: list[Record]) -> list[Row]:
    """Sum up the pages of each folder."""
    folders: dict[str, list[Record]] = {}
    for record in sorted(records, key=lambda r: (r.folder, reading_order(r.name))):
        folders.setdefault(record.folder, []).append(record)
    return [_row(folder, pages) for folder, pages in folders.items()]


def write_index(ledger: Ledger) -> None:
    """Write the index of an output folder."""
    ledger.write(ledger.out / INDEX, render_index(ledger.records()))


def render_index(records: list[Record]) -> bytes:
    """Draw the index."""
    found = rows(records)
    script = (TEMPLATES / "sort.js").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    text = (
        templates()
        .get_template("index.html.j2")
        .render(
            rows=found,
            columns=list(dict.fromkeys(label for row in found for label in row.facts)),
            script=script,
            script_hash=f"sha256-{digest}",
            version=__version__,
        )
    )
    return text.encode()


def _row(folder: str, pages: list[Record]) -> Row:
    parameters = pages[0].parameters
    return Row(
        folder=folder,
        pair=str(parameters.get("pair", folder)),
        title=next((r.page.about or r.page.title for r in pages if r.page.about or r.page.title), folder),
        years=span(parameters),
        as_of=str(parameters.get("as_of") or ""),
        headline=next((r.page.headline for r in pages if r.page.headline), ""),
        facts=_facts(pages),
        pages=[r.name for r in pages],
        others=_others(parameters) if "_" in folder else {},
    )


def _facts(pages: list[Record]) -> dict[str, str]:
    """Merge facts in the order in which pages are read; the first to give one wins."""
    merged: dict[str, str] = {}
    for record in pages:
        for label, value in record.page.facts.items():
            merged.setdefault(label, value)
    return merged


def _others(parameters: dict[str, Any]) -> dict[str, str]:
    shown = {"pair", "start", "end", "as_of"}
    return {name: show_value(value) for name, value in parameters.items() if name not in shown}
