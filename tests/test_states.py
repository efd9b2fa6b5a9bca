"""Finding a state by code, number or name, and knowing when it existed."""

import pytest

from dyadlens.catalog import read
from dyadlens.curate.raw import FOCAL
from dyadlens.errors import UnknownName
from dyadlens.names import fold
from dyadlens.states import WORLD, all_states, find_state

STATES = all_states()
SHARED = {"korea", "congo"}


@pytest.mark.parametrize("code", STATES)
def test_every_state_is_found_by_code_name_and_number(code):
    state = STATES[code]
    assert find_state(code) == state
    assert find_state(code.lower()) == state
    assert find_state(state.name) == state
    if code != "YUG":
        assert find_state(state.cow) == state


@pytest.mark.parametrize(("code", "aliases"), list(read("states").set_index("state")["aliases"].dropna().items()))
def test_every_alias_leads_to_its_state(code, aliases):
    assert {find_state(alias).code for alias in aliases.split("; ") if fold(alias) not in SHARED} == {code}


@pytest.mark.parametrize(("name", "codes"), [("Korea", ("KOR", "PRK")), ("congo", ("COD", "COG"))])
def test_a_name_that_two_states_of_today_share_is_refused_with_both(name, codes):
    with pytest.raises(UnknownName) as caught:
        find_state(name)
    assert all(f"({code})" in str(caught.value) for code in codes) and "\n" not in str(caught.value)


@pytest.mark.parametrize(("name", "code"), [("Yemen", "YEM"), ("Vietnam", "VNM"), ("Germany", "DEU"), ("China", "CHN")])
def test_a_name_shared_with_a_state_that_is_gone_is_that_of_today(name, code):
    assert find_state(name).code == code


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("USSR", "RUS"),
        ("Soviet Union", "RUS"),
        ("Russian Federation", "RUS"),
        ("Islamic Republic of Pakistan", "PAK"),
        ("viet nam", "VNM"),
        ("TÜRKİYE", "TUR"),
        ("Turkey", "TUR"),
        ("Burma", "MMR"),
        ("Zaire", "COD"),
        ("Cote d'Ivoire", "CIV"),
        ("Republic of Korea", "KOR"),
        ("Democratic People's Republic of Korea", "PRK"),
        ("East Germany", "DDR"),
        ("Yugoslavia", "YUG"),
        (" 770 ", "PAK"),
    ],
)
def test_names_as_people_write_them(written, code):
    assert find_state(written).code == code


@pytest.mark.parametrize(("number", "code"), [(345, "SRB"), (255, "DEU"), (260, "DEU"), (678, "YEM"), (679, "YEM")])
def test_a_number_that_two_states_bore_names_the_one_of_today(number, code):
    assert find_state(number).code == code


def test_no_spelling_leads_to_two_states():
    owners = {}
    for row in read("states").itertuples():
        aliases = row.aliases.split("; ") if isinstance(row.aliases, str) else []
        for key in {fold(name) for name in (row.state, row.name, *aliases)}:
            owners.setdefault(key, set()).add(row.state)
    assert {key: codes for key, codes in owners.items() if len(codes) > 1} == {}


@pytest.mark.parametrize(
    "text", ["", " ", "-", "the", "Atlantis", "PK", WORLD, None, 9999, 365.5, "Korea, Peninsula of"]
)
def test_what_is_no_state_is_refused_in_one_line_that_says_what_is_allowed(text):
    with pytest.raises(UnknownName, match="an ISO 3166 code, a COW number or a name") as caught:
        find_state(text)
    assert str(caught.value).startswith(f"unknown state {text!r}") and "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("wrong", "meant"), [("Paksitan", "Pakistan"), ("Rusia", "Russia"), ("PAKI", "PAK"), ("RSU", "RUS"), ("PKA", "PAK")]
)
def test_a_near_miss_is_told_the_nearest_name(wrong, meant):
    with pytest.raises(UnknownName, match=f"did you mean '{meant}'"):
        find_state(wrong)


@pytest.mark.parametrize(
    ("code", "first", "last"),
    [
        ("RUS", 1816, 9999),
        ("PAK", 1947, 9999),
        ("IND", 1947, 9999),
        ("DDR", 1954, 1990),
        ("YUG", 1944, 2006),
        ("SRB", 2006, 9999),
        ("CSK", 1945, 1992),
        ("SSD", 2011, 9999),
        ("YMD", 1967, 1990),
    ],
)  # the spell that reaches past 1944: Yugoslavia and Czechoslovakia were founded anew
def test_lifespans(code, first, last):
    state = STATES[code]
    assert (state.first, state.last) == (first, last)
    assert state.existed(first) and state.existed(last)
    assert not state.existed(first - 1) and not state.existed(last + 1)


def test_lifespan_in_words():
    assert STATES["DDR"].lifespan == "1954 to 1990"
    assert STATES["PAK"].lifespan == "1947 to today"
    assert STATES["RUS"].lifespan == "before 1816 to today"


def test_focal_states_are_those_of_the_licences():
    assert {code for code, state in STATES.items() if state.focal} == set(FOCAL)


def test_what_a_code_also_stands_for_is_told():
    assert "Soviet Union" in STATES["RUS"].predecessor
    assert STATES["FRA"].predecessor == ""


def test_the_world_is_no_state():
    assert WORLD not in STATES
