"""The manifest that is written from the data package: nothing that a later curate needs is lost."""

import csv
import json

import pytest

from dyadlens.errors import BadParameter
from dyadlens.paths import data_directory
from dyadlens.sources.fetch import sources
from dyadlens.sources.manifest import write_manifest
from dyadlens.sources.raw import Raw

HELPERS = ("states/cow_states.parquet", "states/concordance_iso_cow_gw.csv")


@pytest.fixture
def known(tmp_path):
    write_manifest(tmp_path)
    return Raw(tmp_path).manifest()


def test_it_is_the_one_that_curate_reads(known):
    assert set(known) == set(sources())
    assert all(known[file].sha256 == s.sha256 and known[file].tier for file, s in sources().items())


def test_the_defects_of_a_table_come_out_the_same_from_it(known):
    """As curate puts them together: those of the table, then those of its files, each once and said to be of a file."""
    package = json.loads((data_directory() / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        files = [said["raw_file"] for said in resource["sources"]]
        own = [f for f in files if resource["name"] == "states" or f not in HELPERS] or files
        texts = resource["dyadlens"]["known_defects"]
        of_files = dict.fromkeys(f"source file: {known[f].known_defects}" for f in own if known[f].known_defects)
        assert [text for text in texts if text.startswith("source file: ")] == list(of_files), resource["name"]
        assert texts[len(texts) - len(of_files) :] == list(of_files), resource["name"]


@pytest.mark.raw
def test_every_defect_of_the_real_manifest_is_kept(known, raw_directory):
    with (raw_directory / "MANIFEST.csv").open(newline="", encoding="utf-8") as stream:
        real = {row["file"]: row["known_defects"] for row in csv.DictReader(stream)}
    package = json.loads((data_directory() / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        files = [said["raw_file"] for said in resource["sources"]]
        own = [f for f in files if resource["name"] == "states" or f not in HELPERS] or files
        kept = {known[f].known_defects for f in own}
        assert {real[f] for f in own if real[f]} <= kept, resource["name"]


def test_one_that_is_there_stays(tmp_path):
    (tmp_path / "MANIFEST.csv").write_text("mine")
    write_manifest(tmp_path)
    assert (tmp_path / "MANIFEST.csv").read_text() == "mine"


def test_a_file_in_the_place_of_the_folder_is_one_line(tmp_path):
    (tmp_path / "file").write_text("mine")
    for folder in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(BadParameter, match=r"cannot keep raw files in .*: it is not a folder"):
            write_manifest(folder)
    assert (tmp_path / "file").read_text() == "mine"
