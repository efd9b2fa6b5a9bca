"""What two states speak of: means by hand, years in which both spoke, and nothing of what came later."""

import pandas as pd
import pytest

from dyadlens import Lens, load, read
from dyadlens.show.topics import topics
from dyadlens.show.words import Said

LENS = Lens("PAK-RUS", third_parties=[], start=2000, end=2004)


def speeches(**shares):
    """Make rows of two topics: a state's shares by year."""
    rows = [
        (state, year, topic, value)
        for state, years in shares.items()
        for year, values in years.items()
        for topic, value in zip(("war", "un_reform"), values, strict=True)
    ]
    return pd.DataFrame(rows, columns=["state", "year", "topic", "share"])


@pytest.fixture
def three():
    return speeches(
        PAK={2000: (0.2, 0.1), 2001: (0.4, 0.1), 2002: (0.9, 0.9)},
        RUS={2000: (0.1, 0.3), 2001: (0.1, 0.5), 2005: (0.9, 0.9)},
        IND={2000: (0.0, 0.0), 2001: (0.0, 0.0)},
    )


def test_means_are_of_the_years_in_which_both_spoke(three):
    found = topics(three, LENS)
    assert found.subtitle.endswith("2000–2001, mean")
    rows = found.table.set_index("Topic").T
    assert rows["war"].tolist() == ["30%", "10%", "13%"]
    assert rows["reform of the UN"].tolist() == ["10%", "40%", "17%"]


def test_the_title_says_what_each_speaks_of_most_and_what_parts_them(three):
    assert topics(three, LENS).title == (
        "Pakistan speaks most of war, Russia of reform of the UN; farthest apart on reform of the UN, Pakistan 10% and "
        "Russia 40%"
    )
    alike = speeches(PAK={2000: (0.2, 0.1)}, RUS={2000: (0.3, 0.1)})
    assert topics(alike, LENS).title.startswith("Both speak most of war; farthest apart on war, Pakistan 20%")


def test_the_other_order_swaps_the_columns_alone(three):
    one, other = topics(three, LENS).table, topics(three, LENS.replace(pair="RUS-PAK")).table
    pd.testing.assert_frame_equal(one, other[one.columns])


def test_two_that_never_spoke_in_one_year_are_a_sentence(three):
    found = topics(three[three["year"] > 2001], LENS)
    assert isinstance(found, Said)
    assert str(found) == "Topics of speeches: Pakistan and Russia did not speak in the same year."


def test_the_last_ten_years_known_on_a_day():
    lens = Lens("PAK-RUS", third_parties=[], as_of="2018-05")
    found = topics(load("debate_topics", lens).frame, lens)
    assert "2008–2017" in found.subtitle and len(found.table) == 15
    rows = read("debate_topics").query("topic == 'nuclear' and 2008 <= year <= 2017")
    mean = rows[rows["state"] == "RUS"]["share"].mean()
    assert found.table.set_index("Topic").loc["nuclear", "Russia"] == f"{mean:.1%}"
    assert found.wide == topics(load("debate_topics", lens).frame, lens).wide != found.narrow
