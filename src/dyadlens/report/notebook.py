"""A notebook as the report engine sees it: its name, its parameters and what its source hashes to."""

from __future__ import annotations

import ast
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dyadlens.errors import BadParameter, unknown_name

PARAMETERS_TAG = "parameters"
INJECTED_TAG = "injected-parameters"
NOTEBOOK_ONLY_TAG = "notebook-only"  # for readers who have the notebook open: left out of the page
INTERACTIVE_PREFIX = "explore"
OPENING_NOTEBOOK = "brief"


@dataclass(frozen=True)
class Notebook:
    """One notebook that can be made into a page."""

    path: Path
    document: dict[str, Any] = field(repr=False)
    defaults: dict[str, Any]
    digest: str

    @property
    def name(self) -> str:
        """The file name without its ending."""
        return self.path.stem


def tags(cell: Mapping[str, Any]) -> list[str]:
    """Return the tags of a cell."""
    return list(cell.get("metadata", {}).get("tags", []))


def read_notebook(path: Path) -> Notebook:
    """Read a notebook."""
    try:
        # Plain JSON is enough to plan with, and nbformat takes a second to import: a run with nothing to do
        # would be mostly that. papermill validates what is executed.
        document = json.loads(path.read_text(encoding="utf-8"))
        if document["nbformat"] != 4:
            raise ValueError(f"format {document['nbformat']}; open and save it in JupyterLab to have format 4")
        cells = [(c["cell_type"], "".join(c["source"]), sorted(tags(c))) for c in document["cells"]]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadParameter(f"cannot read the notebook {path}: {' '.join(str(error).split())[:200]}") from error
    source = next((s for kind, s, marks in cells if kind == "code" and PARAMETERS_TAG in marks), "")
    digest = hashlib.sha256(json.dumps(cells, ensure_ascii=False).encode()).hexdigest()
    return Notebook(path=path, document=document, defaults=_assignments(source, path), digest=digest)


def notebooks_in(folder: Path) -> list[Notebook]:
    """Return the notebooks of a folder that make a report, in reading order.

    A notebook makes a report if it takes parameters and is not meant for a live session (``explore*``).
    The opening one, ``brief``, comes first; file names give the order of the others.
    """
    if not folder.is_dir():
        raise BadParameter(f"no folder of notebooks at {folder}")
    files = [f for f in folder.glob("*.ipynb") if not f.name.startswith((INTERACTIVE_PREFIX, "."))]
    found = [read_notebook(f) for f in sorted(files)]
    return sorted((n for n in found if n.defaults), key=lambda n: reading_order(n.name))


def reading_order(name: str) -> tuple[bool, str]:
    """Return the sort key of a notebook's name: the opening one first, then by name."""
    return (name != OPENING_NOTEBOOK, name)


def choose_notebooks(notebooks: list[Notebook], names: list[str]) -> list[Notebook]:
    """Return the notebooks that were asked for by name, or all of them where none was."""
    wanted = {name.removesuffix(".ipynb") for name in names}
    known = [n.name for n in notebooks]
    for name in sorted(wanted):
        if name not in known:
            raise unknown_name("notebook", name, known)
    return [n for n in notebooks if not wanted or n.name in wanted]


def _assignments(source: str, path: Path) -> dict[str, Any]:
    """Read the names that a parameters cell assigns, without running it."""
    try:
        body = ast.parse(source).body
    except SyntaxError as error:
        raise BadParameter(f"the parameters cell of {path} is not Python: {error.msg}") from error
    found: dict[str, Any] = {}
    for node in body:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        value = getattr(node, "value", None)
        for target in targets:
            if isinstance(target, ast.Name) and value is not None:
                found[target.id] = _literal(value)
    return found


def _literal(node: ast.expr) -> Any:
    try:
        return ast.literal_eval(node)
    except ValueError:
        return ast.unparse(node)
