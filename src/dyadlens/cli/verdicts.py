"""`dyadlens verdicts`: print the verdict on every claim on a pair."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer


class Format(StrEnum):
    """How verdicts are printed."""

    table = "table"
    csv = "csv"
    json = "json"


def register(app: typer.Typer) -> None:
    """Add the subcommand to the application."""
    app.command("verdicts")(verdicts_command)


def verdicts_command(
    pair: Annotated[str, typer.Argument(help="Two states: PAK-RUS, Pakistan-Russia or 770-365.")],
    third: Annotated[str | None, typer.Option(help="Third states, parted by commas; for claims on any pair.")] = None,
    end: Annotated[int, typer.Option("--to", help="Last year.")] = 2024,
    as_of: Annotated[str | None, typer.Option(help="Hide what was not known then: 2018, 2018-05, 2018-05-31.")] = None,
    format: Annotated[Format, typer.Option(help="How to print the verdicts.")] = Format.table,
) -> None:
    """Print the verdict on every claim on a pair, with what was measured."""
    import json

    from dyadlens.claims.tables import numbers_table, table
    from dyadlens.claims.verdicts import verdicts
    from dyadlens.lens import FIRST_YEAR, Lens
    from dyadlens.show.verdict_words import lines, reason, sentence

    found = verdicts(Lens(pair, third=third, start=FIRST_YEAR, end=end, as_of=as_of))
    if format is Format.csv:
        typer.echo(
            table(found).assign(reason=[reason(v) for v in found]).to_csv(index=False, lineterminator="\n"), nl=False
        )
        return
    if format is Format.json:
        rows = json.loads(table(found).to_json(orient="records"))
        numbers = json.loads(numbers_table(found).to_json(orient="records", double_precision=12))
        for row, verdict in zip(rows, found, strict=True):
            row["reason"] = reason(verdict)
            row["parts"] = [
                {"proposition": part.proposition, "status": part.status, "says": sentence(part)}
                for part in verdict.parts
            ]
            row["numbers"] = [{k: v for k, v in n.items() if k != "id"} for n in numbers if n["id"] == row["id"]]
        typer.echo(json.dumps(rows, indent=1, ensure_ascii=False))
        return
    for line in lines(found):
        typer.echo(line)
