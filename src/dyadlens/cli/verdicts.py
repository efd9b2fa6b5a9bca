"""`dyadlens verdicts`: print the verdict on every claim on a pair, or what it hangs on."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from dyadlens.errors import BadParameter

if TYPE_CHECKING:
    import pandas as pd

    from dyadlens.lens import Lens


class Format(StrEnum):
    """How verdicts are printed."""

    table = "table"
    csv = "csv"
    json = "json"


class Asked(StrEnum):
    """What is printed."""

    verdicts = "verdicts"
    numbers = "numbers"
    sensitivity = "sensitivity"
    matrix = "matrix"
    hindcast = "hindcast"


def register(app: typer.Typer) -> None:
    """Add the subcommand to the application."""
    app.command("verdicts")(verdicts_command)


def verdicts_command(
    pair: Annotated[str, typer.Argument(help="Two states: PAK-RUS, Pakistan-Russia or 770-365.")],
    of: Annotated[
        Asked,
        typer.Option(
            help="The verdicts; the numbers behind them; how far a threshold would have to move to change one; "
            "how they bear on each reading; then beside now. All but the verdicts are printed as csv or json."
        ),
    ] = Asked.verdicts,
    third: Annotated[str | None, typer.Option(help="Third states, parted by commas; for claims on any pair.")] = None,
    end: Annotated[int, typer.Option("--to", help="Last year.")] = 2024,
    as_of: Annotated[str | None, typer.Option(help="Hide what was not known then: 2018, 2018-05, 2018-05-31.")] = None,
    format: Annotated[Format | None, typer.Option(help="How to print them. By default a table, else csv.")] = None,
) -> None:
    """Print the verdict on every claim on a pair, with what was measured."""
    from dyadlens.claims.base_rates import base_rates
    from dyadlens.claims.verdicts import verdicts
    from dyadlens.lens import FIRST_YEAR, Lens
    from dyadlens.text.verdict import lines

    if of is not Asked.verdicts and format is Format.table:
        raise BadParameter(f"--of {of} is printed as csv or json, not as a table")
    # A hindcast looks from today; its as-of date is the day that it sets beside.
    today = of is Asked.hindcast
    lens = Lens(pair, third_parties=third, start=FIRST_YEAR, end=end, as_of=None if today else as_of)
    if of is not Asked.verdicts:
        rows = _hindcast(lens, as_of) if today else _rows(of, lens)
        as_json = rows.to_json(orient="records", indent=1, double_precision=12, force_ascii=False)
        _put(as_json + "\n" if format is Format.json else rows.to_csv(index=False, lineterminator="\n"))
        return
    found = verdicts(lens)
    if format is Format.csv:
        _put(_reasoned(found).to_csv(index=False, lineterminator="\n"))
    elif format is Format.json:
        _put(_json(found, base_rates(lens)))
    else:
        _put("".join(f"{line}\n" for line in lines(found, base_rates(lens))))


def _put(text: str) -> None:
    typer.echo(text, nl=False)


def _rows(of: Asked, lens: Lens) -> pd.DataFrame:
    from dyadlens.claims import matrix as readings
    from dyadlens.claims import sensitivity as sways
    from dyadlens.claims.base_rates import base_rates
    from dyadlens.claims.tables import numbers_table
    from dyadlens.claims.verdicts import verdicts

    if of is Asked.sensitivity:
        return sways.sensitivity_table(sways.threshold_sensitivity(lens))
    if of is Asked.matrix:
        return readings.matrix_table(readings.matrix(verdicts(lens)))
    return numbers_table(verdicts(lens), base_rates(lens))


def _hindcast(lens: Lens, day: str | None) -> pd.DataFrame:
    from dyadlens.claims.hindcast import hindcast, hindcast_table
    from dyadlens.indices.hindcast import THEN

    moves = hindcast(lens, day or THEN)
    if not moves:
        raise BadParameter(f"no hindcast: years up to {lens.end} do not reach beyond {day or THEN}")
    return hindcast_table(moves)


def _reasoned(found: tuple) -> pd.DataFrame:
    from dyadlens.claims.tables import table
    from dyadlens.show.verdict_words import reason

    return table(found).assign(reason=[reason(v) for v in found])


def _json(found: tuple, rates: tuple) -> str:
    """Return verdicts with their parts in words, what stands beside them, and the numbers behind them."""
    import json

    from dyadlens.claims.tables import numbers_table
    from dyadlens.show.verdict_words import sentence
    from dyadlens.text.verdict import beside, rate_line, rate_of

    rows = json.loads(_reasoned(found).to_json(orient="records"))
    numbers = json.loads(numbers_table(found, rates).to_json(orient="records", double_precision=12))
    for row, verdict in zip(rows, found, strict=True):
        counted = [rate_of(rates, row["id"], at) for at in (*range(len(verdict.parts)), None)]
        said = [rate_line(rate) if rate else "" for rate in counted]
        row["parts"] = [
            {
                "proposition": part.proposition,
                "status": part.status,
                "says": sentence(part),
                "elsewhere": [{"status": other.status, "says": sentence(other)} for other in part.others],
                "note": part.note,
                "would_pass": common,
            }
            for part, common in zip(verdict.parts, said, strict=False)
        ]
        row |= {"notes": list(verdict.finding.notes), "beside": beside(verdict), "would_pass": said[-1]}
        row["numbers"] = [{k: v for k, v in n.items() if k != "id"} for n in numbers if n["id"] == row["id"]]
    return json.dumps(rows, indent=1, ensure_ascii=False) + "\n"
