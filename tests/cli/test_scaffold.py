"""Laying out files: all or none, never over what is there, bad names in one line."""

import pytest

from dyadlens.cli.new import case_files, measure_files, write_new_files
from dyadlens.errors import BadParameter, UnknownName


@pytest.mark.parametrize("name", ["", "Kappa", "a b", "a-b", "1st", "_a", "a__b", "a_", "class", "é", "../x", "a/b"])
def test_a_name_that_no_module_can_bear_is_refused(name):
    with pytest.raises(BadParameter, match="is not small letters") as caught:
        measure_files(name, "votes")
    assert "\n" not in str(caught.value)


def test_a_measure_that_is_there_and_a_domain_that_is_not_are_refused():
    with pytest.raises(BadParameter, match="'kappa' already, in the domain votes"):
        measure_files("kappa", "arms")
    with pytest.raises(UnknownName, match="unknown domain 'vote'; did you mean 'votes'"):
        measure_files("new_one", "vote")


@pytest.mark.parametrize("pair", ["PAK-XYZ", "PAK", "PAK-PAK", "Korea-Japan"])
def test_a_pair_that_is_none_is_refused(pair):
    with pytest.raises(BadParameter):
        case_files(pair)


@pytest.mark.parametrize("pair", ["PAK-RUS", "Russia-Pakistan"])
def test_a_pair_with_a_case_is_refused_in_either_order(pair):
    with pytest.raises(BadParameter, match="a case PAK-RUS already"):
        case_files(pair)


def test_every_laid_out_file_says_what_to_fill_in_and_names_the_new_thing():
    measure = measure_files("words_of_praise", "words")
    assert len(measure) == 3
    assert all("FILL IN" in text and "$" not in text for text in measure.values())
    assert sum("words_of_praise" in text for text in measure.values()) == 2
    case = case_files("IND-BRA")
    assert all("IND" in text for path, text in case.items() if path.stem in {"claims", "contacts", "test_ind_bra"})
    assert all("FILL IN" in text for path, text in case.items() if path.suffix == ".csv")


def test_nothing_is_written_over_a_file(tmp_path):
    new, old = tmp_path / "new.py", tmp_path / "old.py"
    old.write_text("mine")
    with pytest.raises(BadParameter, match=r"old\.py is there already: nothing was written"):
        write_new_files({new: "a", old: "b"})
    assert old.read_text() == "mine" and not new.exists()


def test_nothing_is_half_written(tmp_path):
    wall = tmp_path / "wall"
    wall.write_text("a file, not a folder")
    first = tmp_path / "deep" / "er" / "first.py"
    with pytest.raises(BadParameter, match=r"cannot write .*second\.py"):
        write_new_files({first: "a", wall / "second.py": "b"})
    assert sorted(p.name for p in tmp_path.iterdir()) == ["wall"]


def test_all_files_are_written_in_folders_that_are_made(tmp_path):
    contents = {tmp_path / "a" / "b.py": "1", tmp_path / "a" / "c" / "d.csv": "2"}
    assert write_new_files(contents) == list(contents)
    assert {path: path.read_text() for path in contents} == contents
