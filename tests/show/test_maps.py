"""Maps: true areas, every class drawn, what is missing hatched, names apart, the note on lines always there."""

import re

import numpy as np
import pandas as pd
import pytest

from dyadlens.data.catalog import read
from dyadlens.lens import Lens
from dyadlens.measures.security_places import FoePlaces, foe_places
from dyadlens.measures.third_parties_between import Between, between, leaning
from dyadlens.show.maps import LINES, Shade, _free_place, shapes, world_map
from dyadlens.show.picture import Picture
from dyadlens.show.place_maps import foes_map, leaning_map
from dyadlens.show.tables import Table
from dyadlens.show.thirds import standing, third_table
from dyadlens.show.words import Said

WORDS = {"title": "T", "subtitle": "S", "alt": "A", "source": "Source: x.", "table": pd.DataFrame({"x": [1]})}


@pytest.fixture(scope="module")
def outlines():
    return read("outlines")


@pytest.fixture(scope="module")
def lens():
    return Lens("PAK-RUS", start=2014, end=2016)


@pytest.fixture(scope="module")
def small(outlines):
    """A few areas, so that drawing is quick."""
    return outlines[outlines["state"].isin(["PAK", "IND", "AFG", "IRN"])]


def test_areas_are_true_to_each_other(outlines):
    area = shapes(outlines).set_index("state")["geometry"].area / 1e12
    # Million square kilometres, by the World Factbook, as far as coarse coasts allow.
    for code, known in {"RUS": 17.1, "BRA": 8.5, "IND": 3.2, "COD": 2.3, "PAK": 0.85}.items():
        assert area[code] == pytest.approx(known, rel=0.06)


def test_holes_are_kept(outlines):
    found = shapes(outlines).set_index("name")["geometry"]
    assert not found["South Africa"].contains(found["Lesotho"].representative_point())


def test_each_class_has_its_colour_and_the_rest_is_hatched(small):
    picture = world_map(small, [Shade("one", "#123456", ["PAK"])], {"PAK": "Pakistan"}, rest="rest", **WORDS)
    for svg in (picture.wide, picture.narrow):
        assert svg.count("#123456") == 2  # the state and the key
        assert len(re.findall(r"fill: url\(#h", svg)) == 3 + 1  # three others and the key


def test_areas_of_no_state_are_blank_and_not_hatched(outlines):
    few = outlines[outlines["name"].isin(["Pakistan", "India", "W. Sahara", "Greenland", "S. Sudan"])]
    shades = [Shade("one", "#123456", ["PAK"])]
    picture = world_map(few, shades, {}, rest="not known", listed=["PAK", "IND"], **WORDS)
    for svg in (picture.wide, picture.narrow):
        assert len(re.findall(r"fill: url\(#h", svg)) == 1 + 1  # India and the key
        assert svg.count("<!-- not known -->") == svg.count("<!-- no state on the list -->") == 1
    whole = world_map(few, shades, {}, rest="not known", **WORDS)
    assert len(re.findall(r"fill: url\(#h", whole.wide)) == 2 + 1  # South Sudan has a code


def test_the_key_leaves_out_what_the_map_does_not_show(small):
    picture = world_map(small, [Shade("one", "#123456", ["PAK", "IND", "AFG", "IRN"])], {}, rest="unseen", **WORDS)
    assert "unseen" not in picture.wide and "no state on the list" not in picture.wide
    assert "<!-- one -->" in picture.wide


def test_a_state_that_was_not_yet_is_blank(outlines):
    few = outlines[outlines["name"].isin(["Pakistan", "India", "S. Sudan", "Sudan"])]
    rows = pd.DataFrame({"third": ["IND"], "close_a": [0.5], "close_b": [0.5], "value": [0.0]})
    early, late = (leaning_map(few, Lens("PAK-RUS"), Between(year, rows)).wide for year in (2005, 2015))
    assert "<!-- no state on the list -->" in early
    assert "<!-- no state on the list -->" not in late


def test_a_class_without_an_outline_is_not_in_the_key_and_the_name_is_told(small):
    shades = [Shade("one", "#123456", ["PAK"]), Shade("none", "#654321", ["TUV"])]
    picture = world_map(small, shades, {"TUV": "Tuvalu"}, rest="rest", **WORDS)
    assert "#654321" not in picture.wide and "Without an outline: Tuvalu." in picture.source


def test_the_note_on_disputed_lines_is_under_every_map(small, lens):
    for picture in (
        world_map(small, [], {}, rest="rest", **WORDS),
        leaning_map(small, lens, leaning(lens)),
        foes_map(small, lens, foe_places(Lens("PAK-RUS", end=2018))),
    ):
        assert picture.source.endswith(LINES)
        assert {"Kashmir", "Crimea", "Western Sahara"} <= set(re.findall(r"[A-Z]\w+(?: Sahara)?", picture.source))


def test_names_do_not_touch_and_stay_on_the_map():
    from matplotlib.figure import Figure

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


def test_the_same_map_has_the_same_bytes(small, lens):
    one, two = (leaning_map(small, lens, leaning(lens)) for _ in range(2))
    assert (one.wide, one.narrow, one._repr_html_()) == (two.wide, two.narrow, two._repr_html_())


# --- leaning


def test_the_title_counts_what_the_table_holds(small, lens):
    rows = leaning(lens).rows
    picture = leaning_map(small, lens, leaning(lens))
    near, far, equal = (int(n) for n in re.findall(r" (\d+) ", picture.title.removeprefix("In 2016,")))
    assert near == (rows["value"] >= 0.1).sum() and far == (rows["value"] <= -0.1).sum()
    assert near + far + equal == len(rows) == len(picture.table)


def test_a_difference_on_the_edge_belongs_to_the_farther_class(small, lens):
    rows = pd.DataFrame({"third": ["IND", "AFG", "IRN"], "close_a": 0.5, "close_b": 0.5, "value": [0.1, -0.1, 0.0999]})
    picture = leaning_map(small, lens, Between(2016, rows))
    for colour, count in (("#fdc27f", 2), ("#b8b0d6", 2), ("#dfe1e4", 2)):
        assert picture.wide.count(colour) == count, colour


def test_leaning_turns_round_with_the_pair(lens):
    one = leaning(lens).rows.set_index("third")["value"]
    other = leaning(lens.replace(pair="RUS-PAK")).rows.set_index("third")["value"]
    np.testing.assert_allclose(one, -other.reindex(one.index))


def test_without_a_year_there_is_a_sentence_and_no_map(small):
    lens = Lens("PAK-RUS", start=2021)
    assert isinstance(leaning_map(small, lens, leaning(lens)), Said)


# --- common foes


def test_deaths_of_common_foes_are_those_of_the_table():
    found = foe_places(Lens("PAK-RUS", end=2018))
    rows = read("battle_deaths").query("2014 <= year <= 2018 and side_b == 'IS' and states_b.isna()")
    assert found.groups == ("IS",) and (found.first, found.last) == (2014, 2018)
    expected = rows.groupby("states_a")["best"].sum()
    assert found.rows.set_index("state")["deaths"].to_dict() == expected[expected > 0].to_dict()


def test_a_foe_of_a_later_day_is_not_known():
    found = foe_places(Lens("PAK-RUS", as_of="2015-12"))
    assert found.last == 2014 and "IS" not in found.groups


def test_the_title_names_the_most_of_it(small, lens):
    rows = pd.DataFrame({"state": ["AFG", "PAK"], "deaths": [750.0, 250.0]})
    picture = foes_map(small, lens, FoePlaces(2012, 2016, ("X",), rows))
    assert (
        picture.title
        == "Of the battle deaths in fights with common foes (X) in 2012–2016, 75% fell in those of Afghanistan"
    )
    assert picture.table.iloc[:, 1].tolist() == ["750", "250"]
    assert picture.wide.count("#fdae6b") == 2 + 1  # both states of one class, and the key


@pytest.mark.parametrize(("pair", "start"), [("BRA-NOR", 2010), ("PAK-RUS", 2024)])
def test_without_a_common_foe_there_is_a_sentence_and_no_map(pair, start, small):
    lens = Lens(pair, start=start)
    said = foes_map(small, lens, foe_places(lens))
    assert isinstance(said, Said) and "no map to draw" in str(said)


# --- third states in words


def test_the_answer_names_india_and_the_united_states(lens):
    answer = standing(lens, between(lens))
    product = between(lens).rows["sign_a"] * between(lens).rows["sign_b"]
    assert answer.text == (
        "Between Pakistan and Russia stand India, which could press most on Russia, and the United States, which could "
        f"press most on Pakistan; {(product == 1).sum()} third states pull them together and {(product == -1).sum()} "
        "apart (2016)."
    )
    russia, pakistan, pulls = answer.points
    assert russia.startswith(
        "In 2016, India could press most on Russia not to serve Pakistan: it is a rival of Pakistan"
    )
    assert "the United States could press most on Pakistan not to serve Russia" in pakistan
    assert "India and the United States" in pulls.split("apart")[1]


def test_the_table_lists_all_and_the_strongest_first(lens):
    found = between(lens)
    table = third_table(lens, found)
    assert isinstance(table, Table) and len(table.frame) == len(found.rows)
    assert table.frame["Third state"].iloc[0] == "India" and "PAK" not in found.rows["third"].tolist()
    most = found.rows[["presses_a", "presses_b"]].max(axis=1).fillna(-1)
    assert most.is_monotonic_decreasing


def test_words_for_pairs_that_nobody_stands_between():
    lens = Lens("BTN-TUV", start=2005, end=2010)
    assert "neither Bhutan nor Tuvalu had a rival" in str(standing(lens, between(lens)))
    assert str(third_table(lens, between(lens))) == str(standing(lens, between(lens)))


def test_words_for_years_that_are_not_covered():
    lens = Lens("PAK-RUS", start=2020)
    assert "No year of this page is covered" in str(standing(lens, between(lens))) and between(lens).rows.empty


@pytest.mark.parametrize("pair", ["CHN-PAK", "PRK-KOR", "ISR-IRN", "CUB-USA"])
@pytest.mark.parametrize("year", [1955, 1968, 1990])
def test_any_pair_and_year_has_words(pair, year):
    lens = Lens(pair, third_parties=[], start=year, end=year)
    text = str(standing(lens, between(lens)))
    assert str(year) in text and "nan" not in text and text.endswith(".")
    third_table(lens, between(lens))


def test_pictures_carry_alt_text_and_numbers(small, lens):
    picture = leaning_map(small, lens, leaning(lens))
    assert isinstance(picture, Picture) and picture.alt.startswith("World map, Equal Earth projection.")
    assert list(picture.table.columns) == ["Third state", "Closeness to Pakistan", "Closeness to Russia", "Difference"]
