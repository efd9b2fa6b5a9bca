"""Strips: four kinds of cell told apart in picture, words and table; who sanctions whom."""

import pickle

import pandas as pd
import pytest

from dyadlens.charts.picture import Picture
from dyadlens.charts.strip import coverage, sanctions
from dyadlens.data.evidence import join
from dyadlens.lens import Lens
from dyadlens.panel.compare import compare
from dyadlens.panel.evidence import evidence
from dyadlens.text.answer import Text

STATUS = ["observed", "true_zero", "unknown", "not_covered"]


def counts(cells, first=2000):
    """Make the counts of domains from lists of counts by year."""
    rows = [(domain, first + i, *found) for domain, years in cells.items() for i, found in enumerate(years)]
    return pd.DataFrame(rows, columns=["domain", "year", *STATUS])


MIXED = counts({"votes": [(3, 0, 1, 0), (0, 2, 1, 1), (0, 0, 2, 2), (0, 0, 0, 4)], "third_parties": [(0, 0, 0, 2)] * 4})


def test_each_kind_of_missing_has_its_own_words(quick):
    chart = coverage(MIXED)
    assert chart.table["Votes"].tolist() == ["3 of 4 known", "2 of 4 known, all zero", "unknown", "not covered"]
    assert chart.table["Third parties"].tolist() == ["not covered"] * 4
    assert chart.table["Year"].tolist() == ["2000", "2001", "2002", "2003"]
    assert chart.title == "The sources hold something in 1 of 2 domains in 2000–2001, in none in 2003"
    assert "votes 2000–2001; third parties never" in chart.alt
    assert "hold nothing on this pair" in coverage(counts({"votes": [(0, 0, 1, 0)]})).title


def test_each_kind_of_cell_is_drawn_differently(quick, canvases, marks):
    one, two = (canvas.axes[0] for canvas in canvases(coverage(MIXED)))
    for axes in (one, two):
        assert marks(axes) == {("o", False): [2001], ("x", True): [2002]}
        bars = [path.vertices[:, 1] for path in axes.collections[1].get_paths()]
        assert len(bars) == 1 and bars[0].max() - bars[0].min() == pytest.approx(0.12 + 0.68 * 3 / 4)
        assert [text.get_text() for text in axes.get_yticklabels()] == ["Votes", "Third parties"]


def test_the_strip_of_all_pages_is_drawn_once_and_read_by_other_processes():
    chart = coverage(MIXED)
    assert coverage(MIXED.copy()) is chart
    again = pickle.loads(pickle.dumps(chart))
    assert (again.wide, again.narrow, again.title) == (chart.wide, chart.narrow, chart.title)


# --- sanctions --------------------------------------------------------------------------------------------------------
@pytest.fixture
def three(series):
    """The United States on Russia in two years of four, Russia on it covered without any, one direction unheld."""
    return (
        series("sanctions", [0, 3.0, 4.0, "out"], a="USA", b="RUS"),
        series("sanctions", [0, 0, 0, "out"], a="RUS", b="USA"),
        series("sanctions", ["out"] * 4, a="DEU", b="RUS"),
    )


def test_only_directions_with_sanctions_are_drawn_and_the_others_counted(three, quick, canvases):
    chart = sanctions(*three)
    assert list(chart.table.columns) == ["Year", "United States on Russia"]
    assert chart.table["United States on Russia"].tolist() == ["0", "3", "4", "not covered"]
    assert "United States on Russia 2001–2002." in chart.alt
    assert "1 more direction covered and without any." in chart.alt and "Global Sanctions Data Base" in chart.source
    for canvas in canvases(chart):
        line, bars = canvas.axes[0].collections
        assert [segment[:, 0].tolist() for segment in line.get_segments()] == [[1999.5, 2002.5]]
        assert [path.vertices[:, 1].max() for path in bars.get_paths()] == pytest.approx([0.4, 0.8 * 4 / 6])


def test_the_title_names_the_last_year_known_and_the_most_kinds_first(three, series, quick):
    more = series("sanctions", [0, 0, 5.0, "out"], a="USA", b="CHN")
    assert sanctions(*three, more).title == (
        "Sanctions in force in 2002, by kinds: of the United States on China (5) and of the United States on Russia (4)"
    )
    ended = series("sanctions", [2.0, 0, 0, "out"], a="USA", b="RUS")
    assert sanctions(ended).title == "No sanctions in force between these states in 2002; there were before"
    parts = [series("sanctions", [1.0], a="USA", b=b) for b in ("RUS", "CHN", "IRN", "BLR", "UZB", "TUR")]
    assert sanctions(*parts).title.endswith(" and 2 more")


def test_without_any_there_is_a_sentence_and_without_coverage_another(three):
    none = sanctions(three[1])
    assert isinstance(none, Text) and str(none) == (
        "Sanctions in force: none in 1 direction between Russia and the United States, 2000–2002."
    )
    assert str(sanctions(three[2])) == "Sanctions in force: the source holds none of these states together."
    assert str(sanctions(join([]))) == str(sanctions(three[2]))


def test_pakistan_and_russia_with_third_states(quick):
    lens = Lens("PAK-RUS", as_of="2018-05")
    chart = sanctions(evidence(lens, measure="sanctions"), compare(lens, "sanctions"))
    assert isinstance(chart, Picture)
    # The source's years to 2016 were out on the day.
    assert chart.title.startswith("Sanctions in force in 2016, by kinds: of the United States on Russia (3)")
    assert set(chart.table.loc[chart.table["Year"] >= "2017"].iloc[:, 1:].to_numpy().ravel()) == {"not covered"}
