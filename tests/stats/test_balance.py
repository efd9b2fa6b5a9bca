"""Structural balance: the four triads of Heider, and what no relabelling may change."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dyadlens.stats.balance import balance_pull, balanced_share, triad_counts


@st.composite
def networks(draw):
    size = draw(st.integers(3, 8))
    upper = np.array(draw(st.lists(st.sampled_from([-1, 0, 1]), min_size=size**2, max_size=size**2)))
    upper = np.triu(upper.reshape(size, size), 1)
    return upper + upper.T


def triad(ab, ac, bc):
    return np.array([[0, ab, ac], [ab, 0, bc], [ac, bc, 0]])


@pytest.mark.parametrize(
    ("signs", "balanced"),
    [((1, 1, 1), 1.0), ((1, -1, -1), 1.0), ((-1, 1, -1), 1.0), ((1, 1, -1), 0.0), ((-1, -1, -1), 0.0)],
)
def test_the_triads_of_cartwright_and_harary(signs, balanced):
    assert balanced_share(triad(*signs))[0, 1] == balanced


@pytest.mark.parametrize(("ac", "bc", "pull"), [(1, 1, 1), (-1, -1, 1), (1, -1, -1), (-1, 1, -1)])
def test_a_third_party_pulls_by_the_product_of_its_signs(ac, bc, pull):
    assert balance_pull(triad(0, ac, bc))[0, 1] == pull


def test_counts_equal_a_plain_loop():
    rng = np.random.default_rng(4)
    upper = np.triu(rng.integers(-1, 2, (9, 9)), 1)
    signs = upper + upper.T
    for a in range(9):
        for b in range(9):
            products = [signs[a, c] * signs[b, c] for c in range(9) if c not in (a, b)]
            known = [p for p in products if p]
            assert triad_counts(signs)[a, b] == (len(known) if a != b else 0)
            if a != b and known:
                assert balance_pull(signs)[a, b] == pytest.approx(sum(known) / len(known))


@settings(deadline=None)
@given(networks(), st.randoms())
def test_names_do_not_matter(signs, random):
    order = list(range(len(signs)))
    random.shuffle(order)
    moved = signs[np.ix_(order, order)]
    np.testing.assert_allclose(balance_pull(moved), balance_pull(signs)[np.ix_(order, order)])


@settings(deadline=None)
@given(networks(), st.data())
def test_turning_all_ties_of_some_leaves_every_triad_as_balanced_as_it_was(signs, data):
    """Switching: the sign of a closed triad does not change when all ties of one of its corners turn."""
    turned = np.array(data.draw(st.lists(st.sampled_from([-1, 1]), min_size=len(signs), max_size=len(signs))))
    np.testing.assert_allclose(balanced_share(signs * np.outer(turned, turned)), balanced_share(signs))


@settings(deadline=None)
@given(networks())
def test_two_camps_are_wholly_balanced(signs):
    camp = np.where(np.arange(len(signs)) % 2, 1, -1)
    found = balanced_share(np.abs(signs) * np.outer(camp, camp))
    assert (found[~np.isnan(found)] == 1).all()


def test_no_third_party_gives_no_pull():
    found = balance_pull(np.zeros((4, 4)))
    assert np.isnan(found).all() and (triad_counts(np.zeros((4, 4))) == 0).all()


@pytest.mark.parametrize("function", [balance_pull, balanced_share, triad_counts])
@pytest.mark.parametrize(
    ("bad", "message"),
    [([[0, 1]], "square"), ([[0, 2], [2, 0]], "must be -1"), ([[0, 1], [0, 0]], "symmetric"), ([[1]], "diagonal")],
)
def test_what_is_no_network_of_signs_is_refused(function, bad, message):
    with pytest.raises(ValueError, match=message):
        function(bad)
