"""Dots: marks over their intervals, measures then and now, and what two states speak of."""

import numpy as np
import pandas as pd
import pytest

from dyadlens.charts.dotplot import dots, draw_dots, topics
from dyadlens.charts.picture import Picture
from dyadlens.data.catalog import load, read
from dyadlens.data.evidence import join
from dyadlens.details.topics import topic_shares
from dyadlens.errors import UnknownName
from dyadlens.lens import Lens
from dyadlens.measures.registry import describe, registry
from dyadlens.measures.snapshots import snapshots
from dyadlens.text.answer import Text

ISSUES = [m.name for m in registry().of("votes") if m.name.startswith("agreement_") and m.window > 1]
LENS = Lens("PAK-RUS", third_parties=[], start=2000, end=2004)


def test_marks_lie_on_their_rows_over_thick_and_thin_intervals(axes, marks):
    rows = pd.DataFrame({"row": [0, 1], "value": [1.0, 2.0], "colour": "#123456", "filled": [True, False]})
    rows = rows.assign(low=rows["value"] - 0.5, high=rows["value"] + 0.5, outer_low=0.0, outer_high=3.0, marker="s")
    draw_dots(axes, rows)
    assert marks(axes) == {("s", True): [1.0], ("s", False): [2.0]}
    thin, thick = axes.collections
    assert thin.get_linewidth()[0] < thick.get_linewidth()[0]
    assert [segment[:, 0].tolist() for segment in thick.get_segments()] == [[0.5, 1.5], [1.5, 2.5]]


# --- then and now -----------------------------------------------------------------------------------------------------
@pytest.fixture
def issues(series):
    """Three issues of twelve years, the last of which ends four years before the others."""
    values = {ISSUES[0]: np.linspace(0.8, 0.3, 12), ISSUES[1]: np.linspace(0.2, 0.6, 12), ISSUES[2]: [0.5] * 8}
    return join([series(name, [float(v) for v in of], half=0.05) for name, of in values.items()])


def test_snapshots_are_of_the_last_year_that_most_have_and_of_years_before(issues):
    found = snapshots(issues, ISSUES[:3], apart=10)
    assert (found.then_year, found.now_year) == (2001, 2011)
    assert found.now.index.tolist() == [ISSUES[0], ISSUES[1]] and found.ended == {ISSUES[2]: 2007}
    assert found.now["value"].tolist() == pytest.approx([0.3, 0.6])
    assert found.then["value"].tolist() == pytest.approx([0.8 - 0.5 / 11, 0.2 + 0.4 / 11])
    assert snapshots(issues, ISSUES[3:4]) is None


def test_topics_stand_in_order_and_the_title_names_the_ends(issues, quick):
    chart = dots(issues, ISSUES[:3])
    assert len(chart.table) == 2 and chart.table.iloc[:, 3].tolist() == ["30%", "60%"]
    lowest, highest = chart.table["Topic"]
    low, high = (f"{name[0].lower()}{name[1:]}" for name in (lowest, highest))
    assert chart.title == f"Pakistan and Russia vote least alike on {low} (30%) and most alike on {high} (60%)"
    assert chart.table.columns[3] == "2007–11" and describe(ISSUES[0]).window == 5
    assert "(to 2007)" in chart.source
    assert not {"Hatched", "Cross", "Ring"} & set(chart.source.split()), "a dot chart has no such sign"


def test_nothing_to_draw_is_a_sentence_and_a_wrong_name_is_refused(series, quick):
    said = dots(join([series(name, ["out"] * 12) for name in ISSUES]), ISSUES)
    assert isinstance(said, Text) and "not cover" in str(said)
    with pytest.raises(UnknownName):
        dots(series(ISSUES[0], [0.5]), [ISSUES[0], "agreement_on_cheese"])


# --- topics of speeches -----------------------------------------------------------------------------------------------
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


def test_means_are_of_the_years_in_which_both_spoke(three, quick):
    chart = topics(three, LENS)
    assert chart.subtitle.endswith("2000–2001, mean")
    rows = chart.table.set_index("Topic").T
    assert rows["war"].tolist() == ["30%", "10%", "13%"]
    assert rows["reform of the UN"].tolist() == ["10%", "40%", "17%"]


def test_the_title_says_what_each_speaks_of_most_and_what_parts_them(three, quick):
    assert topics(three, LENS).title == (
        "Pakistan speaks most of war, Russia of reform of the UN; farthest apart on reform of the UN, Pakistan 10% and "
        "Russia 40%"
    )
    alike = speeches(PAK={2000: (0.2, 0.1)}, RUS={2000: (0.3, 0.1)})
    assert topics(alike, LENS).title.startswith("Both speak most of war; farthest apart on war, Pakistan 20%")


def test_the_other_order_swaps_the_columns_alone(three, quick):
    one, other = topics(three, LENS).table, topics(three, LENS.replace(pair="RUS-PAK")).table
    pd.testing.assert_frame_equal(one, other[one.columns])


def test_two_that_never_spoke_in_one_year_are_a_sentence(three):
    said = topics(three[three["year"] > 2001], LENS)
    assert isinstance(said, Text)
    assert str(said) == "Topics of speeches: Pakistan and Russia did not speak in the same year."


def test_the_last_ten_years_known_on_a_day():
    lens = Lens("PAK-RUS", third_parties=[], as_of="2018-05")
    found = topic_shares(load("debate_topics", lens).frame, lens)
    assert found.attrs["years"] == list(range(2008, 2018)) and len(found) == 15
    rows = read("debate_topics").query("topic == 'nuclear' and 2008 <= year <= 2017")
    assert found.loc["nuclear", "b"] == pytest.approx(rows[rows["state"] == "RUS"]["share"].mean())
    assert isinstance(topics(load("debate_topics", lens).frame, lens), Picture)
