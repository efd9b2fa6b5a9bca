"""dyadlens: evidence on pairs of states, with its sources, its gaps and its uncertainty.

The names below load their module on first use, so that importing the package stays cheap.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

_HOME = {
    "Lens": "dyadlens.lens",
    "load": "dyadlens.catalog",
    "read": "dyadlens.catalog",
    "tables": "dyadlens.catalog",
    "evidence": "dyadlens.measures",
    "measures_of": "dyadlens.measures",
}

__all__ = ["__version__", *_HOME]


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(import_module(_HOME[name]), name)
    raise AttributeError(f"module 'dyadlens' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
