"""Vetoes in the United Nations Security Council."""

import pandas as pd

from dyadlens.errors import SourceError
from dyadlens.sources.raw import Raw

FILE = "unsc/unsc_vetoes_1946_sept2022.csv"
PERMANENT = {"USSR": "RUS", "Russia": "RUS", "USA": "USA", "UK": "GBR", "France": "FRA", "China": "CHN"}


def build_vetoes(raw: Raw) -> pd.DataFrame:
    """Build one row a vetoed draft and state that vetoed it, from the names of the states that the source gives."""
    rows = pd.read_csv(raw.path(FILE))
    drafts = pd.DataFrame(
        {
            "veto": range(1, len(rows) + 1),
            "date": pd.to_datetime(rows["date"], format="%m/%d/%Y").dt.strftime("%Y-%m-%d"),
            "draft": rows["draft"].str.split().str.join(" "),
        }
    )
    drafts["year"] = drafts["date"].str[:4].astype(int)
    columns = rows[["member_veto1", "member_veto2", "member_veto3"]]
    vetoing = columns.melt(ignore_index=False)["value"].dropna().rename("state")
    strange = set(vetoing) - set(PERMANENT)
    if strange:
        raise SourceError(f"vetoes of states that have none: {sorted(strange)}")
    return drafts.join(vetoing.map(PERMANENT), how="right")
