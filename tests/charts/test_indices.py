"""Charts of the two indices, from tables made by hand."""

import numpy as np
import pandas as pd
import pytest

from dyadlens.charts.indices import contributions, index_lines
from dyadlens.charts.planes import plane
from dyadlens.indices.change import Shift
from dyadlens.lens import Lens
from dyadlens.text.answer import Text

LENS = Lens("PAK-RUS", start=2010, end=2014)


def path_of(convergence, caution):
    """Make a path: one value a year from 2010 on, None where fewer than half of the domains are known."""
    parts = []
    for index, values in (("convergence", convergence), ("caution", caution)):
        value = np.array([np.nan if v is None else v for v in values], dtype=float)
        rows = pd.DataFrame({"index": index, "year": range(2010, 2010 + len(values)), "value": value})
        rows = rows.assign(low=value - 10, high=value + 5, median=value - 1, percentile=value, domains=4, pairs=18000)
        rows["draws"] = np.where(np.isnan(value), 0, 5594)
        rows["rests_on"] = "votes, words" if index == "convergence" else "history, stake"
        rows["joined"] = [False, *[True] * (len(values) - 1)]
        rows["status"] = np.where(np.isnan(value), "unknown", "observed")
        parts.append(rows)
    return pd.concat(parts, ignore_index=True)


FULL = path_of([30, 40, 50, 45, 60], [50, 55, 60, 65, 70])
ALL = pd.DataFrame(np.random.default_rng(1).uniform(20, 80, (300, 2)), columns=["convergence", "caution"])


def a_shift(low=2.0, high=9.0):
    domains = pd.DataFrame(
        {"domain": ["votes", "words"], "earlier": [40.0, 50.0], "recent": [52.0, 48.0], "contribution": [6.0, -1.0]}
    )
    spans = (2005, 2009, 2010, 2014)
    return Shift("convergence", spans, 40.0, 45.0, 5.0, low, high, 0.93, 81.0, 15020, domains, ("kappa",))


def test_the_plane_says_where_the_pair_ends_and_shows_its_numbers():
    chart = plane(LENS, FULL, ALL)
    assert chart.title == "Pakistan and Russia in 2014: closer than 60% of pairs, more cautious than 70%"
    assert chart.table["Year"].tolist() == ["2010", "2011", "2012", "2013", "2014"]
    assert chart.table.loc[4, "Convergence, 90% band"] == "50 to 65"
    assert "5 years from 2010 to 2014" in chart.alt and "300 pairs" in chart.alt
    assert "begins at convergence 30 and caution 50 and ends at convergence 60 and caution 70" in chart.alt
    assert plane("PAK-RUS", FULL, ALL).wide == chart.wide != chart.narrow


def test_the_plane_ends_in_the_last_year_that_has_both(quick, canvases):
    chart = plane(LENS, path_of([30, 40, 50, 45, 60], [50, 55, 60, None, None]), ALL)
    assert "in 2012: closer than 50% of pairs, more cautious than 60%" in chart.title
    for canvas in canvases(chart):
        assert {"2010", "2012"} <= {text.get_text() for text in canvas.axes[0].texts}


@pytest.mark.parametrize("caution", [[None] * 5, [None, None, None, 50, None]])
def test_a_year_with_one_index_is_not_in_the_plane(caution):
    assert isinstance(plane(LENS, path_of([30, 40, 50, None, 60], caution), ALL.iloc[:0]), Text)


def test_the_lines_name_both_indices_and_say_what_is_missing(quick, canvases, marks):
    chart = index_lines(LENS, path_of([30, 40, 50, 45, 60], [50, 55, None, None, None]))
    assert chart.table["Draws that count"].tolist() == ["5,594"] * 7 + [""] * 3
    assert chart.title == "Pakistan and Russia: convergence 60 (50–65) in 2014; caution 55 (45–60) in 2011"
    cells = chart.table.set_index(["Index", "Year"])
    assert cells.loc[("Caution", "2014"), "Value"] == "unknown"
    assert cells.loc[("Convergence", "2010"), "Rests on"] == "UN votes, words at the General Assembly"
    for canvas in canvases(chart):
        assert marks(canvas.axes[1])["x", True] == [2012, 2013, 2014]
        assert all(axes.get_ylim() == (0, 100) for axes in canvas.axes)
    assert isinstance(index_lines(LENS, path_of([None] * 5, [None] * 5)), Text)


def test_the_contributions_to_a_shift_add_up_in_the_words_too(quick, canvases):
    chart = contributions(LENS, "convergence", a_shift())
    assert chart.title == "Convergence of Pakistan and Russia: up 5 points, most by UN votes"
    assert chart.subtitle.endswith("from 2005–2009 to 2010–2014; they add up to +5.0")
    assert chart.table["Points"].tolist() == ["6.00", "−1.00"]
    for canvas in canvases(chart):
        assert [bar.get_width() for bar in canvas.axes[0].patches] == [6.0, -1.0]
        assert [text.get_text() for text in canvas.axes[0].texts] == ["+6.0", "−1.0"]
    assert "no clear change (5 points)" in contributions(LENS, "convergence", a_shift(low=-1.0)).title
    assert isinstance(contributions(LENS, "caution", None), Text)
