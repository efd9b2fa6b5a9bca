"""Claims and rules fit each other, and what does not fit is said in one line."""

import pytest

from dyadlens import Lens
from dyadlens.claims.claim import READINGS, claims
from dyadlens.claims.registry import LOGIC, ROLES, RULES, rule, run_rule, term
from dyadlens.claims.verdicts import verdicts
from dyadlens.data.catalog import read
from dyadlens.errors import DataError, UnknownName

THIN = {"share_max": 0.01, "latest_years": 3}
ROLE = {"A": "PAK", "B": "RUS"}


def test_every_rule_is_used_and_every_claim_has_a_rule():
    named = {name for t in ("cases/PAK-RUS/claims", "cases/generic/claims") for name in read(t)["rule"]}
    assert named == set(RULES)


@pytest.mark.parametrize("name", RULES)
def test_a_threshold_is_a_parameter_of_its_rule(name):
    from inspect import signature

    taken = set(signature(RULES[name].call()).parameters)
    assert set(RULES[name].thresholds) <= taken
    assert not set(RULES[name].stated) & taken
    assert not LOGIC & taken


def test_the_generic_claims_keep_the_thresholds_of_the_first_case():
    own = {c.rule: c.terms for c in claims(Lens("PAK-RUS"))}
    for claim in claims(Lens("PAK-CHN")):
        for name in rule(claim.rule).thresholds if claim.rule in own else ():
            assert term(claim.rule, claim.terms, name) == term(claim.rule, own[claim.rule], name), claim.id


@pytest.mark.parametrize(
    ("name", "terms", "error", "said"),
    [
        ("thin_steak", THIN, UnknownName, "did you mean 'thin_stake'"),
        ("thin_stake", {"share_max": 0.01}, DataError, "latest_years"),
        ("thin_stake", {**THIN, "colour": "red"}, DataError, "colour"),
        ("thin_stake", {**THIN, "of": ["A"]}, DataError, "not ['A']"),
        ("refrains", THIN, DataError, "c"),
    ],
)
def test_what_does_not_fit_is_refused(name, terms, error, said):
    with pytest.raises(error, match=r"fit|unknown|has of") as found:
        run_rule(name, Lens("PAK-RUS"), ROLE, terms)
    assert said in str(found.value)
    assert "\n" not in str(found.value)


def test_an_unknown_claim_is_refused():
    with pytest.raises(UnknownName, match="G7"):
        verdicts(Lens("BTN-TUV")).of("G77")


def test_claims_of_any_pair_name_its_states():
    found = claims(Lens("PAK-CHN", third_parties=["IND", "BRA"]))
    # India is a rival of Pakistan and Brazil is not.
    assert [c.id for c in found] == ["G1", "G2", "G3", "G4", "G5", "G6", "G7", "G8-IND"]
    assert found[-1].roles == {"A": "PAK", "B": "CHN", "C": "IND"}
    assert not any("{" in text for c in found for text in (c.text, c.proposition, c.rival))
    assert all(set(c.roles) <= set(ROLES) and set(c.readings) == set(READINGS) for c in found)
    assert found[0].text.startswith("Pakistan and China")
    assert all(not c.own for c in found)


def test_the_seller_is_the_state_that_delivered_more():
    assert {c.roles["B"] for c in claims(Lens("RUS-IND")) if c.rule == "military_ties"} == {"RUS"}
    assert {c.roles["B"] for c in claims(Lens("IND-RUS")) if c.rule == "military_ties"} == {"RUS"}


@pytest.mark.parametrize("pair", ["IND-PAK", "BTN-TUV", "PAK-CHN", "FRA-DEU", "DDR-FRA", "CHN-IRN"])
def test_the_order_of_the_pair_changes_no_claim_and_no_verdict(pair):
    both = (pair, "-".join(reversed(pair.split("-"))))
    one, other = ({v.claim.id: (v.word, v.could_be) for v in verdicts(Lens(p, start=1980))} for p in both)
    assert one == other


@pytest.mark.parametrize("pair", ["IND-PAK", "PAK-IND", "BTN-TUV"])
def test_where_neither_delivered_arms_nobody_is_called_the_seller(pair):
    assert {"G3", "G8"}.isdisjoint(c.id.partition("-")[0] for c in claims(Lens(pair)))


def test_without_third_states_there_are_no_claims_on_them():
    assert not any("C" in c.roles for c in claims(Lens("PAK-CHN", third_parties=[])))


@pytest.mark.parametrize(("pair", "as_of"), [("BTN-TUV", None), ("BRA-NOR", "2018-05"), ("PAK-RUS", "1995")])
def test_a_little_covered_pair_and_an_early_day_are_no_error(pair, as_of):
    found = verdicts(Lens(pair, start=1990, as_of=as_of))
    assert found
    for v in found:
        assert (v.word == "not testable") == ((len(v.could_be) > 1 and v.word != "partly") or not v.parts)
