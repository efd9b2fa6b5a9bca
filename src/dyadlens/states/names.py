"""Compare names of states as people write them, and refuse to choose where two could be meant."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

_LETTERS = str.maketrans({"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th"})
_LINKS = frozenset({"the", "of", "and", "de"})
_MARKS = frozenset({"north", "south", "east", "west", "islands"})  # they may stand in front or behind, but never go
# Words of ceremony: they may be left out of a name where only one state could be meant without them.
_TITLES = """
    arab bolivarian commonwealth confederation cooperative democratic dominion duchy emirate empire federal federation
    grand hashemite independent islamic kingdom nation oriental people plurinational principality republic socialist
    sovereign soviet state sultanate union united
"""
_OTHER_SIGNS = """
    african american antilles belgian british caribbean central danish dutch equatorial former free french german
    greater italian lesser leste lower new outer portuguese province saint spanish special territory upper us
"""
_CEREMONY = frozenset(_TITLES.split())
_DISTINGUISHING = _MARKS | _CEREMONY | frozenset(_OTHER_SIGNS.split())
_COMMON = frozenset({"new", "saint"})  # words in names of states that have nothing else to do with each other
_ABBREVIATIONS = {
    "african": "afr",
    "bolivarian": "bolivariana",
    "bolivarian republic": "rb",
    "british": "br",
    "democratic": "dem",
    "democratic people republic": "dpr pdr",
    "democratic republic": "dr",
    "east": "e eastern",
    "emirate": "em emirates",
    "equatorial": "eq",
    "federal": "fed federated federative",
    "central": "cent",
    "federal republic": "fr",
    "federal state": "fs",
    "former": "fmr",
    "former yugoslav republic": "fyr tfyr",
    "islamic republic": "ir",
    "islands": "is isds island",
    "north": "n northern",
    "people": "peoples",
    "people republic": "pr",
    "republic": "rep republica republics",
    "socialist federal republic": "sfr",
    "south": "s southern",
    "soviet socialist republic": "ssr",
    "special administrative region": "sar",
    "state": "states sts",
    "united": "utd",
    "west": "w western",
}
_SPELLED_OUT = {short: full for full, listed in _ABBREVIATIONS.items() for short in listed.split()}
_SAINT, _NOT_PLAIN = re.compile(r"\bst\b\.?"), re.compile(r"[^a-z0-9]+")
_PEOPLE, _INITIALS = re.compile(r"\bpeople s\b"), re.compile(r"\b([a-z]) (?=[a-z]\b)")
_TURNED = re.compile(r"^([^,(\[]+)[,(\[](.*)$", flags=re.DOTALL)


class Key(NamedTuple):
    """A name taken apart: its own words in their order, its marks of direction and its words of ceremony."""

    proper: tuple[str, ...]
    marks: frozenset[str]
    style: frozenset[str]


@dataclass(frozen=True)
class OtherName:
    """What people may write for a state and is none here: a territory, a part, a state that is gone or unlisted."""

    names: tuple[str, ...]
    kind: str
    states: tuple[str, ...]

    @property
    def title(self) -> str:
        """The name that a message gives it."""
        return self.names[0]


Owner = str | OtherName


def _plain(name: str) -> str:
    """Return a name in small letters, without accents and invisible characters."""
    if name.isascii():
        return name.casefold()
    text = unicodedata.normalize("NFKD", name)
    return "".join(c for c in text if unicodedata.category(c) not in {"Mn", "Cf"}).casefold().translate(_LETTERS)


def fold(name: str) -> str:
    """Reduce a name to letters and single blanks, without accents, case or punctuation."""
    return _NOT_PLAIN.sub(" ", _SAINT.sub("saint", _plain(name.replace("&", " and ")))).strip()


def _foreign(name: str) -> bool:
    """Tell whether a name has letters or digits that folding would drop: it may mean something else."""
    return any(c.isalnum() and not c.isascii() for c in _plain(name))


def words(name: str) -> list[str]:
    """Return the words of a name, spelled out, without articles and links."""
    text = _PEOPLE.sub("people", fold(name)).replace("co operative", "cooperative").replace("viet nam", "vietnam")
    # Letters that stand alone are one abbreviation: U. S. A., D. R. Congo.
    text = _INITIALS.sub(r"\1", text)
    spelled = " ".join(_SPELLED_OUT.get(word, word) for word in text.split())
    return [word for word in spelled.split() if word not in _LINKS]


def distinguishing(name: str) -> frozenset[str]:
    """Return the words of a name that tell one state from another: directions, forms of state, adjectives."""
    return _DISTINGUISHING.intersection(words(name))


def _key(listed: list[str]) -> Key:
    proper = tuple(dict.fromkeys(word for word in listed if word not in _MARKS and word not in _CEREMONY))
    return Key(proper, _MARKS.intersection(listed), _CEREMONY.intersection(listed))


def _readings(name: str) -> Iterator[Key]:
    """Read a name as it stands, and with what follows a comma or stands in brackets put in front."""
    for text in dict.fromkeys((name.strip(), _TURNED.sub(r"\2 \1", name.strip()))):
        key = _key(words(text))
        if any(key):
            yield key


class NameIndex:
    """Find which state a name means, among names that are known."""

    def __init__(self, names: Mapping[str, Iterable[str]], others: Iterable[OtherName] = ()) -> None:
        self._codes = {fold(code): code for code in names}
        self._exact: dict[Key, tuple[Owner, ...]] = {}
        self._near: dict[tuple[tuple[str, ...], frozenset[str]], dict[Owner, set[frozenset[str]]]] = {}
        self._holding: dict[str, set[Owner]] = {}
        entries: list[tuple[Owner, str]] = [(code, name) for code, known in names.items() for name in known]
        for owner, name in entries:
            self._add(owner, name)
        # A name listed as shared or as that of no state goes before an alias that sources use for one.
        for other in others:
            for name in other.names:
                means: tuple[Owner, ...] = other.states if other.kind == "shared" else (other,)
                self._exact.update(dict.fromkeys(_readings(name), means))
                if other.kind not in {"shared", "gone"}:
                    self._add(other, name)

    def _add(self, owner: Owner, name: str) -> None:
        for key in _readings(name):
            if owner not in self._exact.get(key, ()):
                self._exact[key] = (*self._exact.get(key, ()), owner)
            self._near.setdefault(key[:2], {}).setdefault(owner, set()).add(key.style)
            for word in key.proper:
                self._holding.setdefault(word, set()).add(owner)

    def find(self, text: str) -> tuple[Owner, ...]:
        """Return all that a text may mean: nothing, one state or other name, or several."""
        if _foreign(text):
            return ()
        if code := self._codes.get(fold(text)):
            return (code,)
        readings = list(_readings(text))
        for key in readings:
            if key in self._exact:
                return self._exact[key]
        for key in readings:
            if key.proper and (found := self._loose(key)):
                return found
        return self._in_parts(text)

    def _loose(self, key: Key) -> tuple[Owner, ...]:
        """Leave out words of ceremony; if another owner has a name with one of the same words, return all of them."""
        if not (styles := self._near.get(key[:2])):
            return ()
        if all(isinstance(owner, OtherName) for owner in styles):
            return tuple(styles)
        alike = [self._holding[word] for word in key.proper if word not in _COMMON]
        if len(holders := set.union(*alike)) > 1:
            return tuple(sorted(holders, key=lambda owner: (isinstance(owner, OtherName), str(owner))))
        owner = next(iter(styles))
        return (owner,) if any(style < key.style for style in styles[owner]) else ()

    def _in_parts(self, text: str) -> tuple[Owner, ...]:
        """Read "X (Y)" and "X/Y" as two names, which must both be known."""
        parts = [part for part in re.split(r"[()\[\]/]", text) if words(part)]
        if len(parts) < 2:
            return ()
        found = [self.find(part) for part in parts]
        if not all(found):
            return next((owners for owners in found if owners and isinstance(owners[0], OtherName)), ())
        means = dict.fromkeys(owner for owners in found for owner in owners)
        # "Hong Kong (China)" tells whose territory it is.
        theirs = [o for o in means if isinstance(o, OtherName) and set(means) <= {o, *o.states}]
        return (theirs[0],) if theirs else tuple(means)


@cache
def other_names() -> tuple[OtherName, ...]:
    """Return the names that people may write for a state and that are none here, or that several share."""
    text = Path(__file__).with_name("other_names.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return tuple(OtherName(tuple(r["names"].split("; ")), r["kind"], tuple(r["states"].split())) for r in rows)
