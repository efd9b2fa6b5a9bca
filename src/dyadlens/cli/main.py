"""Entry point of the ``dyadlens`` command."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Annotated

import typer

from dyadlens import __version__
from dyadlens.errors import DyadlensError

# One line a module; each adds its own subcommands in `register`.
COMMAND_MODULES = ("curate", "data", "evidence", "report")

app = typer.Typer(
    name="dyadlens",
    help="Tell whether a claim about a pair of states is borne out by the record.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


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
    """Tell whether a claim about a pair of states is borne out by the record."""


for _module in COMMAND_MODULES:
    import_module(f"dyadlens.cli.{_module}").register(app)


def run() -> None:
    """Run the command line; an expected error is one line on standard error and a non-zero exit code.

    Examples
    --------
    >>> callable(run)
    True
    """
    try:
        app()
    except DyadlensError as error:
        typer.echo(f"dyadlens: {error}", err=True)
        sys.exit(error.exit_code)
