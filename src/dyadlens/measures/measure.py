"""What a measure says of itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Scale = Literal["share", "index", "count", "flag", "musd", "tiv", "log_ratio", "bcm"]


@dataclass(frozen=True)
class Measure:
    """Description of one measure; its rows are computed by the domain's ``compute``."""

    name: str
    label: str
    unit: str
    low: float | None
    high: float | None
    higher_means: str
    tables: tuple[str, ...]
    citation: str
    scale: Scale = "index"
    directed: bool = False
    direction: str = "from {a} to {b}"
    pooled: int = 1
    interval: str = "none: the source reports a figure without an error"
    note: str = ""
    combined: bool = False
    closer: Literal[1, -1, 0] = 1

    @property
    def band(self) -> str:
        """What the ends around a value are: an interval, bounds where something is not known, or a source's range."""
        kinds = {"bounds": "bounds", "none": "range of reports"}
        return next((words for start, words in kinds.items() if self.interval.startswith(start)), "90% interval")
