"""What the project says of itself is the same in every place, and its hooks and licences are in order."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

import dyadlens

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
CITATION = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
HOOKS = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"]


def test_version_is_the_same_everywhere():
    assert CITATION["version"] == PROJECT["version"] == dyadlens.__version__


def test_citation_says_what_the_project_says():
    assert CITATION["cff-version"] == "1.2.0"
    assert CITATION["title"] == PROJECT["name"]
    assert CITATION["authors"] == PROJECT["authors"]
    assert CITATION["license"] == PROJECT["license"]
    assert CITATION["abstract"] == PROJECT["description"]
    assert CITATION["keywords"] == PROJECT["keywords"]


def test_licences_of_code_and_prose_are_there():
    code = (ROOT / "LICENSE").read_text(encoding="utf-8")
    prose = (ROOT / "LICENSE-PROSE").read_text(encoding="utf-8")
    assert code.startswith("BSD 3-Clause License")
    assert "AS IS" in code
    assert "https://creativecommons.org/licenses/by/4.0/legalcode" in prose
    assert "data/datapackage.json" in prose


def test_claims_are_prose_in_the_licence_and_in_the_data_package():
    prose = (ROOT / "LICENSE-PROSE").read_text(encoding="utf-8")
    assert "claims.csv" in prose
    package = json.loads((ROOT / "data" / "datapackage.json").read_text(encoding="utf-8"))
    licences = {r["path"]: r["dyadlens"]["licence"] for r in package["resources"] if r["path"].endswith("claims.csv")}
    assert {"cases/PAK-RUS/claims.csv", "cases/generic/claims.csv"} <= set(licences)
    assert all(licences[f"cases/{case}/claims.csv"].startswith("CC BY 4.0") for case in ("PAK-RUS", "generic"))


def test_hooks_are_valid_and_need_no_network():
    command = [sys.executable, "-m", "pre_commit", "validate-config", str(ROOT / ".pre-commit-config.yaml")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
    assert done.returncode == 0, done.stdout + done.stderr
    assert [repo["repo"] for repo in HOOKS] == ["local"]
    hooks = [hook for repo in HOOKS for hook in repo["hooks"]]
    assert {hook["language"] for hook in hooks} == {"system"}
    assert all(hook["entry"].startswith(".venv/bin/") for hook in hooks)
    assert {"ruff-check", "ruff-format", "nbstripout"} <= {hook["id"] for hook in hooks}


@pytest.mark.parametrize("script", [".ci/run", *(f"scripts/{p.name}" for p in (ROOT / "scripts").glob("*.sh"))])
def test_shell_scripts_can_be_read_by_their_shell(script):
    text = (ROOT / script).read_text(encoding="utf-8")
    shell = re.match(r"#!/(?:usr/bin/env |bin/)(\w+)\n", text)[1]
    done = subprocess.run([shell, "-n", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert re.search(r"^set -(eu|u|euo pipefail)$", text, flags=re.MULTILINE)


def test_ci_script_can_be_executed():
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
