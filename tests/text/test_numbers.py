import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dyadlens.text.numbers import interval, listed, number, ordinal, short, years

SCALES = ("share", "index", "count", "musd", "tiv", "log_ratio", "bcm")


@pytest.mark.parametrize("scale", ["index", "count", "share"])
def test_an_interval_without_an_upper_end_says_so(scale):
    assert interval(2.0, math.inf, scale).endswith(" to ∞") and short(-math.inf, scale) == "−∞"


@pytest.mark.parametrize(
    ("value", "scale", "text", "cell"),
    [
        (0.596, "share", "60%", "60%"),
        (0.0, "share", "0%", "0%"),
        (0.0954, "share", "9.5%", "9.5%"),
        (0.00062, "share", "0.062%", "0.062%"),
        (1.0, "share", "100%", "100%"),
        (-0.841, "share", "−84%", "−84%"),
        (0.5, "index", "0.50", "0.50"),
        (-0.284, "index", "−0.28", "−0.28"),
        (94.0, "count", "94", "94"),
        (1234.6, "count", "1,235", "1,235"),
        (-3.0, "count", "−3", "−3"),
        (731.0, "musd", "US$ 731 million", "731"),
        (0.25, "musd", "US$ 0.25 million", "0.25"),
        (66_540.0, "musd", "US$ 66.5 billion", "66,540"),
        (26.42, "tiv", "26.4 million TIV", "26.4"),
        (5.0, "tiv", "5 million TIV", "5"),
        (45_670.2, "tiv", "45,670 million TIV", "45,670"),
        (10.83, "bcm", "10.8 bcm", "10.8"),
        (-0.61, "log_ratio", "46% below expectation", "×0.54"),
        (0.25, "log_ratio", "28% above expectation", "×1.3"),
        (1.5, "log_ratio", "4.5 times expectation", "×4.5"),
    ],
)
def test_each_scale_has_its_unit_in_text_and_none_in_cells(value, scale, text, cell):
    assert number(value, scale) == text
    assert short(value, scale) == cell


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("value", [None, math.nan, float("nan")])
def test_missing_is_a_dash_and_never_a_number(value, scale):
    assert number(value, scale) == short(value, scale) == "–"


@pytest.mark.parametrize("scale", ["share", "index", "count"])
def test_what_rounds_to_zero_has_no_sign(scale):
    assert not re.fullmatch(r"−0(\.0+)?%?", short(-1e-9 if scale == "share" else -0.001, scale))


def test_a_million_that_rounds_up_to_a_thousand_is_a_billion():
    assert number(999.7, "musd") == "US$ 1.0 billion"


@given(st.one_of(st.just(0.0), st.floats(1e-9, 1e6), st.floats(-1e6, -1e-9)), st.sampled_from(SCALES))
def test_no_value_is_written_as_the_machine_does(value, scale):
    value = (
        abs(value) if scale in {"musd", "tiv", "bcm"} else math.remainder(value, 14) if scale == "log_ratio" else value
    )
    for text in (number(value, scale), short(value, scale)):
        assert "nan" not in text
        assert "-" not in text, "a hyphen is no minus"
        assert not re.search(r"\de[+−]?\d", text), "no power of ten for a reader"


@given(st.floats(1.0, 1e6), st.floats(1.0, 1e6), st.sampled_from(["share", "index", "count", "tiv"]))
def test_figures_read_back_are_near_the_value(value, other, scale):
    if scale == "share":
        value, other = value / 1e6, other / 1e6
    read = [
        float(re.sub(r"[%,]|under ", "", short(v, scale))) / (100 if scale == "share" else 1) for v in (value, other)
    ]
    assert read[0] == pytest.approx(value, rel=0.051, abs=0.5 if scale == "count" else 0.006)
    if value < other:
        assert read[0] <= read[1]


def test_interval_gives_a_shared_unit_once():
    assert interval(0.51, 0.68, "share") == "51% to 68%"
    assert interval(-1.87, -1.23, "log_ratio") == "85% to 71% below expectation"
    assert interval(-0.37, 0.45, "log_ratio") == "31% below expectation to 57% above expectation"
    assert interval(-0.34, -0.06, "index") == "−0.34 to −0.06"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "1st"),
        (0.4, "1st"),
        (1, "1st"),
        (2, "2nd"),
        (3, "3rd"),
        (4, "4th"),
        (11, "11th"),
        (12, "12th"),
        (13, "13th"),
        (21, "21st"),
        (22.4, "22nd"),
        (83, "83rd"),
        (92.6, "93rd"),
        (99.8, "99th"),
        (100, "99th"),
    ],
)
def test_ordinal(value, text):
    assert ordinal(value) == text


@pytest.mark.parametrize(
    ("given_years", "text"),
    [
        ([], ""),
        ([2014], "2014"),
        ([1991, 1992], "1991–1992"),
        ([2000, 1992, 1991, 1993], "1991–1993 and 2000"),
        ([1991, 1993, 1995, 1996], "1991, 1993 and 1995–1996"),
    ],
)
def test_years_as_spans(given_years, text):
    assert years(given_years) == text


@given(st.sets(st.integers(1946, 2026)))
def test_spans_hold_these_years_and_no_others(chosen):
    found = set()
    for part in filter(None, re.split(r", | and ", years(list(chosen)))):
        first, _, last = part.partition("–")
        found |= set(range(int(first), int(last or first) + 1))
    assert found == chosen


@pytest.mark.parametrize(
    ("parts", "text"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_listed(parts, text):
    assert listed(parts) == text
