"""Checking a table against the fields of the data package."""

import pandas as pd
import pytest

from dyadlens.data.schemas import PARTIAL_DATE, problems, schema

YEAR = {"name": "year", "type": "integer", "constraints": {"required": True, "minimum": 1946, "maximum": 2024}}
VOTE = {"name": "vote", "type": "string", "constraints": {"enum": ["yes", "no"]}}


def found(field, values):
    frame = pd.DataFrame({field["name"]: values})
    return problems(frame, [field], len(frame))


def test_a_good_table_has_no_problem():
    frame = pd.DataFrame({"year": [1946, 2024], "vote": ["yes", None]})
    assert problems(frame, [YEAR, VOTE], 2) == []


@pytest.mark.parametrize(("year", "rule"), [(1945, "is below 1946"), (2025, "is above 2024")])
def test_the_ends_of_a_range(year, rule):
    assert found(YEAR, [2000, year]) == [f"column year: {year} {rule} (1 row)"]


def test_rows_that_break_a_rule_are_counted():
    assert found(VOTE, ["yes", "maybe", "perhaps"]) == ["column vote: 'maybe' is not one of yes, no (2 rows)"]


def test_a_categorical_column_is_held_to_its_enum():
    assert found(VOTE, pd.Categorical(["yes", "maybe"])) == ["column vote: 'maybe' is not one of yes, no (1 row)"]


def test_a_required_cell_may_not_be_empty():
    assert found(YEAR, pd.array([2000, None], dtype="Int64")) == ["column year: 1 empty cell, none allowed"]


def test_a_cell_that_is_not_required_may_be_empty():
    assert found({"name": "x", "type": "number"}, [1.0, None]) == []


@pytest.mark.parametrize(
    ("kind", "values", "wrong"),
    [
        ("integer", [1.0, 2.5], 2.5),
        ("integer", ["one", "two"], "one"),
        ("number", ["one", "two"], "one"),
        ("number", ["1"], "1"),
        ("string", [1, 2], 1),
        ("boolean", ["yes", "no"], "yes"),
        ("boolean", [0, 2], 2),
        ("date", ["2018", "2018-5-1", None], "2018-5-1"),
        ("date", ["May 2018"], "May 2018"),
        ("date", ["2018-05-01T00:00"], "2018-05-01T00:00"),
    ],
)
def test_a_value_of_another_type_is_found_and_shown(kind, values, wrong):
    (line,) = found({"name": "x", "type": kind}, values)
    assert line.startswith(f"column x: {wrong!r} is not of type {kind} (")


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("integer", pd.array([1, None], dtype="Int64")),
        ("integer", [1.0, None]),
        ("number", [1, 2]),
        ("string", ["a", None]),
        ("string", pd.Categorical(["a", "b"])),
        ("boolean", pd.array([True, None], dtype="boolean")),
        ("date", ["2018", "2018-05", "2018-05-31", None]),
    ],
)
def test_values_of_the_type_pass(kind, values):
    assert found({"name": "x", "type": kind}, values) == []


def test_a_missing_column_is_named():
    assert problems(pd.DataFrame({"year": [2000]}), [YEAR, VOTE], 1) == ["column vote is missing"]


def test_an_extra_column_is_named():
    lines = problems(pd.DataFrame({"year": [2000], "title": ["x"]}), [YEAR], 1)
    assert lines == ["column title is not in the data package"]


def test_a_renamed_column_is_missing_under_one_name_and_too_many_under_the_other():
    lines = problems(pd.DataFrame({"year": [2000], "voted": ["yes"]}), [YEAR, VOTE], 1)
    assert lines == ["column vote is missing", "column voted is not in the data package"]


def test_words_in_a_column_of_years_break_no_other_rule():
    assert found(YEAR, ["one", "two"]) == ["column year: 'one' is not of type integer (2 rows)"]


def test_the_number_of_bad_dates_is_theirs():
    assert found({"name": "day", "type": "date"}, ["2018", "soon", "later", None]) == [
        "column day: 'soon' is not of type date (2 rows)"
    ]


def test_columns_stand_in_order():
    assert problems(pd.DataFrame({"vote": ["yes"], "year": [2000]}), [YEAR, VOTE], 1) == [
        "the columns stand in another order than in the data package"
    ]


def test_the_number_of_rows_is_checked():
    assert problems(pd.DataFrame({"year": [2000]}), [YEAR], 5) == ["1 rows, the data package says 5"]


def test_every_problem_is_one_line():
    frame = pd.DataFrame({"year": [1900, 3000], "vote": ["a", "b"]})
    lines = problems(frame, [YEAR, VOTE], 9)
    assert len(lines) == 4 and not any("\n" in line for line in lines)


def test_the_schema_keeps_the_order_of_the_fields():
    assert list(schema([VOTE, YEAR]).columns) == ["vote", "year"]


def test_the_pattern_of_a_text_is_checked_also_in_categories():
    field = {"name": "day", "type": "string", "constraints": {"pattern": r"\d{4}(-\d{2}){0,2}"}}
    assert found(field, ["2018", "2018-05", None]) == []
    assert found(field, pd.Categorical(["2018", "May"])) == [f"column day: 'May' does not match {PARTIAL_DATE} (1 row)"]


def test_a_key_that_repeats_is_told_with_its_values():
    frame = pd.DataFrame({"year": [2000, 2000, 2001], "vote": ["yes", "yes", "no"]})
    assert problems(frame, [YEAR, VOTE], key=["year", "vote"]) == ["key year, vote repeats in 1 row, e.g. 2000, yes"]
    assert problems(frame.drop_duplicates(), [YEAR, VOTE], key=["year", "vote"]) == []
