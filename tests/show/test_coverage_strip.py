"""The strip of domains: four kinds of cell, told apart in picture, words and table."""

import pandas as pd
import pytest

from dyadlens.show.coverage import coverage_strip

STATUS = ["observed", "true_zero", "unknown", "not_covered"]


def held(cells, first=2000):
    """Make the counts of domains from lists of counts by year."""
    rows = [(d, first + i, *counts) for d, years in cells.items() for i, counts in enumerate(years)]
    return pd.DataFrame(rows, columns=["domain", "year", *STATUS])


MIXED = held({"votes": [(3, 0, 1, 0), (0, 2, 1, 1), (0, 0, 2, 2), (0, 0, 0, 4)], "arms": [(0, 0, 0, 2)] * 4})


def test_each_kind_of_nothing_has_its_own_words():
    table = coverage_strip(MIXED).table
    assert table["Votes"].tolist() == ["3 of 4 known", "2 of 4 known, all zero", "unknown", "not covered"]
    assert table["Arms"].tolist() == ["not covered"] * 4
    assert table["Year"].tolist() == ["2000", "2001", "2002", "2003"]


def test_a_true_zero_is_known_and_an_unknown_year_is_not():
    picture = coverage_strip(MIXED)
    assert picture.title == "The sources hold something in 1 of 2 domains in 2000–2001, in none in 2003"
    assert "votes 2000–2001; arms never" in picture.alt


def test_a_pair_of_which_nothing_is_known_is_said_to_be_so():
    assert "hold nothing on this pair" in coverage_strip(held({"votes": [(0, 0, 1, 0)]})).title


@pytest.mark.parametrize("kind", range(4))
def test_each_kind_of_cell_is_drawn_differently(kind):
    pictures = [coverage_strip(held({"votes": [tuple(int(i == k) for i in range(4))]})) for k in range(4)]
    assert sum(p.wide == pictures[kind].wide for p in pictures) == 1
    assert sum(p.narrow == pictures[kind].narrow for p in pictures) == 1


def test_more_measures_make_a_higher_bar():
    few, many = (coverage_strip(held({"votes": [(n, 0, 0, 10 - n)]})) for n in (2, 9))
    assert few.wide != many.wide
    assert many.table["Votes"].tolist() == ["9 of 10 known"]
