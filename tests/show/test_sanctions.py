"""Who sanctions whom: what is drawn, what is said where nothing is, and the three kinds of nothing."""

import pytest

from dyadlens import Lens, beside, evidence
from dyadlens.data.evidence import check, join
from dyadlens.show.picture import Picture
from dyadlens.show.sanctions import sanctions_strip
from dyadlens.show.words import Said


def _rows(series, values, a, b):
    return check(series("sanctions", values, a=a, b=b).assign(domain="diplomacy"))


@pytest.fixture
def three(series):
    """The United States on Russia in two years of four, Russia on it covered without any, one direction unheld."""
    return (
        _rows(series, [0, 3.0, 4.0, "out"], "USA", "RUS"),
        _rows(series, [0, 0, 0, "out"], "RUS", "USA"),
        _rows(series, ["out"] * 4, "DEU", "RUS"),
    )


def test_only_directions_with_sanctions_are_drawn_and_the_others_counted(three):
    found = sanctions_strip(*three)
    assert list(found.table.columns) == ["Year", "United States on Russia"]
    assert found.table["United States on Russia"].tolist() == ["0", "3", "4", "not covered"]
    assert "United States on Russia 2001–2002." in found.alt
    assert "1 more direction covered and without any." in found.alt and "Global Sanctions Data Base" in found.source


def test_the_title_names_the_last_year_known_and_the_most_kinds_first(three, series):
    more = _rows(series, [0, 0, 5.0, "out"], "USA", "CHN")
    assert sanctions_strip(*three, more).title == (
        "Sanctions in force in 2002, by kinds: of the United States on China (5) and of the United States on Russia (4)"
    )
    ended = _rows(series, [2.0, 0, 0, "out"], "USA", "RUS")
    assert sanctions_strip(ended).title == "No sanctions in force between these states in 2002; there were before"


def test_many_directions_do_not_all_stand_in_the_title(series):
    parts = [_rows(series, [1.0], "USA", b) for b in ("RUS", "CHN", "IRN", "BLR", "UZB", "TUR")]
    assert sanctions_strip(*parts).title.endswith(" and 2 more")


def test_without_any_there_is_a_sentence_and_without_coverage_another(three):
    none = sanctions_strip(three[1])
    assert (
        isinstance(none, Said)
        and "none in 1 direction between Russia and the United States" in str(none)
        and "2000–2002" in str(none)
    )
    assert str(sanctions_strip(three[2])) == "Sanctions in force: the source holds none of these states together."
    assert str(sanctions_strip(join([]))) == str(sanctions_strip(three[2]))


def test_the_same_picture_twice_and_in_both_widths(three):
    one, other = sanctions_strip(*three), sanctions_strip(*three)
    assert (one.wide, one.narrow) == (other.wide, other.narrow) and one.wide != one.narrow


def test_pakistan_and_russia_with_third_states():
    lens = Lens("PAK-RUS", as_of="2018-05")
    found = sanctions_strip(evidence(lens, "diplomacy", "sanctions"), beside(lens, "diplomacy", "sanctions"))
    assert isinstance(found, Picture)
    # The source's years to 2016 were out on the day.
    assert found.title.startswith("Sanctions in force in 2016, by kinds: of the United States on Russia (3)")
    assert set(found.table.loc[found.table["Year"] >= "2017"].iloc[:, 1:].to_numpy().ravel()) == {"not covered"}
