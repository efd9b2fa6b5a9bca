"""What two states speak of in the UN General Debate, in the last years in which both spoke."""

from __future__ import annotations

import pandas as pd

from dyadlens.lens import Lens

WINDOW = 10  # years of speeches
_NAMES = {"afghanistan": "Afghanistan", "palestine": "Palestine", "ukraine": "Ukraine", "un_reform": "reform of the UN"}


def topic_shares(frame: pd.DataFrame, lens: Lens) -> pd.DataFrame:
    """Return the mean share of sentences on each topic: of ``a``, of ``b``, of ``all`` speakers; years in ``attrs``.

    Topics are ordered by what the two speak of most; the table is empty where the two never spoke in one year.
    """
    spoke = [set(frame.loc[frame["state"] == state, "year"]) for state in lens.pair]
    years = sorted(set.intersection(*spoke) & set(lens.years))[-WINDOW:]
    rows = frame[frame["year"].isin(years)]
    parts = {"a": rows[rows["state"] == lens.pair[0]], "b": rows[rows["state"] == lens.pair[1]], "all": rows}
    out = pd.DataFrame({name: part.groupby("topic", observed=True)["share"].mean() for name, part in parts.items()})
    out = out.loc[out[["a", "b"]].mean(axis=1).sort_values(ascending=False, kind="stable").index]
    out.index = [_NAMES.get(topic, topic.replace("_", " ")) for topic in out.index]
    out.attrs["years"] = years
    return out
