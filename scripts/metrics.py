"""Print the size and shape of the code: lines, comments, functions, double names, requirements that nothing imports."""

from __future__ import annotations

import ast
import io
import json
import re
import statistics
import tokenize
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "dyadlens"
# Required though no code imports them, and why.
NOT_IMPORTED = {
    "ipykernel": "runs the notebooks in JupyterLab",
    "jupyter-server": "sets the least version of what JupyterLab brings",
    "jupyterlab": "make lab",
}


def modules(folder: Path = SOURCE) -> list[Path]:
    """Return the modules of a folder."""
    return sorted(folder.rglob("*.py"))


def imported(texts: Iterable[str], *, strings: bool = False) -> set[str]:
    """Return the top names that sources import; with `strings` also texts, since packaged files are found by them."""
    found = set()
    for node in (node for text in texts for node in ast.walk(ast.parse(text))):
        match node:
            case ast.Import(names=names):
                found |= {alias.name.partition(".")[0] for alias in names}
            case ast.ImportFrom(module=str(module), level=0):
                found.add(module.partition(".")[0])
            case ast.Constant(value=str(value)) if strings and value.isidentifier():
                found.add(value)
    return found


def notebook_code(path: Path) -> str:
    """Return the code of a notebook, without lines for IPython alone."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    code = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    return re.sub(r"^\s*[%!?].*$", "", code, flags=re.MULTILINE)


def unused_requirements(project: dict[str, list[str]], names: set[str]) -> list[str]:
    """Return the requirements of a project table whose import names are not among those given."""
    provided = defaultdict(set)
    for module, distributions in packages_distributions().items():
        for distribution in distributions:
            provided[canonicalize_name(distribution)].add(module)
    wanted = [canonicalize_name(Requirement(line).name) for line in project["dependencies"]]
    return [name for name in wanted if name not in NOT_IMPORTED and not provided[name] & names]


def unused() -> list[str]:
    """Return the requirements that neither the package nor a notebook imports."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    texts = [path.read_text(encoding="utf-8") for path in modules()]
    texts += [notebook_code(path) for path in (ROOT / "notebooks").glob("*.ipynb")]
    return unused_requirements(project, imported(texts, strings=True))


def lines(texts: Iterable[str]) -> tuple[int, int, int]:
    """Count all lines, lines with code (docstrings among them) and comments."""
    whole = code = comments = 0
    for text in texts:
        whole += text.count("\n")
        marks = list(tokenize.generate_tokens(io.StringIO(text).readline))
        comments += sum(mark.type == tokenize.COMMENT for mark in marks)
        silent = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}
        code += len({n for m in marks if m.type not in silent for n in range(m.start[0], m.end[0] + 1)})
    return whole, code, comments


def functions(path: Path) -> Iterator[tuple[int, str]]:
    """Give the length of each function of a module, without its docstring, and its name."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0] if ast.get_docstring(node, clean=False) is not None else None
            length = (node.end_lineno or 0) - node.lineno + 1
            length -= (first.end_lineno or 0) - first.lineno + 1 if first else 0
            yield length, f"{path.relative_to(SOURCE)}:{node.name}"


def public_names_said_twice() -> dict[str, list[str]]:
    """Return public functions and classes of one name in several modules; `build` and `register` are contracts."""
    homes = defaultdict(list)
    for path in modules():
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
                homes[node.name].append(path.relative_to(SOURCE).as_posix())
    return {name: paths for name, paths in homes.items() if len(paths) > 1 and name not in {"build", "register"}}


def report() -> Iterator[str]:
    """Give the table line by line."""
    by_package: Counter[str] = Counter()
    count: Counter[str] = Counter()
    for path in modules():
        inside = path.relative_to(SOURCE).parts
        package = inside[0] if len(inside) > 1 else "(top)"
        by_package[package] += path.read_text(encoding="utf-8").count("\n")
        count[package] += 1
    for package, size in sorted(by_package.items()):
        yield f"{package:<34}{count[package]:>5} modules {size:>7,} lines"
    whole, code, comments = lines(path.read_text(encoding="utf-8") for path in modules())
    yield f"{'all of src':<34}{count.total():>5} modules {whole:>7,} lines"
    yield f"{'comments per line of code':<34}{comments / code:>13.1%}"
    lengths = sorted((f for path in modules() for f in functions(path)), reverse=True)
    sizes = sorted(size for size, _ in lengths)
    middle, nine = statistics.median(sizes), sizes[int(0.9 * len(sizes))]
    yield f"{'functions':<34}{len(sizes):>13,}   median {middle:g} lines, nine in ten {nine} or fewer"
    yield from (f"{'  ' + name:<60}{size:>5} lines" for size, name in lengths[:5])
    skips = sum(path.read_text(encoding="utf-8").count("fmt: " + "skip") for path in ROOT.glob("[st]*/**/*.py"))
    yield f"{'fmt: ' + 'skip':<34}{skips:>13}"
    yield f"{'unused requirements':<34}{len(found := unused()):>13}   {', '.join(found)}"
    twice = public_names_said_twice()
    yield f"{'public names said twice':<34}{len(twice):>13}"
    yield from (f"  {name}: {', '.join(paths)}" for name, paths in sorted(twice.items()))


if __name__ == "__main__":
    print("\n".join(report()))
