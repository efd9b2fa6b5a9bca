"""Tell of a run as it goes: a bar on a terminal, plain lines elsewhere, JSON lines for machines."""

from __future__ import annotations

import json
from collections import Counter
from contextlib import ExitStack

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from dyadlens.report.plan import Task
from dyadlens.report.run import Outcome, Watcher


class Lines(Watcher, ExitStack):
    """Prints what is made first, then one line for each page that was made or failed."""

    def __init__(self, total: int) -> None:
        super().__init__()
        self.total = total
        self.console = Console(stderr=True)
        self.count: Counter[str] = Counter()
        self._begun = False

    def started(self, task: Task) -> None:
        """Say once what is under way: before the first page there is nothing else to see for a while."""
        if not self._begun:
            self._begun = True
            number = self.count["unchanged"] + 1
            self.line(f"making page {number} of {self.total}, {task.label}; the first takes longest")

    def finished(self, outcome: Outcome) -> None:
        """Count an outcome and print it, unless nothing was to be done."""
        self.count[outcome.status] += 1
        if outcome.status != "unchanged":
            self.line(f"[{self.count.total()}/{self.total}] {outcome.status} {outcome.task.label}")

    def line(self, text: str) -> None:
        """Print a line as it stands."""
        self.console.print(text, markup=False, highlight=False, soft_wrap=True)


class Bar(Lines):
    """Shows a bar with done and total, what runs now and the time left."""

    def __init__(self, total: int) -> None:
        super().__init__(total)
        self._running: dict[str, None] = {}
        columns = (TextColumn("{task.description}"), BarColumn(bar_width=24), MofNCompleteColumn())
        self._bar = self.enter_context(Progress(*columns, TimeRemainingColumn(), console=self.console, transient=True))
        self._task = self._bar.add_task("reports", total=total)

    def started(self, task: Task) -> None:
        """Show a task among those that run."""
        super().started(task)
        self._running[task.label] = None
        self._show()

    def finished(self, outcome: Outcome) -> None:
        """Move the bar on."""
        self.count[outcome.status] += 1
        self._running.pop(outcome.task.label, None)
        if outcome.status == "failed":
            self.line(f"failed {outcome.task.label}")
        self._bar.advance(self._task)
        self._show()

    def _show(self) -> None:
        self._bar.update(self._task, description=" · ".join(self._running) or "reports")


class JsonLines(Lines):
    """Prints each event as one JSON object on standard output."""

    def started(self, task: Task) -> None:
        """Print that a task has begun."""
        self.event("started", folder=task.folder, notebook=task.name)

    def finished(self, outcome: Outcome) -> None:
        """Print the outcome of a task."""
        self.count[outcome.status] += 1
        self.event(
            "finished",
            folder=outcome.task.folder,
            notebook=outcome.task.name,
            status=outcome.status,
            path=str(outcome.path) if outcome.path else None,
            message=outcome.message,
            done=self.count.total(),
            total=self.total,
        )

    def event(self, event: str, **content: object) -> None:
        """Print one event."""
        print(json.dumps({"event": event, **content}, ensure_ascii=False), flush=True)  # noqa: T201
