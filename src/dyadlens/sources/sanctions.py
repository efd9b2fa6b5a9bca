"""Sanctions among focal states, and of the EU and the UN on them: facts derived from the Global Sanctions Data Base."""

from __future__ import annotations

import re

import pandas as pd

from dyadlens.errors import SourceError
from dyadlens.sources.raw import FOCAL, Raw
from dyadlens.sources.states import build_states, name_to_state
from dyadlens.sources.table import Column, Table

FILE = "sanctions/GSDB_V3.csv"
KINDS = ("trade", "arms", "military", "financial", "travel", "other")
BODIES = {"EU": "EU", "EEC": "EU", "UN": "UN"}
# Names with a comma inside; all other commas part names.
WITH_COMMA = {
    "Korea, North": "North Korea", "Korea, South": "South Korea", "Egypt, Arab Rep.": "Egypt", "Gambia, The": "Gambia",
    "Congo, Democratic Republic of the": "DR Congo", "Yemen, North": "Yemen", "Yemen, South": "YMD",
    "Congo, Republic of the": "Congo",
}  # fmt: skip
_PARTS = re.compile(r"\s*(" + "|".join(map(re.escape, WITH_COMMA)) + r"|[^,]+)")
# Who is no state, or none that can be focal.
OTHERS = (
    "African Union", "Balkans", "CSCE", "ChinCom", "CoCom", "Comecon", "Commonwealth", "Cyprus (Northern)", "ECOWAS",
    "EEU", "Ethiopia (excludes Eritrea)", "FRY", "G7", "G8", "Gibraltar", "Hong Kong", "ICC Rome Statute Signatories",
    "Kimberly Process Participants", "League of Arab States", "MERCOSUR", "Malagasy Republic", "Malaya", "NAFTA",
    "NATO", "North Vietnam", "OAPEC", "OIC", "OSCE", "Organisation of African Unity", "Organization of American States",
    "Organization of Eastern Carribean States", "Pacific Islands Forum", "Palestine", "Paris Agreement Signatories",
    "SADC", "Terrorist Organizations (Al-Qaeda)", "Terrorist Organizations (ISIL and ANF)", "Transjordan", "UNASUR",
    "Terrorist Organizations (Taliban and Al-Qaeda)", "Terrorist Organizations (Taliban)", "Western Balkans", "YMD",
    "Western countries",
)  # fmt: skip


def split_names(text: str) -> list[str]:
    """Part a list of names at the commas that are not inside a name."""
    return [WITH_COMMA.get(part.strip(), part.strip()) for part in _PARTS.findall(text) if part.strip()]


def read_cases(raw: Raw) -> pd.DataFrame:
    """Read the cases with one row for each sender and target; only those that may be passed on, or all in a full copy."""
    rows = pd.read_csv(raw.path(FILE))
    known = build_states(raw)
    for source, name in (("sanctioning_state", "sender"), ("sanctioned_state", "target")):
        rows[name] = rows[source].map(split_names)
        rows = rows.explode(name, ignore_index=True)
        states = name_to_state(rows[name].tolist(), known, ignore=[*BODIES, *OTHERS])
        rows[name] = states.fillna(rows[name].map(BODIES)).to_numpy()
    rows = rows.dropna(subset=["sender", "target"])
    rows = rows[rows["sender"] != rows["target"]]
    if (rows["end"] < rows["begin"]).any():
        raise SourceError("a case of sanctions ends before it begins")
    if not raw.keeps_all("derive"):
        ours = [rows[side].isin([*FOCAL, *set(BODIES.values())]) for side in ("sender", "target")]
        focal = rows["sender"].isin(FOCAL) | rows["target"].isin(FOCAL)
        rows = rows[ours[0] & ours[1] & focal]
    return rows[["sender", "target", "begin", "end", *KINDS]]


def build_sanctions(raw: Raw) -> pd.DataFrame:
    """Build years in which sanctions were in force, all cases of one sender and target in one row."""
    cases = read_cases(raw)
    years = [range(first, last + 1) for first, last in zip(cases["begin"], cases["end"], strict=True)]
    long = cases.assign(year=years, cases=1).explode("year", ignore_index=True).astype({"year": int})
    how = {"begin": "min", "cases": "sum", **dict.fromkeys(KINDS, "max")}
    out = long.groupby(["sender", "target", "year"], as_index=False).agg(how).rename(columns={"begin": "since"})
    return out.astype(dict.fromkeys(KINDS, bool))


TABLES = (
    Table(
        name="sanctions",
        extract=True,
        credit="Global Sanctions Data Base, release 3",
        title="Years of sanctions among focal states and of the EU and the UN on them, 1949-2022",
        description=(
            "One row for each sender, target and year in which at least one case was in force, with the kinds of all "
            "its cases together. Spells are kept as years so that a view as of a past day does not know when they "
            "ended. Sender and target are focal states, or one of them is the EU (before 1993 the EEC) or the UN, "
            "which are not split into members. A pair and year without a row had none on record."
        ),
        build=build_sanctions,
        columns=(
            Column("sender", "string", "State that imposes, or EU or UN."),
            Column("target", "string", "State that is hit."),
            Column("year", "integer", "Calendar year, the first and last of a case included.", minimum=1949,
                   maximum=2022),
            Column("since", "integer", "First year of the oldest case in force.", minimum=1949, maximum=2022),
            Column("cases", "integer", "Cases in force.", "cases", minimum=1),
            *(Column(kind, "boolean", f"Whether a case is of the kind: {kind}.") for kind in KINDS),
        ),
        key=("sender", "target", "year"),
        files=(FILE, "states/cow_states.parquet", "states/concordance_iso_cow_gw.csv"),
        first=1949,
        last=2022,
        absent="true_zero",
        published_lag=1.0,
        lag_note="release 3, with cases to 2022, came out in 2023",
        states_covered="the 17 focal states, the EU and the UN",
        format="csv",
        defects=(
            "cases in force at the end carry 2022 as their last year, as do those that ended in it",
            "other bodies that sent sanctions (NATO, CoCom, G7, G8, Commonwealth, Arab League) are no senders here, "
            "and cases against armed groups such as the Taliban are not against a state",
            "a case with several senders or targets, such as that of the United States and the United Kingdom against "
            "India and Pakistan in 1965, counts once for each pair of them",
            "success and aims, which the source judges, are not kept",
        ),
    ),
)  # fmt: skip
