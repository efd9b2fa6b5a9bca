"""What the two indices are made of: the measures, domains, directions and years of definitions.yml."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from dyadlens.data.catalog import table
from dyadlens.errors import unknown_name
from dyadlens.indices.recipe import Indicator
from dyadlens.measures.registry import describe
from dyadlens.panel.columns import FIRST, LAST

INDICES = ("convergence", "caution")
# Published ideal points are made from all years at once. On a day before all of them were out our own stand in for
# them, and in a later view that is set beside such a day.
PUBLISHED_POINTS, OWN_POINTS = "ideal_point_distance", "ideal_point_distance_own"
BY_OWN_POINTS = {"convergence": "convergence by own ideal points"}


def _read_indicators() -> dict[str, tuple[Indicator, ...]]:
    """Read what each index is made of; convergence also with our own ideal points."""
    read = yaml.load(Path(__file__).with_suffix(".yml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    made_of = {index: tuple(map(_indicator, told)) for index, told in read.items()}
    for index, by_own in BY_OWN_POINTS.items():
        made_of[by_own] = tuple(
            replace(one, name=OWN_POINTS) if one.name == PUBLISHED_POINTS else one for one in made_of[index]
        )
    return made_of


def _indicator(told: dict[str, Any]) -> Indicator:
    name = told["measure"]
    return Indicator(
        name,
        told["domain"],
        -1 if told.get("against") else 1,
        (f"{name}_ab", f"{name}_ba") if told.get("both") else (),
        (told.get("from", FIRST), told.get("to", LAST)),
        told.get("extract", False),
        told["why"],
    )


_MADE_OF = _read_indicators()


def indicators_of(index: str) -> tuple[Indicator, ...]:
    """Return what goes into an index."""
    if index not in _MADE_OF:
        raise unknown_name("index", index, INDICES)
    return _MADE_OF[index]


def domains_of(index: str) -> tuple[str, ...]:
    """Return the domains of an index in their order."""
    return tuple(dict.fromkeys(i.domain for i in indicators_of(index)))


def years_counted(one: Indicator) -> tuple[int, int]:
    """Return the first and last year that all sources of an indicator cover and in which it counts."""
    sources = [table(name) for name in describe(one.name).tables]
    first, last = one.years
    return max(FIRST, first, *(info.first for info in sources)), min(LAST, last, *(info.last for info in sources))
