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
    """

    output_mimetype = "text/html"
    file_extension = ".html"
    default_preprocessors = List([])

    def from_notebook_node(
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **options: Any
    ) -> tuple[str, dict[str, Any]]:
        """Draw a notebook."""
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
    """Draw the page of a task."""
    text, resources = PageExporter().from_notebook_node(document, {"task": task})
    return text.encode(), resources["page"]


def neighbours(task: Task) -> dict[str, str | None]:
    """Return the names of the pages before and after a task's own, None where there is none."""
    here = task.siblings.index(task.name)
    return {
        "before": task.siblings[here - 1] if here else None,
        "after": task.siblings[here + 1] if here + 1 < len(task.siblings) else None,
    }
