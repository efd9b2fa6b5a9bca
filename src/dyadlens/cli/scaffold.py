"""Lay out the files of something new from templates: all of them or none, and never over a file that is there."""

from __future__ import annotations

import keyword
import re
from importlib.resources import files
from pathlib import Path
from string import Template

from dyadlens.errors import BadParameter, unknown_name
from dyadlens.lens import parse_pair
from dyadlens.measures import DOMAINS, registry
from dyadlens.paths import data_directory, project_root

DEFAULT_DOMAIN = DOMAINS[0]
CASE_PARTS = ("about", "claims", "contacts", "context_events")
_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")


def measure_files(name: str, domain: str = DEFAULT_DOMAIN) -> dict[Path, str]:
    """Return the files of a new measure: its code, what it says of itself, and its test."""
    if not _NAME.fullmatch(name) or keyword.iskeyword(name):
        raise BadParameter(f"name {name!r} is not small letters, digits and single underscores, such as vote_distance")
    if domain not in DOMAINS:
        raise unknown_name("domain", domain, DOMAINS)
    if name in registry():
        raise BadParameter(f"there is a measure {name!r} already, in the domain {registry()[name].domain}")
    root, home = project_root(), project_root() / "src" / "dyadlens" / "measures" / domain
    values = {"name": name, "domain": domain}
    return {
        home / f"{name}.py": _filled("measure.py.tmpl", values),
        home / f"{name}.yml": _filled("measure.yml.tmpl", values),
        root / "tests" / "measures" / f"test_{name}.py": _filled("test_measure.py.tmpl", values),
    }


def case_files(pair: str) -> dict[Path, str]:
    """Return the files of a new case: claims, contacts, events, what they cover, and a test."""
    a, b = parse_pair(pair)
    folder = data_directory() / "cases"
    there = [key for key in (f"{a}-{b}", f"{b}-{a}") if (folder / key).exists()]
    if there:
        raise BadParameter(f"there is a case {there[0]} already, in {folder / there[0]}")
    values = {"a": a, "b": b, "pair": f"{a}-{b}"}
    out = {folder / f"{a}-{b}" / f"{p}.csv": _filled(f"case/{p}.csv.tmpl", values) for p in CASE_PARTS}
    test = project_root() / "tests" / "cases" / f"test_{a.lower()}_{b.lower()}.py"
    return {**out, test: _filled("test_case.py.tmpl", values)}


def _filled(template: str, values: dict[str, str]) -> str:
    return Template(files("dyadlens").joinpath("templates", template).read_text(encoding="utf-8")).substitute(values)


def lay_out(contents: dict[Path, str]) -> list[Path]:
    """Write files that are not there yet; all of them, or none if one cannot be written."""
    there = [path for path in contents if path.exists()]
    if there:
        raise BadParameter(f"{there[0]} is there already: nothing was written")
    written: list[Path] = []
    folders: list[Path] = []
    try:
        for path, text in contents.items():
            for folder in reversed([p for p in path.parents if not p.exists()]):
                folder.mkdir()
                folders.append(folder)
            with path.open("x", encoding="utf-8") as stream:  # "x": not over a file that came in between
                written.append(path)
                stream.write(text)
    except OSError as error:
        for done in reversed(written):
            done.unlink(missing_ok=True)
        for folder in reversed(folders):
            folder.rmdir()
        raise BadParameter(f"cannot write {path}: {error.strerror}; nothing was written") from None
    return written
