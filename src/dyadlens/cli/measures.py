"""`dyadlens measures`: list what can be asked of a pair."""

from __future__ import annotations

from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Add the subcommand to the application."""
    app.command("measures")(measures_command)


def measures_command(
    domain: Annotated[str | None, typer.Option(help="Of one domain only, for example votes.")] = None,
) -> None:
    """List the measures: domain, name, what it is, and its unit."""
    from dyadlens.measures import DOMAINS, measures_of

    rows = [(d, m) for d in (DOMAINS if domain is None else (domain,)) for m in measures_of(d)]
    wide = max(len(d) for d, _ in rows), max(len(m.name) for _, m in rows)
    for home, measure in rows:
        typer.echo(f"{home:<{wide[0]}}  {measure.name:<{wide[1]}}  {measure.label} [{measure.unit}]")
