"""`dyadlens atlas` and `dyadlens rank`: all pairs at once."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from dyadlens.cli.evidence import Format
from dyadlens.errors import BadParameter


class By(StrEnum):
    """Which shifts come first."""

    size = "size"
    rise = "rise"
    fall = "fall"


def register(app: typer.Typer) -> None:
    """Add the subcommands to the application."""
    group = typer.Typer(help="All pairs, years and measures in one table.", no_args_is_help=True)
    group.command("build")(build_command)
    group.command("query")(query_command)
    app.add_typer(group, name="atlas")
    app.command("rank")(rank_command)


def build_command(
    force: Annotated[bool, typer.Option("--force", help="Build it even if it is there.")] = False,
) -> None:
    """Build the table, unless the one for the present data is there."""
    from dyadlens.panel.build import build

    typer.echo(str(build(lambda name: typer.echo(f"built {name}", err=True), force=force)))


def _print(frame: object, format: Format) -> None:
    if format is Format.json:
        typer.echo(frame.to_json(orient="records", indent=1, double_precision=12))
    else:
        typer.echo(frame.to_csv(index=False, lineterminator="\n"), nl=False)


def query_command(
    sql: Annotated[str, typer.Argument(help="SQL; the table is called atlas.")],
    format: Annotated[Format, typer.Option(help="How to print the rows.")] = Format.csv,
) -> None:
    """Run SQL over the table and print the rows."""
    from dyadlens.panel.query import query

    _print(query(sql), format)


def rank_command(
    measure: Annotated[str, typer.Option(help="A measure that is computed for all pairs.")],
    year: Annotated[int | None, typer.Option(help="The year to rank.")] = None,
    of: Annotated[
        str | None, typer.Option(help="List only pairs of this state; percentiles stay those among all.")
    ] = None,
    shift: Annotated[str | None, typer.Option(help="BASE:RECENT, for example 2008-2012:2018-2022.")] = None,
    by: Annotated[By, typer.Option(help="With --shift: the largest moves first, or rises, or falls.")] = By.size,
    top: Annotated[int, typer.Option(help="How many rows; 0 for all.", min=0)] = 20,
    format: Annotated[Format, typer.Option(help="How to print the rows.")] = Format.csv,
) -> None:
    """Rank all pairs by a measure in a year, or by how far it moved between two spans of years."""
    from dyadlens.panel import rank as ranking
    from dyadlens.panel.population import is_extract

    if (year is None) == (shift is None):
        raise BadParameter("rank needs either --year or --shift, and not both")
    if shift is None:
        rows = ranking.rank(measure, year, of=of)
    else:
        rows = ranking.shift(measure, ranking.parse_shift(shift), of=of, by=by.value)
    if is_extract(measure):
        typer.echo(f"{measure}: only pairs that the shared tables hold are listed; ranks are among all", err=True)
    shown = rows if top == 0 else rows.head(top)
    # The atlas holds single precision: digits beyond it are noise.
    floats = shown.select_dtypes("float").columns
    _print(shown.assign(**shown[floats].map(lambda value: float(f"{value:.7g}"))), format)
