"""The shape of evidence: what may stand in a row and what may not."""

import numpy as np
import pandas as pd
import pandera.pandas as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dyadlens.data import evidence as shape
from dyadlens.data.evidence import COLUMNS, STATUSES, Evidence, check, join, make
from dyadlens.errors import DataError

ROW = {"domain": "votes", "measure": "agreement", "a": "PAK", "b": "RUS", "source": "undl_votes"}


def one(**changes):
    return make(**{**ROW, "year": [2014], "value": [0.7], "status": "observed", **changes})


def test_the_columns_are_those_of_the_design():
    names = "domain measure a b year value low high status percentile ranked window source"
    assert tuple(names.split()) == COLUMNS
    assert STATUSES == ("observed", "true_zero", "unknown", "not_covered")


def test_make_spreads_scalars_and_leaves_numbers_missing():
    rows = make(**ROW, year=[2014, 2015], value=[0.7, np.nan])
    assert list(rows.columns) == list(COLUMNS)
    assert rows["a"].tolist() == ["PAK", "PAK"]
    assert rows[["low", "high", "percentile"]].isna().all(axis=None)


def test_make_tells_observed_from_unknown():
    assert make(**ROW, year=[1, 2], value=[0.0, np.nan])["status"].tolist() == ["observed", "unknown"]


def test_make_refuses_another_column():
    with pytest.raises(ValueError, match="colour"):
        one(colour="red")


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"low": 0.6, "high": 0.8, "percentile": 50.0},
        {"low": 0.7, "high": 0.7},
        {"value": 0.0, "status": "true_zero"},
        {"value": 0.0},
        {"value": np.nan, "status": "unknown"},
        {"value": np.nan, "status": "not_covered"},
        {"percentile": 0.0},
        {"percentile": 100.0},
    ],
)
def test_rows_that_may_be(changes):
    assert len(check(one(**changes))) == 1


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"status": "zero", "value": np.nan}, "isin"),
        ({"value": np.nan}, "a value goes with observed and true_zero only"),
        ({"status": "unknown"}, "a value goes with observed and true_zero only"),
        ({"status": "not_covered"}, "a value goes with observed and true_zero only"),
        ({"status": "true_zero"}, "a true zero is 0"),
        ({"low": 0.8, "high": 0.9}, "the interval holds the value"),
        ({"low": 0.5, "high": 0.6}, "the interval holds the value"),
        ({"low": 0.5}, "the interval holds the value"),
        ({"value": np.nan, "status": "unknown", "low": 0.1, "high": 0.2}, "interval"),
        ({"value": np.nan, "status": "unknown", "percentile": 5.0}, "an interval or percentile needs a value"),
        ({"percentile": 101.0}, "in_range"),
        ({"percentile": -1.0}, "in_range"),
        ({"year": [20140]}, "in_range"),
        ({"source": ""}, "str_length"),
        ({"a": ""}, "str_length"),
    ],
)
def test_rows_that_may_not_be(changes, said):
    with pytest.raises(DataError, match="not in the shape of evidence") as caught:
        check(one(**changes))
    assert said in str(caught.value) and "\n" not in str(caught.value)


def test_an_interval_with_an_upper_end_only_is_refused():
    with pytest.raises(DataError):
        check(one(high=0.8))


def test_a_row_may_not_repeat():
    with pytest.raises(DataError, match="not in the shape"):
        check(join([one(), one(value=[0.8])]))


def test_both_directions_of_a_pair_may_stand():
    assert len(check(join([one(), one(a="RUS", b="PAK")]))) == 2


@pytest.mark.parametrize("column", COLUMNS)
def test_no_column_may_be_missing(column):
    with pytest.raises(DataError):
        check(one().drop(columns=column))


def test_no_column_may_be_added():
    with pytest.raises(DataError):
        check(one().assign(note="x"))


def test_check_puts_columns_in_order():
    assert list(check(one()[list(reversed(COLUMNS))]).columns) == list(COLUMNS)


def test_join_keeps_all_rows_in_order():
    rows = join([one(year=[2000]), one(year=[1990]), one(year=[2010])])
    assert rows["year"].tolist() == [2000, 1990, 2010]
    assert rows.index.tolist() == [0, 1, 2]


def test_joining_nothing_gives_no_rows_of_the_shape():
    assert list(join([]).columns) == list(COLUMNS) and len(join([])) == 0


def test_of_takes_a_measure_and_a_direction():
    rows = join([one(), one(a="RUS", b="PAK"), one(measure="kappa")])
    assert len(rows.of("agreement")) == 2
    assert rows.of("agreement", "RUS", "PAK").index.tolist() == [1]
    assert len(rows.of("agreement", "USA")) == 0


def test_seen_are_the_rows_with_a_value():
    rows = join(
        [one(), one(year=[2015], value=np.nan, status="unknown"), one(year=[2016], value=0.0, status="true_zero")]
    )
    assert rows.seen["year"].tolist() == [2014, 2016]


def test_a_part_of_evidence_is_evidence():
    rows = join([one(), one(year=[2015])])
    assert isinstance(rows[rows["year"] == 2015], Evidence)
    assert isinstance(rows.sort_values("year"), Evidence)


def test_it_shows_missing_numbers_as_blanks():
    html = join([one(value=np.nan, status="unknown")])._repr_html_()
    assert "NaN" not in html and "unknown" in html


def test_a_few_of_its_columns_can_be_shown():
    assert "<table" in Evidence(pd.DataFrame({"value": [1.0]}))._repr_html_()


@st.composite
def _tables(draw):
    """Tables of a few rows whose cells are right, or wrong in any way that a rule speaks of."""
    size = draw(st.integers(1, 3))

    def column(*values):
        return draw(st.lists(st.sampled_from(values), min_size=size, max_size=size))

    return pd.DataFrame(
        {
            **{name: pd.array(column("x", "x", "x", "y", ""), dtype="str") for name in ("domain", "measure", "a", "b")},
            "year": np.array(column(2010, 2011, 2012, 1799, 2101)),
            "value": np.array(column(0.0, 0.5, 1.0, np.nan)),
            "low": np.array(column(np.nan, np.nan, 0.0, 0.5, -np.inf)),
            "high": np.array(column(np.nan, np.nan, 0.5, 1.0, np.inf)),
            "status": pd.array(column(*STATUSES, "zero"), dtype="str"),
            "percentile": np.array(column(np.nan, 0.0, 100.0, -1.0, 101.0)),
            "source": pd.array(column("s", "s", ""), dtype="str"),
        }
    )


@given(_tables())
def test_a_plain_table_is_one_that_the_schema_takes(frame):
    """The short way must agree with the schema wherever it can decide, so that nothing slips past."""
    try:
        shape._schema().validate(frame, lazy=True)
        taken = True
    except pa.errors.SchemaErrors:
        taken = False
    assert shape._is_plain(frame) == taken


@pytest.mark.parametrize(
    "change",
    [
        lambda f: f.drop(columns="low"),
        lambda f: f.assign(more=1),
        lambda f: f.astype({"year": float}),
        lambda f: f.astype({"value": object}),
        lambda f: f.astype({"a": object}),
        lambda f: f.iloc[:0],
        lambda f: f.assign(a=pd.array([None], dtype="str")),
    ],
)
def test_what_is_not_plain_is_left_to_the_schema(change):
    assert shape._is_plain(pd.DataFrame(one()))
    assert not shape._is_plain(change(pd.DataFrame(one())))
