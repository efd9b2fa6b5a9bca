"""What all tests share: where the raw source files are, how property tests run in CI, tables as of an earlier day."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest
from filelock import FileLock
from hypothesis import settings

ROOT = Path(__file__).resolve().parents[1]

# One test process a core: with more threads than cores, linear algebra spends its time waiting. Read when numpy loads.
for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"):
    os.environ.setdefault(variable, "1")

# As in the workers of a report: a grammar that no schema here asks for takes seconds to build.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]

# A slow machine is no failure, and in CI the same examples run every time.
settings.register_profile("dyadlens", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("dyadlens")


# Files that take longest, begun first: a long one begun last would keep one processor busy and the others idle.
LONGEST = (
    "end_to_end/test_pages.py",
    "sources/test_runner.py",
    "report/test_run.py",
    "repository/test_docs.py",
    "measures/test_as_of.py",
    "measures/test_diplomacy.py",
    "cli/test_verdicts.py",
    "charts/test_lines.py",
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


def _forget() -> None:
    """Empty every cache of the package, so that tables are read anew."""
    for name, module in list(sys.modules.items()):
        if name.split(".")[0] == "dyadlens":
            for value in list(vars(module).values()):
                if callable(getattr(value, "cache_clear", None)):
                    value.cache_clear()


def _out_on(info, frame: pd.DataFrame, day: date) -> list[bool]:
    """Tell which rows were out on a day: written here anew, not taken from the catalogue."""
    if info.dated_by == "static":
        return [True] * len(frame)
    lag = timedelta(days=info.published_lag * 365.25)
    if info.dated_by == "year":
        out = {year: date(int(year), 12, 31) + lag <= day for year in set(frame["year"])}
        return frame["year"].map(out).tolist()
    out = {text: pd.Period(text).end_time.date() + lag <= day for text in set(frame["date"])}
    return frame["date"].map(out).tolist()


def _write_cut(folder: Path, day: date) -> dict[str, tuple[int, int]]:
    """Write all tables without the rows that were not out on a day; return how many rows each keeps of how many."""
    from dyadlens.data.catalog import read, tables
    from dyadlens.paths import data_directory

    counts, hashes = {}, {}
    for name, info in tables().items():
        target = folder / info.path.relative_to(data_directory())
        target.parent.mkdir(parents=True, exist_ok=True)
        if info.dated_by == "static":
            shutil.copy(info.path, target)
            counts[name] = (info.rows, info.rows)
            continue
        kept = read(name)[_out_on(info, read(name), day)]
        # A file written on that day would not have the names that only deleted rows had.
        named = kept.select_dtypes("category").columns
        kept = kept.assign(**{c: kept[c].cat.remove_unused_categories() for c in named})
        if target.suffix == ".parquet":
            kept.to_parquet(target, index=False)
        else:
            kept.to_csv(target, index=False)
        counts[name] = (len(kept), info.rows)
        hashes[name] = hashlib.sha256(target.read_bytes()).hexdigest()
    # Tables whose bytes are not those that the data package describes are refused.
    package = json.loads((data_directory() / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        if resource["dyadlens"]["table"] in hashes:
            resource["hash"] = f"sha256:{hashes[resource['dyadlens']['table']]}"
    (folder / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    return counts


@pytest.fixture
def forget():
    """Return a function that empties every cache of the package."""
    return _forget


@pytest.fixture
def without_later_rows(tmp_path_factory, monkeypatch):
    """Return a function that makes the package read tables from which all rows not out on a day are deleted.

    The tables of a day are cut once in a run, by whichever process asks first, and read by all.
    """
    base = tmp_path_factory.getbasetemp()
    base = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base

    def cut(day: date) -> dict[str, tuple[int, int]]:
        folder, counted = base / f"as-of-{day}", base / f"as-of-{day}.json"
        with FileLock(base / f"as-of-{day}.lock"):
            if not counted.exists():
                counted.write_text(json.dumps(_write_cut(folder, day)))
        monkeypatch.setenv("DYADLENS_DATA", str(folder))
        _forget()
        return {name: tuple(counts) for name, counts in json.loads(counted.read_text()).items()}

    yield cut
    monkeypatch.undo()
    _forget()
