"""Finding a state by code, number or name, and knowing when it existed."""

import pytest

from dyadlens.data.catalog import read
from dyadlens.errors import DataError, UnknownName
from dyadlens.paths import data_directory
from dyadlens.sources.raw import FOCAL
from dyadlens.states.names import fold
from dyadlens.states.registry import WORLD, _rows, all_states, find_state

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


@pytest.mark.parametrize("name", ["the Congo", "Dem. Congo", "People's Korea", "KOREA, Kingdom"])
def test_a_form_of_ceremony_does_not_choose_between_two_states(name):
    with pytest.raises(UnknownName, match=r"may be .* or .*: write one of these"):
        find_state(name)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Korea, Republic of", "KOR"),
        ("Korea, Rep.", "KOR"),
        ("Korea, Democratic People's Republic of", "PRK"),
        ("Congo, Rep.", "COG"),
        ("Congo, Dem. Rep.", "COD"),
        ("Congo, Democratic Republic of the", "COD"),
        ("Germany, East", "DDR"),
        ("Macedonia, North", "MKD"),
    ],
)
def test_the_what_stands_after_a_comma_may_stand_in_front(written, code):
    assert find_state(written).code == code


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
    "text",
    [
        "",
        " ",
        "-",
        "the",
        "of, the",
        "Bissau-Guinea",
        "Atlantis",
        "PK",
        WORLD,
        None,
        9999,
        365.5,
        "Korea, Peninsula of",
    ],
)
def test_what_is_no_state_is_refused_in_one_line_that_says_what_is_allowed(text):
    with pytest.raises(UnknownName, match="an ISO 3166 code, a COW number or a name") as caught:
        find_state(text)
    assert str(caught.value).startswith(f"unknown state {text!r}") and "\n" not in str(caught.value)


@pytest.mark.parametrize("text", [None, "None", "x" * 300])
def test_what_is_near_nothing_gets_no_suggestion_and_is_not_repeated_at_length(text):
    with pytest.raises(UnknownName) as caught:
        find_state(text)
    assert "did you mean" not in str(caught.value) and len(str(caught.value)) < 200


def test_a_code_of_two_letters_is_told_all_codes_that_it_may_be():
    with pytest.raises(UnknownName, match=r"did you mean 'PAK' or 'PRK'\?"):
        find_state("PK")


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


@pytest.fixture
def damaged(tmp_path, monkeypatch):
    """Put another text in the place of states.csv; what was read of the good one is forgotten meanwhile."""
    good = (data_directory() / "states.csv").read_text(encoding="utf-8")
    (tmp_path / "datapackage.json").write_text("{}")
    monkeypatch.setenv("DYADLENS_DATA", str(tmp_path))

    def put(change):
        changed = change(good)
        (tmp_path / "states.csv").write_bytes(changed if isinstance(changed, bytes) else changed.encode())
        _rows.cache_clear()

    yield put
    monkeypatch.undo()
    _rows.cache_clear()


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text + "XX\n",
        lambda text: text + "XXX,Nowhere,,12,,1999-01-01,,,,true,too,many\n",
        lambda text: text.replace(",cow,", ",number,", 1),
        lambda text: text.replace(",aliases,", ",other,", 1),
        lambda text: text.replace("770,", "seven,", 1),
        lambda text: text.splitlines()[0] + "\n",
        lambda text: "",
        lambda text: text.encode("utf-16"),
    ],
    ids=["short line", "long line", "no numbers", "no aliases", "number in words", "head alone", "empty", "encoding"],
)
def test_a_damaged_table_is_a_data_error_that_says_how_to_look(damaged, change):
    damaged(change)
    with pytest.raises(DataError, match=r"states\.csv.*`dyadlens data check`") as caught:
        _rows()
    assert "\n" not in str(caught.value)


def test_the_damaged_line_is_counted(damaged):
    damaged(lambda text: text + "XX\n")
    with pytest.raises(DataError, match=f"line {len(STATES) + 2} of "):
        _rows()
