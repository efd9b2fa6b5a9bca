"""Descriptions of tables: found where they lie, sound in themselves, with a function for each."""

import re
from importlib import import_module
from pathlib import Path

import pytest

from dyadlens.errors import DataError
from dyadlens.sources import table as tables
from dyadlens.sources.runner import all_tables
from dyadlens.sources.table import SourceColumn, described_tables

TABLES = all_tables()
MODULES = sorted(Path(tables.__file__).parent.glob("*/*.yml"))

GOOD = """
waivers:
  title: Waivers
  description: Waivers of visas.
  files: [visas/waivers.csv]
  coverage: {years: [2019, 2020], states_in: [a, b]}
  absent_row_means: unknown
  published_lag: 1
  published_lag_note: a year later
  key: [a, b, year]
  columns:
    a: {type: string, description: First state.}
    b: {type: string, description: Second state.}
    year: {type: integer, description: Year.}
  known_defects:
  - one
  - [two, three]
"""


@pytest.fixture
def described(tmp_path, monkeypatch):
    """Return a function that reads descriptions laid down in a folder of their own."""
    monkeypatch.setattr(tables, "_FOLDER", tmp_path)

    def read(**texts):
        for number, text in enumerate(texts.values()):
            (tmp_path / f"subject{number}").mkdir(exist_ok=True)
            (tmp_path / f"subject{number}" / "source.yml").write_text(text)
        tables._read.cache_clear()
        return described_tables.__wrapped__()

    return read


def test_a_description_lying_in_a_folder_is_found(described):
    (one,) = described(text=GOOD).values()
    assert (one.name, one.subject, one.path) == ("waivers", "subject0", "waivers.parquet")
    assert one.known_defects == ("one", "two", "three")
    assert [f["constraints"] for f in one.fields if f["name"] == "year"] == [
        {"required": True, "minimum": 2019, "maximum": 2020}
    ]


def test_what_tables_share_stands_once(described):
    text = "shared: {published_lag: 3, credit: We}\n" + GOOD.replace("  published_lag: 1\n", "")
    (one,) = described(text=text).values()
    assert (one.published_lag, one.credit) == (3, "We")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "absent_row_means: unknown",
            "absent_row_means: zero",
            "waivers.absent_row_means: Input should be",
        ),
        ("  title: Waivers\n", "", "waivers.title: Field required"),
        ("  title: Waivers\n", "  title: Waivers\n  tittle: x\n", "waivers.tittle: Extra inputs are not permitted"),
        ("type: integer", "type: int", "waivers.columns.year.type: Input should be"),
        ("[2019, 2020]", "2019", "waivers.coverage.years"),
        ("published_lag: 1", "published_lag: -1", "waivers.published_lag"),
    ],
)
def test_a_fault_is_told_in_one_line_with_its_place(old, new, said, described):
    with pytest.raises(DataError, match=re.escape(f"subject0/source.yml: {said}")) as caught:
        described(text=GOOD.replace(old, new))
    assert "\n" not in str(caught.value)


def test_no_name_stands_twice(described):
    with pytest.raises(DataError, match=r"subject1/source.yml: a table waivers is described elsewhere too"):
        described(one=GOOD, two=GOOD)


def test_a_partial_date_is_text_with_a_pattern():
    field = SourceColumn(type="partial_date", description="Day.", empty=True).field("date")
    assert field == {
        "name": "date",
        "type": "string",
        "description": "Day.",
        "constraints": {"pattern": r"\d{4}(-\d{2}){0,2}"},
    }


@pytest.mark.parametrize("path", MODULES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_module_reads_the_files_that_its_description_names(path):
    """Each table has a function, and each raw file that a module reads by name is among the files of its tables."""
    module = import_module(f"dyadlens.sources.{path.parent.name}.{path.stem}")
    own = [t for name, t in described_tables().items() if name in tables._read(path)]
    for table in own:
        _, function = table.build.args
        assert callable(getattr(module, function))
    named = set(
        re.findall(r'"([a-z_]+/[^"\s{}]+\.(?:csv|parquet|xlsx|tab|geojson))"', Path(module.__file__).read_text())
    )
    assert named <= {"generic/claims.csv", *(file for table in own for file in table.files)}


@pytest.mark.parametrize("name", TABLES)
def test_a_description_is_sound(name):
    table = TABLES[name]
    assert all(k in table.columns and not table.columns[k].empty for k in table.key)
    assert set(table.coverage.states_in) <= set(table.columns)
    assert table.coverage.years[0] <= table.coverage.years[1]
    assert table.dated_by == "static" or table.dated_by in table.columns
    assert not isinstance(table.complete_to, str) or table.complete_to in TABLES
    assert set(table.known_defects_of) <= set(TABLES)
    assert table.files or (table.licence and table.citation), "a table of our own names licence and citation"
    for column in table.columns.values():
        numeric = column.type in {"integer", "number"}
        assert numeric or (column.unit is None and column.minimum is None and column.maximum is None)
        assert column.marks_defect is None or column.type == "boolean"
        assert column.enum is None or len(set(column.enum)) == len(column.enum) > 0


@pytest.mark.raw
def test_every_raw_file_is_in_the_manifest(raw):
    known = raw.manifest()
    assert {file for table in TABLES.values() for file in table.files} <= set(known)
