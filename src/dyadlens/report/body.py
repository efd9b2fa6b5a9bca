"""Draw the cells of an executed notebook as the body of a page."""

from __future__ import annotations

import base64
import html
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbformat import NotebookNode
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from dyadlens.report.ledger import PageData
from dyadlens.report.markup import Outline, Tidier, settled_text
from dyadlens.report.notebook import INJECTED_TAG, NOTEBOOK_ONLY_TAG, PARAMETERS_TAG, tags

PAGE_TYPE = "application/vnd.dyadlens.page+json"
WIDGET_TYPE = "application/vnd.jupyter.widget-view+json"
PICTURE_TYPES = ("image/svg+xml", "image/png", "image/jpeg")


@dataclass
class Body:
    """The drawn cells of one notebook."""

    opening: str = ""
    sections: str = ""
    outline: Outline = field(default_factory=Outline)
    data: PageData = field(default_factory=PageData)


def draw(document: NotebookNode) -> Body:
    """Draw a notebook's cells."""
    tidier, outline = Tidier(), Outline()
    parts, pending = [], []
    for number, cell in enumerate(document.cells, start=1):
        if NOTEBOOK_ONLY_TAG in tags(cell):
            continue
        if cell.cell_type == "code":
            if cell.source.strip() and not {PARAMETERS_TAG, INJECTED_TAG} & set(tags(cell)):
                pending.append((number, cell.source))
            drawn = "".join(_outputs(cell.outputs, tidier))
            if drawn:
                parts.extend([f'<div class="output">{drawn}</div>', _code(pending)])
                pending = []
        elif cell.cell_type == "markdown":
            parts.append(_code(pending))
            pending = []
            parts.append(f'<div class="prose">{tidier.tidy(_markdown(cell.source, trusted=True))}</div>')
    parts.append(_code(pending))
    opening, sections = [], []
    for part in filter(None, parts):
        settled = outline.settle(part)
        (sections if outline.sections else opening).append(settled)
    return Body("\n".join(opening), "\n".join(sections), outline, page_data(document))


def page_data(document: NotebookNode) -> PageData:
    """Merge what a notebook said of its page; what comes later wins, sources add up."""
    title = headline = about = ""
    facts: dict[str, str] = {}
    sources: dict[str, None] = {}
    for cell in document.cells:
        for output in cell.get("outputs", []):
            said = output.get("data", {}).get(PAGE_TYPE)
            if isinstance(said, dict):
                title = str(said.get("title") or title)
                headline = " ".join(str(said.get("headline") or headline).split())
                about = str(said.get("about") or about)
                facts.update({str(k): str(v) for k, v in (said.get("facts") or {}).items()})
                sources.update(dict.fromkeys(map(str, said.get("sources") or [])))
    return PageData(title, headline, about, facts, list(sources))


def _outputs(outputs: Iterable[NotebookNode], tidier: Tidier) -> Iterator[str]:
    """Draw outputs; what was printed in pieces is put together, since where it breaks is chance."""
    printed = ""
    for output in outputs:
        if output.output_type == "stream":
            printed += output.text if output.name == "stdout" else ""
            continue
        if printed:
            yield _pre(printed)
            printed = ""
        if output.output_type == "error":
            yield _pre("\n".join(output.traceback))
        else:
            yield _display(output, tidier)
    if printed.strip():
        yield _pre(printed)


def _display(output: NotebookNode, tidier: Tidier) -> str:
    """Draw the richest form of an output that a page can hold."""
    data = output.data
    if PAGE_TYPE in data:
        return ""
    if "text/html" in data:
        return tidier.tidy(settled_text(data["text/html"]))
    if "text/markdown" in data:
        drawn = _markdown(settled_text(data["text/markdown"]), trusted=False)
        return f'<div class="prose">{tidier.tidy(drawn)}</div>'
    for kind in PICTURE_TYPES:
        if kind in data:
            return _picture(kind, data[kind], output.get("metadata", {}), tidier)
    # A widget does nothing without a kernel, and its plain text names a class.
    if WIDGET_TYPE in data or "text/plain" not in data:
        return ""
    return _pre(data["text/plain"])


def _picture(kind: str, content: Any, metadata: dict[str, Any], tidier: Tidier) -> str:
    alternative = tidier.alternative(str(metadata.get(kind, {}).get("alt") or metadata.get("alt") or ""))
    if kind == "image/svg+xml":
        content = base64.b64encode("".join(content).encode()).decode()
    source = "".join("".join(content).split())
    return f'<figure><img src="data:{kind};base64,{source}" alt="{html.escape(alternative)}"></figure>'


def _markdown(source: str, *, trusted: bool) -> str:
    """Render Markdown; HTML in it stands if it is the notebook's own prose, and is text if data gave it."""
    renderer = IPythonRenderer(escape=not trusted, exclude_anchor_links=True, allow_harmful_protocols=False)
    return MarkdownWithMath(renderer=renderer).render(source).strip()


def _code(cells: list[tuple[int, str]]) -> str:
    """Fold cells of code that follow each other into one."""
    if not cells:
        return ""
    blocks = "".join(f"<pre><code>{_highlight(source)}</code></pre>" for _, source in cells)
    first, last = cells[0][0], cells[-1][0]
    which = f"cell {first}" if first == last else f"cells {first} to {last}"
    return (
        f'<details class="code"><summary>Show the code <span class="unseen">of {which}</span></summary>'
        f'<div class="blocks" tabindex="0" role="region" aria-label="Code of {which}">{blocks}</div></details>'
    )


def _highlight(source: str) -> str:
    return highlight(source.strip(), PythonLexer(), HtmlFormatter(nowrap=True)).rstrip("\n")


def _pre(text: str) -> str:
    shown = html.escape(settled_text(text).strip("\n"), quote=False)
    return f'<pre class="printed" tabindex="0" role="region" aria-label="Printed result">{shown}</pre>'
