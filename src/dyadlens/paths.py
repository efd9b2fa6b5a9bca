"""Where the project's files lie, and what the data package says of itself."""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

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


def data_package() -> dict[str, Any]:
    """Return the content of ``datapackage.json``."""
    return _package(data_directory() / "datapackage.json")


def complete_to() -> tuple[int, int, int]:
    """Return the first year of the tables, the last that is complete, and the last that any table holds."""
    return _span(data_directory() / "datapackage.json")


@cache
def _package(path: Path) -> dict[str, Any]:
    try:
        return dict(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise DataError(f"{path} is not a data package of this project: {error}") from None


@cache
def _span(path: Path) -> tuple[int, int, int]:
    own = _package(path).get("dyadlens", {})
    try:
        tables = [resource["dyadlens"] for resource in _package(path)["resources"]]
        lasts = [int(table["coverage"]["last"]) for table in tables if table["dated_by"] != "static"]
        # A package that does not say how far it is complete: the year in which most of its tables end.
        usual = max(sorted(set(lasts)), key=lasts.count)
        return own.get("first_year", 1946), own.get("complete_to", usual), own.get("last_year", max(lasts))
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise DataError(f"{path} is not a data package of this project: {error!r}") from None
