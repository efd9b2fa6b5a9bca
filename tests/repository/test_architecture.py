"""The floors of the house: who may import whom, how long things may be, and what importing costs.

Imports are read from the source, wherever they stand: at the top, in a function, for type checkers only,
through a name that `dyadlens` loads on first use, or by a literal name given to `import_module`. A rule also
holds for what is reached by way of another module.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src"
PACKAGE = "dyadlens"
FILES = sorted((SOURCE / PACKAGE).rglob("*.py"))

LONGEST_MODULE = 300
LONGEST_FUNCTION = 45

# Floor: the floors that it must not know. A folder or a module of the package may stand on either side.
OUT_OF_BOUNDS = {
    "states": {"measures", "model", "claims", "show", "report"},
    "lens": {"measures", "model", "claims", "show", "report"},
    "catalog": {"measures", "model", "claims", "show", "report"},
    "measures": {"model", "claims", "show", "report"},
    "model": {"claims", "show", "report"},
    "claims": {"show", "report"},
    "show": {"report"},
    "report": {"measures", "model", "claims", "show"},
    "curate": {"measures", "model", "claims", "show", "report"},
}
# Only the command line knows the curate step, and nothing knows the command line.
TOP = {"cli", "curate"}
MAY_KNOW_TOP = {"cli": TOP, "__main__": {"cli"}, "curate": {"curate"}}
# These know only what is listed.
KNOWS_ONLY = {"errors": set(), "paths": {"errors"}, "stats": {"errors"}}


def module_name(path: Path, source: Path = SOURCE) -> str:
    """Return the dotted name of a module file."""
    parts = path.relative_to(source).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def floor(module: str) -> str:
    """Return the part of a module's name that names its floor: '' for the package itself."""
    return module.partition(".")[2].partition(".")[0]


def _absolute(node: ast.ImportFrom, module: str, is_package: bool) -> str:
    """Return the module that a `from` import names, with leading dots resolved."""
    if not node.level:
        return node.module or ""
    base = module.split(".")
    base = base[: len(base) - node.level + is_package]
    return ".".join([*base, *([node.module] if node.module else [])])


def _literal_start(node: ast.expr) -> str:
    """Return a literal string, or the literal beginning of an f-string, else ''."""
    if isinstance(node, ast.JoinedStr) and node.values:
        node = node.values[0]
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def imports(text: str, module: str, is_package: bool = False) -> set[str]:
    """Return the names under `dyadlens` that a source text imports."""
    found = set()
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.Import(names=names):
                found |= {alias.name for alias in names}
            case ast.ImportFrom(names=names):
                origin = _absolute(node, module, is_package)
                found |= {f"{origin}.{alias.name}" for alias in names}
            case ast.Attribute(value=ast.Name(id="dyadlens"), attr=attr):
                found.add(f"dyadlens.{attr}")
            case ast.Call(func=ast.Name(id="import_module" | "__import__"), args=[first, *_]):
                found.add(_literal_start(first).rstrip("."))
            case ast.Call(func=ast.Attribute(attr="import_module"), args=[first, *_]):
                found.add(_literal_start(first).rstrip("."))
    return {_home(name) for name in found if name.split(".")[0] == PACKAGE} - {module}


def _home(name: str) -> str:
    """Replace a name that `dyadlens` loads on first use by the module that holds it, as its stub says."""
    stub = ast.parse((SOURCE / PACKAGE / "__init__.pyi").read_text(encoding="utf-8")).body
    nodes = [node for node in stub if isinstance(node, ast.ImportFrom) and node.module]
    homes = {f"{PACKAGE}.{alias.name}": f"{PACKAGE}.{node.module}" for node in nodes for alias in node.names}
    return homes.get(name, name)


def import_graph(source: Path = SOURCE) -> dict[str, set[str]]:
    """Return, for each module, the modules of the package that it imports."""
    paths = {module_name(path, source): path for path in sorted((source / PACKAGE).rglob("*.py"))}
    graph = {}
    for module, path in paths.items():
        named = imports(path.read_text(encoding="utf-8"), module, path.name == "__init__.py")
        # `from dyadlens.show import figure` may name a module or something in one.
        graph[module] = {name if name in paths else name.rpartition(".")[0] for name in named} - {module}
    return graph


def chains(graph: dict[str, set[str]], start: str) -> dict[str, str]:
    """Return every module that is reached from `start`, with the way there."""
    ways, waiting = {}, [(start, start)]
    while waiting:
        module, way = waiting.pop()
        for name in sorted(graph.get(module, ()) - ways.keys() - {start}):
            ways[name] = f"{way} -> {name}"
            # The package itself imports nothing until one of its names is used; such uses are seen above.
            if name != PACKAGE:
                waiting.append((name, ways[name]))
    return ways


def breaches(graph: dict[str, set[str]], module: str) -> list[str]:
    """Return the ways by which a module reaches a floor that it must not know."""
    here = floor(module)
    ways = chains(graph, module)
    if here in KNOWS_ONLY:
        allowed = KNOWS_ONLY[here] | {here, ""}
        return [way for name, way in ways.items() if floor(name) not in allowed]
    forbidden = OUT_OF_BOUNDS.get(here, set()) | (TOP - MAY_KNOW_TOP.get(here, set()))
    return [way for name, way in ways.items() if floor(name) in forbidden]


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


def undocumented(text: str) -> list[str]:
    """Return the public functions, classes and methods without a docstring."""
    found = []

    def visit(body: list[ast.stmt], prefix: str) -> None:
        for node in body:
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                continue
            if node.name.startswith("_"):
                continue
            if not (ast.get_docstring(node) or "").strip(" ."):
                found.append(prefix + node.name)
            if isinstance(node, ast.ClassDef):
                visit(node.body, f"{prefix}{node.name}.")

    visit(ast.parse(text).body, "")
    return found


def loaded_by(statement: str) -> set[str]:
    """Return all modules that a fresh Python has loaded after a statement."""
    code = f"{statement}\nimport sys; print(*sys.modules, sep='\\n')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


@pytest.fixture(scope="module")
def graph():
    """The imports of the whole package, read once."""
    return import_graph()


each_module = pytest.mark.parametrize("path", FILES, ids=module_name)


@each_module
def test_floors(path, graph):
    assert breaches(graph, module_name(path)) == []


# What show may not take from the floors below: it names measures and cites tables, but is handed its figures.
LOADING = {
    "dyadlens.data.catalog": {"load", "read", "check"},
    "dyadlens.measures": {"evidence"},
    "pandas": {"read_parquet"},
}


def loaders(text: str) -> list[str]:
    """Return the names that load or compute figures, among those that a source text imports from other modules."""
    found = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom):
            found += [f"{node.module}.{a.name}" for a in node.names if a.name in LOADING.get(node.module or "", ())]
    return found


@pytest.mark.parametrize("path", [p for p in FILES if floor(module_name(p)) == "show"], ids=module_name)
def test_show_draws_and_does_not_load(path):
    assert loaders(path.read_text(encoding="utf-8")) == []


def test_a_loading_import_is_found():
    assert loaders("from dyadlens.data.catalog import read, table") == ["dyadlens.data.catalog.read"]


@each_module
def test_no_module_is_too_long(path):
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= LONGEST_MODULE, "a module of more than 300 lines is two modules"


@each_module
def test_no_function_is_too_long(path):
    assert long_functions(path.read_text(encoding="utf-8")) == []


@each_module
def test_public_names_have_a_docstring(path):
    assert undocumented(path.read_text(encoding="utf-8")) == []


@each_module
def test_modules_are_named_for_what_they_hold(path):
    assert not {"utils", "util", "helpers", "misc", "common"} & set(module_name(path).split("."))


@pytest.mark.parametrize(
    ("statement", "unwanted"),
    [
        ("import dyadlens", {"matplotlib", "seaborn", "pyfixest", "scipy.optimize", "pandas"}),
        ("import dyadlens.lens", {"matplotlib", "seaborn", "pyfixest"}),
        ("from dyadlens import Lens", {"matplotlib", "seaborn", "pyfixest"}),
    ],
)
def test_importing_is_cheap(statement, unwanted):
    assert loaded_by(statement) & unwanted == set()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("import dyadlens.show.maps", "dyadlens.show.maps"),
        ("from dyadlens.show import maps", "dyadlens.show.maps"),
        ("from dyadlens import show", "dyadlens.show"),
        ("from ..show import maps", "dyadlens.show.maps"),
        ("from . import votes", "dyadlens.measures.votes"),
        ("def f():\n    from dyadlens import evidence", "dyadlens.panel.evidence"),
        ("import dyadlens\ndyadlens.evidence()", "dyadlens.panel.evidence"),
        ("import importlib\nimportlib.import_module('dyadlens.cli')", "dyadlens.cli"),
        ("from importlib import import_module\nimport_module(f'dyadlens.cli.{x}')", "dyadlens.cli"),
    ],
)
def test_every_way_of_importing_is_seen(text, found):
    assert found in imports(text, "dyadlens.measures.arms")


def test_a_breach_is_seen_also_at_second_hand():
    graph = {
        "dyadlens.measures.votes": {"dyadlens.tables"},
        "dyadlens.tables": {"dyadlens.show"},
        "dyadlens.report.run": {"dyadlens.errors"},
        "dyadlens.stats.bootstrap": {"dyadlens.lens"},
        "dyadlens.seasons": {"dyadlens.sources"},
        "dyadlens.cli.curate": {"dyadlens.sources"},
        "dyadlens.sources.votes": {"dyadlens.cli"},
    }
    assert breaches(graph, "dyadlens.measures.votes") == ["dyadlens.measures.votes -> dyadlens.tables -> dyadlens.show"]
    assert breaches(graph, "dyadlens.stats.bootstrap") and breaches(graph, "dyadlens.seasons")
    assert breaches(graph, "dyadlens.sources.votes")
    assert breaches(graph, "dyadlens.report.run") == breaches(graph, "dyadlens.cli.curate") == []


def test_long_and_undocumented_functions_are_seen():
    body = "\n".join(["    pass"] * 45)
    assert long_functions(f"def f():\n{body}") == ["f: 46 lines"]
    assert long_functions('def f():\n    """One.\n\n    Two.\n    """\n' + body[9:]) == []
    assert undocumented("class A:\n    '''Yes.'''\n    def b(self): ...\n    def _c(self): ...") == ["A.b"]


def test_loaded_modules_are_seen():
    assert "json" in loaded_by("import json")
