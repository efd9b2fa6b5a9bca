"""Entry point of the ``dyadlens`` command."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Annotated

import typer

from dyadlens import __version__
from dyadlens.cli import app
from dyadlens.cli.terminal import checked_output, complain
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
        with checked_output():
            code = _invoke()
    except DyadlensError as error:
        code = complain(str(error), error.exit_code)
    except (typer.Abort, KeyboardInterrupt):
        code = complain("stopped", 130)
    except BrokenPipeError:
        code = 141  # the reader (head, less) has gone; it needs no word
    sys.exit(code if isinstance(code, int) else 0)


def _invoke() -> object:
    try:
        return app(standalone_mode=False)
    except typer.TyperException as error:
        return _usage(error)


def _usage(error: typer.TyperException) -> int:
    """Say in one line what is wrong with the words of the command; a bare group gets its help instead."""
    message = error.format_message() if hasattr(error, "format_message") else str(error)
    code = getattr(error, "exit_code", 2)
    if message.startswith("Usage:"):
        typer.echo(message)
        return code
    message = message.replace("Value error, ", "").rstrip(".")  # a word of the library that checks the choices
    context = getattr(error, "ctx", None)
    return complain(f"{message} (see `{context.command_path} --help`)" if context else message, code)
