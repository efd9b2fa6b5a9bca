"""The states that the project covers, and how each source's codes and names lead to them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from importlib.resources import files

import numpy as np
import pandas as pd

from dyadlens.errors import SourceError
from dyadlens.sources.raw import FOCAL, Raw
from dyadlens.sources.table import Column, Table
from dyadlens.states.names import NameIndex

COW_END = "2016-12-31"  # the last day of the COW list: a state that ends then goes on
PRESENT = "9999-12-31"

# State code by COW number where ISO 3166 has no code of its own, or where several COW numbers are one state here.
COW_SPECIAL = {
    260: "DEU",  # German Federal Republic: the Germany of today is the same state, enlarged in 1990
    265: "DDR",
    315: "CSK",
    345: "YUG",  # to 2006-06-04; Serbia from 2006-06-05
    347: "XKX",
    511: "EAZ",
    678: "YEM",  # Yemen Arab Republic: united Yemen kept its seat
    680: "YMD",
    817: "RVN",
}
SERBIA_FROM = 2006

PREDECESSORS = {
    "RUS": "Soviet Union (1922-1991) under the same code: Russia continued its seat, treaties and COW number",
    "DEU": "German Federal Republic (1955-1990) under the same code; the German Democratic Republic is DDR",
    "YEM": "Yemen Arab Republic (to 1990) under the same code; the People's Democratic Republic is YMD",
    "SRB": "Yugoslavia (YUG) to June 2006, including Serbia and Montenegro; not continued",
    "MNE": "Yugoslavia (YUG) to June 2006",
    "CZE": "Czechoslovakia (CSK) to 1992; not continued",
    "SVK": "Czechoslovakia (CSK) to 1992; not continued",
    "VNM": "Democratic Republic of Vietnam to 1976 under the same code; the Republic of Vietnam is RVN",
    "TZA": "Tanganyika to 1964 under the same code; Zanzibar (1963-64) is EAZ",
    "EGY": "United Arab Republic (1958-1971) under the same code",
    "CHN": "seat of China at the United Nations held by Taipei to October 1971",
    "ETH": "Ethiopia with Eritrea to 1993 under the same code",
    "SDN": "Sudan with South Sudan to 2011 under the same code",
    "PAK": "Pakistan with East Pakistan to 1971 under the same code",
}


@cache
def state_names() -> dict[str, dict[str, str]]:
    """Return name and aliases of each state by code, as this project writes them."""
    with files("dyadlens.sources").joinpath("state_names.csv").open(encoding="utf-8", newline="") as stream:
        return {row["state"]: row for row in csv.DictReader(stream)}


def cow_to_state(codes: Iterable[float], years: Iterable[float], known: pd.DataFrame) -> pd.Series:
    """Turn COW numbers into state codes."""
    codes, years = np.asarray(list(codes), float), np.asarray(list(years), float)
    own = known[~known["state"].isin(["SRB", *COW_SPECIAL.values()])]
    lookup = dict(zip(own["cow"].astype(float), own["state"], strict=True)) | COW_SPECIAL
    lookup |= {679.0: "YEM", 255.0: "DEU"}
    out = pd.Series(codes).map(lookup)
    return out.mask((codes == 345) & (years >= SERBIA_FROM), "SRB")


def name_to_state(names: Sequence[str], known: pd.DataFrame, *, ignore: Iterable[str] = ()) -> pd.Series:
    """Turn names of states, as a source writes them, into state codes."""
    rows = zip(*(known[column].tolist() for column in ("state", "name", "aliases")), strict=True)
    own = {state: (name, *filter(None, aliases.split("; "))) for state, name, aliases in rows}
    index, passed = NameIndex(own), set(ignore)
    found = {name: index.find(name) for name in pd.Series(names).dropna().unique() if name not in passed}
    lost = sorted(name for name, states in found.items() if len(states) != 1)
    if lost:
        raise SourceError(f"names that are no known state: {', '.join(map(repr, lost[:10]))} ({len(lost)} in all)")
    return pd.Series(names).map({name: state for name, (state,) in found.items()})


def build_states(raw: Raw) -> pd.DataFrame:
    """Build the table of states from the COW list and the concordance of codes; nearly every other asks for it."""
    return _states(raw).copy(deep=False)


@lru_cache(maxsize=2)
def _states(raw: Raw) -> pd.DataFrame:
    cow = pd.read_parquet(raw.path("states/cow_states.parquet"))
    spells = pd.DataFrame({"cow": cow["ccode"].astype(int), "start": _dates(cow, "st"), "end": _dates(cow, "end")})
    spells = spells[spells["end"] >= "1945-01-01"]
    codes = pd.read_csv(raw.path("states/concordance_iso_cow_gw.csv"))
    iso = codes.dropna(subset=["cown", "iso3c"]).assign(cow=lambda d: d["cown"].astype(int))
    lookup = dict(zip(iso["cow"], iso["iso3c"], strict=True)) | COW_SPECIAL
    spells["state"] = spells["cow"].map(lookup)
    yugoslavia = spells["state"] == "YUG"
    serbia = spells[yugoslavia].tail(1).assign(state="SRB", start="2006-06-05")
    spells.loc[yugoslavia & (spells["end"] == COW_END), "end"] = "2006-06-04"
    spells = pd.concat([spells, serbia]).sort_values(["state", "start"])
    rows = [_state_row(state, group) for state, group in spells.groupby("state")]
    return pd.DataFrame(rows)


def _dates(cow: pd.DataFrame, stem: str) -> pd.Series:
    parts = [cow[f"{stem}{p}"].astype(int).map("{:02d}".format) for p in ("year", "month", "day")]
    return parts[0] + "-" + parts[1] + "-" + parts[2]


def _state_row(state: str, spells: pd.DataFrame) -> dict[str, object]:
    """Join the spells of one state; a day without a spell between two of them is a gap."""
    starts, ends = spells["start"].tolist(), spells["end"].tolist()
    gaps = [
        f"{end}/{start}"
        for end, start in zip(ends, starts[1:], strict=False)
        if (pd.Timestamp(start) - pd.Timestamp(end)).days > 1
    ]
    current = spells["cow"].iloc[-1]
    return {
        "state": state,
        "name": state_names()[state]["name"],
        "aliases": state_names()[state]["aliases"],
        "cow": int(current),
        "other_cow": "; ".join(str(c) for c in sorted(set(spells["cow"]) - {current})),
        "start": starts[0],
        "end": None if ends[-1] == COW_END else ends[-1],
        "gaps": "; ".join(gaps),
        "predecessor": PREDECESSORS.get(state, ""),
        "focal": state in FOCAL,
    }


TABLES = (
    Table(
        name="states",
        credit="Correlates of War, State System Membership 2016",
        title="States: codes, names, lifespans and successor rules",
        description=(
            "One row for each state that existed after 1944. The code is ISO 3166-1 alpha-3; states that are gone "
            "keep their former ISO code (CSK, DDR, YUG, YMD), and EAZ, RVN and XKX stand for Zanzibar, the Republic "
            "of Vietnam and Kosovo."
        ),
        build=build_states,
        columns=(
            Column("state", "string", "State code used in every table."),
            Column("name", "string", "Name used in text and figures."),
            Column("aliases", "string", "Other names, parted by semicolons.", missing=True),
            Column("cow", "integer", "Correlates of War country number.", minimum=2, maximum=990),
            Column("other_cow", "string", "Earlier COW numbers of the same state.", missing=True),
            Column("start", "date", "First day in the COW state system (1816-01-01 or later)."),
            Column("end", "date", "Last day; empty for a state that goes on.", missing=True),
            Column("gaps", "string", "Days without statehood in between (end/start).", missing=True),
            Column(
                "predecessor", "string", "Which earlier state this code also stands for, or does not.", missing=True
            ),
            Column("focal", "boolean", "Whether rows of restricted sources are published for this state."),
        ),
        key=("state",),
        files=("states/cow_states.parquet", "states/concordance_iso_cow_gw.csv"),
        first=1816,
        last=2016,
        absent="not_covered",
        published_lag=0,
        lag_note="names and lifespans are known on the day",
        dated_by="static",
        format="csv",
        defects=(
            "the COW list ends in 2016: states are taken to go on, and none has been founded since",
            "1816-01-01 means 'on or before': the list begins there",
        ),
    ),
)
