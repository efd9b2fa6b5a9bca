"""The data package: valid by the standard, complete, true to its files, and small."""

import hashlib
import json

import pyarrow.parquet as pq
import pytest
from frictionless import Package, Resource, Schema, system

from dyadlens.paths import data_directory
from dyadlens.sources.codebook import codebook
from dyadlens.sources.runner import all_tables

FOLDER = data_directory()
DESCRIPTOR = json.loads((FOLDER / "datapackage.json").read_text(encoding="utf-8"))
RESOURCES = {r["dyadlens"]["table"]: r for r in DESCRIPTOR["resources"]}
MOST_ROWS = 400

_ID, _YEAR, _ORDER = "an identifier", "a year or month of the calendar", "a place in an order"
# Numbers that measure nothing, and so have no unit, each with what it is instead.
NO_UNIT = {
    "area": _ID,
    "conflict": _ID,
    "cow": _ID,
    "deal": _ID,
    "dispute": _ID,
    "dyad": _ID,
    "emergency_session": _ID,
    "first": _YEAR,
    "first_delivery": _YEAR,
    "last": _YEAR,
    "last_delivery": _YEAR,
    "month": _YEAR,
    "order": _ORDER,
    "order_year": _YEAR,
    "part": _ID,
    "resolution": _ID,
    "ring": _ID,
    "roll_call": _ID,
    "round_number": _ORDER,
    "since": _YEAR,
    "spell": _ORDER,
    "stop": _ORDER,
    "veto": _ORDER,
    "year": _YEAR,
}


def fields():
    return [(name, field) for name, r in RESOURCES.items() for field in r["schema"]["fields"]]


def sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_the_descriptor_is_valid():
    report = Package.metadata_validate(DESCRIPTOR)
    assert [str(error) for error in report] == []


def rows_of(path):
    """Rows spread over a Parquet file; the standard's own reader gives NaN where a cell is empty."""
    table = pq.read_table(path)
    step = max(1, table.num_rows // MOST_ROWS)
    return table.take(list(range(0, table.num_rows, step))).to_pylist()


@pytest.mark.parametrize("name", RESOURCES)
def test_the_data_are_valid(name):
    resource = RESOURCES[name]
    if resource["format"] == "csv":
        with system.use_context(trusted=True):
            report = Resource.from_descriptor(resource, basepath=str(FOLDER)).validate()
    else:
        schema = Schema.from_descriptor(resource["schema"])
        report = Resource(data=rows_of(FOLDER / resource["path"]), schema=schema).validate()
    assert report.flatten(["rowNumber", "fieldName", "note"]) == []


def test_every_table_of_the_code_is_in_the_package_in_order():
    assert list(RESOURCES) == list(all_tables())


def test_every_file_is_described_and_every_description_has_its_file():
    files = {str(p.relative_to(FOLDER)) for p in FOLDER.rglob("*") if p.is_file()}
    assert files == {r["path"] for r in RESOURCES.values()} | {"datapackage.json", "CODEBOOK.md"}


@pytest.mark.parametrize("name", RESOURCES)
def test_hash_and_size_are_those_of_the_file(name):
    path = FOLDER / RESOURCES[name]["path"]
    assert RESOURCES[name]["hash"] == f"sha256:{sha256(path)}"
    assert RESOURCES[name]["bytes"] == path.stat().st_size


@pytest.mark.parametrize("name", RESOURCES)
def test_licence_citation_lag_and_coverage_are_stated(name):
    own = RESOURCES[name]["dyadlens"]
    assert all(own[key].strip() for key in ("licence", "citation", "credit", "published_lag_note"))
    assert own["published_lag"] >= 0
    assert 1800 <= own["coverage"]["first"] <= own["coverage"]["last"] <= 2026
    assert own["coverage"]["sentence"]
    assert own["coverage"]["first"] <= own["complete_to"] <= own["coverage"]["last"]
    assert own["absent_row_means"] in {"true_zero", "unknown", "not_covered"}
    assert own["dated_by"] in {"year", "date", "static"}


@pytest.mark.parametrize("name", RESOURCES)
def test_sources_are_named_with_their_hash_or_the_table_is_our_own(name):
    resource = RESOURCES[name]
    own = resource["dyadlens"]
    by_hand = own["table"].startswith("cases/")  # a case written by hand is its own source
    assert resource["sources"] or by_hand or own["citation"].startswith("The dyadlens authors")
    for source in resource["sources"]:
        assert source["title"] and source["path"] and len(source["raw_sha256"]) == 64


@pytest.mark.parametrize("name", RESOURCES)
def test_titles_and_columns_are_described(name):
    resource = RESOURCES[name]
    assert resource["title"] and resource["description"]
    assert all(field["description"].endswith((".", ")")) for field in resource["schema"]["fields"])


@pytest.mark.parametrize("name", RESOURCES)
def test_the_key_is_of_columns_that_are_there_and_never_empty(name):
    schema = RESOURCES[name]["schema"]
    required = {f["name"] for f in schema["fields"] if f.get("constraints", {}).get("required")}
    assert schema["primaryKey"] and set(schema["primaryKey"]) <= required


@pytest.mark.parametrize("name", RESOURCES)
def test_the_column_that_dates_a_row_is_there(name):
    resource = RESOURCES[name]
    dated_by = resource["dyadlens"]["dated_by"]
    kinds = {f["name"]: f.get("constraints", {}).get("pattern", f["type"]) for f in resource["schema"]["fields"]}
    # A date known to the month or the year only is text of a given pattern: the standard's dates are whole.
    allowed = {"year": {"integer"}, "date": {"date", r"\d{4}(-\d{2}){0,2}"}}
    assert dated_by == "static" or kinds.get(dated_by) in allowed[dated_by]


def test_every_quantity_has_a_unit():
    without = {
        f"{name}.{field['name']}"
        for name, field in fields()
        if field["type"] in {"number", "integer"} and "unit" not in field and field["name"] not in NO_UNIT
    }
    assert without == set()


def test_names_without_a_unit_are_all_in_use():
    numbers = {field["name"] for _, field in fields() if field["type"] in {"number", "integer"} and "unit" not in field}
    assert numbers == set(NO_UNIT)


def test_what_has_no_unit_is_whole():
    assert {field["type"] for _, field in fields() if field["name"] in NO_UNIT} == {"integer"}


@pytest.mark.parametrize(
    ("column", "unit"),
    [
        ("arms_state_totals.supplier_hhi_5y", "index 0-1"),
        ("trade_atlas_pairs.intensity_ab", "ratio"),
        ("disputes_cow.hostility_a", "code"),
        ("disputes_gml.fatality", "code"),
        ("contiguity.type", "code"),
        ("militarized_events.highest_action", "code"),
        ("gravity_coefficients.se", "elasticity or log points"),
    ],
)
def test_units_of_indices_ratios_and_codes(column, unit):
    table, name = column.split(".")
    assert next(f["unit"] for f in RESOURCES[table]["schema"]["fields"] if f["name"] == name) == unit


def test_ranks_among_all_pairs_have_one_unit():
    units = {field["unit"] for _, field in fields() if field["name"].endswith("percentile")}
    assert len(units) == 1


def test_nothing_but_numbers_has_a_unit():
    assert {field["type"] for _, field in fields() if "unit" in field} == {"number", "integer"}


def test_the_data_are_small():
    assert sum(p.stat().st_size for p in FOLDER.rglob("*") if p.is_file()) < 25_000_000


def test_the_codebook_is_made_from_the_descriptor():
    assert (FOLDER / "CODEBOOK.md").read_text(encoding="utf-8") == codebook(DESCRIPTOR)


def test_no_path_of_a_machine_stands_in_the_package():
    text = (FOLDER / "datapackage.json").read_text(encoding="utf-8")
    assert not [part for part in ("/home/", "/root/", "/Users/", "/tmp/", "\\\\Users") if part in text]
