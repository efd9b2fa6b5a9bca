"""A run: execute what is not current, publish what succeeded, keep what failed."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from dyadlens.errors import BadParameter
from dyadlens.report.index import write_index
from dyadlens.report.ledger import Ledger
from dyadlens.report.plan import Task
from dyadlens.report.pool import Limits, Made, execute


@dataclass(frozen=True)
class Outcome:
    """The outcome of one task."""

    task: Task
    status: Literal["made", "unchanged", "failed"]
    path: Path | None
    message: str = ""


class Watcher:
    """Is told of a run as it goes; does nothing itself."""

    def started(self, task: Task) -> None:
        """Take note that a task has begun."""

    def finished(self, outcome: Outcome) -> None:
        """Take note that a task has ended, or had nothing to do."""


def run_tasks(
    tasks: Sequence[Task],
    out: Path,
    *,
    workers: int | None = None,
    limits: Limits | None = None,
    force: bool = False,
    watcher: Watcher | None = None,
) -> list[Outcome]:
    """Make the pages of a plan and the index over all pages of the output folder.

    Each page is published as it comes, so that an interruption costs only what was running.
    """
    if workers is not None and workers < 1:
        raise BadParameter(f"workers must be 1 or more, not {workers}")
    watcher = watcher or Watcher()
    ledger = Ledger(out)
    ledger.open()
    ledger.sweep()
    outcomes: dict[str, Outcome] = {}

    def finish(outcome: Outcome) -> None:
        outcomes[outcome.task.key] = outcome
        watcher.finished(outcome)

    try:
        stale = []
        for task in tasks:
            if not force and ledger.is_current(task):
                finish(Outcome(task, "unchanged", ledger.page_path(task.folder, task.name)))
            else:
                stale.append(task)
        results = execute(stale, workers=workers or _cores(), limits=limits or Limits(), started=watcher.started)
        with contextlib.closing(results):
            for task, result, executed in results:
                if isinstance(result, Made):
                    finish(Outcome(task, "made", ledger.publish(task, result.html, result.page)))
                else:
                    finish(Outcome(task, "failed", ledger.keep_failure(task, executed), result.message))
    finally:
        write_index(ledger)
        ledger.sweep()
    return [outcomes[task.key] for task in tasks]


def _cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
