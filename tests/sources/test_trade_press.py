"""Periods as the press points write them."""

import pytest

from dyadlens.errors import SourceError
from dyadlens.sources.trade_press import period


@pytest.mark.parametrize(
    ("text", "year", "expected"),
    [
        ("CY", 2012, ("2012-01-01", "2012-12-31", "calendar")),
        ("CY Jan-Oct", 2018, ("2018-01-01", "2018-10-31", "calendar_part")),
        ("FY2020-21 (Jul-Jun)", 2021, ("2020-07-01", "2021-06-30", "fiscal_jul_jun")),
        ("FY2021-22 Jul-May", 2022, ("2021-07-01", "2022-05-31", "fiscal_jul_jun_part")),
    ],
)
def test_periods(text, year, expected):
    assert period(text, year) == expected


@pytest.mark.parametrize("text", ["", "2012", "CY Foo-Bar", "Q1"])
def test_other_forms_are_refused(text):
    with pytest.raises(SourceError, match="period"):
        period(text, 2020)
