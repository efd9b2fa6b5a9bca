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
    """One folder of pages, as the index tells of it.

    Attributes
    ----------
    folder, pair, title, years, as_of, headline : str
    facts : dict of str to str
    pages : list of str
        Names of the pages in reading order.
    others : dict of str to str
        Parameters that set this folder apart from another of the same pair, and that no column shows.
    """

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
    """Sum up the pages of each folder.

    Parameters
    ----------
    records : list of Record

    Returns
    -------
    list of Row
        Ordered by folder. What a row says comes from the opening page where it says it, else from the first
        page in reading order that does.

    Examples
    --------
    >>> rows([])
    []
    """
    folders: dict[str, list[Record]] = {}
    for record in sorted(records, key=lambda r: (r.folder, reading_order(r.name))):
        folders.setdefault(record.folder, []).append(record)
    return [_row(folder, pages) for folder, pages in folders.items()]


def write_index(ledger: Ledger) -> None:
    """Write the index of an output folder.

    Parameters
    ----------
    ledger : Ledger

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> folder = Path(tempfile.mkdtemp())
    >>> write_index(Ledger(folder))
    >>> (folder / "index.html").is_file()
    True
    """
    ledger.write(ledger.out / INDEX, render_index(ledger.records()))


def render_index(records: list[Record]) -> bytes:
    """Draw the index.

    Parameters
    ----------
    records : list of Record

    Returns
    -------
    bytes
        HTML in UTF-8 that allows one script, its own, by that script's hash.

    Examples
    --------
    >>> b"script-src 'sha256-" in render_index([])
    True
    """
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
