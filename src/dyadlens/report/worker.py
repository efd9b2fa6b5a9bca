"""What a page process does: run one notebook and draw its page."""

from __future__ import annotations

import json
import logging
import multiprocessing
import os
import signal
import sys
import threading
from multiprocessing.connection import wait
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from papermill.iorw import load_notebook_node
from papermill.parameterize import parameterize_notebook

from dyadlens.errors import ReportError
from dyadlens.report.labels import templates
from dyadlens.report.markup import settle_page
from dyadlens.report.page import drawn, render_page
from dyadlens.report.plan import Task
from dyadlens.report.pool import EXECUTED, POSITION, PROCESS, Failed, Limits, Made, cell_of, one_line
from dyadlens.report.shell import CellError, PageShell


def work(task: Task, scratch: Path, limits: Limits, environment: dict[str, str]) -> Made | Failed:
    """Run a notebook and draw its page, in a process that does nothing else."""
    _settle(task, scratch, limits, environment)
    document = load_notebook_node(nbformat.reads(json.dumps(task.notebook.document), as_version=4))
    if task.parameters:
        document = parameterize_notebook(document, task.parameters, kernel_name="python3", language="python")
    try:
        _run(document, scratch)
        return Made(*render_page(document, task))
    except CellError as error:
        return Failed(one_line(f"{cell_of(task, scratch)}: {error}"))
    except ReportError as error:
        return Failed(one_line(str(error)))
    except Exception as error:
        return Failed(one_line(f"{type(error).__name__}: {error}"))


def rehearse() -> None:
    """Draw a small notebook, so that templates, grammars and schemas are compiled once and not in each process."""
    shown = new_output("display_data", data={"text/plain": "1"})
    document = new_notebook(cells=[new_markdown_cell("# *A*"), new_code_cell("a = 1", outputs=[shown])])
    nbformat.validate(document)
    settle_page(drawn(document))
    templates().get_template("page.html.j2")


def _settle(task: Task, scratch: Path, limits: Limits, environment: dict[str, str]) -> None:
    """Become the process of one page: a group of its own, which ends with the run however that ends."""
    os.setsid()
    (scratch / PROCESS).write_text(str(os.getpid()))
    threading.Thread(target=_end_with_parent, daemon=True).start()
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(task.notebook.path.parent)
    logging.disable(logging.CRITICAL)
    # What a library prints past Python must not mix with what the command prints.
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nowhere, descriptor)
    if sys.platform == "linux":
        import resource

        size = min(int(limits.gigabytes * 2**30), sys.maxsize)
        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        allowed = size if hard == resource.RLIM_INFINITY else min(size, hard)
        resource.setrlimit(resource.RLIMIT_DATA, (allowed, hard))


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os.killpg(os.getpid(), signal.SIGKILL)


def _run(document: nbformat.NotebookNode, scratch: Path) -> None:
    """Run all cells, and leave what was done so far for a run that has to end this process."""
    shell = PageShell.instance()
    try:
        for index, cell in enumerate(document.cells):
            if cell.cell_type == "code" and cell.source.strip():
                (scratch / POSITION).write_text(str(index))
                _save(document, scratch)
                shell.run(cell)
    finally:
        _save(document, scratch)


def _save(document: nbformat.NotebookNode, scratch: Path) -> None:
    (scratch / EXECUTED).write_text(json.dumps(document, ensure_ascii=False, indent=1), encoding="utf-8")
