import dataclasses
import hashlib
import json

import nbformat
import pytest

from dyadlens.errors import BadParameter, DataError
from dyadlens.report.notebook import choose_notebooks, notebooks_in, read_notebook
from dyadlens.report.plan import folder_name, plan, read_inputs


@pytest.fixture
def folder(tmp_path, write_notebook):
    write_notebook(tmp_path / "nb", "brief", "# Title", "pair")
    return tmp_path / "nb"


def test_key_is_the_same_for_the_same_inputs(folder, tasks_of):
    assert tasks_of(folder)[0].key == tasks_of(folder)[0].key


def test_outputs_and_counts_do_not_change_the_key(folder, tasks_of):
    before = tasks_of(folder)[0].key
    path = folder / "brief.ipynb"
    document = nbformat.read(path, as_version=4)
    document.cells[2]["outputs"] = [nbformat.v4.new_output("stream", text="x")]
    document.cells[2]["execution_count"] = 7
    nbformat.write(document, path)
    assert tasks_of(folder)[0].key == before


@pytest.mark.parametrize("part", ["package", "data", "lock", "version"])
def test_each_input_changes_the_key(folder, tasks_of, inputs, part):
    changed = dataclasses.replace(inputs, **{part: "other"})
    assert tasks_of(folder)[0].key != tasks_of(folder, inputs=changed)[0].key


@pytest.mark.parametrize(
    "parameters", [{"pair": "AAA-CCC"}, {"pair": "AAA-BBB", "start": 1992}, {"pair": "AAA-BBB", "third": ["DDD"]}]
)
def test_each_parameter_changes_the_key(folder, tasks_of, parameters):
    assert tasks_of(folder)[0].key != tasks_of(folder, parameters)[0].key


def test_notebook_source_changes_the_key(folder, tasks_of, write_notebook):
    before = tasks_of(folder)[0].key
    write_notebook(folder, "brief", "# Title", "pair ")
    assert tasks_of(folder)[0].key != before


def test_other_pages_of_the_folder_change_the_key(folder, tasks_of, write_notebook):
    before = tasks_of(folder)[0].key
    write_notebook(folder, "01-more", "# More")
    after = {t.name: t for t in tasks_of(folder)}
    assert after["brief"].siblings == ("brief", "01-more")
    assert after["brief"].key != before


def test_pages_present_are_siblings_too(folder, inputs):
    tasks = plan(notebooks_in(folder), [{"pair": "A-B"}], inputs, present={"A-B": ["02-old"], "C-D": ["03-not"]})
    assert tasks[0].siblings == ("brief", "02-old")


def test_unknown_parameter_is_refused_with_what_is_allowed(folder, tasks_of):
    with pytest.raises(BadParameter, match="notebook brief 'strat'; did you mean 'start'"):
        tasks_of(folder, {"pair": "A-B", "strat": 1990})


@pytest.mark.parametrize("name", ["x = 1; y", "class", "a b", ""])
def test_parameter_name_with_code_is_refused(folder, tasks_of, name):
    with pytest.raises(BadParameter, match="must be a Python name"):
        tasks_of(folder, {name: 1})


@pytest.mark.parametrize("pair", ["../AAA", "A/B", "", ".", "{pair}"])
def test_pair_that_would_leave_the_folder_is_refused(pair):
    with pytest.raises(BadParameter, match="written like AAA-BBB"):
        folder_name({"pair": pair})


def test_folders_keep_other_parameters_apart():
    sets = [
        {"pair": "A-B"},
        {"pair": "A-B", "as_of": "2018"},
        {"pair": "A-B", "start": 2000},
        {"pair": "A-B", "end": 2000},
    ]
    assert len({folder_name(s) for s in sets}) == len(sets)


def test_only_notebooks_with_parameters_and_not_explore_make_reports(folder, write_notebook):
    write_notebook(folder, "explore", "# Live")
    write_notebook(folder, "notes", "# Notes", parameters=None)
    write_notebook(folder / "sub", "deeper", "# Deeper")
    assert [n.name for n in notebooks_in(folder)] == ["brief"]


def test_choose_names_the_nearest_notebook(folder):
    assert [n.name for n in choose_notebooks(notebooks_in(folder), ["brief.ipynb"])] == ["brief"]
    with pytest.raises(BadParameter, match="unknown notebook 'breif'; did you mean 'brief'"):
        choose_notebooks(notebooks_in(folder), ["breif"])


def test_defaults_are_read_without_running_the_cell(tmp_path, write_notebook):
    path = write_notebook(tmp_path, "a", "# A", parameters="start: int = 3\nnone = None\nother = sorted([2, 1])")
    assert read_notebook(path).defaults == {"start": 3, "none": None, "other": "sorted([2, 1])"}


def test_damaged_notebook_is_one_clear_error(tmp_path):
    (tmp_path / "bad.ipynb").write_text("{")
    with pytest.raises(BadParameter, match=r"cannot read the notebook .*bad\.ipynb"):
        notebooks_in(tmp_path)


def _data(folder, table="a\n"):
    """A data folder with one table, described as it is."""
    folder.mkdir(exist_ok=True)
    (folder / "votes.csv").write_text(table)
    digest = hashlib.sha256(table.encode()).hexdigest()
    package = {"resources": [{"name": "votes", "path": "votes.csv", "hash": f"sha256:{digest}"}]}
    (folder / "datapackage.json").write_text(json.dumps(package))
    return folder


def test_data_hash_follows_tables_and_other_files(tmp_path):
    def digest():
        return read_inputs(tmp_path / "data", tmp_path / "none.lock", "1").data

    _data(tmp_path / "data")
    first = digest()
    assert digest() == first
    _data(tmp_path / "data", "a\n2\n")
    second = digest()
    assert second != first
    (tmp_path / "data" / "events.csv").write_text("x")
    assert digest() != second


def test_table_that_was_changed_or_is_gone_is_named_and_nothing_is_planned(tmp_path):
    data = _data(tmp_path / "data", "a\n1\n")
    (data / "votes.csv").write_text("a\n2\n")
    with pytest.raises(DataError, match=r"votes\.csv is not the table .*; nothing is published"):
        read_inputs(data, tmp_path / "none.lock", "1")
    (data / "votes.csv").unlink()
    with pytest.raises(DataError, match=r"votes\.csv is missing"):
        read_inputs(data, tmp_path / "none.lock", "1")


def test_lock_file_is_an_input(tmp_path):
    data = _data(tmp_path / "data")
    lock = tmp_path / "requirements.lock"
    before = read_inputs(data, lock, "1")
    lock.write_text("numpy==2")
    after = read_inputs(data, lock, "1")
    assert before.lock != after.lock
    assert before.data == after.data


def test_data_package_without_hashes_is_refused(tmp_path):
    (tmp_path / "datapackage.json").write_text('{"resources": [{"path": "a.csv"}]}')
    with pytest.raises(DataError, match="cannot read the hashes"):
        read_inputs(tmp_path, tmp_path / "none.lock", "1")
