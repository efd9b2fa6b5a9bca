"""`dyadlens curate`: write data/ from the raw sources."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dyadlens.cli import app
from dyadlens.cli.options import path_option
from dyadlens.errors import BadParameter
from dyadlens.paths import project_root


@app.command("curate")
def curate_command(
    raw: Annotated[Path, path_option("Folder of raw source files with MANIFEST.csv.")],
    out: Annotated[Path | None, path_option("Folder to write; data/, or data-full/ with --full.")] = None,
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

    def tell(line: str) -> None:
        if not quiet:
            typer.echo(line)

    written = curate(Raw(raw, full=full), folder, tell, only=only or ())
    tell(f"wrote {written}")
    if full:
        tell(f"to use it: export DYADLENS_DATA={folder}")
