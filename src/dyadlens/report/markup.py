"""Put the HTML of a page in order: an allow-list, then headings, tables and pictures as every page must have them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import nh3
from lxml.html import HtmlElement, HTMLParser, fragment_fromstring, tostring

from dyadlens.errors import ReportError

_TAGS = nh3.ALLOWED_TAGS | {"picture", "section", "source", "tfoot", "label", "meter", "progress"}
# Their text is not meant to be read either.
_DROPPED = {"script", "style", "title", "template", "noscript", "textarea", "select", "iframe", "object", "svg", "math"}
_ATTRIBUTES = {
    **nh3.ALLOWED_ATTRIBUTES,
    "*": {"class", "id", "style", "title", "lang", "dir", "role", "tabindex", "hidden", "align", "width", "height"},
    "a": {"href", "hreflang", "download"},
    "details": {"open"},
    "img": {"src", "alt", "width", "height", "loading", "decoding"},
    "source": {"srcset", "media", "type", "width", "height"},
    "td": {"colspan", "rowspan", "headers"},
    "th": {"colspan", "rowspan", "headers", "scope", "abbr"},
}
_SIDES = ("-top", "-right", "-bottom", "-left")
# How an output may look. No property takes it out of its place: nothing may lie over the page.
_STYLES = {f"{name}{side}" for name in ("border", "margin", "padding") for side in ("", *_SIDES)} | {
    *("align-items", "background-color", "border-collapse", "border-color", "border-radius", "border-spacing"),
    *(
        "border-style",
        "border-width",
        "box-sizing",
        "break-inside",
        "color",
        "column-gap",
        "columns",
        "display",
        "flex",
    ),
    *("flex-wrap", "font", "font-family", "font-size", "font-style", "font-variant-numeric", "font-weight", "gap"),
    *("grid-column", "grid-template-columns", "height", "justify-content", "letter-spacing", "line-height"),
    *("list-style-type", "max-height", "max-width", "min-width", "opacity", "overflow", "overflow-wrap", "overflow-x"),
    *("overflow-y", "row-gap", "text-align", "text-decoration", "text-transform", "vertical-align", "white-space"),
    "width",
}

_ADDRESS = re.compile(r"\bat 0x[0-9a-fA-F]+")
_CONTROL = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")


@dataclass
class Body:
    """What stands between the head and the foot of a page, with its headings."""

    title: str = ""
    opening: str = ""
    sections: str = ""
    contents: list[tuple[str, str]] = field(default_factory=list)


def clean(fragment: str) -> str:
    """Return HTML that a cell gave with what a page may hold, and nothing left open."""
    return nh3.clean(
        fragment,
        tags=_TAGS,
        clean_content_tags=_DROPPED,
        attributes=_ATTRIBUTES,
        generic_attribute_prefixes={"aria-", "data-"},
        url_schemes={"http", "https", "mailto", "data"},
        filter_style_properties=_STYLES,
        link_rel="noreferrer",
    )


def stable_text(text: str) -> str:
    """Return printed text without colour codes and without addresses in memory, which differ from run to run."""
    return _ADDRESS.sub("at 0x…", _CONTROL.sub("", text))


def text_of(fragment: str) -> str:
    """Return the text of a fragment of HTML on one line."""
    return _text(_parsed(fragment))


def settle_page(fragment: str) -> Body:
    """Put the drawn cells of a notebook in order and part what stands before the first section from the rest."""
    root, body = _parsed(fragment), Body()
    # libxml2 does not know that <source> holds nothing, and puts the picture that follows into it.
    for source in root.iter("source"):
        while len(source):
            source.addnext(source[-1])
    _settle_headings(root, body)
    _settle_pictures(root)
    _settle_tables(root)
    parts = list(root)
    first = next((i for i, part in enumerate(parts) if next(part.iter("h2"), None) is not None), len(parts))
    body.opening, body.sections = _html(parts[:first]), _html(parts[first:])
    return body


def _parsed(fragment: str) -> HtmlElement:
    return fragment_fromstring(fragment, create_parent="div", parser=HTMLParser(huge_tree=True))


def _text(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


def _html(elements: list[HtmlElement]) -> str:
    return "\n".join(tostring(element, encoding="unicode") for element in elements).replace("</source>", "")


def _settle_headings(root: HtmlElement, body: Body) -> None:
    """Give every heading an anchor and a level that leaves none out; take the title out."""
    headings = list(root.iter("h1", "h2", "h3", "h4", "h5", "h6"))
    used = {element.get("id") for element in root.iter() if element not in headings}
    level = 1
    for heading in headings:
        if heading.tag == "h1" and not body.title:
            body.title = (_inner(heading)).strip()
            heading.drop_tree()
            continue
        level = max(2, min(int(heading.tag[1]), level + 1))
        heading.tag = f"h{level}"
        text = _text(heading)
        anchor = next(a for a in _anchors(heading.get("id") or _slug(text)) if a not in used)
        used.add(anchor)
        heading.set("id", anchor)
        if level == 2:
            body.contents.append((anchor, text))


def _inner(element: HtmlElement) -> str:
    return str(tostring(element, encoding="unicode", with_tail=False)).partition(">")[2].rpartition("<")[0]


def _slug(text: str) -> str:
    return re.sub(r"[^\w]+", "-", text.casefold()).strip("-") or "section"


def _anchors(wanted: str) -> Iterator[str]:
    yield wanted
    number = 2
    while True:
        yield f"{wanted}-{number}"
        number += 1


def _settle_pictures(root: HtmlElement) -> None:
    """Refuse a picture from elsewhere; say where a picture has no words."""
    for number, picture in enumerate(root.iter("img"), start=1):
        if not (picture.get("alt") or "").strip():
            picture.set("alt", f"Figure {number}, given without a description")
    for picture in root.iter("img", "source"):
        source = picture.get("src") or picture.get("srcset") or tostring(picture, encoding="unicode", with_tail=False)
        if not source.startswith("data:"):
            raise ReportError(f"a picture is not inside the notebook: {source[:200]}")


def _settle_tables(root: HtmlElement) -> None:
    """Put each table in a region that scrolls and is reached by keyboard; say what header cells head."""
    for number, table in enumerate(list(root.iter("table")), start=1):
        table.attrib.pop("border", None)
        for cell in table.iter("th"):
            if not cell.get("scope"):
                cell.set("scope", "row" if next(cell.iterancestors("thead"), None) is None else "col")
        parent = table.getparent()
        if parent is not None and parent.get("role") != "region":
            caption = table.find("caption")
            label = f"Table {number}" if caption is None else _text(caption)
            region = fragment_fromstring('<div class="scroll" role="region" tabindex="0"></div>')
            region.set("aria-label", label)
            region.tail, table.tail = table.tail, None
            parent.replace(table, region)
            region.append(table)
