"""Output that cannot be written: one line, an exit code that is not 0, and no traceback, whatever the command."""

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

COMMAND = Path(sys.executable).parent / "dyadlens"
EVERY_COMMAND = [
    "",
    "--version",
    "--help",
    "data",
    "data list",
    "data check states",
    "data show states --rows 0 --csv",
    "measures",
    "report --help",
]


def run(words, redirection, **environment):
    """Run the command with its output going where a shell's redirection sends it."""
    script = f"set -o pipefail; {shlex.quote(str(COMMAND))} {words} {redirection}"
    return subprocess.run(
        ["bash", "-c", script], capture_output=True, text=True, env=os.environ | environment, check=False
    )


@pytest.mark.parametrize("words", EVERY_COMMAND)
def test_a_full_disk_is_one_line(words):
    done = run(words, "> /dev/full")
    assert (done.returncode, done.stderr) == (1, "dyadlens: cannot write the output: No space left on device\n")


def test_a_closed_output_is_one_line():
    done = run("data list", ">&-")
    assert (done.returncode, done.stderr) == (1, "dyadlens: cannot write the output: standard output is closed\n")


@pytest.mark.parametrize("words", EVERY_COMMAND)
def test_a_reader_that_leaves_early_makes_no_noise(words):
    """As in `dyadlens evidence ... | head -1`."""
    done = run(words, "| head -1")
    assert done.stdout.count("\n") == 1
    assert done.stderr == ""


def test_an_encoding_that_lacks_a_letter_is_one_line():
    done = run("data show states --rows 0 --csv", "> /dev/null", PYTHONIOENCODING="latin-1")
    said = r"dyadlens: cannot print '\u2019' in the encoding of this terminal, latin-1: set PYTHONIOENCODING=utf-8"
    assert (done.returncode, done.stderr) == (1, f"{said}\n")


@pytest.mark.parametrize("redirection", ["2> /dev/full", "2>&-"])
def test_an_error_that_cannot_be_shown_is_still_an_error(redirection):
    done = run("report --pair PAK-XYZ", redirection)
    assert done.returncode != 0 and (done.stdout, done.stderr) == ("", "")
