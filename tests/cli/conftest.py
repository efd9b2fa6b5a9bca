"""The command, run as a person runs it, but in the process of the tests where that makes no difference."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from dyadlens.cli import main

COMMAND = Path(sys.executable).parent / "dyadlens"


@pytest.fixture
def installed(tmp_path):
    """Run the installed command in an empty folder, with other variables in its environment; returns what it did."""
    here = tmp_path / "here"
    here.mkdir()

    def run(*arguments, **environment):
        return subprocess.run(
            [COMMAND, *map(str, arguments)],
            capture_output=True,
            text=True,
            encoding="utf-8",
            cwd=here,
            env={**os.environ, "COLUMNS": "200", **environment},
            timeout=600,
            check=False,
        )

    yield run
    assert list(here.iterdir()) == [], "a command writes nothing where it is run"


@pytest.fixture
def dyadlens(installed, tmp_path, monkeypatch, capsys):
    """Run the command in an empty folder; in a process of its own only with other variables in its environment."""
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.setenv("COLUMNS", "200")

    def run(*arguments, **environment):
        if environment:
            return installed(*arguments, **environment)
        monkeypatch.setattr(sys, "argv", ["dyadlens", *map(str, arguments)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main.run()
        return subprocess.CompletedProcess(arguments, ended.value.code, *capsys.readouterr())

    return run


@pytest.fixture
def refused(dyadlens):
    """Run the command with bad input; returns the one line that it says."""

    def run(*arguments, code=2, **environment):
        done = dyadlens(*arguments, **environment)
        assert done.stdout == ""
        assert "Traceback" not in done.stderr
        lines = done.stderr.splitlines()
        assert len(lines) == 1, done.stderr
        assert lines[0].startswith("dyadlens: ")
        assert done.returncode == code
        return lines[0]

    return run
