"""The pages that show how to add things, followed to the letter in a copy of the project.

What to do with a block of code is told by the sentence before it, as it is to a reader: run it, see it fail, write it
to a file, add it to a list, or find it in what the last commands said.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
GUIDES = sorted((ROOT / "docs").glob("add-a-*.md"))
BLOCK = re.compile(r"^```(?:\w+)?\n(.*?)^```$", flags=re.MULTILINE | re.DOTALL)
ACTIONS = (
    ("fails", re.compile(r"\bRun, and see it fail:$")),
    ("runs", re.compile(r"\bRun:$")),
    ("writes", re.compile(r"\bWrite\s+`([^`]+)`:$")),
    ("adds", re.compile(r"\bAdd a line to `(\w+)` in `([^`]+)`:$")),
    ("replaces", re.compile(r"\bIn the test, replace the line that begins with `([^`]+)` by:$")),
    ("said", re.compile(r"\b(?:It|They|The last two) says? among other things:$")),
)


def steps(text: str) -> list[tuple[str, tuple[str, ...], str]]:
    """Return what a page asks for: the kind of step, what the sentence names, and the block."""
    found, at = [], 0
    for block in BLOCK.finditer(text):
        before = text[at : block.start()].strip()
        at = block.end()
        kind, match = next(((k, m) for k, rule in ACTIONS if (m := rule.search(before))), (None, None))
        assert kind, f"nothing says what to do with the block after: ...{before[-90:]}"
        found.append((kind, match.groups(), block[1]))
    return found


class Reader:
    """Who follows a page in a copy of the project."""

    def __init__(self, root: Path) -> None:
        self.root, self.said, self.test = root, "", None
        self.environment = {
            **os.environ,
            "PYTHONPATH": str(root / "src"),
            "DYADLENS_CACHE": str(root.parent / "cache"),
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "COLUMNS": "200",
        }
        self.environment.pop("DYADLENS_DATA", None)

    def run(self, commands: str, *, well: bool) -> None:
        self.said = ""
        for command in commands.splitlines():
            done = subprocess.run(
                command.split(),
                cwd=self.root,
                env=self.environment,
                capture_output=True,
                text=True,
                check=False,
                timeout=300,
            )
            self.said += done.stdout + done.stderr
            assert (done.returncode == 0) == well, f"{command}\n{self.said}"

    def follow(self, kind: str, named: tuple[str, ...], block: str) -> None:
        if kind in ("runs", "fails"):
            self.run(block, well=kind == "runs")
        elif kind == "writes":
            path = self.root / named[0]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block, encoding="utf-8")
        elif kind == "adds":
            name, file = named
            text = (self.root / file).read_text(encoding="utf-8")
            new, count = re.subn(rf"(^{name}\b[^\n]*\(\n.*?)^\)$", rf"\1    {block})", text, flags=re.M | re.S)
            assert count == 1, f"{file} has no list {name}"
            (self.root / file).write_text(new, encoding="utf-8")
        elif kind == "replaces":
            test = self.root / re.search(r"tests/\S+\.py", self.said)[0]
            lines = test.read_text(encoding="utf-8").splitlines(keepends=True)
            kept = [block if line.startswith(named[0]) else line for line in lines if "FILL IN: a pair" not in line]
            assert kept != lines
            test.write_text("".join(kept), encoding="utf-8")
        else:
            missing = [line for line in block.splitlines() if line not in self.said]
            assert missing == [], self.said


@pytest.fixture
def reader(tmp_path):
    root = tmp_path / "project"
    skip = shutil.ignore_patterns("__pycache__", ".*")
    for name in ("src", "notebooks", "data", "tests/measures", "tests/sources"):
        shutil.copytree(ROOT / name, root / name, ignore=skip)
    shutil.copy(ROOT / "pyproject.toml", root)
    shutil.copy(ROOT / "tests" / "conftest.py", root / "tests")
    return Reader(root)


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.stem)
def test_a_guide_keeps_its_promise(guide, reader):
    where = "import dyadlens, sys; sys.exit(not dyadlens.__file__.startswith(sys.argv[1]))"
    own = [sys.executable, "-c", where, str(reader.root)]
    assert subprocess.run(own, env=reader.environment, check=False).returncode == 0, "not the copy is imported"
    for step in steps(guide.read_text(encoding="utf-8")):
        reader.follow(*step)


def test_every_guide_is_linked_from_the_page_for_contributors():
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert len(GUIDES) == 3
    assert [guide.name for guide in GUIDES if f"docs/{guide.name}" not in text] == []


def test_a_block_without_a_sentence_that_says_what_to_do_is_a_fault():
    assert steps("Run:\n\n```\nls\n```\n") == [("runs", (), "ls\n")]
    assert steps("Then. Write `a/b.csv`:\n\n```\nx\n```\n") == [("writes", ("a/b.csv",), "x\n")]
    with pytest.raises(AssertionError, match="nothing says"):
        steps("Consider:\n\n```\nls\n```\n")


def test_a_promise_that_is_not_kept_is_seen(reader):
    with pytest.raises(AssertionError):
        reader.follow("runs", (), "dyadlens data show no_such_table\n")
    reader.follow("runs", (), "dyadlens --version\n")
    reader.follow("said", (), "dyadlens 0\n")
    with pytest.raises(AssertionError):
        reader.follow("said", (), "something else\n")
