"""Armed conflict (Uppsala Conflict Data Program): battle deaths by dyad, and who fights on which side."""

from __future__ import annotations

import pandas as pd

from dyadlens.sources.raw import Raw
from dyadlens.sources.table import Column, Table
from dyadlens.sources.violence_codes import CONCORDANCE, gw_lists

DEATHS = "violence/BattleDeaths_v24_1.csv"
CONFLICTS = "violence/UcdpPrioConflict_v25_1.csv"
TYPES = {1: "extrasystemic", 2: "interstate", 3: "intrastate", 4: "internationalized intrastate"}
OVER = {1: "territory", 2: "government", 3: "government and territory"}
INTENSITY = {1: "minor", 2: "war"}
_SIDES = {"states_a": "gwno_a", "support_a": "gwno_a_2nd", "states_b": "gwno_b", "support_b": "gwno_b_2nd"}
THRESHOLD = 25


def _common(rows: pd.DataFrame, raw: Raw) -> pd.DataFrame:
    """Build what both tables share: conflict, year, sides and the states on them."""
    out = pd.DataFrame({"conflict": rows["conflict_id"], "year": rows["year"]})
    for side in ("a", "b"):
        out[f"side_{side}"] = rows[f"side_{side}"].str.strip()
        out[f"side_{side}_id"] = rows[f"side_{side}_id"].astype(str).str.split(r"\s*,\s*", regex=True).str.join("; ")
    for name, source in _SIDES.items():
        out[name] = gw_lists(rows[source], rows["year"], raw)
    out["location"] = gw_lists(rows["gwno_loc"], rows["year"], raw)
    out["over"] = rows["incompatibility"].map(OVER)
    out["territory"] = rows["territory_name"]
    out["type"] = rows["type_of_conflict"].map(TYPES)
    return out


def build_battle_deaths(raw: Raw) -> pd.DataFrame:
    """Build battle-related deaths by dyad and year."""
    rows = pd.read_csv(raw.path(DEATHS))
    out = _common(rows, raw)
    out["dyad"] = rows["dyad_id"]
    out["fought_in"] = gw_lists(rows["gwno_battle"], rows["year"], raw)
    for name in ("best", "low", "high"):
        out[name] = rows[f"bd_{name}"]
    return out


def build_armed_conflicts(raw: Raw) -> pd.DataFrame:
    """Build conflict-years with the parties to each side."""
    rows = pd.read_csv(raw.path(CONFLICTS))
    out = _common(rows, raw)
    out["intensity"] = rows["intensity_level"].map(INTENSITY)
    out["past_thousand"] = rows["cumulative_intensity"].eq(1)
    out["episode_ended"] = rows["ep_end"].eq(1)
    return out


def _states(name: str, text: str) -> Column:
    return Column(name, "string", f"{text}; codes parted by semicolons, empty if none.", missing=True)


def _side(side: str, text: str) -> tuple[Column, Column]:
    return (
        Column(f"side_{side}", "string", text),
        Column(f"side_{side}_id", "string", f"Number of side {side.upper()} in the source; several parted by '; '."),
    )


def _shared_columns(first: int, last: int) -> tuple[Column, ...]:
    return (
        Column("conflict", "integer", "Number of the conflict in the source."),
        Column("year", "integer", "Calendar year.", minimum=first, maximum=last),
        *_side("a", "Name of side A, always one or more governments."),
        *_side("b", "Name of side B, a government or an armed group, as the source writes it."),
        _states("states_a", "States whose governments are side A"),
        _states("support_a", "States whose troops support side A"),
        _states("states_b", "States whose governments are side B"),
        _states("support_b", "States whose troops support side B"),
        _states("location", "States whose government or territory is fought over"),
        Column("over", "string", "What is fought over.", allowed=tuple(OVER.values())),
        Column("territory", "string", "Name of the territory; empty if none.", missing=True),
        Column("type", "string", "Type of conflict.", allowed=tuple(TYPES.values())),
    )


def _estimate(name: str, text: str) -> Column:
    return Column(name, "integer", text, unit="deaths", minimum=0)


_LAG = {
    "published_lag": 0.5,
    "lag_note": "each year's figures come out in June of the next year; data there is of the version named",
}
_SUPPORT = (
    "support is troops sent to fight on a side, and so includes those who sent peacekeepers to a mission that the "
    "source counts as a party (Central African Republic, Congo, Mali): it is no sign of a foe of one's own"
)

TABLES = (
    Table(
        name="battle_deaths",
        credit="UCDP Battle-related Deaths 24.1",
        title="Battle-related deaths by conflict dyad and year (UCDP)",
        description=(
            "One row for each pair of warring parties and year with at least 25 battle-related deaths: soldiers, "
            "fighters and civilians killed in fighting between the two. A pair of parties with fewer deaths has no "
            "row: below the threshold is unknown, not zero. Low and high are the source's own range of reports, not a "
            "confidence interval."
        ),
        build=build_battle_deaths,
        columns=(
            Column("dyad", "integer", "Number of the pair of warring parties in the source."),
            *_shared_columns(1989, 2023),
            _states("fought_in", "States on whose soil the fighting was"),
            _estimate("best", "Best estimate of deaths."),
            _estimate("low", "Low estimate."),
            _estimate("high", "High estimate."),
        ),
        key=("dyad", "year"),
        files=(DEATHS, CONCORDANCE),
        first=1989,
        last=2023,
        absent="unknown",
        **_LAG,
        defects=(
            _SUPPORT,
            "one dyad has two governments on one side (Afghanistan against the United Kingdom and the United States, "
            "2001), one has three (Australia, the United Kingdom and the United States against Iraq, 2003)",
            "in seven rows the best estimate lies outside the source's own range",
            "a group may stand under several numbers: five names of side B have two (BRA, DPR, LPR, NRF, UCK)",
            "groups that pledged themselves to the Islamic State are one side B, 'IS', in all countries",
        ),
    ),
    Table(
        name="armed_conflicts",
        credit="UCDP/PRIO Armed Conflict Dataset 25.1",
        title="Armed conflicts by year and who fights in them (UCDP/PRIO)",
        description=(
            "One row for each conflict and year with at least 25 battle-related deaths, with all parties of each side. "
            "A conflict has a government on side A and may have several groups on side B."
        ),
        build=build_armed_conflicts,
        columns=(
            *_shared_columns(1946, 2024),
            Column(
                "intensity", "string", "minor: 25 to 999 deaths in the year; war: 1,000 or more.",
                allowed=tuple(INTENSITY.values()),
            ),
            Column("past_thousand", "boolean", "Whether the conflict has cost 1,000 deaths in all by that year."),
            Column("episode_ended", "boolean", "Whether the fighting stopped for at least the year that followed."),
        ),
        key=("conflict", "year"),
        files=(CONFLICTS, CONCORDANCE),
        first=1946,
        last=2024,
        absent="unknown",
        **_LAG,
        defects=(
            _SUPPORT,
            "whether an episode ended is told from the year that follows: for 2024 it is always no, and through an "
            "as-of date it tells of one year too many",
            "in seven rows the commas in the names of side B do not match its numbers, since a name holds a comma or "
            "a coalition has one number",
            "Hyderabad, a party in 1947-48, is no state of this project: its side of the row has no state code",
        ),
    ),
)  # fmt: skip
