"""The default brief in a real JupyterLab: amounts in dollars stay text, nothing is set as mathematics."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat.sign import NotebookNotary
from nbformat.v4 import new_code_cell

pytestmark = [pytest.mark.browser, pytest.mark.slow]

BRIEF = Path(__file__).resolve().parents[2] / "notebooks" / "brief.ipynb"
PATIENCE = 120  # seconds until the server must have answered: a limit, not a measure of speed
CONTROL = "from IPython.display import HTML\nHTML('<p id=\"control\">US$ 1 and US$ 2</p>')"


@pytest.fixture(scope="module")
def notebook(tmp_path_factory, monkeypatch_module) -> Path:
    """The brief of the default pair, run, with a last output that is not protected."""
    folder = tmp_path_factory.mktemp("lab")
    (folder / "data").mkdir()
    monkeypatch_module.setenv("JUPYTER_DATA_DIR", str(folder / "data"))
    monkeypatch_module.setenv("JUPYTER_CONFIG_DIR", str(folder / "config"))
    made = nbformat.read(BRIEF, as_version=4)
    made.cells.append(new_code_cell(CONTROL))
    NotebookClient(made, timeout=600).execute()
    NotebookNotary(data_dir=str(folder / "data")).sign(made)
    nbformat.write(made, folder / "brief.ipynb")
    return folder / "brief.ipynb"


@pytest.fixture(scope="module")
def monkeypatch_module() -> Iterator[pytest.MonkeyPatch]:
    with pytest.MonkeyPatch.context() as patch:
        yield patch


@pytest.fixture(scope="module")
def address(notebook) -> Iterator[str]:
    """A JupyterLab that serves the notebook."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", f"--ServerApp.port={port}"]
    command += ["--IdentityProvider.token=", "--ServerApp.port_retries=0", "--LabApp.news_url=None"]
    server = subprocess.Popen(
        command, cwd=notebook.parent, env=dict(os.environ), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(PATIENCE):
            try:
                urlopen(f"{url}/api", timeout=5).read()
                break
            except (URLError, ConnectionError):
                assert server.poll() is None, "JupyterLab ended"
                time.sleep(1)
        yield url
    finally:
        server.terminate()
        server.wait(timeout=60)


def test_nothing_on_the_default_brief_is_set_as_mathematics(browser, address, notebook):
    # A window as tall as the notebook: JupyterLab draws only the cells that can be seen.
    page = browser.new_page(viewport={"width": 1280, "height": 30_000})
    page.goto(f"{address}/lab/tree/{notebook.name}", timeout=PATIENCE * 1000)
    # The control is set as mathematics, and it is the last output: by then all the others have been looked at.
    page.wait_for_selector("#control mjx-container", timeout=PATIENCE * 1000)
    shown = page.inner_text(".jp-Notebook")
    assert "US$" in shown
    assert page.locator("mjx-container").count() == 1
    page.close()
