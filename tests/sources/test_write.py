"""Writing tables: checked, sorted, whole, and the same bytes each time."""

import pandas as pd
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dyadlens.errors import DataError
from dyadlens.sources.table import Coverage, SourceColumn, SourceTable
from dyadlens.sources.write import conform, sha256, write_table

COLUMNS = {
    "state": SourceColumn(type="string", description="State."),
    "year": SourceColumn(type="integer", description="Year."),
    "share": SourceColumn(type="number", description="Share.", unit="share", minimum=0, maximum=1, empty=True),
    "vote": SourceColumn(type="string", description="Vote.", enum=("yes", "no"), empty=True),
    "ally": SourceColumn(type="boolean", description="Ally.", empty=True),
}


def table(kind="csv", columns=COLUMNS, key=("state", "year")):
    return SourceTable(
        name="t",
        subject="s",
        title="",
        description="",
        build=lambda raw: None,
        columns=columns,
        key=key,
        files=(),
        coverage=Coverage(years=(1946, 2024)),
        absent_row_means="unknown",
        published_lag=0,
        published_lag_note="",
        format=kind,
    )


def frame(**changes):
    columns = {
        "state": ["RUS", "PAK"],
        "year": [2000, 2001],
        "share": [0.1, None],
        "vote": ["yes", None],
        "ally": pd.array([True, None], dtype="boolean"),
    }
    return pd.DataFrame({**columns, **changes})


def test_columns_and_rows_come_in_order_and_others_are_left_out():
    out = conform(frame(extra=[1, 2])[["ally", "extra", "vote", "share", "year", "state"]], table())
    assert list(out.columns) == list(COLUMNS)
    assert out["state"].tolist() == ["PAK", "RUS"] and out.index.tolist() == [0, 1]


@settings(deadline=None)
@given(st.permutations(range(8)))
def test_the_order_of_rows_that_come_in_does_not_matter(order):
    rows = pd.DataFrame({"state": list("aabbccdd"), "year": [1990, 1991] * 4, "x": range(8)})
    columns = {name: COLUMNS[name] for name in ("state", "year")} | {
        "x": SourceColumn(type="integer", description="X.")
    }
    assert conform(rows.iloc[order], table(columns=columns)).equals(conform(rows, table(columns=columns)))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"state": ["PAK", "PAK"], "year": [2000, 2000]}, "t: key state, year repeats in 1 row, e.g. PAK, 2000"),
        ({"state": ["PAK", None]}, "t: column state: 1 empty cell, none allowed"),
        ({"year": [2000, 1945]}, "t: column year: 1945 is below 1946"),
        ({"year": [2000, 2025]}, "t: column year: 2025 is above 2024"),
        ({"share": [0.1, 1.1]}, "t: column share: 1.1 is above 1"),
        ({"vote": ["yes", "maybe"]}, "t: column vote: 'maybe' is not one of yes, no"),
        ({"year": ["x", "y"]}, "t: column year: 'y' is not of type integer"),
    ],
)
def test_what_breaks_a_promise_is_refused(changes, said):
    with pytest.raises(DataError, match=said):
        conform(frame(**changes), table())


def test_a_missing_column_is_refused():
    with pytest.raises(DataError, match="t: column vote is missing"):
        conform(frame().drop(columns="vote"), table())


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_the_same_rows_give_the_same_bytes(kind, tmp_path):
    one, two = (
        write_table(conform(rows, table(kind)), table(kind), tmp_path / name)
        for name, rows in (("one", frame()), ("two", frame().iloc[::-1]))
    )
    assert one.read_bytes() == two.read_bytes() and one.name == f"t.{kind}"


def test_a_csv_is_plain_and_nothing_is_left_beside(tmp_path):
    path = write_table(conform(frame(), table()), table(), tmp_path)
    assert path.read_bytes() == b"state,year,share,vote,ally\nPAK,2001,,,\nRUS,2000,0.1,yes,true\n"
    assert [p.name for p in tmp_path.iterdir()] == ["t.csv"]


def test_parquet_has_types_and_what_is_missing(tmp_path):
    path = write_table(conform(frame(), table("parquet")), table("parquet"), tmp_path)
    found = pq.read_table(path)
    assert [found.schema.field(n).nullable for n in found.schema.names] == [False, False, True, True, True]
    assert str(found.schema.field("year").type) == "int32" and str(found.schema.field("ally").type) == "bool"
    assert found.to_pylist() == [
        {"state": "PAK", "year": 2001, "share": None, "vote": None, "ally": None},
        {"state": "RUS", "year": 2000, "share": 0.1, "vote": "yes", "ally": True},
    ]


def test_a_fraction_does_not_pass_for_a_whole_number_and_the_file_before_stays(tmp_path):
    path = write_table(conform(frame(), table("parquet")), table("parquet"), tmp_path)
    before = path.read_bytes()
    with pytest.raises(Exception, match="truncated"):
        write_table(frame(year=[2000.5, 2001]), table("parquet"), tmp_path)
    with pytest.raises(DataError, match="not of type integer"):
        conform(frame(year=[2000.5, 2001]), table("parquet"))
    assert path.read_bytes() == before


def test_sha256_of_a_file(tmp_path):
    (tmp_path / "x").write_bytes(b"abc")
    assert sha256(tmp_path / "x") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
