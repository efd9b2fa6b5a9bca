"""Dated contacts between Pakistan and the USSR or Russia, collected by hand: facts only."""

from __future__ import annotations

import re

import pandas as pd

from dyadlens.sources.raw import Raw
from dyadlens.sources.table import Column, Table

FILE = "contacts/pak_rus_meetings.csv"
FIXED_LEVELS = ("head_of_state", "head_of_government", "foreign_minister", "defence_minister", "military_chief")
FIXED_TYPES = ("visit", "meeting_on_margins")
SAME_PLACE_DAYS, ANY_PLACE_DAYS = 6, 3
FACTS = [
    "date", "date_precision", "type", "level", "direction", "place", "office_a", "office_b", "source_url", "confidence",
]  # fmt: skip
OWN_ORDER = ["date", "type", "level", "direction", "place", "office_a", "office_b", "source_url"]

# The offices that make a contact one of the fixed kind; a deputy or an assistant of theirs does not. Of chiefs of the
# forces only those of the army, as the rule on contacts (claim V2) names them.
_OFFICE = re.compile(
    r"(?<!Deputy )(?<!Vice )\b(President|Prime Minister|PM|Premier|Chief Executive|General Secretary|Foreign Minister|"
    r"FM|Defence Minister|COAS|Ground Forces C-in-C)\b(?!'s)"
)
_ROUNDS = {
    "intergovernmental_commission": r"inter-?governmental commission|commission ends",
    "counter_terrorism_group": r"working group",
    "strategic_stability_group": r"consultative group",
    "military_committee": r"military consultative committee",
    "strategic_dialogue": r"strategic dialogue",
    "political_consultations": r"bilateral political consultations",
    "russia_china_pakistan_consultations": r"russia-china-pakistan consultations",
}
_ORDINALS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
    "twelfth", "thirteenth", "fourteenth", "fifteenth",
)  # fmt: skip
# Not of the page: marks that readers' addresses collect on the way, and hosts that a crawler hung on behind.
_TRACKING = re.compile(r"[?&]utm_[^#]*$|(?<=\d)/(?:[a-z]+\.)+(?:com|com\.pk)$")


def clean_address(address: str) -> str:
    """Drop from a web address what does not belong to the page."""
    return _TRACKING.sub("", address)


def _travellers(row: pd.Series) -> list[str]:
    """Return the offices of the side that travelled; of both where they met elsewhere."""
    sides = {"PAK_to_RUS": ["office_a"], "RUS_to_PAK": ["office_b"], "third_place": ["office_a", "office_b"]}
    return [row[side] for side in sides.get(row["direction"], [])]


def _fixed(row: pd.Series) -> bool:
    offices = _travellers(row)
    return bool(
        row["cooperation"]
        and row["confidence"] != "low"
        and row["type"] in FIXED_TYPES
        and row["level"] in FIXED_LEVELS
        and offices
        and all(_OFFICE.search(office) for office in offices)
    )


def _round(summary: str, kind: str) -> tuple[str | None, int | None]:
    """Return body and number of a numbered round."""
    text = summary.casefold()
    found = re.search(r"\b(" + "|".join(_ORDINALS) + r")\b", text)
    if found and kind in ("working_group", "consultation", "agreement"):
        for body, pattern in _ROUNDS.items():
            if re.search(pattern, text):
                return body, _ORDINALS.index(found[1]) + 1
    return None, None


def _trips(rows: pd.DataFrame) -> pd.Series:
    """Give the rows of one trip the number of its first row.

    Rows are one trip if direction and level are the same, both days are known, and they lie at most 3 days apart,
    or at most 6 in the same place. Contacts at a distance are no trip.
    """
    trip = rows["contact_id"].copy()
    known = rows[(rows["date_precision"] == "day") & (rows["direction"] != "remote")]
    for _, group in known.groupby(["direction", "level"]):
        days = pd.to_datetime(group["date"])
        gap = days.diff().dt.days
        same = group["place"].eq(group["place"].shift()) & group["place"].notna()
        joined = (gap <= ANY_PLACE_DAYS) | (same & (gap <= SAME_PLACE_DAYS))
        start = group["contact_id"].where(~joined).ffill()
        trip.loc[group.index] = start
    return trip.where(rows["direction"] != "remote")


def build_contacts(raw: Raw) -> pd.DataFrame:
    """Build the list of contacts; summaries and titles of the source are not kept."""
    rows = pd.read_csv(raw.path(FILE), dtype=str).sort_values(OWN_ORDER, kind="stable", ignore_index=True)
    rows["contact_id"] = [f"c{number:03d}" for number in range(1, len(rows) + 1)]
    rows["source_url"] = rows["source_url"].map(clean_address, na_action="ignore")
    rows["cooperation"] = ~(rows["summary"].str.match(r"CAUTION:|SETBACK:") | rows["type"].eq("other"))
    rows["trip"] = _trips(rows)
    rows["fixed_kind"] = rows.apply(_fixed, axis=1)
    found = [_round(s, t) for s, t in zip(rows["summary"], rows["type"], strict=True)]
    rows["round_body"] = [body for body, _ in found]
    rows["round_number"] = pd.array([number for _, number in found], dtype="Int64")
    own = ["contact_id", "cooperation", "trip", "fixed_kind", "round_body", "round_number"]
    return rows[[*FACTS, *own]]


CONTACTS = Table(
    name="cases/PAK-RUS/contacts",
    credit="case PAK-RUS, collected by hand, an address a row",
    title="Dated contacts between Pakistan and the USSR or Russia",
    description=(
        "Meetings, visits, calls, rounds, agreements, exercises and deliveries with date, level and offices; a is "
        "Pakistan, b the Soviet Union or Russia. For rates use `fixed_kind` and count each `trip` once: visits and "
        "meetings face to face of leaders, foreign ministers, defence ministers and chiefs of the army, where the one "
        "who travelled holds the office. `type` tells visits from meetings in the margins of other events."
    ),
    build=build_contacts,
    columns=(
        Column(
            "contact_id", "string",
            "Identifier: place in the list sorted by date and facts; moves if rows are added.",
        ),
        Column("date", "partial_date", "Date as exactly as known: day, month or year."),
        Column("date_precision", "string", "How exact the date is.", allowed=("day", "month", "year")),
        Column(
            "type", "string", "Kind of contact.",
            allowed=(
                "visit", "meeting_on_margins", "call", "consultation", "working_group", "agreement", "exercise",
                "delivery", "consulate", "other",
            ),
        ),
        Column(
            "level", "string", "Highest level that took part, in some rows that of the host.",
            allowed=(*FIXED_LEVELS, "nsa", "deputy_minister", "officials"),
        ),
        Column("direction", "string", "Who travelled.", allowed=("PAK_to_RUS", "RUS_to_PAK", "third_place", "remote")),
        Column("place", "string", "Where; empty where not known or at a distance.", missing=True),
        Column("office_a", "string", "Office or body on Pakistan's side."),
        Column("office_b", "string", "Office or body on the Soviet or Russian side."),
        Column(
            "source_url", "string",
            "Address of the page read; empty for three rows of low confidence.",
            missing=True,
        ),
        Column("confidence", "string", "How sure the row is.", allowed=("high", "medium", "low")),
        Column("cooperation", "boolean", "False for rebukes, refusals, cancelled visits and all rows of type other."),
        Column(
            "trip", "string",
            "The first contact of the same trip: same direction and level, days at most 3 apart, or at most 6 in the "
            "same place; empty for contacts at a distance.",
            missing=True,
        ),
        Column(
            "fixed_kind", "boolean",
            "Counts for rates: a visit or a meeting in the margins that is cooperation and not of low confidence, by "
            "a head of state or government, foreign or defence minister or chief of the army who travelled himself; "
            "chiefs of navy, joint or general staff do not count.",
        ),
        Column("round_body", "string", "Body of a numbered round.", allowed=tuple(_ROUNDS), missing=True),
        Column("round_number", "integer", "Number of the round.", minimum=1, missing=True),
    ),
    key=("contact_id",),
    files=(FILE,),
    first=1956,
    last=2025,
    absent="unknown",
    # Nobody searched, or nothing was found at all: missing, not none.
    gaps=((1949, 1955), (1975, 1984), (1991, 1998)),
    published_lag=0,
    lag_note="meetings are reported on the day; a date known to the month or year counts from its last day",
    dated_by="date",
    states_covered="Pakistan and Russia",
    format="csv",
    defects=(
        "trips were checked by hand: the rule joins 10 (21 rows), none wrongly; rows known to the month only are "
        "never joined",
        "which meeting counts as one in the margins is the collector's word: several of them, in the capital of one of "
        "the two, had talks of their own",
        "in four rows of a level of the fixed kind only the host holds that office: they are not counted",
        "numbered rounds show what the list lacks: the fourth military committee, counter-terrorism groups 3 to 6, "
        "consultative groups before the sixth and 7 to 11, commissions before the fifth",
        "a defence minister who led the fifth intergovernmental commission (2017-12-01) is coded deputy_minister",
        "the row of 2014-06-02 (end of the arms embargo) is friendly but no contact, so not cooperation by the rule",
        "marks of campaigns and hosts hung on by crawlers were cut from the addresses; about a dozen pages are reposts",
    ),
)  # fmt: skip
