"""The manifest that is written from the data package: nothing that a later curate needs is lost."""

import csv

import pytest

from dyadlens.errors import BadParameter
from dyadlens.sources.fetch import raw_sources
from dyadlens.sources.manifest import write_manifest
from dyadlens.sources.raw import Raw


def test_it_is_the_one_that_curate_reads(tmp_path):
    write_manifest(tmp_path)
    known = Raw(tmp_path).manifest()
    assert set(known) == set(raw_sources())
    assert all(known[file].sha256 == s.sha256 and known[file].tier for file, s in raw_sources().items())


@pytest.mark.raw
def test_it_says_what_the_real_one_says(tmp_path, raw_directory):
    write_manifest(tmp_path)
    with (raw_directory / "MANIFEST.csv").open(newline="", encoding="utf-8") as stream:
        real = {row["file"]: row for row in csv.DictReader(stream)}
    for file, row in Raw(tmp_path).manifest().items():
        told = {name: getattr(row, name) for name in ("source", "sha256", "coverage", "upstream", "licence", "tier")}
        assert told == {name: real[file][name] for name in told}
        assert row.known_defects == real[file]["known_defects"]


def test_one_that_is_there_stays(tmp_path):
    (tmp_path / "MANIFEST.csv").write_text("mine")
    write_manifest(tmp_path)
    assert (tmp_path / "MANIFEST.csv").read_text() == "mine"


def test_a_file_in_the_place_of_the_folder_is_one_line(tmp_path):
    (tmp_path / "file").write_text("mine")
    for folder in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(BadParameter, match=r"cannot put raw files in .*: it is not a folder"):
            write_manifest(folder)
    assert (tmp_path / "file").read_text() == "mine"
