"""One door to all measures: names, descriptions and the shape of what comes out."""

import re

import pandas as pd
import pytest

from dyadlens.data.catalog import read, tables
from dyadlens.data.evidence import COLUMNS, check
from dyadlens.errors import UnknownName
from dyadlens.lens import Lens
from dyadlens.measures import DOMAINS, describe, evidence, measures_of
from dyadlens.measures.compare import beside, main_direction, supplies

LENS = Lens("PAK-RUS", start=2014, end=2016)
ALL = [what for domain in DOMAINS for what in measures_of(domain)]


def test_all_domains_together_are_each_alone():
    whole = evidence(LENS)
    parts = pd.concat([evidence(LENS, domain) for domain in DOMAINS], ignore_index=True)
    pd.testing.assert_frame_equal(pd.DataFrame(whole), pd.DataFrame(parts))


@pytest.mark.parametrize("domain", DOMAINS)
def test_evidence_has_the_shape_and_says_its_domain(domain):
    rows = evidence(LENS, domain)
    assert list(rows.columns) == list(COLUMNS)
    assert len(check(rows)) == len(rows) > 0
    assert set(rows["domain"]) == {domain}


@pytest.mark.parametrize("domain", DOMAINS)
def test_every_measure_is_described_and_every_description_measured(domain):
    measured = {name.partition(":")[0] for name in evidence(LENS, domain)["measure"]}
    assert measured == {what.name for what in measures_of(domain)}


@pytest.mark.parametrize("domain", DOMAINS)
def test_every_measure_has_every_year_in_every_direction(domain):
    years = evidence(LENS, domain).groupby(["measure", "a", "b"])["year"].agg(list)
    assert all(found == [2014, 2015, 2016] for found in years)


@pytest.mark.parametrize("what", ALL, ids=lambda m: m.name)
def test_a_directed_measure_has_both_ways_and_another_one(what):
    rows = evidence(LENS, measure=what.name)
    for _, part in rows.groupby("measure"):
        ways = set(zip(part["a"], part["b"], strict=True))
        world = {("PAK", "WLD"), ("RUS", "WLD")}
        # What one kind of state gives or does has one way only, and its giver may stand outside the pair.
        given = [{(giver, "PAK"), (giver, "RUS")} for giver in ("USA", "CHN")] + [{("PAK", "RUS")}, {("RUS", "PAK")}]
        one_way = {"us_aid", "chinese_finance", "leader_visits", "minister_visits", "signals"}
        both = [{("PAK", "RUS"), ("RUS", "PAK")}, world]
        allowed = given if what.name in one_way else both if what.directed else [{("PAK", "RUS")}]
        assert ways in allowed


@pytest.mark.parametrize("what", ALL, ids=lambda m: m.name)
def test_sources_are_tables_that_the_description_names(what):
    assert set(what.tables) <= set(tables())
    assert set(evidence(LENS, measure=what.name)["source"]) <= set(what.tables)


@pytest.mark.parametrize("what", ALL, ids=lambda m: m.name)
def test_descriptions_are_complete(what):
    assert all((what.label, what.unit, what.higher_means, what.tables, what.citation, what.interval))
    assert what.low is None or what.high is None or what.low < what.high


def test_names_of_measures_are_unique():
    assert len({what.name for what in ALL}) == len(ALL)


@pytest.mark.parametrize("what", ALL, ids=lambda m: m.name)
def test_describe_finds_each(what):
    assert describe(what.name) == what


def said_of(*asked):
    with pytest.raises(UnknownName) as caught:
        evidence(LENS, *asked)
    return str(caught.value)


def test_a_measure_of_another_domain_is_told_where_it_belongs():
    assert said_of("arms", "agreement") == "measure 'agreement' belongs to the domain votes, not to arms"
    assert "belongs to the domain arms" in said_of("votes", "tiv_ratio:USA")


def test_a_wrong_measure_gets_the_near_name_and_how_to_list_them_all():
    every = f"(`dyadlens measures` lists all {len(ALL)})"
    assert said_of(None, "agrement") == f"unknown measure 'agrement'; did you mean 'agreement'? {every}"
    assert said_of(None, "zzz") == f"unknown measure 'zzz' {every}"
    assert said_of("votes", "agrement").endswith("(`dyadlens measures --domain votes` lists all 16)")


def test_a_third_state_that_the_lens_has_not_is_told_of_those_that_it_has():
    message = said_of("arms", "tiv_ratio:GBR")
    assert message.startswith("measure 'tiv_ratio' is not made for 'GBR' in this lens, but for CHN, IND, USA;")
    assert "did you mean" not in message
    assert said_of("votes", "kappa:IND") == "measure 'kappa' is made for the pair alone: leave out ':IND'"


def test_a_measure_made_for_a_third_state_shares_its_description():
    assert describe("tiv_ratio:IND") == describe("tiv_ratio")


def test_a_measure_for_all_third_states_or_for_one():
    assert set(evidence(LENS, "arms", "tiv_ratio")["measure"]) == {"tiv_ratio:IND", "tiv_ratio:USA", "tiv_ratio:CHN"}
    assert set(evidence(LENS, "arms", "tiv_ratio:IND")["measure"]) == {"tiv_ratio:IND"}


def test_one_measure_does_not_bring_those_that_begin_alike():
    assert set(evidence(LENS, "votes", "agreement")["measure"]) == {"agreement"}


def test_an_unknown_domain_is_told_the_nearest():
    with pytest.raises(UnknownName) as caught:
        evidence(LENS, "vots")
    allowed = ", ".join(sorted(DOMAINS))
    assert str(caught.value) == f"unknown domain 'vots'; did you mean 'votes'? (allowed: {allowed})"


@pytest.mark.parametrize("domain", [None, "votes"])
def test_an_unknown_measure_is_told_the_nearest(domain):
    with pytest.raises(UnknownName, match="unknown measure 'kapa'; did you mean 'kappa'"):
        evidence(LENS, domain, "kapa")
    with pytest.raises(UnknownName, match="did you mean 'kappa'"):
        describe("kapa")


@pytest.mark.parametrize("name", ["tiv_ratio:FRA", "tiv_ratio:XXX", "agreement:IND"])
def test_a_third_state_that_is_not_in_the_lens_is_no_empty_answer(name):
    with pytest.raises(UnknownName):
        evidence(LENS, measure=name)


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


@pytest.mark.parametrize("name", ["battle_deaths:Nobody at all", "battle_deaths:", "battle_deaths:IS:IS"])
def test_an_unknown_group_is_one_clear_line(name):
    with pytest.raises(UnknownName, match=r"^unknown armed group .*near it: .*side_b in table battle_deaths\)$"):
        evidence(LENS, measure=name)


def test_without_a_group_it_is_the_fighting_with_all():
    rows = evidence(LENS, measure="battle_deaths")
    assert set(rows["measure"]) == {"battle_deaths"}
    assert rows.set_index(["a", "year"])["value"]["PAK", 2016] > 68


def test_a_group_is_no_measure_of_another_domain():
    with pytest.raises(UnknownName, match="measure 'battle_deaths' belongs to the domain security, not to arms"):
        evidence(LENS, "arms", "battle_deaths:IS")


@pytest.mark.parametrize("name", ["battle_deaths", "violence"])
def test_a_measure_of_one_state_without_a_rank_says_why(name):
    assert evidence(LENS, measure=name)["percentile"].isna().all()
    assert "No percentile" in describe(name).note


def test_changing_what_was_returned_changes_nothing_for_the_next():
    rows = evidence(LENS, "votes")
    rows.loc[:, "value"] = -99.0
    assert (evidence(LENS, "votes").seen["value"] >= -1).all()


# --- other pairs beside


def test_beside_are_all_pairs_with_third_states():
    rows = beside(Lens("PAK-RUS", third_parties=["IND", "CHN"], start=2014, end=2014), "votes", "agreement")
    assert set(zip(rows["a"], rows["b"], strict=True)) == {(s, t) for s in ("PAK", "RUS") for t in ("IND", "CHN")}


def test_beside_of_one_state_keeps_its_pairs():
    rows = beside(LENS, "votes", "agreement", whose="RUS")
    assert set(rows["a"]) == {"RUS"} and set(rows["b"]) == {"IND", "USA", "CHN"}


def test_beside_is_the_evidence_of_that_pair():
    rows = beside(Lens("PAK-RUS", third_parties=["IND"], start=2014, end=2016), "votes", "agreement")
    own = evidence(Lens("RUS-IND", third_parties=[], start=2014, end=2016), "votes", "agreement")
    assert rows.of("agreement", "RUS", "IND")["value"].tolist() == own["value"].tolist()


def test_nothing_stands_beside_without_third_states():
    assert beside(Lens("PAK-RUS", third_parties=[]), "votes", "agreement").empty


def test_beside_keeps_the_day():
    rows = beside(Lens("PAK-RUS", third_parties=["IND"], start=2016, end=2018, as_of="2018-05"), "votes", "agreement")
    assert rows.seen["year"].max() == 2017


def test_supplies_name_the_partner_first():
    rows = supplies(LENS, "RUS")
    assert list(dict.fromkeys(rows["b"])) == ["PAK", "IND", "USA", "CHN"]
    assert set(rows["a"]) == {"RUS"} and set(rows["measure"]) == {"tiv"}


def test_arms_flow_mainly_from_russia():
    assert main_direction(evidence(LENS, "arms"), "tiv") == ("RUS", "PAK")
    assert main_direction(evidence(LENS.replace(pair="RUS-PAK"), "arms"), "tiv") == ("RUS", "PAK")


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
    for domain in DOMAINS:
        for measure in measures_of(domain):
            assert measure.closer in words
            unfriendly = re.search(words[-1], measure.higher_means)
            assert (measure.closer == -1) == bool(unfriendly), measure.name
