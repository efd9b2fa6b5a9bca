"""The lens: which pair is looked at, beside which third states, over which years, as known on which day."""

from __future__ import annotations

import calendar
import math
import re
from datetime import date, datetime
from numbers import Integral
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError, ValidationInfo, field_validator, model_validator

from dyadlens.errors import BadParameter, UnknownName, shown
from dyadlens.states import State, all_states, find_state

FIRST_YEAR, LAST_YEAR = 1946, 2026
_SEPARATOR = re.compile(r"\s*(?:--|[-–—/:|]|\band\b|\bvs\.?(?=\s))\s*", re.IGNORECASE)


def parse_pair(value: object) -> tuple[str, str]:
    """Turn a pair as people write it into two state codes, keeping the order.

    Parameters
    ----------
    value : str or sequence of two
        For example ``"PAK-RUS"``, ``"Pakistan-Russia"``, ``"770-365"`` or ``("Pakistan", 365)``.

    Returns
    -------
    tuple of str
        Codes of the two states.

    Raises
    ------
    BadParameter
        If it is not two different states.

    Examples
    --------
    >>> parse_pair("Pakistan-USSR"), parse_pair("Guinea-Bissau - Timor-Leste")
    (('PAK', 'RUS'), ('GNB', 'TLS'))
    """
    if isinstance(value, (list, tuple)) and len(value) == 2:
        a, b = find_state(value[0]), find_state(value[1])
    elif isinstance(value, str):
        a, b = _split_pair(value)
    else:
        raise BadParameter(f"pair {shown(value)} is not two states; write it like PAK-RUS or Pakistan-Russia")
    if a == b:
        raise BadParameter(f"pair {shown(value)} is one state twice; a pair has two different states")
    return a.code, b.code


def _split_pair(text: str) -> tuple[State, State]:
    """Try each place where the text may part, since names have hyphens too."""
    problem: UnknownName | None = None
    for mark in _SEPARATOR.finditer(text):
        left, right = text[: mark.start()], text[mark.end() :]
        if not left.strip() or not right.strip():
            continue
        try:
            return find_state(left), find_state(right)
        except UnknownName as error:
            problem = problem or error
    if problem:
        raise BadParameter(f"pair {shown(text)}: {problem}") from problem
    raise BadParameter(f"pair {shown(text)} is not two states; write it like PAK-RUS or Pakistan-Russia")


def parse_as_of(value: object) -> date | None:
    """Turn an as-of date into the last day it means.

    Parameters
    ----------
    value : None, datetime.date or str
        ``"2018"`` means the end of that year, ``"2018-05"`` the end of that month. Of a time only the day counts.

    Returns
    -------
    datetime.date or None

    Raises
    ------
    BadParameter
        If it is not a date of that form, or of no year of the record.

    Examples
    --------
    >>> parse_as_of("2018-05"), parse_as_of("2018-05-07"), parse_as_of(None)
    (datetime.date(2018, 5, 31), datetime.date(2018, 5, 7), None)
    """
    if value is None:
        return None
    try:
        day = _last_day(value)
    except (ValueError, calendar.IllegalMonthError):
        raise BadParameter(f"as_of {shown(value)} is not a date; write 2018, 2018-05 or 2018-05-31") from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise BadParameter(f"as_of {shown(value)} is not a date from {FIRST_YEAR} to {LAST_YEAR}")
    return day


def _last_day(value: object) -> date:
    """Return the last day that a date, or the text of one, may mean; ValueError if it is none."""
    if isinstance(value, date) and not math.isnan(value.year):  # the year of NaT is no number
        return value.date() if isinstance(value, datetime) else value
    found = re.fullmatch(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?", str(value).strip())
    if found is None:
        raise ValueError
    year, month = int(found[1]), int(found[2] or 12)
    return date(year, month, int(found[3]) if found[3] else calendar.monthrange(year, month)[1])


class Lens(BaseModel):
    """What is looked at. The only way in for parameters, and strict.

    Parameters
    ----------
    pair : str or sequence of two
        The two states, in the order in which they are told of: ISO 3166 codes, names or COW numbers.
    third_parties : sequence, optional
        Third states to compare with, in the same spellings. Default: India, the United States and China, but for
        those in the pair; an empty list means none.
    start, end : int
        First and last year.
    as_of : str or datetime.date, optional
        Hide all that could not be known on that day.

    Raises
    ------
    BadParameter
        If a state is unknown, did not exist in these years, stands twice, or the span is empty. The message says
        what is allowed.

    Examples
    --------
    >>> lens = Lens(pair="Pakistan-Russia", third_parties=["India"], as_of="2018-05")
    >>> lens.key, lens.title, lens.end
    ('PAK-RUS', 'Pakistan and Russia', 2024)
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    pair: tuple[str, str]
    third_parties: tuple[str, ...] = ("IND", "USA", "CHN")
    start: int = 1991
    end: int = 2024
    as_of: date | None = None

    def __init__(self, pair: Any = None, **values: Any) -> None:
        if pair is None:
            raise BadParameter("a lens needs a pair, for example Lens('PAK-RUS')")
        if values.get("third_parties") is None:
            a, b = parse_pair(pair)
            values["third_parties"] = _default_thirds((a, b), values)
        try:
            super().__init__(pair=pair, **values)
        except ValidationError as error:
            raise BadParameter(_first_problem(error)) from None

    @field_validator("pair", mode="before")
    @classmethod
    def _pair(cls, value: object) -> tuple[str, str]:
        return parse_pair(value)

    @field_validator("third_parties", mode="before")
    @classmethod
    def _third(cls, value: object) -> tuple[str, ...]:
        if isinstance(value, str):
            value = [part for part in value.split(",") if part.strip()]
        if not isinstance(value, (list, tuple)):
            raise BadParameter(
                f"third_parties {shown(value)} is not a list of states, for example ['IND', 'USA', 'CHN']"
            )
        return tuple(find_state(v).code for v in value)

    @field_validator("as_of", mode="before")
    @classmethod
    def _as_of(cls, value: object) -> date | None:
        return parse_as_of(value)

    @field_validator("start", "end", mode="before")
    @classmethod
    def _year(cls, value: object, info: ValidationInfo) -> int:
        year = int(value) if isinstance(value, Integral) and not isinstance(value, bool) else None
        if year is None or not FIRST_YEAR <= year <= LAST_YEAR:
            given = shown(value if year is None else year)
            raise BadParameter(f"{info.field_name} {given} is not a year from {FIRST_YEAR} to {LAST_YEAR}")
        return year

    @model_validator(mode="after")
    def _consistent(self) -> Lens:
        if self.start > self.end:
            raise BadParameter(f"empty span: start {self.start} is after end {self.end}")
        if self.as_of and self.as_of.year < self.start:
            raise BadParameter(f"as_of {self.as_of} is before the first year {self.start}: nothing could be known")
        twice = [c for i, c in enumerate(self.third_parties) if c in self.pair or c in self.third_parties[:i]]
        if twice:
            raise BadParameter(f"third state {twice[0]} is in the pair or named twice")
        states = all_states()
        for code in (*self.pair, *self.third_parties):
            if states[code].first > self.end or states[code].last < self.start:
                raise BadParameter(
                    f"{states[code].name} ({code}) existed {states[code].lifespan}, not in {self.start}-{self.end}"
                )
        return self

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
        return Lens(**{**self.model_dump(), **changes})

    def __str__(self) -> str:
        known = f", as known on {self.as_of}" if self.as_of else ""
        return f"{self.title}, {self.start}-{self.end}{known}"


def require_lens(value: object) -> Lens:
    """Return a lens, and refuse all else: a pair alone does not say which years are meant.

    Parameters
    ----------
    value : object
        What was given for a lens.

    Returns
    -------
    Lens

    Raises
    ------
    BadParameter
        If it is none, with how to make one.

    Examples
    --------
    >>> require_lens(Lens("PAK-RUS")).key
    'PAK-RUS'
    """
    if not isinstance(value, Lens):
        raise BadParameter(f"{shown(value)} is not a lens; make one, for example Lens('PAK-RUS', start=2000, end=2020)")
    return value


def _default_thirds(pair: tuple[str, str], values: dict[str, Any]) -> tuple[str, ...]:
    """Return the usual third states, but for those in the pair or not in existence in these years."""
    fields = Lens.model_fields
    start, end = (values.get(name, fields[name].default) for name in ("start", "end"))
    thirds = [all_states()[code] for code in fields["third_parties"].default if code not in pair]
    if not (isinstance(start, Integral) and isinstance(end, Integral)):
        return tuple(s.code for s in thirds)
    return tuple(s.code for s in thirds if s.first <= end and s.last >= start)


def _first_problem(error: ValidationError) -> str:
    """Reduce pydantic's report to one line."""
    first = error.errors()[0]
    if "error" in first.get("ctx", {}):
        return str(first["ctx"]["error"])
    allowed = ", ".join(Lens.model_fields)
    if first["type"] == "extra_forbidden":
        return f"unknown parameter {shown(first['loc'][0])} (allowed: {allowed})"
    return f"{'.'.join(map(str, first['loc']))}: {first['msg']}"


def as_lens(value: object) -> Lens:
    """Return a lens as it is, and make one of a pair with the usual years."""
    return value if isinstance(value, Lens) else Lens(value)
