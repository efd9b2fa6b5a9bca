"""Writing tables: checked, sorted, whole, and the same bytes each time."""

import pandas as pd
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dyadlens.errors import DataError
from dyadlens.sources.table import Column, Table
from dyadlens.sources.write import conform, sha256, write_table

COLUMNS = (
    Column("state", "string", "State."),
    Column("year", "integer", "Year.", minimum=1946, maximum=2024),
    Column("share", "number", "Share.", unit="share", minimum=0, maximum=1, missing=True),
    Column("vote", "string", "Vote.", allowed=("yes", "no"), missing=True),
    Column("ally", "boolean", "Ally.", missing=True),
)


def table(kind="csv", columns=COLUMNS, key=("state", "year")):
    return Table(
        name="t", title="", description="", build=lambda raw: None, columns=columns, key=key, files=(),
        first=1946, last=2024, absent="unknown", published_lag=0, lag_note="", format=kind,
    )  # fmt: skip


def frame(**changes):
    columns = {
        "state": ["RUS", "PAK"], "year": [2000, 2001], "share": [0.1, None], "vote": ["yes", None],
        "ally": pd.array([True, None], dtype="boolean"),
    }  # fmt: skip
    return pd.DataFrame({**columns, **changes})


def test_columns_and_rows_come_in_order():
    out = conform(frame()[["ally", "vote", "share", "year", "state"]], table())
    assert list(out.columns) == [c.name for c in COLUMNS]
    assert out["state"].tolist() == ["PAK", "RUS"] and out.index.tolist() == [0, 1]


@given(st.permutations(range(8)))
def test_the_order_of_rows_that_come_in_does_not_matter(order):
    rows = pd.DataFrame({"state": list("aabbccdd"), "year": [1990, 1991] * 4, "x": range(8)})
    short = table(columns=(*COLUMNS[:2], Column("x", "integer", "X.")))
    assert conform(rows.iloc[order], short).equals(conform(rows, short))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"extra": [1, 2]}, r"t: columns \['ally', 'extra'"),
        ({"state": ["PAK", "PAK"], "year": [2000, 2000]}, "t: key .* repeats"),
        ({"state": ["PAK", None]}, "t.state: 1 empty cells"),
        ({"year": [2000, 1945]}, "t.year: value 1945 is below 1946"),
        ({"year": [2000, 2025]}, "t.year: value 2025 is above 2024"),
        ({"share": [0.1, 1.1]}, "t.share: value 1.1 is above 1"),
        ({"vote": ["yes", "maybe"]}, "t.vote: value 'maybe' is not allowed"),
    ],
)
def test_what_breaks_a_promise_is_refused(changes, said):
    with pytest.raises(DataError, match=said):
        conform(frame(**changes), table())


def test_a_missing_column_is_refused():
    with pytest.raises(DataError, match="t: columns"):
        conform(frame().drop(columns="vote"), table())


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_the_same_rows_give_the_same_bytes(kind, tmp_path):
    one, two = (
        write_table(conform(rows, table(kind)), table(kind), tmp_path / name)
        for name, rows in (("one", frame()), ("two", frame().iloc[::-1]))
    )
    assert one.read_bytes() == two.read_bytes() and one.name == f"t.{kind}"


def test_a_csv_is_plain(tmp_path):
    path = write_table(conform(frame(), table()), table(), tmp_path)
    assert path.read_bytes() == b"state,year,share,vote,ally\nPAK,2001,,,\nRUS,2000,0.1,yes,true\n"


def test_parquet_keeps_types_and_what_is_missing(tmp_path):
    path = write_table(conform(frame(), table("parquet")), table("parquet"), tmp_path)
    found = pq.read_table(path)
    assert [found.schema.field(n).nullable for n in found.schema.names] == [False, False, True, True, True]
    assert str(found.schema.field("year").type) == "int32" and str(found.schema.field("ally").type) == "bool"
    assert found.to_pylist() == [
        {"state": "PAK", "year": 2001, "share": None, "vote": None, "ally": None},
        {"state": "RUS", "year": 2000, "share": 0.1, "vote": "yes", "ally": True},
    ]


def test_a_fraction_does_not_pass_for_a_whole_number(tmp_path):
    with pytest.raises(Exception, match="truncated"):
        write_table(conform(frame(year=[2000.5, 2001]), table("parquet")), table("parquet"), tmp_path)


def test_a_file_that_failed_leaves_the_one_before(tmp_path):
    path = write_table(conform(frame(), table("parquet")), table("parquet"), tmp_path)
    before = path.read_bytes()
    with pytest.raises(Exception, match="truncated"):
        write_table(conform(frame(year=[2000.5, 2001]), table("parquet")), table("parquet"), tmp_path)
    assert path.read_bytes() == before


def test_nothing_is_left_beside(tmp_path):
    write_table(conform(frame(), table()), table(), tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["t.csv"]


def test_sha256_of_a_file(tmp_path):
    (tmp_path / "x").write_bytes(b"abc")
    assert sha256(tmp_path / "x") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
