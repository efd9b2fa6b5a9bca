"""Words that go with a figure: all sources of a combined measure, the number of pairs behind a rank, the gaps."""

from dataclasses import dataclass

import pytest

from dyadlens import Lens, evidence
from dyadlens.data.catalog import table
from dyadlens.data.evidence import Evidence
from dyadlens.measures.registry import describe
from dyadlens.text.captions import alternative, numbers, source_line, tables_behind
from dyadlens.text.sentences import summary_text

LENS = Lens("PAK-RUS", third_parties=[], start=2000, end=2020)


@dataclass
class Line:
    """One line of a figure."""

    label: str
    rows: Evidence


@pytest.fixture(scope="module")
def history():
    return evidence(LENS, "history")


def test_a_combined_measure_credits_all_its_tables():
    rows, what = evidence(LENS, "security", "security_ties"), describe("security_ties")
    assert set(tables_behind(rows)) == set(what.tables)
    assert all(table(name).credit in source_line([rows], what, False) for name in what.tables)


def test_a_measure_that_takes_one_table_a_year_credits_those_it_took(history):
    assert tables_behind(history.of("years_allied")) == ["alliances"]
    assert tables_behind(history.of("years_allied").iloc[:0]) == []


def test_the_number_of_pairs_stands_in_sentence_caption_alternative_and_table(history):
    rows, what = history.of("dispute_burden"), describe("dispute_burden")
    seen = rows.seen.sort_values("year")
    first, last = seen.iloc[0], seen.iloc[-1]
    number = f"{last['ranked']:,}"
    assert (
        f"among {number} pairs with a value in {last['year']} ({first['ranked']:,} in {first['year']})"
        in source_line([rows], what, True)
    )
    assert f"among {number} pairs with a value" in alternative([Line("a", rows)], what)
    assert f"among {number} pairs with a value" in str(summary_text(history, "dispute_burden"))
    cells = numbers([Line("a", rows)], what).set_index("Year")["Pairs ranked"]
    assert cells[str(last["year"])] == number and cells[str(last["year"] + 1)] == ""


def test_directed_pairs_and_windows_are_named():
    rows = evidence(LENS, "arms").of("import_share", "RUS", "PAK")
    line = source_line([rows], describe("import_share"), True)
    assert "directed pairs with a value" in line and "Each value pools 5 years" in line


def test_the_alternative_names_range_last_value_and_gaps(series):
    rows = series("agreement", ["out", 0.4, 0.8, None, 0.6], percentile=38)
    assert alternative([Line("a", rows), Line("Another", rows)], describe("agreement")) == (
        "Line chart of Agreement in UN votes (share of shared roll calls) for Pakistan and Russia, years 2000–2004. "
        "Values run from 40% in 2001 to 80% in 2002; the last is 60% in 2004. Last percentile among 18,145 pairs with "
        "a value: 38th. Behind it: Another. Without a value: 2000 and 2003."
    )
    assert numbers([Line("a", rows)], describe("agreement"))["a"].tolist() == [
        "not covered",
        "40%",
        "80%",
        "unknown",
        "60%",
    ]
