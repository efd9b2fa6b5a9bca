"""Words that go with a figure: all sources of a combined measure, and the number of pairs behind a rank."""

import re

import pytest

from dyadlens import Lens, evidence
from dyadlens.data.catalog import table
from dyadlens.measures import describe
from dyadlens.panel.population import pairs_ranked
from dyadlens.show.captions import tables_behind
from dyadlens.show.contrasts import contrast
from dyadlens.show.figures import figure
from dyadlens.show.page import sources
from dyadlens.show.words import say

LENS = Lens("PAK-RUS", third_parties=[], start=2000, end=2020)


@pytest.fixture(scope="module")
def security():
    return evidence(LENS, "security")


@pytest.fixture(scope="module")
def history():
    return evidence(LENS, "history")


def test_a_combined_measure_credits_all_its_tables(security):
    rows = security.of("security_ties")
    assert set(tables_behind(rows)) == set(describe("security_ties").tables)
    line = figure(security, "security_ties").source
    assert all(table(name).credit in line for name in describe("security_ties").tables)


def test_a_measure_that_takes_one_table_a_year_credits_those_it_took(history):
    assert tables_behind(history.of("years_allied")) == ["alliances"]
    assert tables_behind(history.of("years_allied").iloc[:0]) == []


def test_the_number_of_pairs_stands_in_sentence_caption_alt_text_and_table(history):
    picture, counts = figure(history, "dispute_burden"), pairs_ranked("dispute_burden")
    last = int(history.of("dispute_burden").seen["year"].max())
    number = f"{counts[last]:,}"
    assert f"among {number} pairs with a value in {last} ({counts[2000]:,} in 2000)" in picture.source
    assert f"among {number} pairs with a value" in picture.alt
    assert f"among {number} pairs with a value that year" in str(say(history, "dispute_burden"))
    cells = picture.table.set_index("Year")["Pairs ranked"]
    assert cells[str(last)] == number and cells[str(last + 1)] == ""


def test_the_number_is_of_directed_pairs_where_directions_are_ranked_together():
    arms = evidence(LENS, "arms", "tiv")
    assert re.search(r"among [\d,]+ directed pairs with a value that year", str(say(arms, "tiv", "RUS", "PAK")))


def test_a_topic_that_ends_early_is_named_where_it_is_not_drawn():
    votes = evidence(Lens("PAK-RUS", third_parties=[]), "votes")
    picture = contrast(votes, ["agreement_me", "agreement_nu", "agreement_hr", "agreement_important"])
    last = votes.of("agreement_important").seen["year"].max()
    assert f"Not drawn, for want of a later year: Votes that the United States called important (to {last})" in (
        picture.source
    )
    whole = contrast(votes, ["agreement_me", "agreement_nu", "agreement_hr"])
    assert "Not drawn" not in whole.source


def test_the_table_of_a_case_is_a_source_of_its_own_pair_only(history):
    rows = evidence(LENS, "diplomacy", "contacts_fixed")
    assert "cases/PAK-RUS/contacts" in sources(rows).frame["Table"].tolist()
    assert not [n for n in sources(rows.assign(source="cases"), history).frame["Table"] if n.startswith("cases/")]
