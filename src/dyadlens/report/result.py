"""What comes of a task, and how its failure is told in one line."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from dyadlens.report.ledger import PageData
from dyadlens.report.notebook import INJECTED_TAG, PARAMETERS_TAG, tags
from dyadlens.report.plan import Task

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


def running_cell(task: Task, scratch: Path) -> str:
    """Say at which cell the notebook in a scratch folder stands."""
    try:
        cells = json.loads((scratch / EXECUTED).read_text(encoding="utf-8"))["cells"]
    except (OSError, ValueError, KeyError):
        return "before the first cell"
    begun = [
        index
        for index, cell in enumerate(cells)
        if cell["cell_type"] == "code" and cell["metadata"].get("papermill", {}).get("start_time")
    ]
    if not begun:
        return "before the first cell"
    return cell_of(task, begun[-1])


def one_line(text: str, longest: int = 300) -> str:
    """Return a text on one line, cut if it is long."""
    flat = " ".join(text.split())
    return flat if len(flat) <= longest else flat[: longest - 1] + "…"


def cell_of(task: Task, index: int) -> str:
    """Say which cell of a task's notebook stands at an index of the executed one.

    papermill adds a cell of its own after the parameters; people count in the notebook as they know it.
    """
    cells = task.notebook.document["cells"]
    if task.parameters and not any(INJECTED_TAG in tags(c) for c in cells):
        place = next(i for i, c in enumerate(cells) if PARAMETERS_TAG in tags(c)) + 1
        index -= index >= place
    return f"cell {index + 1} of {len(cells)}"
