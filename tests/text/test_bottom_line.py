import re

import pytest

from dyadlens.data.evidence import join
from dyadlens.text.answer import Answer
from dyadlens.text.answers import bottom_line

UP, DOWN, SAME, FEW = [10.0] * 5 + [20.0] * 5, [20.0] * 5 + [10.0] * 5, [10.0] * 10, [10.0] * 4 + [None] * 6


@pytest.fixture
def fields(series, one_state):
    """Votes, arms and trade with the values given for each."""

    def make(votes=SAME, arms=SAME, trade=SAME, extra_arms=(), extra_trade=()):
        scaled = [v / 100 if isinstance(v, float) else v for v in votes]
        return (
            series("agreement", scaled, half=0.01),
            join([series("tiv", arms, a="RUS", b="PAK"), series("tiv", [0] * 10), *extra_arms]),
            join([series("trade_total", trade), *extra_trade]),
        )

    return make


@pytest.mark.parametrize(
    ("values", "word"),
    [
        (UP, "up"),
        (DOWN, "down"),
        (SAME, "steady"),
        (FEW, "not known well enough to tell"),
        (["out"] * 10, "not known well enough to tell"),
    ],
)
@pytest.mark.parametrize(
    ("field", "name"), [("votes", "agreement in UN votes"), ("arms", "arms deliveries"), ("trade", "two-way trade")]
)
def test_each_field_moves_by_itself(fields, field, name, values, word):
    others = {"votes": UP, "arms": UP, "trade": UP} if word != "up" else {}
    text = str(bottom_line(*fields(**{**others, field: values})))
    assert text.startswith("Pakistan and Russia: ")
    assert re.search(rf"{name}( and [a-z -]+)? {word}", text), text
    if word != "up":
        assert text.count(" up") == 1, "the two others rose"


def test_fields_of_one_direction_are_named_together(fields):
    assert str(bottom_line(*fields(UP, UP, DOWN))) == (
        "Pakistan and Russia: agreement in UN votes and arms deliveries up; two-way trade down."
    )


def test_points_give_both_means_with_their_years(fields):
    points = bottom_line(*fields(UP, DOWN, FEW)).points
    assert points[0] == "Agreement of Pakistan and Russia in UN votes rose from 10% (2000–04) to 20% (2005–09)."
    assert points[1] == (
        "Arms delivered by Russia to Pakistan fell from 20 million TIV a year (2000–04) to 10 million TIV a year "
        "(2005–09)."
    )
    assert points[2].startswith("Two-way trade of Pakistan and Russia: fewer than ten years")
    assert "intent" in points[-1]


def test_a_field_that_turned_within_the_last_years_says_since_when(fields):
    assert "two-way trade up since 2004" in str(bottom_line(*fields(trade=[9, 8, 7, 5, 1.0, 2, 3, 4, 6, 7.0])))


def test_a_thin_base_needs_both_sides_and_is_said_with_its_shares(fields, series):
    def answer(mine, theirs):
        shares = [series("trade_dependence", [mine] * 10), series("trade_dependence", [theirs] * 10, a="RUS", b="PAK")]
        return bottom_line(*fields(extra_trade=shares))

    both, one, none = answer(0.004, 0.002), answer(0.004, 0.2), answer(0.3, 0.2)
    assert str(both).endswith("a thin base of trade.")
    assert "thin" not in str(one) + str(none)
    for found, words in ((both, ("0.4%", "0.2%")), (one, ("0.4%",))):
        text = " ".join(found.points)
        assert all(f" is {share} of the total of " in text for share in words)
        assert "trade with Russia is 0.4% of the total of Pakistan (2005–09)" in text
    assert "of the total of" not in " ".join(none.points)


def test_trade_below_expectation_counts_only_when_its_interval_is_below(fields, series):
    def signs(half):
        rows = series("gravity_residual", [-0.5] * 10, half=half)
        return " ".join(bottom_line(*fields(extra_trade=[rows])).points)

    assert "39% below expectation" in signs(0.1)
    assert "expectation" not in signs(0.9)


def test_an_arms_ratio_long_past_is_no_sign_of_today(fields, series):
    """Deliveries to a third state that ended decades ago say nothing of the tie at the end of the span."""
    old = series("tiv_ratio:CHN", [0.1] * 3 + [None] * 22, a="RUS", b="PAK")
    now = series("tiv_ratio:CHN", [0.1] * 25, a="RUS", b="PAK")
    arms = [5.0] * 25
    assert "China" in " ".join(bottom_line(*fields(arms=arms, extra_arms=[now])).points)
    assert "China" not in " ".join(bottom_line(*fields(arms=arms, extra_arms=[old])).points)


def test_answer_escapes_text_and_points():
    shown = Answer("<b>all</b>", ['<script>"x"</script>'])._repr_html_()
    assert "<script" not in shown
    assert "<b>" not in shown
    assert "&lt;script&gt;" in shown
