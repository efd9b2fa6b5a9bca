"""`dyadlens fetch`: bring raw source files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dyadlens.cli import app
from dyadlens.cli.options import path_option
from dyadlens.errors import SourceError

if TYPE_CHECKING:
    from rich.progress import Progress

    from dyadlens.sources.fetch import Source


@app.command("fetch")
def fetch_command(
    to: Annotated[Path, path_option("Folder of raw files; made if it is not there.")],
    only: Annotated[list[str] | None, typer.Option(help="A raw file or a folder of them; all by default.")] = None,
    mirror: Annotated[str | None, typer.Option(help="Address of a folder laid out like it, asked in place.")] = None,
    dry_run: Annotated[bool, typer.Option("--list", help="Say what would be fetched from where, and stop.")] = False,
) -> None:
    """Bring raw source files by DOI or address, each checked against its hash; what is cut off is taken up again."""
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    from dyadlens.sources.fetch import check_mirror, choose
    from dyadlens.sources.manifest import write_manifest

    check_mirror(mirror)
    chosen = choose(only)
    if dry_run:
        for source in chosen:
            typer.echo(f"{source.file}  {source.address or f'by hand: {source.upstream}'}")
        return
    write_manifest(to)
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        failed = sum(not _fetched(source, to, mirror, bars) for source in chosen)
    if failed:
        raise SourceError(f"{failed} of {len(chosen)} raw files could not be fetched")


def _fetched(source: Source, to: Path, mirror: str | None, bars: Progress) -> bool:
    """Fetch one file with a bar of its own; tell whether it is there, since one that fails does not stop the others."""
    from dyadlens.sources.fetch import fetch

    task = bars.add_task(source.file, total=None)

    def tell(have: int, whole: int) -> None:
        bars.update(task, completed=have, total=whole or None)

    try:
        typer.echo(f"{fetch(source, to, mirror=mirror, progress=tell):<8} {source.file}")
    except SourceError as error:
        typer.echo(f"failed   {error}", err=True)
        return False
    finally:
        bars.remove_task(task)
    return True
