"""Prose states no result: a number in it is a name, an example of a parameter, a threshold or a rule of thumb."""

import ast
import re
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
LAYERS = ("charts", "claims", "tables", "text")
MODULES = sorted(path for layer in LAYERS for path in (ROOT / "src" / "dyadlens" / layer).rglob("*.py"))

# What may hold a number in a notebook, and why. Anything else is a result, and comes from a call.
ALLOWED = (
    r'`"20\d\d-\d\d"`',  # an example of the parameter as_of
    r"\b(?:Intervals|intervals) are (?:90|ninety) percent unless\b",  # the level of all intervals
    r"\bES-11/\d\b",  # names of resolutions
    r"\b[Bb]elow twenty-five battle deaths\b|\bthe threshold of twenty-five deaths\b",  # the source's threshold
    r"\bthe same hundred questions\b",  # a manner of speaking
    r"\badopted resolutions to 2025\b",  # until when a source was collected
    r"\b[Bb]elow ten shared roll calls\b|\bdisputes within ten years\b",  # thresholds of measures
    r"\bfive to ten percent higher\b",  # rule of thumb for freight and insurance
    r"\bninety percent of ten thousand draws\b|\bnine in ten draws\b",  # how the bands are made
    r"\bpairs of seventeen states only\b",  # the focal states of the licence
)
TENS = "ten|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
TEENS = "eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
# Below ten a word counts things on the page; with a percent, a fraction or a multiple it is a result too.
COUNTS = rf"\b(?:{TENS}|{TEENS})(?:-\w+)?\b"
WORDS = rf"{COUNTS}|\b(?:hundred|thousand|million|billion)s?\b"
SHARES = r"\b[\w-]+ (?:percent|in (?:ten|five|four|three))\b|\b(?:two|three|four|five|ten) times\b|[½⅓⅔¼¾]"
NUMBER = re.compile(rf"\S*\d\S*|{SHARES}|{WORDS}")

# In code: a share, a count or a year in a text that a reader sees. Works cited stand in brackets or after a name.
IN_CODE = re.compile(rf"\b\d+(?:\.\d+)? ?(?:%|percent)|\b(?:19|20)\d\d\b|{COUNTS}")
CITED = re.compile(r"\([^()]*(?:19|20)\d\d[^()]*\)|[A-Z]\w+(?:,? (?:&|and) [A-Z]\w+)* (?:19|20)\d\d\b")
CODE_ALLOWED = (
    r"\bof about 2018 for all years\b",  # the edition of the map
    r"\bfrom 1993\b|\bfrom 1966\b|\b1966 to 1990\b",  # names of periods that a specification chooses
    r"\bten thousand draws\b",  # how the bands are made
    r"\b90% (?:band|interval|intervals|bounds|of the draws)\b",  # the level of all intervals
    r"\bfewer than ten years have a value\b",  # what a trend needs
    r'\bstyle="[^"]*"?|www\.w3\.org/\d+/',  # how a page looks
)


def _numbers(text):
    return NUMBER.findall(re.sub("|".join(ALLOWED), "", text))


def _in_code(source):
    """Return the texts of a module, docstrings left out, that hold a typed result."""
    tree = ast.parse(source)
    owners = (ast.Module, ast.ClassDef, ast.FunctionDef)
    docstrings = {id(n.body[0].value) for n in ast.walk(tree) if isinstance(n, owners) and ast.get_docstring(n)}
    texts = (n for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str))
    plain = [re.sub("|".join(CODE_ALLOWED), "", CITED.sub("", n.value)) for n in texts if id(n) not in docstrings]
    return [text for text in plain if " " in text and IN_CODE.search(text)]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_prose_holds_no_typed_number(path):
    prose = [cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "markdown"]
    assert prose
    assert {text[:60]: found for text in prose if (found := _numbers(text))} == {}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_sentences_made_by_code_hold_no_typed_result(path):
    assert _in_code(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('Agreement rose to 63% by 2018; set `as_of` to `"2018-05"`.', ["63%", "2018;"]),
        ("Intervals are 90 percent unless the table says otherwise, and 91 percent agree.", ["91"]),
        ("Sixty-three, or sixty-three percent of pairs.", ["sixty-three percent"]),
        ("seventeen of the twenty claims hold", ["seventeen", "twenty"]),
        ("Trade grew to 2025 million and 90 percent of pairs vote alike.", ["2025", "million", "90"]),
        ("About ½ of the draws, three times as many, one in four.", ["½", "three times", "one in four"]),
        ("Two states and three fields of evidence.", []),
    ],
)
def test_a_typed_result_is_seen(text, found):
    assert _numbers(text) == found


def test_a_typed_result_in_code_is_seen():
    source = '"""Of 2014."""\n\nNOTE = "The coding ends in 2014."\nCITED = "A split (Ang 2004), Head & Mayer 2014."\n'
    assert _in_code(source) == ["The coding ends in 2014."]
    assert _in_code('x = f"about 63% of {pairs}"') == ["about 63% of "]
