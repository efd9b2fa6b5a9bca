"""States: find one by code, number or name, and know when it existed."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache

from dyadlens.errors import DataError, UnknownName, nearest, shown
from dyadlens.paths import data_directory
from dyadlens.states.names import core, fold, straight

# Names that a sentence gives an article.
_WITH_ARTICLE = {
    "ARE", "BHS", "CAF", "COD", "COG", "COM", "DOM", "GBR", "GMB", "MDV", "MHL", "NLD", "PHL", "SLB", "USA",
}  # fmt: skip

_NAMED = {"aliases", "other_cow"}  # columns that only the index of names reads

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
    first, last : int
        First and last year of existence; ``last`` is 9999 for a state that goes on.
    predecessor : str
        Which earlier state the code also stands for.
    focal : bool
        Whether rows of restricted sources are published for it.
    """

    code: str
    name: str
    cow: int
    first: int
    last: int
    predecessor: str
    focal: bool

    @property
    def lifespan(self) -> str:
        """The years of existence, as text."""
        start = "before 1816" if self.first <= 1816 else str(self.first)
        return f"{start} to {'today' if self.last == 9999 else self.last}"

    @property
    def in_text(self) -> str:
        """The name as a sentence has it, for example ``the United States``."""
        return f"the {self.name}" if self.code in _WITH_ARTICLE else self.name

    def existed(self, year: int) -> bool:
        """Tell whether the state existed for at least a day of the year."""
        return self.first <= year <= self.last


@cache
def _rows() -> tuple[dict[str, str], ...]:
    path = data_directory() / "states.csv"
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            reader = csv.DictReader(stream)
            rows = []
            for row in reader:
                _state(row)
                if None in row or None in row.values() or not row.keys() >= _NAMED:
                    raise ValueError
                rows.append(row)
    except FileNotFoundError:
        raise DataError(f"{path} is missing: `dyadlens data check` names all that is wrong") from None
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DataError(f"{path} cannot be read ({error}): `dyadlens data check` names all that is wrong") from None
    except (KeyError, TypeError, ValueError):
        where = f"line {reader.line_num} of {path} is no state"
        raise DataError(f"{where}: `dyadlens data check` names all that is wrong") from None
    if not rows:
        raise DataError(f"{path} names no state: `dyadlens data check` names all that is wrong")
    return tuple(rows)


def _state(row: dict[str, str]) -> State:
    return State(
        code=row["state"],
        name=row["name"],
        cow=int(row["cow"]),
        first=int(row["start"][:4]),
        last=int(row["end"][:4]) if row["end"] else 9999,
        predecessor=row["predecessor"],
        focal=row["focal"] == "true",
    )


@cache
def all_states() -> dict[str, State]:
    """Return every state that existed after 1944, by code.

    Returns
    -------
    dict of str to State

    Examples
    --------
    >>> all_states()["RUS"].lifespan
    'before 1816 to today'
    """
    return {row["state"]: _state(row) for row in _rows()}


@cache
def _index() -> tuple[dict[str, str], dict[str, str], dict[str, str], dict[str, list[str]]]:
    """Map spellings to codes: exact keys, straightened and short forms, and those that states of today share."""
    exact: dict[str, str] = {}
    loose: dict[str, set[str]] = {}
    full: dict[str, set[str]] = {}
    for row in _rows():
        code = row["state"]
        numbers = [n for n in (row["cow"], *row["other_cow"].split("; ")) if n]
        # Yugoslavia and Serbia share a number: it names the one that exists today.
        for number in numbers:
            if number not in exact or not row["end"]:
                exact[number] = code
        for name in filter(None, (code, row["name"], *row["aliases"].split("; "))):
            exact[fold(name)] = code
            loose.setdefault(core(name), set()).add(code)
            full.setdefault(straight(name), set()).add(code)
    today = {name: sorted(c for c in codes if all_states()[c].last == 9999) for name, codes in loose.items()}
    shared = {name: codes for name, codes in today.items() if len(codes) > 1}
    single = ({name: min(codes) for name, codes in forms.items() if len(codes) == 1} for forms in (full, loose))
    return exact, *single, shared


def find_state(text: object) -> State:
    """Find a state by ISO 3166 code, COW number or name.

    Parameters
    ----------
    text : object
        For example ``"PAK"``, ``770``, ``"pakistan"`` or ``"Soviet Union"``.

    Returns
    -------
    State

    Raises
    ------
    UnknownName
        If nothing has that name, with the nearest one; or if two states of today share it, with both.

    Examples
    --------
    >>> find_state("USSR").code, find_state(770).code, find_state("Viet Nam").code
    ('RUS', 'PAK', 'VNM')
    """
    exact, full, loose, shared = _index()
    key, long, short = fold(str(text)), straight(str(text)), core(str(text))
    code = None if long in shared else exact.get(key) or full.get(long) or loose.get(short)
    if code is not None:
        return all_states()[code]
    if short in shared:
        both = " or ".join(f"{all_states()[code].name} ({code})" for code in shared[short])
        raise UnknownName(f"state {shown(text)} may be {both}: write one of these")
    names = [name for s in all_states().values() for name in (s.name, s.code)]
    raise UnknownName(
        f"unknown state {shown(text)}{nearest(text, names)} (allowed: an ISO 3166 code, a COW number or a name; "
        "`dyadlens data show states` lists them)"
    )
