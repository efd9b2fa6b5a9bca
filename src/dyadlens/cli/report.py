"""`dyadlens report`: notebooks over pairs, published as pages."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dyadlens import __version__
from dyadlens.cli import app
from dyadlens.cli.options import AsOf, End, Start, ThirdParties, lens_options, path_option
from dyadlens.cli.terminal import watched
from dyadlens.errors import BadParameter, shown
from dyadlens.paths import data_directory, project_root

if TYPE_CHECKING:
    from dyadlens.report.plan import Task
    from dyadlens.report.progress import Lines
    from dyadlens.report.run import Outcome

DEFAULT_PAIR = "PAK-RUS"
INTERRUPTED = 130


@app.command("report")
def report_command(
    *,
    pair: Annotated[list[str] | None, typer.Option(help="A pair such as PAK-RUS; may be repeated.")] = None,
    pairs: Annotated[Path | None, path_option("A file with one pair a line; # begins a comment.")] = None,
    notebook: Annotated[list[str] | None, typer.Option(help="A notebook's name; may be repeated.")] = None,
    third: ThirdParties = None,
    start: Start = None,
    end: End = None,
    as_of: AsOf = None,
    out: Annotated[Path | None, path_option("Where the pages go; reports/ if left out.")] = None,
    notebooks: Annotated[Path | None, path_option("Folder of notebooks; notebooks/ if left out.")] = None,
    workers: Annotated[int | None, typer.Option(help="Notebooks at once; one for each core if left out.")] = None,
    time_limit: Annotated[float, typer.Option(help="Seconds for each notebook.")] = 600.0,
    memory_limit: Annotated[float, typer.Option(help="Gigabytes for each notebook.")] = 4.0,
    force: Annotated[bool, typer.Option("--force", help="Make pages again that are current.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object an event.")] = False,
) -> None:
    """Make HTML reports: one folder a pair, an index over all; what did not change is not run again."""
    # Loaded here, so that the other commands do not pay for it.
    from dyadlens.report.pool import Limits
    from dyadlens.report.progress import Bar, JsonLines, Lines
    from dyadlens.report.run import run_tasks

    for option, limit in (("--time-limit", time_limit), ("--memory-limit", memory_limit)):
        if not (math.isfinite(limit) and limit > 0):
            raise BadParameter(f"{option} {limit:g} is not a number of more than 0")
    out = out or project_root() / "reports"
    given = lens_options(third, start, end, as_of)
    folder = notebooks or project_root() / "notebooks"
    tasks = _plan(folder, notebook or [], read_pairs(pair or [], pairs, given), out)
    try:
        with (JsonLines if as_json else Bar if watched() else Lines)(len(tasks)) as watcher:
            limits = Limits(time_limit, memory_limit)
            outcomes = run_tasks(tasks, out, workers=workers, limits=limits, force=force, watcher=watcher)
    except KeyboardInterrupt:
        typer.echo("dyadlens: interrupted; the pages that were made stay, the next run makes the others", err=True)
        raise typer.Exit(INTERRUPTED) from None
    _sum_up(outcomes, watcher, out)


def read_pairs(pairs: list[str], file: Path | None, given: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the parameters of each pair that was asked for, checked; a pair named twice, either way, counts once."""
    found = [_checked(pair, given) for pair in pairs]
    bad = []
    for number, text in _lines(file) if file else ():
        try:
            found.append(_checked(text, given))
        except BadParameter as error:
            reason = str(error).removeprefix(f"pair {shown(text)}").lstrip(": ").partition(" (allowed:")[0]
            bad.append(f"line {number} {shown(text)}: {reason}")
    if bad:
        raise BadParameter(f"not every line of {file} is a pair: {'; '.join(bad)}")
    if file and not found:
        raise BadParameter(f"no pair in {file}: write one a line, such as PAK-RUS")
    found = found or [_checked(DEFAULT_PAIR, given)]
    first = {frozenset(one["pair"].split("-")): one for one in reversed(found)}
    return [one for one in found if first[frozenset(one["pair"].split("-"))] is one]


def _lines(file: Path) -> list[tuple[int, str]]:
    """Return the lines of a pairs file with their numbers, without comments and empty ones."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise BadParameter(f"there is no file {file} to read pairs from") from error
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not text in UTF-8"
        raise BadParameter(f"cannot read the pairs in {file}: {why}") from error
    # Not splitlines(): an editor counts no line at a form feed or a line separator within a text.
    lines = ((number, line.split("#")[0].strip()) for number, line in enumerate(text.split("\n"), start=1))
    return [(number, line) for number, line in lines if line]


def _checked(pair: str, given: dict[str, Any]) -> dict[str, Any]:
    """Check a pair with the other parameters, and write states by their codes and the day in one way."""
    from dyadlens.lens import Lens, parse_as_of

    values = {name: value for name, value in given.items() if value is not None}
    lens = Lens(pair=pair, **values)
    if "third_parties" in values:
        values["third_parties"] = list(lens.third_parties)
    if lens.as_of:
        # What means the same day has one folder: 2018, 2018-12 and 2018-12-31 all are 2018.
        year, month = (f"{lens.as_of:{form}}" for form in ("%Y", "%Y-%m"))
        values["as_of"] = next(t for t in (year, month, str(lens.as_of)) if parse_as_of(t) == lens.as_of)
    return {"pair": lens.key, **values}


def _plan(folder: Path, names: list[str], parameter_sets: list[dict[str, Any]], out: Path) -> list[Task]:
    """Choose the notebooks and cross them with the pairs."""
    from dyadlens.report.ledger import Ledger
    from dyadlens.report.notebook import choose_notebooks, notebooks_in
    from dyadlens.report.plan import plan, read_inputs

    known = notebooks_in(folder)
    if not known:
        raise BadParameter(f"no notebook in {folder} takes parameters: tag the cell that sets them `parameters`")
    inputs = read_inputs(data_directory(), project_root() / "requirements.lock", __version__)
    present = Ledger(out).present({n.name for n in known})
    return plan(choose_notebooks(known, names), parameter_sets, inputs, present=present)


def _sum_up(outcomes: list[Outcome], watcher: Lines, out: Path) -> None:
    """Print the summary; end with 1 if a page could not be made."""
    from dyadlens.report.progress import JsonLines

    count = {status: watcher.count[status] for status in ("made", "unchanged", "failed")}
    if isinstance(watcher, JsonLines):
        watcher.event("end", **count, index=str(out / "index.html"))
    else:
        for outcome in outcomes:
            if outcome.status == "failed":
                kept = f" (kept at {outcome.path})" if outcome.path else ""
                typer.echo(f"dyadlens: failed {outcome.task.label}, {outcome.message}{kept}", err=True)
        numbers = ", ".join(f"{number} {status}" for status, number in count.items() if number)
        typer.echo(f"{numbers}; index at {out / 'index.html'}")
    if count["failed"]:
        raise typer.Exit(1)
