"""Sentences on third parties: who could press, and which way each pulls."""

from __future__ import annotations

import pandas as pd

from dyadlens.details.third_states import ThirdStates
from dyadlens.lens import Lens, as_lens
from dyadlens.states import State
from dyadlens.text.answer import Answer, Text
from dyadlens.text.names import state_in_text
from dyadlens.text.numbers import listed, number


def third_states_text(lens: Lens | str, found: ThirdStates) -> Text:
    """Say which third state could press most on each of the two, and how many pull them together or apart.

    Parameters
    ----------
    lens : Lens
        The pair.
    found : ThirdStates
        What :func:`dyadlens.details.third_states_between` returns.

    Returns
    -------
    Text

    Examples
    --------
    >>> import dyadlens as dl
    >>> lens = dl.Lens("PAK-RUS")
    >>> print(dl.text.third_states(lens, dl.details.third_states_between(lens)))
    Between Pakistan and Russia stand ...
    """
    lens = as_lens(lens)
    rows, pair = found.rows, (lens.a.in_text, lens.b.in_text)
    if found.year is None:
        return Text(
            f"No year of this page is covered by all of the sources on rivalry, alliances, votes and speeches for "
            f"{pair[0]} and {pair[1]}."
        )
    if rows.empty:
        return Text(
            f"In {found.year}, neither {pair[0]} nor {pair[1]} had a rival on record, and no third state had a tie, "
            "friendly or hostile, to both."
        )
    sides = [(lens.a, lens.b, "a", "b"), (lens.b, lens.a, "b", "a")]
    order = sorted(sides, key=lambda side: -rows[f"presses_{side[2]}"].fillna(0).max())
    points = [f"In {found.year}, {_most(rows, *side)}." for side in order]
    told = _between(rows, [side[0::2] for side in order], pair)
    return Answer(f"{told}{_counted(rows)} ({found.year}).", [*points, _pulling(rows)])


def _between(rows: pd.DataFrame, sides: list[tuple[State, str]], pair: tuple[str, str]) -> str:
    """Name in short the third state that could press most on each of the two, where there is one."""
    pressing = []
    for state, side in sides:
        pressure = rows[f"presses_{side}"].fillna(0)
        if pressure.max() > 0:
            third = state_in_text(rows["third"].iloc[pressure.argmax()])
            pressing.append(f"{third}, which could press most on {state.in_text}")
    if not pressing:
        return f"No third state is known that could press {pair[0]} or {pair[1]} not to serve the other"
    stand = "stand" if len(pressing) > 1 else "stands"
    return f"Between {pair[0]} and {pair[1]} {stand} {', and '.join(pressing)}"


def _pulls(rows: pd.DataFrame) -> dict[str, list[str]]:
    """Name the third states that by structural balance pull the two together, and those that pull them apart."""
    sign = rows["sign_a"] * rows["sign_b"]
    return {
        word: [state_in_text(code) for code in rows.loc[sign == side, "third"]]
        for word, side in (("together", 1), ("apart", -1))
    }


def _counted(rows: pd.DataFrame) -> str:
    together, apart = (len(names) for names in _pulls(rows).values())
    if not together + apart:
        return ""
    pull = "state pulls" if together == 1 else "states pull"
    return f"; {together or 'no'} third {pull} them together and {apart or 'none'} apart"


def _most(rows: pd.DataFrame, a: State, b: State, side: str, other: str) -> str:
    """Name the third state that could press most on one state, or say why there is none."""
    pressure = rows[f"presses_{side}"]
    top = rows.iloc[pressure.fillna(0).argmax()]
    if top[f"presses_{side}"] > 0:
        return (
            f"{state_in_text(top['third'])} could press most on {a.in_text} not to serve {b.in_text}: it is a rival of "
            f"{b.in_text}, and its closeness to {a.in_text} is {number(top[f'close_{side}'], 'index')} of 1"
        )
    unknown = [state_in_text(code) for code in rows.loc[pressure.isna(), "third"]]
    if unknown:
        return f"how close {a.in_text} is to {listed(unknown)}, in rivalry with {b.in_text}, is not known"
    if (rows[f"sign_{other}"] == -1).any():
        return f"no rival of {b.in_text} is close to {a.in_text}"
    return f"{b.in_text} has no third state as a rival on record"


def _pulling(rows: pd.DataFrame, most: int = 5) -> str:
    """Name the third states that pull the two together or apart, or some of many."""
    parts = []
    for word, names in _pulls(rows).items():
        if names:
            some = listed(names[:most]) + (" among them" if len(names) > most else "")
            pull = "state pulls" if len(names) == 1 else "states pull"
            parts.append(f"{len(names)} third {pull} them {word} ({some})")
    if not parts:
        return "No third state has a tie, friendly or hostile, to both."
    return f"By structural balance, {' and '.join(parts)}."


third_states = third_states_text  # as `text` offers it
