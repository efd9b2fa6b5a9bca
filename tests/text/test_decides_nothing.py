"""Words, tables and charts show what a result says: no threshold, no window and no inference of their own."""

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "dyadlens"
FILES = [path for folder in ("text", "tables", "charts") for path in sorted((SOURCE / folder).glob("*.py"))]
INFERENCE = ("scipy", "statsmodels", "sklearn", "pyfixest", "dyadlens.stats", "dyadlens.panel", "dyadlens.idealpoints")
READING = {"read", "load", "evidence", "read_parquet", "read_csv", "open"}
WRITING_NUMBERS = SOURCE / "text" / "numbers.py"  # chooses decimals by the size of a number


def imported(node):
    if isinstance(node, ast.ImportFrom):
        return [f"{node.module}.{alias.name}" for alias in node.names]
    return [alias.name for alias in node.names] if isinstance(node, ast.Import) else []


def is_a_number(node):
    """Tell whether a node is a literal number: -2, 0.05, but neither True nor a list of them."""
    node = node.operand if isinstance(node, ast.UnaryOp) else node
    return isinstance(node, ast.Constant) and type(node.value) in (int, float)


def decisions(text):
    """Return what a source text decides, reads or infers by itself."""
    found = []
    for node in ast.walk(ast.parse(text)):
        for name in imported(node):
            if name.startswith(INFERENCE):
                found.append(f"imports {name}")
            if name.startswith("dyadlens") and name.rpartition(".")[2] in READING:
                found.append(f"reads with {name}")
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in READING - {"open", "load"}:
            found.append(f"reads with {ast.unparse(node.func)}")
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
            counted = any(isinstance(s, ast.Call) and getattr(s.func, "id", "") == "len" for s in sides)
            literals = [ast.literal_eval(side) for side in sides if is_a_number(side)]
            found += [
                f"compares {ast.unparse(node)}"
                for value in literals
                if isinstance(value, float) * value or (abs(value) > 1 and not counted)
            ]
    for node in ast.parse(text).body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None and is_a_number(node.value):
            found.append(f"fixes {ast.unparse(node)}")
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_no_threshold_window_or_inference(path):
    text = path.read_text(encoding="utf-8")
    found = decisions(text)
    if path == WRITING_NUMBERS:
        found = [fault for fault in found if not fault.startswith("compares")]
    if path.parent.name == "charts":  # sizes on paper are numbers that a chart may fix and compare
        found = [fault for fault in found if not fault.startswith(("fixes", "compares"))]
    assert found == []


@pytest.mark.parametrize(
    "text",
    [
        "THIN = 0.01",
        "x = 1\nif share < 0.05:\n    pass",
        "y = [v for v in values if v >= 90]",
        "from scipy.stats import norm",
        "from dyadlens.stats.ranks import percentile_rank",
        "from dyadlens.data.catalog import read",
        "from dyadlens.panel.evidence import evidence",
        "rows = pd.read_csv(path)",
    ],
)
def test_a_decision_is_seen(text):
    assert decisions(text)


@pytest.mark.parametrize(
    "text", ["if value > 0:\n    pass", "if len(parts) >= 4:\n    pass", "if count == 1:\n    pass", "MINUS = '−'"]
)
def test_words_may_ask_for_signs_counts_and_plurals(text):
    assert decisions(text) == []
