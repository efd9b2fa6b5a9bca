"""States: find one by code, number or name, and know on which days it existed."""

from __future__ import annotations

import csv
import hashlib
import io
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from numbers import Real

from dyadlens.errors import DataError, UnknownName, nearest, shown
from dyadlens.paths import data_directory, data_package
from dyadlens.states.names import NameIndex, OtherName, distinguishing, other_names, words

# Names that a sentence gives an article.
_WITH_ARTICLE = "ARE BHS CAF COD COG COM DOM GBR GMB MDV MHL NLD PHL SLB USA"
_NAMED = {"aliases", "other_cow"}  # columns that only the index of names reads
_HOW = "`dyadlens data check` names all that is wrong"

_REASONS = {
    "territory": "it is a territory of {}",
    "part": "it is a part of {}",
    "gone": "it ended before 1945",
    "unlisted": "the list of states (Correlates of War) does not have it",
}

LIST_BEGINS = date(1816, 1, 1)  # as a first day it means: on or before
WORLD = "WLD"  # stands for all partners where a measure has only one state


@dataclass(frozen=True)
class State:
    """A state of the international system.

    Parameters
    ----------
    code : str
        ISO 3166-1 alpha-3 code, or the former one of a state that is gone.
    name : str
        Name used in text.
    cow : int
        Correlates of War number.
    start : datetime.date
        First day of existence; 1816-01-01 means on or before.
    end : datetime.date or None
        Last day; None for a state that goes on.
    gaps : tuple of (date, date)
        First and last day of each time without statehood in between, such as an occupation.
    predecessor : str
        Which earlier state the code also stands for.
    focal : bool
        Whether rows of restricted sources are published for it.
    """

    code: str
    name: str
    cow: int
    start: date
    end: date | None
    gaps: tuple[tuple[date, date], ...]
    predecessor: str
    focal: bool

    @property
    def first(self) -> int:
        """The year of the first day."""
        return self.start.year

    @property
    def last(self) -> int:
        """The year of the last day; 9999 for a state that goes on."""
        return (self.end or date.max).year

    @property
    def spells(self) -> tuple[tuple[date, date], ...]:
        """First and last day of each time of existence."""
        begins = (self.start, *(date.fromordinal(back.toordinal() + 1) for _, back in self.gaps))
        ends = (*(date.fromordinal(gone.toordinal() - 1) for gone, _ in self.gaps), self.end or date.max)
        return tuple(zip(begins, ends, strict=True))

    @property
    def lifespan(self) -> str:
        """The days of existence, as text."""
        start = "before 1816" if self.start == LIST_BEGINS else str(self.start)
        without = " and ".join(f"{gone} to {back}" for gone, back in self.gaps)
        return f"{start} to {self.end or 'today'}{without and f' but for {without}'}"

    @property
    def in_text(self) -> str:
        """The name as a sentence has it, for example ``the United States``."""
        return f"the {self.name}" if self.code in _WITH_ARTICLE.split() else self.name

    def existed(self, first: int, last: int | None = None) -> bool:
        """Tell whether the state existed for at least a day of a year, or of the years from first to last."""
        return any(a.year <= (last or first) and b.year >= first for a, b in self.spells)

    def shared_days(self, other: State) -> Iterator[tuple[date, date]]:
        """Go through the times in which both states existed."""
        for a, b in self.spells:
            for c, d in other.spells:
                if max(a, c) <= min(b, d):
                    yield max(a, c), min(b, d)


def _state(row: dict[str, str]) -> State:
    start, end = date.fromisoformat(row["start"]), date.fromisoformat(row["end"]) if row["end"] else None
    # The table tells the last day before a gap and the first after it.
    edges = [[date.fromisoformat(day) for day in gap.split("/")] for gap in row["gaps"].split("; ") if gap]
    gaps = tuple((date.fromordinal(a.toordinal() + 1), date.fromordinal(b.toordinal() - 1)) for a, b in edges)
    focal = row["focal"] == "true"
    return State(row["state"], row["name"], int(row["cow"]), start, end, gaps, row["predecessor"], focal)


@cache
def _rows() -> tuple[dict[str, str], ...]:
    path = data_directory() / "states.csv"
    try:
        content = path.read_bytes()
        reader = csv.DictReader(io.StringIO(content.decode("utf-8"), newline=""))
        rows = []
        for row in reader:
            _state(row)
            if None in row or None in row.values() or not row.keys() >= _NAMED:
                raise ValueError
            rows.append(row)
    except FileNotFoundError:
        raise DataError(f"{path} is missing: {_HOW}") from None
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DataError(f"{path} cannot be read ({getattr(error, 'strerror', error)}): {_HOW}") from None
    except (AttributeError, KeyError, TypeError, ValueError):
        raise DataError(f"line {reader.line_num} of {path} is no state: {_HOW}") from None
    if not rows:
        raise DataError(f"{path} names no state: {_HOW}")
    described = [r.get("hash") for r in data_package().get("resources", ()) if r.get("path") == path.name]
    if described and described != [f"sha256:{hashlib.sha256(content).hexdigest()}"]:
        raise DataError(
            f"table states is not the one that the data package describes ({path.name} was changed after it was "
            "curated): restore it, or run `dyadlens curate`"
        )
    return tuple(rows)


@cache
def all_states() -> dict[str, State]:
    """Return every state that existed after 1944, by code.

    Returns
    -------
    dict of str to State

    Raises
    ------
    DataError
        If the table of states is missing, damaged, or not the one that the data package describes.

    Examples
    --------
    >>> all_states()["RUS"].lifespan
    'before 1816 to today'
    """
    return {row["state"]: _state(row) for row in _rows()}


@cache
def _names() -> dict[str, tuple[str, ...]]:
    return {row["state"]: (row["name"], *filter(None, row["aliases"].split("; "))) for row in _rows()}


@cache
def _index() -> NameIndex:
    return NameIndex(_names(), other_names())


@cache
def _numbers() -> dict[int, str]:
    """Return the state of each COW number; of two that bore the same, the one that exists today."""
    rows = sorted(_rows(), key=lambda row: not row["end"])
    return {int(n): row["state"] for row in rows for n in (row["cow"], *row["other_cow"].split("; ")) if n}


def find_state(text: object) -> State:
    """Find a state by ISO 3166 code, COW number or name.

    Case, accents, punctuation, articles and the order of "Republic of X" and "X, Rep. of" do not matter. A word
    that tells states apart does: what could mean two states, or a territory, is refused.

    Parameters
    ----------
    text : str, int or State
        For example ``"PAK"``, ``770``, ``"pakistan"``, ``"Korea (the Republic of)"`` or ``"Soviet Union"``.

    Returns
    -------
    State

    Raises
    ------
    UnknownName
        If nothing has that name, with the nearest one; if two states share it, with both; or if it is the name of
        a territory, or of a state that is gone or not in the list, with what it is.

    Examples
    --------
    >>> find_state("USSR").code, find_state(770).code, find_state("Viet Nam").code
    ('RUS', 'PAK', 'VNM')
    """
    state = state_named(text)
    if state is None:
        raise unknown_state(text)
    return state


def state_named(text: object) -> State | None:
    """Find a state as :func:`find_state` does, and return None where that refuses."""
    found = _owners(text)
    return all_states()[found[0]] if len(found) == 1 and isinstance(found[0], str) else None


def _owners(text: object) -> tuple[str | OtherName, ...]:
    """Return all that a text or number may mean."""
    if isinstance(text, State):
        return (text.code,)
    if isinstance(text, str) and text.strip().upper() in all_states():  # most often; spares the index of names
        return (text.strip().upper(),)
    if (number := _number(text)) is not None:
        return (_numbers()[number],) if number in _numbers() else ()
    return _index().find(text) if isinstance(text, str) else ()


def _number(value: object) -> int | None:
    """Return a COW number written as a whole number or as its digits, None for all else."""
    if isinstance(value, str):
        digits = unicodedata.normalize("NFKC", value).strip()
        return int(digits) if digits.isascii() and digits.isdecimal() and digits[0] != "0" else None
    if isinstance(value, Real) and not isinstance(value, bool):
        return int(float(value)) if float(value).is_integer() else None
    return None


def unknown_state(text: object) -> UnknownName:
    """Build the error for a text that is no state: several share it, it is something else, or nothing has that name."""
    found = _owners(text)
    states = [f"{all_states()[owner].name} ({owner})" for owner in found if isinstance(owner, str)]
    others = [owner for owner in found if isinstance(owner, OtherName)]
    if states:
        more = [f"{others[0].title}, which is no state here"] if others else []
        return UnknownName(f"state {shown(text)} may be {' or '.join([*states, *more])}: write one of these")
    if others:
        owners = " or ".join(f"{all_states()[code].in_text} ({code})" for code in others[0].states)
        return UnknownName(f"{shown(text)} is no state here: {_REASONS[others[0].kind].format(owners)}")
    return UnknownName(
        f"unknown state {shown(text)}{_hint(text)} (allowed: an ISO 3166 code, a COW number or a name; "
        "`dyadlens data show states` lists them)"
    )


@cache
def _suggestions() -> tuple[tuple[str, list[str], frozenset[str]], ...]:
    names = [name for code, known in _names().items() for name in (code, *known)]
    return tuple((name, words(name), distinguishing(name)) for name in names)


def _hint(text: object) -> str:
    """Suggest the nearest names, but none that differs by a word that tells states apart, such as North or Republic."""
    if not isinstance(text, str):
        return ""
    given, own = distinguishing(text), words(text)
    near = []
    for name, listed, wanted in _suggestions():
        if not given <= wanted:
            continue
        slips = [word for word in own if word not in listed and word not in given]
        missing = [word for word in listed if word not in own]
        # "Noth Korea" lacks the word North, but has one that is nearly it.
        named = all(any(nearest(slip, [word]) for slip in slips) for word in wanted - given)
        if named and nearest(" ".join(slips), [" ".join(missing)]):
            near.append(name)
    return nearest(text, near)
