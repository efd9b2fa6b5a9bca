"""Titles of figures read as sentences: subject, verb, value, and no label with a capital in the middle."""

import pytest

from dyadlens.data.evidence import join
from dyadlens.measures import describe
from dyadlens.show.figures import figure
from dyadlens.show.phrases import PHRASES
from dyadlens.show.titles import side_by_side, title
from dyadlens.show.words import small, subject


def _title(rows, *names, **direction):
    return figure(join(list(rows)), list(names), **direction).title


def test_a_rise_a_fall_and_no_change_have_their_verbs(series):
    five = ([0.5] * 5 + [value] * 5 for value in (0.7, 0.3, 0.52))
    up, down, held = (title(series("agreement", values)) for values in five)
    assert up == "Agreement of Pakistan and Russia in UN votes rose to 70% in 2005–09, from 50%"
    assert down == "Agreement of Pakistan and Russia in UN votes fell to 30% in 2005–09, from 50%"
    assert held == "Agreement of Pakistan and Russia in UN votes did not clearly change: 52% in 2005–09"


@pytest.mark.parametrize(
    ("measure", "a", "b", "start"),
    [
        ("tiv", "RUS", "PAK", "Arms delivered from Russia to Pakistan rose to 7 million TIV a year"),
        ("us_aid", "USA", "PAK", "Aid from the United States to Pakistan rose to US$ 7 million a year"),
        ("mentions_per_1000", "PAK", "RUS", "Mentions of Russia by Pakistan in the UN General Debate rose"),
        ("trade_dependence_atlas", "PAK", "RUS", "Trade dependence of Pakistan on Russia by reconciled figures rose"),
        ("shared_adversaries", "PAK", "RUS", "Armed groups that are foes of both Pakistan and Russia rose to 7"),
        ("closeness", "PAK", "RUS", "Closeness of Pakistan and Russia rose to"),
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
    rows = [series(name, [value]) for name, value in (("s_score", 0.53), ("pi", 0.22), ("pi_weighted", 0.28))]
    assert _title(rows, "s_score", "pi", "pi_weighted") == (
        "S-score of Pakistan and Russia stood at 0.53 in 2000, Scott's pi at 0.22 and S-score corrected for chance "
        "at 0.28"
    )


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (
            {"kappa": 0.27, "pi": 0.22, "pi_weighted": 0.28},
            "Three corrections for chance put the agreement of Pakistan and Russia in 2000 at 0.27, 0.22 and 0.28",
        ),
        (
            {"agreement": 0.59, "agreement_ordinary": 0.6, "agreement_rollcalls": 0.61},
            "Pakistan and Russia cast the same vote in 59% of the roll calls of 2000; 60% without the emergency "
            "session on Ukraine and 61% by the second source",
        ),
        (
            {"agreement": 0.59, "agreement_rollcalls": 0.61},
            "Pakistan and Russia cast the same vote in 59% of the roll calls of 2000; 61% by the second source",
        ),
        (
            {"alliance_ties": 2.0, "rivalry": 0},
            "Pakistan and Russia in 2000: two kinds of alliance promise in force, and no strategic rivalry",
        ),
        (
            {"alliance_ties": 0, "rivalry": 1.0},
            "Pakistan and Russia in 2000: no kind of alliance promise in force, and a strategic rivalry",
        ),
        (
            {"verbal_cooperation": 2.67, "material_cooperation": 0.05},
            "Words of cooperation between Pakistan and Russia stood at 2.67 in 2000, deeds at 0.05",
        ),
        (
            {"contacts_fixed": 4.0, "contacts_all": 13.0},
            "Pakistan and Russia had 13 contacts in 2000; trips of leaders, ministers and army chiefs: 4",
        ),
        (
            {"outside_dependence": 0.067, "outside_dependence_atlas": 0.07, "outside_dependence_arms": 0.34},
            "In 2000, Pakistan had 6.7% of its trade (7% by reconciled figures) and 34% of its arms trade with rivals "
            "of Russia",
        ),
        (
            {"outside_dependence": 0.067, "outside_dependence_arms": 0},
            "In 2000, Pakistan had 6.7% of its trade and 0% of its arms trade with rivals of Russia",
        ),
        ({"opposed_blocs": 1.0, "same_bloc_cold_war": 0}, "Pakistan and Russia stood in opposed blocs in 2000"),
        ({"opposed_blocs": 0, "same_bloc_cold_war": 1.0}, "Pakistan and Russia stood in the same bloc in 2000"),
        (
            {"opposed_blocs": 0, "same_bloc_cold_war": 0},
            "Pakistan and Russia stood neither in opposed blocs nor in one in 2000",
        ),
    ],
)
def test_measures_that_belong_together_make_a_sentence(series, values, said):
    assert _title([series(name, [value]) for name, value in values.items()], *values) == said


def test_titles_of_outlets_name_the_state_that_they_speak_of(series):
    values = {"title_share": 0.0013, "title_share_rt": 0.002, "title_share_ministry": 0.005}
    rows = [series(name, [value], a="RUS", b="PAK") for name, value in values.items()]
    assert _title(rows, *values, a="RUS", b="PAK") == (
        "In 2000, 0.13% of Channel One's, 0.2% of RT's and 0.5% of the Foreign Ministry's titles named Pakistan"
    )


def test_yes_and_no_are_words_and_not_numbers(series):
    rows = [series("defense_pact", [0]), series("rivalry", [1.0])]
    assert _title(rows, "defense_pact", "rivalry") == (
        "Pakistan and Russia stood without defense pact and with strategic rivalry in 2000"
    )
    rows = [series("security_ties", [0.25]), series("rivalry", [0])]
    assert _title(rows, "security_ties", "rivalry").endswith("stood at 0.25 in 2000, without strategic rivalry")


def test_a_phrase_names_both_states_of_a_measure_that_there_is():
    for name, text in PHRASES.items():
        measure = describe(name)
        assert "{a}" in text or "{b}" in text
        if not measure.directed:
            assert "{a} and {b}" in text, name
        assert text[0].isupper()


def test_measures_without_a_common_year_are_named(series):
    rows = [series("verbal_cooperation", [1.0, "out"]), series("material_cooperation", ["out", 2.0])]
    found = _title(rows, "verbal_cooperation", "material_cooperation")
    assert found == "Words of cooperation between Pakistan and Russia: 1.00 in 2000; beside it deeds of cooperation"


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
