"""Third states in words and tables: who could press, and which way each pulls."""

from __future__ import annotations

import pandas as pd

from dyadlens.lens import Lens
from dyadlens.measures.third_parties_between import Between
from dyadlens.show.answer import Answer
from dyadlens.show.numbers import listed, number, short
from dyadlens.show.tables import Table
from dyadlens.show.words import Said
from dyadlens.states import State, all_states

_TIES = {1: "friend", -1: "foe", 0: "neither"}
_PULLS = {1: "together", -1: "apart", 0: "–"}
_MANY = 5  # more third states than this are not all named in a sentence


def standing(lens: Lens, found: Between) -> Said:
    """Say which third state could press most on each of the two, and how many pull them together or apart."""
    rows, pair = found.rows, (lens.a.in_text, lens.b.in_text)
    if found.year is None:
        return Said(
            f"No year of this page is covered by all of the sources on rivalry, alliances, votes and speeches for "
            f"{pair[0]} and {pair[1]}."
        )
    if rows.empty:
        return Said(
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
            third = all_states()[rows.loc[pressure.idxmax(), "third"]].in_text
            pressing.append(f"{third}, which could press most on {state.in_text}")
    if not pressing:
        return f"No third state is known that could press {pair[0]} or {pair[1]} not to serve the other"
    stand = "stand" if len(pressing) > 1 else "stands"
    return f"Between {pair[0]} and {pair[1]} {stand} {', and '.join(pressing)}"


def _counted(rows: pd.DataFrame) -> str:
    """Count the third states that pull the two together and apart."""
    product = rows["sign_a"] * rows["sign_b"]
    together, apart = int((product == 1).sum()), int((product == -1).sum())
    if not together + apart:
        return ""
    pull = "state pulls" if together == 1 else "states pull"
    return f"; {together or 'no'} third {pull} them together and {apart or 'none'} apart"


def _most(rows: pd.DataFrame, a: State, b: State, side: str, other: str) -> str:
    """Name the third state that could press most on one state, or say why there is none."""
    pressure = rows[f"presses_{side}"]
    top = rows.loc[pressure.fillna(0).idxmax()]
    if top[pressure.name] > 0:
        return (
            f"{all_states()[top['third']].in_text} could press most on {a.in_text} not to serve {b.in_text}: it is a "
            f"rival of {b.in_text}, and its closeness to {a.in_text} is {number(top[f'close_{side}'], 'index')} of 1"
        )
    unknown = rows.loc[pressure.isna(), "third"]
    if len(unknown):
        return f"how close {a.in_text} is to {_names(unknown)}, in rivalry with {b.in_text}, is not known"
    if (rows[f"sign_{other}"] == -1).any():
        return f"no rival of {b.in_text} is close to {a.in_text}"
    return f"{b.in_text} has no third state as a rival on record"


def _names(codes: pd.Series) -> str:
    return listed([all_states()[code].in_text for code in codes])


def _pulling(rows: pd.DataFrame) -> str:
    """Say how many third states pull the two together, and how many apart, by structural balance."""
    product = rows["sign_a"] * rows["sign_b"]
    parts = []
    for sign, words in ((1, "together"), (-1, "apart")):
        chosen = rows.loc[product == sign, "third"]
        if len(chosen):
            names = _names(chosen[:_MANY]) + (" among them" if len(chosen) > _MANY else "")
            pull = "state pulls" if len(chosen) == 1 else "states pull"
            parts.append(f"{len(chosen)} third {pull} them {words} ({names})")
    if not parts:
        return "No third state has a tie, friendly or hostile, to both."
    return f"By structural balance, {' and '.join(parts)}."


def third_table(lens: Lens, found: Between) -> Table | Said:
    """List the third states that stand between the two."""
    rows = found.rows
    if rows.empty:
        return standing(lens, found)
    a, b = lens.a.name, lens.b.name
    frame = pd.DataFrame(
        {
            "Third state": rows["third"].map({code: state.name for code, state in all_states().items()}),
            f"To {a}": rows["sign_a"].map(_TIES),
            f"To {b}": rows["sign_b"].map(_TIES),
            "Pulls": (rows["sign_a"] * rows["sign_b"]).map(_PULLS),
            f"Closeness to {a}": _cells(rows["close_a"]),
            f"Closeness to {b}": _cells(rows["close_b"]),
            f"Could press on {a}": _cells(rows["presses_a"]),
            f"Could press on {b}": _cells(rows["presses_b"]),
        }
    )
    return Table(frame, f"Third states that are a rival of one of the two, or tied to both, {found.year}")


def _cells(values: pd.Series) -> list[str]:
    return ["unknown" if pd.isna(v) else short(float(v), "index") for v in values]
