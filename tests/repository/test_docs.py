"""Examples in docstrings run, and links between the project's own pages lead somewhere."""

from __future__ import annotations

import doctest
import re
from importlib import import_module
from pathlib import Path
from types import ModuleType
from urllib.parse import unquote

import nbformat
import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src"
MODULES = [
    ".".join(path.relative_to(SOURCE).with_suffix("").parts).removesuffix(".__init__")
    for path in sorted((SOURCE / "dyadlens").rglob("*.py"))
    if path.name != "__main__.py"
]
PAGES = sorted(
    {
        *ROOT.glob("*.md"),
        *(p for folder in ("docs", "data", "reports", "benchmarks") for p in (ROOT / folder).rglob("*.md")),
        *(p for p in (ROOT / "notebooks").rglob("*") if p.suffix in (".ipynb", ".md")),
    }
    - set((ROOT / "notebooks").rglob(".ipynb_checkpoints/*"))
)
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


def examples(module: ModuleType) -> list[doctest.DocTest]:
    """Return the docstrings of a module that hold examples."""
    return [test for test in doctest.DocTestFinder().find(module) if test.examples]


def failures(test: doctest.DocTest) -> str:
    """Run the examples of one docstring and return the report of those that fail."""
    report: list[str] = []
    doctest.DocTestRunner(optionflags=FLAGS).run(test, out=report.append)
    return "".join(report)


@pytest.mark.parametrize("name", MODULES)
def test_docstring_examples(name, request, tmp_path, monkeypatch):
    monkeypatch.setenv("MPLBACKEND", "agg")
    found = examples(import_module(name))
    # Only the curate step reads raw files; its examples wait for them where they name them.
    source = "".join(example.source for test in found for example in test.examples)
    if name.startswith("dyadlens.sources") and re.search(r"\braw", source, flags=re.IGNORECASE):
        request.getfixturevalue("raw_directory")
    monkeypatch.chdir(tmp_path)
    assert "".join(failures(test) for test in found) == ""


def text_of(page: Path) -> str:
    """Return the Markdown of a page, or of the text cells of a notebook, without code blocks."""
    if page.suffix == ".ipynb":
        cells = nbformat.read(page, as_version=4).cells
        text = "\n\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    else:
        text = page.read_text(encoding="utf-8")
    return re.sub(r"^ *(```|~~~).*?^ *\1", "", text, flags=re.MULTILINE | re.DOTALL)


def targets(text: str) -> list[str]:
    """Return where the links and pictures of a Markdown text lead."""
    text = re.sub(r"`[^`\n]*`", "", text)
    found = re.findall(r"\]\(\s*<?([^)\s>]+)>?(?:\s+[\"'][^)]*)?\)", text)
    found += re.findall(r"^ {0,3}\[[^\]^]+\]:\s*<?([^\s>]+)", text, flags=re.MULTILINE)
    found += re.findall(r"<(?:a|img)\b[^>]*?\b(?:href|src)=[\"']([^\"']+)", text)
    return found


def anchors(text: str) -> set[str]:
    """Return the names that a Markdown page gives to its headings."""
    names: set[str] = set(re.findall(r"\bid=[\"']([^\"']+)", text))
    for title in re.findall(r"^#{1,6} +(.+?)(?: +#+)?$", text, flags=re.MULTILINE):
        plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", title).lower()
        base = re.sub(r"[^\w\- ]", "", plain).replace(" ", "-")
        number = sum(name == base or re.fullmatch(rf"{re.escape(base)}-\d+", name) is not None for name in names)
        names.add(f"{base}-{number}" if number else base)
    return names


def broken(text: str, page: Path, root: Path) -> list[str]:
    """Return the relative links of a page that lead nowhere, or out of the project."""
    found = []
    for target in targets(text):
        if re.match(r"[a-z][a-z0-9+.-]*:|//", target, flags=re.IGNORECASE):
            continue
        path, _, anchor = unquote(target).partition("#")
        end = (page.parent / path).resolve() if path else page
        inside = end.is_relative_to(root) and end.exists()
        named = not anchor or end.suffix != ".md" or (inside and anchor in anchors(text_of(end)))
        if not (inside and named):
            found.append(target)
    return found


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_within_the_project(page):
    assert broken(text_of(page), page, ROOT) == []


def test_decisions_are_numbered_and_listed():
    folder = ROOT / "docs" / "decisions"
    files = sorted(p.name for p in folder.glob("*.md") if p.name != "README.md")
    numbers = [re.match(r"\d{4}(?=-)", name)[0] for name in files]
    assert len(numbers) == len(set(numbers))
    listed = [t for t in targets(text_of(folder / "README.md")) if re.match(r"\d{4}-", t)]
    assert sorted(listed) == files


def test_a_failing_example_is_seen():
    module = ModuleType("sample", ">>> 1 + 1\n3\n")
    assert "Expected:\n    3\nGot:\n    2" in "".join(failures(test) for test in examples(module))


def test_a_broken_link_is_seen(tmp_path):
    page, other = tmp_path / "a.md", tmp_path / "b c.md"
    other.write_text("# The votes: `S` and pi\n\n## Twice\n\n## Twice\n", encoding="utf-8")
    good = "[x](b%20c.md#the-votes-s-and-pi) ![p](<b%20c.md> 't') [y](#here) [z](b%20c.md#twice-1) `[n](no.md)`"
    page.write_text(f"# Here\n\n{good}\n\n```\n[code](none.md)\n```\n[w](https://example.org/none)\n", encoding="utf-8")
    assert broken(text_of(page), page, tmp_path) == []
    bad = "[x](none.md) [y](#there) [z](b%20c.md#thrice) [u](../up.md)\n\n[r]: gone.md\n\n<img src='no.png'>"
    assert broken(bad, page, tmp_path) == [
        "none.md",
        "#there",
        "b%20c.md#thrice",
        "../up.md",
        "gone.md",
        "no.png",
    ]
