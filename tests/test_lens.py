"""The lens: strict, one way in, and its errors say what is allowed."""

import copy
import pickle
import subprocess
import sys
from dataclasses import FrozenInstanceError, fields
from datetime import date, datetime

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dyadlens.data.catalog import load
from dyadlens.errors import BadParameter, UnknownName
from dyadlens.lens import Lens, as_lens, parse_as_of, parse_pair
from dyadlens.paths import complete_to
from dyadlens.states import all_states

FIRST_YEAR, COMPLETE, LAST_YEAR = complete_to()
LIVING = sorted(code for code, state in all_states().items() if state.end is None)


def refusal(*args, **values):
    with pytest.raises(BadParameter) as caught:
        Lens(*args, **values)
    message = str(caught.value)
    assert message and "\n" not in message
    return message


# --- pairs


@pytest.mark.parametrize("mark", [*"-/:|,;\t&+", "--", " - ", ", ", " -> ", " and ", " vs ", " vs. ", " versus "])
def test_marks_between_two_states(mark):
    assert parse_pair(f"PAK{mark}RUS") == parse_pair(f" Pakistan{mark}USSR ") == ("PAK", "RUS")


@pytest.mark.parametrize("mark", list("\u00ad\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\u2192\ufe58\ufe63\uff0d"))
def test_hyphens_dashes_minus_and_arrow_of_any_kind(mark):
    assert (
        parse_pair(f"PAK{mark}RUS")
        == parse_pair(f"\ufeffPakistan\u00a0{mark}\u2009Russian Federation\r")
        == ("PAK", "RUS")
    )


@pytest.mark.parametrize(
    "written", ["pak-rus", "770-365", "ＰＡＫ－ＲＵＳ", '"PAK","RUS"', ("Pakistan", 365), ["770", "USSR"]]
)
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
        ("Korea, South, Korea, North", ("KOR", "PRK")),
        ("Serbia and Montenegro and Croatia", ("YUG", "HRV")),
        ("Congo, Dem. Rep. of the - Congo, Rep. of", ("COD", "COG")),
        ("Burma/Myanmar - China", ("MMR", "CHN")),
        ("AND and FRA", ("AND", "FRA")),
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
    assert parse_pair(f"{b.name}, {a.name}") == parse_pair((b, a)) == expected[::-1]


def test_an_unknown_state_is_named_with_what_is_allowed():
    assert "unknown state 'XYZ'" in refusal("PAK-XYZ")
    assert "an ISO 3166 code, a COW number or a name" in refusal("PAK-XYZ")


def test_a_near_miss_is_corrected():
    assert "did you mean 'Pakistan'" in refusal("Paksitan-Russia")


@pytest.mark.parametrize("pair", ["PAK-PAK", "RUS-USSR", ("PAK", 770)])
def test_one_state_twice_is_refused(pair):
    assert "a pair has two different states" in refusal(pair)


@pytest.mark.parametrize(
    ("pair", "said"),
    [
        ("Republic of China-USA", "may be China (CHN) or Taiwan (TWN)"),
        ("Democratic Republic of Germany-FRA", "may be East Germany (DDR) or Germany (DEU)"),
        ("Hong Kong-USA", "'Hong Kong' is no state here: it is a territory of China (CHN)"),
        ("Guinea-Bissau - Atlantis", "unknown state 'Atlantis'"),
    ],
)
def test_a_state_that_is_refused_in_a_pair_is_named_with_the_reason(pair, said):
    assert said in refusal(pair)


@pytest.mark.parametrize(
    "pair",
    ["PAK", "", "-", "PAK-", "PAKRUS", "PAK RUS", "Guinea-Bissau", 5, ["PAK"], ("PAK", "RUS", "IND"), {"PAK": "RUS"}],
)
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


@pytest.mark.parametrize("written", [["India", 710], ("IND", "China"), "India, CHN", "IND;China"])
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
    assert refusal("PAK-RUS", third_parties=["DDR"]) == (
        "East Germany (DDR) existed 1954-03-25 to 1990-10-02, not in 1991-2024"
    )


def test_the_default_leaves_out_states_that_did_not_exist():
    assert Lens("USA-RUS", start=1946, end=1946).third_parties == ("CHN",)


# --- years


def test_the_span_by_default_ends_with_the_last_complete_year():
    assert (Lens("PAK-RUS").start, Lens("PAK-RUS").end) == (1991, COMPLETE)
    assert Lens("PAK-RUS", start=None, end=None) == Lens("PAK-RUS")
    assert list(Lens("PAK-RUS", start=2020, end=2022).years) == [2020, 2021, 2022]


def test_all_years_of_the_tables_are_allowed():
    assert FIRST_YEAR <= COMPLETE <= LAST_YEAR
    assert Lens("USA-RUS", start=FIRST_YEAR, end=LAST_YEAR).end == LAST_YEAR


def test_an_empty_span_is_refused():
    assert refusal("PAK-RUS", start=2001, end=2000) == "empty span: start 2001 is after end 2000"


@pytest.mark.parametrize("end", ["start", "end"])
@pytest.mark.parametrize("year", [FIRST_YEAR - 1, LAST_YEAR + 1, -5, 10**30])
def test_a_year_that_no_table_has_is_refused(end, year):
    assert refusal("PAK-RUS", **{end: year}) == f"{end} {year} is not a year from {FIRST_YEAR} to {LAST_YEAR}"


@pytest.mark.parametrize("end", ["start", "end"])
@pytest.mark.parametrize(
    "year",
    [
        "2000",
        "1991.0",
        "１９９１",
        2000.0,
        np.float64(2000),
        True,
        float("nan"),
        float("inf"),
        [2000],
        date(2000, 1, 1),
    ],
)
def test_a_year_is_a_whole_number_and_nothing_else(end, year):
    assert refusal("PAK-RUS", **{end: year}) == f"{end} {year!r} is not a whole number from {FIRST_YEAR} to {LAST_YEAR}"


@pytest.mark.parametrize("kind", [np.int64, np.int16, np.uint16])
def test_a_year_out_of_an_array_is_a_year(kind):
    lens = Lens("PAK-RUS", start=kind(2000), end=kind(2010))
    assert lens == Lens("PAK-RUS", start=2000, end=2010) and type(lens.start) is int
    assert Lens("USA-RUS", start=kind(1946), end=kind(1946)).third_parties == ("CHN",)


@pytest.mark.parametrize(
    ("pair", "start", "end"),
    [
        ("DDR-RUS", 1991, 2000),
        ("PAK-RUS", 1946, 1946),
        ("SSD-SDN", 2000, 2010),
        ("SRB-RUS", 1990, 2005),
        ("JPN-USA", 1946, 1951),
        ("DEU-FRA", 1946, 1954),
        ("SYR-EGY", 1959, 1960),
    ],
)
def test_a_state_without_a_day_in_the_span_is_refused_with_its_lifespan(pair, start, end):
    assert f"not in {start}-{end}" in refusal(pair, third_parties=[], start=start, end=end)


@pytest.mark.parametrize(
    ("pair", "start", "end"),
    [
        ("DDR-RUS", 1990, 2000),
        ("PAK-RUS", 1946, 1947),
        ("SSD-SDN", 2000, 2011),
        ("YUG-RUS", 2006, 2006),
        ("DDR-NAM", 1946, 2024),
        ("CSK-SVN", 1992, 1992),
        ("RVN-VNM", 1975, 1975),
    ],
)
def test_a_common_day_is_enough(pair, start, end):
    assert Lens(pair, third_parties=[], start=start, end=end).key == pair


@pytest.mark.parametrize(
    ("pair", "lifespans"),
    [
        ("YUG-SRB", ("1944-10-20 to 2006-06-04", "2006-06-05 to today")),
        ("CZE-CSK", ("1993-01-01 to today", "1945-05-10 to 1992-12-31")),
        ("DDR-MKD", ("1954-03-25 to 1990-10-02", "1993-04-08 to today")),
        ("RVN-AGO", ("1954-06-04 to 1975-04-30", "1975-11-11 to today")),
    ],
)
@pytest.mark.parametrize("span", [{}, {"start": 1946}, {"start": 1990, "end": 1995}, {"start": 2006, "end": 2006}])
def test_states_that_never_existed_together_are_refused_with_both_lifespans(pair, lifespans, span):
    said = refusal(pair, third_parties=[], **span)
    assert said.startswith("the two never existed on the same day: ")
    assert all(f"({code}) existed {days}" in said for code, days in zip(pair.split("-"), lifespans, strict=True))


def test_two_states_that_met_only_outside_the_span_are_refused_with_both_lifespans():
    # Both have days in 1945-1958 ... but the union of 1958 ended Syria 36 days before.
    said = refusal("SYR-GIN", third_parties=[], start=1958, end=1960)
    assert said.startswith(
        "the two have no day in common in 1958-1960: Syria (SYR) existed 1946-04-17 to today but for"
    )


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
    "written",
    [
        *("May 2018", "2018-13", "2018-02-30", "2018-5", "18", "", "0000", "2018/05", "٢٠١٨", "x" * 300),
        *(2018.0, 20180507, [2018], pd.NaT, np.datetime64("NaT"), float("nan")),
    ],
)
def test_what_is_no_date_is_told_how_to_write_one(written):
    assert "write 2018, 2018-05 or 2018-05-31" in refusal("PAK-RUS", as_of=written)


@pytest.mark.parametrize("written", ["2099", f"{LAST_YEAR + 2}-01", "9999-12-31", date(LAST_YEAR + 2, 1, 1), "1945"])
def test_an_as_of_date_outside_the_tables_is_refused_with_what_is_allowed(written):
    assert refusal("PAK-RUS", as_of=written) == f"as_of {written!r} is not a date from {FIRST_YEAR} to {LAST_YEAR + 1}"


def test_a_day_of_the_year_after_the_last_is_allowed():
    assert Lens("PAK-RUS", as_of=str(LAST_YEAR + 1)).as_of == date(LAST_YEAR + 1, 12, 31)


@pytest.mark.parametrize("written", ["２０１８", " 2018\u00a0", "2018-12", "２０１８-１２-３１", 2018, np.int64(2018)])
def test_spellings_of_one_day_are_one_lens(written):
    assert {Lens("PAK-RUS", as_of=written), Lens("PAK-RUS", as_of="2018")} == {Lens("PAK-RUS", as_of="2018-12-31")}


def test_an_as_of_date_before_the_first_year_is_refused():
    assert refusal("PAK-RUS", as_of="1990").endswith("is before the first year 1991: nothing could be known")


# --- the rest


@pytest.mark.parametrize(
    ("name", "hint"), [("asof", "; did you mean 'as_of'?"), ("third", "; did you mean 'third_parties'?"), ("key", "")]
)
def test_an_unknown_parameter_is_refused_with_the_nearest_and_those_allowed(name, hint):
    said = f"unknown parameter '{name}'{hint} (allowed: as_of, end, pair, start, third_parties)"
    assert refusal("PAK-RUS", **{name: 1}) == said
    with pytest.raises(BadParameter, match="unknown parameter"):
        Lens("PAK-RUS").replace(**{name: 1})


def test_a_lens_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        Lens("PAK-RUS").start = 2000


def test_a_lens_offers_its_fields_and_methods_and_nothing_else():
    offered = {name for name in dir(Lens("PAK-RUS")) if not name.startswith("_")}
    assert offered == {field.name for field in fields(Lens)} | {"a", "b", "key", "title", "years", "replace"}


def test_equal_lenses_are_one_key():
    thirds = ["IND", "USA", "CHN"]
    assert len({Lens("PAK-RUS"), Lens("Pakistan - USSR"), Lens(pair=(770, 365), third_parties=thirds)}) == 1


def test_the_order_of_the_pair_is_kept():
    assert Lens("PAK-RUS") != Lens("RUS-PAK")
    assert (Lens("RUS-PAK").key, Lens("RUS-PAK").title) == ("RUS-PAK", "Russia and Pakistan")


@given(st.lists(st.sampled_from(LIVING), min_size=2, max_size=2, unique=True))
def test_the_two_states_change_places_when_they_are_written_so(codes):
    assert parse_pair("-".join(reversed(codes))) == parse_pair("-".join(codes))[::-1]


LENS = Lens("PAK-RUS", third_parties=["IND"], start=2000, end=2010, as_of="2012-05")


def test_replace_changes_what_it_is_told_and_nothing_else():
    after = LENS.replace(end=2011)
    assert (after.end, LENS.end) == (2011, 2010) and after.replace(end=2010) == LENS
    assert LENS.replace(as_of=None).as_of is None
    assert LENS.replace(third_parties=None).third_parties == ("IND", "USA", "CHN")


def test_replace_is_as_strict():
    with pytest.raises(BadParameter, match="empty span"):
        LENS.replace(start=2025)


def test_a_lens_of_a_lens_keeps_what_is_not_given():
    assert Lens(LENS) == LENS
    assert Lens(LENS, end=2011) == LENS.replace(end=2011)


def test_a_lens_survives_copies_and_reads_back_what_it_shows():
    assert copy.deepcopy(LENS) == pickle.loads(pickle.dumps(LENS)) == eval(repr(LENS)) == LENS
    assert repr(LENS) == "Lens('PAK-RUS', third_parties=['IND'], start=2000, end=2010, as_of='2012-05-31')"


def test_in_words():
    assert str(LENS) == "Pakistan and Russia, 2000-2010, as known on 2012-05-31"
    assert str(LENS.replace(as_of=None)) == "Pakistan and Russia, 2000-2010"


def test_in_a_notebook():
    html = Lens("CIV-USA", third_parties=[], start=2000, end=2010)._repr_html_()
    assert html == "<b>Côte d&#x27;Ivoire and the United States</b>, 2000–2010; third parties: none"
    assert "third parties: India; as known on 2012-05-31" in LENS._repr_html_() and "$" not in html


@pytest.mark.parametrize("given", [LENS, "PAK-RUS", ("PAK", 365), ["Pakistan", "USSR"]])
def test_a_lens_or_a_pair_is_taken_for_a_lens(given):
    assert as_lens(given) == (LENS if given is LENS else Lens("PAK-RUS"))
    assert load("undl_votes", given).info.name == "undl_votes"


@pytest.mark.parametrize("given", [None, 5, {"pair": "PAK-RUS"}, date(2000, 1, 1)])
@pytest.mark.parametrize("call", [as_lens, lambda lens: load("undl_votes", lens)])
def test_what_is_neither_a_lens_nor_a_pair_is_told_how_to_write_one(given, call):
    with pytest.raises(BadParameter, match=r"is neither a lens nor a pair; write 'PAK-RUS' or Lens\(") as caught:
        call(given)
    assert "\n" not in str(caught.value)


def test_a_long_name_is_cut():
    assert len(refusal("PAK-" + "x" * 300)) < 300
    assert len(refusal("x" * 300)) < 150


def test_an_unknown_state_is_an_unknown_name_inside():
    with pytest.raises(BadParameter) as caught:
        parse_pair("PAK-XYZ")
    assert isinstance(caught.value.__cause__, UnknownName)


def test_a_lens_loads_no_tables_library():
    code = "import sys, dyadlens; dyadlens.Lens('PAK-RUS'); print({'pandas', 'numpy', 'pydantic'} & {*sys.modules})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
