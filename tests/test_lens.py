"""The lens: strict, one way in, and its errors say what is allowed."""

from datetime import date, datetime

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dyadlens.data.catalog import load
from dyadlens.errors import BadParameter, UnknownName
from dyadlens.lens import FIRST_YEAR, LAST_YEAR, Lens, parse_as_of, parse_pair
from dyadlens.measures import evidence
from dyadlens.states import all_states

LIVING = sorted(code for code, state in all_states().items() if state.last == 9999 and state.first < 1991)


def refusal(*args, **values):
    with pytest.raises(BadParameter) as caught:
        Lens(*args, **values)
    message = str(caught.value)
    assert message and "\n" not in message
    return message


# --- pairs


@pytest.mark.parametrize(
    "written",
    [
        "PAK-RUS", "pak-rus", "PAK–RUS", "PAK--RUS", "PAK/RUS", "PAK:RUS", "PAK|RUS", "770-365",
        "Pakistan and Russia", "Pakistan vs Russia", "Pakistan vs. USSR", " Pakistan - Russian Federation ",
        ("Pakistan", 365), ["770", "Soviet Union"],
    ],
)  # fmt: skip
def test_spellings_of_a_pair(written):
    assert Lens(written).pair == ("PAK", "RUS")


@pytest.mark.parametrize(
    ("written", "pair"),
    [
        ("Guinea-Bissau - Timor-Leste", ("GNB", "TLS")),
        ("Guinea-Bissau-Timor-Leste", ("GNB", "TLS")),
        ("Guinea-Guinea-Bissau", ("GIN", "GNB")),
        ("Guinea-Bissau-Guinea", ("GNB", "GIN")),
        ("Timor-Leste/Guinea-Bissau", ("TLS", "GNB")),
        ("Bosnia and Herzegovina and Trinidad and Tobago", ("BIH", "TTO")),
        ("Korea, South vs Korea, North", ("KOR", "PRK")),
    ],
)
def test_names_with_hyphens_and_ands(written, pair):
    assert parse_pair(written) == pair


@given(st.lists(st.sampled_from(LIVING), min_size=2, max_size=2, unique=True))
def test_codes_names_and_numbers_give_the_same_pair_in_the_same_order(codes):
    a, b = (all_states()[code] for code in codes)
    expected = tuple(codes)
    assert parse_pair("-".join(codes)) == expected
    assert parse_pair(f"{a.cow}-{b.cow}") == expected
    assert parse_pair(f"{a.name} - {b.name}") == expected
    assert parse_pair((a.name, b.cow)) == expected


def test_an_unknown_state_is_named_with_what_is_allowed():
    assert "unknown state 'XYZ'" in refusal("PAK-XYZ")
    assert "an ISO 3166 code, a COW number or a name" in refusal("PAK-XYZ")


def test_a_near_miss_is_corrected():
    assert "did you mean 'Pakistan'" in refusal("Paksitan-Russia")


@pytest.mark.parametrize("pair", ["PAK-PAK", "RUS-USSR", ("PAK", 770)])
def test_one_state_twice_is_refused(pair):
    assert "a pair has two different states" in refusal(pair)


@pytest.mark.parametrize("pair", ["PAK", "", "-", "PAK-", "PAKRUS", 5, ["PAK"], ("PAK", "RUS", "IND"), {"PAK": "RUS"}])
def test_what_is_not_two_states_is_told_how_to_write_it(pair):
    assert "write it like PAK-RUS" in refusal(pair)


def test_no_pair_at_all():
    assert "a lens needs a pair" in refusal()


# --- third states


def test_third_states_by_default():
    assert Lens("PAK-RUS").third_parties == ("IND", "USA", "CHN")


@pytest.mark.parametrize(
    ("pair", "third"), [("IND-RUS", ("USA", "CHN")), ("USA-CHN", ("IND",)), ("FRA-DEU", ("IND", "USA", "CHN"))]
)
def test_the_default_leaves_out_states_of_the_pair(pair, third):
    assert Lens(pair).third_parties == third


@pytest.mark.parametrize("none", [[], (), ""])
def test_an_empty_list_means_no_third_state(none):
    assert Lens("PAK-RUS", third_parties=none).third_parties == ()


@pytest.mark.parametrize("written", [["India", 710], ("IND", "China"), "India, CHN"])
def test_spellings_of_third_states(written):
    assert Lens("PAK-RUS", third_parties=written).third_parties == ("IND", "CHN")


@pytest.mark.parametrize(("third", "code"), [(["PAK"], "PAK"), (["USSR"], "RUS"), (["IND", "India"], "IND")])
def test_a_third_state_in_the_pair_or_named_twice_is_refused(third, code):
    assert refusal("PAK-RUS", third_parties=third) == f"third state {code} is in the pair or named twice"


@pytest.mark.parametrize("third", [5, {"IND"}, True])
def test_third_states_must_be_a_list(third):
    assert "is not a list of states, for example" in refusal("PAK-RUS", third_parties=third)


def test_an_unknown_third_state_is_refused():
    assert "unknown state 'XYZ'" in refusal("PAK-RUS", third_parties=["XYZ"])


def test_a_third_state_that_did_not_exist_is_refused():
    assert refusal("PAK-RUS", third_parties=["DDR"]).startswith("East Germany (DDR) existed 1954 to 1990")


def test_the_default_leaves_out_states_that_did_not_exist():
    assert Lens("USA-RUS", start=1946, end=1946).third_parties == ("CHN",)


# --- years


def test_the_span_by_default():
    assert (Lens("PAK-RUS").start, Lens("PAK-RUS").end) == (1991, 2024)
    assert list(Lens("PAK-RUS", start=2020, end=2022).years) == [2020, 2021, 2022]


def test_an_empty_span_is_refused():
    assert refusal("PAK-RUS", start=2001, end=2000) == "empty span: start 2001 is after end 2000"


@pytest.mark.parametrize("year", [FIRST_YEAR - 1, LAST_YEAR + 1, "2000", 2000.0, True, None, -5])
@pytest.mark.parametrize("end", ["start", "end"])
def test_what_is_no_year_of_the_record_is_refused(end, year):
    assert refusal("PAK-RUS", **{end: year}) == f"{end} {year!r} is not a year from 1946 to 2026"


@pytest.mark.parametrize("kind", [np.int64, np.int16, np.uint16])
def test_a_year_out_of_an_array_is_a_year(kind):
    lens = Lens("PAK-RUS", start=kind(2000), end=kind(2010))
    assert lens == Lens("PAK-RUS", start=2000, end=2010) and type(lens.start) is int
    assert Lens("USA-RUS", start=kind(1946), end=kind(1946)).third == ("CHN",)
    assert refusal("PAK-RUS", start=kind(1900)) == "start 1900 is not a year from 1946 to 2026"


@pytest.mark.parametrize(
    ("pair", "start", "end"),
    [("DDR-RUS", 1991, 2000), ("PAK-RUS", 1946, 1946), ("SSD-SDN", 2000, 2010), ("SRB-RUS", 1990, 2005)],
)
def test_a_state_that_did_not_exist_is_refused_with_its_lifespan(pair, start, end):
    assert f"not in {start}-{end}" in refusal(pair, third_parties=[], start=start, end=end)


@pytest.mark.parametrize(
    ("pair", "start", "end"),
    [("DDR-RUS", 1990, 2000), ("PAK-RUS", 1946, 1947), ("SSD-SDN", 2000, 2011), ("YUG-RUS", 2006, 2006)],
)
def test_a_day_of_existence_is_enough(pair, start, end):
    assert Lens(pair, third_parties=[], start=start, end=end).key == pair


# --- as of


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2018", date(2018, 12, 31)),
        (2018, date(2018, 12, 31)),
        ("2018-05", date(2018, 5, 31)),
        ("2016-02", date(2016, 2, 29)),
        ("2018-05-07", date(2018, 5, 7)),
        (date(2018, 5, 7), date(2018, 5, 7)),
        (datetime(2018, 5, 7, 12), date(2018, 5, 7)),
        (pd.Timestamp("2018-05-07 12:00"), date(2018, 5, 7)),
        (np.datetime64("2018-05"), date(2018, 5, 31)),
        (None, None),
    ],
)
def test_an_as_of_date_is_the_last_day_it_means(written, day):
    assert parse_as_of(written) == Lens("PAK-RUS", as_of=written).as_of == day


@pytest.mark.parametrize(
    "written", ["May 2018", "2018-13", "2018-02-30", "2018-5", "18", "", "0000", "2018/05", 20180507, [2018], pd.NaT,
     np.datetime64("NaT"), float("nan"), "x" * 300]
)  # fmt: skip
def test_what_is_no_date_is_told_how_to_write_one(written):
    assert "write 2018, 2018-05 or 2018-05-31" in refusal("PAK-RUS", as_of=written)


@pytest.mark.parametrize("written", ["2099", "2027-01", "9999-12-31", date(2027, 1, 1), datetime(2027, 1, 1), "1945"])
def test_an_as_of_date_outside_the_record_is_refused_with_what_is_allowed(written):
    assert refusal("PAK-RUS", as_of=written) == f"as_of {written!r} is not a date from 1946 to 2026"


def test_the_last_day_of_the_record_is_allowed():
    assert Lens("PAK-RUS", as_of=str(LAST_YEAR)).as_of == date(LAST_YEAR, 12, 31)


def test_an_as_of_date_before_the_first_year_is_refused():
    assert refusal("PAK-RUS", as_of="1990").endswith("is before the first year 1991: nothing could be known")


# --- the rest


@pytest.mark.parametrize("name", ["thrid", "asof", "third_states", "key"])
def test_an_unknown_parameter_is_refused_with_those_allowed(name):
    assert refusal("PAK-RUS", **{name: 1}) == f"unknown parameter '{name}' (allowed: pair, third, start, end, as_of)"


def test_a_lens_cannot_be_changed():
    with pytest.raises(Exception, match="frozen"):
        Lens("PAK-RUS").start = 2000


def test_equal_lenses_are_one_key():
    assert (
        len({Lens("PAK-RUS"), Lens("Pakistan - USSR"), Lens(pair=(770, 365), third_parties=["IND", "USA", "CHN"])}) == 1
    )


def test_the_order_of_the_pair_is_kept():
    assert Lens("PAK-RUS") != Lens("RUS-PAK")
    assert (Lens("RUS-PAK").key, Lens("RUS-PAK").title) == ("RUS-PAK", "Russia and Pakistan")


def test_but_changes_what_it_is_told_and_nothing_else():
    before = Lens("PAK-RUS", third_parties=["IND"], start=2000, end=2010, as_of="2012")
    after = before.replace(end=2011)
    assert after.model_dump() == {**before.model_dump(), "end": 2011}
    assert before.end == 2010


def test_but_is_as_strict():
    with pytest.raises(BadParameter, match="empty span"):
        Lens("PAK-RUS").replace(start=2025)


def test_in_words():
    assert str(Lens("PAK-RUS", as_of="2018-05")) == "Pakistan and Russia, 1991-2024, as known on 2018-05-31"
    assert str(Lens("PAK-RUS")) == "Pakistan and Russia, 1991-2024"


@pytest.mark.parametrize("given", ["PAK-RUS", ("PAK", "RUS"), None, {"pair": "PAK-RUS"}])
@pytest.mark.parametrize("call", [lambda lens: evidence(lens, "votes"), lambda lens: load("undl_votes", lens)])
def test_what_is_no_lens_is_told_how_to_make_one(given, call):
    with pytest.raises(BadParameter, match=r"is not a lens; make one, for example Lens\('PAK-RUS'") as caught:
        call(given)
    assert "\n" not in str(caught.value)


def test_a_long_name_is_cut():
    assert len(refusal("PAK-" + "x" * 300)) < 300
    assert len(refusal("x" * 300)) < 150


def test_an_unknown_state_is_an_unknown_name_inside():
    with pytest.raises(BadParameter) as caught:
        parse_pair("PAK-XYZ")
    assert isinstance(caught.value.__cause__, UnknownName)
