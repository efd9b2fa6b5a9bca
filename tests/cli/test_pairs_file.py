"""A file of pairs: every mark between two states is read, all bad lines are named, a pair is one report."""

import re

import pytest

from dyadlens.cli.report import read_pairs
from dyadlens.errors import BadParameter
from dyadlens.report.plan import folder_name


@pytest.fixture
def pairs_of(tmp_path):
    """Return a function that writes a pairs file and reads it."""

    def read(text, *pairs):
        file = tmp_path / "pairs.txt"
        file.write_text(text, encoding="utf-8", newline="")
        return [one["pair"] for one in read_pairs([*pairs], file, {})]

    return read


def test_any_mark_between_two_states_and_any_end_of_a_line(pairs_of):
    text = "\ufeffPAK,RUS\r\nIND\tCHN # x\nUSA;GBR\rFRA\u2011DEU\n\u00a0KOR\u2212PRK\u00a0\n\nBRA \u2013 ARG\n"
    assert pairs_of(text) == ["PAK-RUS", "IND-CHN", "USA-GBR", "FRA-DEU", "KOR-PRK", "BRA-ARG"]
    assert pairs_of('"AND","ESP"\nKorea, South; Korea, North\n') == ["AND-ESP", "KOR-PRK"]


def test_a_pair_named_twice_either_way_is_one_report_in_its_first_spelling(pairs_of):
    assert pairs_of("RUS-PAK\nIndia-China\n365,770\nCHN-IND\n", "PAK-RUS") == ["PAK-RUS", "IND-CHN"]
    assert pairs_of("RUS-PAK\nPAK-RUS\n") == ["RUS-PAK"]


def test_all_bad_lines_are_named_at_once_with_their_reasons(pairs_of):
    with pytest.raises(BadParameter, match=r"^not every line of .*pairs\.txt is a pair: ") as caught:
        pairs_of("\ufeffa,b\r\nPAK,RUS\r\nYUG;SRB # never\r\nHong Kong\tUSA\r\n\r\nPaksitan-RUS\r\nPAK RUS")
    said = str(caught.value)
    assert re.findall(r"line (\d+)", said) == ["1", "3", "4", "6", "7"] and "\n" not in said
    for part in (
        "line 1 'a,b': unknown state 'a'",
        "line 3 'YUG;SRB': the two never existed on the same day: Yugoslavia (YUG) existed 1944-10-20 to 2006-06-04;",
        "line 4 'Hong Kong\\tUSA': 'Hong Kong' is no state here: it is a territory of China (CHN)",
        "line 6 'Paksitan-RUS': unknown state 'Paksitan'; did you mean 'Pakistan'?",
        "line 7 'PAK RUS': is not two states; write it like PAK-RUS or Pakistan-Russia",
    ):
        assert part in said


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("2018", "2018"),
        ("２０１８", "2018"),
        ("2018-12", "2018"),
        ("2018-12-31", "2018"),
        ("2018-05", "2018-05"),
        ("2018-05-31", "2018-05"),
        ("２０１８-０５-０７", "2018-05-07"),
    ],
)
def test_spellings_of_one_day_have_one_folder(written, name):
    (parameters,) = read_pairs(["PAK-RUS"], None, {"as_of": written})
    assert folder_name(parameters) == f"PAK-RUS@{name}"
