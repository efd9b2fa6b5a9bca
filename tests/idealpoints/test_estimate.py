"""Our ideal points: no look ahead, close to the published ones, and what history says of them."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from dyadlens.data.catalog import read
from dyadlens.errors import BadParameter, UnknownName
from dyadlens.idealpoints import estimate as idealpoints
from dyadlens.measures.votes.roll_calls import VoteMatrix, vote_matrix

EARLY = 1960


@pytest.fixture(scope="module")
def points():
    return idealpoints.from_votes(2024, "rollcalls")


@pytest.fixture(scope="module")
def early():
    return idealpoints.from_votes(EARLY, "rollcalls")


@pytest.fixture(scope="module")
def beside_published(points):
    published = read("ideal_points").astype({"state": str}).drop(columns="votes")
    return points.merge(published, on=["state", "year"], suffixes=("", "_published"))


@pytest.fixture
def own_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("DYADLENS_CACHE", str(tmp_path))
    idealpoints._estimate.cache_clear()
    yield tmp_path
    idealpoints._estimate.cache_clear()


def point(points, state, year):
    return points.loc[(points["state"] == state) & (points["year"] == year), "ideal_point"].item()


# --- beside the published estimates


def test_almost_all_published_state_years_are_estimated(beside_published, points):
    gone = {"DDR", "CSK", "YMD"}  # the source has current members and Yugoslavia only
    published = read("ideal_points").astype({"state": str})
    assert len(beside_published) / (~published["state"].isin(gone)).sum() > 0.985
    assert not gone & set(points["state"])


def test_within_a_year_states_stand_where_the_published_ones_do(beside_published):
    by_year = beside_published.groupby("year")[["ideal_point", "ideal_point_published"]]
    correlation = by_year.apply(lambda rows: rows.corr().iloc[0, 1])
    assert correlation.median() > 0.98
    assert correlation.min() > 0.95


def test_over_all_years_the_scale_is_much_like_the_published_one(beside_published):
    columns = ["ideal_point", "ideal_point_published"]
    assert beside_published[columns].corr().iloc[0, 1] > 0.955
    assert beside_published.loc[beside_published["year"] >= 1970, columns].corr().iloc[0, 1] > 0.97


def test_errors_are_of_the_published_size(beside_published):
    published = (beside_published["high"] - beside_published["low"]) / (2 * 1.6448536)
    assert 0.6 < (beside_published["se"] / published).median() < 1.2
    assert np.corrcoef(beside_published["se"], published)[0, 1] > 0.6


# --- shape and known groups


def test_one_row_a_state_and_year_with_votes(points):
    assert list(points.columns) == ["state", "year", "ideal_point", "se", "votes"]
    assert not points.duplicated(["state", "year"]).any()
    assert points.notna().all(axis=None)
    assert (points["se"] > 0).all() and (points["votes"] > 0).all()
    assert (points["ideal_point"].mean(), points["ideal_point"].std(ddof=0)) == pytest.approx((0, 1), abs=1e-6)
    assert 1964 not in set(points["year"])  # the Assembly took no votes


def test_votes_are_the_divided_roll_calls_in_which_a_state_took_part(points):
    calls, votes = read("rollcalls"), read("rollcall_votes")
    whole = calls.loc[~calls["paragraph"].fillna(False).astype(bool) & calls["year"].eq(2010), "roll_call"]
    votes = votes[votes["roll_call"].isin(whole)]
    divided = votes.groupby("roll_call")["vote"].nunique() > 1
    cast = votes[(votes["state"] == "IND") & votes["roll_call"].map(divided)]
    assert points.loc[(points["state"] == "IND") & (points["year"] == 2010), "votes"].item() == len(cast)


def test_the_seat_of_china(points):
    years = points.groupby("state")["year"].agg(["min", "max"])
    assert years.loc["TWN", "max"] <= 1971 <= years.loc["CHN", "min"]
    assert point(points, "TWN", 1970) > 0 > point(points, "CHN", 1972)


def test_the_united_states_stand_on_the_positive_side_and_the_soviet_union_did_not(points):
    by_state = points.set_index(["state", "year"])["ideal_point"]
    assert (by_state["USA"] > 0).all()
    assert (by_state["RUS"].loc[:1988] < 0).all()
    assert by_state["RUS"].loc[1992:1995].min() > 0


@pytest.mark.parametrize("year", [1975, 1987, 2005, 2018])
def test_allies_stand_nearer_than_the_rest(points, year):
    here = points[points["year"] == year].set_index("state")["ideal_point"]
    from_usa = (here - here["USA"]).abs().rank(pct=True)
    assert from_usa["GBR"] < 0.15
    assert from_usa["CUB"] > 0.8


def test_russia_came_nearer_to_the_united_states_when_the_cold_war_ended(points):
    def gap(year: int) -> float:
        return point(points, "USA", year) - point(points, "RUS", year)

    assert gap(1993) < gap(1985) / 2


# --- the day


def test_later_roll_calls_leave_no_trace(early, monkeypatch):
    whole = vote_matrix("rollcalls")
    known = whole.calls["year"].to_numpy() <= EARLY
    voted = (whole.votes[known] >= 0).any(axis=0)
    states = tuple(np.array(whole.states)[voted])
    short = VoteMatrix(whole.calls[known].reset_index(drop=True), states, whole.votes[np.ix_(known, voted)])
    monkeypatch.setattr(idealpoints, "vote_matrix", lambda source: short)
    alone = idealpoints.from_votes(EARLY, "rollcalls")
    assert alone["year"].max() == EARLY
    pd.testing.assert_frame_equal(alone, early, check_exact=True)
    assert alone["ideal_point"].to_numpy().tobytes() == early["ideal_point"].to_numpy().tobytes()


def test_later_votes_do_move_earlier_points(early, points):
    both = early.merge(points, on=["state", "year"], suffixes=("", "_later"))
    assert len(both) == len(early)
    assert (both["ideal_point"] - both["ideal_point_later"]).abs().max() > 0.01
    assert both[["ideal_point", "ideal_point_later"]].corr().iloc[0, 1] > 0.95


def test_an_as_of_date_counts_whole_years(own_cache, early):
    until = idealpoints.estimate(date(EARLY + 1, 5, 31))
    pd.testing.assert_frame_equal(until, early, check_exact=True)
    assert idealpoints.estimate(date(EARLY, 12, 31)) is until


def test_an_estimate_is_made_once_and_kept(own_cache, monkeypatch):
    day = date(1950, 12, 31)
    made = idealpoints.estimate(day)
    idealpoints._estimate.cache_clear()
    monkeypatch.setattr(idealpoints, "from_votes", lambda *_: pytest.fail("made again"))
    pd.testing.assert_frame_equal(idealpoints.estimate(day), made, check_exact=True)
    assert [p.suffix for p in own_cache.iterdir() if p.suffix != ".lock"] == [".parquet"]


def test_the_key_knows_the_data_and_the_code(monkeypatch):
    first = idealpoints.points_key("rollcalls")
    assert first != idealpoints.points_key("undl")
    monkeypatch.setattr(idealpoints, "code_key", lambda *packages: "other code")
    assert idealpoints.points_key("rollcalls") != first


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: idealpoints.estimate(source="voeten"), UnknownName, "unknown source of roll calls 'voeten'"),
        (lambda: idealpoints.estimate(date(1940, 1, 1)), BadParameter, "begins with 1946"),
    ],
)
def test_bad_input_is_refused(call, error, message):
    with pytest.raises(error, match=message):
        call()
