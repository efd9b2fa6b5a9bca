"""What a worker process does: execute one notebook after the other and draw its page."""

from __future__ import annotations

import json
import logging
import os
import signal
import sys
import tempfile
import warnings
from multiprocessing.connection import Connection
from pathlib import Path

import nbformat
import papermill
from papermill.exceptions import PapermillExecutionError

from dyadlens.data.shared import RUN_FOLDER
from dyadlens.errors import ReportError
from dyadlens.report.forked import CAN_FORK, end_with_parent
from dyadlens.report.kernel import KERNEL_NAME, KERNEL_NOTE, environment, kernel_manager
from dyadlens.report.page import render
from dyadlens.report.plan import Task
from dyadlens.report.result import EXECUTED, Failed, Limits, Made, cell_of, one_line, running_cell

KERNEL_ATTEMPTS = 2


def serve(connection: Connection, limits: Limits, home: Path) -> None:
    """Take tasks from a connection and send back what came of them, until it is closed."""
    # The parent alone answers Ctrl-C: it ends its workers in order.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_with_parent()
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    _limit_memory(limits.gigabytes)
    # Where the process that kernels are forked from listens; usual places may have too long a path.
    tempfile.tempdir = str(home)
    while True:
        try:
            task, scratch, sockets = connection.recv()
        except EOFError:
            return
        connection.send(make(task, scratch, sockets))


def make(task: Task, scratch: Path, sockets: Path) -> Made | Failed:
    """Execute a notebook and draw its page."""
    added = environment(scratch)
    os.environ.update(added)
    Path(added[RUN_FOLDER]).mkdir(exist_ok=True)
    for attempt in range(1, KERNEL_ATTEMPTS + 1):
        try:
            executed = _execute(task, scratch, sockets / str(attempt))
        except PapermillExecutionError as error:
            at = cell_of(task, error.cell_index)
            return Failed(f"{at}: {one_line(f'{error.ename}: {error.evalue}')}")
        except RuntimeError as error:
            # The client's word for a kernel that died, at the start or in a cell.
            if attempt == KERNEL_ATTEMPTS:
                return Failed(f"{running_cell(task, scratch)}: the kernel died twice ({one_line(str(error))})")
            continue
        except Exception as error:
            return Failed(one_line(f"{type(error).__name__}: {error}"))
        return _draw(task, executed)
    raise AssertionError("unreachable")


def _execute(task: Task, scratch: Path, sockets: Path) -> nbformat.NotebookNode:
    sockets.mkdir()
    # papermill passes paths through str.format.
    output = str(scratch / EXECUTED).replace("{", "{{").replace("}", "}}")
    return papermill.execute_notebook(
        nbformat.reads(json.dumps(task.notebook.document), as_version=4),
        output,
        parameters=task.parameters,
        kernel_name=KERNEL_NAME,
        language="python",
        progress_bar=False,
        cwd=str(task.notebook.path.parent),
        kernel_manager_class=kernel_manager(
            sockets, scratch / KERNEL_NOTE, forked=CAN_FORK and task.notebook.uses("dyadlens")
        ),
    )


def _draw(task: Task, executed: nbformat.NotebookNode) -> Made | Failed:
    """Draw the page, unless a cell ended the kernel quietly and left the rest of the notebook undone."""
    for index, cell in enumerate(executed.cells):
        if cell.cell_type == "code" and cell.source.strip() and cell.execution_count is None:
            at = cell_of(task, index)
            return Failed(f"{at}: was not reached, an earlier cell ended the run")
    try:
        html, page = render(executed, task)
    except ReportError as error:
        return Failed(one_line(str(error)))
    return Made(html, page)


def _limit_memory(gigabytes: float) -> None:
    """Hold this process and the kernels it starts to an amount of memory, where the system can."""
    if sys.platform == "linux":
        import resource

        size = min(int(gigabytes * 2**30), sys.maxsize)
        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        allowed = size if hard == resource.RLIM_INFINITY else min(size, hard)
        resource.setrlimit(resource.RLIMIT_DATA, (allowed, hard))
