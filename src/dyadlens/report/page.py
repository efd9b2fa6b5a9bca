"""Draw one page: a file that stands alone, and is the same each time it is made from the same inputs."""

from __future__ import annotations

import html
from dataclasses import replace
from typing import Any

from nbconvert.exporters import Exporter
from nbformat import NotebookNode
from traitlets import List

from dyadlens.report.body import draw
from dyadlens.report.labels import kicker, page_label, templates
from dyadlens.report.ledger import PageData
from dyadlens.report.markup import plain
from dyadlens.report.plan import Task

SHORT = 12


class PageExporter(Exporter):
    """An nbconvert exporter for pages of reports.

    No preprocessor is run: each would have the whole notebook validated again, and all that a page needs is
    done while its cells are drawn.

    Examples
    --------
    >>> PageExporter().file_extension
    '.html'
    """

    output_mimetype = "text/html"
    file_extension = ".html"
    default_preprocessors = List([])

    def from_notebook_node(
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **options: Any
    ) -> tuple[str, dict[str, Any]]:
        """Draw a notebook.

        Parameters
        ----------
        nb : NotebookNode
            An executed notebook.
        resources : dict, optional
            Under ``"task"``, the :class:`~dyadlens.report.plan.Task` that it was executed for.
        **options
            Passed on.

        Returns
        -------
        page : str
        resources : dict
            Under ``"page"``, the :class:`~dyadlens.report.ledger.PageData`.
        """
        document, resources = super().from_notebook_node(nb, resources, **options)
        task: Task = resources["task"]
        body = draw(document)
        title_html = body.outline.title or html.escape(body.data.title or page_label(task.name))
        title = body.data.title or plain(title_html)
        page = replace(body.data, title=title)
        resources["page"] = page
        text = (
            templates()
            .get_template("page.html.j2")
            .render(
                task=task,
                page=page,
                title_html=title_html,
                body=body,
                kicker=kicker(task.effective),
                digests={
                    "Notebook": task.notebook.digest[:SHORT],
                    "Data": task.inputs.data[:SHORT],
                    "Program": task.inputs.package[:SHORT],
                    "Libraries": task.inputs.lock[:SHORT],
                },
                **neighbours(task),
            )
        )
        return text, resources


def render(document: NotebookNode, task: Task) -> tuple[bytes, PageData]:
    """Draw the page of a task.

    Parameters
    ----------
    document : NotebookNode
        The task's notebook, executed.
    task : Task

    Returns
    -------
    html : bytes
        In UTF-8. It depends on nothing but the arguments.
    page : PageData

    Raises
    ------
    ReportError
        If the notebook shows what a page cannot hold.

    Examples
    --------
    >>> callable(render)
    True
    """
    text, resources = PageExporter().from_notebook_node(document, {"task": task})
    return text.encode(), resources["page"]


def neighbours(task: Task) -> dict[str, str | None]:
    """Return the names of the pages before and after a task's own, None where there is none.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> neighbours(SimpleNamespace(name="b", siblings=("a", "b")))
    {'before': 'a', 'after': None}
    """
    here = task.siblings.index(task.name)
    return {
        "before": task.siblings[here - 1] if here else None,
        "after": task.siblings[here + 1] if here + 1 < len(task.siblings) else None,
    }
