"""How a measure changed: two windows, the line within the last one, and whether they agree."""

import math

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dyadlens.data.evidence import join
from dyadlens.errors import BadParameter
from dyadlens.measures.registry import describe
from dyadlens.measures.trend import Trend, trend

same_fixture = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)


@pytest.mark.parametrize(
    ("earlier", "recent", "half", "direction"),
    [
        (0.5, 0.7, 0.05, "rose"),
        (0.7, 0.5, 0.05, "fell"),
        (0.50, 0.51, 0.05, "steady"),
        (0.5, 0.6, 0.05, "rose"),
        (0.5, 0.6, 0.3, "steady"),
    ],
)
def test_with_an_interval_it_asks_whether_that_holds_zero(series, earlier, recent, half, direction):
    found = trend(series("agreement", [earlier] * 5 + [recent] * 5, half=half))
    assert found.direction == direction
    assert (found.earlier, found.recent) == pytest.approx((earlier, recent))
    assert found.low < found.difference < found.high
    assert (found.low <= 0 <= found.high) == (direction == "steady")
    # Ten errors, each divided by five, add in quadrature.
    assert found.high - found.low == pytest.approx(2 * math.sqrt(10 * half**2) / 5)


@pytest.mark.parametrize(
    ("earlier", "recent", "direction"),
    [
        (100, 111, "rose"),
        (100, 109, "steady"),
        (100, 91, "steady"),
        (100, 89, "fell"),
        (0, 3, "rose"),
        (0, 0, "steady"),
    ],
)
def test_without_an_interval_it_asks_for_a_tenth(series, earlier, recent, direction):
    found = trend(series("trade_total", [earlier] * 5 + [recent] * 5))
    assert found.direction == direction
    assert math.isnan(found.low) and math.isnan(found.high)


def test_one_year_without_interval_leaves_the_difference_without(series):
    assert math.isnan(trend(series("agreement", [0.5] * 5 + [0.7] * 5, half=[0.05] * 9 + [math.nan])).low)


def test_the_last_ten_values_count_and_years_without_one_do_not(series):
    found = trend(series("trade_total", [999] * 7 + [10] * 5 + [None, "out"] + [20] * 5 + ["out"] * 3))
    assert (found.earlier, found.recent) == (10, 20)
    assert found.earlier_years == (2007, 2008, 2009, 2010, 2011)
    assert found.recent_years == (2014, 2015, 2016, 2017, 2018)
    assert (found.first_year, found.first, found.last_year, found.last) == (2000, 999, 2018, 20)


@pytest.mark.parametrize("count", [1, 9])
def test_fewer_than_ten_values_tell_no_change(series, count):
    found = trend(series("agreement", [0.5] * count + [None] * 3, half=0.01))
    assert (found.direction, found.years, found.last) == ("unknown", count, 0.5)
    assert trend(series("agreement", [None] * 3)) is None


def test_pooled_values_are_compared_a_pool_apart(series):
    pool = describe("agreement_me").window
    found = trend(series("agreement_me", [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8], half=0.01))
    assert (found.recent, found.earlier) == (0.8, pytest.approx(0.3))
    assert max(found.earlier_years) + 1 == min(found.recent_years)
    assert len(found.recent_years) == len(found.earlier_years) == found.window == pool
    assert trend(series("agreement_me", [None] + [0.1] * pool, half=0.01)).direction == "unknown"


def test_rows_of_several_directions_are_refused(series):
    rows = join([series("tiv", [5.0], a="RUS", b="PAK"), series("tiv", [7.0], a="PAK", b="RUS")])
    with pytest.raises(BadParameter, match="these rows are of 2"):
        trend(rows)


DEATHS = [2454, 1100, 960, 483, 293, 409, 452, 719, 1178, 1885]


@pytest.mark.parametrize(
    ("values", "direction", "agrees", "turn"),
    [
        (DEATHS, "fell", False, (2004, 293)),  # the mean fell, the line has risen since its lowest year
        ([-v for v in DEATHS], "rose", False, (2004, -293)),
        ([10] * 5 + [20, 21, 22, 23, 24], "rose", True, None),
        ([10] * 5 + [40, 38, 31, 22, 12], "rose", False, (2005, 40)),
        ([10] * 5 + [20, 90, 20, 20, 11], "rose", False, (2006, 90)),  # the last value is back near the start
        ([10, 11, 10, 9, 10, 10, 9, 11, 10, 10], "steady", True, None),
        ([10, 11, 10, 9, 10, 10, 9, 11, 10, 14], "steady", False, None),  # only the last value stands apart
        ([12, 12, 12, 12, 12, 8, 10, 12, 14, 16], "steady", False, (2005, 8)),
    ],
)
def test_the_last_years_are_held_against_the_means(series, values, direction, agrees, turn):
    found = trend(series("say_do_gap" if values[0] < 0 else "trade_total", [float(v) for v in values]))
    assert (found.direction, found.agrees) == (direction, agrees)
    assert found.turn_year == (turn and turn[0])
    if turn:
        assert found.turn == turn[1]


def test_a_last_value_whose_interval_leaves_out_a_steady_mean_stands_apart(series):
    wide = [200.0] * 5
    values, halves = [220.0, 300, 180, 280, 230, *[200.0, 330, 250, 288, 52]], [*wide, *wide[:4], 20.0]
    found = trend(series("say_do_ratio", values, half=halves))
    assert (found.direction, found.agrees, found.turn_year) == ("steady", False, None)
    assert trend(series("say_do_ratio", values, half=[*wide, *wide])).agrees


def test_the_slope_is_that_of_least_squares_and_counts_where_it_is_clear(series):
    rising = trend(series("trade_total", [10.0] * 5 + [10, 13, 15, 18, 20]))
    assert rising.slope == pytest.approx(2.5) and rising.slope_sign == 1
    noisy = trend(series("trade_total", [10.0] * 5 + [10, 30, 5, 28, 14]))
    assert noisy.slope_sign == 0


def test_a_trend_shows_itself_in_one_line(series):
    assert repr(trend(series("trade_total", [10.0] * 5 + [20.0] * 5))) == (
        "<Trend of trade_total, PAK-RUS: rose from 10 (2000-2004) to 20 (2005-2009); last 20 (2009)>"
    )
    assert repr(trend(series("trade_total", [10.0]))) == (
        "<Trend of trade_total, PAK-RUS: years with a value: 1; last 10 (2000)>"
    )


@given(
    values=st.lists(st.one_of(st.none(), st.just("out"), st.floats(0.01, 1)), min_size=1, max_size=30),
    pooled=st.booleans(),
)
@same_fixture
def test_windows_never_share_a_year_and_a_turn_lies_before_the_last(series, values, pooled):
    found = trend(series("agreement_me" if pooled else "agreement", values))
    seen = sum(isinstance(v, float) for v in values)
    assert (found is None) == (seen == 0)
    if not isinstance(found, Trend) or found.direction == "unknown":
        assert pooled or seen < 10
        return
    assert max(found.earlier_years) < min(found.recent_years)
    assert found.turn_year is None or (found.turn_year < found.last_year and not found.agrees)
