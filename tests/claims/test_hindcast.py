"""Then beside now: the verdicts of two days, and the number that tells the change."""

import pytest

from dyadlens import Lens
from dyadlens.claims.hindcast import hindcast, hindcast_table
from dyadlens.errors import BadParameter


@pytest.fixture(scope="module")
def moves():
    return hindcast(Lens("PAK-RUS"), "2018-05")


def test_both_days_are_those_of_their_own_lens(moves, today, may_2018):
    assert [m.then.word for m in moves] == [v.word for v in may_2018]
    assert [m.now.word for m in moves] == [v.word for v in today]
    assert [m.changed for m in moves] == [a.word != b.word for a, b in zip(may_2018, today, strict=True)]


def test_the_number_that_moved_is_of_a_part_whose_answer_changed(moves):
    for m in moves:
        if any(a.met != b.met for a, b in zip(m.then.parts, m.now.parts, strict=True)):
            assert m.then.parts[m.part].met != m.now.parts[m.part].met


def test_a_change_is_told_with_both_values(moves):
    row = hindcast_table(moves).set_index("id").loc["C6"]
    assert (row["then"], row["now"]) == ("consistent", "inconsistent")
    assert row["value_then"] < row["threshold_now"] < row["value_now"]


def test_a_lens_that_sees_no_later_has_no_hindcast():
    assert hindcast(Lens("PAK-RUS", as_of="2018-05"), "2018-05") == ()
    assert hindcast(Lens("PAK-RUS", end=2017), "2018-05") == ()


@pytest.mark.parametrize("day", [None, "May", "2018-13"])
def test_a_day_that_is_none_is_refused(day):
    with pytest.raises(BadParameter):
        hindcast(Lens("PAK-RUS"), day)


def test_the_number_that_moved_is_of_one_estimate_on_both_days():
    move = next(m for m in hindcast(Lens("PAK-RUS")) if m.now.claim.id == "V7")
    own = next(
        p for p in move.now.parts[0].others if p.numbers["now"].sources == move.then.parts[0].numbers["now"].sources
    )
    assert move.part != 0 or move.now_part == own
    assert move.then.parts[0].numbers["now"].sources != move.now.parts[0].numbers["now"].sources


def test_a_leap_february_is_a_day():
    from dyadlens.model.hindcast import earlier_day

    assert earlier_day(Lens("PAK-RUS"), "2016-02").isoformat() == "2016-02-29"
