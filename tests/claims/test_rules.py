"""Each rule on small evidence: every verdict it can give, the edge of its thresholds, and what it does not know."""

import math
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from dyadlens import Lens
from dyadlens.claims.registry import run_rule
from dyadlens.claims.rules import past as rules_past
from dyadlens.claims.rules import spread as rules_spread
from dyadlens.claims.rules import substitute as rules_substitute
from dyadlens.claims.rules import third_parties as rules_third_parties
from dyadlens.claims.rules import threat as rules_threat
from dyadlens.claims.rules import words as rules_words
from dyadlens.data.evidence import UNKNOWN, join, make
from dyadlens.states.axis import codes

LENS = Lens("PAK-RUS")
AB = {"A": "PAK", "B": "RUS"}
ABC = {**AB, "C": "IND"}
USA = {**AB, "C": "USA"}


def statuses(rule, roles, **terms):
    """Return the answers of a rule to its parts, on what was told."""
    return [part.status for part in run_rule(rule, LENS, roles, terms).parts]


# Military ties ------------------------------------------------------------------------------------------------------
MILITARY = {"arms_from": "B", "arms_to": "A", "arms_latest_years": 2, "arms_baseline_years": 2}


@pytest.mark.parametrize(
    ("tiv", "ties", "answers"),
    [
        ([1, 1, 2, 2], [1], ["met", "met"]),
        ([2, 2, 2, 2], [1], ["not met", "met"]),
        ([3, 3, 2, 2], [0], ["not met", "not met"]),
        ([0, 0, 0, 5], ["out"], ["met", "not known"]),
        ([None, None, 2, 2], [1], ["not known", "met"]),
        (["out"] * 4, [1], ["not known", "met"]),
    ],
)
def test_military_ties(told, tiv, ties, answers):
    told.say("tiv", "RUS", "PAK", tiv)
    told.say("defense_pact", "PAK", "RUS", ties, last=2018)
    assert statuses("military_ties", AB, **MILITARY) == answers


def test_exercises_that_were_not_found_are_not_known(told):
    found = statuses("military_ties", AB, **MILITARY, exercise_years=2, agreement_level="defence_minister")
    assert found == ["not known"] * 3


# Refraining ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("to_a", "to_c", "answer"),
    [
        ([4, 4], [100, 100], "met"),
        ([4, 5], [100, 100], "not met"),  # five of a hundred is not below five percent
        ([0, 4], [100, 100], "met"),
        ([4, 0], [100, 0], "not known"),
        ([6, 0], [100, 0], "not met"),  # one year is enough, whatever the other hides
        ([4, 1], [100, 0], "not met"),  # anything to nothing is above any share
        (["out", "out"], [100, 100], "not known"),
    ],
)
def test_refrains(told, to_a, to_c, answer):
    told.say("tiv", "RUS", "PAK", to_a)
    told.say("tiv", "RUS", "IND", to_c)
    assert statuses("refrains", ABC, share_max=0.05, latest_years=2, every_year=True) == [answer]


# Trade --------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("values", "answer"),
    [
        ([500, 500, 500], "met"),
        ([375, 375, 375], "met"),
        ([625, 625, 625], "met"),
        ([374, 374, 374], "not met"),
        ([626, 626, 626], "not met"),
        ([None, 400, 600], "met"),
        ([None, None, 500], "not known"),
        ([], "not known"),
    ],
)
def test_level_near(told, values, answer):
    told.say("trade_total_russia", "PAK", "RUS", values or ["out"])
    level = {"value": 500, "tolerance": 0.25, "latest_years": 3}
    assert statuses("level_near", AB, **level, quantity="two_way_trade", unit="million current US$") == [answer]


def test_another_reporter_stands_beside_and_may_dispute(told):
    told.say("trade_total_russia", "PAK", "RUS", [700, 700, 700])
    told.say("trade_total_atlas", "PAK", "RUS", [500, 500, 500])
    told.say("exports_declared", "PAK", "RUS", [300, 300, 300])
    told.say("exports_mirrored", "RUS", "PAK", [200, 200, None])
    (part,) = run_rule("level_near", LENS, AB, {"value": 500, "tolerance": 0.25, "latest_years": 2}).parts
    assert part.status == "not met"
    assert [other.numbers["now"].value for other in part.disputed] == [500.0, 500.0]
    assert part.disputed[1].years == (2022, 2023)


def test_where_the_first_source_is_silent_the_next_one_leads(told):
    told.say("trade_total", "PAK", "RUS", [500, 500, 500], last=2014)
    (part,) = run_rule("level_near", LENS, AB, {"value": 500, "tolerance": 0.25, "latest_years": 3}).parts
    assert (part.status, part.years, part.others) == ("met", (2012, 2013, 2014), ())


@pytest.mark.parametrize(
    ("ab", "ba", "answers"),
    [
        ([0.009], [0.001], ["met", "met"]),
        ([0.01], [0.001], ["not met", "met"]),
        ([None], [0.02], ["not known", "not met"]),
    ],
)
def test_thin_stake(told, ab, ba, answers):
    told.say("trade_dependence_atlas", "PAK", "RUS", ab)
    told.say("trade_dependence_atlas", "RUS", "PAK", ba)
    assert statuses("thin_stake", AB, share_max=0.01, latest_years=1, of=["A", "B"]) == answers


@pytest.mark.parametrize(
    ("arms", "trade", "rivals", "answers"),
    [
        ((100, 10), (50, 10), 1, ["met", "met", "met"]),
        ((99, 10), (49, 10), 0, ["not met", "not met", "not met"]),
        ((5, 0), (50, 10), 1, ["met", "met", "met"]),
        ((0, 0), (50, 10), 1, ["not known", "met", "met"]),
        ((100, "out"), ("out", 10), "out", ["not known", "not known", "not known"]),
    ],
)
def test_third_party_weight(told, arms, trade, rivals, answers):
    told.say("tiv", "RUS", "IND", [arms[0]])
    told.say("tiv", "RUS", "PAK", [arms[1]])
    told.say("trade_total_atlas", "RUS", "IND", [trade[0]])
    told.say("trade_total_atlas", "RUS", "PAK", [trade[1]])
    told.say("rivalry", "PAK", "IND", [rivals])
    terms = {"arms_ratio_min": 10, "trade_ratio_min": 5, "latest_years": 1, "rivals": ["A", "C"]}
    assert statuses("third_party_weight", ABC, **terms) == answers


@pytest.mark.parametrize(
    ("years", "answer", "alone"),
    [
        ([(-1.0, -1.5, -0.5)] * 3, "met", "met"),
        ([(-1.0, -2.1, 0.1)] * 3, "not met", "not met"),
        ([(-1.0, -1.5, -0.5), (-1.0, -1.5, -0.5), (0.2, 0.1, 0.3)], "met", "not met"),
    ],
)
def test_residual_below_takes_the_mean_and_shows_the_last_year_beside(told, years, answer, alone):
    told.say("gravity_residual_atlas", "PAK", "RUS", years)
    (part,) = run_rule("residual_below", LENS, AB, {"bound": 0, "latest_years": 3}).parts
    assert (part.status, part.others[0].status) == (answer, alone)
    assert not run_rule("residual_below", LENS, {"A": "BTN", "B": "TUV"}, {"bound": 0}).parts[0].numbers["gap"].known


def test_a_factor_moves_what_a_number_is_compared_with(told):
    told.say("gravity_residual_atlas", "PAK", "RUS", [(-0.1, -0.3, 0.1)] * 3)
    told.say("tiv", "RUS", "PAK", [10, 10, 9, 9])
    told.say("defense_pact", "PAK", "RUS", [1], last=2018)
    assert statuses("residual_below", AB, bound=0) == ["not met"]
    assert statuses("residual_below", AB, bound=0, factor=1.2) == ["met"]  # log 1.2 lies above 0.1
    assert statuses("residual_below", AB, bound=0, factor=1.1) == ["not met"]
    assert statuses("military_ties", AB, **MILITARY) == ["not met", "met"]
    assert statuses("military_ties", AB, **MILITARY, factor=0.9) == ["not met", "met"]
    assert statuses("military_ties", AB, **MILITARY, factor=0.89) == ["met", "met"]


ENERGY = {"state": "A", "imports_share_up_over_years": 2, "lng_from_bcm": 0, "lng_above_bcm": 5}


@pytest.mark.parametrize(
    ("net", "gas", "answers"),
    [
        ([0.2, 0.3, 0.3], [0, 5.1], ["met", "met"]),
        ([0.3, 0.4, 0.3], [0, 5.0], ["not met", "not met"]),
        ([None, 0.4, 0.3], [1.0, 9.0], ["not known", "not met"]),
        (["out"] * 3, ["out"] * 2, ["not known", "not known"]),
    ],
)
def test_energy_need(told, net, gas, answers):
    told.say("net_energy_imports", "PAK", "WLD", net, last=2014)
    told.say("lng_imports", "PAK", "WLD", gas)
    assert statuses("energy_need", AB, **ENERGY) == answers


# Third parties ------------------------------------------------------------------------------------------------------
@pytest.fixture
def aid(monkeypatch):
    """Aid is what the test says, by donor."""
    aid = {}

    def given(lens, donor, recipient):
        if donor not in aid:
            return join([])
        values = aid[donor]
        return make(
            domain="diplomacy",
            measure="us_aid",
            a=donor,
            b=recipient,
            source="us_aid",
            value=values,
            year=list(range(2025 - len(values), 2025)),
        )

    for module in (rules_third_parties, rules_substitute, rules_spread, rules_past):
        monkeypatch.setattr(module, "given", given)
    return aid


PRESSURE = {
    "aid_latest_years": 1,
    "aid_baseline_years": 1,
    "aid_ratio_max": 0.7,
    "votes_nearer_to": "B",
    "votes_than_to": "C",
    "listing": "grey",
    "listing_status": ["listed", "announced"],
}


@pytest.mark.parametrize(
    ("money", "near", "far", "answers"),
    [
        ([100, 70], 0.6, 0.5, ["met", "not known", "met"]),
        ([100, 71], 0.5, 0.5, ["not met", "not known", "not met"]),
        ([None, 71], "out", 0.5, ["not known", "not known", "not known"]),
    ],
)
def test_third_party_pressure(told, aid, money, near, far, answers):
    aid["USA"] = [float("nan") if m is None else m for m in money]
    told.say("agreement", "PAK", "RUS", [near])
    told.say("agreement", "PAK", "USA", [far])
    assert statuses("third_party_pressure", USA, **PRESSURE) == answers


PUSH = {
    "distance_between": ["B", "C"],
    "baseline": [2020, 2021],
    "latest_years": 2,
    "agreement_between": ["A", "C"],
    "percentile_max": 25,
    "interval": 0.9,
}


@pytest.mark.parametrize(
    ("gaps", "rank", "answers"),
    [
        ([(1.0, 0.9, 1.1)] * 2 + [(2.0, 1.9, 2.1)] * 2, 25.0, ["met", "met"]),
        ([(1.0, 0.5, 1.5)] * 2 + [(1.2, 0.7, 1.7)] * 2, 25.1, ["not met", "not met"]),
        ([(2.0, 1.9, 2.1)] * 2 + [(1.0, 0.9, 1.1)] * 2, "out", ["not met", "not known"]),
        ([None, None, (1.0, 0.9, 1.1), (1.0, 0.9, 1.1)], 5.0, ["not known", "met"]),
    ],
)
def test_push_from_third(told, gaps, rank, answers):
    told.say("ideal_point_distance", "RUS", "USA", gaps, last=2023)
    told.say("agreement", "PAK", "USA", [rank, rank])
    assert statuses("push_from_third", USA, **PUSH) == answers


def test_the_interval_of_a_change_is_wider_when_errors_move_together(told):
    told.say("ideal_point_distance", "RUS", "USA", [(1.0, 0.8, 1.2)] * 2 + [(1.25, 1.05, 1.45)] * 2, last=2023)
    part = run_rule("push_from_third", LENS, USA, PUSH).parts[0]
    step, half = 0.25, math.hypot(0.2, 0.2)
    assert part.numbers["bound"].value == pytest.approx(step - half)
    assert part.others[0].numbers["bound"].value == pytest.approx(step - half / math.sqrt(2))
    assert (part.status, part.others[0].status) == ("not met", "met")


def test_votes_closer(told):
    closer = [(2.0, 1.9, 2.1)] + [(1.5, 1.4, 1.6)] * 9 + [(1.0, 0.9, 1.1)]
    told.say("ideal_point_distance", "PAK", "RUS", closer, last=2023)
    terms = {"latest_years": 1, "baseline_years": 1, "apart": 10}
    assert statuses("votes_closer", AB, **terms) == ["met"]
    told.say("ideal_point_distance", "PAK", "RUS", closer[::-1], last=2023)
    assert statuses("votes_closer", AB, **terms) == ["not met"]
    told.say("ideal_point_distance", "PAK", "RUS", ["out"], last=2023)
    assert statuses("votes_closer", AB, **terms) == ["not known"]


COOLING = {"pair": ["A", "C"], "fields": ["arms_tiv", "aid", "agreement"], "baseline": [2022, 2023], "latest_years": 1}


def test_cooling(told, aid):
    told.say("tiv", "USA", "PAK", [10, 10, 9])
    told.say("agreement", "PAK", "USA", [0.2, 0.2, 0.2])
    assert statuses("cooling", USA, **COOLING) == ["met", "not known", "not met"]
    aid["USA"] = [5.0, 5.0, 0.0]
    assert statuses("cooling", USA, **COOLING)[1] == "met"


def test_a_window_that_shares_years_with_its_baseline_compares_nothing(told):
    told.say("tiv", "USA", "PAK", [10, 10, 9], last=2023)
    assert statuses("cooling", USA, **{**COOLING, "fields": ["arms_tiv"]}) == ["not known"]


SUBSTITUTE = {
    "fields": ["trade", "arms", "aid"],
    "ratio_max": 0.5,
    "reference_years": 2,
    "latest_years": 2,
    "for": "A",
    "reference": "best mean of C",
}


def test_no_substitute(told, aid, monkeypatch):
    monkeypatch.setattr(rules_substitute, "trade_totals", told.trade_totals)
    told.say("trade_total_atlas", "PAK", "RUS", [49, 49])
    told.say("trade_total_atlas", "PAK", "USA", [100, 100])
    told.say("tiv", "RUS", "PAK", [50, 50])
    told.say("tiv", "USA", "PAK", [100, 100, 1, 1])
    found = run_rule("no_substitute", LENS, USA, SUBSTITUTE).parts
    assert [p.status for p in found] == ["met", "not met", "not known"]
    assert found[1].note == "Russia already exceeds the latest figure of the United States."
    assert found[0].note == ""
    aid |= {"RUS": [1.0, 1.0], "USA": [10.0, 10.0]}
    assert statuses("no_substitute", USA, **SUBSTITUTE)[2] == "met"


def test_diversification(aid, monkeypatch):
    yearly = {
        "_suppliers": pd.Series({2020: 0.5, 2021: 0.5, 2023: 0.4, 2024: 0.5}),
        "_partners": pd.Series({2020: 0.5, 2021: 0.5, 2023: 0.5, 2024: 0.5}),
        "_donors": pd.Series({2023: 0.5, 2024: 0.5}),
    }
    for name, values in yearly.items():
        monkeypatch.setattr(rules_spread, name, lambda lens, state, values=values: (values, ("us_aid",)))
    terms = {
        "state": "A",
        "fields": ["arms_suppliers", "trade_partners", "aid_givers"],
        "baseline": [2020, 2021],
        "latest_years": 2,
        "direction": "falls",
    }
    assert statuses("diversification", AB, **terms) == ["met", "not met", "not known"]


def test_two_donors_are_as_concentrated_as_their_shares(aid):
    aid |= {"USA": [30.0, 10.0], "CHN": [10.0, 10.0]}
    found, _ = rules_spread._donors(LENS, "PAK")
    assert found.tolist() == [0.625, 0.5]
    aid["CHN"] = [10.0, -1.0]
    assert rules_spread._donors(LENS, "PAK")[0].index.tolist() == [2023]


# Threats ------------------------------------------------------------------------------------------------------------
THREAT = {
    "group": "IS",
    "location": "AFG",
    "latest_years": 2,
    "baseline_years": 2,
    "ratio_min": 3,
    "threshold_deaths": 25,
    "presence_years": 5,
}


@pytest.mark.parametrize(
    ("deaths", "answer", "bounds"),
    [
        ([100, 100, 300, 300], "met", (300, 300)),
        ([100, 100, 299, 299], "not met", (299, 299)),
        ([None, None, 30, 30], "met", (30, 30)),  # from below the threshold of recording to above it
        ([None, None, None, 60], "met", (30, 42)),
        ([None, None, None, 26], "not known", (13, 25)),  # 13 to 25 after 0 to 24: any rise is possible
        ([100, None, 200, None], "not met", (100, 112)),  # 100 to 112 after 50 to 62: between 1.6 and 2.2 times
    ],
)
def test_a_year_below_the_threshold_is_anything_but_zero(monkeypatch, deaths, answer, bounds):
    rows = make(
        domain="security",
        measure="battle_deaths:IS",
        a="AFG",
        b="WLD",
        year=[2020, 2021, 2022, 2023],
        value=[np.nan if d is None else d for d in deaths],
        source="battle_deaths",
        status=[UNKNOWN if d is None else "observed" for d in deaths],
    )
    monkeypatch.setattr(rules_threat, "_group_deaths", lambda *_: rows)
    part = run_rule("shared_threat", LENS, AB, THREAT).parts[0]
    assert (part.numbers["now"].low, part.numbers["now"].high) == bounds
    assert part.status == answer


def test_common_adversary(told):
    terms = {"foes_min": 1, "latest_years": 1, "baseline_years": 1, "ratio_min": 3}
    told.say("shared_adversaries_5y", "PAK", "RUS", [1])
    told.say("shared_adversary_deaths", "PAK", "RUS", [100, 300])
    assert statuses("common_foe", AB, **terms) == ["met", "met"]
    told.say("shared_adversary_deaths", "PAK", "RUS", [100, 299])
    assert statuses("common_foe", AB, **terms) == ["met", "not met"]
    told.say("shared_adversaries_5y", "PAK", "RUS", [1, None])
    told.say("shared_adversary_deaths", "PAK", "RUS", [None, 300])
    assert statuses("common_foe", AB, **terms) == ["not known", "not known"]


# Contacts and words -------------------------------------------------------------------------------------------------
RATES = {"latest_years": 3, "baseline_years": 10, "ratio_min": 1.5, "interval_above": 1.0, "partly_ratio_above": 1.0}


@pytest.mark.parametrize(
    ("ratio", "low", "answers"),
    [
        (1.5, 1.01, ["met", "met"]),
        (1.5, 1.0, ["not met", "met"]),
        (1.49, 1.2, ["not met", "met"]),
        (1.0, 0.5, ["not met", "not met"]),
    ],
)
def test_contact_rate_ratio(monkeypatch, ratio, low, answers):
    found = SimpleNamespace(ratio=ratio, low=low, high=9.0)
    monkeypatch.setattr(rules_words, "_ratio", lambda *_: found)
    assert statuses("contact_rate_ratio", AB, **RATES) == answers


def test_contacts_without_a_list_are_not_known():
    finding = run_rule("contact_rate_ratio", Lens("FRA-DEU"), {"A": "FRA", "B": "DEU"}, RATES)
    assert [p.status for p in finding.parts] == ["not known", "not known"]
    assert "no list" in finding.parts[0].gap


WORDS = {
    "percentile_min": 75,
    "mentions_per_speech_below": 1,
    "latest_years": 2,
    "no_promise": "defense",
    "ratio": ["verbal_cooperation", "material_cooperation"],
}


@pytest.mark.parametrize(
    ("percentile", "pact", "mentions", "answers"),
    [
        (75.0, 0, 0.0, ["met", "met", "met"]),
        (74.9, 1, 1.0, ["not met", "not met", "not met"]),
        (math.nan, "out", None, ["not known", "not known", "not known"]),
    ],
)
def test_words_outrun_deeds(told, monkeypatch, percentile, pact, mentions, answers):
    keys = ("ratio", "percentile", "percentile_alike", "said", "done")
    found = dict.fromkeys(keys, percentile) | {"first": 2013, "last": 2014}
    monkeypatch.setattr(rules_words, "_pooled", lambda *_: found)
    told.say("defense_pact", "PAK", "RUS", [pact], last=2018)
    table = np.full((len(codes()),) * 2, np.nan if mentions is None else mentions)
    monkeypatch.setattr(rules_words, "naming", lambda year: table)
    assert statuses("words_outrun_deeds", AB, **WORDS) == answers


def test_a_claim_that_nothing_tests_says_what_would(aid):
    terms = {"would_test": ["transit volumes"], "nearest_facts": ["finance to A"]}
    found = run_rule("not_testable", LENS, {**AB, "C": "CHN"}, terms)
    assert (found.parts, found.beside, found.would_test) == ((), (), ("transit volumes",))
    assert "finance to Pakistan" in found.notes[0]


# Old grievances -----------------------------------------------------------------------------------------------------
GRIEVANCE = {"before": 1991, "allied_with_rival_of": ["A", "B"], "min_disputes": 1, "quiet_years": 25}


def test_a_pair_without_past_has_no_grievance():
    assert statuses("faded_grievance", {"A": "BRA", "B": "NOR"}, **GRIEVANCE) == ["not met", "met"]


def test_a_fresh_dispute_is_no_faded_grievance():
    assert statuses("faded_grievance", {"A": "IND", "B": "PAK"}, **GRIEVANCE)[1] == "not met"


def test_quiet_years_at_their_edge():
    quiet = {"A": "PAK", "B": "RUS"}
    assert (
        statuses("faded_grievance", quiet, **GRIEVANCE)[1] == "met"
    )  # the last dispute was in 1985, the coding ends in 2010
    assert statuses("faded_grievance", quiet, **{**GRIEVANCE, "quiet_years": 25.1})[1] == "not met"


def test_a_state_cannot_have_kept_quiet_before_it_was_there():
    from dyadlens.claims.rules.past import _quiet

    lens = Lens("KAZ-UZB")
    assert _quiet(lens, "KAZ", "UZB", "disputes_gml").years == tuple(range(1991, 2011))
    assert _quiet(lens, "PAK", "IND", "disputes_gml").value < 25


def test_a_state_that_is_gone_keeps_no_peace():
    from dyadlens.claims.rules.past import _quiet

    for first, second in (("DDR", "FRA"), ("FRA", "DDR")):
        found = _quiet(Lens("FRA-DDR", start=1980, end=1989).replace(end=2024), first, second, "disputes_cow")
        assert found.years[-1] == 1990
        assert found.value == len(found.years)


@pytest.mark.parametrize("lens", [Lens("PAK-RUS", end=2005), Lens("RUS-DDR", start=1980, end=1989)])
def test_lenses_that_end_early_are_judged_too(lens):
    from dyadlens.claims.verdicts import verdicts

    assert len(verdicts(lens)) > 3
