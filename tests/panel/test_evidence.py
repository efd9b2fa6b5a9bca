"""Evidence on a pair: names, directions, descriptions and the shape of what comes out."""

import re

import pandas as pd
import pytest

from dyadlens.data.catalog import read, tables
from dyadlens.data.evidence import COLUMNS, check
from dyadlens.errors import UnknownName
from dyadlens.lens import Lens
from dyadlens.measures.registry import DOMAINS, describe, registry
from dyadlens.panel.evidence import evidence
from dyadlens.panel.store import expand

LENS = Lens("PAK-RUS", start=2014, end=2016)
ALL = list(registry().values())


@pytest.fixture(scope="module")
def whole():
    return evidence(LENS)


def test_all_domains_together_are_each_alone(whole):
    parts = pd.concat([evidence(LENS, domain) for domain in DOMAINS], ignore_index=True)
    pd.testing.assert_frame_equal(pd.DataFrame(whole), pd.DataFrame(parts))
    assert list(whole.columns) == list(COLUMNS) and len(check(whole)) == len(whole)


def test_every_measure_has_every_year_in_every_direction(whole):
    years = whole.groupby(["measure", "a", "b"])["year"].agg(list)
    assert all(found == [2014, 2015, 2016] for found in years)
    assert {name.partition(":")[0] for name in whole["measure"]} == set(registry())


@pytest.mark.parametrize("what", ALL, ids=lambda m: m.name)
def test_directions_follow_the_subject(what, whole):
    allowed = {
        "pair": {("PAK", "RUS")},
        "directed": {("PAK", "RUS"), ("RUS", "PAK")},
        "state": {("PAK", "WLD"), ("RUS", "WLD")},
    }[what.subject]
    if what.donor:
        allowed = {(what.donor, "PAK"), (what.donor, "RUS")}
    rows = whole[whole["measure"].str.partition(":")[0] == what.name]
    for _, part in rows.groupby("measure"):
        assert set(zip(part["a"], part["b"], strict=True)) == allowed
    assert set(rows["window"]) == {what.window} and set(rows["domain"]) == {what.domain}
    assert set(rows["source"]) <= set(expand(what.sources)) <= set(expand(what.tables))


@pytest.mark.parametrize("what", ALL, ids=lambda m: m.name)
def test_descriptions_are_complete(what):
    assert all((what.label, what.unit, what.higher_means, what.tables, what.cite, what.interval, what.noun))
    assert what.low is None or what.high is None or what.low < what.high
    assert what.subject == "state" or re.search(r"\{[ab]\}", what.noun)
    assert set(expand(what.tables)) <= set(tables()) and set(what.needs) <= set(registry())
    assert describe(what.name) == describe(f"{what.name}:IND") == what


def test_a_pooled_measure_says_its_window_in_its_label():
    for what in ALL:
        if what.window > 1:
            assert re.search(r"five|5", f"{what.label} {what.unit}"), what.name


@pytest.mark.parametrize("pair", ["PAK-RUS", "DEU-FRA", "SLV-KIR"])
def test_the_order_of_a_pair_changes_nothing_but_the_order(pair):
    one, other = (evidence(Lens(p, start=2000, end=2016)) for p in (pair, "-".join(pair.split("-")[::-1])))
    key = ["measure", "year"]
    for what in ALL:
        if what.subject == "pair":
            rows = [r[r["measure"] == what.name].set_index(key).drop(columns=["a", "b"]) for r in (one, other)]
        else:
            rows = [
                r[r["measure"].str.partition(":")[0] == what.name].set_index(["measure", "a", "b", "year"]).sort_index()
                for r in (one, other)
            ]
        pd.testing.assert_frame_equal(pd.DataFrame(rows[0]), pd.DataFrame(rows[1]))


def test_a_pair_alone_takes_the_usual_years():
    pd.testing.assert_frame_equal(
        pd.DataFrame(evidence("Pakistan-Russia", "votes")), pd.DataFrame(evidence(Lens("PAK-RUS"), "votes"))
    )


def said_of(*asked):
    with pytest.raises(UnknownName) as caught:
        evidence(LENS, *asked)
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("arms", "agreement"), "measure 'agreement' belongs to the domain votes, not to arms"),
        (("votes", "tiv_ratio:USA"), "belongs to the domain arms"),
        (("arms", "battle_deaths:IS"), "belongs to the domain security, not to arms"),
        ((None, "agrement"), "did you mean 'agreement'? (`dyadlens measures` lists all"),
        (("votes", "kapa"), "unknown measure 'kapa'; did you mean 'kappa'"),
        ((None, "zzz"), "unknown measure 'zzz' (`dyadlens measures` lists all"),
        (("vots",), "unknown domain 'vots'; did you mean 'votes'? (allowed: "),
        (("votes", "kappa:IND"), "measure 'kappa' is made for the pair alone: leave out ':IND'"),
        ((None, "tiv_ratio:XXX"), "unknown state 'XXX'"),
        ((None, "battle_deaths:Nobody at all"), "unknown armed group"),
        ((None, "battle_deaths:IS:IS"), "unknown armed group"),
    ],
)
def test_a_wrong_name_is_one_clear_line(asked, said):
    assert said in said_of(*asked)


def test_a_measure_is_made_for_all_third_parties_of_the_lens_or_for_any_one():
    assert set(evidence(LENS, "arms", "tiv_ratio")["measure"]) == {"tiv_ratio:IND", "tiv_ratio:USA", "tiv_ratio:CHN"}
    assert set(evidence(LENS, "arms", "tiv_ratio:India")["measure"]) == {"tiv_ratio:IND"}
    assert set(evidence(LENS.replace(third_parties=[]), measure="third_pressure")["measure"]) == {"third_pressure"}


def test_one_measure_does_not_bring_those_that_begin_alike():
    assert set(evidence(LENS, "votes", "agreement")["measure"]) == {"agreement"}


# --- a measure for one of many names


def test_a_measure_for_an_armed_group_is_that_of_each_government_of_the_pair():
    rows = evidence(LENS, measure="battle_deaths:is")
    assert len(check(rows)) == 6 and set(rows["measure"]) == {"battle_deaths:IS"}
    assert rows.set_index(["a", "year"])["value"][[("PAK", 2016), ("RUS", 2016)]].tolist() == [68, 69]
    pd.testing.assert_frame_equal(rows, evidence(LENS, "security", "battle_deaths:IS"))


def test_each_group_of_the_table_can_be_asked_for():
    rows = read("battle_deaths").query("states_b.isna() and states_a == 'COL'")
    group = rows["side_b"].iloc[0]
    year = int(rows.loc[rows["side_b"] == group, "year"].iloc[0])
    found = evidence(Lens("COL-USA", third_parties=[], start=year, end=year), measure=f"battle_deaths:{group}")
    expected = rows.query("side_b == @group and year == @year")["best"].sum()
    assert found.of(f"battle_deaths:{group}", "COL")["value"].iloc[0] == expected > 0


def test_without_a_group_it_is_the_fighting_with_all():
    rows = evidence(LENS, measure="battle_deaths")
    assert set(rows["measure"]) == {"battle_deaths"}
    assert rows.set_index(["a", "year"])["value"]["PAK", 2016] > 68


@pytest.mark.parametrize("name", ["battle_deaths", "violence"])
def test_a_measure_of_one_state_without_a_rank_says_why(name):
    assert evidence(LENS, measure=name)["percentile"].isna().all()
    assert "No percentile" in describe(name).note


def test_changing_what_was_returned_changes_nothing_for_the_next():
    rows = evidence(LENS, "votes")
    rows.loc[:, "value"] = -99.0
    assert (evidence(LENS, "votes").seen["value"] >= -1).all()


@pytest.mark.parametrize(
    ("measure", "band"),
    [
        ("agreement", "90% interval"),
        ("say_do_ratio", "90% interval"),
        ("third_pressure", "bounds"),
        ("shared_igos", "bounds"),
        ("shared_adversary_deaths", "range of reports"),
        ("violence", "range of reports"),
    ],
)
def test_only_an_interval_is_called_one(measure, band):
    assert describe(measure).band == band


def test_what_a_higher_value_says_of_the_two_agrees_with_its_words():
    words = {-1: r"apart|enem|violent|hostile|dispute|sanction|Soviet Union$", 0: "", 1: ""}
    for measure in ALL:
        unfriendly = re.search(words[-1], measure.higher_means)
        assert (measure.closer == -1) == bool(unfriendly), measure.name
