"""`dyadlens fetch`: bring raw source files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dyadlens.cli.options import path_option
from dyadlens.errors import SourceError


def register(app: typer.Typer) -> None:
    """Add the subcommand to the application."""
    app.command("fetch")(fetch_command)


def fetch_command(
    to: Annotated[Path, path_option("Folder of raw files; made if it is not there.")],
    only: Annotated[list[str] | None, typer.Option(help="A raw file or a folder of them; all by default.")] = None,
    mirror: Annotated[str | None, typer.Option(help="Address of a folder laid out like it, asked in place.")] = None,
    dry_run: Annotated[bool, typer.Option("--list", help="Say what would be fetched from where, and stop.")] = False,
) -> None:
    """Bring raw source files by DOI or address, each checked against its hash; what is cut off is taken up again."""
    from dyadlens.sources.fetch import check_mirror, choose
    from dyadlens.sources.manifest import write_manifest

    check_mirror(mirror)
    chosen = choose(only)
    if dry_run:
        for source in chosen:
            typer.echo(f"{source.file}  {source.address or f'by hand: {source.upstream}'}")
        return
    write_manifest(to)
    failed = _fetch_all(chosen, to, mirror)
    if failed:
        raise SourceError(f"{failed} of {len(chosen)} raw files could not be fetched")


def _fetch_all(chosen: list, to: Path, mirror: str | None) -> int:
    """Fetch one file after the other with a bar for each; one that fails does not stop the others."""
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    from dyadlens.sources.fetch import fetch

    failed = 0
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        for source in chosen:
            task = bars.add_task(source.file, total=None)
            try:
                state = fetch(
                    source,
                    to,
                    mirror=mirror,
                    progress=lambda have, whole, task=task: bars.update(task, completed=have, total=whole or None),
                )
                typer.echo(f"{state:<8} {source.file}")
            except SourceError as error:
                failed += 1
                typer.echo(f"failed   {error}", err=True)
            bars.remove_task(task)
    return failed
