"""Sentences on third states, from rows made by hand."""

import math

import pandas as pd
import pytest

from dyadlens.details.third_states import ThirdStates
from dyadlens.text.third_party import third_states_text

COLUMNS = ["third", "close_a", "close_b", "sign_a", "sign_b", "presses_a", "presses_b"]


def told(*rows, year=2018):
    return third_states_text("PAK-RUS", ThirdStates(year, pd.DataFrame(rows, columns=COLUMNS)))


def test_the_strongest_pressure_comes_first():
    answer = told(
        ("IND", 0.1, 0.7, -1, 1, 0.0, 0.7),
        ("USA", 0.5, 0.2, 1, -1, 0.5, 0.0),
        ("CHN", 0.8, 0.8, 1, 1, 0.0, 0.0),
    )
    assert answer.text == (
        "Between Pakistan and Russia stand India, which could press most on Russia, and the United States, which could "
        "press most on Pakistan; 1 third state pulls them together and 2 apart (2018)."
    )
    assert answer.points[0] == (
        "In 2018, India could press most on Russia not to serve Pakistan: it is a rival of Pakistan, and its closeness "
        "to Russia is 0.70 of 1."
    )
    assert answer.points[-1].startswith("By structural balance, 1 third state pulls them together (China) and 2 third")


@pytest.mark.parametrize(
    ("row", "point"),
    [
        (
            ("IND", 0.1, math.nan, -1, 1, 0.0, math.nan),
            "In 2018, how close Russia is to India, in rivalry with Pakistan, is not",
        ),
        (("IND", 0.1, 0.0, -1, 0, 0.0, 0.0), "In 2018, no rival of Pakistan is close to Russia."),
        (("CHN", 0.8, 0.8, 1, 1, 0.0, 0.0), "In 2018, Pakistan has no third state as a rival on record."),
    ],
)
def test_why_nobody_presses_is_said(row, point):
    answer = told(row)
    assert answer.text.startswith("No third state is known that could press Pakistan or Russia not to serve the other")
    assert any(said.startswith(point) for said in answer.points)


def test_no_third_state_and_no_year_are_told_apart():
    assert "no third state had a tie, friendly or hostile, to both" in told().text
    assert "covered by all of the sources" in told(year=None).text


def test_of_many_third_states_some_are_named():
    codes = ("CHN", "KAZ", "KGZ", "TJK", "UZB", "BLR")
    points = told(*((code, 0.8, 0.8, 1, 1, 0.0, 0.0) for code in codes)).points
    assert points[-1].endswith("(China, Kazakhstan, Kyrgyzstan, Tajikistan and Uzbekistan among them).")
