"""Titles of figures read as sentences: subject, verb, value, and no label with a capital in the middle."""

import pytest

from dyadlens.shape import join
from dyadlens.show.figures import figure
from dyadlens.show.titles import side_by_side, title
from dyadlens.show.words import small, subject


def _title(rows, *names, **direction):
    return figure(join(list(rows)), list(names), **direction).title


def test_a_rise_a_fall_and_no_change_have_their_verbs(series):
    five = ([0.5] * 5 + [value] * 5 for value in (0.7, 0.3, 0.52))
    up, down, held = (title(series("agreement", values)) for values in five)
    assert up == "Agreement in UN votes of Pakistan and Russia rose to 70% in 2005–09, from 50%"
    assert down == "Agreement in UN votes of Pakistan and Russia fell to 30% in 2005–09, from 50%"
    assert held == "Agreement in UN votes of Pakistan and Russia did not clearly change: 52% in 2005–09"


@pytest.mark.parametrize(
    ("measure", "a", "b", "start"),
    [
        ("tiv", "RUS", "PAK", "Arms delivered from Russia to Pakistan rose to 7 million TIV a year"),
        ("us_aid", "USA", "PAK", "Aid from the United States to Pakistan rose to US$ 7 million a year"),
        ("mentions_per_1000", "PAK", "RUS", "Naming the other in the UN General Debate, Pakistan names Russia, rose"),
        ("trade_dependence_atlas", "PAK", "RUS", "Trade dependence, reconciled figures, of Pakistan on Russia, rose"),
        ("shared_adversaries", "PAK", "RUS", "Armed groups that are foes of both Pakistan and Russia rose to 7"),
        ("closeness", "PAK", "RUS", "Closeness of two states, Pakistan and Russia, rose to"),
        ("third_pressure", "PAK", "RUS", "Pressure of third states on Pakistan not to serve Russia rose to"),
    ],
)
def test_direction_follows_the_label_without_naming_the_giver_twice(series, measure, a, b, start):
    assert title(series(measure, [0.5] * 5 + [7.0] * 5, a=a, b=b)).startswith(start)


def test_years_of_none_are_none_and_an_index_at_nought_is_not(series):
    assert title(series("tiv", [9.0] * 5 + [0] * 5, a="RUS", b="PAK")).endswith(
        "fell to none a year in 2005–09, from 9 million TIV"
    )
    assert "fell to 0 in" in title(series("mentions_per_1000", [2.0] * 5 + [0] * 5))


def test_two_sources_of_one_thing_make_one_sentence(series):
    rows = [series("trade_total", [900.0, 933.0], source="trade_cow")]
    rows.append(series("trade_total_atlas", [None, 697.0]))
    assert _title(rows, "trade_total", "trade_total_atlas") == (
        "Two sources put the two-way trade of Pakistan and Russia in 2001 at US$ 933 million and US$ 697 million"
    )
    shared = [series(name, [5.0], source="trade_cow") for name in ("trade_total", "trade_total_atlas")]
    assert _title(shared, "trade_total", "trade_total_atlas") == (
        "Two series put the two-way trade of Pakistan and Russia in 2000 at US$ 5 million"
    )


def test_sources_that_record_nothing_say_so_together(series):
    rows = [series("dispute_cow", [0]), series("dispute_gml", [0])]
    assert _title(rows, "dispute_cow", "dispute_gml") == (
        "Two sources record no militarized dispute of Pakistan and Russia in 2000"
    )


def test_different_things_stand_each_at_their_own(series):
    rows = [series(name, [value]) for name, value in (("kappa", 0.27), ("pi", 0.22), ("pi_weighted", 0.28))]
    assert _title(rows, "kappa", "pi", "pi_weighted") == (
        "Cohen's kappa of Pakistan and Russia stood at 0.27 in 2000, Scott's pi at 0.22 and S-score corrected for "
        "chance at 0.28"
    )


def test_a_label_parted_by_a_comma_is_closed_by_one(series):
    names = ("outside_dependence", "outside_dependence_atlas", "outside_dependence_arms")
    rows = [series(name, [value]) for name, value in zip(names, (0.067, 0.07, 0.34), strict=True)]
    assert _title(rows, *names) == (
        "Outside dependence in trade of Pakistan on rivals of Russia stood at 6.7% in 2000, outside dependence in "
        "trade, reconciled figures, at 7% and outside dependence in arms at 34%"
    )


def test_yes_and_no_are_words_and_not_numbers(series):
    rows = [series("alliance_ties", [2.0]), series("rivalry", [0])]
    assert _title(rows, "alliance_ties", "rivalry").endswith("stood at 2 in 2000, without strategic rivalry")
    blocs = [series("opposed_blocs", [1.0]), series("same_bloc_cold_war", [0])]
    assert _title(blocs, "opposed_blocs", "same_bloc_cold_war") == (
        "Pakistan and Russia stood in opposed blocs and not in the same bloc in 2000"
    )


def test_measures_without_a_common_year_are_named(series):
    rows = [series("verbal_cooperation", [1.0, "out"]), series("material_cooperation", ["out", 2.0])]
    found = _title(rows, "verbal_cooperation", "material_cooperation")
    assert found == "Words of cooperation, Pakistan and Russia: 1.00 in 2000; beside it deeds of cooperation"


def test_labels_lose_their_capital_but_names_keep_it():
    assert [small(text) for text in ("Two-way trade", "S-score", "Scott's pi", "UN votes")] == [
        "two-way trade", "S-score", "Scott's pi", "UN votes",
    ]  # fmt: skip


def test_a_ratio_to_a_third_state_reads_on(series):
    assert subject(series("tiv_ratio:IND", [0.1], a="RUS", b="PAK")).startswith(
        "Arms delivered, as a ratio to those for India, from Russia to Pakistan"
    )


def test_a_single_line_is_no_comparison(series):
    from dyadlens.show.layout import Line

    rows = series("agreement", [0.5])
    assert side_by_side([Line("Agreement in UN votes", rows), Line("Cohen's kappa", series("kappa", [0.1]))]).endswith(
        "stood at 50% in 2000, Cohen's kappa at 0.10"
    )
