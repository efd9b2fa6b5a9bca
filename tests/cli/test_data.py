import csv
import io
import json
import re
import shutil

import pytest

from dyadlens.data.catalog import read, tables
from dyadlens.paths import data_directory


@pytest.fixture
def copied(tmp_path):
    """A data folder of one's own with two small tables."""
    folder = tmp_path / "data"
    folder.mkdir()
    package = json.loads((data_directory() / "datapackage.json").read_text(encoding="utf-8"))
    package["resources"] = [r for r in package["resources"] if r["path"] in {"states.csv", "rivalries.csv"}]
    assert len(package["resources"]) == 2
    for resource in package["resources"]:
        shutil.copy(data_directory() / resource["path"], folder)
    (folder / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    return folder


def test_list_names_every_table_with_its_years(dyadlens):
    done = dyadlens("data", "list")
    assert (done.returncode, done.stderr) == (0, "")
    lines = {line.split()[0]: line for line in done.stdout.splitlines()}
    assert set(lines) == set(tables())
    for name, info in tables().items():
        assert f"{info.rows:,}" in lines[name]
        assert info.title in lines[name]
        assert ("static" if info.dated_by == "static" else f"{info.first}-{info.last}") in lines[name]
        assert ("(extract)" in lines[name]) == (not info.complete)


def test_show_tells_what_a_table_holds_and_where_it_is_from(dyadlens):
    done = dyadlens("data", "show", "rivalries", "--rows", "3")
    info = tables()["rivalries"]
    assert (done.returncode, done.stderr) == (0, "")
    for text in (info.title, info.licence, info.citation, info.path.name, *info.known_defects):
        assert text in done.stdout
    for field in info.fields:
        assert re.search(rf"^  {field['name']}\s+{field['type']}", done.stdout, re.MULTILINE)
    table = done.stdout.rpartition("\n\n")[2].splitlines()
    assert len(table) == 4


@pytest.mark.parametrize("rows", [0, 3])
def test_show_as_csv_prints_the_rows_and_nothing_else(dyadlens, rows):
    done = dyadlens("data", "show", "rivalries", "--csv", "--rows", rows)
    found = list(csv.reader(io.StringIO(done.stdout)))
    frame = read("rivalries")
    assert found[0] == list(frame.columns)
    assert len(found) - 1 == (rows or len(frame))
    assert "\r" not in done.stdout


def test_show_refuses_an_unknown_table_and_suggests_one(refused):
    assert "did you mean 'rivalries'" in refused("data", "show", "rivalrys")


def test_check_finds_the_tables_as_they_should_be(dyadlens, copied):
    done = dyadlens("data", "check", DYADLENS_DATA=str(copied))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("2 tables")
    assert dyadlens("data", "check", "states").stdout.startswith("1 tables")


def test_check_refuses_an_unknown_table(refused):
    assert "no-such" in refused("data", "check", "no-such")


def test_check_names_a_table_that_was_altered(dyadlens, copied):
    file = copied / "rivalries.csv"
    file.write_text(file.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    done = dyadlens("data", "check", DYADLENS_DATA=str(copied))
    assert done.returncode == 1
    assert done.stdout == ""
    *found, last = done.stderr.splitlines()
    assert last.startswith("dyadlens: ")
    assert found
    assert all("rivalries" in line for line in found)
    assert "Traceback" not in done.stderr


def test_a_damaged_table_of_states_is_one_line_and_the_check_names_it(dyadlens, refused, copied):
    with (copied / "states.csv").open("a", encoding="utf-8") as stream:
        stream.write("XX\n")
    line = refused("evidence", "PAK-RUS", code=1, DYADLENS_DATA=str(copied))
    assert "states.csv" in line and "`dyadlens data check`" in line
    done = dyadlens("data", "check", DYADLENS_DATA=str(copied))
    assert done.returncode == 1
    assert "states: SHA-256 is" in done.stderr
    assert "Traceback" not in done.stderr


def test_check_names_a_table_that_is_gone(dyadlens, copied):
    (copied / "rivalries.csv").unlink()
    done = dyadlens("data", "check", DYADLENS_DATA=str(copied))
    assert done.returncode == 1
    assert "rivalries" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("words", [("data", "list"), ("data", "check"), ("evidence", "PAK-RUS")], ids=" ".join)
def test_no_data_package_is_one_line(refused, tmp_path, words):
    line = refused(*words, code=1, DYADLENS_DATA=str(tmp_path))
    assert str(tmp_path) in line


@pytest.mark.parametrize("text", ["", "{", "[]", '{"resources": [{"name": "a"}]}'])
def test_a_broken_data_package_is_one_line(refused, tmp_path, text):
    (tmp_path / "datapackage.json").write_text(text)
    assert "datapackage.json" in refused("data", "list", code=1, DYADLENS_DATA=str(tmp_path))
