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
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass
from pathlib import Path

import pebble

from dyadlens.data.cache import RUN_FOLDER
from dyadlens.report.ledger import PageData
from dyadlens.report.notebook import INJECTED_TAG, PARAMETERS_TAG, tags
from dyadlens.report.plan import Task

# Elsewhere libraries of the system may not survive a fork: there each process loads what it needs.
CAN_FORK = sys.platform == "linux"
ATTEMPTS = 2  # for a page whose process died, as when the system ran out of memory

# What a page process leaves in its scratch folder for the run: its id, the cell it is at, the notebook so far.
PROCESS = "process"
POSITION = "position"
EXECUTED = "executed.ipynb"

_ONE_THREAD = (
    *(f"{library}_NUM_THREADS" for library in ("OMP", "OPENBLAS", "MKL", "NUMEXPR", "NUMBA", "ARROW")),
    *("VECLIB_MAXIMUM_THREADS", "POLARS_MAX_THREADS"),
)
# The path of a Unix socket holds about a hundred characters; this leaves room for the file names.
_LONGEST_FOLDER = 60


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


def execute(
    tasks: Sequence[Task], *, workers: int, limits: Limits, started: Callable[[Task], None]
) -> Generator[tuple[Task, Made | Failed, Path]]:
    """Make pages side by side; yield each with its outcome and its executed notebook."""
    if not tasks:
        return
    home = Path(tempfile.mkdtemp(prefix="dyadlens-run-"))
    waiting = deque((task, 1) for task in tasks)
    running: dict[Future[Made | Failed], tuple[Task, int, Path]] = {}
    try:
        environment = _environment(home)
        launch = _launcher(limits)
        while waiting or running:
            while waiting and len(running) < workers:
                task, attempt = waiting.popleft()
                scratch = Path(tempfile.mkdtemp(dir=home))
                if attempt == 1:
                    started(task)
                with _variables(environment):
                    running[launch(task, scratch, limits, environment)] = task, attempt, scratch
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                task, attempt, scratch = running.pop(future)
                _end(scratch)
                result = _result(future, cell_of(task, scratch), limits, last=attempt == ATTEMPTS)
                if result is None:
                    waiting.appendleft((task, attempt + 1))
                else:
                    yield task, result, scratch / EXECUTED
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


def one_line(text: str, longest: int = 300) -> str:
    """Return a text on one line, cut if it is long."""
    flat = " ".join(text.split())
    return flat if len(flat) <= longest else flat[: longest - 1] + "…"


def _launcher(limits: Limits) -> Callable[..., Future[Made | Failed]]:
    """Return a function that begins to make a page in a process of its own."""
    context = multiprocessing.get_context("forkserver" if CAN_FORK else "spawn")
    # The main module too, else each page process would load the command again.
    context.set_forkserver_preload(["__main__", "dyadlens.report.warm"])
    # Its annotations say mp_context, its code reads context.
    as_process = pebble.concurrent.process(timeout=limits.seconds, context=context)  # type: ignore[call-overload]
    launch: Callable[..., Future[Made | Failed]] = as_process(make_page)
    return launch


def _result(future: Future[Made | Failed], at: str, limits: Limits, *, last: bool) -> Made | Failed | None:
    """Return the outcome of a page; None if its process died and may be tried once more."""
    try:
        return future.result()
    except TimeoutError:
        return Failed(f"{at}: not done within {limits.seconds:g} seconds")
    except pebble.ProcessExpired:
        return Failed(f"{at}: the process that ran it died twice") if last else None
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


@contextlib.contextmanager
def _variables(environment: dict[str, str]) -> Iterator[None]:
    """Start a process with these variables, and its socket, if it is the one that others are forked from, in reach."""
    before, usual = dict(os.environ), tempfile.tempdir
    os.environ.update(environment)
    if len(tempfile.gettempdir()) > _LONGEST_FOLDER:
        tempfile.tempdir = "/tmp"
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
        tempfile.tempdir = usual
