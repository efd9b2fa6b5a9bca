"""Titles of figures read as sentences: subject, verb, value, and no label with a capital in the middle."""

from dataclasses import dataclass

import pytest

from dyadlens.data.evidence import Evidence
from dyadlens.measures.registry import registry
from dyadlens.text.names import label, small, subject
from dyadlens.text.sentences import title
from dyadlens.text.titles import side_by_side


@dataclass
class Line:
    """One line of a figure."""

    label: str
    rows: Evidence


def _title(*rows):
    return side_by_side([Line(label(r["measure"].iloc[0]), r) for r in rows])


@pytest.mark.parametrize(
    ("measure", "a", "b", "start"),
    [
        ("agreement", "PAK", "RUS", "Agreement of Pakistan and Russia in UN votes rose from 50% (2000–04) to"),
        ("tiv", "RUS", "PAK", "Arms delivered by Russia to Pakistan rose from 0.5 million TIV a year (2000–04)"),
        ("tiv_ratio:IND", "RUS", "PAK", "Arms delivered by Russia to Pakistan, as a ratio to those for India, rose"),
        ("third_pressure:IND", "RUS", "PAK", "Pressure of India on Russia not to serve Pakistan rose from 0.50"),
        ("trade_dependence_atlas", "PAK", "RUS", "Trade dependence of Pakistan on Russia by reconciled figures rose"),
    ],
)
def test_a_measure_is_named_with_its_states(series, measure, a, b, start):
    assert title(series(measure, [0.5] * 5 + [7.0] * 5, a=a, b=b)).startswith(start)


def test_years_of_none_are_none_and_an_index_at_0_is_not(series):
    delivered = title(series("tiv", [9.0] * 5 + [0] * 5, a="RUS", b="PAK"))
    assert delivered.endswith("fell from 9 million TIV a year (2000–04) to none (2005–09)")
    assert title(series("mentions_per_1000", [2.0] * 5 + [0] * 5)).endswith(" to 0 (2005–09)")


def test_sources_of_one_thing_make_one_sentence(series):
    rows = series("trade_total", [900.0, 933.0], source="trade_cow"), series("trade_total_atlas", [None, 697.0])
    assert _title(*rows) == (
        "Two sources put the two-way trade of Pakistan and Russia in 2001 at US$ 933 million and US$ 697 million"
    )
    shared = [series(name, [5.0], source="trade_cow") for name in ("trade_total", "trade_total_atlas")]
    assert _title(*shared) == "Two series put the two-way trade of Pakistan and Russia in 2000 at US$ 5 million"
    names = ("trade_total", "trade_total_russia", "trade_total_atlas")
    three = [series(name, [v], source=name) for name, v in zip(names, (5.0, 9.0, 7.0), strict=True)]
    assert _title(*three).endswith("in 2000 between US$ 5 million and US$ 9 million")
    assert _title(series("dispute_cow", [0]), series("dispute_gml", [0])) == (
        "Two sources record no militarized dispute of Pakistan and Russia in 2000"
    )


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (
            {"kappa": 0.27, "pi": 0.22, "pi_weighted": 0.28},
            "Three corrections for chance put the agreement of Pakistan and Russia in 2000 between 0.22 and 0.28",
        ),
        (
            {"agreement": 0.59, "agreement_rollcalls": 0.61},
            "Two counts put the agreement of Pakistan and Russia in UN votes in 2000 at 59% and 61%",
        ),
        (
            {"alliance_ties": 2.0, "rivalry": 0},
            "Kinds of alliance promise between Pakistan and Russia in 2000: 2; strategic rivalry: no",
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
            "In 2000, Pakistan had 6.7% of its trade and 34% of its arms trade with rivals of Russia",
        ),
        (
            {"opposed_blocs": 1.0, "same_bloc_cold_war": 0},
            "Pakistan and Russia stood in opposed blocs and not in the same bloc in 2000",
        ),
        (
            {"closeness": 0.25, "rivalry": 0},
            "Closeness of Pakistan and Russia stood at 0.25 in 2000, strategic rivalry at no",
        ),
        (
            {"s_score": 0.53, "pi": 0.22, "pi_weighted": 0.28},
            "S-score of Pakistan and Russia in UN votes stood at 0.53 in 2000, beside Scott's pi and S-score corrected "
            "for chance",
        ),
    ],
)
def test_measures_side_by_side_make_a_sentence(series, values, said):
    assert _title(*(series(name, [value]) for name, value in values.items())) == said


def test_titles_of_outlets_name_the_state_that_they_speak_of(series):
    values = {"title_share": 0.0013, "title_share_rt": 0.002, "title_share_ministry": 0.005}
    assert _title(*(series(name, [value], a="RUS", b="PAK") for name, value in values.items())) == (
        "Three Russian outlets put the share of titles that name Pakistan in 2000 between 0.13% and 0.5%"
    )


def test_measures_without_a_common_year_are_named(series):
    found = _title(series("verbal_cooperation", [1.0, "out"]), series("material_cooperation", ["out", 2.0]))
    assert found == "Words of cooperation between Pakistan and Russia: 1.00 (2000); beside it deeds of cooperation"


def test_every_noun_names_the_states_of_its_measure(series):
    for name, measure in registry().items():
        text = subject(series(name, [1.0])) if measure.subject != "state" else measure.noun
        assert "{a}" in measure.noun or "{b}" in measure.noun, name
        assert measure.subject != "pair" or {"Pakistan", "Russia"} <= set(text.replace("'s", "").split()), name
        assert small(measure.noun) == measure.noun, name
