"""The public face: what ``import dyadlens as dl`` offers, what it costs, and how an error looks in a notebook."""

from __future__ import annotations

import ast
import importlib
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat.v4 import new_code_cell, new_notebook

import dyadlens as dl

PACKAGE = Path(dl.__file__).parent
STUBS = sorted(PACKAGE.rglob("__init__.pyi"))
HEAVY = {"matplotlib", "seaborn", "pandas", "numpy", "scipy", "pyfixest", "statsmodels", "sklearn", "duckdb", "yaml"}


def offered(stub: Path) -> list[str]:
    """Return the names that a stub offers."""
    nodes = [node for node in ast.parse(stub.read_text(encoding="utf-8")).body if isinstance(node, ast.ImportFrom)]
    return sorted(alias.asname or alias.name for node in nodes for alias in node.names)


def run(code: str) -> list[str]:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def test_importing_loads_no_plotting_or_modelling_library():
    assert not HEAVY & set(run("import dyadlens, sys; print(*sys.modules)"))


@pytest.mark.parametrize("stub", STUBS, ids=lambda stub: stub.parent.name)
def test_every_name_of_a_stub_is_there_and_no_other_is_offered(stub):
    name = ".".join(stub.parent.relative_to(PACKAGE.parent).parts)
    module = importlib.import_module(name)
    names = offered(stub)
    assert sorted(dir(module)) == names == sorted(set(module.__all__) - {"__version__"})
    assert all(getattr(module, one) is not None for one in names)


def test_the_top_offers_about_thirty_names_and_each_namespace_has_a_stub():
    names = offered(PACKAGE / "__init__.pyi")
    assert 20 <= len(names) <= 32
    assert {stub.parent.name for stub in STUBS} - {"dyadlens"} <= set(names)
    assert (PACKAGE / "py.typed").is_file()


def test_a_name_wins_over_the_package_of_that_name():
    code = "import dyadlens.panel.query, dyadlens.measures.registry, dyadlens as dl; print(callable(dl.panel), {})"
    assert run(code.format("type(dl.measures).__name__")) == ["True", "Registry"]


def test_what_is_not_there_is_an_attribute_error():
    with pytest.raises(AttributeError, match="figur"):
        _ = dl.figur


def test_measures_and_cases_show_themselves():
    assert repr(dl.measures).splitlines()[0] == f"{len(dl.measures)} measures"
    assert dl.measures._repr_html_().count("<tr") == len(dl.measures) + 1
    case = dl.case("PAK-RUS")
    assert repr(case).startswith(f"Case PAK-RUS: {len(case.claims)} claims, ")
    assert "contacts" in case._repr_html_()


def notebook(*cells: str) -> nbformat.NotebookNode:
    return new_notebook(cells=[new_code_cell(cell) for cell in cells])


@pytest.mark.parametrize(
    ("code", "line"),
    [
        ("dl.evidence('PAK-XQZ')", "BadParameter: "),
        (
            "dl.evidence('PAK-RUS', measure='agrement')",
            "UnknownName: unknown measure 'agrement'; did you mean 'agreement'?",
        ),
        ("dl.describe('kapa')", "UnknownName: unknown measure 'kapa'; did you mean 'kappa'?"),
    ],
)
def test_a_mistake_in_a_notebook_prints_one_line_and_fails_the_run(code, line):
    with pytest.raises(CellExecutionError):
        NotebookClient(notebook("import dyadlens as dl", code)).execute()
    done = NotebookClient(notebook("import dyadlens as dl", code, "1 / 0"), allow_errors=True).execute()
    (error,) = done.cells[1].outputs
    assert error.output_type == "error"
    assert len(error.traceback) == 1 and "\n" not in error.traceback[0]
    assert error.traceback[0].startswith(line)
    # An error that is nobody's mistake keeps its traceback.
    assert len(done.cells[2].outputs[0].traceback) > 1


def test_a_handler_of_somebody_else_is_left_alone():
    code = (
        "from IPython import get_ipython\n"
        "get_ipython().set_custom_exc((KeyError,), lambda *a, **k: None)\n"
        "import dyadlens as dl\n"
        "print(get_ipython().custom_exceptions)"
    )
    done = NotebookClient(notebook(code)).execute()
    assert done.cells[0].outputs[0].text.strip() == "(<class 'KeyError'>,)"
