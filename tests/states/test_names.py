"""Names of states as people and sources write them: accepted, or refused for a stated reason, and never another's."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dyadlens.data.catalog import read
from dyadlens.errors import UnknownName
from dyadlens.states.names import NameIndex, distinguishing, fold, other_names, words
from dyadlens.states.registry import all_states, find_state

STATES = read("states").set_index("state")
ALIASES = [(code, a) for code, row in STATES["aliases"].dropna().items() for a in row.split("; ")]
NAMES = {code: [s.name, *(a for owner, a in ALIASES if owner == code)] for code, s in all_states().items()}
SHARED = {"korea", "congo"}  # aliases that sources use for one state, and people for either of two
FAMILIES = "CHN DEU KOR PRK VNM RVN YEM YMD SDN SSD COD COG GIN IRL CYP SRB WSM"
DIRECTIONS = ("North", "South", "East", "West")


def listed(file):
    """Read a file of names: what is said of them, a semicolon, and the names parted by bars."""
    lines = (Path(__file__).parent / file).read_text(encoding="utf-8").splitlines()[1:]
    return [(head, names.split("|")) for head, _, names in (line.partition(";") for line in lines)]


OFFICIAL, REFUSED, CORNER = (listed(f"{name}.csv") for name in ("official_names", "refused_names", "corner_cases"))


def refusal(text):
    with pytest.raises(UnknownName) as caught:
        find_state(text)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def found(text):
    try:
        return find_state(text).code
    except UnknownName:
        return ""


# --- what is accepted


@pytest.mark.parametrize(("code", "names"), OFFICIAL)
def test_names_of_iso_un_world_bank_imf_fao_cow_gw_polity_and_v_dem(code, names):
    assert {name: found(name) for name in names} == dict.fromkeys(names, code)


def test_there_is_an_official_name_of_every_state():
    assert {code for code, _ in OFFICIAL} == set(STATES.index)
    assert sum(len(names) for _, names in OFFICIAL) > 900


@pytest.mark.parametrize("code", NAMES)
def test_every_name_and_alias_leads_to_its_state(code):
    assert {found(name) for name in NAMES[code] if fold(name) not in SHARED} == {code}


@pytest.mark.parametrize(("code", "names"), OFFICIAL[::2])
def test_case_accents_blanks_and_articles_do_not_matter(code, names):
    plain = str.maketrans("çéíôãüÜİÉ", "ceioauUIE")
    for name in names:
        written = (name.upper(), name.casefold(), f" \u00a0{name}\u200b\t", f"the {name}", name.translate(plain))
        assert {found(text) for text in written} == {code}


@given(st.sampled_from(OFFICIAL), st.lists(st.sampled_from(["", " ", "\u00a0", "\u200b"]), min_size=60, max_size=60))
def test_blanks_of_any_kind_and_number_do_not_matter(official, blanks):
    code, names = official
    assert found("".join(c + blanks[i] if c == " " else c for i, c in enumerate(names[-1]))) == code


# --- what is refused


@pytest.mark.parametrize(("said", "names"), REFUSED)
def test_what_two_states_share_or_is_none_is_refused_with_the_reason(said, names):
    assert [name for name in names if said not in refusal(name)] == []


@pytest.mark.parametrize(("code", "names"), CORNER)
def test_corner_cases_of_the_countrycode_project_are_never_wrong(code, names):
    """Facts of its tests; a state that is none there may only be refused, any other may be refused too."""
    assert [name for name in names if found(name) not in {"", code}] == []


@pytest.mark.parametrize("other", [o for o in other_names() if o.kind != "shared"], ids=lambda other: other.title)
def test_no_name_of_a_territory_leads_to_a_state(other):
    assert {found(name) for name in other.names} == {""}
    assert set(other.states) <= set(STATES.index)


def test_no_name_of_a_territory_hides_one_of_a_state():
    theirs = {fold(name) for other in other_names() for name in other.names}
    ours = {fold(name) for name in (*STATES.index, *STATES["name"], *(a for _, a in ALIASES))}
    assert theirs & ours <= SHARED


@pytest.mark.parametrize("word", [*DIRECTIONS, "New", "Democratic Republic of", "People's Republic of", "Kingdom of"])
@pytest.mark.parametrize("code", FAMILIES.split())
def test_of_a_state_with_a_namesake_no_word_is_dropped(code, word):
    name = f"{word} {all_states()[code].name}"
    assert not (other := found(name)) or set(words(name)) in [set(words(known)) for known in NAMES[other]]


# --- suggestions


@pytest.mark.parametrize(
    ("wrong", "meant"),
    [
        ("Paksitan", "'Pakistan'"),
        ("Rusia", "'Russia'"),
        ("PAKI", "'PAK'"),
        ("RSU", "'RUS'"),
        ("PKA", "'PAK'"),
        ("PK", "'PAK' or 'PRK'"),
        ("Noth Korea", "'North Korea'"),
        ("North Vietnm", "'North Vietnam'"),
        ("Untied States", "'United States'"),
        ("Nigera", "'Niger' or 'Nigeria'"),
        ("Burkina Fasso", "'Burkina Faso'"),
    ],
)
def test_a_near_miss_is_told_the_nearest_name(wrong, meant):
    assert f"; did you mean {meant}?" in refusal(wrong)


@pytest.mark.parametrize("word", [*DIRECTIONS, "Republic of", "Democratic Republic of"])
def test_no_suggestion_differs_by_a_word_that_tells_states_apart(word):
    for state in all_states().values():
        name = f"{word} {state.name[:-1]}"
        if not found(name) and (hint := refusal(name).partition("did you mean '")[2]):
            assert distinguishing(hint.partition("'")[0]) == distinguishing(name), hint


@pytest.mark.parametrize(
    "name", ["Libyan Federal Republic", "Honk Kong", "North Ghana", "Dem. Rep. of Somal", "xyz" * 100]
)
def test_what_is_near_nothing_gets_no_suggestion(name):
    assert "did you mean" not in refusal(name) and len(refusal(name)) < 200


# --- the parts


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Côte d’Ivoire", "cote d ivoire"),
        ("  São Tomé & Príncipe ", "sao tome and principe"),
        ("St. Lucia", "saint lucia"),
        ("ST KITTS AND NEVIS", "saint kitts and nevis"),
        ("Dıyarbakır", "diyarbakir"),
        ("Ｐａｋｉｓｔａｎ", "pakistan"),
        ("Pak\u00adis\u200btan", "pakistan"),
        ("Estonia", "estonia"),
        ("", ""),
        ("---", ""),
    ],
)
def test_fold(written, folded):
    assert fold(written) == folded


@pytest.mark.parametrize(
    ("name", "spelled"),
    [
        ("Korea, D.P.R.", "korea democratic people republic"),
        ("The Rep. of N. Macedonia", "republic north macedonia"),
        ("U. S. A.", "usa"),
        ("Micronesia (Fed. Sts. of)", "micronesia federal state"),
        ("Lao People's Dem. Rep.", "lao people democratic republic"),
        ("Marshall Is.", "marshall islands"),
        ("of the", ""),
    ],
)
def test_words_are_spelled_out_without_articles(name, spelled):
    assert " ".join(words(name)) == spelled


def test_names_that_share_a_word_are_a_family_and_nothing_is_dropped():
    index = NameIndex(
        {"AAA": ["Aland", "Republic of Aland"], "BBB": ["Kingdom of Aland", "East Aland"], "CCC": ["Bland"]}
    )
    assert index.find("Aland, Kingdom of") == ("BBB",)
    assert index.find("State of Aland") == ("AAA", "BBB")
    assert index.find("Bland, State of") == ("CCC",)
    assert index.find("West Bland") == index.find("Bland of Aland") == index.find("") == ()


@given(st.text(max_size=40))
def test_folding_twice_is_folding_once_and_leaves_plain_letters_digits_and_single_blanks(text):
    folded = fold(text)
    assert fold(folded) == folded == " ".join(folded.split())
    assert set(folded) <= set("abcdefghijklmnopqrstuvwxyz0123456789 ")


@given(st.text(alphabet=st.characters(max_codepoint=0x24F), max_size=40))
def test_case_does_not_matter_to_folding(text):
    assert fold(fold(text).upper()) == fold(text)


@given(st.text(max_size=40))
def test_any_text_is_a_state_or_refused_in_one_line(text):
    assert found(text) in {"", *STATES.index}
