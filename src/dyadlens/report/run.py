"""A run: execute what is not current, publish what succeeded, keep what failed."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from dyadlens.errors import BadParameter
from dyadlens.report.crew import execute
from dyadlens.report.ledger import Ledger
from dyadlens.report.plan import Task
from dyadlens.report.result import Limits, Made
from dyadlens.report.site import write_index

Status = Literal["made", "unchanged", "failed"]


@dataclass(frozen=True)
class Outcome:
    """What came of one task."""

    task: Task
    status: Status
    path: Path | None
    message: str = ""


class Watcher:
    """Is told of a run as it goes; does nothing itself."""

    def started(self, task: Task) -> None:
        """Take note that a task has begun."""

    def finished(self, outcome: Outcome | None) -> None:
        """Take note that a task has ended, or had nothing to do."""


def default_workers() -> int:
    """Return how many notebooks to run at once: one for each core that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def run(
    tasks: Sequence[Task],
    out: Path,
    *,
    workers: int | None = None,
    limits: Limits | None = None,
    force: bool = False,
    watcher: Watcher | None = None,
) -> list[Outcome]:
    """Make the pages of a plan and the index over all pages of the output folder."""
    if workers is not None and workers < 1:
        raise BadParameter(f"workers must be 1 or more, not {workers}")
    watcher = watcher or Watcher()
    ledger = Ledger(out)
    ledger.open()
    ledger.sweep()
    outcomes: dict[str, Outcome] = {}

    def note(outcome: Outcome) -> None:
        outcomes[outcome.task.key] = outcome
        watcher.finished(outcome)

    try:
        stale = []
        for task in tasks:
            if not force and ledger.is_current(task):
                note(Outcome(task, "unchanged", ledger.page_path(task.folder, task.name)))
            else:
                stale.append(task)
        _make(
            stale,
            ledger,
            workers=workers or default_workers(),
            limits=limits or Limits(),
            started=watcher.started,
            note=note,
        )
    finally:
        write_index(ledger)
        ledger.sweep()
    return [outcomes[task.key] for task in tasks]


def _make(
    tasks: Sequence[Task],
    ledger: Ledger,
    *,
    workers: int,
    limits: Limits,
    started: Callable[[Task], None],
    note: Callable[[Outcome], None],
) -> None:
    """Execute tasks and publish each page as it comes, so that an interruption costs only what was running."""
    results = execute(tasks, workers=workers, limits=limits, started=started)
    with contextlib.closing(results):
        for task, result, executed in results:
            if isinstance(result, Made):
                ledger.publish(task, result.html, result.page)
                note(Outcome(task, "made", ledger.page_path(task.folder, task.name)))
            else:
                kept = ledger.keep_failure(task, executed)
                note(Outcome(task, "failed", kept, result.message))
