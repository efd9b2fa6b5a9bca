"""What all tests share: where the raw source files are, and how property tests run in CI."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parents[1]

# One test process a core: with more threads than cores, linear algebra spends its time waiting. Read when numpy loads.
for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"):
    os.environ.setdefault(variable, "1")

# In CI the same examples run every time, and a slow machine is no failure.
settings.register_profile("dyadlens-ci", derandomize=True, deadline=None)
if os.environ.get("CI"):
    settings.load_profile("dyadlens-ci")


# Files that take longest, begun first: a long one begun last would keep one processor busy and the others idle.
LONGEST = (
    "end_to_end/test_pages.py",
    "curate/test_runner.py",
    "report/test_run.py",
    "repository/test_docs.py",
    "show/test_pictures.py",
    "measures/test_as_of.py",
    "measures/test_diplomacy.py",
    "cli/test_verdicts.py",
    "show/test_verdicts.py",
    "cli/test_evidence.py",
    "browser/test_real_pages.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the files that take longest first, and leave the order within each file."""
    place = {ROOT / "tests" / name: at for at, name in enumerate(LONGEST)}
    items.sort(key=lambda item: place.get(item.path, len(place)))


def pytest_configure(config: pytest.Config) -> None:
    """Give all processes of a run in CI one fresh cache: nothing that earlier code made is taken for this one's."""
    first = os.environ.get("CI") and not os.environ.get("DYADLENS_CACHE") and not hasattr(config, "workerinput")
    if first:
        folder = tempfile.mkdtemp(prefix="dyadlens-tests-")
        os.environ["DYADLENS_CACHE"] = folder
        config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))


def _raw_or_skip() -> Path:
    """Return the folder of the raw source files; skip the test where there is none."""
    chosen = os.environ.get("DYADLENS_RAW")
    folder = Path(chosen) if chosen else ROOT.parent / "shared" / "raw"
    if not (folder / "MANIFEST.csv").is_file():
        asked = "DYADLENS_RAW" if chosen else "the default; DYADLENS_RAW names another"
        pytest.skip(f"no raw source files: no MANIFEST.csv in {folder} ({asked})")
    return folder


@pytest.fixture(scope="session")
def raw_directory() -> Path:
    """The folder of the raw source files."""
    return _raw_or_skip()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip tests marked `raw` before any of their fixtures is made."""
    if item.get_closest_marker("raw"):
        _raw_or_skip()
