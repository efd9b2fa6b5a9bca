"""The layers of the package: who may import whom, what names may be, and what importing costs.

Imports are read from the source, wherever they stand: at the top, in a function, for type checkers only, or in a stub.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src" / "dyadlens"
FILES = sorted(SOURCE.rglob("*.py"))

# From the bottom up: a layer knows those before it and none after it.
LAYERS = (
    "errors",
    "paths",
    "states",
    "lens",
    "data",
    "stats",
    "measures",
    "panel",
    "details",
    "idealpoints",
    "indices",
    "drivers",
    "claims",
    "design",
    "text",
    "tables",
    "charts",
    "report",
    "sources",
    "cli",
    "__main__",
)
# These know still less: pages are made without knowing what they show, tables without knowing what is made of them.
KNOWS_ONLY = {
    "stats": {"errors"},
    "design": set(),
    "report": {"errors", "paths", "data"},
    "sources": {"errors", "paths", "states", "data", "stats"},
}
LONGEST_FUNCTION = 60


def module_name(path: Path) -> str:
    """Return the dotted name of a module file below the package."""
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported(text: str, module: str, *, is_package: bool = False) -> set[str]:
    """Return the layers of the package that a source text imports."""
    found = set()
    here = ["dyadlens", *filter(None, module.split("."))]
    for node in ast.walk(ast.parse(text)):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = here[: len(here) - node.level + is_package] if node.level else []
            origin = ".".join([*base, *([node.module] if node.module else [])])
            names = [f"{origin}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) == "import_module":
            first = node.args[0]
            first = first.values[0] if isinstance(first, ast.JoinedStr) else first
            names = [first.value] if isinstance(first, ast.Constant) else []
        found |= {name.split(".")[1] for name in names if name.startswith("dyadlens.") and name.count(".")}
    return found & set(LAYERS)


def breaches(text: str, module: str, *, is_package: bool = False) -> set[str]:
    """Return the layers that a module imports and may not know."""
    layer = module.split(".", maxsplit=1)[0]
    allowed = KNOWS_ONLY.get(layer, set(LAYERS[: LAYERS.index(layer)])) | {layer}
    return imported(text, module, is_package=is_package) - allowed


def long_functions(text: str) -> list[str]:
    """Return the functions that are too long, without counting their docstring."""
    found = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = node.end_lineno - node.lineno + 1
            if ast.get_docstring(node, clean=False) is not None:
                lines -= node.body[0].end_lineno - node.body[0].lineno + 1
            if lines > LONGEST_FUNCTION:
                found.append(f"{node.name}: {lines} lines")
    return found


def public(text: str) -> list[ast.FunctionDef | ast.ClassDef]:
    """Return the public functions and classes of a module, without its commands and the builders of tables."""
    found = [n for n in ast.parse(text).body if isinstance(n, ast.FunctionDef | ast.ClassDef)]
    return [
        n for n in found if not n.name.startswith("_") and not any(isinstance(d, ast.Call) for d in n.decorator_list)
    ]


each_module = pytest.mark.parametrize("path", FILES, ids=module_name)


@each_module
def test_layers_point_one_way(path):
    module = module_name(path)
    if module:  # the package itself loads its names on first use
        assert not breaches(path.read_text(encoding="utf-8"), module, is_package=path.name == "__init__.py")


@pytest.mark.parametrize(
    ("text", "module", "found"),
    [
        ("from dyadlens.charts import lines", "measures.arms", {"charts"}),
        ("def f():\n    from dyadlens.panel.evidence import evidence", "measures.arms", {"panel"}),
        ("import dyadlens.cli.main", "report.run", {"cli"}),
        ("from ..text import numbers", "claims.verdicts", {"text"}),
        ("from importlib import import_module\nimport_module(f'dyadlens.cli.{x}')", "panel.store", {"cli"}),
        ("from dyadlens.measures.registry import describe", "sources.table", {"measures"}),
        ("from dyadlens.errors import BadParameter", "stats.ranks", set()),
    ],
)
def test_a_breach_is_seen(text, module, found):
    assert breaches(text, module) == found


@each_module
def test_no_function_is_too_long(path):
    assert long_functions(path.read_text(encoding="utf-8")) == []


@each_module
def test_public_names_have_a_docstring(path):
    assert [n.name for n in public(path.read_text(encoding="utf-8")) if not ast.get_docstring(n)] == []


def test_long_and_undocumented_functions_are_seen():
    body = "\n".join(["    pass"] * (LONGEST_FUNCTION + 1))
    assert long_functions(f"def long():\n{body}\n") and not long_functions("def short():\n    pass\n")
    assert [n.name for n in public("def bare():\n    pass\n") if not ast.get_docstring(n)] == ["bare"]


def test_no_public_name_stands_twice():
    homes = defaultdict(set)
    for path in FILES:
        for node in public(path.read_text(encoding="utf-8")):
            homes[node.name].add(module_name(path))
    # A measure is built by the `build` of its module, a table by the function `build_TABLE` of its own.
    twice = {name: sorted(where) for name, where in homes.items() if len(where) > 1}
    assert {name: where for name, where in twice.items() if not name.startswith("build")} == {}


@each_module
def test_modules_are_named_for_what_they_hold_and_obey_the_formatter(path):
    assert not {"utils", "util", "helpers", "misc", "common"} & set(module_name(path).split("."))
    assert "# fmt:" not in path.read_text(encoding="utf-8")


def loaded_by(statement: str) -> set[str]:
    """Return all modules that a fresh Python has loaded after a statement."""
    code = f"{statement}\nimport sys; print(*sys.modules, sep='\\n')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


@pytest.mark.parametrize("statement", ["import dyadlens", "import dyadlens as dl; dl.Lens", "import dyadlens.lens"])
def test_importing_is_cheap(statement):
    heavy = {"matplotlib", "seaborn", "pandas", "pyarrow", "scipy", "sklearn", "pyfixest", "geopandas", "duckdb"}
    assert loaded_by(statement) & heavy == set()
