"""Then and now: the verdicts of two days, and the number that tells the change."""

import pytest

from dyadlens import Lens
from dyadlens.claims.hindcast import hindcast, vintage_frame
from dyadlens.errors import BadParameter


@pytest.fixture(scope="module")
def found():
    return hindcast(Lens("PAK-RUS"), "2018-05")


def test_both_days_are_those_of_their_own_lens(found, today, may_2018):
    assert [m.then.word for m in found] == [v.word for v in may_2018]
    assert [m.seen for m in found] == list(today)
    assert [m.now.word for m in found if not m.swapped] == [m.seen.word for m in found if not m.swapped]
    assert [m.changed for m in found] == [m.then.word != m.now.word for m in found]


def test_the_number_that_is_told_is_of_a_part_whose_answer_changed(found):
    for m in found:
        if any(a.met != b.met for a, b in zip(m.then.parts, m.now.parts, strict=True)):
            assert m.then.parts[m.part].met != m.now.parts[m.part].met


def test_a_change_is_told_with_both_values(found):
    row = vintage_frame(found).set_index("id").loc["C6"]
    assert (row["then"], row["now"]) == ("consistent", "inconsistent")
    assert row["value_then"] < row["threshold_now"] < row["value_now"]


def test_a_lens_that_sees_no_later_has_no_hindcast():
    assert hindcast(Lens("PAK-RUS", as_of="2018-05"), "2018-05") == ()
    assert hindcast(Lens("PAK-RUS", end=2017), "2018-05") == ()


@pytest.mark.parametrize("day", [None, "May", "2018-13"])
def test_a_day_that_is_none_is_refused(day):
    with pytest.raises(BadParameter):
        hindcast(Lens("PAK-RUS"), day)


def sources(part):
    return {name for number in part.numbers.values() for name in number.sources}


def test_a_verdict_and_its_number_are_of_one_estimate_on_both_days(found):
    one = next(m for m in found if m.now.claim.id == "V7")
    assert one.swapped == (0,)
    assert sources(one.then.parts[0]) == sources(one.now.parts[0]) != sources(one.seen.parts[0])
    # Our own estimate has the distance up beyond its interval now and not then; the published one has not.
    assert (one.then.word, one.now.word, one.seen.word) == ("contradicted", "supported", "contradicted")
    assert one.changed
    row = vintage_frame(found).set_index("id").loc["V7"]
    assert row[["then", "now", "seen_now", "changed"]].tolist() == ["contradicted", "supported", "contradicted", True]
    assert row["value_then"] < row["threshold_now"] < row["value_now"]


def test_the_source_preferred_now_stands_beside_the_one_compared(found):
    one = next(m for m in found if m.now.claim.id == "V7")
    beside = one.now.parts[0].others
    assert sources(beside[0]) == sources(one.seen.parts[0])
    assert "contradicted" in one.now.word_elsewhere


@pytest.mark.parametrize("pair", ["PAK-RUS", "CHN-PAK"])
def test_a_part_is_compared_from_one_source_wherever_it_has_it(pair):
    for one in hindcast(Lens(pair)):
        for old, new, first in zip(one.then.parts, one.now.parts, one.seen.parts, strict=True):
            had = [sources(p) for p in (first, *first.others)]
            assert sources(new) == (sources(old) if sources(old) in had else sources(first))


def test_a_leap_february_is_a_day():
    from dyadlens.indices.hindcast import earlier_day

    assert earlier_day(Lens("PAK-RUS"), "2016-02").isoformat() == "2016-02-29"
