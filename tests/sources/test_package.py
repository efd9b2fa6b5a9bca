"""The descriptor: made from descriptions and manifest, with nothing typed twice."""

import pandas as pd
import pytest

from dyadlens.sources.package import package
from dyadlens.sources.raw import Raw, RawFile
from dyadlens.sources.table import Column, Table
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


def made(tmp_path, full=False, **changes):
    values = {
        "name": "cases/X-Y/t", "title": "T", "description": "D.", "build": lambda raw: None,
        "columns": (
            Column("year", "integer", "Year.", minimum=1946),
            Column("tiv", "number", "Volume.", unit="million TIV", missing=True),
            Column("vote", "string", "Vote.", allowed=("yes",)),
        ),
        "key": ("year",), "files": ("open.csv", "focal.csv"), "first": 1950, "last": 2000, "absent": "unknown",
        "published_lag": 0.5, "lag_note": "spring", "format": "csv", "defects": ("ours",),
    }  # fmt: skip
    table = Table(**{**values, **changes})
    frame = conform(pd.DataFrame({"year": [1990], "tiv": [1.5], "vote": ["yes"]}), table)
    write_table(frame, table, tmp_path)
    return package([table], {table.name: 1}, Sources(None, full=full), tmp_path)["resources"][0]


def test_name_path_hash_and_size(tmp_path):
    resource = made(tmp_path)
    path = tmp_path / "cases" / "X-Y" / "t.csv"
    assert (resource["name"], resource["path"]) == ("cases-x-y-t", "cases/X-Y/t.csv")
    assert resource["hash"] == f"sha256:{sha256(path)}"
    assert resource["bytes"] == path.stat().st_size


def test_fields_carry_unit_and_rules_and_nothing_empty(tmp_path):
    assert made(tmp_path)["schema"]["fields"] == [
        {"name": "year", "type": "integer", "description": "Year.", "constraints": {"required": True, "minimum": 1946}},
        {"name": "tiv", "type": "number", "description": "Volume.", "unit": "million TIV"},
        {"name": "vote", "type": "string", "description": "Vote.", "constraints": {"required": True, "enum": ["yes"]}},
    ]


def test_licence_citation_and_defects_come_from_the_manifest(tmp_path):
    own = made(tmp_path)["dyadlens"]
    assert own["licence"] == "CC0; terms"
    assert own["citation"] == "A (2000). B (2001)."
    assert own["known_defects"] == ["ours", "source file: thin"]
    assert own["tiers"] == ["focal", "open"]


def test_a_citation_makes_sense_away_from_the_rows(tmp_path):
    resource = made(tmp_path, files=("rows.csv",))
    assert resource["dyadlens"]["citation"] == "Each row names its source."
    assert resource["sources"][0]["title"] == "Each row names its source"


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


def test_coverage_and_lag(tmp_path):
    own = made(tmp_path)["dyadlens"]
    assert own["coverage"] == {"first": 1950, "last": 2000, "states": "all states"}
    assert (own["published_lag"], own["published_lag_note"], own["rows"]) == (0.5, "spring", 1)
