"""Find the names of states in a speech, as they were used in its year."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

NO_STATE = ""


class Phrase(NamedTuple):
    """A name as numbers of its words in small letters, the state it means, and how it must be written."""

    words: tuple[int, ...]
    state: str
    begins_with_capital: bool
    in_capitals: bool  # an abbreviation such as US, which small letters do not mean


# Of each word of a speech: does it begin with a capital, is it all capitals.
Written = tuple[NDArray[np.bool_], NDArray[np.bool_]]


@cache
def name_rules() -> tuple[dict[str, str], ...]:
    """Return the list of names: phrase, state or none, years, and the only speaker it holds for."""
    with Path(__file__).with_name("debate_names.csv").open(encoding="utf-8", newline="") as stream:
        return tuple(csv.DictReader(stream))


class NameFinder:
    """Find names of states in speeches whose words are numbers of a vocabulary."""

    def __init__(self, numbers: Mapping[str, int]) -> None:
        self._numbers = numbers
        self._known: dict[tuple[int, str], dict[int, list[Phrase]]] = {}
        self._speakers = {rule["speaker"] for rule in name_rules()}
        words = {rule["phrase"].lower().split()[0] for rule in name_rules()}
        self.first_words = sorted(numbers[word] for word in words if word in numbers)

    def phrases(self, year: int, speaker: str) -> dict[int, list[Phrase]]:
        """Return the names of a year by first word, the longest first; most speakers of a year share them."""
        key = (year, speaker if speaker in self._speakers else "")
        if key not in self._known:
            self._known[key] = self._chosen(*key)
        return self._known[key]

    def _chosen(self, year: int, speaker: str) -> dict[int, list[Phrase]]:
        chosen: dict[tuple[str, bool], tuple[str, str]] = {}
        for rule in name_rules():
            phrase, owner = rule["phrase"], rule["speaker"]
            if owner not in ("", speaker) or not int(rule["first"] or 0) <= year <= int(rule["last"] or 9999):
                continue
            if owner or (phrase, phrase.isupper()) not in chosen:
                chosen[phrase, phrase.isupper()] = (rule["state"], phrase)
        out: dict[int, list[Phrase]] = {}
        for (phrase, capitals), (state, written) in chosen.items():
            words = tuple(self._numbers.get(word, -1) for word in phrase.lower().split())
            out.setdefault(words[0], []).append(Phrase(words, state, written[0].isupper(), capitals))
        for phrases in out.values():
            phrases.sort(key=lambda phrase: -len(phrase.words))
        return out


def find(
    words: Sequence[int], candidates: Iterable[int], written: Written, known: dict[int, list[Phrase]]
) -> Iterator[tuple[int, int, str]]:
    """Yield place, length and state of each name; ``candidates`` are the places of words that begin one."""
    here, (capital, capitals) = 0, written
    for at in candidates:
        if at < here:
            continue
        for phrase, state, begins_with_capital, in_capitals in known.get(words[at], ()):
            size = len(phrase)
            if size > 1 and tuple(words[at : at + size]) != phrase:
                continue
            if (begins_with_capital and not capital[at]) or (in_capitals and not capitals[at]):
                continue
            yield at, size, state
            here = at + size
            break
