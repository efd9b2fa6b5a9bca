"""One set of colours, type and sizes, read from ``tokens.yml``, for charts and for pages."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import yaml

_TOKENS: dict[str, Any] = yaml.load(files(__name__).joinpath("tokens.yml").read_bytes(), Loader=yaml.CSafeLoader)

COLOURS: dict[str, str] = _TOKENS["colours"]
INK, SOFT, FAINT, LINE = (COLOURS[name] for name in ("ink", "soft", "faint", "line"))
RULE, WASH, BLANK, HATCH, ACCENT = (COLOURS[name] for name in ("rule", "wash", "blank", "hatch", "accent"))
OTHERS, SIDES, PAIR, AMOUNTS, SIGNS, MARKERS = (
    tuple[str, ...](_TOKENS[name]) for name in ("others", "sides", "pair", "amounts", "signs", "markers")
)
FONT: str = _TOKENS["fonts"]["chart"]
TEXT, LABEL, SMALL, TINY = (float(_TOKENS["sizes"][name]) for name in ("text", "label", "small", "tiny"))
PAGE, PHONE = (float(_TOKENS["widths"][name]) for name in ("page", "phone"))


def css_variables() -> str:
    """Return the tokens as a rule of CSS that sets ``--ink``, ``--accent``, ``--other-1``, ``--sans`` and the like."""
    values = {
        **COLOURS,
        **{f"other-{i}": hue for i, hue in enumerate(OTHERS, start=1)},
        **{name: stack for name, stack in _TOKENS["fonts"].items() if name != "chart"},
    }
    return "".join((":root {\n", *(f"  --{name}: {value};\n" for name, value in values.items()), "}\n"))
