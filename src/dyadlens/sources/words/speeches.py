"""Read the speeches of the General Debate once, and keep only what is counted in them."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from dyadlens.errors import SourceError
from dyadlens.sources.raw import Raw
from dyadlens.sources.states.system import state_codes
from dyadlens.sources.table import lookups
from dyadlens.sources.words.names import NO_STATE, NameFinder, find

FILE = "general_debate/ungdc_1946_2025.parquet"
FIRST, LAST = 1946, 2024
TAIPEI_LAST = 1971  # its speech of October 1971 came before the seat went to Beijing
NOT_STATES = ("EU", "PSE", "VAT")
# Files that hold another speech, alone or beside their own; see the defects of the table.
WRONG = {("DDR", 1990), ("ZAF", 1984), ("FJI", 1972), ("MNG", 1972), ("GIN", 1981)}
TOPICS = lookups("dyadlens.sources.words.debate")["topics"]
SHORTEST_TERM = 3

# A pattern that begins with a plain character is searched for many times faster than one that looks behind first.
_INITIALS = re.compile(r"[A-Z]\.(?<=\b[A-Z]\.)(?: ?[A-Z]\.)+")
_BROKEN = re.compile(r"-(?<=[a-z]-)[ \t]*\r?\n[ \t]*(?=[a-z])")
_NUMBERED = re.compile(r"^\s*\d{1,3}\.\s", re.MULTILINE)
_ACCENTS = re.compile("[\u0300-\u036f]")
_CURRENCY = ("US$", "US $", "$US")  # the sign of a currency names no state
# A full stop after a title, a single initial or "Saint" ends no sentence.
_SENTENCE_END = re.compile(
    r"[.!?](?<!\bMr.)(?<!\bMs.)(?<!\bMrs.)(?<!\bDr.)(?<!\bSt.)(?<!\b[A-Z]\.)[\"'”’)]*\s+(?=[\"'“‘(]?[A-Z0-9])"
)
_END = "\0"  # stands behind the words of each sentence
_LETTERS = bytes(c if (chr(c).isalpha() and c < 128) or chr(c) == _END else ord(" ") for c in range(256))


def sentences(text: str) -> list[str]:
    """Cut a speech into sentences, without accents, words broken at a line's end and numbers of paragraphs."""
    text = _NUMBERED.sub("", _BROKEN.sub("", text.lstrip("\ufeff")))
    if not text.isascii():
        text = _ACCENTS.sub("", unicodedata.normalize("NFKD", text))
    text = _INITIALS.sub(lambda m: re.sub(r"[. ]", "", m[0]), text)
    for sign in _CURRENCY:
        text = text.replace(sign, " ")
    return [part for part in _SENTENCE_END.split(text) if part.strip()]


def tokens(parts: Sequence[str]) -> list[bytes]:
    """Return the runs of letters in sentences, in order and with their case, and a mark behind each sentence."""
    text = "".join(f"{part} {_END} " for part in parts)
    for sign in set(text) if not text.isascii() else ():
        if not sign.isascii() and not sign.isalpha():
            text = text.replace(sign, " ")
    if text.isascii():
        return text.encode().translate(_LETTERS).split()
    return [word.encode() for word in re.findall(rf"[^\W\d_]+|{_END}", text)]


class _Vocabulary(dict[bytes, int]):
    def __missing__(self, word: bytes) -> int:
        self[word] = number = len(self)
        return number


@dataclass(frozen=True)
class Corpus:
    """What is counted in the speeches: words and sentences, names of states, topics; terms have a row a speech."""

    speeches: pd.DataFrame
    mentions: pd.DataFrame
    topics: pd.DataFrame
    terms: sparse.csr_array


class _Words:
    """All words of all speeches as numbers: as written, and in small letters."""

    def __init__(self, texts: Iterable[Sequence[bytes]]) -> None:
        vocabulary = _Vocabulary()
        numbers = [np.fromiter(map(vocabulary.__getitem__, text), np.int32, len(text)) for text in texts]
        self.ends = np.cumsum([len(text) for text in numbers])
        self.written = np.concatenate(numbers)
        self.forms = [word.decode() for word in vocabulary]
        self.numbers: dict[str, int] = {}
        small = [self.numbers.setdefault(form.lower(), len(self.numbers)) for form in self.forms]
        self.words = np.array(small, np.int32)[self.written]
        # The number of the sentence and of the speech that each word stands in; each speech ends with a mark.
        ended = self.of_form(lambda form: form == _END)[self.written]
        self.sentence = np.cumsum(ended, dtype=np.int32) - ended
        self.speech = np.repeat(np.arange(len(numbers), dtype=np.int32), np.diff(self.ends, prepend=0))

    def of_form(self, test: Callable[[str], bool]) -> NDArray[np.bool_]:
        """Tell of each word as written whether it passes a test."""
        return np.fromiter(map(test, self.forms), bool, len(self.forms))


def read_speeches(raw: Raw) -> pd.DataFrame:
    """Read the speeches of states."""
    frame = pd.read_parquet(raw.path(FILE), columns=["iso3", "year", "n_words", "text"])
    frame = frame.rename(columns={"iso3": "state", "n_words": "words"})
    frame = frame[frame["year"].between(FIRST, LAST) & ~frame["state"].isin(NOT_STATES)]
    state_codes(raw).check(frame["state"].unique())
    frame = frame[[key not in WRONG for key in zip(frame["state"], frame["year"], strict=True)]]
    frame["state"] = frame["state"].mask((frame["state"] == "CHN") & (frame["year"] <= TAIPEI_LAST), "TWN")
    if frame.duplicated(["state", "year"]).any():
        raise SourceError("a state speaks twice in one year of the General Debate")
    return frame.sort_values(["year", "state"], ignore_index=True)


@lru_cache(maxsize=1)
def corpus(raw: Raw) -> Corpus:
    """Count all speeches, once a process."""
    return count(read_speeches(raw))


def count(frame: pd.DataFrame) -> Corpus:
    """Count words, sentences, names, topics and terms of speeches (columns state, year, words and text)."""
    number_of_sentences = []

    def words_of_each() -> Iterator[list[bytes]]:
        # One speech after the other: the words of all at once would take gigabytes.
        for text in frame["text"]:
            parts = sentences(text) or [""]
            number_of_sentences.append(len(parts))
            yield tokens(parts)

    words = _Words(words_of_each())
    speeches = frame[["state", "year", "words"]].assign(sentences=number_of_sentences)
    share = _on_topic(words) / speeches[["sentences"]].to_numpy()
    about = speeches[["state", "year"]].join(pd.DataFrame(share, columns=list(TOPICS)).round(4))
    mentions, is_name = _mentions(words, frame)
    return Corpus(
        speeches,
        mentions,
        about.melt(["state", "year"], var_name="topic", value_name="share"),
        _terms(words, ~is_name),
    )


def _on_topic(words: _Words) -> NDArray[np.int64]:
    """Count for each speech and topic the sentences with a word, or two words in a row, that mark the topic."""
    marks = [(mark, number) for number, text in enumerate(TOPICS.values()) for mark in text.split()]
    exact = {mark: number for mark, number in marks if mark[-1] != "*" and "-" not in mark}
    stems = [(mark[:-1], number) for mark, number in marks if mark[-1] == "*"]
    topic = np.full(len(words.numbers), -1, np.int8)
    for word, at in words.numbers.items():
        topic[at] = exact.get(word, next((number for stem, number in stems if word.startswith(stem)), -1))
    places = [np.flatnonzero(topic[words.words] >= 0)]
    found = [topic[words.words[places[0]]]]
    for mark, number in marks:
        if "-" in mark:
            one, two = (words.numbers.get(word, -1) for word in mark.split("-"))
            # The mark behind a sentence is a word too, so that no pair reaches over its end.
            places.append(np.flatnonzero((words.words[:-1] == one) & (words.words[1:] == two)))
            found.append(np.full(len(places[-1]), number, np.int8))
    where, topics = np.concatenate(places), np.concatenate(found)
    _, once = np.unique(words.sentence[where].astype(np.int64) * len(TOPICS) + topics, return_index=True)
    cells = words.speech[where[once]].astype(np.int64) * len(TOPICS) + topics[once]
    return np.bincount(cells, minlength=len(words.ends) * len(TOPICS)).reshape(-1, len(TOPICS))


def _shouted(words: _Words) -> NDArray[np.bool_]:
    """Tell of each speech whether more than half of its words stand in sentences of capitals only."""
    small = words.of_form(lambda form: form.upper() != form.lower() and not form.isupper())[words.written]
    capital = words.of_form(str.isupper)[words.written]
    ends = words.of_form(lambda form: form == _END)[words.written]
    loud = (np.bincount(words.sentence, small) == 0) & (np.bincount(words.sentence, capital) > 0)
    in_loud = np.bincount(words.speech, loud[words.sentence] & ~ends)
    return in_loud > 0.5 * np.bincount(words.speech, ~ends)


def _mentions(words: _Words, frame: pd.DataFrame) -> tuple[pd.DataFrame, NDArray[np.bool_]]:
    """Count the states that each speech names, and tell of each word whether it is part of a name."""
    finder = NameFinder(words.numbers)
    begins = np.zeros(len(words.numbers), bool)
    begins[finder.first_words] = True
    candidates = np.flatnonzero(begins[words.words])
    capital = words.of_form(lambda form: form[0].isupper())
    # In a speech in capitals an abbreviation cannot be told from a word: it counts as one.
    capitals, shouted = words.of_form(str.isupper), _shouted(words)
    parts = np.split(candidates, np.searchsorted(candidates, words.ends[:-1]))
    is_name = np.zeros(len(words.words), bool)
    named: Counter[tuple[str, str, int]] = Counter()
    starts = words.ends - np.diff(words.ends, prepend=0)
    for start, end, part, loud, speaker, year in zip(
        starts, words.ends, parts, shouted, frame["state"], frame["year"], strict=True
    ):
        forms = words.written[start:end]
        written = (capital[forms], capitals[forms] & ~loud)
        known = finder.phrases(year, speaker)
        found = find(words.words[start:end].tolist(), (part - start).tolist(), written, known)
        for at, size, state in found:
            is_name[start + at : start + at + size] = True
            if state != NO_STATE:
                named[speaker, state, year] += 1
    rows = [(*key, count) for key, count in named.items()]
    return pd.DataFrame(rows, columns=["speaker", "named", "year", "mentions"]), is_name


def _terms(words: _Words, usable: NDArray[np.bool_]) -> sparse.csr_array:
    """Count the terms of each speech: words of three letters or more."""
    long = np.fromiter((len(word) >= SHORTEST_TERM for word in words.numbers), bool, len(words.numbers))
    usable &= long[words.words]
    ends = np.cumsum(usable)[words.ends - 1]
    counts = sparse.csr_array(
        (np.ones(ends[-1], np.int32), words.words[usable], np.concatenate([[0], ends])),
        shape=(len(words.ends), len(words.numbers)),
    )
    counts.sum_duplicates()
    return counts
