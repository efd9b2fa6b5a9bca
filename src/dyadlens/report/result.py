"""What comes of a page, and how its failure is told in one line."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from dyadlens.report.ledger import PageData
from dyadlens.report.notebook import INJECTED_TAG, PARAMETERS_TAG, tags
from dyadlens.report.plan import Task

# What a page process leaves in its scratch folder for the run: its id, the cell it is at, the notebook so far.
PROCESS = "process"
POSITION = "position"
EXECUTED = "executed.ipynb"


@dataclass(frozen=True)
class Limits:
    """What one notebook may use."""

    seconds: float = 600.0
    gigabytes: float = 4.0


@dataclass(frozen=True)
class Made:
    """A page, not yet in its place."""

    html: bytes
    page: PageData


@dataclass(frozen=True)
class Failed:
    """Why there is no page, in one line."""

    message: str


def one_line(text: str, longest: int = 300) -> str:
    """Return a text on one line, cut if it is long."""
    flat = " ".join(text.split())
    return flat if len(flat) <= longest else flat[: longest - 1] + "…"


def cell_of(task: Task, scratch: Path) -> str:
    """Say at which cell the run of a notebook stands, counted as people count in the notebook that they know."""
    try:
        index = int((scratch / POSITION).read_text())
    except (OSError, ValueError):
        return "before the first cell"
    cells = task.notebook.document["cells"]
    # The parameters that a run gives are a cell of their own, after the one that it replaces.
    if task.parameters and not any(INJECTED_TAG in tags(c) for c in cells):
        index -= index > next(i for i, c in enumerate(cells) if PARAMETERS_TAG in tags(c))
    return f"cell {index + 1} of {len(cells)}"
