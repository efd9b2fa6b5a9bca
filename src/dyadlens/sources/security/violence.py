"""Armed conflict and organized violence (Uppsala Conflict Data Program): battle deaths, parties, deaths by state."""

import pandas as pd

from dyadlens.sources.raw import Raw
from dyadlens.sources.states.system import LISTS, state_codes

DEATHS_FILE, CONFLICTS_FILE = "violence/BattleDeaths_v24_1.csv", "violence/UcdpPrioConflict_v25_1.csv"
STATES_FILE, PAKISTAN_FILE = "violence/organizedviolencecy_v25_1.csv", "violence/conflict_data_pak.csv"
CONFLICTS = {1: "extrasystemic", 2: "interstate", 3: "intrastate", 4: "internationalized intrastate"}
OVER = {1: "territory", 2: "government", 3: "government and territory"}
INTENSITY = {1: "minor", 2: "war"}
SIDES = {"states_a": "gwno_a", "support_a": "gwno_a_2nd", "states_b": "gwno_b", "support_b": "gwno_b_2nd"}
VIOLENCE = {"state": "sb", "nonstate": "ns", "onesided": "os"}
TYPES = {1: "state-based", 2: "non-state", 3: "one-sided"}
ESTIMATES = ("best", "low", "high")
THRESHOLD = 25


def _out_of_order(rows: pd.DataFrame, prefix: str = "") -> pd.Series:
    """Tell where the best estimate lies outside the source's own range, or the range is upside down."""
    best, low, high = (rows[prefix + name] for name in ESTIMATES)
    return (low > best) | (best > high)


def _common(rows: pd.DataFrame, raw: Raw) -> pd.DataFrame:
    """Build what the tables of conflicts share: conflict, year, sides and the states on them."""
    codes = state_codes(raw)
    out = pd.DataFrame({"conflict": rows["conflict_id"], "year": rows["year"]})
    for side in ("a", "b"):
        out[f"side_{side}"] = rows[f"side_{side}"].str.strip()
        out[f"side_{side}_id"] = rows[f"side_{side}_id"].astype(str).str.split(r"\s*,\s*", regex=True).str.join("; ")
    for name, source in (SIDES | {"location": "gwno_loc"}).items():
        out[name] = codes.of_gw(rows[source], rows["year"])
    out["over"] = rows["incompatibility"].map(OVER)
    out["territory"] = rows["territory_name"]
    return out.assign(type=rows["type_of_conflict"].map(CONFLICTS))


def build_battle_deaths(raw: Raw) -> pd.DataFrame:
    """Build battle-related deaths by dyad and year."""
    rows = pd.read_csv(raw.path(DEATHS_FILE))
    out = _common(rows, raw).assign(
        dyad=rows["dyad_id"], fought_in=state_codes(raw).of_gw(rows["gwno_battle"], rows["year"])
    )
    out = out.assign(**{name: rows[f"bd_{name}"] for name in ESTIMATES})
    return out.assign(bounds_out_of_order=_out_of_order(out))


def build_armed_conflicts(raw: Raw) -> pd.DataFrame:
    """Build conflict-years with the parties to each side."""
    rows = pd.read_csv(raw.path(CONFLICTS_FILE))
    return _common(rows, raw).assign(
        intensity=rows["intensity_level"].map(INTENSITY),
        past_thousand=rows["cumulative_intensity"].eq(1),
        episode_ended=rows["ep_end"].eq(1),
    )


def build_violence_country_years(raw: Raw) -> pd.DataFrame:
    """Build deaths by state, year and kind of violence."""
    rows = pd.read_csv(raw.path(STATES_FILE), low_memory=False)
    rows = rows[~rows["country_id_cy"].isin(LISTS["gw_no_states"])]
    out = pd.DataFrame(
        {"state": state_codes(raw).of_gw(rows["country_id_cy"], rows["year_cy"]), "year": rows["year_cy"]}
    )
    for kind, stem in VIOLENCE.items():
        for estimate in ESTIMATES:
            out[f"{kind}_{estimate}"] = rows[f"{stem}_total_deaths_{estimate}_cy"]
    wrong = pd.concat([_out_of_order(out, f"{kind}_") for kind in VIOLENCE], axis=1)
    return out.assign(bounds_out_of_order=wrong.any(axis=1))


def build_pakistan_violence(raw: Raw) -> pd.DataFrame:
    """Count events and sum deaths in Pakistan by year, province and pair of parties."""
    # The row below the header holds tags of the Humanitarian Exchange Language.
    rows = pd.read_csv(raw.path(PAKISTAN_FILE), skiprows=[1], low_memory=False)
    events = rows.assign(
        province=rows["adm_1"].str.replace(r" (province|territory)$", "", regex=True).fillna("not located"),
        dyad=rows["dyad_new_id"],
        side_a=rows["side_a"].str.strip(),
        side_b=rows["side_b"].str.strip(),
        type=rows["type_of_violence"].map(TYPES),
        active=rows["active_year"].eq(1),
        civilians=rows["deaths_civilians"],
    )
    grouped = events.groupby(["year", "province", "dyad"])
    out = grouped[["side_a", "side_b", "type", "active"]].first()
    out = out.join(grouped[[*ESTIMATES, "civilians"]].sum()).assign(events=grouped.size())
    return out.assign(bounds_out_of_order=_out_of_order(out)).reset_index()
