"""What a person at a terminal is shown while a command works."""

import io
import os
import pty
import subprocess
import sys

import pytest

from dyadlens.cli import terminal
from dyadlens.measures.registry import DOMAINS

SHOWN = """
from dyadlens.cli.terminal import step_by_step
for name in step_by_step(["votes", "arms"]):
    print(name)
"""


def at_a_terminal(**environment):
    """Run the steps with a terminal for standard error; returns standard output and what the terminal got."""
    ours, theirs = pty.openpty()
    inherited = {k: v for k, v in os.environ.items() if k != "CI"} | {"TERM": "xterm", "COLUMNS": "80"}
    done = subprocess.run(
        [sys.executable, "-c", SHOWN], stdout=subprocess.PIPE, stderr=theirs, env=inherited | environment, check=True
    )
    os.close(theirs)
    got = b""
    try:
        while chunk := os.read(ours, 65536):
            got += chunk
    except OSError:  # how a terminal on Linux says that its other end is closed
        pass
    os.close(ours)
    return done.stdout.decode().split(), got.decode()


def test_steps_are_shown_at_a_terminal_and_taken_away_again():
    said, shown = at_a_terminal()
    assert said == ["votes", "arms"]
    assert all(text in shown for text in ("votes", "arms", "0/2", "1/2"))
    assert shown.rstrip().endswith("\x1b[2K")  # the last line is wiped


def test_nothing_is_shown_in_continuous_integration():
    assert at_a_terminal(CI="1") == (["votes", "arms"], "")


def test_nothing_is_shown_in_a_pipe(capsys):
    assert list(terminal.step_by_step(["votes", "arms"])) == ["votes", "arms"]
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("words", "steps"), [((), list(DOMAINS)), (("--domain", "arms"), []), (("--measure", "tiv"), [])]
)
def test_evidence_of_all_domains_goes_step_by_step(monkeypatch, words, steps):
    from typer.testing import CliRunner

    from dyadlens.cli.main import app
    from dyadlens.lens import Lens
    from dyadlens.panel.evidence import evidence

    one = evidence(Lens("PAK-RUS", start=2014, end=2014), "arms")
    asked = []
    monkeypatch.setattr("dyadlens.cli.terminal.step_by_step", lambda names: asked.extend(names) or iter(asked))
    module = sys.modules["dyadlens.panel.evidence"]  # the package has a function of that name
    monkeypatch.setattr(module, "evidence", lambda lens, domain=None, measure=None: one)
    done = CliRunner().invoke(app, ["evidence", "PAK-RUS", *words])
    assert done.exit_code == 0, done.output
    assert asked == steps
    assert len(io.StringIO(done.stdout).readlines()) - 1 == len(one) * max(1, len(steps))
