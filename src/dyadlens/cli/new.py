"""`dyadlens new`: lay out the files of a measure or a case of one's own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Add the group of subcommands to the application."""
    group = typer.Typer(
        help="Lay out the files of something new, with a test that says what to fill in.", no_args_is_help=True
    )
    group.command("measure")(measure_command)
    group.command("case")(case_command)
    app.add_typer(group, name="new")


def measure_command(
    name: Annotated[str, typer.Argument(help="Its name: small letters and underscores, such as vote_distance.")],
    domain: Annotated[
        str | None, typer.Option(help="The domain it adds to, for example arms; votes if left out.", show_default=False)
    ] = None,
) -> None:
    """Lay out a new measure: a module, and a test that fails until it is filled in."""
    from dyadlens.cli.scaffold import DEFAULT_DOMAIN, lay_out, measure_files
    from dyadlens.measures import DOMAINS

    chosen = DEFAULT_DOMAIN if domain is None else domain
    written = lay_out(measure_files(name, chosen))
    _say(written)
    if domain is None:
        others = ", ".join(d for d in DOMAINS if d != chosen)
        typer.echo(
            f"in the domain {chosen}, since --domain names none of {others}: to change it, write the other "
            f'for "{chosen}" in both files and in the line below'
        )
    typer.echo(
        f'then add ("{chosen}", "{name}"), to ADDED in src/dyadlens/measures/__init__.py, fill in what the test names, '
        f"and run: python -m pytest {_short(written[-1])}"
    )


def case_command(
    pair: Annotated[str, typer.Argument(help="Two states: IND-RUS, India-Russia or 750-365.")],
) -> None:
    """Lay out the files of a case: claims, contacts, events, what they cover, and a test."""
    from dyadlens.cli.scaffold import case_files, lay_out

    written = lay_out(case_files(pair))
    _say(written)
    key = written[0].parent.name
    typer.echo(f"then fill in every cell that says so, and run: dyadlens data register {key}")


def _say(written: list[Path]) -> None:
    for path in written:
        typer.echo(f"wrote {_short(path)}")


def _short(path: Path) -> str:
    from dyadlens.paths import project_root

    root = project_root()
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)
