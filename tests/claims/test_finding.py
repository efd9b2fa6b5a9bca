"""Parts and verdicts: what is not known is neither met nor unmet, and a verdict is what every completion agrees on."""

import math
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dyadlens.claims.finding import Check, Finding, Number, Part, all_met, any_met
from dyadlens.claims.verdicts import CONTRADICTED, NOT_TESTABLE, PARTLY, SUPPORTED, weigh

MET = st.sampled_from([True, False, None])
NAN = math.nan


def part(met):
    """A part that is met, not met or not known."""
    value = {True: 1.0, False: -1.0, None: NAN}[met]
    return Part("it holds", {"n": Number("n", value, "index")}, (Check("n", ">", 0.0),), "{n}")


def completions(found):
    """Every way in which the unknown parts could turn out."""
    return product(*([True, False] if f is None else [f] for f in found))


@given(st.lists(MET, max_size=6))
def test_and_or_are_what_every_completion_agrees_on(found):
    for join, plain in ((all_met, all), (any_met, any)):
        answers = {plain(case) for case in completions(found)}
        assert join(found) == (answers.pop() if len(answers) == 1 else None)


@given(st.lists(MET, min_size=1, max_size=5), st.integers(1, 5), st.none() | st.integers(1, 5))
def test_a_verdict_is_what_every_completion_agrees_on(found, needed, half):
    terms = {"supported_at": needed} | ({} if half is None else {"partly_at": half})
    words = {weigh(Finding(tuple(map(part, case))), terms)[0] for case in completions(found)}
    word, could_be = weigh(Finding(tuple(map(part, found))), terms)
    assert set(could_be) == words
    if len(words) == 1:
        assert word in words
    else:
        assert word == (PARTLY if words == {PARTLY, SUPPORTED} else NOT_TESTABLE)


@pytest.mark.parametrize(
    ("found", "terms", "word"),
    [
        ([True, True], {}, SUPPORTED),
        ([True, False], {}, CONTRADICTED),
        ([True, False], {"partly_at": 1}, PARTLY),
        ([False, False], {"partly_at": 1}, CONTRADICTED),
        ([True, False, True], {"supported_at": 2}, SUPPORTED),
        ([True, True, None], {"supported_at": 3, "partly_at": 2}, PARTLY),
        ([True, None, None], {"supported_at": 3, "partly_at": 2}, NOT_TESTABLE),
        ([False, None], {}, CONTRADICTED),
        ([None], {}, NOT_TESTABLE),
        ([], {}, NOT_TESTABLE),
        ([True], {"verdicts": ["consistent", "inconsistent"]}, "consistent"),
        ([False], {"verdicts": ["consistent", "inconsistent"]}, "inconsistent"),
        ([None], {"verdicts": ["consistent", "inconsistent"]}, NOT_TESTABLE),
    ],
)
def test_words(found, terms, word):
    assert weigh(Finding(tuple(map(part, found))), terms)[0] == word


@pytest.mark.parametrize(
    ("value", "operator", "threshold", "met"),
    [
        (2.0, ">=", 2.0, True),
        (2.0, ">", 2.0, False),
        (2.0, "<=", 2.0, True),
        (2.0, "<", 2.0, False),
        (math.inf, ">=", 10.0, True),
        (NAN, ">=", 0.0, None),
        (1.0, "<", NAN, None),
    ],
)
def test_checks_at_their_edge(value, operator, threshold, met):
    assert Check("n", operator, threshold).met({"n": Number("n", value, "index")}) is met


def test_a_part_without_a_check_is_not_known():
    assert Part("p", {}, (), "").met is None


def test_another_source_disputes_only_where_it_knows():
    yes, no, unknown = part(True), part(False), part(None)
    assert Part(yes.proposition, yes.numbers, yes.checks, "", others=(no, unknown, yes)).disputed == (no,)
    assert Part(unknown.proposition, unknown.numbers, unknown.checks, "", others=(no,)).disputed == ()
