"""The index over all reports of an output folder."""

from __future__ import annotations

import base64
import hashlib
from itertools import groupby
from typing import Any

from dyadlens import __version__
from dyadlens.report.labels import TEMPLATES, show_value, span_label, templates
from dyadlens.report.ledger import Ledger, Record
from dyadlens.report.notebook import reading_order


def write_index(ledger: Ledger) -> None:
    """Write the index of an output folder."""
    ledger.write(ledger.out / "index.html", render_index(ledger.records()))


def render_index(records: list[Record]) -> bytes:
    """Draw the index: one row a folder of pages, one column a fact."""
    ordered = sorted(records, key=lambda r: (r.folder, reading_order(r.name)))
    rows = [_row(folder, list(pages)) for folder, pages in groupby(ordered, key=lambda r: r.folder)]
    script = (TEMPLATES / "sort.js").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    text = (
        templates()
        .get_template("index.html.j2")
        .render(
            rows=rows,
            columns=list(dict.fromkeys(label for row in rows for label in row["facts"])),
            script=script,
            script_hash=f"sha256-{digest}",
            version=__version__,
        )
    )
    return text.encode()


def _row(folder: str, pages: list[Record]) -> dict[str, Any]:
    """Sum up the pages of a folder; of pages that tell the same thing the first to be read counts."""
    parameters = pages[0].parameters
    others = {name: value for name, value in parameters.items() if name not in {"pair", "start", "end", "as_of"}}
    titles = [r.page.about or r.page.title for r in pages]
    facts: dict[str, str] = {}
    for record in pages:
        facts |= {label: value for label, value in record.page.facts.items() if label not in facts}
    return {
        "folder": folder,
        "pair": str(parameters.get("pair", folder)),
        "title": next(filter(None, titles), folder),
        "years": span_label(parameters),
        "as_of": str(parameters.get("as_of") or ""),
        "headline": next((r.page.headline for r in pages if r.page.headline), ""),
        "facts": facts,
        "pages": [r.name for r in pages],
        # Only pages made with other parameters than usual need them to be told apart.
        "others": {name: show_value(value) for name, value in others.items()} if "_" in folder else {},
    }
