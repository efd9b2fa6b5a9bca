"""The descriptor and the codebook: made from descriptions, rows and manifest, with nothing typed twice."""

import json

import pandas as pd
import pytest

from dyadlens.paths import data_directory
from dyadlens.sources.codebook import codebook
from dyadlens.sources.package import package, resource
from dyadlens.sources.raw import Raw, RawFile
from dyadlens.sources.table import Coverage, SourceColumn, SourceTable
from dyadlens.sources.write import conform, sha256, write_table


class Sources(Raw):
    """A manifest in memory."""

    def manifest(self):
        blank = dict.fromkeys(RawFile.__dataclass_fields__, "")
        rows = [
            {"file": "open.csv", "tier": "open", "licence": "CC0", "citation": "A (2000)", "known_defects": "thin"},
            {"file": "focal.csv", "tier": "focal", "licence": "terms", "citation": "B (2001)"},
            {"file": "rows.csv", "tier": "facts", "licence": "facts", "citation": "see rows"},
        ]
        return {row["file"]: RawFile(**{**blank, **row}) for row in rows}


def made(tmp_path, full=False, rows=None, **changes):
    values = {
        "name": "cases/X-Y/t",
        "subject": "cases",
        "title": "T",
        "description": "D.",
        "build": lambda raw: None,
        "columns": {
            "year": SourceColumn(type="integer", description="Year."),
            "tiv": SourceColumn(type="number", description="Volume.", unit="million TIV", empty=True),
            "vote": SourceColumn(type="string", description="Vote.", enum=("yes",)),
            "wrong": SourceColumn(type="boolean", description="Wrong.", marks_defect="a bound is wrong"),
        },
        "key": ("year",),
        "files": ("open.csv", "focal.csv"),
        "coverage": Coverage(years=(1950, 2000), note="few"),
        "absent_row_means": "unknown",
        "published_lag": 0.5,
        "published_lag_note": "spring",
        "format": "csv",
        "known_defects": ("ours",),
    }
    table = SourceTable(**values | changes)
    rows = rows or {"year": [1990, 1991], "tiv": [1.5, None], "vote": ["yes", "yes"], "wrong": [True, False]}
    frame = conform(pd.DataFrame(rows), table)
    write_table(frame, table, tmp_path)
    return resource(table, {table.name: frame}, Sources(None, full=full), tmp_path)


def test_name_path_hash_and_size(tmp_path):
    found = made(tmp_path)
    path = tmp_path / "cases" / "X-Y" / "t.csv"
    assert (found["name"], found["path"]) == ("cases-x-y-t", "cases/X-Y/t.csv")
    assert found["hash"] == f"sha256:{sha256(path)}"
    assert found["bytes"] == path.stat().st_size


def test_fields_have_unit_and_rules_and_nothing_empty(tmp_path):
    rules = {"required": True, "minimum": 1950, "maximum": 2000}
    assert made(tmp_path)["schema"]["fields"] == [
        {"name": "year", "type": "integer", "description": "Year.", "constraints": rules},
        {"name": "tiv", "type": "number", "description": "Volume.", "unit": "million TIV"},
        {"name": "vote", "type": "string", "description": "Vote.", "constraints": {"required": True, "enum": ["yes"]}},
        {"name": "wrong", "type": "boolean", "description": "Wrong.", "constraints": {"required": True}},
    ]


def test_licence_citation_and_defects_come_from_the_manifest_and_the_rows(tmp_path):
    own = made(tmp_path, known_defects_of=("trade_atlas",))["dyadlens"]
    assert own["licence"] == "CC0; terms"
    assert own["citation"] == "A (2000). B (2001)."
    assert own["known_defects"][:2] == ["ours", "a bound is wrong in 1 of 2 rows, marked in `wrong` (1990)"]
    assert own["known_defects"][2].startswith("the Atlas file has no flow")
    assert own["known_defects"][3:] == ["source file: thin"]
    assert own["tiers"] == ["focal", "open"]


def test_a_citation_makes_sense_away_from_the_rows(tmp_path):
    found = made(tmp_path, files=("rows.csv",))
    assert found["dyadlens"]["citation"] == "Each row names its source."
    assert found["sources"][0]["title"] == "Each row names its source"


def test_a_table_may_name_its_own_licence_and_citation(tmp_path):
    own = made(tmp_path, licence="MIT", citation="We (2025).")["dyadlens"]
    assert (own["licence"], own["citation"]) == ("MIT", "We (2025).")


@pytest.mark.parametrize(
    ("files", "full", "complete"),
    [
        (("open.csv",), False, True),
        (("open.csv", "focal.csv"), False, False),
        (("focal.csv",), True, True),
        ((), False, True),
    ],
)
def test_an_extract_says_so(tmp_path, files, full, complete):
    own = made(tmp_path, full=full, files=files, licence="x", citation="y")["dyadlens"]
    assert own["complete"] is complete


def test_coverage_lag_and_rows(tmp_path):
    own = made(tmp_path)["dyadlens"]
    assert own["coverage"] == {"first": 1950, "last": 2000, "sentence": "few"}
    assert (own["published_lag"], own["published_lag_note"], own["rows"]) == (0.5, "spring", 2)


# --- years of the package


def said(subject, first, complete_to, dated_by="year"):
    years = {"coverage": {"first": first, "last": complete_to + 1}, "complete_to": complete_to}
    return {"dyadlens": {"subject": subject, "dated_by": dated_by, **years}}


@pytest.mark.parametrize(
    ("tables", "first", "last"),
    [
        ([("a", 1950, 2024), ("b", 1946, 2024), ("c", 1990, 2014)], 1950, 2024),
        ([("a", 1950, 2024), ("b", 1946, 2014)], 1950, 2014),
        ([("a", 1950, 2014), ("a", 1946, 2024), ("b", 1946, 2030), ("c", 1990, 2000)], 1946, 2024),
        ([("a", 1950, 2020), ("cases", 1900, 2025), ("cases", 1900, 2026)], 1950, 2020),
        ([("a", 1950, 2020), ("b", 1816, 2030, "static"), ("c", 1816, 2030, "static")], 1950, 2020),
        ([], None, None),
    ],
)
def test_the_years_of_the_package_are_those_of_more_than_half_of_the_subjects(tables, first, last):
    own = package([said(*table) for table in tables])["dyadlens"]
    assert (own["first_year"], own["complete_to"]) == (first, last)
    dated = [table[2] + 1 for table in tables if len(table) == 3 and table[0] != "cases"]
    assert own["last_year"] == max(dated, default=None)


# --- the codebook


DESCRIPTOR = json.loads((data_directory() / "datapackage.json").read_text(encoding="utf-8"))
TEXT = codebook(DESCRIPTOR)


@pytest.mark.parametrize("resource", DESCRIPTOR["resources"], ids=lambda r: r["dyadlens"]["table"])
def test_each_table_has_its_section(resource):
    own = resource["dyadlens"]
    section = TEXT.split(f"\n## {own['table']}\n")[1].split("\n## ")[0]
    assert resource["description"] in section
    assert f"- Licence: {own['licence']}" in section and f"- Cite: {own['citation']}" in section
    assert own["coverage"]["sentence"] in section
    assert section.count("- Known defect: ") == len(own["known_defects"])
    assert ("An extract" in section) is not own["complete"]
    for field in resource["schema"]["fields"]:
        assert f"| `{field['name']}` | {field['type']} | {field.get('unit', '')} |" in section


def test_the_codebook_is_sound_markdown():
    lines = TEXT.splitlines()
    assert sum(line.startswith("| [") for line in lines) == len(DESCRIPTOR["resources"])
    assert {line.count("|") for line in lines if line.startswith("| `")} == {6}
    assert TEXT.endswith("\n") and not TEXT.endswith("\n\n")
