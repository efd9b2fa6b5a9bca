"""Find the names of states in a text."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

NO_STATE = ""
# A phrase: its tokens in lower case, the state (or none), and whether it is written in capitals only.
Phrase = tuple[tuple[str, ...], str, bool]


@cache
def _rules() -> tuple[dict[str, str], ...]:
    with files("dyadlens.sources").joinpath("debate_names.csv").open(encoding="utf-8", newline="") as stream:
        return tuple(csv.DictReader(stream))


@cache
def _special() -> frozenset[str]:
    return frozenset(rule["speaker"] for rule in _rules() if rule["speaker"])


class NameFinder:
    """Find names of states as they were used in one year."""

    def __init__(self, year: int, speaker: str = "") -> None:
        chosen: dict[tuple[str, bool], tuple[str, str]] = {}
        for rule in _rules():
            phrase, owner = rule["phrase"], rule["speaker"]
            if owner not in ("", speaker) or not int(rule["first"] or 0) <= year <= int(rule["last"] or 9999):
                continue
            key = (phrase, phrase.isupper())
            if owner or key not in chosen:
                chosen[key] = (rule["state"], phrase)
        self._by_first: dict[str, list[tuple[Phrase, bool]]] = {}
        for (phrase, capitals), (state, written) in chosen.items():
            words = tuple(phrase.lower().split())
            item = ((words, state, capitals), written[0].isupper())
            self._by_first.setdefault(words[0], []).append(item)
        for items in self._by_first.values():
            items.sort(key=lambda item: -len(item[0][0]))

    def find(
        self, words: Sequence[str], lowered: Sequence[str], *, shouted: bool = False
    ) -> list[tuple[int, int, str]]:
        """Return the names in a run of words."""
        out, here, first = [], 0, self._by_first
        if first.keys().isdisjoint(lowered):
            return out
        for at, word in enumerate(lowered):
            if at < here or word not in first:
                continue
            for (phrase, state, capitals), capital in first[word]:
                size = len(phrase)
                if tuple(lowered[at : at + size]) != phrase or (capital and not words[at][0].isupper()):
                    continue
                if capitals and (shouted or not words[at].isupper()):
                    continue
                out.append((at, size, state))
                here = at + size
                break
        return out


@cache
def _finder(year: int, speaker: str) -> NameFinder:
    return NameFinder(year, speaker)


def finder(year: int, speaker: str) -> NameFinder:
    """Return the finder for a speech; most speakers of a year share one."""
    return _finder(year, speaker if speaker in _special() else "")
