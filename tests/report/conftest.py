"""Small notebooks for the report engine, and a reader of the pages that it makes."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from dyadlens.report.notebook import notebooks_in
from dyadlens.report.plan import RunInputs, plan
from dyadlens.report.run import run_tasks

PARAMETERS = 'pair = "AAA-BBB"\nthird = ["CCC"]\nstart = 1991\nend = 2024\nas_of = None'
PICTURE = """
import struct, zlib
from IPython.display import HTML, Image, display
def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1600, 40, 8, 0, 0, 0, 0))
rows = chunk(b"IDAT", zlib.compress((b"\\0" + b"\\x99" * 1600) * 40))
png = b"\\x89PNG\\r\\n\\x1a\\n" + head + rows + chunk(b"IEND", b"")
display(Image(data=png), metadata={"image/png": {"alt": "A grey bar, 1991 to 2024"}})
display(Image(data=png))
display(HTML("<table><thead><tr><th>" + "</th><th>".join(f"A wide column {i}" for i in range(20))
    + "</th></tr></thead><tbody><tr><th>x</th>" + "<td>1</td>" * 19 + "</tr></tbody></table>"))
"""
SAYS = """
from IPython.display import Markdown, display
import sys, warnings
print("printed"); print("complaint", file=sys.stderr); warnings.warn("a warning")
display(Markdown(f"The pair is **{pair}**, not <script>alert(1)</script>."))
display({"application/vnd.dyadlens.page+json": {"title": "A title & more", "headline": f"{pair} <b>stands</b> still.",
    "facts": {"Zeal": "7", "Calm": "12"}, "sources": ["Source (2020). https://example.org/a"]}}, raw=True)
object()
"""


def _write(folder: Path, name: str, *cells: str, parameters: str | None = PARAMETERS) -> Path:
    """Write a notebook; a cell that begins with # and a space is prose."""
    made = [new_markdown_cell(c) if c.startswith("# ") else new_code_cell(c) for c in cells]
    if parameters is not None:
        made.insert(1, new_code_cell(parameters, metadata={"tags": ["parameters"]}))
    for number, cell in enumerate(made):
        cell["id"] = f"cell-{number}"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.ipynb"
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(new_notebook(cells=made, metadata={"kernelspec": kernel}), path)
    return path


@pytest.fixture(scope="session")
def write_notebook():
    return _write


@pytest.fixture(scope="session")
def inputs():
    return RunInputs(package="p" * 64, data="d" * 64, lock="l" * 64, version="0.0")


@pytest.fixture(scope="session")
def tasks_of(inputs):
    def tasks(folder: Path, *parameter_sets: dict, **changes):
        return plan(notebooks_in(folder), parameter_sets or [{"pair": "AAA-BBB"}], changes.get("inputs", inputs))

    return tasks


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sample")
    prose = "# The *question* & its answer\n\nA first paragraph.\n\n#### Too deep\n\n# A second title\n\n## Part"
    _write(folder, "brief", prose, PICTURE, SAYS)
    _write(folder, "01-plain", "# Plain", "pair, start, end, as_of")
    return folder


@pytest.fixture(scope="session")
def sample_out(sample_folder, tasks_of, tmp_path_factory):
    """Two notebooks over two sets of parameters, made by two workers at once."""
    out = tmp_path_factory.mktemp("out")
    outcomes = run_tasks(
        tasks_of(sample_folder, {"pair": "AAA-BBB"}, {"pair": "CCC-DDD", "as_of": "2018-05"}), out, workers=2
    )
    assert [o.status for o in outcomes] == ["made"] * 4, [o.message for o in outcomes]
    return out


class PageFacts(HTMLParser):
    """What tests ask of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data + " "

    def all(self, *names: str) -> list[dict[str, str | None]]:
        return [attrs for tag, attrs in self.tags if tag in names]

    def headings(self) -> list[int]:
        return [int(tag[1]) for tag, _ in self.tags if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit()]


@pytest.fixture(scope="session")
def read_page():
    return lambda path: PageFacts(Path(path).read_text(encoding="utf-8"))
