"""Paths given on the command line."""

from __future__ import annotations

from pathlib import Path

import typer

from dyadlens.errors import shown


def given_path(text: str) -> Path:
    """Return the path that a text names; an empty one is no name for the current folder.

    A shell makes an empty text of a variable that is not set, and means no folder by it.
    """
    if not text.strip():
        raise typer.BadParameter("a path may not be empty; . is the current folder")
    path = Path(text)
    try:
        path.exists()
    except OSError as error:
        raise typer.BadParameter(f"{shown(text)} cannot be a path: {error.strerror}") from None
    return path
