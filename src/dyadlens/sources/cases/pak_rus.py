"""The case of Pakistan and Russia: claims, contacts, events around the pair, listings of the FATF. Facts only."""

import re
from pathlib import Path

import pandas as pd

from dyadlens.errors import SourceError
from dyadlens.sources.raw import Raw
from dyadlens.sources.table import lookups

CONTACTS_FILE = "contacts/pak_rus_meetings.csv"
EVENTS_FILE = "contacts/context_events.csv"
FATF_FILE = "fatf/fatf_pakistan_handcollected.csv"
PRECISION = {4: "year", 7: "month", 10: "day"}
LISTS = lookups(__name__)
SAME_PLACE_DAYS, ANY_PLACE_DAYS = 6, 3
OWN_ORDER = ["date", "type", "level", "direction", "place", "office_a", "office_b", "source_url"]
# The offices that make a contact one of the fixed kind; a deputy or an assistant of theirs does not. Of chiefs of the
# forces only those of the army, as the rule on contacts (claim V2) names them.
_OFFICE = re.compile(rf"(?<!Deputy )(?<!Vice )\b({'|'.join(LISTS['fixed_offices'])})\b(?!'s)")
_ORDINAL = re.compile(rf"\b({'|'.join(LISTS['ordinals'])})\b")
# Not of the page: marks that readers' addresses collect on the way, and hosts that a crawler hung on behind.
_TRACKING = re.compile(r"[?&]utm_[^#]*$|(?<=\d)/(?:[a-z]+\.)+(?:com|com\.pk)$")


def clean_address(address: str) -> str:
    """Drop from a web address what does not belong to the page."""
    return _TRACKING.sub("", address)


def written_here(name: str) -> pd.DataFrame:
    """Read a file that this project wrote itself, beside this module."""
    return pd.read_csv(Path(__file__).parent / name, dtype=str, keep_default_na=False, na_values=[""])


def build_claims(raw: Raw) -> pd.DataFrame:  # noqa: ARG001 - the file is our own
    """Build the claims of the case from the file that this project wrote before the data were read."""
    return written_here("PAK-RUS/claims.csv")


def build_contacts(raw: Raw) -> pd.DataFrame:
    """Build the list of contacts; summaries and titles of the source are not taken over."""
    rows = pd.read_csv(raw.path(CONTACTS_FILE), dtype=str).sort_values(OWN_ORDER, kind="stable", ignore_index=True)
    rows["contact_id"] = [f"c{number:03d}" for number in range(1, len(rows) + 1)]
    rows["source_url"] = rows["source_url"].map(clean_address, na_action="ignore")
    rows["cooperation"] = ~(rows["summary"].str.match(r"CAUTION:|SETBACK:") | rows["type"].eq("other"))
    rows["trip"] = _trips(rows)
    rows["fixed_kind"] = rows["cooperation"] & rows["confidence"].ne("low") & rows.apply(_is_of_fixed_kind, axis=1)
    found = [numbered_round(s, t) for s, t in zip(rows["summary"], rows["type"], strict=True)]
    rounds = pd.DataFrame(found, columns=["round_body", "round_number"]).astype({"round_number": "Int64"})
    return rows.join(rounds)


def _is_of_fixed_kind(row: pd.Series) -> bool:
    """Tell whether each who travelled, or both who met elsewhere, hold one of the offices that count."""
    sides = {"PAK_to_RUS": ["office_a"], "RUS_to_PAK": ["office_b"], "third_place": ["office_a", "office_b"]}
    offices = [row[side] for side in sides.get(row["direction"], [])]
    fixed = row["type"] in LISTS["fixed_types"] and row["level"] in LISTS["fixed_levels"]
    return bool(fixed and offices and all(_OFFICE.search(office) for office in offices))


def numbered_round(summary: str, kind: str) -> tuple[str | None, int | None]:
    """Return body and number of a numbered round."""
    text = summary.casefold()
    found = _ORDINAL.search(text)
    if found and kind in ("working_group", "consultation", "agreement"):
        for body, pattern in LISTS["rounds"].items():
            if re.search(pattern, text):
                return body, LISTS["ordinals"].index(found[1]) + 1
    return None, None


def _trips(rows: pd.DataFrame) -> pd.Series:
    """Give the rows of one trip the number of its first row.

    Rows are one trip if direction and level are the same, both days are known, and they lie at most 3 days apart,
    or at most 6 in the same place. Contacts at a distance are no trip.
    """
    trip = rows["contact_id"].copy()
    known = rows[(rows["date_precision"] == "day") & (rows["direction"] != "remote")]
    for _, group in known.groupby(["direction", "level"]):
        gap = pd.to_datetime(group["date"]).diff().dt.days
        same = group["place"].eq(group["place"].shift()) & group["place"].notna()
        joined = (gap <= ANY_PLACE_DAYS) | (same & (gap <= SAME_PLACE_DAYS))
        trip.loc[group.index] = group["contact_id"].where(~joined).ffill()
    return trip.where(rows["direction"] != "remote")


def build_context_events(raw: Raw) -> pd.DataFrame:
    """Build the events with labels of our own, matched by date and order within the date."""
    rows = pd.read_csv(raw.path(EVENTS_FILE), dtype=str)
    rows["order"] = rows.groupby("date").cumcount() + 1
    labels = written_here("PAK-RUS/context_labels.csv").astype({"order": int})
    out = rows.merge(labels, on=["date", "order"], how="outer", validate="one_to_one", indicator="found")
    alone = out.loc[out["found"] != "both", "date"].tolist()
    if alone:
        raise SourceError(f"context_labels.csv: dates without event or without label: {', '.join(alone)}")
    return out.assign(source_url=out["source_url"].map(clean_address))


def build_fatf(raw: Raw) -> pd.DataFrame:
    """Build Pakistan's listings and removals, one row a change, so that an as-of date hides what came later.

    That the listing of 2018 was announced is in no source that was collected; it comes from the commentary under test.
    """
    rows = pd.read_csv(raw.path(FATF_FILE), dtype=str).query("iso3 == 'PAK'").sort_values("start", ignore_index=True)
    rows = rows.assign(spell=rows.index + 1).rename(columns={"start": "listed", "end": "removed"})
    changes = rows.melt(["spell", "list", "source"], ["listed", "removed"], var_name="change", value_name="date")
    changes = changes.dropna(subset=["date"])
    # Two addresses support one row in places; a note in brackets behind an address is not taken over.
    addresses = changes["source"].str.replace(r"\s+;\s+", "; ", regex=True)
    changes = changes.assign(
        date_precision=changes["date"].str.len().map(PRECISION), source_url=addresses, known_from="page"
    )
    announced = written_here("PAK-RUS/fatf_announced.csv").astype({"spell": int}).assign(known_from="commentary")
    return pd.concat([changes, announced], ignore_index=True)
