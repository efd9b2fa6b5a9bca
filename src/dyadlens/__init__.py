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
    "case": "dyadlens.cases",
    "evidence": "dyadlens.measures",
    "describe": "dyadlens.measures",
    "measures_of": "dyadlens.measures",
    "beside": "dyadlens.measures.compare",
    "main_direction": "dyadlens.measures.compare",
    "supplies": "dyadlens.measures.compare",
    "deals": "dyadlens.measures.arms",
    "verdicts": "dyadlens.claims.verdicts",
    "hindcast": "dyadlens.claims.hindcast",
    "matrix": "dyadlens.claims.matrix",
    "weighing": "dyadlens.claims.matrix",
    "sensitivity": "dyadlens.claims.sensitivity",
    "bottom_line": "dyadlens.show.answer",
    "facts": "dyadlens.show.answer",
    "contrast": "dyadlens.show.contrasts",
    "multiples": "dyadlens.show.contrasts",
    "coverage": "dyadlens.show.coverage",
    "figure": "dyadlens.show.figures",
    "caveats": "dyadlens.show.page",
    "head": "dyadlens.show.page",
    "methods": "dyadlens.show.page",
    "sources": "dyadlens.show.page",
    "matrix_shown": "dyadlens.show.readings",
    "moved_table": "dyadlens.show.readings",
    "part_support": "dyadlens.show.readings",
    "threshold_table": "dyadlens.show.readings",
    "weighed": "dyadlens.show.readings",
    "claim_table": "dyadlens.show.records",
    "deal_table": "dyadlens.show.records",
    "then_and_now": "dyadlens.show.verdict_figures",
    "threshold_figure": "dyadlens.show.verdict_figures",
    "claim_by_claim": "dyadlens.show.verdicts",
    "part_table": "dyadlens.show.verdicts",
    "verdict_board": "dyadlens.show.verdicts",
    "verdict_facts": "dyadlens.show.verdict_words",
    "verdict_line": "dyadlens.show.verdict_words",
    "verdict_caveats": "dyadlens.show.verdicts",
    "verdict_head": "dyadlens.show.verdicts",
    "verdict_sources": "dyadlens.show.verdicts",
    "say": "dyadlens.show.words",
}

__all__ = ["__version__", *_HOME]  # noqa: PLE0604 - the names are strings, spelled once


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(import_module(_HOME[name]), name)
    raise AttributeError(f"module 'dyadlens' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
