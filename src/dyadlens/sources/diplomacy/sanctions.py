"""Sanctions among focal states, and of the EU and the UN on them: facts derived from the Global Sanctions Data Base."""

import re

import pandas as pd

from dyadlens.errors import SourceError
from dyadlens.sources.raw import FOCAL, Raw
from dyadlens.sources.states.system import state_codes
from dyadlens.sources.table import lookups

FILE = "sanctions/GSDB_V3.csv"
KINDS = ("trade", "arms", "military", "financial", "travel", "other")
LISTS = lookups(__name__)
BODIES, WITH_COMMA = LISTS["bodies"], LISTS["names_with_a_comma"]
_PARTS = re.compile(r"\s*(" + "|".join(map(re.escape, WITH_COMMA)) + r"|[^,]+)")


def split_names(text: str) -> list[str]:
    """Part a list of names at the commas that are not inside a name."""
    return [WITH_COMMA.get(part.strip(), part.strip()) for part in _PARTS.findall(text) if part.strip()]


def read_cases(raw: Raw) -> pd.DataFrame:
    """Read the cases with one row for each sender and target: those that may be passed on, or all."""
    rows = pd.read_csv(raw.path(FILE))
    for source, name in (("sanctioning_state", "sender"), ("sanctioned_state", "target")):
        rows[name] = rows[source].map(split_names)
        rows = rows.explode(name, ignore_index=True)
        states = state_codes(raw).of_names(rows[name], ignore=[*BODIES, *LISTS["no_parties"]])
        rows[name] = states.fillna(rows[name].map(BODIES))
    rows = rows.dropna(subset=["sender", "target"])
    rows = rows[rows["sender"] != rows["target"]]
    if (rows["end"] < rows["begin"]).any():
        raise SourceError("a case of sanctions ends before it begins")
    if raw.full:
        return rows
    rows = raw.extract(rows, "sender", "target", also=BODIES.values())
    return rows[rows["sender"].isin(FOCAL) | rows["target"].isin(FOCAL)]


def build_sanctions(raw: Raw) -> pd.DataFrame:
    """Build years in which sanctions were in force, all cases of one sender and target in one row."""
    cases = read_cases(raw)
    years = [range(first, last + 1) for first, last in zip(cases["begin"], cases["end"], strict=True)]
    long = (
        cases.assign(year=pd.Series(years, index=cases.index), cases=1)
        .explode("year", ignore_index=True)
        .astype({"year": int})
    )
    how = {"begin": "min", "cases": "sum", **dict.fromkeys(KINDS, "max")}
    out = long.groupby(["sender", "target", "year"], as_index=False).agg(how).rename(columns={"begin": "since"})
    return out.astype(dict.fromkeys(KINDS, bool))
