"""The lens: which pair is looked at, beside which third states, over which years, as known on which day."""

from __future__ import annotations

import calendar
import math
import re
import unicodedata
from dataclasses import dataclass, fields
from datetime import date, datetime
from numbers import Integral
from typing import Any

from dyadlens.errors import BadParameter, shown, unknown_name
from dyadlens.paths import complete_to
from dyadlens.states import State, all_states, find_state, state_named, unknown_state

START = 1991
THIRD_PARTIES = ("IND", "USA", "CHN")

# After NFKC: hyphens, dashes and the minus sign, the other marks that tables put between columns, and words.
_SEPARATOR = re.compile(
    r"\s*(?:[-\u00ad\u2010-\u2015\u2043\u2212]+>?|[/:|,;&+\t\u2192]|\band\b|\bvs\b\.?|\bversus\b)\s*", re.IGNORECASE
)
_WRITE_A_PAIR = "is not two states; write it like PAK-RUS or Pakistan-Russia"


def __getattr__(name: str) -> int:
    """Return the first or the last year that a lens may have: the data package tells them."""
    if name in {"FIRST_YEAR", "LAST_YEAR"}:
        return complete_to()[0 if name == "FIRST_YEAR" else 2]
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def parse_pair(value: object) -> tuple[str, str]:
    """Turn a pair as people write it into two state codes, keeping the order.

    Any hyphen, dash, comma, semicolon, tab, slash, colon or bar, "and" or "vs" may stand between the two.

    >>> parse_pair("Pakistan-USSR"), parse_pair("Guinea-Bissau, Timor-Leste"), parse_pair(("Pakistan", 365))
    (('PAK', 'RUS'), ('GNB', 'TLS'), ('PAK', 'RUS'))
    """
    if isinstance(value, (list, tuple)) and len(value) == 2:
        a, b = find_state(value[0]), find_state(value[1])
    elif isinstance(value, str):
        a, b = _split_pair(value)
    else:
        raise BadParameter(f"pair {shown(value)} {_WRITE_A_PAIR}")
    if a == b:
        raise BadParameter(f"pair {shown(value)} is one state twice; a pair has two different states")
    return a.code, b.code


def _split_pair(written: str) -> tuple[State, State]:
    """Try each place where the text may part, since names have hyphens and commas too."""
    text = unicodedata.normalize("NFKC", written).replace("\ufeff", " ")
    found: dict[tuple[str, str], tuple[State, State]] = {}
    unknown: list[str] = []
    for mark in _SEPARATOR.finditer(text):
        left, right = text[: mark.start()], text[mark.end() :]
        if not left.strip() or not right.strip():
            continue
        a, b = state_named(left), state_named(right)
        if a and b:
            found[a.code, b.code] = a, b
        unknown += [part for part, state in ((left, a), (right, b)) if state is None]
    if len(found) == 1:
        return next(iter(found.values()))
    if found:
        both = " or ".join("-".join(codes) for codes in found)
        raise BadParameter(f"pair {shown(written)} may be {both}: write one of these")
    if not unknown or state_named(text):
        raise BadParameter(f"pair {shown(written)} {_WRITE_A_PAIR}")
    # The shortest part that is no state: longer ones are mostly a state, a mark and this.
    problem = unknown_state(min(unknown, key=len).strip())
    raise BadParameter(f"pair {shown(written)}: {problem}") from problem


def parse_as_of(value: object) -> date | None:
    """Turn an as-of date into the last day it means: of 2018 the 31st of December; of a time only the day counts.

    >>> parse_as_of("2018-05"), parse_as_of("2018-05-07"), parse_as_of(None)
    (datetime.date(2018, 5, 31), datetime.date(2018, 5, 7), None)
    """
    if value is None:
        return None
    try:
        day = _last_day(value)
    except (ValueError, calendar.IllegalMonthError):
        raise BadParameter(f"as_of {shown(value)} is not a date; write 2018, 2018-05 or 2018-05-31") from None
    first, _, last = complete_to()
    if not first <= day.year <= last + 1:
        raise BadParameter(f"as_of {shown(value)} is not a date from {first} to {last + 1}")
    return day


def _last_day(value: object) -> date:
    """Return the last day that a date, or the text of one, may mean; ValueError if it is none."""
    if isinstance(value, date) and not math.isnan(value.year):  # the year of NaT is no number
        return date(value.year, value.month, value.day) if isinstance(value, datetime) else value
    text = unicodedata.normalize("NFKC", str(value)).strip()
    found = re.fullmatch(r"([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?", text)
    if found is None:
        raise ValueError
    year, month = int(found[1]), int(found[2] or 12)
    return date(year, month, int(found[3]) if found[3] else calendar.monthrange(year, month)[1])


@dataclass(frozen=True, init=False, repr=False)
class Lens:
    """What is looked at. The only way in for parameters, and strict.

    Parameters
    ----------
    pair : str, sequence of two, or Lens
        The two states, in the order in which they are told of: ISO 3166 codes, names or COW numbers. Of a lens,
        all that is not given beside it is kept.
    third_parties : sequence, optional
        Third states to compare with, in the same spellings. Default: India, the United States and China, but for
        those in the pair; an empty list means none.
    start, end : int, optional
        First and last year. Default: 1991, and the last year for which the tables are complete.
    as_of : str or datetime.date, optional
        Hide all that could not be known on that day.

    Raises
    ------
    BadParameter
        If a state is unknown or stands twice, the span is empty, a state has no day in it, or the two of the pair
        share none. The message says what is allowed.

    Examples
    --------
    >>> lens = Lens("Pakistan-Russia", third_parties=["India"], end=2020, as_of="2018-05")
    >>> lens.key, lens.title, lens.end
    ('PAK-RUS', 'Pakistan and Russia', 2020)
    """

    pair: tuple[str, str]
    third_parties: tuple[str, ...]
    start: int
    end: int
    as_of: date | None

    def __init__(
        self,
        pair: object = None,
        *,
        third_parties: object = None,
        start: object = None,
        end: object = None,
        as_of: object = None,
        **unknown: object,
    ) -> None:
        for name in unknown:
            raise unknown_name("parameter", name, [field.name for field in fields(Lens)])
        if pair is None:
            raise BadParameter("a lens needs a pair, for example Lens('PAK-RUS')")
        given = {"third_parties": third_parties, "start": start, "end": end, "as_of": as_of}
        if isinstance(pair, Lens):
            given |= {name: getattr(pair, name) for name, value in given.items() if value is None}
        self._set("pair", pair.pair if isinstance(pair, Lens) else parse_pair(pair))
        self._set("start", START if given["start"] is None else _year("start", given["start"]))
        self._set("end", complete_to()[1] if given["end"] is None else _year("end", given["end"]))
        self._set("as_of", parse_as_of(given["as_of"]))
        self._check_span()
        thirds = given["third_parties"]
        self._set("third_parties", self._usual_third_parties() if thirds is None else _third_parties(thirds))
        self._check_states()

    def _set(self, name: str, value: object) -> None:
        object.__setattr__(self, name, value)

    def _usual_third_parties(self) -> tuple[str, ...]:
        """Return the usual third states, but for those in the pair or not in existence in these years."""
        usual = (code for code in THIRD_PARTIES if code not in self.pair)
        return tuple(code for code in usual if all_states()[code].existed(self.start, self.end))

    def _check_span(self) -> None:
        if self.start > self.end:
            raise BadParameter(f"empty span: start {self.start} is after end {self.end}")
        if self.as_of and self.as_of.year < self.start:
            raise BadParameter(f"as_of {self.as_of} is before the first year {self.start}: nothing could be known")

    def _check_states(self) -> None:
        """Refuse a third state named twice, and states without a day in the span, alone or together."""
        thirds = self.third_parties
        twice = [code for i, code in enumerate(thirds) if code in self.pair or code in thirds[:i]]
        if twice:
            raise BadParameter(f"third state {twice[0]} is in the pair or named twice")
        together = list(self.a.shared_days(self.b))
        lifespans = "; ".join(f"{state.name} ({state.code}) existed {state.lifespan}" for state in (self.a, self.b))
        if not together:
            raise BadParameter(f"the two never existed on the same day: {lifespans}")
        for code in (*self.pair, *thirds):
            state = all_states()[code]
            if not state.existed(self.start, self.end):
                raise BadParameter(f"{state.name} ({code}) existed {state.lifespan}, not in {self.start}-{self.end}")
        if not any(first.year <= self.end and last.year >= self.start for first, last in together):
            raise BadParameter(f"the two have no day in common in {self.start}-{self.end}: {lifespans}")

    @property
    def a(self) -> State:
        """The first state of the pair."""
        return all_states()[self.pair[0]]

    @property
    def b(self) -> State:
        """The second state of the pair."""
        return all_states()[self.pair[1]]

    @property
    def key(self) -> str:
        """The pair as a short key, for example ``PAK-RUS``."""
        return "-".join(self.pair)

    @property
    def title(self) -> str:
        """The pair in words, for example ``Pakistan and Russia``."""
        title = f"{self.a.in_text} and {self.b.in_text}"
        return title[0].upper() + title[1:]

    @property
    def years(self) -> range:
        """All years of the span."""
        return range(self.start, self.end + 1)

    def replace(self, **changes: Any) -> Lens:
        """Return another lens with some parameters changed.

        Examples
        --------
        >>> Lens("PAK-RUS").replace(pair="IND-RUS", third_parties=["PAK"]).key
        'IND-RUS'
        """
        return Lens(**{**{field.name: getattr(self, field.name) for field in fields(self)}, **changes})

    def __str__(self) -> str:
        known = f", as known on {self.as_of}" if self.as_of else ""
        return f"{self.title}, {self.start}-{self.end}{known}"

    def __repr__(self) -> str:
        known = f", as_of='{self.as_of}'" if self.as_of else ""
        return f"Lens({self.key!r}, third_parties={[*self.third_parties]}, start={self.start}, end={self.end}{known})"

    def _repr_html_(self) -> str:
        from html import escape

        thirds = ", ".join(all_states()[code].name for code in self.third_parties) or "none"
        known = f"; as known on {self.as_of}" if self.as_of else ""
        text = f", {self.start}\N{EN DASH}{self.end}; third parties: {thirds}{known}"
        return f"<b>{escape(self.title)}</b>{escape(text)}"


def as_lens(value: object) -> Lens:
    """Return a lens as it is, and make one of a pair, with the usual years and third states; refuse all else."""
    if isinstance(value, Lens):
        return value
    if isinstance(value, (str, list, tuple)):
        return Lens(value)
    raise BadParameter(f"{shown(value)} is neither a lens nor a pair; write 'PAK-RUS' or Lens('PAK-RUS', start=2000)")


def _year(name: str, value: object) -> int:
    """Return a year: a whole number of Python or NumPy within the tables, and no truth value, text or float."""
    first, _, last = complete_to()
    if isinstance(value, Integral) and not isinstance(value, bool):
        if first <= int(value) <= last:
            return int(value)
        raise BadParameter(f"{name} {int(value)} is not a year from {first} to {last}")
    raise BadParameter(f"{name} {shown(value)} is not a whole number from {first} to {last}")


def _third_parties(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        value = [part for part in re.split(r"[,;]", value) if part.strip()]
    if not isinstance(value, (list, tuple)):
        raise BadParameter(f"third_parties {shown(value)} is not a list of states, for example ['IND', 'USA', 'CHN']")
    return tuple(find_state(each).code for each in value)
