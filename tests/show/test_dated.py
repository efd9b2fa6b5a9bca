"""Places of dates on an axis of years, and labels that never touch."""

from datetime import date
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dyadlens.show.dated import pack, place


@pytest.mark.parametrize(("text", "at"), [("2018", 2018.0), ("2018-07", 2018.0417), ("2018-01-01", 2017.5013)])
def test_a_date_stands_in_the_middle_of_what_is_known_of_it(text, at):
    assert place(text) == pytest.approx(at, abs=1e-3)


@given(st.dates(min_value=date(1946, 1, 1), max_value=date(2026, 12, 31)))
def test_a_day_lies_within_its_year_and_its_month(day):
    at = place(day.isoformat())
    assert day.year - 0.5 < at < day.year + 0.5
    assert abs(at - place(day.isoformat()[:7])) < 1 / 24


LABELS = st.lists(st.tuples(st.floats(1991, 2024), st.floats(0.1, 15)), min_size=1, max_size=40)


@given(LABELS)
def test_no_label_touches_another_and_none_runs_off_the_right(labels):
    labels = sorted(labels)
    gap, last = 0.2, 2024.8
    placed = pack([at for at, _ in labels], [length for _, length in labels], last, gap)
    spans = []
    for (at, length), (row, leftward) in zip(labels, placed, strict=True):
        start, end = (at - gap - length, at + gap) if leftward else (at - gap, at + gap + length)
        assert leftward or end <= last
        spans.append((row, start, end))
    for (row, start, end), (other, begin, stop) in combinations(spans, 2):
        assert row != other or end <= begin or stop <= start


@given(LABELS)
def test_no_row_is_left_empty(labels):
    labels = sorted(labels)
    rows = {row for row, _ in pack([a for a, _ in labels], [n for _, n in labels], 2024.8, 0.2)}
    assert rows == set(range(len(rows)))
