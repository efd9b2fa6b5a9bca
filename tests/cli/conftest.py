"""The installed command, run as a person runs it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

COMMAND = Path(sys.executable).parent / "dyadlens"


@pytest.fixture
def dyadlens(tmp_path):
    """Run the command in an empty folder; returns the finished process."""
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
