"""`dyadlens evidence`."""

from __future__ import annotations

import typer


def register(app: typer.Typer) -> None:
    """Add the subcommands of this module to the application."""
