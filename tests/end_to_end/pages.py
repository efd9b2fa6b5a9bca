"""The real notebooks run over a few pairs, once in a run of the tests, for all who look at the pages."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from filelock import FileLock

ROOT = Path(__file__).resolve().parents[2]
COMMAND = Path(sys.executable).parent / "dyadlens"
AS_OF = "2018-05"
HINDCAST = f"PAK-RUS@{AS_OF}"
NOTEBOOKS = tuple(sorted(p.stem for p in (ROOT / "notebooks").glob("*.ipynb") if not p.stem.startswith("explore")))
# All pages of a pair with a case and of one that the sources hardly cover; of the others those that differ in kind.
PAGES = {
    "PAK-RUS": NOTEBOOKS,
    "PLW-TUV": NOTEBOOKS,
    HINDCAST: ("02-votes", "03-arms", "09-convergence-and-caution", "11-verdicts", "brief"),
    "IND-USA": ("03-arms", "brief"),
    "DEU-FRA": ("03-arms", "brief"),
}
KEYS = [(folder, name) for folder, names in PAGES.items() for name in names]


def report(out: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command that makes pages."""
    return subprocess.run(
        [COMMAND, "report", "--out", out, "--workers", "2", *arguments],
        capture_output=True,
        text=True,
        env={**os.environ, "CI": "1"},
        timeout=3000,
        check=False,
    )


@dataclass(frozen=True)
class Page:
    """A page that was made."""

    path: Path

    @cached_property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def light(self) -> str:
        """The page with its pictures emptied, which are most of its bytes."""
        return re.sub(r"(data:image/[a-z+]+)[,;][^\s\"']*", r"\1,", self.text)

    @cached_property
    def tree(self) -> BeautifulSoup:
        return BeautifulSoup(self.light, "lxml")

    @cached_property
    def words(self) -> str:
        """The text that a reader sees, folded parts too, code not."""
        tree = BeautifulSoup(self.light, "lxml")
        for hidden in tree(["script", "style", "code", "pre", "head"]):
            hidden.decompose()
        return " ".join(tree.get_text(" ").split())


@dataclass(frozen=True)
class Pages:
    """All pages of one run of the tests."""

    out: Path

    @cached_property
    def _made(self) -> dict[tuple[str, str], Page]:
        return {key: Page(self.out / key[0] / f"{key[1]}.html") for key in KEYS}

    def __getitem__(self, key: tuple[str, str]) -> Page:
        return self._made[key]

    @cached_property
    def index(self) -> Page:
        return Page(self.out / "index.html")


def real_pages(factory: pytest.TempPathFactory) -> Pages:
    """Make all pages, or return those that this run of the tests has made already, in this process or another."""
    shared = factory.getbasetemp()
    # Processes of one run have folders side by side.
    folder = (shared.parent if "PYTEST_XDIST_WORKER" in os.environ else shared) / "real-pages"
    with FileLock(folder.with_suffix(".lock")):
        if not folder.with_suffix(".done").exists():
            for names in dict.fromkeys(PAGES.values()):
                folders = [name for name, wanted in PAGES.items() if wanted == names]
                chosen = [word for name in folders for word in ("--pair", name.partition("@")[0])]
                chosen += [word for name in names for word in ("--notebook", name)]
                chosen += ["--as-of", AS_OF] if HINDCAST in folders else []
                done = report(folder, *chosen)
                assert done.returncode == 0, done.stderr[-2000:]
            folder.with_suffix(".done").touch()
    return Pages(folder)
