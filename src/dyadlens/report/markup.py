"""Put the HTML that cells gave in order: headings, tables and pictures as every page must have them."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field

from dyadlens.errors import ReportError

_HEADING = re.compile(r"<h([1-6])([^>]*)>(.*?)</h\1\s*>", re.DOTALL | re.IGNORECASE)
_TABLE = re.compile(r"<table\b.*?</table\s*>", re.DOTALL | re.IGNORECASE)
_THEAD = re.compile(r"<thead\b.*?</thead\s*>", re.DOTALL | re.IGNORECASE)
_TH = re.compile(r"<th(?=[\s>])(?![^>]*\bscope=)", re.IGNORECASE)
_BORDER = re.compile(r"(?<=<table)([^>]*?) border=(\"[^\"]*\"|\S+?)(?=[\s>])")
_CAPTION = re.compile(r"<caption[^>]*>(.*?)</caption\s*>", re.DOTALL | re.IGNORECASE)
_REGION_BEFORE = re.compile(r"<div\b[^>]*\brole=[\"']?region[^>]*>\s*$", re.IGNORECASE)
_IMAGE = re.compile(r"<img\b[^>]*>", re.IGNORECASE)
_SOURCE = re.compile(r"\bsrc=([\"'])(.*?)\1", re.DOTALL | re.IGNORECASE)
_SOURCE_SET = re.compile(r"<source\b[^>]*\bsrcset=([\"'])(.*?)\1", re.DOTALL | re.IGNORECASE)
_ACTIVE = re.compile(r"<(script|style)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"<[^>]+>")
_ADDRESS = re.compile(r"\bat 0x[0-9a-fA-F]+")
_CONTROL = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")


@dataclass
class Outline:
    """The headings of one page, read from top to bottom."""

    title: str = ""
    sections: list[tuple[str, str]] = field(default_factory=list)
    _level: int = 1
    _used: set[str] = field(default_factory=set)

    def settle(self, body: str) -> str:
        """Give every heading an anchor and a level that leaves none out."""
        return _HEADING.sub(self._heading, body)

    def _heading(self, match: re.Match[str]) -> str:
        level, attributes, content = int(match[1]), match[2], match[3].strip()
        if level == 1 and not self.title:
            self.title = content
            return ""
        self._level = max(2, min(level, self._level + 1))
        given = re.search(r"\bid=[\"']?([^\"'\s>]+)", attributes)
        anchor = self._anchor(given[1] if given else slug(plain(content)))
        others = re.sub(r"\s*\bid=(\"[^\"]*\"|'[^']*'|[^\s>]+)", "", attributes)
        if self._level == 2:
            self.sections.append((anchor, plain(content)))
        return f'<h{self._level} id="{anchor}"{others}>{content}</h{self._level}>'

    def _anchor(self, wanted: str) -> str:
        anchor, number = wanted, 1
        while anchor in self._used:
            number += 1
            anchor = f"{wanted}-{number}"
        self._used.add(anchor)
        return anchor


@dataclass
class Tidier:
    """Puts the tables and pictures of one page in order and numbers those that have no name."""

    tables: int = 0
    pictures: int = 0

    def tidy(self, fragment: str) -> str:
        """Return a fragment of HTML as a page can hold it.

        A table lies in a region of its own that scrolls and can be reached by keyboard, and its header cells
        say what they head. A picture has an alternative text. Scripts and style sheets are left out.
        """
        fragment = _ACTIVE.sub("", fragment)
        fragment = _IMAGE.sub(self._picture, fragment)
        for found in _SOURCE_SET.finditer(fragment):
            _require_inside(found[2])
        return _TABLE.sub(self._table, fragment)

    def alternative(self, text: str = "") -> str:
        """Return the alternative text of the next picture; one that says so where the notebook gave none."""
        self.pictures += 1
        return text.strip() or f"Figure {self.pictures}, given without a description"

    def _picture(self, match: re.Match[str]) -> str:
        tag = match[0]
        source = _SOURCE.search(tag)
        _require_inside(source[2] if source else tag)
        if re.search(r"\balt=", tag):
            self.pictures += 1
            return tag
        return tag[:4] + f' alt="{html.escape(self.alternative())}"' + tag[4:]

    def _table(self, match: re.Match[str]) -> str:
        self.tables += 1
        table = _BORDER.sub(r"\1", match[0], count=1)
        table = _THEAD.sub(lambda head: _TH.sub('<th scope="col"', head[0]), table)
        table = _TH.sub('<th scope="row"', table)
        if _REGION_BEFORE.search(match.string[: match.start()]):
            return table
        caption = _CAPTION.search(table)
        label = plain(caption[1]) if caption else f"Table {self.tables}"
        opening = f'<div class="scroll" role="region" tabindex="0" aria-label="{html.escape(label)}">'
        return f"{opening}{table}</div>"


def _require_inside(source: str) -> None:
    if not source.startswith("data:"):
        raise ReportError(f"a picture is not inside the notebook: {source[:200]}")


def plain(fragment: str) -> str:
    """Return the text of a fragment of HTML on one line."""
    return " ".join(html.unescape(_TAG.sub("", fragment)).split())


def slug(text: str) -> str:
    """Return an anchor made from a text."""
    return re.sub(r"[^\w]+", "-", text.casefold()).strip("-") or "section"


def settled_text(text: str) -> str:
    """Return printed text without colour codes and without addresses in memory, which differ from run to run."""
    return _ADDRESS.sub("at 0x…", _CONTROL.sub("", text))
