"""Sentences on third parties: who could press, and which way each pulls."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import pandas as pd

from dyadlens.details.third_states import ThirdStates
from dyadlens.lens import Lens, as_lens
from dyadlens.states import State
from dyadlens.text.answer import Answer, Text
from dyadlens.text.names import state_in_text
from dyadlens.text.numbers import listed, number
from dyadlens.text.sentences import phrase

_say = partial(phrase, "third_parties")


def third_states_text(lens: Lens | str, found: ThirdStates) -> Text:
    """Say which third state could press most on each of the two, and how many pull them together or apart."""
    lens, rows = as_lens(lens), found.rows
    parts = {"a": lens.a.in_text, "b": lens.b.in_text, "year": found.year}
    if rows.empty:
        return Text(_say("not_covered" if found.year is None else "none", **parts))
    sides = [(lens.a, lens.b, "a", "b"), (lens.b, lens.a, "b", "a")]
    order = sorted(sides, key=lambda side: -rows[f"presses_{side[2]}"].fillna(0).max())
    points = [_most(rows, *side, parts["year"]) for side in order]
    told = _between(rows, [side[0::2] for side in order], parts)
    return Answer(f"{told}{_counted(rows)} ({found.year}).", [*points, _pulling(rows)])


def _between(rows: pd.DataFrame, sides: list[tuple[State, str]], parts: Mapping[str, object]) -> str:
    """Name in short the third state that could press most on each of the two, where there is one."""
    pressing = []
    for state, side in sides:
        pressure = rows[f"presses_{side}"].fillna(0)
        if pressure.max() > 0:
            third = state_in_text(rows["third"].iloc[pressure.argmax()])
            pressing.append(_say("pressing", third=third, state=state.in_text))
    stand = "stand" if len(pressing) > 1 else "stands"
    return _say("between" if pressing else "nobody", stand=stand, pressing=", and ".join(pressing), **parts)


def _pulls(rows: pd.DataFrame) -> dict[str, list[str]]:
    """Name the third states that by structural balance pull the two together, and those that pull them apart."""
    sign = rows["sign_a"] * rows["sign_b"]
    return {
        word: [state_in_text(code) for code in rows.loc[sign == side, "third"]]
        for word, side in (("together", 1), ("apart", -1))
    }


def _verb(count: int) -> str:
    return "state pulls" if count == 1 else "states pull"


def _counted(rows: pd.DataFrame) -> str:
    together, apart = (len(names) for names in _pulls(rows).values())
    if not together + apart:
        return ""
    return _say("counted", together=together or "no", pull=_verb(together), apart=apart or "none")


def _most(rows: pd.DataFrame, a: State, b: State, side: str, other: str, year: object) -> str:
    """Name the third state that could press most on one state, or say why there is none."""
    pressure = rows[f"presses_{side}"]
    top = rows.iloc[pressure.fillna(0).argmax()]
    parts = {"a": a.in_text, "b": b.in_text, "year": year}
    if top[f"presses_{side}"] > 0:
        return _say("most", third=state_in_text(top["third"]), close=number(top[f"close_{side}"], "index"), **parts)
    unknown = [state_in_text(code) for code in rows.loc[pressure.isna(), "third"]]
    if unknown:
        return _say("unknown", third=listed(unknown), **parts)
    return _say("no_friend" if (rows[f"sign_{other}"] == -1).any() else "no_rival", **parts)


def _pulling(rows: pd.DataFrame, most: int = 5) -> str:
    """Name the third states that pull the two together or apart, or some of many."""
    pulls = []
    for way, names in _pulls(rows).items():
        if names:
            some = listed(names[:most]) + (" among them" if len(names) > most else "")
            pulls.append(_say("pulls", count=len(names), pull=_verb(len(names)), way=way, names=some))
    return _say("balance" if pulls else "no_tie", pulls=" and ".join(pulls))


third_states = third_states_text  # as `text` offers it
