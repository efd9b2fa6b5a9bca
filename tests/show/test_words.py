import math
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dyadlens.data.evidence import join
from dyadlens.errors import UnknownName
from dyadlens.measures import describe
from dyadlens.panel.population import pairs_ranked
from dyadlens.show.changes import change
from dyadlens.show.numbers import number, ordinal
from dyadlens.show.words import Said, label, say, who

same_fixture = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)


# --- change -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("earlier", "recent", "direction"), [(0.5, 0.7, "rose"), (0.7, 0.5, "fell"), (0.50, 0.51, "held")]
)
def test_change_with_interval_asks_whether_the_interval_holds_zero(series, earlier, recent, direction):
    moved = change(series("agreement", [earlier] * 5 + [recent] * 5, half=0.05))
    assert moved.direction == direction
    assert (moved.earlier, moved.recent) == pytest.approx((earlier, recent))
    assert moved.low < recent - earlier < moved.high
    assert (moved.low <= 0 <= moved.high) == (direction == "held")


def test_the_same_step_is_none_when_the_intervals_are_wide(series):
    values = [0.5] * 5 + [0.6] * 5
    assert change(series("agreement", values, half=0.05)).direction == "rose"
    assert change(series("agreement", values, half=0.3)).direction == "held"


def test_interval_of_the_difference_is_that_of_two_means_of_five(series):
    moved = change(series("agreement", [0.5] * 5 + [0.6] * 5, half=0.05))
    # Ten errors of 0.05, each divided by five, add in quadrature.
    assert moved.high - moved.low == pytest.approx(2 * math.sqrt(10 * 0.05**2) / 5)


@pytest.mark.parametrize(
    ("earlier", "recent", "direction"),
    [(100, 111, "rose"), (100, 109, "held"), (100, 91, "held"), (100, 89, "fell"), (0, 3, "rose"), (0, 0, "held")],
)
def test_change_without_interval_asks_for_a_tenth(series, earlier, recent, direction):
    moved = change(series("trade_total", [earlier] * 5 + [recent] * 5))
    assert moved.direction == direction
    assert math.isnan(moved.low)
    assert math.isnan(moved.high)


def test_one_year_without_interval_leaves_the_difference_without(series):
    moved = change(series("agreement", [0.5] * 5 + [0.7] * 5, half=[0.05] * 9 + [math.nan]))
    assert math.isnan(moved.low)


def test_years_without_value_are_left_out_of_both_means(series):
    moved = change(series("trade_total", [10] * 5 + [None, "out"] + [20] * 5 + ["out"] * 3))
    assert moved.recent_years == (2007, 2008, 2009, 2010, 2011)
    assert moved.earlier_years == (2000, 2001, 2002, 2003, 2004)
    assert (moved.earlier, moved.recent) == (10, 20)


def test_only_the_last_ten_values_count(series):
    moved = change(series("trade_total", [999] * 7 + [10] * 5 + [20] * 5))
    assert (moved.earlier, moved.recent) == (10, 20)


@pytest.mark.parametrize("count", [0, 1, 9])
def test_fewer_than_ten_values_tell_no_change(series, count):
    assert change(series("agreement", [0.5] * count + [None] * 3, half=0.01)) is None


def test_pooled_values_are_compared_a_pool_apart(series):
    pool = describe("agreement_me").pooled
    values = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8]
    moved = change(series("agreement_me", values, half=0.01))
    assert moved.recent == 0.8
    assert moved.earlier == pytest.approx(values[-1 - pool])
    assert not set(moved.recent_years) & set(moved.earlier_years)
    assert max(moved.earlier_years) + 1 == min(moved.recent_years)
    assert len(moved.recent_years) == len(moved.earlier_years) == pool


def test_pooled_value_without_one_a_pool_earlier_tells_no_change(series):
    pool = describe("agreement_me").pooled
    assert change(series("agreement_me", [0.1] * pool, half=0.01)) is None
    assert change(series("agreement_me", [None] + [0.1] * pool, half=0.01)) is None


@given(
    values=st.lists(st.one_of(st.none(), st.just("out"), st.floats(0.01, 1)), min_size=1, max_size=30),
    pooled=st.booleans(),
)
@same_fixture
def test_windows_never_share_a_year(series, values, pooled):
    moved = change(series("agreement_me" if pooled else "agreement", values))
    if moved is not None:
        assert max(moved.earlier_years) < min(moved.recent_years)
    elif not pooled:
        assert sum(isinstance(v, float) for v in values) < 10


# --- say --------------------------------------------------------------------------------------------------------------
def test_a_sentence_names_value_interval_rank_change_and_gaps_by_kind(series):
    rows = series("agreement", ["out", "out", None] + [0.5] * 5 + [0.7] * 5 + [None], half=0.04, percentile=38)
    text = str(say(rows, "agreement"))
    assert text.startswith("Agreement of Pakistan and Russia in UN votes: 70% in 2012 (90% interval 66% to 74%)")
    assert f"at the 38th percentile among {pairs_ranked('agreement')[2012]:,} pairs with a value that year" in text
    assert "rose to 70% in 2008–2012, from 50% in 2003–2007" in text
    assert text.endswith("The years 2000–2001 are not covered; the years 2002 and 2013 are unknown.")


def test_what_is_not_there_is_not_said(series):
    text = str(say(series("trade_total", [100.0] * 4), "trade_total"))
    assert text == "Two-way trade of Pakistan and Russia: US$ 100 million in 2003."


def test_a_true_zero_is_none_and_not_unknown(series):
    text = str(say(series("tiv", [5.0, 0], a="RUS", b="PAK"), "tiv"))
    assert "none in 2001" in text
    assert "unknown" not in text


@pytest.mark.parametrize(("gap", "word"), [(None, "unknown"), ("out", "not cover")])
def test_nothing_is_stated_when_nothing_is_known(series, gap, word):
    text = str(say(series("agreement", [gap] * 12), "agreement"))
    assert word in text
    assert "2000–2011" in text
    assert not re.search(r"%|percentile|rose|fell|mean|none in|interval", text)


def test_no_rows_are_no_statement(series):
    text = str(say(series("agreement", [0.5]), "kappa"))
    assert text.startswith("Cohen's kappa")
    assert not re.search(r"\d", text)


def test_an_unknown_measure_is_an_error(series):
    with pytest.raises(UnknownName, match="agrement"):
        say(series("agreement", [0.5]), "agrement")


def test_direction_is_kept_apart(series):
    rows = join([series("tiv", [5.0], a="RUS", b="PAK"), series("tiv", [7.0], a="PAK", b="RUS")])
    assert "from Russia to Pakistan: 5 million" in str(say(rows, "tiv", "RUS", "PAK"))
    assert "from Pakistan to Russia: 7 million" in str(say(rows, "tiv", "PAK", "RUS"))


@given(
    values=st.lists(st.floats(0.02, 0.98), min_size=10, max_size=14),
    half=st.floats(0.001, 0.02),
    rank=st.floats(0, 100),
    first=st.integers(1950, 2000),
)
@same_fixture
def test_every_number_of_a_sentence_comes_from_the_evidence(series, values, half, rank, first):
    rows = series("agreement", values, half=half, percentile=rank, first=first)
    last, moved = rows.iloc[-1], change(rows)
    known = [number(v, "share") for v in (last["value"], last["low"], last["high"], moved.recent, moved.earlier)]
    known += [f"{n:,}" for n in pairs_ranked("agreement").reindex([last["year"]]).dropna().astype(int)]
    known += [ordinal(rank), "90%", *map(str, (last["year"], *moved.recent_years, *moved.earlier_years))]
    found = re.findall(r"−?\d[\d.,]*(?:%|st|nd|rd|th)?(?<![.,])", str(say(rows, "agreement")))
    assert set(found) <= set(known)
    assert {known[0], known[1], known[2], known[5]} <= set(found)


@given(values=st.lists(st.integers(1, 99), min_size=10, max_size=10), at=st.integers(0, 9), shift=st.integers(20, 60))
@same_fixture
def test_other_evidence_makes_another_sentence(series, values, at, shift):
    """A perturbed year moves one of the two means, and the last year the value too."""
    shares = [v / 1000 for v in values]
    other = [v + shift / 100 if i == at else v for i, v in enumerate(shares)]
    before, after = (str(say(series("agreement", v, half=0.001), "agreement")) for v in (shares, other))
    assert before != after
    assert (before.split("(")[0] != after.split("(")[0]) == (at == 9)


# --- names ------------------------------------------------------------------------------------------------------------
def test_who_names_pair_direction_and_single_state(series, one_state):
    assert who(series("agreement", [0.5])) == "Pakistan and Russia"
    assert who(series("tiv", [1.0], a="RUS", b="PAK")) == "from Russia to Pakistan"
    assert who(series("trade_dependence", [0.1])) == "of Pakistan on Russia"
    assert who(series("supplier_concentration", [0.5], b=one_state)) == "Pakistan"


def test_a_measure_for_a_third_state_names_the_state():
    assert "India" in label("tiv_ratio:IND")
    assert "IND" not in label("tiv_ratio:IND")


def test_said_is_escaped_and_adds_up():
    text = Said('<script>alert("x")</script>') + Said("& more")
    shown = text._repr_html_()
    assert str(text).endswith("& more")
    assert "<script" not in shown
    assert "&lt;script&gt;" in shown
    assert "&amp; more" in shown
    assert '"x"' not in shown


def test_real_sentences_hold_no_raw_name_and_no_missing_number(real):
    _, rows = real
    keys = rows[["measure", "a", "b"]].drop_duplicates().itertuples(index=False)
    texts = [str(say(rows, *key)) for key in keys]
    assert len(texts) > 30
    for text in texts:
        assert not re.search(r"[a-z]_[a-z]|\bnan\b|\bNone\b|:\w", text), text
        assert not re.search(r": [A-Z][a-z]+ \w+ .*\. .*: ", text), text
