"""Organized violence by state and year (Uppsala Conflict Data Program)."""

from __future__ import annotations

import pandas as pd

from dyadlens.sources.raw import Raw
from dyadlens.sources.table import Column, Table
from dyadlens.sources.violence_codes import CONCORDANCE, NO_STATES, gw_lists

FILE = "violence/organizedviolencecy_v25_1.csv"
KINDS = {
    "state": ("sb", "fighting with a state on at least one side"),
    "nonstate": ("ns", "fighting between groups of which none is a state"),
    "onesided": ("os", "the killing of civilians by a state or an armed group"),
}
ESTIMATES = ("best", "low", "high")


def build_violence(raw: Raw) -> pd.DataFrame:
    """Build deaths by state, year and kind of violence."""
    rows = pd.read_csv(raw.path(FILE), low_memory=False)
    rows = rows[~rows["country_id_cy"].isin(NO_STATES)]
    out = pd.DataFrame({"state": gw_lists(rows["country_id_cy"], rows["year_cy"], raw), "year": rows["year_cy"]})
    for kind, (stem, _) in KINDS.items():
        for estimate in ESTIMATES:
            out[f"{kind}_{estimate}"] = rows[f"{stem}_total_deaths_{estimate}_cy"].to_numpy()
    return out.assign(year=rows["year_cy"].to_numpy())


def _columns() -> tuple[Column, ...]:
    return tuple(
        Column(
            f"{kind}_{estimate}", "integer",
            f"Deaths on the state's soil in {text}: {estimate} estimate.",
            unit="deaths", minimum=0,
        )
        for kind, (_, text) in KINDS.items()
        for estimate in ESTIMATES
    )  # fmt: skip


TABLES = (
    Table(
        name="violence_country_years",
        credit="UCDP Country-Year Dataset on Organized Violence 25.1",
        title="Deaths in organized violence by state and year (UCDP)",
        description=(
            "Deaths on the soil of each state in three kinds of violence: state-based, non-state and one-sided. All "
            "states have a row in all years. A 0 means no death in any dyad or by any actor that reached 25 deaths in "
            "the year: smaller ones are not counted, so it is 'none above the threshold', not 'none'. Low and high are "
            "the source's range of reports."
        ),
        build=build_violence,
        columns=(
            Column("state", "string", "State code."),
            Column("year", "integer", "Calendar year.", minimum=1989, maximum=2024),
            *_columns(),
        ),
        key=("state", "year"),
        files=(FILE, CONCORDANCE),
        first=1989,
        last=2024,
        absent="not_covered",
        published_lag=0.5,
        lag_note="each year's figures come out in June of the next year",
        defects=(
            "the Vatican is left out",
            "Serbia's number stands for Yugoslavia (YUG) to 2005",
            "in nine rows an estimate lies outside the source's own range, in six of them the best estimate of "
            "state-based deaths above the high one",
            "a dyad that reaches 25 deaths in all counts in each state it fought in, so a state's row may hold fewer",
        ),
    ),
)
