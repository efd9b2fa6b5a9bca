"""Visits: every date parsed, names of their time, and agreement with a second list."""

import pandas as pd
import pytest

from dyadlens.sources import visits
from dyadlens.sources.raw import Raw
from dyadlens.sources.write import conform

TABLE = visits.TABLES[0]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("October 26, 1966", "1966-10-26", "1966-10-26"),
        ("March 1–4, 2006", "2006-03-01", "2006-03-04"),
        ("July 29–August 1, 1991", "1991-07-29", "1991-08-01"),
        ("December 31, 1992–January 2, 1993", "1992-12-31", "1993-01-02"),
    ],
)
def test_spans(text, first, last):
    assert visits.parse_span(text) == (first, last)


@pytest.mark.parametrize("text", ["spring 1950", "May 4–2, 1950", "May 1950", ""])
def test_other_text_is_refused(text):
    with pytest.raises(ValueError, match=r"span|before"):
        visits.parse_span(text)


@pytest.fixture(scope="module")
def raw(raw_directory):
    return Raw(raw_directory)


@pytest.fixture(scope="module")
def rows(raw):
    return conform(TABLE.build(raw), TABLE)


@pytest.mark.raw
def test_all_rows_are_kept_but_those_of_no_state(raw, rows):
    source = pd.concat([pd.read_csv(raw.path(f)) for f in visits.FILES.values()])
    left_out = source["destination country"].isin(visits.NOT_STATES).sum()
    assert len(rows) == len(source) - left_out and left_out == 116


@pytest.mark.raw
def test_presidents_in_pakistan(rows):
    found = rows[(rows["office"] == "president") & (rows["state"] == "PAK")]
    assert found["year"].tolist() == [1959, 1967, 1969, 2000, 2006]


@pytest.mark.raw
@pytest.mark.parametrize(
    ("office", "date", "state"),
    [
        ("president", "1972-05-22", "RUS"),
        ("president", "1969-07-30", "RVN"),
        ("president", "2000-11-16", "VNM"),
        ("president", "1960-06-18", "TWN"),
        ("president", "1972-02-21", "CHN"),
        ("president", "2001-07-24", "YUG"),
        ("secretary", "1991-12-17", "KGZ"),
        ("secretary", "1997-05-31", "YUG"),
    ],
)
def test_names_lead_to_the_state_of_the_day(office, date, state, rows):
    assert state in rows.loc[(rows["office"] == office) & (rows["date"] == date), "state"].tolist()


@pytest.mark.raw
def test_trips_before_taking_office_are_marked(rows):
    before = rows[~rows["in_office"]]
    assert len(before) == 16 and set(before["office"]) == {"president"}


@pytest.mark.raw
def test_no_words_of_the_source_are_kept(rows):
    assert list(rows.columns) == ["office", "state", "date", "end", "year", "stop", "in_office"]
