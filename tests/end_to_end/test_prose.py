"""Prose of a notebook states no result: a number in it is a name, an example of a parameter, or a rule of thumb."""

import re
from pathlib import Path

import nbformat
import pytest

FOLDER = Path(__file__).resolve().parents[2] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))

# What may hold a digit, and why. Anything else is a result, and comes from a call.
ALLOWED = (
    r'`"20\d\d-\d\d"`',  # an example of the parameter as_of
    r"\bto 2025\b",  # until when a source was collected
    r"\b90 percent\b",  # the level of all intervals
    r"\bES-11/\d\b",  # names of resolutions
)


def _digits(text):
    return re.findall(r"\S*\d\S*", re.sub("|".join(ALLOWED), "", text))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_prose_holds_no_typed_number(path):
    prose = [cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "markdown"]
    assert prose
    assert {text[:60]: found for text in prose if (found := _digits(text))} == {}


def test_a_typed_result_is_seen():
    assert _digits('Agreement rose to 63% by 2018; set `as_of` to `"2018-05"`.') == ["63%", "2018;"]
    assert _digits("Intervals are 90 percent, and 91 percent agree.") == ["91"]
