"""Thresholds moved: the grid spans a quarter each way, and a flip is found where the number lies."""

import pytest

from dyadlens import Lens
from dyadlens.claims.sensitivity import STEPS, _one_threshold, sensitivity_frame, threshold_sensitivity

LENS = Lens("PAK-RUS", as_of="2018-05")


@pytest.fixture(scope="module")
def all_thresholds():
    return threshold_sensitivity(LENS)


def one(found, id, parameter):
    return next(s for s in found if (s.id, s.parameter) == (id, parameter))


def test_the_grid_spans_a_quarter_each_way(all_thresholds):
    for s in all_thresholds:
        if not s.parameter:
            assert s.grid == ()
            continue
        values = [at for at, _ in s.grid]
        assert len(values) == 2 * STEPS + 1
        assert (values[0], values[-1]) == pytest.approx((0.75 * s.threshold, 1.25 * s.threshold))
        assert s.grid[STEPS] == (pytest.approx(s.threshold), s.word)


def test_a_flip_lies_at_the_number_that_was_measured(all_thresholds, may_2018):
    share = may_2018.of("V4").parts[0].numbers["share"].value
    level = may_2018.of("V5a").parts[0].numbers["now"].value
    assert 0.75 * 0.7 < share < 0.7
    found = one(all_thresholds, "V5a", "value").flips
    # The mean leaves the band when its lower end, three quarters of the level, passes it.
    assert [round(at, 1) for at, _ in found] == [pytest.approx(level / 0.75, abs=0.1)]
    assert found[0][1] == "contradicted"
    # Where aid has fallen too little two of three parts are left.
    below = one(all_thresholds, "V4", "aid_ratio_max").flips
    assert below[0] == (pytest.approx(share, rel=1e-3), "partly")


def test_a_number_on_its_threshold_flips_at_once(all_thresholds):
    s = one(all_thresholds, "C1", "quiet_years")
    assert s.flips == ((pytest.approx(25, rel=1e-4), "contradicted"),)


def test_every_claim_has_a_row_and_one_that_nothing_tests_says_so(all_thresholds, may_2018):
    rows = sensitivity_frame(all_thresholds)
    assert list(dict.fromkeys(rows["id"])) == [v.claim.id for v in may_2018]
    none = rows[rows["parameter"] == ""]
    assert none["id"].tolist() == ["V6"]
    assert none["verdict"].tolist() == none["verdict_at_lowest"].tolist() == ["not testable"]
    assert none[["threshold", "flips_at"]].isna().all(axis=None)


def test_a_number_compared_with_an_earlier_one_is_moved_by_a_factor(today):
    found = today.of("V5c")
    share = found.parts[0].numbers["now"].value / found.parts[0].numbers["then"].value
    assert 0.75 < share < 1
    s = _one_threshold(found, "factor", 1.0, Lens("PAK-RUS"))
    assert (s.threshold, s.word) == (1.0, "contradicted")
    assert s.flips == ((pytest.approx(share, rel=1e-3), "supported"),)


def test_the_table_has_a_row_a_threshold(all_thresholds):
    rows = sensitivity_frame(all_thresholds)
    assert len(rows) == len(all_thresholds)
    assert rows["flips_at"].notna().sum() == sum(bool(s.flips) for s in all_thresholds)
