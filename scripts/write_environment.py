"""Write environment.yml, for those who use conda, from pyproject.toml.

pyproject.toml is the one place that names requirements; this turns each into conda's spelling. Packages that
conda-forge lacks, or has not in the shape needed here, go to the pip section; the package itself comes last.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]

CONDA_NAMES = {"jupyter-server": "jupyter_server", "playwright": "playwright-python"}
ONLY_PIP = {"font-source-sans-pro", "frictionless", "pyfixest", "scoringrules"}

HEADER = """\
# Written by `make environment` from pyproject.toml: change that file, not this one.
# The pinned way to install is `make setup`; this one takes the newest versions that conda-forge has.
"""


def requirements(project: dict[str, Any]) -> list[str]:
    """Return every requirement of the project and of its extras, sorted, each once."""
    extras = project.get("optional-dependencies", {}).values()
    return sorted({*project["dependencies"], *(line for extra in extras for line in extra)})


def conda_spelling(requirement: str) -> str | None:
    """Return the requirement as conda writes it, or None where only pip can provide it.

    An extra in brackets and an environment marker have no counterpart in conda, so they too are left to pip.
    """
    match = re.fullmatch(r"([A-Za-z0-9._-]+)\s*([<>=!~][^;\[]*)?", requirement)
    if match is None or match[1] in ONLY_PIP:
        return None
    return CONDA_NAMES.get(match[1], match[1]) + (match[2] or "").replace(" ", "")


def environment(pyproject: str) -> str:
    """Return the text of environment.yml for the text of a pyproject.toml."""
    project = tomllib.loads(pyproject)["project"]
    wanted = requirements(project)
    conda = [f"python{project['requires-python']}", "pip"]
    conda += sorted(name for name in map(conda_spelling, wanted) if name)
    pip = [line for line in wanted if conda_spelling(line) is None] + ["-e ."]
    lines = [f"name: {project['name']}", "channels:", "  - conda-forge", "dependencies:"]
    lines += [f"  - {name}" for name in conda] + ["  - pip:"] + [f"      - {name}" for name in pip]
    return HEADER + "\n".join(lines) + "\n"


if __name__ == "__main__":
    text = environment((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (ROOT / "environment.yml").write_text(text, encoding="utf-8")
