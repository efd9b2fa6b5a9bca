"""Sentences on the two indices, from tables made by hand."""

import numpy as np
import pandas as pd
import pytest

from dyadlens.indices.change import Shift
from dyadlens.indices.definitions import INDICES, domains_of
from dyadlens.lens import Lens
from dyadlens.text.answer import Text
from dyadlens.text.index import (
    ALTERNATIVES,
    CHOICES,
    DOMAINS,
    change_points_text,
    changed_choice,
    index_answer,
    index_facts,
    index_sensitivity_text,
    index_shift,
    index_standing,
)

LENS = Lens("PAK-RUS", start=2010, end=2014)


def path_of(convergence, caution):
    """Make a path: one value a year from 2010 on, None where fewer than half of the domains are known."""
    parts = []
    for index, values in (("convergence", convergence), ("caution", caution)):
        value = np.array([np.nan if v is None else v for v in values], dtype=float)
        rows = pd.DataFrame({"index": index, "year": range(2010, 2010 + len(values)), "value": value})
        rows = rows.assign(low=value - 10, high=value + 5, percentile=value, domains=4, pairs=18000)
        rows["rests_on"] = "votes, words" if index == "convergence" else "history, stake"
        parts.append(rows)
    return pd.concat(parts, ignore_index=True)


def a_shift(low=2.0, high=9.0):
    domains = pd.DataFrame({"domain": ["votes", "words"], "contribution": (6.0, -1.0)})
    return Shift(
        "convergence", (2005, 2009, 2010, 2014), 40.0, 45.0, 5.0, low, high, 0.93, 81.0, 15020, domains, ("kappa",)
    )


FULL = path_of([30, 40, 50, 45, 60], [50, 55, 60, 65, 70])


def test_every_domain_and_choice_has_words():
    from dyadlens.indices.input_values import SCALINGS
    from dyadlens.indices.sensitivity import FACTORS
    from dyadlens.indices.uncertainty import BETWEEN

    assert {name for index in INDICES for name in domains_of(index)} <= set(DOMAINS)
    assert set(FACTORS) == set(CHOICES)
    assert {name for name, *_ in SCALINGS[1:]} | set(BETWEEN[1:]) == set(ALTERNATIVES)
    assert changed_choice("normalisation", "minmax") == ALTERNATIVES["minmax"]


def test_a_shift_in_a_sentence():
    said = str(index_shift(LENS, "convergence", a_shift()))
    assert "Convergence of Pakistan and Russia rose from 40 in 2005–2009 to 45 in 2010–2014" in said
    assert "(90% interval 2 to 9)" in said
    assert "93% of the draws" in said and "UN votes 6; words at the General Assembly −1." in said
    assert "shows no clear change" in str(index_shift(LENS, "convergence", a_shift(low=-1.0)))
    assert "no two windows" in str(index_shift("PAK-RUS", "convergence", None))
    brief = str(index_shift(LENS, "convergence", a_shift(), brief=True))
    assert brief == "Convergence rose from 40 in 2005–2009 to 45 in 2010–2014, carried most by UN votes."


def test_where_a_pair_stands_in_a_sentence():
    said = str(index_standing(LENS, path_of([30, 40, 50, 45, 60], [None] * 5)))
    assert "Convergence stands at 60 of 100 in 2014, on 4 of 8 domains, above 60% of the 18,000 pairs" in said
    assert "Caution is not known" in said


def test_indices_of_different_years_are_brought_together_in_words():
    said = str(index_standing(LENS, path_of([30, 40, 50, 45, 60], [50, 55, 70, None, None])))
    assert said.endswith("In 2012, the last year that has both, convergence stood at 50, above 50% of 18,000 pairs.")
    other = path_of([30, 40, 50, 45, 60], [50, 55, 70, None, None])
    other.loc[(other["index"] == "convergence") & (other["year"] == 2014), "pairs"] = 120
    assert str(index_standing(LENS, other)).endswith("their levels are not to be compared.")
    assert "that has both" not in str(index_standing(LENS, FULL))
    apart = path_of([30, 40, None, None, None], [None, None, 50, 55, 60])
    assert str(index_standing(LENS, apart)).endswith("No year has both.")


def test_change_points_and_events_in_a_sentence():
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
    said = str(change_points_text(LENS, "caution", points, near))
    assert "up in 2012 (2011–2013), from 40 to 52" in said and "not to say because: A visit (2012)" in said
    assert "both methods" in str(change_points_text(LENS, "caution", points.iloc[:0]))


def test_what_it_is_sensitive_to_in_a_sentence():
    shares = pd.DataFrame({"choice": ["weights"], "year": [2014], "first": [-0.01], "total": [0.4]})
    found = pd.DataFrame(
        {
            "choice": ["domain left out", "normalisation"],
            "alternative": ["arms", "zscore"],
            "year": 2014,
            "value": [70.0, 58.0],
            "default": 60.0,
            "difference": [10.0, -2.0],
        }
    )
    assert str(index_sensitivity_text(LENS, "convergence", shares, found)) == (
        "In 2014 40% of the uncertainty of convergence of Pakistan and Russia comes from how domains are weighted. The "
        "single change that moves it most is leaving out arms: 60 becomes 70."
    )
    assert "no choice can be tested" in str(index_sensitivity_text(LENS, "caution", shares.iloc[:0], found))


def test_the_answer_comes_first_and_says_what_it_rests_on():
    shifts = {"convergence": [a_shift(), None], "caution": [None] * 2}
    answer = index_answer(LENS, FULL, shifts, {"x": Text("Sensitive.")}, {"x": Text("Turns.")})
    assert answer.text.startswith("Pakistan and Russia drew ")
    assert answer.text.endswith("; how caution moved cannot be told.")
    assert answer.points[0].startswith("Convergence stands at 60")
    assert answer.points[-1] == (
        "Convergence is known in 2010–2014, on 4 domains. Caution is known in 2010–2014, on 4 domains."
    )
    assert sum("no two windows" in point for point in answer.points) == 2
    assert {"Sensitive.", "Turns."} <= set(answer.points)
    assert index_facts(path_of([30] * 5, [None] * 5)) == {"Convergence": "30 (2014)", "Caution": "–"}


@pytest.mark.parametrize(
    ("convergence", "caution", "text"),
    [
        (
            a_shift(),
            a_shift(low=-2.0),
            "Pakistan and Russia drew closer (convergence 40 in 2005–2009, 45 in 2010–2014) and have no clearly "
            "greater or lesser reason to hold back (caution 40 in 2005–2009, 45 in 2010–2014).",
        ),
        (None, None, index_standing(LENS, FULL).text),
    ],
)
def test_the_first_sentence_says_which_way_both_went(convergence, caution, text):
    assert index_answer(LENS, FULL, {"convergence": [convergence], "caution": [caution]}, {}, {}).text == text
