"""Building tables: by name, all or nothing, and the same bytes as those that are committed."""

import filecmp
import json

import pandas as pd
import pytest
import yaml

from dyadlens.errors import DataError, UnknownName
from dyadlens.paths import data_directory
from dyadlens.sources import runner, table
from dyadlens.sources.raw import Raw
from dyadlens.sources.runner import all_tables, build_table, curate
from dyadlens.sources.table import Coverage, SourceColumn, SourceTable


def small(name, build=lambda raw: pd.DataFrame({"year": [1990]}), subject="one"):
    return SourceTable(
        name=name,
        subject=subject,
        title="",
        description="",
        build=build,
        columns={"year": SourceColumn(type="integer", description="Year.")},
        key=("year",),
        files=(),
        coverage=Coverage(years=(1990, 1990)),
        absent_row_means="unknown",
        published_lag=0,
        published_lag_note="",
        licence="x",
        citation="y",
        format="csv",
    )


@pytest.fixture
def tables(monkeypatch):
    """Three small tables in place of the real ones."""
    made = {t.name: t for t in (small("a"), small("b"), small("cases/X-Y/c", subject="cases"))}
    monkeypatch.setattr(runner, "all_tables", lambda: made)
    return made


def test_an_unknown_table_is_told_the_nearest_name():
    with pytest.raises(UnknownName, match="unknown table 'state'; did you mean 'states'"):
        build_table("state", Raw(None))


def test_nothing_is_written_before_all_is_built(tables, tmp_path):
    def fails(raw):
        raise DataError("last table")

    tables["cases/X-Y/c"] = small("cases/X-Y/c", fails)
    with pytest.raises(DataError, match="last table"):
        curate(Raw(None), tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("only", "built"),
    [
        (["a"], ["a"]),
        (["one"], ["a", "b"]),
        (["cases"], ["cases/X-Y/c"]),
        (["cases/X-Y"], ["cases/X-Y/c"]),
        (["b", "cases/X-Y/c"], ["b", "cases/X-Y/c"]),
    ],
)
def test_some_are_built_by_table_subject_or_case_and_the_others_stay(only, built, tables, tmp_path):
    curate(Raw(None), tmp_path)
    before = {p.name: p.stat().st_mtime_ns for p in tmp_path.rglob("*.csv")}
    said = []
    curate(Raw(None), tmp_path, said.append, only=only)
    assert said == [f"built {name}: 1 rows" for name in built]
    changed = {p.name for p in tmp_path.rglob("*.csv") if p.stat().st_mtime_ns != before[p.name]}
    assert changed == {f"{name.rpartition('/')[2]}.csv" for name in built}
    described = json.loads((tmp_path / "datapackage.json").read_text())["resources"]
    assert [r["dyadlens"]["table"] for r in described] == ["a", "b", "cases/X-Y/c"]


@pytest.mark.parametrize("text", ["", "{}", '{"resources": [{"dyadlens": {"table": "a"}}]}'])
def test_a_data_package_that_cannot_be_added_to_is_one_line_and_nothing_is_written(text, tables, tmp_path):
    (tmp_path / "datapackage.json").write_text(text)
    with pytest.raises(DataError, match=r"no data package to add to at .*: build all tables first"):
        curate(Raw(None), tmp_path, only=["a"])
    assert [p.name for p in tmp_path.iterdir()] == ["datapackage.json"]


@pytest.mark.raw
def test_every_raw_file_is_used_or_named_with_a_reason(raw):
    reasons = yaml.safe_load((table._FOLDER / "not_curated.yml").read_text(encoding="utf-8"))
    used = {file for described in all_tables().values() for file in described.files}
    left_out = [name for names in reasons.values() for name in names]
    unused = {file for file in raw.manifest() if file not in used}
    assert {file for file in unused if not file.startswith(tuple(left_out))} == set()
    assert all(any(file.startswith(name) for file in unused) for name in left_out)


@pytest.mark.raw
def test_curating_all_gives_the_bytes_that_are_committed(raw, tmp_path):
    """The one place where every table is built from the raw files."""
    curate(raw, tmp_path)
    committed = data_directory()
    files = sorted(str(p.relative_to(committed)) for p in committed.rglob("*") if p.is_file())
    assert sorted(str(p.relative_to(tmp_path)) for p in tmp_path.rglob("*") if p.is_file()) == files
    assert filecmp.cmpfiles(committed, tmp_path, files, shallow=False)[1:] == ([], [])
