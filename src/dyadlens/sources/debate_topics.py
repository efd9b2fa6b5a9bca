"""Topics of a sentence, by a small dictionary of our own."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

# Words that mark a sentence as being on a topic. A star stands for any ending; two words must follow each other.
# Chosen by us beforehand, not learned from the speeches.
TOPICS = {
    "afghanistan": "afghan* kabul taliban",
    "arms": "weapon* disarm* armament* missile* arsenal* rearm*",
    "climate": "climat* warming emission* greenhouse carbon biodivers* deforest* environment*",
    "colonialism": "coloni* decoloni* imperialis* apartheid racis* self-determination",
    "development": "development developing underdevelop* poverty",
    "health": "health disease* epidemic* pandemic* covid hiv malaria ebola vaccin*",
    "human_rights": "human-rights fundamental-freedoms democra* genocid* torture*",
    "migration": "refugee* migra* asylum displaced",
    "nuclear": "nuclear atomic thermonuclear nonproliferation proliferation",
    "palestine": "palestin* gaza zionis* intifada west-bank",
    "terrorism": "terroris* extremis* jihad*",
    "trade": "trade tariff* commodit* export* protectionis* indebted* debt",
    "ukraine": "ukrain* crimea* donbas donbass",
    "un_reform": "reform* veto* revitali* permanent-members permanent-membership permanent-seats",
    "war": "war wars warfare conflict* aggress* invasion* ceasefire cease-fire hostilities peacekeeping peace-keeping",
}
_MARKS = [(mark, topic) for topic, marks in TOPICS.items() for mark in marks.split()]
_WORDS = {mark: topic for mark, topic in _MARKS if mark[-1] != "*" and "-" not in mark}
_STEMS = {mark[:-1]: topic for mark, topic in _MARKS if mark[-1] == "*"}
_PAIRS = {tuple(mark.split("-")): topic for mark, topic in _MARKS if "-" in mark}
_STARTS = {first for first, _ in _PAIRS}


class _Topics(dict[str, str | None]):
    """The topic of each single word that was met: looked up a million times, found out once."""

    def __missing__(self, word: str) -> str | None:
        found = _WORDS.get(word) or next((t for stem, t in _STEMS.items() if word.startswith(stem)), None)
        self[word] = found
        return found


_TOPIC = _Topics()


def sentence_topics(words: Sequence[str]) -> set[str]:
    """Return the topics that the words of a sentence mark."""
    found = set(map(_TOPIC.__getitem__, words))
    if not _STARTS.isdisjoint(words):
        found |= {_PAIRS.get(pair) for pair in pairwise(words)}
    return found - {None}
