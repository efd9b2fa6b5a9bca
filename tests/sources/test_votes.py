"""Votes: nothing lost, seats under the right states, tallies that add up."""

import numpy as np
import pandas as pd
import pytest

from dyadlens.data.catalog import read
from dyadlens.sources.raw import Raw
from dyadlens.sources.votes import (
    BEIJING_SEATED,
    FLAGS,
    FLAGS_END,
    MISCODED,
    ROLLCALLS,
    UNDL,
    YUGOSLAVIA_ENDS,
    build_rollcall_votes,
    build_undl_votes,
)

SOURCES = {"undl": ("undl_rollcalls", "undl_votes"), "rollcalls": ("rollcalls", "rollcall_votes")}


def dated(source):
    calls, votes = (read(name) for name in SOURCES[source])
    return votes.merge(calls[["roll_call", "date"]], on="roll_call")


@pytest.mark.parametrize("source", SOURCES)
def test_every_vote_is_of_a_roll_call_in_the_list_and_of_its_year(source):
    calls, votes = (read(name) for name in SOURCES[source])
    merged = votes.merge(calls, on="roll_call", how="left", suffixes=("", "_call"))
    assert (merged["year"] == merged["year_call"]).all()


@pytest.mark.parametrize("source", SOURCES)
def test_every_roll_call_in_the_list_has_votes(source):
    calls, votes = (read(name) for name in SOURCES[source])
    assert calls.loc[~calls["roll_call"].isin(votes["roll_call"]), "roll_call"].tolist() == []


@pytest.mark.parametrize("source", SOURCES)
def test_nobody_votes_twice(source):
    assert not read(SOURCES[source][1]).duplicated(["roll_call", "state"]).any()


def test_tallies_are_those_of_the_votes():
    counted = pd.crosstab(read("undl_votes")["roll_call"], read("undl_votes")["vote"])
    calls = read("undl_rollcalls").set_index("roll_call")
    for name in ("yes", "no", "abstain"):
        assert counted[name].to_dict() == calls.loc[counted.index, name].to_dict()


@pytest.mark.parametrize("source", SOURCES)
def test_the_seat_of_china_changes_hands_on_one_day(source):
    votes = dated(source)
    china, taipei = (votes.loc[votes["state"] == s, "date"] for s in ("CHN", "TWN"))
    assert china.min() >= BEIJING_SEATED
    assert taipei.empty or taipei.max() < BEIJING_SEATED


def test_taipei_held_the_seat_before():
    years = dated("undl").query("state == 'TWN'")["year"]
    assert len(years) > 500 and set(years) == set(range(1946, 1972)) - {1964}


@pytest.mark.parametrize("source", SOURCES)
def test_serbia_votes_only_once_it_was_alone(source):
    votes = dated(source)
    assert votes.loc[votes["state"] == "SRB", "date"].min() >= YUGOSLAVIA_ENDS
    assert votes.loc[votes["state"] == "YUG", "date"].max() < YUGOSLAVIA_ENDS


@pytest.mark.parametrize("source", SOURCES)
def test_the_soviet_union_is_russia_from_the_start(source):
    years = set(read(SOURCES[source][1]).query("state == 'RUS'")["year"])
    assert {1946, 1991, 1992, 2023} <= years


@pytest.mark.parametrize("state", ["CSK", "DDR", "YMD"])
def test_states_that_are_gone_vote_until_they_ended(state):
    last = read("states").set_index("state")["end"][state]
    votes = dated("undl").query("state == @state")
    assert len(votes) > 500 and votes["date"].max() <= last


def test_the_two_sources_agree_on_votes_of_a_year_both_cover():
    shares = []
    for source in SOURCES:
        votes = read(SOURCES[source][1]).query("year == 2015 and state == 'PAK'")
        shares.append(votes["vote"].astype(str).eq("yes").mean())
    assert shares[0] == pytest.approx(shares[1], abs=0.1)


def test_flags_are_empty_where_they_were_not_coded():
    calls = read("rollcalls")
    coded = calls["year"] <= FLAGS_END
    assert calls.loc[coded, list(FLAGS)].notna().all(axis=None)
    assert calls.loc[~coded, list(FLAGS)].isna().all(axis=None) and (~coded).any()


def test_the_important_mark_is_judged_in_its_years_only():
    judged = read("rollcalls").dropna(subset=["important"])["year"]
    assert (judged.min(), judged.max()) == (1983, 2017)


def test_miscoded_states_are_listed():
    gaps = read("rollcall_gaps")
    assert set(gaps["state"]) == set(MISCODED) and set(gaps["year"]) == {2023, 2024}


@pytest.mark.parametrize("state", MISCODED)
def test_a_miscoded_state_voted_far_more_often_in_the_other_source(state):
    took_part = {}
    for source in SOURCES:
        votes = dated(source)
        autumn = votes[votes["date"].between("2023-09-01", "2023-12-31")]
        took_part[source] = (autumn["state"] == state).sum() / autumn["roll_call"].nunique()
    assert took_part["undl"] > 0.8
    assert took_part["rollcalls"] < 0.5


def test_the_ukraine_session_is_in_one_source_only():
    assert read("undl_rollcalls")["emergency_session"].eq(11).sum() == 8
    calls = read("rollcalls")
    assert not calls["date"].between("2022-01-01", "2022-11-02").any()


@pytest.mark.parametrize("source", SOURCES)
def test_1964_has_no_votes(source):
    assert 1964 not in set(read(SOURCES[source][0])["year"])


# --- conserved from the raw files


@pytest.mark.raw
def test_all_votes_of_the_first_source_are_kept(raw_directory):
    raw = Raw(raw_directory)
    before = pd.read_parquet(raw.path(UNDL))
    before = before[(before["body"] == "GA") & before["vote"].isin(["Y", "N", "A"])]
    counts = before["vote"].value_counts()
    after = build_undl_votes(raw)["vote"].value_counts()
    assert (after["yes"], after["no"], after["abstain"]) == (counts["Y"], counts["N"], counts["A"])


@pytest.mark.raw
def test_all_votes_of_the_second_source_are_kept(raw_directory):
    raw = Raw(raw_directory)
    states = pd.read_csv(raw.path(ROLLCALLS)).drop(columns=["rcid", "date", *FLAGS])
    after = build_rollcall_votes(raw)["vote"].value_counts()
    counts = [int(np.sum(states.to_numpy() == code)) for code in (1, 2, 3)]
    assert [after["yes"], after["abstain"], after["no"]] == counts
