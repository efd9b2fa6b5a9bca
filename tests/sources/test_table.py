"""Descriptions of tables: they fit together and say all that a reader needs."""

import importlib

import pytest

from dyadlens.sources.runner import FAMILIES, all_tables

TABLES = all_tables()


def test_no_name_stands_twice():
    modules = (importlib.import_module(f"dyadlens.sources.{family}") for family in FAMILIES)
    names = [table.name for module in modules for table in module.TABLES]
    assert len(names) == len(set(names)) == len(TABLES)


@pytest.mark.parametrize("name", TABLES)
def test_the_key_is_of_columns_that_are_never_empty(name):
    columns = {c.name: c for c in TABLES[name].columns}
    assert TABLES[name].key and all(k in columns and not columns[k].missing for k in TABLES[name].key)


@pytest.mark.parametrize("name", TABLES)
def test_no_column_stands_twice(name):
    names = [c.name for c in TABLES[name].columns]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("name", TABLES)
def test_only_numbers_have_a_unit_or_a_range(name):
    for column in TABLES[name].columns:
        numeric = column.kind in {"integer", "number"}
        assert numeric or (column.unit is None and column.minimum is None and column.maximum is None), column.name


@pytest.mark.parametrize("name", TABLES)
def test_words_that_are_told_from_a_list_stand_once_in_it(name):
    for column in TABLES[name].columns:
        assert column.allowed is None or len(set(column.allowed)) == len(column.allowed) > 0


@pytest.mark.parametrize("name", TABLES)
def test_a_table_of_our_own_names_licence_and_citation(name):
    table = TABLES[name]
    assert table.files or (table.licence and table.citation)


@pytest.mark.parametrize("name", TABLES)
def test_years_and_lag_make_sense(name):
    table = TABLES[name]
    assert table.first <= table.last and table.published_lag >= 0
    assert table.dated_by == "static" or table.dated_by in {c.name for c in table.columns}


@pytest.mark.raw
@pytest.mark.parametrize("name", TABLES)
def test_every_raw_file_is_in_the_manifest(name, raw_directory):
    manifest = (raw_directory / "MANIFEST.csv").read_text(encoding="utf-8")
    assert [file for file in TABLES[name].files if f",{file}," not in manifest] == []
