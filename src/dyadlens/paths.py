"""Where the project's files lie."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from dyadlens.errors import DataError


@cache
def project_root() -> Path:
    """Return the folder of the checkout that this package was installed from, or the current folder."""
    for start in (Path(__file__).resolve(), Path.cwd().resolve() / "here"):
        for folder in start.parents:
            if (folder / "pyproject.toml").is_file() and (folder / "notebooks").is_dir():
                return folder
    return Path.cwd().resolve()


def data_directory() -> Path:
    """Return the folder of the curated tables: ``$DYADLENS_DATA`` if set, else ``data/`` of the checkout."""
    folder = Path(os.environ.get("DYADLENS_DATA") or project_root() / "data")
    if not (folder / "datapackage.json").is_file():
        raise DataError(
            f"no data package in {folder}: run from a checkout, set DYADLENS_DATA, or run `dyadlens curate`"
        )
    return folder
