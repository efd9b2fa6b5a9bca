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
    "held": "dyadlens.atlas.held",
    "pairs_ranked": "dyadlens.atlas.ranked",
    "backtest": "dyadlens.model.backtest",
    "going_on": "dyadlens.model.backtest",
    "outlook": "dyadlens.model.backtest",
    "drivers": "dyadlens.model.drivers",
    "implied": "dyadlens.model.drivers",
    "visits": "dyadlens.model.drivers",
    "specification_curve": "dyadlens.model.specifications",
    "summary": "dyadlens.model.specifications",
    "persistence": "dyadlens.show.backtests",
    "say_backtest": "dyadlens.show.backtests",
    "say_outlook": "dyadlens.show.backtests",
    "score_table": "dyadlens.show.backtests",
    "gravity_by_year": "dyadlens.show.coefficients",
    "say_bias": "dyadlens.show.driver_words",
    "say_drivers": "dyadlens.show.driver_words",
    "say_implied": "dyadlens.show.driver_words",
    "say_visits": "dyadlens.show.driver_words",
    "forest": "dyadlens.show.forest",
    "implication": "dyadlens.show.forest",
    "curve": "dyadlens.show.specification",
    "sturdiness": "dyadlens.show.specification",
    "cloud": "dyadlens.model.indices",
    "composite": "dyadlens.model.indices",
    "coverage_of": "dyadlens.model.indices",
    "crowd": "dyadlens.model.indices",
    "ingredients": "dyadlens.model.indices",
    "path": "dyadlens.model.indices",
    "far_windows": "dyadlens.model.change",
    "shift": "dyadlens.model.change",
    "index_hindcast": "dyadlens.model.hindcast",
    "change_points": "dyadlens.model.breaks",
    "events_near": "dyadlens.model.breaks",
    "alternatives": "dyadlens.model.sensitivity",
    "sobol": "dyadlens.model.sensitivity",
    "between": "dyadlens.measures.thirds_between",
    "leaning": "dyadlens.measures.thirds_between",
    "foe_places": "dyadlens.measures.security_places",
    "verdicts": "dyadlens.claims.verdicts",
    "hindcast": "dyadlens.claims.hindcast",
    "matrix": "dyadlens.claims.matrix",
    "weighing": "dyadlens.claims.matrix",
    "base_rates": "dyadlens.claims.base_rates",
    "sensitivity": "dyadlens.claims.sensitivity",
    "bottom_line": "dyadlens.show.answer",
    "judgement": "dyadlens.show.judgement",
    "judgement_facts": "dyadlens.show.judgement",
    "verdict_tables": "dyadlens.show.verdicts",
    "facts": "dyadlens.show.answer",
    "contrast": "dyadlens.show.contrasts",
    "multiples": "dyadlens.show.contrasts",
    "coverage": "dyadlens.show.coverage",
    "coverage_strip": "dyadlens.show.coverage",
    "figure": "dyadlens.show.figures",
    "carried": "dyadlens.show.index_series",
    "index_series": "dyadlens.show.index_series",
    "plane": "dyadlens.show.plane",
    "hanging_table": "dyadlens.show.index_tables",
    "pairs_table": "dyadlens.show.index_tables",
    "recipe_table": "dyadlens.show.index_tables",
    "hangs": "dyadlens.show.standing",
    "in_short": "dyadlens.show.index_answer",
    "index_facts": "dyadlens.show.index_answer",
    "moved": "dyadlens.show.standing",
    "turned": "dyadlens.show.standing",
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
    "main_weapon": "dyadlens.show.records",
    "timeline": "dyadlens.show.timeline",
    "then_and_now": "dyadlens.show.then_and_now",
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
    "foes_map": "dyadlens.show.place_maps",
    "leaning_map": "dyadlens.show.place_maps",
    "sanctions_strip": "dyadlens.show.sanctions",
    "standing": "dyadlens.show.thirds",
    "third_table": "dyadlens.show.thirds",
    "topics": "dyadlens.show.topics",
}

__all__ = ["__version__", *_HOME]  # noqa: PLE0604 - the names are strings, spelled once


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(import_module(_HOME[name]), name)
    raise AttributeError(f"module 'dyadlens' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
