"""Text from data is escaped, tables can be followed by ear, pages tell of themselves."""

import re
from datetime import date
from html.parser import HTMLParser

import pandas as pd
import pytest

from dyadlens import Lens
from dyadlens.data.catalog import table, tables
from dyadlens.measures import DOMAINS, describe, evidence, measures_of
from dyadlens.show.page import PAGE_TYPE, Head, caveats, head, methods, sources
from dyadlens.show.picture import Picture
from dyadlens.show.records import claim_table, deal_table
from dyadlens.show.tables import Table, html_table
from dyadlens.show.words import Said

HOSTILE = """</p><script>alert("1")</script><img src=x onerror='alert(2)'> & "quoted" 'single'"""


class Tags(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.found, self.text = [], ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data

    def all(self, name):
        return [attrs for tag, attrs in self.found if tag == name]


def _is_harmless(html):
    tags = Tags(html)
    assert not tags.all("script")
    assert not [attrs for _, attrs in tags.found if any(key.startswith("on") for key in attrs)]
    assert not [attrs for attrs in tags.all("img") if not attrs["src"].startswith("data:")]
    return tags


def test_picture_escapes_its_words():
    picture = Picture(HOSTILE, HOSTILE, HOSTILE, HOSTILE, "<svg/>", "<svg></svg>", pd.DataFrame({HOSTILE: [HOSTILE]}))
    tags = _is_harmless(picture._repr_html_())
    assert [attrs["alt"] for attrs in tags.all("img")] == [HOSTILE]
    assert tags.text.count(HOSTILE) == 6  # title, subtitle, source, caption, header, cell


def test_svg_cannot_leave_its_attribute():
    picture = Picture("t", "s", "a", "c", '<svg a="\'><script>alert(1)</script>"/>', "<svg/>", pd.DataFrame({"a": [1]}))
    _is_harmless(picture._repr_html_())


def test_table_escapes_caption_header_and_cells():
    tags = _is_harmless(html_table(pd.DataFrame({HOSTILE: [HOSTILE], "b": [HOSTILE]}), HOSTILE))
    assert tags.text.count(HOSTILE) == 4
    assert tags.all("div")[0]["aria-label"] == f"Table: {HOSTILE}"


def test_said_and_head_escape_their_words():
    assert _is_harmless(Said(HOSTILE)._repr_html_()).text == HOSTILE
    shown = Head(Lens("PAK-RUS"), HOSTILE, HOSTILE, Said(HOSTILE), {}, [HOSTILE])._repr_html_()
    assert _is_harmless(shown).text.count(HOSTILE) == 2


def test_table_headers_have_their_scope():
    tags = Tags(html_table(pd.DataFrame({"year": [2018, 2019], "value": [0.7, None], "note": ["a", "b"]}), "Caption"))
    scopes = [attrs["scope"] for attrs in tags.all("th")]
    assert scopes == ["col"] * 3 + ["row"] * 2
    assert len(tags.all("td")) == 4
    assert len(tags.all("caption")) == 1
    assert tags.all("div")[0]["tabindex"] == "0"
    assert tags.all("div")[0]["role"] == "region"


@pytest.mark.parametrize("missing", [None, float("nan"), pd.NA, pd.NaT])
def test_a_missing_cell_is_empty(missing):
    text = Tags(html_table(pd.DataFrame({"a": ["x"], "b": pd.Series([missing], dtype=object)}), "c")).text
    assert text == "cabx"


def test_numbers_are_set_right_and_words_left():
    shown = html_table(pd.DataFrame({"name": ["a"], "count": [3], "share": ["−4.5%"], "text": ["4 of 5"]}), "c")
    aligned = re.findall(r"<td[^>]*text-align:(\w+)", shown)
    assert aligned == ["right", "right", "left"]


def test_a_table_of_many_columns_names_them_in_every_cell_for_a_phone():
    frame = pd.DataFrame({"a": ["x"], "b": ["y"], HOSTILE: [1], "d": ["z"]})
    wide, slim = Tags(Table(frame, "c")._repr_html_()), Tags(Table(frame[["a", "b"]], "c")._repr_html_())
    assert [attrs["data-head"] for attrs in wide.all("td")] == ["b", HOSTILE, "d"]
    assert "dl-stacked" in wide.all("div")[0]["class"]
    assert "dl-stacked" not in slim.all("div")[0]["class"]
    assert not any("data-head" in attrs for attrs in slim.all("td"))


def test_an_empty_table_is_a_table():
    tags = Tags(html_table(pd.DataFrame(columns=["a", "b"]), "c"))
    assert len(tags.all("th")) == 2
    assert not tags.all("td")


# --- page -------------------------------------------------------------------------------------------------------------
def test_head_tells_the_index_what_the_page_says():
    lens = Lens("PAK-RUS", start=2014, end=2014)
    rows = evidence(lens, "votes", "agreement")
    top = head(lens, "Votes", "Do they agree?", Said("They do."), rows, {"Agreement": "69%"})
    assert top.described() == {
        "title": "Pakistan and Russia: Votes",
        "about": "Pakistan and Russia",
        "headline": "They do.",
        "facts": {"Agreement": "69%"},
        "sources": [table("undl_votes").citation],
    }
    shown = Tags(top._repr_html_()).text
    for words in ("Pakistan and Russia", "2014 to 2014", "Do they agree?", "They do."):
        assert words in shown
    assert "as known on" not in shown


def test_head_names_the_as_of_date():
    lens = Lens("PAK-RUS", as_of=date(2018, 5, 7))
    shown = Head(lens, "a", "b", Said("c"), {}, [])._repr_html_()
    assert "as known on 7 May 2018" in shown


def test_head_shows_words_and_the_page_data(monkeypatch):
    import IPython.display

    shown = []
    monkeypatch.setattr(IPython.display, "display", lambda data, raw: shown.append(data))
    Head(Lens("PAK-RUS"), "a", "b", Said("c"), {}, [])._ipython_display_()
    assert [list(data) for data in shown] == [["text/html"], [PAGE_TYPE]]


def test_methods_lists_each_measure_fully():
    names = [m.name for domain in DOMAINS for m in measures_of(domain)]
    frame = methods(*names).frame
    assert frame["Measure"].tolist() == [describe(n).label for n in names]
    for column in ("Unit", "A higher value means", "Interval", "From"):
        assert (frame[column].str.len() > 2).all()
    words = " ".join(frame.drop(columns="From").to_numpy().ravel())
    assert not re.search(r"[a-z0-9]+_[a-z0-9]+", words), re.findall(r"[a-z0-9]+_[a-z0-9_]+", words)


def test_sources_and_caveats_cover_each_table_that_is_read():
    parts = [evidence(Lens("PAK-RUS"), domain) for domain in DOMAINS]
    needed = {n for rows in parts for m in set(rows["measure"]) for n in describe(m).tables}
    assert set(sources(*parts).frame["Table"]) == needed
    assert {n for rows in parts for n in rows["source"]} <= needed
    for row in sources(*parts).frame.itertuples(index=False):
        info = table(row.Table)
        assert info.sha256.startswith(row[-1])
        assert len(row[-1]) == 12
        assert row.Licence == info.licence
    told = caveats(*parts).frame
    assert set(told["Known defect"]) == {d for n in needed for d in table(n).known_defects}
    assert {n for n in needed if tables()[n].known_defects} == set(told["Table"])


# --- records ----------------------------------------------------------------------------------------------------------
def test_claims_stand_in_a_table_and_their_absence_is_said():
    from dyadlens import case

    shown = claim_table(case(Lens("PAK-RUS")))
    assert isinstance(shown, Table)
    assert len(shown.frame) > 5
    assert shown.frame["Claim"].is_unique
    assert not shown.frame.map(lambda cell: str(cell).strip() in {"", "nan"}).to_numpy().any()
    assert isinstance(claim_table(case(Lens("PLW-TUV"))), Said)


def test_deals_are_written_for_reading():
    from dyadlens import deals

    frame = deal_table(deals(Lens("PAK-RUS"))).frame
    assert set(frame["From"]) <= {"Russia", "Pakistan"}
    assert [a for a, b in zip(frame["From"], frame["To"], strict=True) if a == b] == []
    assert not re.search(r"\bnan\b|\bNone\b|<NA>|\.0\b", frame.to_csv(index=False))
    assert isinstance(deal_table(deals(Lens("PLW-TUV"))), Said)


def test_a_number_that_the_register_lacks_is_unknown():
    from dyadlens import deals

    rows = deals(Lens("PAK-RUS"))
    assert len(rows)
    rows = rows.assign(ordered=pd.NA, delivered=float("nan"))
    cells = deal_table(rows).frame[["Number ordered", "Number delivered"]].to_numpy().ravel()
    assert set(cells) == {"unknown"}
