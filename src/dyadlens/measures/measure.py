"""What a measure says of itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Scale = Literal["share", "index", "count", "flag", "musd", "tiv", "log_ratio", "bcm"]


@dataclass(frozen=True)
class Measure:
    """Description of one measure; its rows are computed by the domain's ``compute``.

    Parameters
    ----------
    name : str
        Name in the evidence.
    label : str
        Name for a reader.
    unit : str
        Unit of the value, in words.
    low, high : float or None
        Ends of the range that is possible.
    higher_means : str
        What a higher value says, in a few words.
    tables : tuple of str
        Curated tables it reads.
    citation : str
        Where the measure comes from.
    scale : {"share", "index", "count", "flag", "musd", "tiv", "log_ratio", "bcm"}
        How a value is written for a reader.
    directed : bool
        Whether the value from a to b differs from that from b to a.
    direction : str
        How the direction is put in words.
    pooled : int
        Number of years that each value pools; neighbouring values then share years.
    interval : str
        How the 90% interval is made, or why there is none.
    note : str
        What to know before reading it.
    combined : bool
        Whether every value rests on all of the tables; else each row names the one table it comes from.
    closer : {1, -1, 0}
        What a higher value says of the two: 1 that they are closer, -1 that they are farther apart, 0 neither.
    """

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
