"""The states that the project covers, and how each source's codes and names lead to them."""

import csv
from collections.abc import Collection, Iterable
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from dyadlens.errors import SourceError
from dyadlens.sources.raw import FOCAL, Raw
from dyadlens.sources.table import lookups
from dyadlens.states.names import NameIndex

COW_FILE, CODES_FILE = "states/cow_states.parquet", "states/concordance_iso_cow_gw.csv"
LISTS = lookups(__name__)
COW_END = "2016-12-31"  # the last day of the COW list: a state that ends then goes on
SERBIA_FROM, SERBIA_START = 2006, "2006-06-05"
BEIJING_SEATED = "1971-10-25"
_YUGOSLAVIA = 345  # the number of Serbia too


@cache
def state_names() -> dict[str, dict[str, str]]:
    """Return name and aliases of each state by code, as this project writes them."""
    with Path(__file__).with_name("state_names.csv").open(encoding="utf-8", newline="") as stream:
        return {row["state"]: row for row in csv.DictReader(stream)}


class StateCodes:
    """How numbers and names of the sources lead to the states of the table."""

    def __init__(self, table: pd.DataFrame, gw: dict[int, str]) -> None:
        self.table, self.gw = table, gw
        self.all = frozenset(table["state"])
        self.names = dict(zip(table["state"], table["name"], strict=True))
        own = table[~table["state"].isin(["SRB", *LISTS["cow_special"].values()])]
        self._cow = dict(zip(own["cow"].astype(int), own["state"], strict=True)) | LISTS["cow_special"]
        self._cow |= LISTS["cow_also"]
        rows = zip(table["state"], table["name"], table["aliases"], strict=True)
        self._index = NameIndex({state: (name, *filter(None, more.split("; "))) for state, name, more in rows})

    def of_cow(self, numbers: pd.Series, years: pd.Series) -> pd.Series:
        """Turn COW numbers into state codes."""
        codes = numbers.map(self._cow)
        return codes.mask((numbers == _YUGOSLAVIA) & (years >= SERBIA_FROM), "SRB")

    def with_pairs(self, frame: pd.DataFrame, year: str = "year") -> pd.DataFrame:
        """Add the states a and b of rows that have the COW numbers ccode1 and ccode2."""
        return frame.assign(**{s: self.of_cow(frame[n], frame[year]) for s, n in (("a", "ccode1"), ("b", "ccode2"))})

    def of_names(self, names: pd.Series, ignore: Iterable[str] = (), rename: dict[str, str] | None = None) -> pd.Series:
        """Turn names of states, as a source writes them, into state codes; empty for those to be ignored."""
        names = names.replace(rename or {})
        wanted = set(names.dropna().unique()) - set(ignore)
        lookup = {name: self._index.find(name) for name in wanted}
        lost = sorted(name for name, states in lookup.items() if len(states) != 1)
        if lost:
            raise SourceError(f"names that are no known state: {', '.join(map(repr, lost[:10]))} ({len(lost)} in all)")
        return names.map({name: state for name, (state,) in lookup.items()})

    def of_gw(self, cells: pd.Series, years: pd.Series) -> pd.Series:
        """Turn cells of Gleditsch-Ward numbers with commas in between into state codes with semicolons."""
        out = [self._list_of_gw(cell, year) for cell, year in zip(cells, years, strict=True)]
        return pd.Series(out, index=cells.index, dtype="object")

    def _list_of_gw(self, cell: Any, year: int) -> str | None:
        numbers = [] if pd.isna(cell) else [int(float(n)) for n in str(cell).split(",")]
        numbers = [n for n in numbers if n not in LISTS["gw_no_states"]]
        unknown = [n for n in numbers if n not in self.gw]
        if unknown:
            raise SourceError(f"Gleditsch-Ward number {unknown[0]} is of no known state")
        codes = {"SRB" if n == _YUGOSLAVIA and year >= SERBIA_FROM else self.gw[n] for n in numbers}
        return "; ".join(sorted(codes)) or None

    def check(self, codes: Collection[str], ignore: Collection[str] = ()) -> None:
        """Raise if codes that a source uses are neither states nor among those to be ignored."""
        strange = sorted(set(codes) - self.all - set(ignore))
        if strange:
            raise SourceError(f"codes that are no known state: {', '.join(strange)}")

    def years_of_life(self, first: int, last: int) -> dict[str, set[int]]:
        """Return the years between two in which each state existed on at least one day."""
        out = {}
        rows = self.table[["state", "start", "end", "gaps"]]
        for state, start, end, gaps in rows.itertuples(index=False, name=None):
            until = last if pd.isna(end) else min(last, int(end[:4]))
            years = set(range(max(first, int(start[:4])), until + 1))
            for gap in filter(None, gaps.split("; ")):
                left, back = gap.split("/")
                years -= set(range(int(left[:4]) + 1, int(back[:4])))
            out[state] = years
        return out


def state_codes(raw: Raw) -> StateCodes:
    """Return what leads from the codes and names of sources to states; read once for a folder."""
    return _codes(raw)


@lru_cache(maxsize=2)
def _codes(raw: Raw) -> StateCodes:
    known = pd.read_csv(raw.path(CODES_FILE)).dropna(subset=["gwn", "iso3c"])
    gw = dict(zip(known["gwn"].astype(int), known["iso3c"], strict=True)) | LISTS["gw_special"]
    return StateCodes(build_states(raw), gw)


def build_states(raw: Raw) -> pd.DataFrame:
    """Build the table of states from the COW list and the concordance of codes."""
    cow = pd.read_parquet(raw.path(COW_FILE))
    spells = pd.DataFrame({"cow": cow["ccode"].astype(int), "start": _dates(cow, "st"), "end": _dates(cow, "end")})
    spells = spells[spells["end"] >= "1945-01-01"]
    codes = pd.read_csv(raw.path(CODES_FILE)).dropna(subset=["cown", "iso3c"])
    spells["state"] = spells["cow"].map(
        dict(zip(codes["cown"].astype(int), codes["iso3c"], strict=True)) | LISTS["cow_special"]
    )
    yugoslavia = spells["state"] == "YUG"
    serbia = spells[yugoslavia].tail(1).assign(state="SRB", start=SERBIA_START)
    spells.loc[yugoslavia & (spells["end"] == COW_END), "end"] = "2006-06-04"
    spells = pd.concat([spells, serbia]).sort_values(["state", "start"])
    return pd.DataFrame([_state_row(str(state), group) for state, group in spells.groupby("state")])


def _dates(cow: pd.DataFrame, stem: str) -> pd.Series:
    parts = [cow[f"{stem}{p}"].astype(int).map("{:02d}".format) for p in ("year", "month", "day")]
    return parts[0] + "-" + parts[1] + "-" + parts[2]


def _state_row(state: str, spells: pd.DataFrame) -> dict[str, object]:
    """Join the spells of one state; a day without a spell between two of them is a gap."""
    starts, ends = spells["start"].tolist(), spells["end"].tolist()
    away = np.diff(np.array([ends[:-1], starts[1:]], dtype="datetime64[D]"), axis=0)[0].astype(int)
    gaps = [f"{end}/{start}" for end, start, days in zip(ends, starts[1:], away, strict=False) if days > 1]
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
        "predecessor": LISTS["predecessors"].get(state, ""),
        "focal": state in FOCAL,
    }
