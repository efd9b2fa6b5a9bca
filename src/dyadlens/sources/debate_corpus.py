"""Read the speeches of the General Debate once, and keep only what is counted in them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

import pandas as pd
from scipy import sparse

from dyadlens.errors import SourceError
from dyadlens.sources.debate_names import NO_STATE, finder
from dyadlens.sources.debate_topics import TOPICS, sentence_topics
from dyadlens.sources.raw import Raw
from dyadlens.sources.states import build_states
from dyadlens.stats.text import count_matrix, plain, sentences, tokens

SPEECHES = "general_debate/ungdc_1946_2025.parquet"
FIRST, LAST = 1946, 2024
TAIPEI_LAST = 1971  # its speech of October 1971 came before the seat went to Beijing
NOT_STATES = ("EU", "PSE", "VAT")
# Files that hold another speech, alone or beside their own; see the defects of the table.
WRONG = {("DDR", 1990), ("ZAF", 1984), ("FJI", 1972), ("MNG", 1972), ("GIN", 1981)}


@dataclass(frozen=True)
class Corpus:
    """What is counted in the speeches."""

    speeches: pd.DataFrame
    mentions: pd.DataFrame
    topics: pd.DataFrame
    counts: sparse.csr_array


def read_speeches(raw: Raw) -> pd.DataFrame:
    """Read the speeches of states."""
    frame = pd.read_parquet(raw.path(SPEECHES), columns=["iso3", "year", "text"])
    frame = frame.rename(columns={"iso3": "state"})
    frame = frame[frame["year"].between(FIRST, LAST) & ~frame["state"].isin(NOT_STATES)]
    lost = set(frame["state"]) - set(build_states(raw)["state"])
    if lost:
        raise SourceError(f"speakers that are no known state: {', '.join(sorted(lost))}")
    frame = frame[[key not in WRONG for key in zip(frame["state"], frame["year"], strict=True)]]
    frame["state"] = frame["state"].mask((frame["state"] == "CHN") & (frame["year"] <= TAIPEI_LAST), "TWN")
    if frame.duplicated(["state", "year"]).any():
        raise SourceError("a state speaks twice in one year of the General Debate")
    return frame.sort_values(["year", "state"], ignore_index=True)


@lru_cache(maxsize=1)
def corpus(raw: Raw) -> Corpus:
    """Count words, sentences, names, topics and terms of all speeches, once a process."""
    frame = read_speeches(raw)
    vocabulary: dict[str, int] = {}
    spoken, named, about, terms = [], [], [], []
    for row in frame.itertuples():
        speech = count_speech(row.text, row.state, row.year)
        spoken.append((row.state, row.year, len(row.text.split()), speech.sentences))
        named += [(row.state, state, row.year, count) for state, count in speech.named.items() if state != row.state]
        about += [(row.state, row.year, topic, speech.topics[topic] / speech.sentences) for topic in TOPICS]
        terms.append({vocabulary.setdefault(t, len(vocabulary)): count for t, count in speech.terms.items()})
    return Corpus(
        speeches=pd.DataFrame(spoken, columns=["state", "year", "words", "sentences"]),
        mentions=pd.DataFrame(named, columns=["speaker", "named", "year", "mentions"]),
        topics=pd.DataFrame(about, columns=["state", "year", "topic", "share"]).round({"share": 4}),
        counts=count_matrix(terms, len(vocabulary)),
    )


@dataclass(frozen=True)
class Counted:
    """Counts of one speech: its sentences, the states it names, sentences on each topic, its terms."""

    sentences: int
    named: Counter[str]
    topics: Counter[str]
    terms: Counter[str]


def count_speech(text: str, speaker: str, year: int) -> Counted:
    """Count what one speech holds."""
    # The sign of a currency names no state.
    clean = plain(text).replace("US$", " ").replace("US $", " ").replace("$US", " ")
    parts = [tokens(part) for part in sentences(clean)]
    shouted = sum(len(part) for part in parts if "".join(part).isupper()) > 0.5 * sum(map(len, parts))
    find = finder(year, speaker).find
    named: Counter[str] = Counter()
    topics, words = [], []
    for part in parts:
        lowered = list(map(str.lower, part))
        topics += sentence_topics(lowered)
        for at, size, state in find(part, lowered, shouted=shouted):
            lowered[at : at + size] = [""] * size
            if state != NO_STATE:
                named[state] += 1
        words += lowered
    terms = Counter(word for word in words if len(word) > 2)
    return Counted(sentences=max(len(parts), 1), named=named, topics=Counter(topics), terms=terms)
