"""Page processes: each page is made in a process of its own, forked from one that has loaded what notebooks need."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import shutil
import signal
import sys
import tempfile
from collections import deque
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from multiprocessing import forkserver
from pathlib import Path

import pebble

from dyadlens.data.cache import RUN_FOLDER
from dyadlens.report.plan import Task
from dyadlens.report.result import EXECUTED, PROCESS, Failed, Limits, Made, cell_of, one_line

# Elsewhere libraries of the system may not survive a fork: there each process loads what it needs.
CAN_FORK = sys.platform == "linux"
ATTEMPTS = 2  # for a page whose process died, as the system does to one when memory runs out

# The path of a Unix socket holds about a hundred characters; this leaves room for the file names.
_LONGEST_FOLDER = 60

_ONE_THREAD = (
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
    "NUMEXPR_NUM_THREADS",
    "NUMBA_NUM_THREADS",
    "POLARS_MAX_THREADS",
    "ARROW_NUM_THREADS",
)


def execute(
    tasks: Sequence[Task], *, workers: int, limits: Limits, started: Callable[[Task], None]
) -> Generator[tuple[Task, Made | Failed, Path]]:
    """Make pages side by side; yield each with what came of it and its executed notebook."""
    if not tasks:
        return
    home = Path(tempfile.mkdtemp(prefix="dyadlens-run-"))
    waiting = deque((task, 1) for task in tasks)
    running: dict[Future[Made | Failed], tuple[Task, int, Path]] = {}
    try:
        environment = _environment(home)
        context = _context(environment)
        # Its annotations say mp_context, its code reads context.
        as_process = pebble.concurrent.process(timeout=limits.seconds, context=context)  # type: ignore[call-overload]
        launch = as_process(make_page)
        while waiting or running:
            while waiting and len(running) < workers:
                task, attempt = waiting.popleft()
                scratch = Path(tempfile.mkdtemp(dir=home))
                if attempt == 1:
                    started(task)
                running[launch(task, scratch, limits, environment)] = task, attempt, scratch
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                task, attempt, scratch = running.pop(future)
                _end(scratch)
                result = _result(future, cell_of(task, scratch), limits)
                if result is None and attempt < ATTEMPTS:
                    waiting.appendleft((task, attempt + 1))
                else:
                    why = f"{cell_of(task, scratch)}: the process that ran it died twice"
                    yield task, result or Failed(why), scratch / EXECUTED
                shutil.rmtree(scratch, ignore_errors=True)
    finally:
        for future, (_, _, scratch) in running.items():
            future.cancel()
            _end(scratch)
        shutil.rmtree(home, ignore_errors=True)


def make_page(task: Task, scratch: Path, limits: Limits, environment: dict[str, str]) -> Made | Failed:
    """Make a page in this process, which is loaded here so that a run with nothing to do need not."""
    from dyadlens.report.worker import work

    return work(task, scratch, limits, environment)


def _result(future: Future[Made | Failed], at: str, limits: Limits) -> Made | Failed | None:
    """Return what came of a page; None if its process died."""
    try:
        return future.result()
    except TimeoutError:
        return Failed(f"{at}: not done within {limits.seconds:g} seconds")
    except pebble.ProcessExpired:
        return None
    except Exception as error:
        return Failed(one_line(f"{at}: {type(error).__name__}: {error}"))


def _end(scratch: Path) -> None:
    """End a page process and all that its cells started."""
    with contextlib.suppress(OSError, ValueError):
        os.killpg(int((scratch / PROCESS).read_text()), signal.SIGKILL)


def _environment(home: Path) -> dict[str, str]:
    """Return the environment of page processes.

    One thread for each numeric library, since every process has a core of its own; a fixed hash seed, so that the
    order of a set is the same twice; no profile of the user; plain figures shown in the notebook; one folder for the
    results that the pages of a run share.
    """
    for folder in ("ipython", "shared"):
        (home / folder).mkdir()
    return {
        **os.environ,
        **dict.fromkeys(_ONE_THREAD, "1"),
        "PYTHONHASHSEED": "0",
        "MPLBACKEND": os.environ.get("MPLBACKEND") or "module://matplotlib_inline.backend_inline",
        "IPYTHONDIR": str(home / "ipython"),
        RUN_FOLDER: str(home / "shared"),
    }


def _context(environment: dict[str, str]) -> multiprocessing.context.BaseContext:
    """Return the way to start page processes; where they can be forked, begin to load what they are forked from."""
    if not CAN_FORK:
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    # The main module too, else each page process would load the command again.
    context.set_forkserver_preload(["__main__", "dyadlens.report.warm"])
    before, usual = dict(os.environ), tempfile.tempdir
    os.environ.update(environment)
    if len(tempfile.gettempdir()) > _LONGEST_FOLDER:
        tempfile.tempdir = "/tmp"
    try:
        forkserver.ensure_running()
    finally:
        os.environ.clear()
        os.environ.update(before)
        tempfile.tempdir = usual
    return context
