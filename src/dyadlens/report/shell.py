"""An IPython shell that runs a notebook's cells in this process and keeps what they show as nbformat outputs."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from nbformat import NotebookNode
from nbformat.v4 import new_output
from traitlets import Type
from traitlets.config import Config


class CellError(Exception):
    """A cell raised an error; its message is one line."""


class Outputs:
    """What the running cell has shown so far."""

    def __init__(self) -> None:
        self.shown: list[NotebookNode] = []
        self._by_id: dict[str, list[NotebookNode]] = {}
        self._clear_next = False

    def add(self, output: NotebookNode) -> None:
        """Show one more output."""
        if self._clear_next:
            self.clear(wait=False)
        self.shown.append(output)

    def stream(self, name: str, text: str) -> None:
        """Add printed text to what was printed just before, since where prints break is chance."""
        if not self._clear_next and self.shown and self.shown[-1].get("name") == name:
            self.shown[-1].text += text
        elif text:
            self.add(new_output("stream", name=name, text=text))

    def display(self, data: dict[str, Any], metadata: dict[str, Any], display_id: str | None, update: bool) -> None:
        """Show a bundle, or put it in place of those shown under its id before, in whatever cell."""
        if update:
            for node in self._by_id.get(display_id or "", []):
                node.update(data=data, metadata=metadata)
            return
        output = new_output("display_data", data=data, metadata=metadata)
        if display_id:
            self._by_id.setdefault(display_id, []).append(output)
        self.add(output)

    def clear(self, wait: bool) -> None:
        """Show nothing any more, at once or as soon as there is something else to show."""
        self._clear_next = wait
        if not wait:
            self.shown.clear()


class _Stream(io.TextIOBase):
    """Standard output or error of the cells."""

    encoding = "utf-8"

    def __init__(self, outputs: Outputs, name: str) -> None:
        self._outputs = outputs
        self._name = name

    def writable(self) -> bool:
        return True

    def write(self, text: str, /) -> int:
        self._outputs.stream(self._name, text)
        return len(text)


class _Publisher(DisplayPublisher):
    def publish(
        self,
        data: dict[str, Any],
        metadata: dict[str, Any] | None = None,
        *_: object,
        transient: dict[str, Any] | None = None,
        update: bool = False,
        **__: object,
    ) -> None:
        self.shell.outputs.display(data, metadata or {}, (transient or {}).get("display_id"), update)

    def clear_output(self, wait: bool = False) -> None:
        self.shell.outputs.clear(wait)


class _Hook(DisplayHook):
    def write_output_prompt(self) -> None:
        """Leave out the prompt of a terminal."""

    def write_format_data(self, format_dict: dict[str, Any], md_dict: dict[str, Any] | None = None) -> None:
        count = self.shell.execution_count
        self.shell.outputs.add(
            new_output("execute_result", data=format_dict, metadata=md_dict or {}, execution_count=count)
        )

    def finish_displayhook(self) -> None:
        """Leave out the line break of a terminal."""


class PageShell(InteractiveShell):
    """Runs the cells of one notebook; the user's IPython profile and history have no part in it."""

    display_pub_class = Type(_Publisher)
    displayhook_class = Type(_Hook)
    # Piped, so that what `!command` prints is an output of the cell.
    system = InteractiveShell.system_piped

    def __init__(self, **options: Any) -> None:
        self.outputs = Outputs()
        super().__init__(config=Config({"HistoryManager": {"enabled": False}}), **options)

    def run(self, cell: NotebookNode) -> None:
        """Run a code cell and set its outputs and count."""
        cell.outputs = self.outputs.shown = []
        cell.execution_count = self.execution_count
        with self._streams():
            result = self.run_cell(cell.source, store_history=True)
        error = result.error_before_exec or result.error_in_exec
        if error is not None:
            raise CellError(f"{type(error).__name__}: {error}")

    @contextmanager
    def _streams(self) -> Iterator[None]:
        before = sys.stdout, sys.stderr
        sys.stdout, sys.stderr = _Stream(self.outputs, "stdout"), _Stream(self.outputs, "stderr")
        try:
            yield
        finally:
            sys.stdout, sys.stderr = before

    def ask_exit(self) -> None:
        """End the notebook early, which leaves it undone."""
        raise SystemExit

    def _showtraceback(self, etype: type[BaseException], evalue: BaseException, stb: list[str]) -> None:
        self.outputs.add(new_output("error", ename=etype.__name__, evalue=str(evalue), traceback=stb))
