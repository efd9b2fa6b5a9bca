"""`dyadlens data`: look at the curated tables, and enter cases written by hand."""

from __future__ import annotations

from typing import Annotated

import typer

from dyadlens.cli import app
from dyadlens.errors import BadParameter, DataError

data = typer.Typer(help="List, show, check and register the curated tables.", no_args_is_help=True)
app.add_typer(data, name="data")


@data.command("list")
def list_command() -> None:
    """List the tables: years, rows, and what each holds."""
    from dyadlens.data.catalog import tables

    width = max(len(name) for name in tables())
    for info in tables().values():
        years = "static" if info.dated_by == "static" else f"{info.first}-{info.last}"
        extract = "" if info.complete else " (extract)"
        typer.echo(f"{info.name:<{width}}  {years:<9}  {info.rows:>9,}  {info.title}{extract}")


@data.command("show")
def show_command(
    name: Annotated[str, typer.Argument(help="Name of the table.")],
    rows: Annotated[int, typer.Option(help="How many rows to print; 0 for all.", min=0)] = 10,
    csv: Annotated[bool, typer.Option("--csv", help="Print the rows as CSV and nothing else.")] = False,
) -> None:
    """Show what a table holds, where it comes from, and its first rows."""
    from dyadlens.data.catalog import read, table

    info = table(name)
    frame = read(name)
    shown = frame if rows == 0 else frame.head(rows)
    if csv:
        typer.echo(shown.to_csv(index=False, lineterminator="\n"), nl=False)
        return
    typer.echo(f"{info.name}: {info.title}\n\n{info.description}\n")
    for label, text in (
        ("file", info.path.name),
        ("rows", f"{info.rows:,}"),
        ("coverage", f"{info.first}-{info.last}, {info.states}"),
        ("absent row", info.absent_row_means.replace("_", " ")),
        ("published", f"{info.published_lag:g} years after the data"),
        ("licence", info.licence),
        ("cite", info.citation),
        *(("defect", text) for text in info.known_defects),
    ):
        typer.echo(f"{label + ':':<12}{text}")
    typer.echo("\ncolumns:")
    for field in info.fields:
        unit = f" [{field['unit']}]" if field.get("unit") else ""
        typer.echo(f"  {field['name']:<22}{field['type']:<9}{field['description']}{unit}")
    typer.echo(f"\n{shown.to_string(index=False, na_rep='')}")


@data.command("register")
def register_command(
    pair: Annotated[str, typer.Argument(help="The pair of a case under data/cases/, such as IND-RUS.")],
) -> None:
    """Check a case written by hand and enter it in the data package, with its schema and hash."""
    from dyadlens.lens import parse_pair
    from dyadlens.paths import data_directory
    from dyadlens.sources.cases.by_hand import case_problems
    from dyadlens.sources.raw import Raw
    from dyadlens.sources.runner import curate

    key = "-".join(parse_pair(pair))
    found = case_problems(key)
    for line in found:
        typer.echo(line, err=True)
    if found:
        raise DataError(f"the case {key} is not ready: {len(found)} things to fix; nothing was entered")
    folder = data_directory()
    curate(Raw(folder), folder, only=[f"cases/{key}"])
    typer.echo(f"entered cases/{key} in {folder / 'datapackage.json'}; run this again after each change")


@data.command("check")
def check_command(
    names: Annotated[list[str] | None, typer.Argument(help="Tables to check; all by default.")] = None,
) -> None:
    """Check hashes, columns, types and rules; name what is wrong."""
    from dyadlens.data.catalog import check_tables, tables

    found = check_tables(names or None)
    for line in found:
        typer.echo(line, err=True)
    count = len(names or tables())
    if found:
        raise DataError(f"{len(found)} things are wrong in {count} tables")
    if count == 0:
        raise BadParameter("the data package names no tables")
    typer.echo(f"{count} tables: hashes and schemas are as the data package says")
