"""Statistics of texts."""

import numpy as np
import pytest
from scipy import sparse

from dyadlens.stats.text import cosines, count_matrix, latent, plain, sentences, tf_idf, tokens


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("The U.S.S.R. and the U. S.", "The USSR and the US"),
        ("Türkiye, São Tomé", "Turkiye, Sao Tome"),
        ("Paki-\r\nstan and Guinea-\nBissau", "Pakistan and Guinea-\nBissau"),
        ("59.\tWe meet.\n60. Again", "We meet.\nAgain"),
        ("In 1959. We met", "In 1959. We met"),
    ],
)
def test_plain(text, clean):
    assert plain(text) == clean


def test_titles_and_initials_end_no_sentence():
    assert len(sentences("Mr. Khan and Dr. J. Doe met in St. Lucia. They spoke! “Why?” No 3 knew")) == 4


def test_no_word_is_lost_between_sentences():
    text = plain("We met. The U.S. left? Yes! He said: “No.” Then we all went home (at last).")
    assert [t for part in sentences(text) for t in tokens(part)] == tokens(text)


def test_weights_by_hand():
    counts = sparse.csr_array([[3, 1, 1], [0, 2, 0], [0, 0, 1], [0, 1, 0]])
    weights = tf_idf(counts, fewest=1, widest=0.5).toarray()  # the second term is in three of four documents
    raw = np.array([(1 + np.log(3)) * np.log(4), np.log(2)])
    assert weights.shape == (4, 2)
    np.testing.assert_allclose(weights[0], raw / np.linalg.norm(raw))
    np.testing.assert_allclose(weights[1:], [[0, 0], [0, 1], [0, 0]])


def test_rare_terms_are_dropped():
    assert tf_idf(sparse.csr_array(np.eye(6, dtype=int)), fewest=2).shape == (6, 0)


@pytest.fixture(scope="module")
def weights():
    return tf_idf(sparse.csr_array(np.random.default_rng(3).poisson(0.3, (30, 80))), fewest=2)


def test_all_components_change_no_cosine(weights):
    np.testing.assert_allclose(cosines(latent(weights, 30)), cosines(weights.toarray()), atol=1e-9)


def test_components_are_those_of_the_decomposition(weights):
    left, size, _ = np.linalg.svd(weights.toarray(), full_matrices=False)
    np.testing.assert_allclose(cosines(latent(weights, 5)), cosines(left[:, :5] * size[:5]), atol=1e-9)
    assert latent(weights, 5).shape == (30, 5)


def test_cosines_are_symmetric_bounded_and_the_same_twice(weights):
    first, again = cosines(latent(weights, 8)), cosines(latent(weights, 8))
    np.testing.assert_array_equal(first, again)
    np.testing.assert_allclose(first, first.T, atol=1e-12)
    assert np.abs(first).max() <= 1 and np.allclose(np.diag(first), 1)


def test_a_text_without_terms_has_no_cosine():
    assert np.isnan(cosines(np.array([[0.0, 0.0], [1.0, 0.0]]))[0, 1])


def test_counts_are_kept():
    rows = [{4: 2, 0: 1}, {}, {1: 7}]
    matrix = count_matrix(rows, 5)
    assert matrix.shape == (3, 5) and matrix.sum() == 10 and matrix[0, 4] == 2
