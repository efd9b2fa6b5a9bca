"""`dyadlens panel` and `dyadlens rank`: all pairs at once."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from dyadlens.cli import app
from dyadlens.cli.options import Format, RowFormat, print_rows
from dyadlens.errors import BadParameter

panel = typer.Typer(help="All pairs, years and measures in one table.", no_args_is_help=True)
app.add_typer(panel, name="panel")
app.add_typer(panel, name="atlas", hidden=True)


class By(StrEnum):
    """Which shifts come first."""

    size = "size"
    rise = "rise"
    fall = "fall"


@panel.command("build")
def build_command(
    force: Annotated[bool, typer.Option("--force", help="Build it even if it is there.")] = False,
) -> None:
    """Build the table, unless the one for the present data is there."""
    from dyadlens.cli.terminal import counted
    from dyadlens.panel.store import build

    with counted("measures") as tell:
        folder = build(tell, force=force)
    typer.echo(str(folder))


@panel.command("query")
def query_command(
    sql: Annotated[str, typer.Argument(help="SQL; the table is called panel.")],
    format: RowFormat = Format.csv,
) -> None:
    """Run SQL over the table and print the rows."""
    from dyadlens.panel.query import query

    print_rows(query(sql), format)


@app.command("rank")
def rank_command(
    measure: Annotated[str, typer.Option(help="A measure of pairs.")],
    year: Annotated[int | None, typer.Option(help="The year to rank.")] = None,
    of: Annotated[
        str | None, typer.Option(help="List only pairs of this state; percentiles stay those among all.")
    ] = None,
    shift: Annotated[str | None, typer.Option(help="BASE:RECENT, for example 2008-2012:2018-2022.")] = None,
    by: Annotated[
        By | None, typer.Option(help="With --shift: the largest first, or rises, or falls; by default the largest.")
    ] = None,
    top: Annotated[int, typer.Option(help="How many rows; 0 for all.", min=0)] = 20,
    format: RowFormat = Format.csv,
) -> None:
    """Rank all pairs by a measure in a year, or by how far it moved between two spans of years."""
    if (year is None) == (shift is None):
        raise BadParameter("rank needs either --year or --shift, and not both")
    if by is not None and shift is None:
        raise BadParameter("--by orders shifts: it needs --shift")
    from dyadlens.data.catalog import table
    from dyadlens.measures.registry import describe
    from dyadlens.panel.rank import parse_shift, rank, rank_shifts

    if year is not None:
        rows = rank(measure, year, of=of)
    else:
        rows = rank_shifts(measure, parse_shift(shift or ""), of=of, by=(by or By.size).value)
    if not all(table(name).complete for name in describe(measure).tables):
        typer.echo(f"{measure}: only pairs that the shared tables hold are listed; ranks are among all", err=True)
    print_rows(rows if top == 0 else rows.head(top), format)
