"""Third states in words and tables: who could press, and which way each pulls."""

from __future__ import annotations

import pandas as pd

from dyadlens.lens import Lens
from dyadlens.show.numbers import listed, number, short
from dyadlens.show.tables import Table
from dyadlens.show.words import Said
from dyadlens.states import State, all_states

_TIES = {1: "friend", -1: "foe", 0: "neither"}
_NOT_COVERED = "The sources on rivalry, alliances, votes and speeches cover no year of this page for these two states."


def pressing(lens: Lens, between: pd.DataFrame) -> Said:
    """Say which third state could press most on each of the two not to serve the other.

    Parameters
    ----------
    lens : Lens
        The pair.
    between : pandas.DataFrame
        Result of :func:`dyadlens.measures.thirds_between.between`.

    Returns
    -------
    Said

    Examples
    --------
    >>> from dyadlens.measures.thirds_between import between
    >>> lens = Lens("PAK-RUS", start=2010, end=2010)
    >>> str(pressing(lens, between(lens)))[:54]
    'In 2010, India could press most on Russia not to serve'
    """
    if between.empty:
        return Said(_NOT_COVERED)
    sides = [(lens.a, lens.b, "a", "b"), (lens.b, lens.a, "b", "a")]
    order = sorted(sides, key=lambda side: -between[f"presses_{side[2]}"].fillna(0).max())
    text = "; ".join(_most(between, *side) for side in order)
    return Said(f"In {int(between['year'].iloc[0])}, {text}.")


def _most(between: pd.DataFrame, a: State, b: State, side: str, other: str) -> str:
    """Name the third state that could press most on one state, or say why there is none."""
    pressure = between[f"presses_{side}"]
    top = between.loc[pressure.fillna(0).idxmax()]
    if top[pressure.name] > 0:
        return (
            f"{all_states()[top['third']].in_text} could press most on {a.in_text} not to serve {b.in_text}: it is a "
            f"rival of {b.in_text}, and its closeness to {a.in_text} is {number(top[f'close_{side}'], 'index')} of 1"
        )
    unknown = between.loc[pressure.isna(), "third"]
    if len(unknown):
        return f"how close {a.in_text} is to {_names(unknown)}, a rival of {b.in_text}, is not known"
    if (between[f"sign_{other}"] == -1).any():
        return f"no rival of {b.in_text} is close to {a.in_text}"
    return f"{b.in_text} has no third state as a rival on record"


def _names(codes: pd.Series) -> str:
    return listed([all_states()[code].in_text for code in codes])


def pulling(between: pd.DataFrame) -> Said:
    """Say how many third states pull the two together, and how many apart, by structural balance.

    Parameters
    ----------
    between : pandas.DataFrame
        Result of :func:`dyadlens.measures.thirds_between.between`.

    Returns
    -------
    Said

    Examples
    --------
    >>> from dyadlens.measures.thirds_between import between
    >>> lens = Lens("PAK-RUS", start=2010, end=2010)
    >>> str(pulling(between(lens)))[:9]
    'In 2010, '
    """
    product = between["sign_a"] * between["sign_b"]
    if between.empty:
        return Said(_NOT_COVERED)
    year = int(between["year"].iloc[0])
    if not (product != 0).any():
        return Said(f"In {year}, no third state had a tie, friendly or hostile, to both.")
    parts = []
    for sign, words in ((1, "pulled them together"), (-1, "pulled them apart")):
        chosen = between.loc[product == sign, "third"]
        if len(chosen):
            some = _names(chosen[:5]) + (" among them" if len(chosen) > 5 else "")
            parts.append(f"{len(chosen)} third {'state' if len(chosen) == 1 else 'states'} {words} ({some})")
    return Said(f"In {year}, {' and '.join(parts)}.")


def third_table(lens: Lens, between: pd.DataFrame) -> Table | Said:
    """List the third states that stand between the two.

    Parameters
    ----------
    lens : Lens
        The pair.
    between : pandas.DataFrame
        Result of :func:`dyadlens.measures.thirds_between.between`.

    Returns
    -------
    Table or Said
        A sentence where there is none.
    """
    if between.empty:
        return Said(_NOT_COVERED)
    a, b = lens.a.name, lens.b.name
    pulls = {1: "together", -1: "apart", 0: "–"}
    frame = pd.DataFrame(
        {
            "Third state": between["third"].map({code: state.name for code, state in all_states().items()}),
            f"To {a}": between["sign_a"].map(_TIES),
            f"To {b}": between["sign_b"].map(_TIES),
            "Pulls": (between["sign_a"] * between["sign_b"]).map(pulls),
            f"Closeness to {a}": _cells(between["close_a"]),
            f"Closeness to {b}": _cells(between["close_b"]),
            f"Could press on {a}": _cells(between["presses_a"]),
            f"Could press on {b}": _cells(between["presses_b"]),
        }
    )
    year = int(between["year"].iloc[0])
    return Table(frame, f"Third states that are a rival of one of the two, or tied to both, {year}; strongest first")


def _cells(values: pd.Series) -> list[str]:
    return ["unknown" if pd.isna(v) else short(float(v), "index") for v in values]
