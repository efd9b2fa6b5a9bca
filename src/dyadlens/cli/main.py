"""Entry point of the ``dyadlens`` command."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import Annotated

import typer

from dyadlens import __version__
from dyadlens.cli import app
from dyadlens.errors import DyadlensError

COMMAND_MODULES = ("report", "verdicts", "evidence", "measures", "panel", "data", "new", "curate", "fetch")
for _module in COMMAND_MODULES:
    import_module(f"dyadlens.cli.{_module}")


def _show_version(value: bool) -> None:
    if value:
        typer.echo(f"dyadlens {__version__}")
        raise typer.Exit


@app.callback()
def _main(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Take the options that belong to no subcommand."""


def run() -> None:
    """Run the command line; an expected error is one line on standard error and a non-zero exit code."""
    try:
        code = app(standalone_mode=False)
    except DyadlensError as error:
        code = _complain(str(error), error.exit_code)
    except typer.TyperException as error:
        code = _usage(error)
    except (typer.Abort, KeyboardInterrupt):
        code = _complain("stopped", 130)
    except BrokenPipeError:
        # The reader (head, less) has gone: point standard output elsewhere so that the exit stays silent.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 141
    sys.exit(code if isinstance(code, int) else 0)


def _usage(error: typer.TyperException) -> int:
    """Say in one line what is wrong with the words of the command; a bare group gets its help instead."""
    message = error.format_message() if hasattr(error, "format_message") else str(error)
    code = getattr(error, "exit_code", 2)
    if message.startswith("Usage:"):
        typer.echo(message)
        return code
    message = message.replace("Value error, ", "").rstrip(".")  # a word of the library that checks the choices
    context = getattr(error, "ctx", None)
    return _complain(f"{message} (see `{context.command_path} --help`)" if context else message, code)


def _complain(message: str, code: int) -> int:
    typer.echo(f"dyadlens: {' '.join(message.split())}", err=True)
    return code
