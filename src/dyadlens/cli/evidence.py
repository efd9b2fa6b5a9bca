"""`dyadlens evidence`: print evidence on a pair."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer


class Format(StrEnum):
    """How rows are printed."""

    csv = "csv"
    json = "json"


def register(app: typer.Typer) -> None:
    """Add the subcommand to the application."""
    app.command("evidence")(evidence_command)


def evidence_command(
    pair: Annotated[str, typer.Argument(help="Two states: PAK-RUS, Pakistan-Russia or 770-365.")],
    domain: Annotated[str | None, typer.Option(help="One domain, for example votes.")] = None,
    measure: Annotated[str | None, typer.Option(help="One measure, for example agreement.")] = None,
    third: Annotated[str | None, typer.Option(help="Third states, parted by commas.")] = None,
    start: Annotated[int | None, typer.Option("--from", help="First year; 1991 if left out.")] = None,
    end: Annotated[int | None, typer.Option("--to", help="Last year; the last complete one if left out.")] = None,
    as_of: Annotated[str | None, typer.Option(help="Hide what was not known then: 2018, 2018-05, 2018-05-31.")] = None,
    format: Annotated[Format, typer.Option(help="How to print the rows.")] = Format.csv,
) -> None:
    """Print evidence rows on a pair to standard output."""
    from dyadlens.cli.terminal import step_by_step
    from dyadlens.data.evidence import join
    from dyadlens.lens import Lens
    from dyadlens.measures import DOMAINS, evidence

    lens = Lens(pair, third_parties=third, start=start, end=end, as_of=as_of)
    if domain is None and measure is None:
        rows = join([evidence(lens, name) for name in step_by_step(DOMAINS)]).reset_index(drop=True)
    else:
        rows = evidence(lens, domain, measure)
    if format is Format.json:
        typer.echo(rows.to_json(orient="records", indent=1, double_precision=12))
    else:
        typer.echo(rows.to_csv(index=False, lineterminator="\n"), nl=False)
