"""Tables can be followed by ear, text from data is escaped, and nothing is left out."""

import re
from html.parser import HTMLParser

import pandas as pd
import pytest
from markupsafe import Markup

from dyadlens import Lens, case, details, evidence
from dyadlens.data.catalog import table, tables
from dyadlens.errors import UnknownName
from dyadlens.measures.registry import describe, registry
from dyadlens.tables.evidence import caveat_table, coverage_table, method_table, source_table
from dyadlens.tables.index import index_coverage_table, index_sensitivity_table, recipe_table
from dyadlens.tables.records import claim_table, deal_table, third_state_table
from dyadlens.tables.table import Table, html_table
from dyadlens.text.answer import Text

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


def test_table_escapes_caption_header_and_cells():
    tags = _is_harmless(html_table(pd.DataFrame({HOSTILE: [HOSTILE], "b": [HOSTILE]}), HOSTILE))
    assert tags.text.count(HOSTILE) == 4
    assert tags.all("div")[0]["aria-label"] == f"Table: {HOSTILE}"


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
    assert text.split() == ["c", "ab", "x"]


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


def test_a_table_shows_itself_in_a_terminal():
    shown = Table(pd.DataFrame({"a": ["x" * 99] * 40}), "Caption")
    assert repr(shown).startswith("Caption\n") and len(repr(shown).splitlines()) < 16
    assert len(str(shown).splitlines()) == 42


def test_cells_of_markup_stay_and_all_others_are_escaped():
    frame = pd.DataFrame({"a": pd.Series([Markup("<b>x</b>"), "<b>"], dtype=object)})
    assert "<b>x</b>" in html_table(frame, "c") and "&lt;b&gt;" in html_table(frame, "c")


def test_dollars_are_not_set_as_mathematics():
    assert "mathjax_ignore" in html_table(pd.DataFrame({"a": ["US$ 1 and US$ 2"]}), "c")


# --- on evidence ------------------------------------------------------------------------------------------------------
def test_years_are_counted_by_their_status():
    rows = evidence(Lens("PAK-RUS", start=2010, end=2024), "diplomacy")
    frame = coverage_table(rows, ["say_do_gap", "us_aid"]).frame
    gap = rows.of("say_do_gap")
    assert frame.loc[0, "Not covered"] == (gap["status"] == "not_covered").sum()
    assert frame.loc[0, ["Observed", "True zero", "Unknown", "Not covered"]].sum() == 15
    assert frame.loc[1, "Measure"].startswith("Aid from the United States")
    with pytest.raises(UnknownName, match="agrement"):
        coverage_table(rows, ["say_do_gap", "agrement"])


def test_methods_lists_each_measure_fully():
    names = list(registry())
    frame = method_table(*names).frame
    assert frame["Measure"].tolist() == [describe(n).label for n in names]
    for column in ("Unit", "A higher value means", "Interval", "From"):
        assert (frame[column].str.len() > 2).all()
    words = " ".join(frame.drop(columns="From").to_numpy().ravel())
    assert not re.search(r"[a-z0-9]+_[a-z0-9]+", words), re.findall(r"[a-z0-9]+_[a-z0-9_]+", words)


def test_sources_and_caveats_cover_each_table_that_is_read():
    rows = evidence("PAK-RUS")
    needed = {n for m in set(rows["measure"]) for n in describe(m).tables if not n.startswith("cases/")}
    shown = source_table(rows).frame
    assert set(shown["Table"]) == needed | {"cases/PAK-RUS/contacts"} >= set(rows.seen["source"])
    for row in shown.itertuples(index=False):
        info = table(row.Table)
        assert info.sha256.startswith(row[-1]) and len(row[-1]) == 12
        assert row.Licence == info.licence
    told = caveat_table(rows).frame
    assert set(told["Known defect"]) == {d for n in shown["Table"] for d in table(n).known_defects}
    assert {n for n in shown["Table"] if tables()[n].known_defects} == set(told["Table"])


def test_the_table_of_a_case_is_a_source_of_its_own_pair_only():
    contacts = evidence("PAK-RUS", measure="contacts_fixed")
    assert "cases/PAK-RUS/contacts" in source_table(contacts).frame["Table"].tolist()
    other = evidence("BTN-TUV", measure="contacts_fixed")
    assert not [name for name in source_table(other).frame["Table"] if name.startswith("cases/")]
    assert source_table("undl_votes").frame["Table"].tolist() == ["undl_votes"]


# --- records ----------------------------------------------------------------------------------------------------------
def test_claims_stand_in_a_table_and_their_absence_is_said():
    shown = claim_table(case("PAK-RUS"))
    assert len(shown.frame) > 5
    assert shown.frame["Claim"].is_unique
    assert not shown.frame.map(lambda cell: str(cell).strip() in {"", "nan"}).to_numpy().any()
    assert isinstance(claim_table(case("PLW-TUV")), Text)


def test_deals_are_written_for_reading():
    rows = details.deals("PAK-RUS")
    frame = deal_table(rows).frame
    assert set(frame["From"]) <= {"Russia", "Pakistan"}
    assert [a for a, b in zip(frame["From"], frame["To"], strict=True) if a == b] == []
    assert not re.search(r"\bnan\b|\bNone\b|<NA>|\.0\b", frame.to_csv(index=False))
    assert isinstance(deal_table(details.deals("PLW-TUV")), Text)
    without = deal_table(rows.assign(ordered=pd.NA, delivered=float("nan"))).frame
    assert set(without[["Number ordered", "Number delivered"]].to_numpy().ravel()) == {"unknown"}


def test_third_states_are_listed_with_both_sides():
    lens = Lens("PAK-RUS")
    frame = third_state_table(lens, details.third_states_between(lens)).frame
    assert frame["Third state"].iloc[0] == "India"
    assert {"To Pakistan", "To Russia", "Pulls", "Could press on Russia"} <= set(frame.columns)
    assert not frame.isin(["nan"]).any().any()


# --- indices ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("index", ["convergence", "caution"])
def test_the_recipe_is_listed_whole(index):
    from dyadlens.indices.definitions import indicators_of

    frame = recipe_table(index).frame
    assert len(frame) == len(indicators_of(index))
    assert (frame["Counts"] == "against").sum() == sum(one.direction < 0 for one in indicators_of(index))
    assert not frame["Measure"].str.contains("_").any()
    trade = frame[frame["Measure"].str.startswith("Trade dependence")]["Years of its sources"].tolist()
    assert trade == ["1946–2014", "2015–2020"]


def test_pairs_are_counted_for_the_years_of_the_lens():
    covered = pd.DataFrame({"year": [2009, 2010, 2014], "pairs": [1, 18000, 2], "votes": [1, 2, 3]})
    frame = index_coverage_table("convergence", covered, Lens("PAK-RUS", start=2010, end=2014)).frame
    assert frame["Year"].tolist() == ["2010", "2014"] and frame["Pairs with a value"].tolist() == ["18,000", "2"]
    assert frame.columns[2] == "UN votes"


def test_alternatives_stand_beside_the_index_as_it_is():
    found = pd.DataFrame(
        {
            "choice": ["domain left out", "normalisation"],
            "alternative": ["arms", "zscore"],
            "year": 2014,
            "value": [70.0, 58.0],
            "default": 60.0,
            "difference": [10.0, -2.0],
        }
    )
    shown = index_sensitivity_table("convergence", found)
    assert shown.frame["Made with"].iloc[0] == "Leaving out arms"
    assert shown.frame["Difference"].tolist() == ["10", "−2"] and shown.caption.endswith("as it is: 60")
    assert isinstance(index_sensitivity_table("caution", found.iloc[:0]), Text)
