"""Militarized disputes between states in two codings, and the single events counted by pair and year."""

import pandas as pd

from dyadlens.sources.raw import Raw
from dyadlens.sources.states.distances import ordered
from dyadlens.sources.states.system import state_codes

GML_FILE, COW_FILE = "disputes/gml_mid_ddydisps.parquet", "disputes/cow_mid_ddydisps.parquet"
MIE_FILE = "disputes/mie-1.0.csv"
FIRST = 1946
UNKNOWN = -9
_KEY = ["a", "b", "year"]


def _disputes(raw: Raw, file: str, source: str) -> pd.DataFrame:
    """Build dispute-years by pair, the two directed rows of the source folded into one."""
    rows = state_codes(raw).with_pairs(pd.read_parquet(raw.path(file)).query("year >= @FIRST"))
    # Each dispute-year stands twice in the source, once from each side, with the same facts.
    rows = rows[rows["a"] < rows["b"]]
    numbers = {
        "dispute": rows["dispnum"],
        "year": rows["year"],
        "hostility_a": rows["hostlev1"],
        "hostility_b": rows["hostlev2"],
        "fatality_a": rows["fatality1"].replace(UNKNOWN, None),
        "fatality_b": rows["fatality2"].replace(UNKNOWN, None),
        "fatality": rows["fatality"].replace(UNKNOWN, None),
    }
    onset, began = rows[f"{source}midonset"].eq(1), rows["sidea1"].eq(1)
    return rows[["a", "b"]].assign(**pd.DataFrame(numbers).astype("Int64"), onset=onset, began_a=began, source=source)


def build_disputes_gml(raw: Raw) -> pd.DataFrame:
    """Build the disputes as Gibler, Miller and Little code them."""
    return _disputes(raw, GML_FILE, "gml")


def build_disputes_cow(raw: Raw) -> pd.DataFrame:
    """Build the disputes as the Correlates of War code them."""
    return _disputes(raw, COW_FILE, "cow")


def build_militarized_events(raw: Raw) -> pd.DataFrame:
    """Count events and sum their deaths by pair and year, apart for what each of the two did and lost."""
    rows = pd.read_csv(raw.path(MIE_FILE)).query("styear >= @FIRST").reset_index(drop=True)
    pairs = state_codes(raw).with_pairs(rows[["ccode1", "ccode2", "styear"]], "styear").astype({"styear": int})
    forward = pairs["a"] < pairs["b"]
    rows = rows.mask(rows == UNKNOWN)
    facts = rows[["micnum", "action", "hostlev"]].set_axis(["confrontation", "action", "hostility"], axis=1)
    frame = ordered(pairs.rename(columns={"styear": "year"})[_KEY]).join(facts)
    for end in ("min", "max"):
        first, second = rows[f"fatal{end}1"], rows[f"fatal{end}2"]
        frame[f"deaths_a_{end}"], frame[f"deaths_b_{end}"] = first.where(forward, second), second.where(forward, first)
    grouped = frame.groupby(_KEY)
    out = grouped[["action", "hostility"]].max().add_prefix("highest_")
    out["events"] = grouped.size()
    out["confrontations"] = grouped["confrontation"].nunique()
    for side, mine in (("a", forward), ("b", ~forward)):
        own = frame[mine].groupby(_KEY)
        out[f"events_by_{side}"] = own.size().reindex(out.index, fill_value=0)
        out[f"hostility_of_{side}"] = own["hostility"].max()
    deaths = [name for name in map(str, frame) if name.startswith("deaths")]
    return out.join(grouped[deaths].sum(min_count=1)).astype("Int64").reset_index()
