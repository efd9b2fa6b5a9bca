"""`dyadlens curate`: write data/ from the raw sources."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dyadlens.cli.paths import given_path
from dyadlens.errors import BadParameter
from dyadlens.paths import project_root


def register(app: typer.Typer) -> None:
    """Add the subcommand to the application."""
    app.command("curate")(curate_command)


def curate_command(
    raw: Annotated[
        Path, typer.Option(parser=given_path, metavar="PATH", help="Folder of raw source files with MANIFEST.csv.")
    ],
    out: Annotated[
        Path | None,
        typer.Option(parser=given_path, metavar="PATH", help="Folder to write; data/, or data-full/ with --full."),
    ] = None,
    full: Annotated[
        bool, typer.Option("--full", help="Keep all rows of every source: for your own use, not to be shared.")
    ] = False,
    only: Annotated[
        list[str] | None, typer.Option(help="Build this subject, table or case only, and leave the others; repeatable.")
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print no progress.")] = False,
) -> None:
    """Write the curated tables, the data package and the codebook from the raw source files."""
    from dyadlens.sources.raw import Raw
    from dyadlens.sources.runner import curate

    shared = project_root() / "data"
    folder = out or (project_root() / "data-full" if full else shared)
    if full and folder.resolve() == shared.resolve():
        raise BadParameter("--full may not write to data/, whose tables are shared; name another folder with --out")
    say = (lambda _: None) if quiet else typer.echo
    written = curate(Raw(raw, full=full), folder, say, only=only or ())
    say(f"wrote {written}")
    if full:
        say(f"to use it: export DYADLENS_DATA={folder}")
