"""Building all tables: by name, all or nothing, and the same bytes as those that are kept."""

import filecmp

import pytest

from dyadlens.data.catalog import table as info
from dyadlens.errors import DataError, UnknownName
from dyadlens.paths import data_directory
from dyadlens.sources import runner
from dyadlens.sources.raw import Raw
from dyadlens.sources.runner import NOT_CURATED, all_tables, build, curate
from dyadlens.sources.table import Column, Table
from dyadlens.sources.write import sha256, write_table

QUICK = ["states", "ideal_points", "rollcalls", "undl_rollcalls", "undl_votes", "cases/PAK-RUS/claims"]
QUICK += [f"cases/PAK-RUS/{part}" for part in ("contacts", "context_events", "exercises", "fatf")]


def test_an_unknown_table_is_told_the_nearest_name():
    with pytest.raises(UnknownName, match="unknown table 'state'; did you mean 'states'"):
        build("state", Raw(None))


def test_nothing_is_written_before_all_is_built(tmp_path, monkeypatch):
    import pandas as pd

    def fails(raw):
        raise DataError("second table")

    column = (Column("year", "integer", "Year."),)
    common = {
        "title": "", "description": "", "columns": column, "key": ("year",), "files": (), "first": 1990, "last": 1990,
        "absent": "unknown", "published_lag": 0, "lag_note": "", "licence": "x", "citation": "y", "format": "csv",
    }  # fmt: skip
    good = Table(name="good", build=lambda raw: pd.DataFrame({"year": [1990]}), **common)
    bad = Table(name="bad", build=fails, **common)
    monkeypatch.setattr(runner, "all_tables", lambda: {"good": good, "bad": bad})
    with pytest.raises(DataError, match="second table"):
        curate(Raw(None), tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.raw
@pytest.mark.parametrize("name", QUICK)
def test_a_table_built_again_is_the_one_that_is_kept(name, raw_directory, tmp_path):
    assert sha256(write_table(build(name, Raw(raw_directory)), all_tables()[name], tmp_path)) == info(name).sha256


@pytest.mark.raw
def test_every_raw_file_is_used_or_named_with_a_reason(raw_directory):
    used = {file for table in all_tables().values() for file in table.files}
    assert set(Raw(raw_directory).manifest()) == used | set(NOT_CURATED)
    assert not used & set(NOT_CURATED)
    assert all(NOT_CURATED.values())


@pytest.mark.raw
@pytest.mark.slow
def test_curating_all_gives_the_bytes_that_are_kept(raw_directory, tmp_path):
    curate(Raw(raw_directory), tmp_path)
    kept = data_directory()
    files = sorted(str(p.relative_to(kept)) for p in kept.rglob("*") if p.is_file())
    assert sorted(str(p.relative_to(tmp_path)) for p in tmp_path.rglob("*") if p.is_file()) == files
    assert filecmp.cmpfiles(kept, tmp_path, files, shallow=False)[1:] == ([], [])
