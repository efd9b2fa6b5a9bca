"""Vote matrices and joint votes: nothing lost on the way from the table."""

import numpy as np
import pytest

from dyadlens.data.catalog import read
from dyadlens.measures.votes.roll_calls import (
    SOURCES,
    WITHOUT_SEAT,
    first_votes,
    in_subset,
    joint_votes,
    seated,
    vote_matrix,
)
from dyadlens.states.axis import codes, positions


@pytest.mark.parametrize("source", SOURCES)
def test_the_matrix_holds_every_vote_once(source):
    votes = read(SOURCES[source][1])
    matrix = vote_matrix(source).votes
    assert (matrix >= 0).sum() == len(votes)
    counts = votes["vote"].astype(str).value_counts()
    assert [(matrix == code).sum() for code in range(3)] == [counts["yes"], counts["abstain"], counts["no"]]


@pytest.mark.parametrize("source", SOURCES)
def test_a_cell_is_the_vote_of_that_state_on_that_roll_call(source):
    votes = read(SOURCES[source][1]).sample(300, random_state=0)
    matrix = vote_matrix(source)
    row = {call: i for i, call in enumerate(matrix.calls["roll_call"])}
    words = ["yes", "abstain", "no"]
    for vote in votes.itertuples():
        assert words[matrix.votes[row[vote.roll_call], matrix.states.index(vote.state)]] == vote.vote


def test_the_tallies_of_the_list_are_those_of_the_matrix():
    matrix = vote_matrix("undl")
    for code, name in enumerate(("yes", "abstain", "no")):
        assert np.array_equal((matrix.votes == code).sum(axis=1), matrix.calls[name])


@pytest.mark.parametrize(("state", "year"), [("PAK", 1947), ("SSD", 2011), ("DDR", 1973), ("XKX", 9999)])
def test_the_first_vote_of_a_state(state, year):
    votes = read("undl_votes")
    assert first_votes(votes["state"], votes["year"])[positions([state])[0]] == year


@pytest.mark.parametrize(("one", "other"), [("PAK", "RUS"), ("AFG", "ZWE"), ("USA", "VNM")])
def test_a_pair_has_the_same_table_in_either_order(one, other):
    joint = joint_votes("undl", "all", 2015, 2015)
    assert joint.of(one, other).sum() > 0
    assert np.array_equal(joint.of(one, other), joint.of(other, one))


def test_every_table_has_a_pair_of_its_own():
    joint = joint_votes("undl", "all", 1950, 1950)
    pairs = set(zip(*joint.pairs, strict=True))
    assert len(pairs) == len(joint.tables) and all(i < j for i, j in pairs)
    assert {codes()[at] for at in joint.states} == set(read("undl_votes").query("year == 1950")["state"])


def test_a_state_without_a_vote_has_an_empty_table():
    assert joint_votes("undl", "all", 1950, 1950).of("PAK", "SSD").sum() == 0


@pytest.mark.parametrize(("state", "gap"), WITHOUT_SEAT.items())
@pytest.mark.parametrize("source", SOURCES)
def test_a_state_without_a_seat_casts_no_vote_and_is_in_no_pair(source, state, gap):
    matrix = vote_matrix(source)
    cast = matrix.calls["year"][matrix.votes[:, matrix.states.index(state)] >= 0]
    first, last = gap
    assert not cast.between(first, last).any() and first - 1 in set(cast)
    years, (i, j) = np.array([first - 1, first]), positions([state, "PAK"])
    assert seated(np.full(len(codes()), 1946), years)[:, i, j].tolist() == [True, False]


def test_years_add_up():
    years = [joint_votes("undl", "all", y, y).of("PAK", "RUS") for y in (2014, 2015, 2016)]
    assert np.array_equal(sum(years), joint_votes("undl", "all", 2014, 2016).of("PAK", "RUS"))


def test_leaving_out_the_ukraine_session_leaves_out_its_votes_only():
    whole, ordinary = (joint_votes("undl", subset, 2022, 2022).of("PAK", "RUS") for subset in ("all", "ordinary"))
    assert (whole - ordinary).sum() == (whole - ordinary)[1, 2] == 5


@pytest.mark.parametrize("flag", ["me", "nu", "di", "hr", "co", "ec", "important"])
def test_an_issue_keeps_the_roll_calls_that_bear_on_it(flag):
    matrix = vote_matrix("rollcalls")
    assert in_subset(matrix.calls, flag).sum() == (read("rollcalls")[flag] == True).sum() > 0  # noqa: E712
