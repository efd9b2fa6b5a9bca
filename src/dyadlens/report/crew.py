"""The crew: worker processes that can be ended one by one."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import shutil
import signal
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import Connection, wait
from pathlib import Path

from dyadlens.report.kernel import KERNEL_NOTE, socket_folder
from dyadlens.report.plan import Task
from dyadlens.report.result import EXECUTED, Failed, Limits, Made, one_line, running_cell

LONGEST_WAIT = 86_400.0  # seconds; the system counts a wait in milliseconds and would run over in a month

_context = multiprocessing.get_context("spawn")


class Hand:
    """One worker process and the task it has in hand."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.task: Task | None = None
        self.scratch = Path()
        self.sockets: Path | None = None
        self.deadline = float("inf")
        self._start()

    def _start(self) -> None:
        self.home = socket_folder()
        self.connection, theirs = _context.Pipe()
        self.process = _context.Process(target=_begin, args=(theirs, self.limits, self.home), daemon=True)
        self.process.start()
        theirs.close()

    def take(self, task: Task, scratch: Path) -> None:
        """Begin a task in a new scratch folder."""
        scratch.mkdir()
        self.task, self.scratch, self.sockets = task, scratch, self.home / scratch.name
        self.sockets.mkdir()
        self.deadline = time.monotonic() + self.limits.seconds
        with contextlib.suppress(BrokenPipeError):
            self.connection.send((task, scratch, self.sockets))

    def result(self) -> Made | Failed | None:
        """Return what came of the task; None while it runs. A worker that died or was late is replaced."""
        assert self.task is not None
        if self.connection.poll():
            try:
                return self.connection.recv()
            except (EOFError, OSError):
                self.process.join(1)
                why = f"the process that ran it ended ({self.process.exitcode})"
        elif time.monotonic() >= self.deadline:
            why = f"not done within {self.limits.seconds:g} seconds"
        else:
            return None
        failure = Failed(one_line(f"{running_cell(self.task, self.scratch)}: {why}"))
        self.stop()
        self._start()
        return failure

    def clear(self) -> None:
        """Be done with the task and remove what it left."""
        shutil.rmtree(self.scratch, ignore_errors=True)
        if self.sockets is not None:
            shutil.rmtree(self.sockets, ignore_errors=True)
        self.task, self.sockets = None, None

    def stop(self) -> None:
        """End the process and its kernel at once; a kernel busy in compiled code would not see it go."""
        self.process.kill()
        self.process.join()
        self.connection.close()
        _end_kernel(self.scratch)
        shutil.rmtree(self.home, ignore_errors=True)


def execute(
    tasks: Sequence[Task], *, workers: int, limits: Limits, started: Callable[[Task], None]
) -> Iterator[tuple[Task, Made | Failed, Path]]:
    """Execute tasks side by side."""
    waiting = deque(enumerate(tasks))
    crew: list[Hand] = []
    scratch = Path(tempfile.mkdtemp(prefix="dyadlens-run-"))
    try:
        crew.extend(Hand(limits) for _ in range(min(workers, len(tasks))))
        while waiting or any(hand.task for hand in crew):
            for hand in crew:
                if hand.task is None and waiting:
                    number, task = waiting.popleft()
                    hand.take(task, scratch / str(number))
                    started(task)
            busy = [hand for hand in crew if hand.task]
            patience = min(hand.deadline for hand in busy) - time.monotonic()
            wait([hand.connection for hand in busy], timeout=min(max(0.0, patience), LONGEST_WAIT))
            for hand in busy:
                result = hand.result()
                if result is not None:
                    yield hand.task, result, hand.scratch / EXECUTED
                    hand.clear()
    finally:
        for hand in crew:
            hand.stop()
            hand.clear()
        shutil.rmtree(scratch, ignore_errors=True)


def _begin(connection: Connection, limits: Limits, home: Path) -> None:
    """Load what a worker needs in its own process, and let it serve.

    A library far beneath nbformat builds a grammar of international addresses when it is imported, which takes
    longer than many a notebook. No schema here asks for it, and the library above does without where it is missing.
    """
    sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]
    from dyadlens.report.worker import serve

    serve(connection, limits, home)


def _end_kernel(scratch: Path) -> None:
    """End the kernel whose process id a killed worker left in its scratch folder."""
    with contextlib.suppress(OSError, ValueError):
        note = scratch / KERNEL_NOTE
        os.kill(int(note.read_text()), signal.SIGKILL)
        note.unlink()
