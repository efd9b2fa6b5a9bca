"""The words that stand beside a chart, filled into the templates of ``captions.yml``."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from dyadlens.text.answer import Text


@cache
def _templates() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = yaml.load(
        files("dyadlens.charts").joinpath("captions.yml").read_bytes(), Loader=yaml.CSafeLoader
    )
    return found


def caption(chart: str, /, *also: str, **parts: Any) -> dict[str, Any]:
    """Return title, subtitle, alternative text and source line; ``also`` names sentences that the source line takes."""
    found = _templates()[chart]
    out: dict[str, Any] = {
        name: fill(chart, name, **parts) for name in ("title", "subtitle", "alt", "source") if name in found
    }
    source = " ".join([out["source"], *(fill(chart, name, **parts) for name in also)]).strip()
    return {"title": parts.get("title", ""), **out, "source": source}


def fill(chart: str, name: str, /, **parts: Any) -> str:
    """Fill one template."""
    return str(_templates()[chart][name]).format(**parts)


def caption_words(chart: str, name: str) -> dict[Any, Any]:
    """Return the words of a chart for what it names."""
    found: dict[Any, Any] = _templates()[chart][name]
    return found


def nothing(chart: str, name: str = "none", /, **parts: Any) -> Text:
    """Return the sentence that stands in place of a chart that has nothing to draw."""
    return Text(fill(chart, name, **parts))
