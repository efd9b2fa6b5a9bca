"""Raw files: only those that the manifest describes, byte for byte; and which rows may be passed on."""

import csv
import hashlib

import pandas as pd
import pytest

from dyadlens.errors import SourceError
from dyadlens.sources.raw import FOCAL, Raw, RawFile

FIELDS = list(RawFile.__dataclass_fields__)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "votes").mkdir()
    (tmp_path / "votes" / "a.csv").write_bytes(b"x\n1\n")
    row = dict.fromkeys(FIELDS, "") | {
        "file": "votes/a.csv",
        "sha256": hashlib.sha256(b"x\n1\n").hexdigest(),
        "tier": "open",
    }
    with (tmp_path / "MANIFEST.csv").open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, FIELDS)
        writer.writeheader()
        writer.writerows([row, row | {"file": "votes/gone.csv"}])
    return tmp_path


def test_a_good_file_is_found(folder):
    assert Raw(folder).path("votes/a.csv") == folder / "votes" / "a.csv"


def test_a_changed_byte_is_refused(folder):
    (folder / "votes" / "a.csv").write_bytes(b"x\n2\n")
    with pytest.raises(SourceError, match=r"votes/a\.csv has SHA-256 [0-9a-f]{12}\.\.\., not [0-9a-f]{12}"):
        Raw(folder).path("votes/a.csv")


def test_a_missing_file_is_named(folder):
    with pytest.raises(SourceError, match=r"raw file votes/gone\.csv is missing"):
        Raw(folder).path("votes/gone.csv")


def test_a_file_without_a_row_is_refused(folder):
    (folder / "more.csv").write_text("x")
    with pytest.raises(SourceError, match=r"more\.csv is not in the manifest"):
        Raw(folder).path("more.csv")


def test_a_folder_without_a_manifest_says_which_option_names_it(tmp_path):
    with pytest.raises(SourceError, match="--raw must name the folder"):
        Raw(tmp_path).manifest()


@pytest.mark.parametrize(
    ("tier", "shared"), [("open", True), ("facts", True), ("focal", False), ("derive", False), ("", False)]
)
def test_which_tiers_may_be_shared_whole(tier, shared):
    assert Raw(None).keeps_all(tier) is shared
    assert Raw(None, full=True).keeps_all(tier)


def test_an_extract_is_of_focal_states_in_all_columns():
    rows = pd.DataFrame({"a": ["PAK", "PAK", "BRA", "WLD"], "b": ["RUS", "BRA", "RUS", "RUS"]})
    assert Raw(None).extract(rows, "a", "b").index.tolist() == [0]
    assert Raw(None).extract(rows, "a", "b", also=["WLD"]).index.tolist() == [0, 3]
    assert Raw(None).extract(rows, "b").index.tolist() == [0, 2, 3]
    assert Raw(None, full=True).extract(rows, "a", "b") is rows


def test_sources_come_in_the_order_asked_for(folder):
    assert [f.file for f in Raw(folder).sources(["votes/gone.csv", "votes/a.csv"])] == ["votes/gone.csv", "votes/a.csv"]


def test_two_readers_do_not_share_what_they_checked(folder):
    Raw(folder).path("votes/a.csv")
    (folder / "votes" / "a.csv").write_bytes(b"changed")
    with pytest.raises(SourceError):
        Raw(folder).path("votes/a.csv")


def test_focal_states_stand_once():
    assert len(set(FOCAL)) == len(FOCAL) == 17
    assert {"PAK", "RUS", "IND", "USA", "CHN"} <= set(FOCAL)


@pytest.mark.raw
def test_the_manifest_describes_every_file_completely(raw_directory):
    for file in Raw(raw_directory).manifest().values():
        assert len(file.sha256) == 64 and file.citation and file.licence, file.file
        assert file.tier.split()[0] in {"open", "facts", "focal", "derive"}, file.file
        assert (raw_directory / file.file).is_file(), file.file
