"""Draw one page: a file that stands alone, and is the same each time it is made from the same inputs."""

from __future__ import annotations

import base64
import html
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cache
from typing import Any

from nbconvert.exporters import TemplateExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook, new_output
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer
from traitlets import List
from traitlets.config import Config

from dyadlens.report.labels import TEMPLATES, kicker, page_label, templates
from dyadlens.report.ledger import PageData
from dyadlens.report.markup import clean, settle_page, stable_text, text_of
from dyadlens.report.notebook import INJECTED_TAG, NOTEBOOK_ONLY_TAG, PARAMETERS_TAG, tags
from dyadlens.report.plan import Task

PAGE_TYPE = "application/vnd.dyadlens.page+json"
# The richest form first. A widget does nothing without a kernel, and its plain text names a class.
SHOWN_TYPES = ("text/html", "text/markdown", "image/svg+xml", "image/png", "image/jpeg", "text/plain")
WIDGET_TYPE = "application/vnd.jupyter.widget-view+json"

_SHORT = 12  # digits of a hash that tell it from others


class PageExporter(TemplateExporter):
    """Draws the cells of a notebook as the body of a page, with the template in `templates/cells`.

    No preprocessor is run, since each would have the whole notebook validated again.
    """

    output_mimetype = "text/html"
    default_preprocessors = List([])

    def __init__(self, **options: Any) -> None:
        """Take the template from this package."""
        own = {"template_name": "cells", "template_file": "index.html.j2", "extra_template_basedirs": [str(TEMPLATES)]}
        super().__init__(**own, **options)

    @property
    def default_config(self) -> Config:
        """Which form of an output is shown, and no preprocessor."""
        return Config({"NbConvertBase": {"display_data_priority": list(SHOWN_TYPES)}})

    def default_filters(self) -> Iterator[tuple[str, Callable[..., str]]]:
        """Add what the template asks for."""
        yield from super().default_filters()
        yield "alternative", lambda metadata, kind: str(metadata.get(kind, {}).get("alt") or metadata.get("alt") or "")
        yield "clean", clean
        yield "highlight", lambda code: highlight(code.strip(), PythonLexer(), HtmlFormatter(nowrap=True)).rstrip("\n")
        yield "in_base64", lambda content, kind: _base64("".join(content), kind)
        yield "prose", lambda source: _markdown(source, trusted=True)
        yield "prose_of_data", lambda source: _markdown(source, trusted=False)
        yield "stable", stable_text


def render_page(document: NotebookNode, task: Task) -> tuple[bytes, PageData]:
    """Draw the page of a task from its executed notebook."""
    body = settle_page(drawn(document))
    page = page_data(document)
    title_html = body.title or html.escape(page.title or page_label(task.name))
    page = replace(page, title=page.title or text_of(title_html))
    here = task.siblings.index(task.name)
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
                "Notebook": task.notebook.digest[:_SHORT],
                "Data": task.inputs.data[:_SHORT],
                "Program": task.inputs.package[:_SHORT],
                "Libraries": task.inputs.lock[:_SHORT],
            },
            before=task.siblings[here - 1] if here else None,
            after=task.siblings[here + 1] if here + 1 < len(task.siblings) else None,
        )
    )
    return text.encode(), page


def drawn(document: NotebookNode) -> str:
    """Draw the cells of a notebook, not yet in order."""
    return str(_exporter().from_notebook_node(_on_the_page(document))[0])


_exporter = cache(PageExporter)


def page_data(document: NotebookNode) -> PageData:
    """Merge what a notebook said of its page; what comes later wins, sources add up."""
    page = PageData()
    for output in (output for cell in document.cells for output in cell.get("outputs", [])):
        said = output.get("data", {}).get(PAGE_TYPE)
        if isinstance(said, dict):
            page = PageData(
                title=str(said.get("title") or page.title),
                headline=" ".join(str(said.get("headline") or page.headline).split()),
                about=str(said.get("about") or page.about),
                facts={**page.facts, **{str(k): str(v) for k, v in (said.get("facts") or {}).items()}},
                sources=list(dict.fromkeys([*page.sources, *map(str, said.get("sources") or [])])),
            )
    return page


def _on_the_page(document: NotebookNode) -> NotebookNode:
    """Return a notebook with what a page shows: prose, outputs, and under each the code that led to it."""
    cells: list[NotebookNode] = []
    code: list[tuple[int, str]] = []

    def show(outputs: list[NotebookNode]) -> None:
        if outputs or code:
            cells.append(new_code_cell(outputs=outputs, metadata={"code": code.copy()}))
            code.clear()

    for number, cell in enumerate(document.cells, start=1):
        if NOTEBOOK_ONLY_TAG in tags(cell):
            continue
        if cell.cell_type == "markdown":
            show([])
            cells.append(cell)
        elif cell.cell_type == "code":
            if cell.source.strip() and not {PARAMETERS_TAG, INJECTED_TAG} & set(tags(cell)):
                code.append((number, cell.source))
            if shown := _shown(cell.outputs):
                show(shown)
    show([])
    return new_notebook(cells=cells)


def _shown(outputs: Iterable[NotebookNode]) -> list[NotebookNode]:
    """Return the outputs that a page shows; what was printed in pieces is put together."""
    shown: list[NotebookNode] = []
    for output in outputs:
        if output.output_type == "stream":
            if output.name == "stdout" and shown and shown[-1].output_type == "stream":
                shown[-1].text += output.text
            elif output.name == "stdout":
                shown.append(new_output("stream", name="stdout", text=output.text))
        elif output.output_type == "error":
            shown.append(output)
        else:
            types = [kind for kind in SHOWN_TYPES if kind in output.data]
            if types and PAGE_TYPE not in output.data and not (WIDGET_TYPE in output.data and types == ["text/plain"]):
                shown.append(new_output("display_data", data=output.data, metadata=output.get("metadata", {})))
    return [output for output in shown if output.output_type != "stream" or output.text.strip()]


def _base64(content: str, kind: str) -> str:
    """Return a picture as its address holds it; all but SVG came so."""
    return base64.b64encode(content.encode()).decode() if kind == "image/svg+xml" else "".join(content.split())


def _markdown(source: str, *, trusted: bool) -> str:
    """Render Markdown; HTML in it stands if it is the notebook's own prose, and is text if data gave it."""
    renderer = IPythonRenderer(escape=not trusted, exclude_anchor_links=True, allow_harmful_protocols=False)
    return clean(MarkdownWithMath(renderer=renderer).render(source).strip())
