"""Figures and tables in plain Python: words, not the insides of an object."""

from dyadlens import Lens, evidence, figure, head, methods, say

VOTES = evidence(Lens("PAK-RUS", third_parties=[], start=2014, end=2020), "votes", "agreement")


def test_a_printed_picture_says_itself():
    picture = figure(VOTES, "agreement")
    text = str(picture)
    assert all(part in text for part in (picture.title, picture.subtitle, picture.alt, picture.source))
    assert "<svg" not in text and "svg" not in repr(picture)
    assert repr(picture).startswith(f"<Picture: {picture.title}; 7 rows") and "\n" not in repr(picture)


def test_a_printed_table_shows_its_cells():
    table = methods("agreement")
    assert "Agreement in UN votes" in str(table) and table.caption in str(table)
    assert repr(table) == "<Table: Measures on this page; 1 rows in .frame>"


def test_a_printed_head_gives_question_and_answer():
    lens = Lens("PAK-RUS", third_parties=[], start=2014, end=2020)
    opening = head(lens, "Votes", "Do they agree?", say(VOTES, "agreement"), VOTES)
    assert str(opening).splitlines()[1] == "Do they agree?"
    assert str(say(VOTES, "agreement")) in repr(opening) == str(opening)
