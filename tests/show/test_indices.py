"""Figures, tables and sentences on the two indices, from tables made by hand."""

import numpy as np
import pandas as pd
import pytest

from dyadlens import Lens
from dyadlens.indices.change import Shift
from dyadlens.indices.definitions import INDICES, domains_of, indicators_of
from dyadlens.show.index_answer import in_short, index_facts
from dyadlens.show.index_series import carried, index_series
from dyadlens.show.index_tables import hanging_table, pairs_table, recipe_table
from dyadlens.show.plane import plane
from dyadlens.show.standing import (
    ALTERNATIVES,
    CHOICES,
    DOMAINS,
    alternative,
    hangs,
    moved,
    standing,
    turned,
)
from dyadlens.show.words import Said

LENS = Lens("PAK-RUS", start=2010, end=2014)


def way(convergence, caution):
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


def crowd():
    rng = np.random.default_rng(1)
    return pd.DataFrame({"convergence": rng.uniform(10, 90, 300), "caution": rng.uniform(20, 80, 300)})


def a_shift(low=2.0, high=9.0, contributions=(6.0, -1.0)):
    domains = pd.DataFrame(
        {"domain": ["votes", "words"], "earlier": [40.0, 50.0], "recent": [52.0, 48.0], "contribution": contributions}
    )
    return Shift(
        "convergence", (2005, 2009, 2010, 2014), 40.0, 45.0, 5.0, low, high, 0.93, 81.0, 15020, domains, ("kappa",)
    )


FULL = way([30, 40, 50, 45, 60], [50, 55, 60, 65, 70])


def test_every_domain_and_choice_has_words():
    for index in INDICES:
        assert set(domains_of(index)) <= set(DOMAINS)
    from dyadlens.indices.input_values import WAYS
    from dyadlens.indices.sensitivity import FACTORS
    from dyadlens.indices.uncertainty import BETWEEN

    assert set(FACTORS) == set(CHOICES)
    assert {name for name, *_ in WAYS[1:]} | set(BETWEEN[1:]) == set(ALTERNATIVES)


def test_the_plane_says_where_the_pair_ends_and_shows_its_numbers():
    picture = plane(LENS, FULL, crowd())
    assert picture.title == "Pakistan and Russia in 2014: closer than 60% of pairs, more cautious than 70%"
    assert picture.table["Year"].tolist() == ["2010", "2011", "2012", "2013", "2014"]
    assert picture.table.loc[4, "Convergence, 90% band"] == "50 to 65"
    assert "5 years from 2010 to 2014" in picture.alt and "300 pairs" in picture.alt
    assert picture.wide.startswith("<?xml") and picture.wide != picture.narrow
    assert plane(LENS, FULL, crowd()).wide == picture.wide


def test_the_plane_ends_in_the_last_year_that_has_both():
    picture = plane(LENS, way([30, 40, 50, 45, 60], [50, 55, 60, None, None]), crowd())
    assert "in 2012: closer than 50% of pairs, more cautious than 60%" in picture.title


@pytest.mark.parametrize("caution", [[None] * 5, [None, None, None, 50, None]])
def test_a_year_with_one_index_is_not_in_the_plane(caution):
    convergence = [30, 40, 50, None, 60]
    assert isinstance(plane(LENS, way(convergence, caution), crowd().iloc[:0]), Said)


def test_the_series_names_both_and_says_what_is_missing():
    picture = index_series(LENS, way([30, 40, 50, 45, 60], [50, 55, None, None, None]))
    assert picture.table["Draws that count"].tolist() == ["5,594"] * 7 + [""] * 3
    assert picture.title == "Pakistan and Russia: convergence 60 (50–65) in 2014; caution 55 (45–60) in 2011"
    cells = picture.table.set_index(["Index", "Year"])
    assert cells.loc[("Caution", "2014"), "Value"] == "unknown"
    assert cells.loc[("Convergence", "2010"), "Rests on"] == "UN votes, words at the General Assembly"
    assert isinstance(index_series(LENS, way([None] * 5, [None] * 5)), Said)


def test_what_carries_a_shift_adds_up_in_the_words_too():
    picture = carried(LENS, "convergence", a_shift())
    assert picture.title == "Convergence of Pakistan and Russia: up 5 points, most by UN votes"
    assert picture.subtitle.endswith("they add up to +5.0")
    assert picture.table["Points"].tolist() == ["6.00", "−1.00"]
    held = carried(LENS, "convergence", a_shift(low=-1.0))
    assert "no clear change (5 points)" in held.title
    assert isinstance(carried(LENS, "caution", None), Said)


def test_a_shift_in_a_sentence():
    said = str(moved(LENS, "convergence", a_shift()))
    assert (
        "Convergence of Pakistan and Russia rose from 40 in 2005–2009 to 45 in 2010–2014" in said
        and "(90% interval 2 to 9)" in said
    )
    assert "93% of the draws" in said and "UN votes 6; words at the General Assembly −1." in said
    assert "shows no clear change" in str(moved(LENS, "convergence", a_shift(low=-1.0)))
    assert "no two windows" in str(moved(LENS, "convergence", None))
    brief = str(moved(LENS, "convergence", a_shift(), brief=True))
    assert brief == "Convergence rose from 40 in 2005–2009 to 45 in 2010–2014, carried most by UN votes."


def test_where_a_pair_stands_in_a_sentence():
    said = str(standing(LENS, way([30, 40, 50, 45, 60], [None] * 5)))
    assert "Convergence stands at 60 of 100 in 2014, on 4 of 8 domains, above 60% of the 18,000 pairs" in said
    assert "Caution is not known" in said


def test_indices_of_different_years_are_brought_together_in_words():
    said = str(standing(LENS, way([30, 40, 50, 45, 60], [50, 55, 70, None, None])))
    assert said.endswith("In 2012, the last year that has both, convergence stood at 50, above 50% of 18,000 pairs.")
    other = way([30, 40, 50, 45, 60], [50, 55, 70, None, None])
    other.loc[(other["index"] == "convergence") & (other["year"] == 2014), "pairs"] = 120
    assert str(standing(LENS, other)).endswith("their levels are not to be compared.")
    assert "that has both" not in str(standing(LENS, FULL))
    assert str(standing(LENS, way([30, 40, None, None, None], [None, None, 50, 55, 60]))).endswith("No year has both.")


def test_turning_points_and_events_in_a_sentence():
    points = pd.DataFrame(
        {
            "year": [2012],
            "first": [2011],
            "last": [2013],
            "before": [40.0],
            "after": [52.0],
            "from": [2000],
            "to": [2014],
        }
    )
    near = pd.DataFrame({"year": [2012], "date": ["2012-05"], "label": ["A visit"]})
    said = str(turned(LENS, "caution", points, near))
    assert "up in 2012 (2011–2013), from 40 to 52" in said and "not to say because: A visit (2012)" in said
    assert "both methods" in str(turned(LENS, "caution", points.iloc[:0]))


def test_what_it_hangs_on_in_a_sentence_and_a_table():
    shares = pd.DataFrame({"choice": ["weights"], "year": [2014], "first": [-0.01], "total": [0.4]})
    anew = pd.DataFrame(
        {
            "choice": ["domain left out", "normalisation"], "alternative": ["arms", "zscore"], "year": 2014,
            "value": [70.0, 58.0], "default": 60.0, "difference": [10.0, -2.0],
        }
    )  # fmt: skip
    said = str(hangs(LENS, "convergence", shares, anew))
    assert "the weights of the domains" in said and "40%" in said and "0% by itself" in said
    assert "leaving out arms: 60 becomes 70" in said
    assert hanging_table("convergence", anew).frame["Difference"].tolist() == ["10", "−2"]
    assert isinstance(hanging_table("caution", anew.iloc[:0]), Said)
    assert "hangs on nothing" in str(hangs(LENS, "caution", shares.iloc[:0], anew.iloc[:0]))
    assert alternative("normalisation", "minmax") == ALTERNATIVES["minmax"]


@pytest.mark.parametrize("index", INDICES)
def test_the_recipe_is_listed_whole(index):
    frame = recipe_table(index).frame
    assert len(frame) == len(indicators_of(index))
    assert (frame["Counts"] == "against").sum() == sum(one.direction < 0 for one in indicators_of(index))
    assert not frame["Measure"].str.contains("_").any()
    trade = frame[frame["Measure"].str.startswith("Trade dependence")]["Years of its sources"].tolist()
    assert trade == ["1946–2014", "2015–2020"]


def test_pairs_are_counted_for_the_years_of_the_lens():
    covered = pd.DataFrame({"year": [2009, 2010, 2014], "pairs": [1, 18000, 2], "votes": [1, 2, 3]})
    frame = pairs_table("convergence", covered, LENS).frame
    assert frame["Year"].tolist() == ["2010", "2014"] and frame["Pairs with a value"].tolist() == ["18,000", "2"]
    assert frame.columns[2] == "UN votes"


def test_the_answer_comes_first_and_says_what_it_rests_on():
    answer = in_short(
        LENS,
        FULL,
        {"convergence": [a_shift(), None], "caution": [None] * 2},
        {"x": Said("Hangs.")},
        {"x": Said("Turns.")},
    )
    assert answer.text.startswith("Pakistan and Russia drew ")
    assert answer.text.endswith("; how caution moved cannot be told.")
    assert answer.points[0].startswith("Convergence stands at 60")
    assert answer.points[-1] == (
        "Convergence is known in 2010–2014, on 4 domains. Caution is known in 2010–2014, on 4 domains."
    )
    assert index_facts(way([30] * 5, [None] * 5)) == {"Convergence": "30 (2014)", "Caution": "–"}
    assert sum("no two windows" in point for point in answer.points) == 2
    assert "Hangs." in answer.points and "Turns." in answer.points


def test_the_first_sentence_says_which_way_both_went():
    def told(convergence, caution):
        return in_short(LENS, FULL, {"convergence": [convergence], "caution": [caution]}, {}, {})

    rose, held = a_shift(), a_shift(low=-2.0)
    assert told(rose, held).text == (
        "Pakistan and Russia drew closer (convergence 40 in 2005–2009, 45 in 2010–2014) and have no clearly "
        "greater or lesser reason to hold back (caution 40 in 2005–2009, 45 in 2010–2014)."
    )
    neither = told(None, None)
    assert neither.text == standing(LENS, FULL).text
    assert "stands at" not in " ".join(neither.points)
