"""A browser for tests, and what it must find on every page."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
WIDTHS = (1280, 390)


@pytest.fixture(scope="session")
def browser():
    """A Chromium of this machine; in CI its absence is a failure and not a reason to skip."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        said = f"no browser: none of {', '.join(BROWSERS)} is on the path"
        (pytest.fail if os.environ.get("CI", "").lower() in {"1", "true"} else pytest.skip)(said)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield running
        running.close()


UNNAMED = "Array.from(document.images).filter((i) => !i.alt.trim()).map((i) => i.outerHTML.slice(0, 80))"
NOT_DRAWN = "Array.from(document.images).filter((i) => !i.naturalWidth).map((i) => i.alt)"
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
UNFOLD = "document.querySelectorAll('details').forEach((d) => { d.open = true; })"


def _check_page(browser, path: Path) -> list[str]:
    """Return what is wrong with a page, at the width of a desk and of a phone."""
    return [fault for width in WIDTHS for fault in _faults(browser, Path(path).resolve().as_uri(), width)]


def _faults(browser, own: str, width: int) -> list[str]:
    wrong: list[str] = []
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.on("console", lambda m: m.type in {"error", "warning"} and wrong.append(f"console: {m.text}"))
    page.on("pageerror", lambda error: wrong.append(f"script: {error}"))
    page.on("request", lambda r: r.url.startswith(("data:", own)) or wrong.append(f"request to {r.url}"))
    page.goto(own)
    for state in ("folded", "unfolded"):
        over = page.evaluate(OVERFLOW)
        if over > 0:
            wrong.append(f"{state} at {width}: the page scrolls sideways by {over} pixels")
        page.evaluate(UNFOLD)
    wrong += [f"no alternative text: {tag}" for tag in page.evaluate(UNNAMED)]
    wrong += [f"not drawn: {name}" for name in page.evaluate(NOT_DRAWN)]
    titles = page.locator("h1").count()
    if titles != 1:
        wrong.append(f"{titles} headings of level 1")
    page.close()
    return wrong


@pytest.fixture(scope="session")
def check_page():
    return _check_page


@pytest.fixture(scope="session")
def sample_pages(tmp_path_factory):
    """The pages of one small notebook with a wide table, a wide picture, code and printed text."""
    import nbformat
    from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

    from dyadlens.report.notebook import notebooks_in
    from dyadlens.report.plan import RunInputs, plan
    from dyadlens.report.run import run_tasks

    folder, out = tmp_path_factory.mktemp("notebooks"), tmp_path_factory.mktemp("pages")
    shows = (
        "import io\nimport matplotlib.pyplot as plt\nimport pandas as pd\nfrom IPython.display import Image, display\n"
        "figure, axes = plt.subplots(figsize=(12, 3))\naxes.plot([1, 2, 3])\nfile = io.BytesIO()\n"
        "figure.savefig(file)\nplt.close(figure)\n"
        "display(Image(data=file.getvalue()), metadata={'image/png': {'alt': 'A rising line'}})\n"
        "print('printed ' * 60)\n"
        "display({'application/vnd.dyadlens.page+json': {'headline': f'{pair} rises', "
        "'facts': {'Rank': str(len(end) if isinstance(end, str) else end - 2000)}}}, raw=True)\n"
        "pd.DataFrame([[0] * 24], columns=[f'column {i}' for i in range(24)])"
    )
    cells = [
        new_markdown_cell("# A sample\n\nWith a [link](https://example.org/" + "long" * 40 + ").\n\n## Part"),
        new_code_cell('pair = "AAA-BBB"\nend = 2024', metadata={"tags": ["parameters"]}),
        new_code_cell(shows),
    ]
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}"
    nbformat.write(new_notebook(cells=cells), folder / "brief.ipynb")
    sets = [{"pair": "AAA-BBB"}, {"pair": "CCC-DDD", "end": 2005}, {"pair": "EEE-FFF", "end": 2100}]
    tasks = plan(notebooks_in(folder), sets, RunInputs("p", "d", "l", "0"))
    outcomes = run_tasks(tasks, out, workers=2)
    assert [o.status for o in outcomes] == ["made"] * 3, [o.message for o in outcomes]
    return out
