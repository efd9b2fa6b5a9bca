import re
import subprocess
import sys

import pytest

from dyadlens import __version__
from dyadlens.cli.main import COMMAND_MODULES


def test_version(installed):
    done = installed("--version")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"dyadlens {__version__}\n", "")


@pytest.mark.parametrize("flag", ["--help", "-h"])
def test_help_names_every_command(installed, flag):
    done = installed(flag)
    assert done.returncode == 0
    for name in COMMAND_MODULES:
        assert re.search(rf"^\s*{name}\s+\w", done.stdout, re.MULTILINE), name
    assert done.stderr == ""


@pytest.mark.parametrize("words", [(), ("data",)])
def test_without_a_command_the_help_is_shown(dyadlens, words):
    done = dyadlens(*words)
    assert "Usage" in done.stdout
    assert "Traceback" not in done.stderr
    assert done.returncode in {0, 2}


@pytest.mark.parametrize(
    "words",
    [("curate",), ("data", "list"), ("data", "show"), ("data", "check"), ("evidence",), ("report",)],
    ids=" ".join,
)
def test_every_command_has_help_and_each_option_its_own(dyadlens, words):
    done = dyadlens(*words, "--help")
    assert done.returncode == 0
    options = re.findall(r"^\s+(?:-\w, )?(--[a-z-]+)(.*)$", done.stdout, re.MULTILINE)
    assert options
    for name, rest in options:
        assert re.search(r"[A-Za-z]{3,}", rest.replace("TEXT", "").replace("INTEGER", "")), name


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("reprot",), "reprot"),
        (("data", "shwo"), "shwo"),
        (("evidence",), "PAIR"),
        (("evidence", "PAK-RUS", "--nonsense"), "--nonsense"),
        (("data", "show", "states", "--rows", "-1"), "--rows"),
        (("data", "show", "states", "--rows", "many"), "--rows"),
    ],
)
def test_a_wrong_word_is_one_line(refused, words, said):
    assert said.casefold() in refused(*words).casefold()


def test_help_loads_neither_pandas_nor_plots():
    code = (
        "import sys, dyadlens.cli.main; print([m for m in ('pandas', 'matplotlib', 'papermill') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("name", ["panel", "atlas"])
def test_the_panel_answers_to_its_old_name_too(dyadlens, name):
    done = dyadlens(name, "query", "select 1 as x")
    assert (done.returncode, done.stdout) == (0, "x\n1\n")
