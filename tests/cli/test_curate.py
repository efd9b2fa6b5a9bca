import csv
import shutil
from pathlib import Path

import pytest

from dyadlens.paths import project_root


def _state(folder):
    return {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}


def test_a_folder_that_is_not_there_is_one_line(refused, tmp_path):
    out = tmp_path / "out"
    assert "MANIFEST.csv" in refused("curate", "--raw", tmp_path / "none", "--out", out, code=1)
    assert not out.exists()


def test_the_raw_folder_must_be_named(refused):
    assert "--raw" in refused("curate")


def test_all_rows_may_not_be_written_to_the_shared_tables(refused, tmp_path):
    shared = project_root() / "data"
    before = _state(shared)
    for out in (shared, shared / ".." / "data"):
        line = refused("curate", "--raw", tmp_path, "--full", "--out", out)
        assert "--full" in line
        assert "--out" in line
    assert _state(shared) == before


@pytest.fixture
def mini(tmp_path, raw_directory):
    """A folder of raw files with a manifest of one's own: the files of the first family only."""
    folder = tmp_path / "raw"
    folder.mkdir()
    with (raw_directory / "MANIFEST.csv").open(newline="", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    kept = [row for row in rows if (raw_directory / row["file"]).stat().st_size < 300_000]
    with (folder / "MANIFEST.csv").open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(kept)
    for row in kept:
        (folder / row["file"]).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(raw_directory / row["file"], folder / row["file"])
    return folder, [folder / row["file"] for row in kept]


def _old(out):
    out.mkdir()
    (out / "states.csv").write_text("the old table")
    return out


@pytest.mark.raw
def test_an_altered_raw_file_is_named_and_nothing_is_written(refused, mini, tmp_path, raw_directory):
    folder, files = mini
    for source in filter(Path.is_file, raw_directory.rglob("*")):
        target = folder / source.relative_to(raw_directory)
        target.parent.mkdir(parents=True, exist_ok=True)
        if target not in files:
            target.unlink(missing_ok=True)
            target.symlink_to(source)
    for file in files:
        file.write_bytes(file.read_bytes() + b"\n")
    out = _old(tmp_path / "out")
    line = refused("curate", "--raw", folder, "--out", out, "--quiet", code=1)
    assert "SHA-256" in line
    assert any(file.relative_to(folder).as_posix() in line for file in files)
    assert {p.name: p.read_text() for p in out.iterdir()} == {"states.csv": "the old table"}


@pytest.mark.raw
def test_a_missing_raw_file_is_named_and_nothing_is_half_written(dyadlens, mini, tmp_path):
    """Some tables can be built from these few files; none of them is written."""
    folder, _ = mini
    out = _old(tmp_path / "out")
    done = dyadlens("curate", "--raw", folder, "--out", out)
    assert done.returncode == 1
    lines = done.stderr.splitlines()
    assert len(lines) == 1
    assert lines[0].startswith("dyadlens: ")
    assert "manifest" in lines[0] or "missing" in lines[0]
    assert {p.name: p.read_text() for p in out.iterdir()} == {"states.csv": "the old table"}
