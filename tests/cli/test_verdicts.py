import csv
import io
import json

import pytest

from dyadlens import Lens
from dyadlens.claims.verdicts import verdicts
from dyadlens.show.verdict_words import lines


def words(pair, as_of=None):
    return {v.claim.id: v.word for v in verdicts(Lens(pair, as_of=as_of))}


def test_csv_has_the_verdicts_of_the_python_call(dyadlens):
    done = dyadlens("verdicts", "BTN-TUV", "--format", "csv")
    assert (done.returncode, done.stderr) == (0, "")
    assert {row["id"]: row["verdict"] for row in csv.DictReader(io.StringIO(done.stdout))} == words("BTN-TUV")


def test_json_carries_the_numbers_with_their_sources(dyadlens):
    done = dyadlens("verdicts", "Pakistan-Russia", "--as-of", "2018-05", "--format", "json")
    assert (done.returncode, done.stderr) == (0, "")
    rows = json.loads(done.stdout)
    assert {row["id"]: row["verdict"] for row in rows} == words("PAK-RUS", "2018-05")
    trade = next(row for row in rows if row["id"] == "V5a")
    judged = [n for n in trade["numbers"] if not n["beside"]]
    assert {(n["operator"], n["threshold"]) for n in judged} == {(">=", 375.0), ("<=", 625.0)}
    assert {(n["source"], n["years"]) for n in judged} == {("trade_dots_russia", "2014 2015 2016")}
    assert [part["status"] for part in trade["parts"]] == ["met"]


def test_the_table_is_read_line_by_line_and_says_that_claims_are_of_any_pair(dyadlens):
    done = dyadlens("verdicts", "BTN-CHN", "--third", "IND")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == lines(verdicts(Lens("BTN-CHN", third=["IND"])))
    assert "asked of any pair" in done.stdout
    assert "nan" not in done.stdout


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
    ],
)
def test_bad_input_is_one_line(refused, arguments, said):
    assert said in refused("verdicts", *arguments)
