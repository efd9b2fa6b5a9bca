"""The matrix: what a verdict says of each reading, which rows tell readings apart, and which has least against it."""

import pytest

from dyadlens.claims.claim import READINGS, Claim
from dyadlens.claims.finding import Finding
from dyadlens.claims.matrix import against, evidence_matrix, marks, matrix_frame, weighing
from dyadlens.claims.verdicts import Verdict

C, N, S = "consistent", "inconsistent", "silent"


def verdict(id, word, given):
    readings = dict(zip(READINGS, given, strict=True))
    claim = Claim(id, "convergence", "", "", "thin_stake", {}, {}, "", readings)
    return Verdict(claim, word, (word,), Finding(()))


@pytest.mark.parametrize(
    ("word", "given", "expected"),
    [
        ("supported", (N, C, S), (N, C, S)),
        ("partly", (N, C, S), (N, C, S)),
        ("consistent", (N, C, C), (N, C, C)),
        ("contradicted", (N, C, S), (C, N, S)),
        ("inconsistent", (N, C, C), (C, N, N)),
        ("contradicted", (C, C, S), (S, S, S)),  # the claim would have spoken against none, so its failure does not
        ("not testable", (N, C, C), (S, S, S)),
    ],
)
def test_marks(word, given, expected):
    assert tuple(marks(verdict("X", word, given)).values()) == expected


def test_a_row_that_sits_with_all_tells_nothing():
    (row,) = evidence_matrix([verdict("X", "supported", (C, C, C))])
    assert (row.tells_apart, row.diagnosticity) == ((), 0)


def test_diagnosticity_counts_the_pairs_told_apart_and_half_for_part_support():
    whole, half = evidence_matrix([verdict("X", "partly", (N, C, C)), verdict("Y", "supported", (N, C, C))])
    assert (whole.id, whole.diagnosticity, half.diagnosticity) == ("Y", pytest.approx(2 / 3), pytest.approx(1 / 3))


def test_the_reading_with_least_against_it():
    told = (("X", "supported", (N, C, C)), ("Y", "partly", (C, C, N)), ("Z", "not testable", (C, N, C)))
    rows = evidence_matrix([verdict(*one) for one in told])
    found = weighing(rows)
    assert against(rows) == {"strategic_convergence": 1.0, "tactical_hedging": 0.0, "no_real_change": 0.5}
    assert found.least == ("tactical_hedging",)
    assert found.apart == (("strategic_convergence", "tactical_hedging"),)
    assert not found.holds
    assert found.sensitive_to == ("X", "Y")  # without either, another reading has as little against it


def test_nothing_tested_tells_nothing_apart():
    found = weighing(evidence_matrix([verdict("X", "not testable", (N, C, C))]))
    assert (found.least, found.apart, found.holds) == (READINGS, (), True)


def test_the_most_telling_row_comes_first_and_the_table_is_whole(today):
    rows = evidence_matrix(today)
    table = matrix_frame(rows)
    assert table["diagnosticity"].is_monotonic_decreasing
    assert set(table["id"]) == {v.claim.id for v in today}
    assert set(table[list(READINGS)].to_numpy().ravel()) <= {C, N, S}
