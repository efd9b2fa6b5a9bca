"""How pages and the index name things, and the templates that both are drawn with."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import jinja2

TEMPLATES = Path(__file__).parent / "templates"


@cache
def templates() -> jinja2.Environment:
    """Return the environment of the page templates; everything not marked as HTML is escaped.

    Examples
    --------
    >>> templates().autoescape
    True
    """
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
    )
    environment.filters["show"] = show_value
    environment.filters["label"] = page_label
    return environment


def kicker(parameters: dict[str, Any]) -> list[str]:
    """Return the line over a page's title: pair, span and date, as far as the notebook takes them.

    Examples
    --------
    >>> kicker({"pair": "PAK-RUS", "start": 1991, "end": 2024, "as_of": "2018-05"})
    ['PAK-RUS', '1991–2024', 'as known in 2018-05']
    """
    parts = [str(parameters["pair"])] if parameters.get("pair") else []
    years = span(parameters)
    if years:
        parts.append(years)
    if parameters.get("as_of"):
        parts.append(f"as known in {parameters['as_of']}")
    return parts


def span(parameters: dict[str, Any]) -> str:
    """Return the years that parameters cover, or nothing.

    Examples
    --------
    >>> span({"start": 1991, "end": 2024})
    '1991–2024'
    """
    start, end = parameters.get("start"), parameters.get("end")
    return f"{start}–{end}" if start and end else ""


def page_label(name: str) -> str:
    """Return a page's name for people.

    Examples
    --------
    >>> page_label("03-who-buys-arms"), page_label("brief")
    ('3 Who buys arms', 'Brief')
    """
    number, dash, rest = name.partition("-")
    if dash and number.isdigit():
        return f"{int(number)} {rest.replace('-', ' ').capitalize()}"
    return name.replace("-", " ").replace("_", " ").capitalize()


def show_value(value: Any) -> str:
    """Return a parameter's value for people.

    Examples
    --------
    >>> show_value(["USA", "CHN"]), show_value(None)
    ('USA, CHN', 'not set')
    """
    if value is None or value in ([], ()):
        return "not set"
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
