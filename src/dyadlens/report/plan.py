"""The plan of a run: which notebook with which parameters, and the key that says whether it must run again."""

from __future__ import annotations

import hashlib
import json
import keyword
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dyadlens.data.catalog import file_hash
from dyadlens.errors import BadParameter, DataError, unknown_name
from dyadlens.report.notebook import Notebook, reading_order

PACKAGE = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class RunInputs:
    """What every page of a run is made from, besides its notebook and its parameters."""

    package: str
    data: str
    lock: str
    version: str


@dataclass(frozen=True)
class Task:
    """One page to be made."""

    notebook: Notebook
    parameters: dict[str, Any]
    folder: str
    siblings: tuple[str, ...]
    inputs: RunInputs

    @property
    def name(self) -> str:
        """Name of the page: that of its notebook."""
        return self.notebook.name

    @property
    def label(self) -> str:
        """Name of the folder and of the page."""
        return f"{self.folder} {self.name}"

    @property
    def effective(self) -> dict[str, Any]:
        """All parameters with the values that the run uses, in the order of the parameters cell."""
        return {**self.notebook.defaults, **self.parameters}

    @property
    def key(self) -> str:
        """SHA-256 of all that can change the page."""
        own = [self.notebook.digest, self.name, self.folder, self.parameters, self.siblings]
        parts = [*own, self.inputs.package, self.inputs.data, self.inputs.lock, self.inputs.version]
        return _hashed(parts)


def plan(
    notebooks: Sequence[Notebook],
    parameter_sets: Iterable[Mapping[str, Any]],
    inputs: RunInputs,
    *,
    present: Mapping[str, Iterable[str]] | None = None,
) -> list[Task]:
    """Cross notebooks with sets of parameters; pages present in a folder are neighbours too."""
    tasks: dict[tuple[str, str], Task] = {}
    for given in parameter_sets:
        parameters = {name: value for name, value in given.items() if value is not None}
        for notebook in notebooks:
            _check_parameters(notebook, parameters)
        folder = folder_name(parameters)
        names = {n.name for n in notebooks} | set((present or {}).get(folder, ()))
        siblings = tuple(sorted(names, key=reading_order))
        for notebook in notebooks:
            tasks[folder, notebook.name] = Task(notebook, parameters, folder, siblings, inputs)
    return list(tasks.values())


def _check_parameters(notebook: Notebook, parameters: Mapping[str, Any]) -> None:
    """Refuse a parameter that a notebook does not have; papermill would only warn and use the default."""
    for name in parameters:
        # papermill writes the name into a cell of code as it stands.
        if not name.isidentifier() or keyword.iskeyword(name):
            raise BadParameter(f"a parameter's name must be a Python name, not {name!r}")
        if name not in notebook.defaults:
            raise unknown_name(f"parameter of the notebook {notebook.name}", name, notebook.defaults)


def folder_name(parameters: Mapping[str, Any]) -> str:
    """Return the name of the folder for pages with these parameters.

    The pair alone where nothing else was given; every other parameter is added, since pages made with
    other parameters must not take the place of these.
    """
    pair = str(parameters.get("pair", "all"))
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9-]*", pair):
        raise BadParameter(f"a pair is written like AAA-BBB, not {pair!r}")
    name = pair + (f"@{_slug(parameters['as_of'])}" if "as_of" in parameters else "")
    others = sorted(set(parameters) - {"pair", "as_of"})
    return name + "".join(f"_{other}-{_slug(parameters[other])}" for other in others)


def _slug(value: Any) -> str:
    text = "-".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    return re.sub(r"[^A-Za-z0-9.-]+", "-", text).strip(".-")


def read_inputs(data: Path, lock: Path, version: str) -> RunInputs:
    """Hash what all pages of a run are made from; refuse a table that is not the one the data package describes."""
    source = [f for f in PACKAGE.rglob("*") if f.is_file() and "__pycache__" not in f.parts]
    return RunInputs(
        package=_hash_files(PACKAGE, source),
        data=_hash_data(data),
        lock=file_hash(lock) if lock.is_file() else "",
        version=version,
    )


def _hash_data(folder: Path) -> str:
    description = folder / "datapackage.json"
    try:
        resources = json.loads(description.read_text(encoding="utf-8"))["resources"]
        recorded = {str(r["path"]): str(r["hash"]).removeprefix("sha256:") for r in resources}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise DataError(f"cannot read the hashes of the tables in {description}: {error!r}") from error
    files = [f for f in folder.rglob("*") if f.is_file() and not f.name.startswith(".")]
    found = {f.relative_to(folder).as_posix(): f for f in files}
    for path, digest in recorded.items():
        if path not in found:
            raise DataError(f"{folder / path} is missing: restore it, or run `dyadlens curate`")
        if file_hash(found[path]) != digest:
            raise DataError(
                f"{folder / path} is not the table that the data package describes; nothing is published: restore it, "
                "or run `dyadlens curate`"
            )
    return _hash_files(folder, found.values())


def _hash_files(root: Path, files: Iterable[Path]) -> str:
    return _hashed(sorted((f.relative_to(root).as_posix(), file_hash(f)) for f in files))


def _hashed(parts: Any) -> str:
    return hashlib.sha256(json.dumps(parts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
