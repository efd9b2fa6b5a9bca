"""What a command writes: the result, the one line of an error, and progress where a person looks on."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress

import typer

from dyadlens.errors import ReportError


@contextmanager
def checked_output() -> Iterator[None]:
    """Write all that was printed before this ends; output that cannot be written is an error of one line."""
    if sys.stdout is None:
        raise ReportError("cannot write the output: standard output is closed")
    try:
        yield
        sys.stdout.flush()
    except UnicodeEncodeError as error:
        _drop_output()
        letter = error.object[error.start]
        raise ReportError(
            f"cannot print {letter!a} in the encoding of this terminal, {error.encoding}: set PYTHONIOENCODING=utf-8"
        ) from None
    except BrokenPipeError:
        _drop_output()
        raise
    except OSError as error:
        _drop_output()
        what = f"cannot use {error.filename}" if error.filename else "cannot write the output"
        raise ReportError(f"{what}: {error.strerror or error}") from None


def _drop_output() -> None:
    """Point standard output elsewhere, so that what is left in it cannot fail once more when Python ends."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def complain(message: str, code: int) -> int:
    """Print an error as one line on standard error, and return the exit code."""
    with suppress(OSError):
        typer.echo(f"dyadlens: {' '.join(message.split())}", err=True)
    return code


def watched() -> bool:
    """Tell whether a person looks on: standard error is a terminal, and this is no continuous integration."""
    return sys.stderr.isatty() and not os.environ.get("CI")


@contextmanager
def counted(what: str = "") -> Iterator[Callable[..., None]]:
    """Give a function that shows how many are done, of how many, and of what; it shows nothing if nobody looks on."""
    if not watched():
        yield lambda *_: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(bar_width=24), MofNCompleteColumn())
    # Without redirecting: what is printed meanwhile belongs on standard output.
    console = Console(stderr=True)
    with Progress(*columns, TimeElapsedColumn(), console=console, transient=True, redirect_stdout=False) as bar:
        task = bar.add_task(what, total=None)

        def tell(done: int, total: int, what: str = what) -> None:
            bar.update(task, completed=done, total=total, description=what, refresh=True)

        yield tell


def step_by_step(names: Iterable[str]) -> Iterator[str]:
    """Go through names and show which one is under way."""
    steps = list(names)
    with counted() as tell:
        for done, step in enumerate(steps):
            tell(done, len(steps), step)
            yield step
