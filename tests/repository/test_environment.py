"""The three lists of requirements agree: pyproject.toml, requirements.lock and environment.yml."""

from __future__ import annotations

import re
import runpy
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[2]
PYPROJECT = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
SCRIPT = runpy.run_path(str(ROOT / "scripts" / "write_environment.py"))
METRICS = runpy.run_path(str(ROOT / "scripts" / "metrics.py"))

DIRECT = [Requirement(line) for line in SCRIPT["requirements"](tomllib.loads(PYPROJECT)["project"])]
BUILD = [Requirement(line) for line in tomllib.loads(PYPROJECT)["build-system"]["requires"]]


def entries(lock: str) -> list[str]:
    """Split a lock file into entries: one pin each, with its hashes, without comments."""
    without_comments = re.sub(r"^\s*#.*$", "", lock, flags=re.MULTILINE)
    return [line.strip() for line in without_comments.replace("\\\n", " ").splitlines() if line.strip()]


def pins(lock: str) -> dict[str, list[Version]]:
    """Return the versions that a lock file allows for each package (several, if it depends on the Python)."""
    found: dict[str, list[Version]] = {}
    for entry in entries(lock):
        match = re.match(r"([A-Za-z0-9._-]+)==([^\s;]+)", entry)
        assert match, f"not a pin: {entry[:60]}"
        found.setdefault(canonicalize_name(match[1]), []).append(Version(match[2]))
    return found


def below_minimum(requirement: Requirement, lock: str) -> list[str]:
    """Return what is wrong with the pins of one requirement."""
    versions = pins(lock).get(canonicalize_name(requirement.name), [])
    if not versions:
        return [f"{requirement.name} is not pinned"]
    return [f"{requirement.name}=={v}" for v in versions if not requirement.specifier.contains(v)]


def without_hash(lock: str) -> list[str]:
    """Return the pins that carry no sha256."""
    return [e.split()[0] for e in entries(lock) if not re.search(r"--hash=sha256:[0-9a-f]{64}\b", e)]


def test_environment_file_is_the_one_the_script_writes():
    written = (ROOT / "environment.yml").read_text(encoding="utf-8")
    assert written == SCRIPT["environment"](PYPROJECT), "run `make environment`"


def test_environment_file_names_every_requirement_once_and_the_package_last():
    listed = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    from_pip = listed[-1]["pip"]
    assert from_pip[-1] == "-e ."
    assert len(listed[:-1]) - 2 + len(from_pip) - 1 == len(DIRECT)  # without python, pip and the package
    assert listed[0] == "python" + tomllib.loads(PYPROJECT)["project"]["requires-python"]


@pytest.mark.parametrize(
    ("requirement", "spelling"),
    [
        ("numpy>=2.1", "numpy>=2.1"),
        ("jupyter-server>=2.18", "jupyter_server>=2.18"),
        ("frictionless[parquet]>=5.18", None),
        ("tomli>=2; python_version < '3.11'", None),
    ],
)
def test_conda_spelling(requirement, spelling):
    assert SCRIPT["conda_spelling"](requirement) == spelling


@pytest.mark.parametrize("requirement", DIRECT + BUILD, ids=lambda r: r.name)
def test_direct_requirement_is_pinned_at_or_above_its_minimum(requirement):
    assert below_minimum(requirement, LOCK) == [], "run `make lock`"


def test_lock_was_made_from_these_requirements_and_no_others():
    name, direct = "", set()
    for line in LOCK.splitlines():
        if match := re.match(r"([A-Za-z0-9._-]+)==", line):
            name = canonicalize_name(match[1])
        elif "dyadlens (pyproject.toml)" in line:
            direct.add(name)
    assert direct == {canonicalize_name(r.name) for r in DIRECT}, "run `make lock`"


def test_every_requirement_is_imported_by_the_package_or_a_notebook():
    assert METRICS["unused"]() == [], "use it, or drop it from pyproject.toml"
    assert METRICS["NOT_IMPORTED"].keys() <= {canonicalize_name(requirement.name) for requirement in DIRECT}


def test_an_unused_requirement_is_seen():
    texts = [
        "import numpy as np\nfrom yaml import load\nFONT = files('font_source_sans_pro')",
        "if x:\n    import lxml.html",
    ]
    project = {"dependencies": ["numpy>=2", "PyYAML>=6", "font-source-sans-pro", "lxml", "jupyterlab", "requests>=2"]}
    assert METRICS["unused_requirements"](project, METRICS["imported"](texts, strings=True)) == ["requests"]


def test_every_library_that_the_package_imports_is_required():
    names = METRICS["imported"](path.read_text(encoding="utf-8") for path in METRICS["modules"]())
    provided = {module: set(map(canonicalize_name, by)) for module, by in packages_distributions().items()}
    required = {canonicalize_name(requirement.name) for requirement in DIRECT}
    strange = {name for name in names & provided.keys() - {"dyadlens"} if not provided[name] & required}
    assert strange == set(), "add it to pyproject.toml"


def test_every_pin_has_a_hash():
    assert without_hash(LOCK) == []


def test_lock_and_environment_name_no_address():
    text = LOCK + (ROOT / "environment.yml").read_text(encoding="utf-8")
    assert not re.search(r"://|--(extra-)?index-url|--find-links|--trusted-host| @ ", text)


def test_these_checks_see_a_fault():
    digest = "0" * 64
    good = f"numpy==2.4.6 ; python_full_version < '3.12' \\\n    --hash=sha256:{digest}\n    # via dyadlens\n"
    assert below_minimum(Requirement("numpy>=2.1"), good) == []
    assert without_hash(good) == []
    assert below_minimum(Requirement("numpy>=2.5"), good) == ["numpy==2.4.6"]
    assert below_minimum(Requirement("pandas>=3"), good) == ["pandas is not pinned"]
    assert without_hash(good + "rich==15.0.0\n") == ["rich==15.0.0"]
