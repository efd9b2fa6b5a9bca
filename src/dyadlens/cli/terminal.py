"""What a person at a terminal is shown beside the result, and nobody else."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager


def watched() -> bool:
    """Tell whether a person looks on: standard error is a terminal, and this is no continuous integration."""
    return sys.stderr.isatty() and not os.environ.get("CI")


def step_by_step(names: Iterable[str]) -> Iterator[str]:
    """Go through names and show on standard error which one is under way; nothing if nobody looks on."""
    steps = list(names)
    if not watched():
        yield from steps
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(bar_width=24), MofNCompleteColumn())
    # Without redirecting: what is printed meanwhile belongs on standard output.
    shown = {"console": Console(stderr=True), "transient": True, "redirect_stdout": False}
    with Progress(*columns, TimeElapsedColumn(), **shown) as bar:
        task = bar.add_task("", total=len(steps))
        for step in steps:
            bar.update(task, description=step, refresh=True)
            yield step
            bar.advance(task)


@contextmanager
def counted(what: str) -> Iterator[Callable[[int, int], None]]:
    """Give a function that shows how many are done, of how many; it shows nothing if nobody looks on."""
    if not watched():
        yield lambda *_: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(bar_width=24), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
