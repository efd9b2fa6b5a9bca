"""Sentences on one measure: every number comes from the evidence, and nothing is said of what is not known."""

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dyadlens import Lens, evidence
from dyadlens.data.evidence import join
from dyadlens.errors import UnknownName
from dyadlens.measures.trend import trend
from dyadlens.text.answer import Text
from dyadlens.text.names import label, small, subject, who
from dyadlens.text.numbers import number, ordinal, span
from dyadlens.text.sentences import sentence_templates, summary_text, trend_text

same_fixture = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
UP = [0.5] * 5 + [0.7] * 5
DEATHS = [2454.0, 1100, 960, 483, 293, 409, 452, 719, 1178, 1885]


def test_it_names_value_interval_rank_change_and_gaps_by_kind(series):
    rows = series("agreement", ["out", "out", None, *UP, None], half=0.04, percentile=38)
    assert str(summary_text(rows, "agreement")) == (
        "Agreement of Pakistan and Russia in UN votes: 70% (2012). 90% interval: 66% to 74%. That is the 38th "
        "percentile among 18,145 pairs with a value. The mean rose from 50% (2003–07) to 70% (2008–12). The years "
        "2000–2001 are not covered; the years 2002 and 2013 are unknown."
    )


@pytest.mark.parametrize(
    ("measure", "values", "sentence"),
    [
        ("agreement", UP, "Agreement of Pakistan and Russia in UN votes rose from 50% (2000–04) to 70% (2005–09)."),
        (
            "agreement",
            [0.5] * 5 + [0.52] * 5,
            "Agreement of Pakistan and Russia in UN votes stayed steady at 52% (2005–09).",
        ),
        (
            "trade_total",
            [100.0] * 10,
            "Two-way trade of Pakistan and Russia stayed steady at US$ 100 million a year (2005–09).",
        ),
        (
            "trade_total",
            [100.0] * 9 + [150.0],
            "Two-way trade of Pakistan and Russia: US$ 150 million (2009), against a mean of US$ 110 million a year "
            "(2005–09).",
        ),
        ("trade_total", [100.0] * 3, "Two-way trade of Pakistan and Russia: US$ 100 million (2002)."),
        ("trade_total", [0] * 10, "Two-way trade of Pakistan and Russia: none (2000–09)."),
        ("trade_total", [None] * 10, "Two-way trade of Pakistan and Russia: no value."),
        ("rivalry", [1.0] * 5 + [0] * 5, "Strategic rivalry of Pakistan and Russia: no (2005–09), yes before."),
    ],
)
def test_one_sentence_says_how_a_measure_changed(series, measure, values, sentence):
    assert str(trend_text(series(measure, values), measure)).replace("  ", " ") == sentence


def test_where_the_last_years_go_the_other_way_both_are_said(series, one_state):
    rows = series("violence", DEATHS, a="PAK", b=one_state, first=2015)
    assert str(trend_text(rows, "violence")).endswith(" rose from 293 (2019) to 1,885 (2024).")
    text = str(summary_text(rows, "violence"))
    assert "The mean fell from 1,058 (2015–19) to 929 (2020–24). The yearly value rose from 293 (2019)" in text


def test_a_pooled_value_names_its_window(series):
    rows = series("agreement_me", [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7], half=0.01, first=2001)
    text = str(summary_text(rows, "agreement_me"))
    assert ": 70% (2003–07)." in text and "The value rose from 20% (1998–2002) to 70% (2003–07)." in text


def test_no_sentence_holds_more_than_two_numbers(real):
    """Years in brackets apart, and the 90 of a 90% interval."""
    _, rows = real
    keys = rows[["measure", "a", "b"]].drop_duplicates().itertuples(index=False)
    texts = [str(summary_text(rows, *key)) for key in keys]
    assert len(texts) > 30
    for text in texts:
        assert not re.search(r"[a-z]_[a-z]|\bnan\b|\bNone\b|:\w", text), text
        assert not re.search(r": [A-Z][a-z]+ \w+ .*\. .*: ", text.partition("90% interval")[0]), text
        for sentence in re.split(r"\. (?=[A-Z9])", text.partition("The year")[0]):
            plain = re.sub(r"\([\d–]+\)|90% interval|[A-Z]+-\d\S*|Cohen's|1,000", "", sentence)
            assert len(re.findall(r"\d[\d,.]*", plain)) <= 2, sentence


@pytest.mark.parametrize(("gap", "word"), [(None, "unknown"), ("out", "not cover")])
def test_nothing_is_stated_when_nothing_is_known(series, gap, word):
    text = str(summary_text(series("agreement", [gap] * 12), "agreement"))
    assert word in text and "2000–2011" in text
    assert not re.search(r"%|percentile|rose|fell|mean|none|interval", text)


def test_no_rows_are_no_statement_and_an_unknown_measure_is_an_error(series):
    rows = series("agreement", [0.5])
    assert str(summary_text(rows, "kappa")) == "Cohen's kappa: nothing was asked of the sources for this pair."
    with pytest.raises(UnknownName, match="agrement"):
        summary_text(rows, "agrement")


def test_direction_is_kept_apart(series):
    rows = join([series("tiv", [5.0], a="RUS", b="PAK"), series("tiv", [7.0], a="PAK", b="RUS")])
    assert "by Russia to Pakistan: 5 million" in str(summary_text(rows, "tiv", "RUS", "PAK"))
    assert "by Pakistan to Russia: 7 million" in str(summary_text(rows, "tiv", "PAK", "RUS"))


def test_years_of_several_directions_are_told_once(series):
    rows = join(
        [
            series("tiv", ["out", "out", None], a="RUS", b="PAK"),
            series("tiv", ["out", None, "out"], a="RUS", b="IND"),
        ]
    )
    text = str(summary_text(rows, "tiv"))
    assert text.endswith(": no value. The years 2000–2001 are not covered; the year 2002 is unknown.")


def test_a_year_that_was_not_out_yet_is_not_called_not_covered():
    then = evidence(Lens("PAK-RUS", start=2010, end=2024, as_of="2018-05"), "votes")
    assert str(summary_text(then, "kappa")).endswith(
        "The years 2018–2024 are not covered, or not out on the as-of date."
    )
    today = evidence(Lens("PAK-RUS", start=2010, end=2024), "trade")
    assert str(summary_text(today, "trade_total")).endswith("are not covered.")


@given(
    values=st.lists(st.floats(0.02, 0.98), min_size=10, max_size=14),
    half=st.floats(0.001, 0.02),
    rank=st.floats(0, 100),
    first=st.integers(1950, 2000),
)
@same_fixture
def test_every_number_comes_from_the_evidence(series, values, half, rank, first):
    rows = series("agreement", values, half=half, percentile=rank, first=first)
    last, found = rows.iloc[-1], trend(rows)
    shares = (last["value"], last["low"], last["high"], found.recent, found.earlier, found.turn)
    known = [number(v, "share") for v in shares] + [ordinal(rank), "90%", "18,145", str(found.turn_year)]
    known += [span(years[0], years[-1]) for years in (found.earlier_years, found.recent_years)] + [str(last["year"])]
    text = str(summary_text(rows, "agreement"))
    told = re.findall(r"−?\d[\d.,–]*(?:%|st|nd|rd|th)?(?<![.,])", text)
    assert set(told) <= set(known)
    assert set(known[:3]) <= set(told)


@given(values=st.lists(st.integers(1, 99), min_size=10, max_size=10), at=st.integers(0, 9), shift=st.integers(20, 60))
@same_fixture
def test_other_evidence_makes_another_sentence(series, values, at, shift):
    """A perturbed year moves one of the two means, and the last year the value too."""
    shares = [v / 1000 for v in values]
    other = [v + shift / 100 if i == at else v for i, v in enumerate(shares)]
    before, after = (str(summary_text(series("agreement", v, half=0.001), "agreement")) for v in (shares, other))
    assert before != after
    assert (before.split("(")[0] != after.split("(")[0]) == (at == 9)


def test_every_template_is_used():
    folder = Path(__file__).parents[2] / "src" / "dyadlens" / "text"
    source = (folder / "sentences.py").read_text(encoding="utf-8")
    directions = {"rose", "fell"}  # named by the trend itself
    for group in ("trend", "summary"):
        unused = {
            name for name in sentence_templates()[group] if f'"{name}"' not in source and f"'{name}'" not in source
        }
        assert unused <= directions


# --- names ------------------------------------------------------------------------------------------------------------
def test_pair_direction_and_single_state_are_named(series, one_state):
    assert who(series("agreement", [0.5])) == "Pakistan and Russia"
    assert who(series("tiv", [1.0], a="RUS", b="PAK")) == "from Russia to Pakistan"
    assert who(series("supplier_concentration", [0.5], b=one_state)) == "Pakistan"


def test_a_measure_for_a_third_state_names_the_state(series):
    assert label("tiv_ratio:IND").endswith("India")
    assert subject(series("tiv_ratio:IND", [0.1], a="RUS", b="PAK")) == (
        "Arms delivered by Russia to Pakistan, as a ratio to those for India"
    )


def test_labels_lose_their_capital_but_names_keep_it():
    labels = ["Two-way trade", "S-score", "Scott's pi", "UN votes"]
    assert [small(text) for text in labels] == ["two-way trade", *labels[1:]]


def test_text_is_escaped_adds_up_and_is_not_set_as_mathematics():
    text = Text('<script>alert("x")</script>') + Text("& US$ 5 and US$ 6")
    shown = text._repr_html_()
    assert str(text).endswith("& US$ 5 and US$ 6")
    assert "<script" not in shown and "&lt;script&gt;" in shown and "&amp; US" in shown and '"x"' not in shown
    assert "mathjax_ignore" in shown
