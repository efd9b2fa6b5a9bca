import csv
import io
import json

import pytest

from dyadlens import Lens
from dyadlens.claims.base_rates import base_rates
from dyadlens.claims.hindcast import hindcast, vintage_frame
from dyadlens.claims.matrix import matrix, matrix_frame
from dyadlens.claims.sensitivity import sensitivity_frame, threshold_sensitivity
from dyadlens.claims.tables import number_frame
from dyadlens.claims.verdicts import verdicts
from dyadlens.states import all_states
from dyadlens.text.verdict import lines, rate_line


def test_csv_has_the_verdicts_of_the_python_call(dyadlens):
    done = dyadlens("verdicts", "BTN-TUV", "--format", "csv")
    assert (done.returncode, done.stderr) == (0, "")
    assert {row["id"]: row["verdict"] for row in csv.DictReader(io.StringIO(done.stdout))} == {
        v.claim.id: v.word for v in verdicts(Lens("BTN-TUV"))
    }


def test_json_carries_the_numbers_with_their_sources(dyadlens):
    done = dyadlens("verdicts", "Bhutan-Tuvalu", "--as-of", "2018-05", "--format", "json")
    assert (done.returncode, done.stderr) == (0, "")
    rows = json.loads(done.stdout)
    found = verdicts(Lens("BTN-TUV", as_of="2018-05"))
    assert {row["id"]: row["verdict"] for row in rows} == {v.claim.id: v.word for v in found}
    numbers = number_frame(found, base_rates(Lens("BTN-TUV", as_of="2018-05")))
    assert [n["number"] for row in rows for n in row["numbers"]] == numbers["number"].tolist()
    quiet = next(n for row in rows if row["id"] == "G7" for n in row["numbers"] if n["parameter"] == "quiet_years")
    assert (quiet["operator"], quiet["threshold"], quiet["value"], quiet["source"]) == (
        ">=",
        25.0,
        2010.0 - max(all_states()[state].first for state in ("BTN", "TUV")) + 1,
        "disputes_gml",
    )
    assert [part["status"] for part in rows[-1]["parts"]] == [part.status for part in found[-1].parts]


def test_the_table_is_read_line_by_line_and_says_that_claims_are_of_any_pair(dyadlens):
    done = dyadlens("verdicts", "BTN-TUV")
    assert (done.returncode, done.stderr) == (0, "")
    lens = Lens("BTN-TUV")
    assert done.stdout.splitlines() == lines(verdicts(lens), base_rates(lens))
    assert "asked of any pair" in done.stdout
    assert "nan" not in done.stdout.split()


def test_notes_and_facts_beside_are_printed(dyadlens):
    found = {v.claim.id: v for v in verdicts(Lens("PAK-RUS"))}
    rates = {rate_line(r) for r in base_rates(Lens("PAK-RUS")) if r.id in {"V5b", "C3", "C5"}}
    notes = {part.note for v in found.values() for part in v.parts if part.note} | {
        note for v in found.values() for note in v.finding.notes
    }
    facts = {n.label for id in ("V2", "V6") for n in found[id].finding.beside}
    assert found["C4"].parts[1].note in notes  # where Russia exceeds the latest figure of the United States
    table = dyadlens("verdicts", "PAK-RUS").stdout
    rows = {row["id"]: row for row in json.loads(dyadlens("verdicts", "PAK-RUS", "--format", "json").stdout)}
    as_json = json.dumps(rows, ensure_ascii=False)
    assert len(facts) == 2 and len(rates) >= 5
    for text in notes | facts | rates:
        assert text in table
        assert text in as_json
    assert rows["C4"]["parts"][1]["note"] == found["C4"].parts[1].note
    assert [other["status"] for other in rows["V2"]["parts"][1]["elsewhere"]] == ["not met"]


@pytest.mark.parametrize(
    ("of", "expected"),
    [
        ("numbers", lambda lens: number_frame(verdicts(lens), base_rates(lens))),
        ("sensitivity", lambda lens: sensitivity_frame(threshold_sensitivity(lens))),
        ("matrix", lambda lens: matrix_frame(matrix(verdicts(lens)))),
        ("hindcast", lambda lens: vintage_frame(hindcast(lens, "2016"))),
    ],
)
def test_what_stands_behind_the_verdicts_is_printed_as_the_python_call_returns_it(dyadlens, of, expected):
    given = ("--as-of", "2016") if of == "hindcast" else ()
    done = dyadlens("verdicts", "BTN-TUV", "--of", of, *given)
    assert (done.returncode, done.stderr) == (0, "")
    rows = expected(Lens("BTN-TUV"))
    assert len(rows) >= 5
    assert done.stdout == rows.to_csv(index=False, lineterminator="\n")
    as_json = json.loads(dyadlens("verdicts", "BTN-TUV", "--of", of, *given, "--format", "json").stdout)
    assert [row["id"] for row in as_json] == rows["id"].tolist()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("PAK",), "PAK"),
        (("PAK-PAK",), "one state twice"),
        (("PAK-XYZ",), "XYZ"),
        (("PAK-RUS", "--as-of", "last May"), "last May"),
        (("PAK-RUS", "--third", "PAK"), "PAK"),
        (("PAK-RUS", "--to", "1066"), "1066"),
        (("PAK-RUS", "--format", "xml"), "xml"),
        (("PAK-RUS", "--of", "guesses"), "guesses"),
        (("PAK-RUS", "--of", "matrix", "--format", "table"), "csv or json"),
        (("PAK-RUS", "--of", "hindcast", "--to", "2015"), "no hindcast"),
        (("PAK-RUS", "--of", "hindcast", "--as-of", "May"), "May"),
    ],
)
def test_bad_input_is_one_line(refused, arguments, said):
    assert said in refused("verdicts", *arguments)
