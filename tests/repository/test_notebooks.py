"""The rules of a notebook: prose and calls, in order, without outputs and without definitions.

`make format` puts outputs and cell ids right; the rest is for the author. Whether the notebooks run is tested
where reports are.
"""

from __future__ import annotations

import ast
import copy
import operator
import re
from pathlib import Path
from statistics import median

import nbformat
import pytest
from IPython.core.inputtransformer2 import TransformerManager
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

import dyadlens

FOLDER = Path(__file__).resolve().parents[2] / "notebooks"
NOTEBOOKS = sorted(p for p in FOLDER.rglob("*.ipynb") if ".ipynb_checkpoints" not in p.parts)

LONGEST_CELL = 12
LONGEST_MEDIAN = 4
PARAMETERS = {"pair", "third_parties", "start", "end", "as_of"}


def code_cells(notebook: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def lines(cell: NotebookNode) -> int:
    return len(cell.source.strip().splitlines())


def words(notebook: NotebookNode, kind: str) -> int:
    return sum(len(cell.source.split()) for cell in notebook.cells if cell.cell_type == kind)


def parse(cell: NotebookNode) -> list[ast.AST]:
    """Return the nodes of a cell's code, after IPython has turned its own forms into Python."""
    return list(ast.walk(ast.parse(TransformerManager().transform_cell(cell.source))))


def h1_titles(cell: NotebookNode) -> list[str]:
    """Return the titles of the first level in a text cell."""
    text = re.sub(r"^(```|~~~).*?^\1", "", cell.source, flags=re.MULTILINE | re.DOTALL)
    return re.findall(r"^# +(.+)$", text, flags=re.MULTILINE)


def stores_no_outputs(notebook: NotebookNode) -> list[str]:
    return [f"cell {cell.id}" for cell in code_cells(notebook) if cell.outputs or cell.execution_count]


def defines_nothing(notebook: NotebookNode) -> list[str]:
    kinds = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    return [n.name for cell in code_cells(notebook) for n in parse(cell) if isinstance(n, kinds)]


def has_short_cells(notebook: NotebookNode) -> list[str]:
    sizes = [(cell.id, lines(cell)) for cell in code_cells(notebook)]
    return [f"cell {name}: {size} lines" for name, size in sizes if size > LONGEST_CELL]


def has_a_short_median_cell(notebook: NotebookNode) -> list[str]:
    middle = median([lines(cell) for cell in code_cells(notebook)] or [0])
    return [f"median of {middle} lines a code cell"] if middle > LONGEST_MEDIAN else []


def has_more_prose_than_code(notebook: NotebookNode) -> list[str]:
    prose, code = words(notebook, "markdown"), words(notebook, "code")
    return [] if prose > code else [f"{prose} words of prose, {code} of code"]


def begins_with_its_title(notebook: NotebookNode) -> list[str]:
    titles = [h1_titles(c) if c.cell_type == "markdown" else [] for c in notebook.cells]
    counts = [len(found) for found in titles]
    return [] if counts[:1] == [1] and sum(counts) == 1 else [f"titles by cell: {[t for t in titles if t]}"]


def runs_on_the_kernel_of_the_environment(notebook: NotebookNode) -> list[str]:
    name = notebook.metadata.get("kernelspec", {}).get("name")
    return [] if name == "python3" else [f"kernel {name}"]


def numbers_its_cells(notebook: NotebookNode) -> list[str]:
    found = [cell.id for cell in notebook.cells]
    return [] if found == [str(n) for n in range(len(found))] else [f"ids {found}; run `make format`"]


def has_one_cell_of_parameters(notebook: NotebookNode) -> list[str]:
    tagged = [c for c in notebook.cells if "parameters" in c.metadata.get("tags", [])]
    if len(tagged) != 1 or tagged[0].cell_type != "code":
        return [f"{len(tagged)} cells tagged `parameters`"]
    names, faults = [], []
    for node in ast.parse(tagged[0].source).body:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if name in PARAMETERS:
                names.append(name)
                try:
                    ast.literal_eval(value)
                except ValueError:
                    faults.append(f"{name} is computed")
            case _:
                faults.append(f"not a parameter: {ast.unparse(node)}")
    if "pair" not in names or len(names) != len(set(names)):
        faults.append(f"parameters {names}")
    return faults


def shows_its_coverage(notebook: NotebookNode) -> list[str]:
    """A page shows which years its sources cover: one cell ends in the strip, so that it is on the page."""
    for cell in code_cells(notebook):
        match ast.parse(TransformerManager().transform_cell(cell.source)).body[-1:]:
            case [ast.Expr(value=ast.Call(func=function))] if ast.unparse(function) == "dl.charts.coverage":
                return []
    return ["no cell shows `dl.charts.coverage`"]


def begins_with_the_import(notebook: NotebookNode) -> list[str]:
    """The first cell of code, parameters apart, imports the package, and all else is called through it."""
    rest = [cell for cell in code_cells(notebook) if "parameters" not in cell.metadata.get("tags", [])]
    faults = [] if rest and rest[0].source.startswith("import dyadlens as dl\n") else ["no `import dyadlens as dl`"]
    nodes = [node for cell in rest for node in parse(cell) if isinstance(node, ast.ImportFrom)]
    return faults + [ast.unparse(node) for node in nodes if (node.module or "").startswith("dyadlens")]


def calls_public_names(notebook: NotebookNode) -> list[str]:
    """Every name that is called through the package is one that it offers."""
    missing = []
    for cell in code_cells(notebook):
        for node in parse(cell):
            name = ast.unparse(node) if isinstance(node, ast.Attribute) else ""
            if re.fullmatch(r"dl(\.\w+){1,2}", name):
                try:
                    operator.attrgetter(name.removeprefix("dl."))(dyadlens)
                except AttributeError as error:
                    missing.append(f"{name}: {error}")
    return missing


RULES = [
    stores_no_outputs,
    defines_nothing,
    has_short_cells,
    has_a_short_median_cell,
    has_more_prose_than_code,
    begins_with_its_title,
    runs_on_the_kernel_of_the_environment,
    numbers_its_cells,
]

OF_PAGES = [has_one_cell_of_parameters, shows_its_coverage, begins_with_the_import, calls_public_names]


def name_of(value: object) -> str:
    return value.relative_to(FOLDER).as_posix() if isinstance(value, Path) else value.__name__


# GUARD: fails as long as notebooks/ is empty, for the tests below would then pass without having seen one.
def test_there_are_notebooks():
    assert [p for p in NOTEBOOKS if p.parent == FOLDER], "notebooks/ holds no notebook"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=name_of)
@pytest.mark.parametrize("rule", RULES, ids=name_of)
def test_rule(rule, path):
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    assert rule(notebook) == []


@pytest.mark.parametrize("path", [p for p in NOTEBOOKS if p.parent == FOLDER], ids=name_of)
@pytest.mark.parametrize("rule", OF_PAGES, ids=name_of)
def test_page(rule, path):
    assert rule(nbformat.read(path, as_version=4)) == []


def _good_notebook() -> NotebookNode:
    cells = [
        new_markdown_cell("# Votes\n\nHow often do the two vote alike, and how often do all pairs of that year?"),
        new_code_cell('pair = "PAK-RUS"\nstart = 1992\nas_of = None', metadata={"tags": ["parameters"]}),
        new_markdown_cell("## Agreement\n\n```\n# not a title\n```"),
        new_code_cell("import dyadlens as dl\n\ndl.charts.coverage(dl.coverage_counts(pair))"),
    ]
    for number, cell in enumerate(cells):
        cell.id = str(number)
    return new_notebook(cells=cells, metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}})


def _with_output(notebook):
    notebook.cells[3].outputs = [nbformat.v4.new_output("stream", text="1")]


def _with_source(number, source):
    return lambda notebook: notebook.cells[number].update(source=source)


FAULTS = [
    (stores_no_outputs, _with_output),
    (stores_no_outputs, lambda notebook: notebook.cells[1].update(execution_count=3)),
    (defines_nothing, _with_source(3, "if True:\n    def f():\n        return 1")),
    (defines_nothing, _with_source(3, "class A:\n    pass")),
    (has_short_cells, _with_source(3, "\n".join(["votes"] * 13))),
    (has_a_short_median_cell, _with_source(3, "\n".join(["votes"] * 9))),
    (has_more_prose_than_code, _with_source(0, "# Votes")),
    (begins_with_its_title, _with_source(0, "## Votes")),
    (begins_with_its_title, _with_source(2, "# Votes again")),
    (runs_on_the_kernel_of_the_environment, lambda n: n.metadata.kernelspec.update(name="conda-env")),
    (numbers_its_cells, lambda notebook: notebook.cells[2].update(id="a1b2c3")),
    (has_one_cell_of_parameters, lambda notebook: notebook.cells[1].metadata.update(tags=[])),
    (has_one_cell_of_parameters, lambda notebook: notebook.cells[3].metadata.update(tags=["parameters"])),
    (has_one_cell_of_parameters, _with_source(1, 'pair = "PAK-RUS"\nyears = 3')),
    (has_one_cell_of_parameters, _with_source(1, "pair = first_pair()")),
    (has_one_cell_of_parameters, _with_source(1, "start = 1992")),
    (shows_its_coverage, _with_source(3, "dl.tables.coverage(votes)")),
    (shows_its_coverage, _with_source(3, "strip = dl.charts.coverage(counts)")),
    (begins_with_the_import, _with_source(3, "votes = 3")),
    (begins_with_the_import, _with_source(3, "import dyadlens as dl\nfrom dyadlens.text import summary")),
    (calls_public_names, _with_source(3, "import dyadlens as dl\ndl.figure(votes)")),
    (calls_public_names, _with_source(3, "import dyadlens as dl\ndl.text.say(votes)")),
]


@pytest.mark.parametrize("rule", [*RULES, *OF_PAGES], ids=name_of)
def test_a_good_notebook_passes(rule):
    assert rule(_good_notebook()) == []


@pytest.mark.parametrize(("rule", "spoil"), FAULTS, ids=[rule.__name__ for rule, _ in FAULTS])
def test_a_fault_is_seen(rule, spoil):
    notebook = copy.deepcopy(_good_notebook())
    spoil(notebook)
    assert rule(notebook)
