"""The ledger of an output folder: which page was made from what, and the only place that writes pages."""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import json
import os
import tempfile
from collections.abc import Container
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from dyadlens.errors import BadParameter
from dyadlens.report.plan import Task

_counter = itertools.count()


@dataclass(frozen=True)
class PageData:
    """What a page says of itself, for its head and for the index."""

    title: str = ""
    headline: str = ""
    about: str = ""
    facts: dict[str, str] = field(default_factory=dict)
    sources: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Record:
    """One page that was made."""

    folder: str
    name: str
    key: str
    sha256: str
    parameters: dict[str, Any]
    page: PageData


class Ledger:
    """The records of one output folder, one small file a page so that two runs do not overwrite each other."""

    def __init__(self, out: Path) -> None:
        self.out = out
        self._records = out / ".ledger"
        self._aside = self._records / ".writing"

    def open(self) -> None:
        """Make the folder, and see that it can be written to before anything runs for the sake of it."""
        try:
            self._aside.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=self._aside):
                pass
        except OSError as error:
            taken = isinstance(error, FileExistsError | NotADirectoryError)
            why = "it is not a folder" if taken else f"nothing can be made there ({error.strerror})"
            raise BadParameter(f"cannot write reports to {self.out}: {why}") from None

    def page_path(self, folder: str, name: str) -> Path:
        """Return where a page lies."""
        return self.out / folder / f"{name}.html"

    def records(self) -> list[Record]:
        """Return the records of all pages that exist, ordered by folder and name."""
        found = map(_read_record, sorted(self._records.glob("*/*.json")))
        return [r for r in found if r is not None and self.page_path(r.folder, r.name).is_file()]

    def present(self, known: Container[str]) -> dict[str, list[str]]:
        """Return the names of each folder's pages, as far as their notebook is still among those known."""
        names: dict[str, list[str]] = {}
        for record in self.records():
            if record.name in known:
                names.setdefault(record.folder, []).append(record.name)
        return names

    def is_current(self, task: Task) -> bool:
        """Tell whether the page of a task exists as recorded and was made from the same inputs."""
        record, page = _read_record(self._record_path(task)), self.page_path(task.folder, task.name)
        if record is None or record.key != task.key or not page.is_file():
            return False
        return hashlib.sha256(page.read_bytes()).hexdigest() == record.sha256

    def publish(self, task: Task, html: bytes, page: PageData) -> Path:
        """Put a page in place, then its record; return where the page lies.

        In this order, a run killed in between leaves a page whose hash is not the recorded one: it is made
        again. The other way round would leave a record that vouches for an old page.
        """
        digest = hashlib.sha256(html).hexdigest()
        record = Record(task.folder, task.name, task.key, digest, task.effective, page)
        path = self.page_path(task.folder, task.name)
        self.write(path, html)
        self.write(self._record_path(task), (json.dumps(asdict(record), ensure_ascii=False, indent=1) + "\n").encode())
        failed = self._failed_path(task)
        failed.unlink(missing_ok=True)
        # Only an empty folder can be removed so, which is what is wanted.
        with contextlib.suppress(OSError):
            failed.parent.rmdir()
            failed.parent.parent.rmdir()
        return path

    def keep_failure(self, task: Task, executed: Path) -> Path | None:
        """Keep the notebook of a failed run; the page that was there stays."""
        if not executed.is_file():
            return None
        kept = self._failed_path(task)
        self.write(kept, executed.read_bytes())
        return kept

    def write(self, path: Path, content: bytes) -> None:
        """Write a file so that at any moment either the old or the new one is there."""
        self._aside.mkdir(parents=True, exist_ok=True)
        aside = self._aside / f"{os.getpid()}-{next(_counter)}"
        aside.write_bytes(content)
        path.parent.mkdir(parents=True, exist_ok=True)
        aside.replace(path)

    def sweep(self) -> None:
        """Remove what processes that are no more left aside."""
        for aside in self._aside.glob("*-*"):
            if not _alive(int(aside.name.split("-")[0])):
                aside.unlink(missing_ok=True)

    def _record_path(self, task: Task) -> Path:
        return self._records / task.folder / f"{task.name}.json"

    def _failed_path(self, task: Task) -> Path:
        return self.out / "failed" / task.folder / f"{task.name}.ipynb"


def _read_record(path: Path) -> Record | None:
    """Read a record; one that is missing or damaged is as good as none, the page is then made again."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return Record(**{**content, "page": PageData(**content["page"])})
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except OSError as error:
        return isinstance(error, PermissionError)
    return True
