"""How pages and the index name things, and the templates that both are drawn with."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import jinja2

TEMPLATES = Path(__file__).parent / "templates"


@cache
def templates() -> jinja2.Environment:
    """Return the environment of the page templates; everything not marked as HTML is escaped."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
    )
    environment.filters.update(show=show_value, label=page_label)
    return environment


def kicker(parameters: dict[str, Any]) -> list[str]:
    """Return the line over a page's title: pair, span and date, as far as the notebook takes them."""
    as_of = parameters.get("as_of")
    parts = [str(parameters.get("pair") or ""), span_label(parameters), f"as known in {as_of}" if as_of else ""]
    return list(filter(None, parts))


def span_label(parameters: dict[str, Any]) -> str:
    """Return the years that parameters cover, or nothing."""
    start, end = parameters.get("start"), parameters.get("end")
    return f"{start}–{end}" if start and end else ""


def page_label(name: str) -> str:
    """Return a page's name for people: `04-trade-and-energy` is `4 Trade and energy`."""
    number, dash, rest = name.partition("-")
    words = rest if dash and number.isdigit() else name
    label = words.replace("-", " ").replace("_", " ").capitalize()
    return f"{int(number)} {label}" if words is rest else label


def show_value(value: Any) -> str:
    """Return a parameter's value for people."""
    if value is None or value in ([], ()):
        return "not set"
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
