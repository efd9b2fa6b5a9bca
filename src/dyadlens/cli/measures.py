"""`dyadlens measures`: list what can be asked of a pair."""

from __future__ import annotations

from typing import Annotated

import typer

from dyadlens.cli import app


@app.command("measures")
def measures_command(
    domain: Annotated[str | None, typer.Option(help="Of one domain only, for example votes.")] = None,
) -> None:
    """List the measures: domain, name, what it is, and its unit."""
    from dyadlens.measures.registry import registry

    found = list(registry().values()) if domain is None else registry().of(domain)
    widths = max(len(m.domain) for m in found), max(len(m.name) for m in found)
    for measure in found:
        typer.echo(f"{measure.domain:<{widths[0]}}  {measure.name:<{widths[1]}}  {measure.label} [{measure.unit}]")
