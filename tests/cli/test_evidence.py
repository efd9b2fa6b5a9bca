import csv
import io
import json
import math

import pytest

from dyadlens.lens import Lens
from dyadlens.panel.evidence import evidence

COLUMNS = ["domain", "measure", "a", "b", "year", "value", "low", "high", "status", "percentile", "ranked", "window"]
COLUMNS += ["source"]
NUMBERS = ("value", "low", "high", "percentile")
CHOICES = [
    ((), {}, {}),
    (("--domain", "arms"), {"domain": "arms"}, {}),
    (("--measure", "kappa", "--from", "2010", "--to", "2015"), {"measure": "kappa"}, {"start": 2010, "end": 2015}),
    (
        ("--measure", "tiv_ratio", "--third", "IND,China", "--as-of", "2018-05"),
        {"measure": "tiv_ratio"},
        {"third_parties": ["IND", "CHN"], "as_of": "2018-05"},
    ),
]


def _same(text, number, close):
    return math.isnan(number) if text in {"", None} else float(text) == pytest.approx(number, rel=1e-9, abs=close)


def _as_in_python(rows, expected):
    assert len(rows) == len(expected) > 0
    for row, (_, wanted) in zip(rows, expected.iterrows(), strict=True):
        assert list(row) == COLUMNS
        for name in COLUMNS:
            if name in NUMBERS:
                assert _same(row[name], wanted[name], 6e-4 if name == "percentile" else 1e-12), (name, row)
            else:
                assert str(row[name]) == str(wanted[name])


@pytest.mark.parametrize(("options", "what", "how"), CHOICES)
def test_csv_has_the_rows_of_the_python_call(dyadlens, options, what, how):
    done = dyadlens("evidence", "PAK-RUS", *options)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[0] == ",".join(COLUMNS)
    _as_in_python(list(csv.DictReader(io.StringIO(done.stdout))), evidence(Lens("PAK-RUS", **how), **what))


def test_json_has_the_rows_of_the_python_call(dyadlens):
    done = dyadlens("evidence", "Pakistan-Russia", "--domain", "arms", "--format", "json")
    assert (done.returncode, done.stderr) == (0, "")
    _as_in_python(json.loads(done.stdout), evidence(Lens("PAK-RUS"), "arms"))


def test_spellings_of_a_pair_give_the_same(dyadlens):
    said = {
        dyadlens("evidence", pair, "--measure", "tiv").stdout for pair in ("PAK-RUS", "Pakistan and Russia", "770-365")
    }
    assert len(said) == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("PAK",), "PAK"),
        (("PAK-PAK",), "one state twice"),
        (("PAK-XYZ",), "XYZ"),
        (("PAK-RUS", "--domain", "vots"), "did you mean 'votes'"),
        (("PAK-RUS", "--measure", "agrement"), "did you mean 'agreement'"),
        (("PAK-RUS", "--domain", "arms", "--measure", "agreement"), "belongs to the domain votes"),
        (("PK-RU",), "did you mean 'PAK' or 'PRK'"),
        (("PAK-RUS", "--as-of", "2099"), "is not a date from 1946 to"),
        (("PAK-RUS", "--from", "2020", "--to", "1990"), "empty span"),
        (("PAK-RUS", "--from", "1066"), "1066"),
        (("PAK-RUS", "--as-of", "last May"), "last May"),
        (("PAK-RUS", "--as-of", "2018-13"), "2018-13"),
        (("PAK-RUS", "--third", "PAK"), "PAK"),
        (("PAK-RUS", "--format", "xml"), "'--format': 'xml' is not one of 'csv', 'json' (see"),
        (("DDR-PAK", "--from", "2000"), "DDR"),
    ],
)
def test_bad_input_is_one_line(refused, words, said):
    assert said in refused("evidence", *words)
