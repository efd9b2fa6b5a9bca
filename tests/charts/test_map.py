"""Maps: true areas, every class drawn, what is missing hatched, names apart, the note on lines always there."""

import re
from types import SimpleNamespace

import pandas as pd
import pytest
from matplotlib.figure import Figure

from dyadlens.charts.captions import fill
from dyadlens.charts.map import Shade, _free_place, adversaries_map, leaning_map, shapes, world_map
from dyadlens.data.catalog import read
from dyadlens.details.sides import side_of
from dyadlens.lens import Lens
from dyadlens.text.answer import Text

WORDS = {"title": "T", "subtitle": "S", "alt": "A", "source": "Source: x."}
NUMBERS = pd.DataFrame({"x": [1]})
LENS = Lens("PAK-RUS", start=2014, end=2016)


@pytest.fixture(scope="module")
def outlines():
    return read("outlines")


@pytest.fixture(scope="module")
def small(outlines):
    """A few areas, so that drawing is quick."""
    return outlines[outlines["state"].isin(["PAK", "IND", "AFG", "IRN"])]


def leaning(values, year=2016):
    rows = pd.DataFrame({"third": list(values), "value": list(values.values())})
    return SimpleNamespace(year=year, rows=rows.assign(close_a=0.5, close_b=0.5 - rows["value"]))


def adversaries(deaths, groups=("X",), first=2012, last=2016):
    rows = pd.DataFrame({"state": list(deaths), "deaths": list(map(float, deaths.values()))})
    return SimpleNamespace(first=first, last=last, groups=groups, rows=rows)


def drawn(outlines, shades, names=None, **more):
    return world_map(outlines, shades, names or {}, WORDS, NUMBERS, **{"rest": "rest"} | more)


def hatched(chart):
    return len(re.findall(r"fill: url\(#h", chart.wide))


def test_areas_are_true_to_each_other_and_holes_are_kept(outlines):
    found = shapes(outlines)
    area = found.set_index("state")["geometry"].area / 1e12
    # Million square kilometres, by the World Factbook, as far as coarse coasts allow.
    for code, known in {"RUS": 17.1, "BRA": 8.5, "IND": 3.2, "COD": 2.3, "PAK": 0.85}.items():
        assert area[code] == pytest.approx(known, rel=0.06)
    shape = found.set_index("name")["geometry"]
    assert not shape["South Africa"].contains(shape["Lesotho"].representative_point())


def test_each_class_has_its_colour_and_the_rest_is_hatched(small):
    chart = drawn(small, [Shade("one", "#123456", ["PAK"])], {"PAK": "Pakistan"})
    assert chart.wide.count("#123456") == chart.narrow.count("#123456") == 2  # the state and the key
    assert hatched(chart) == 3 + 1  # three others and the key
    again = drawn(small, [Shade("one", "#123456", ["PAK"])], {"PAK": "Pakistan"})
    assert (again.wide, again.narrow) == (chart.wide, chart.narrow), "the same bytes each time"


def test_areas_of_no_state_of_the_year_are_blank_and_not_hatched(outlines):
    few = outlines[outlines["name"].isin(["Pakistan", "India", "W. Sahara", "Greenland", "S. Sudan"])]
    shades, blank = [Shade("one", "#123456", ["PAK"])], "<!-- no state on the list -->"
    early, late = (drawn(few, shades, year=year) for year in (2005, 2015))
    assert (hatched(early), hatched(late)) == (1 + 1, 2 + 1)  # India, later South Sudan too, and the key
    assert early.wide.count("<!-- rest -->") == early.wide.count(blank) == 1
    without = few[few["state"].notna()]
    assert blank in drawn(without, shades, year=2005).wide and blank not in drawn(without, shades, year=2015).wide


def test_the_key_leaves_out_what_the_map_does_not_show_and_a_lost_name_is_told(small):
    chart = drawn(
        small,
        [Shade("one", "#123456", ["PAK", "IND", "AFG", "IRN"]), Shade("none", "#654321", ["TUV"])],
        {"TUV": "Tuvalu"},
        rest="unseen",
    )
    assert "unseen" not in chart.wide and "#654321" not in chart.wide and "<!-- one -->" in chart.wide
    assert "Without an outline: Tuvalu." in chart.source


def test_names_do_not_touch_and_stay_on_the_map():
    axes = Figure().add_subplot()
    axes.set(xlim=(0, 100), ylim=(0, 100))
    taken = []
    for x, y in [(50, 50), (52, 51), (49, 48), (50, 52), (2, 99)]:
        taken.append(_free_place(axes, (x, y, 20, 5), taken))
    for i, (x, y, width, height) in enumerate(taken):
        assert width / 2 <= x <= 100 - width / 2 and height / 2 <= y <= 100 - height / 2
        for u, v, w, h in taken[:i]:
            assert abs(x - u) >= (width + w) / 2 - 1e-9 or abs(y - v) >= (height + h) / 2 - 1e-9
    assert taken[0][:2] == (50, 50)


# --- on whose side third states stand ---------------------------------------------------------------------------------
def test_a_difference_on_the_edge_belongs_to_the_farther_class():
    values = pd.Series([0.5, 0.3, 0.29, 0.1, 0.0999, 0, -0.0999, -0.1, -0.3])
    assert side_of(values).tolist() == [2, 2, 1, 1, 0, 0, 0, -1, -2]
    assert side_of(-values).tolist() == (-side_of(values)).tolist()


def test_the_title_counts_each_side_and_the_colours_follow(small):
    chart = leaning_map(small, LENS, leaning({"IND": 0.1, "IRN": 0.05, "AFG": -0.4}))
    assert chart.title == (
        "In 2016, 1 states stood closer to Pakistan and 1 closer to Russia; 1 about as close to both"
    )
    assert chart.alt.endswith("Farthest towards Pakistan stands India, towards Russia Afghanistan.")
    assert list(chart.table.columns) == ["Third state", "Closeness to Pakistan", "Closeness to Russia", "Difference"]
    for colour in ("#fdc27f", "#dfe1e4", "#7b68b0"):
        assert chart.wide.count(colour) == 2, colour  # the state and the key
    assert chart.source.endswith(fill("map", "borders")) and "Western Sahara" in chart.source


def test_without_third_states_there_is_a_sentence_and_no_map(small):
    assert isinstance(leaning_map(small, "PAK-RUS", leaning({})), Text)


# --- common adversaries -----------------------------------------------------------------------------------------------
def test_the_title_names_the_most_of_it(small):
    chart = adversaries_map(small, LENS, adversaries({"AFG": 750, "PAK": 250}))
    assert chart.title == (
        "Of the battle deaths in fights with common adversaries (X) in 2012–2016, 75% fell in those of Afghanistan"
    )
    assert chart.table.iloc[:, 1].tolist() == ["750", "250"]
    assert chart.wide.count("#fdae6b") == 2 + 1  # both states of one class, and the key
    assert chart.source.endswith(fill("map", "borders"))


def test_without_a_common_adversary_there_is_a_sentence_and_no_map(small):
    for found in (adversaries({}), adversaries({}, first=None, last=None)):
        said = adversaries_map(small, LENS, found)
        assert isinstance(said, Text) and "no map to draw" in str(said)
