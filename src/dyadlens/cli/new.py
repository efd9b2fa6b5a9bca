"""`dyadlens new`: lay out the files of a measure or a case from templates."""

from __future__ import annotations

import keyword
import re
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

from dyadlens.cli import app
from dyadlens.errors import BadParameter
from dyadlens.paths import data_directory, project_root

CASE_PARTS = ("about", "claims", "contacts", "context_events")
_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")

new = typer.Typer(
    help="Lay out the files of something new, with a test that says what to fill in.", no_args_is_help=True
)
app.add_typer(new, name="new")


@new.command("measure")
def measure_command(
    name: Annotated[str, typer.Argument(help="Its name: small letters and underscores, such as vote_distance.")],
    domain: Annotated[str, typer.Option(help="The domain it adds to, for example arms.")] = "votes",
) -> None:
    """Lay out a new measure: its code, its description, and a test that fails until both are filled in."""
    written = write_new_files(measure_files(name, domain))
    _tell(written)
    typer.echo(f"then fill in what the test names, and run: python -m pytest {_short(written[-1])}")


@new.command("case")
def case_command(
    pair: Annotated[str, typer.Argument(help="Two states: IND-RUS, India-Russia or 750-365.")],
) -> None:
    """Lay out the files of a case: claims, contacts, events, what they cover, and a test."""
    written = write_new_files(case_files(pair))
    _tell(written)
    typer.echo(f"then fill in every cell that says so, and run: dyadlens data register {written[0].parent.name}")


def measure_files(name: str, domain: str) -> dict[Path, str]:
    """Return the files of a new measure: code, description and test."""
    from dyadlens.measures.registry import registry

    if not _NAME.fullmatch(name) or keyword.iskeyword(name):
        raise BadParameter(f"name {name!r} is not small letters, digits and single underscores, such as vote_distance")
    registry().of(domain)
    if name in registry():
        raise BadParameter(f"there is a measure {name!r} already, in the domain {registry()[name].domain}")
    folder = project_root() / "src" / "dyadlens" / "measures" / domain
    test = project_root() / "tests" / "measures" / f"test_{name}.py"
    return {
        path: _filled(template, name=name, domain=domain)
        for path, template in (
            (folder / f"{name}.py", "measure.py.tmpl"),
            (folder / f"{name}.yml", "measure.yml.tmpl"),
            (test, "test_measure.py.tmpl"),
        )
    }


def case_files(pair: str) -> dict[Path, str]:
    """Return the files of a new case: claims, contacts, events, what they cover, and a test."""
    from dyadlens.lens import parse_pair

    a, b = parse_pair(pair)
    folder = data_directory() / "cases"
    there = [key for key in (f"{a}-{b}", f"{b}-{a}") if (folder / key).exists()]
    if there:
        raise BadParameter(f"there is a case {there[0]} already, in {folder / there[0]}")
    values = {"a": a, "b": b, "pair": f"{a}-{b}"}
    files = {folder / f"{a}-{b}" / f"{part}.csv": _filled(f"case/{part}.csv.tmpl", **values) for part in CASE_PARTS}
    test = project_root() / "tests" / "cases" / f"test_{a.lower()}_{b.lower()}.py"
    return {**files, test: _filled("test_case.py.tmpl", **values)}


def _filled(template: str, **values: str) -> str:
    from importlib.resources import files
    from string import Template

    return Template(files("dyadlens").joinpath("templates", template).read_text(encoding="utf-8")).substitute(values)


def write_new_files(contents: dict[Path, str]) -> list[Path]:
    """Write files that are not there yet; all of them, or none if one cannot be written."""
    there = [path for path in contents if path.exists()]
    if there:
        raise BadParameter(f"{there[0]} is there already: nothing was written")
    try:
        with ExitStack() as undo:
            for path, text in contents.items():
                for folder in reversed([p for p in path.parents if not p.exists()]):
                    folder.mkdir()
                    undo.callback(folder.rmdir)
                with path.open("x", encoding="utf-8") as stream:  # "x": not over a file that came in between
                    undo.callback(path.unlink, missing_ok=True)
                    stream.write(text)
            undo.pop_all()
    except OSError as error:
        raise BadParameter(f"cannot write {path}: {error.strerror}; nothing was written") from None
    return list(contents)


def _tell(written: list[Path]) -> None:
    for path in written:
        typer.echo(f"wrote {_short(path)}")


def _short(path: Path) -> str:
    root = project_root()
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)
