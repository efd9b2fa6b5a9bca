"""Words in the UN General Debate: who names whom, and how alike two speeches are."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dyadlens.data.catalog import Vintage, load, read
from dyadlens.data.evidence import Evidence
from dyadlens.lens import Lens
from dyadlens.measures.measure import Measure
from dyadlens.measures.yearly import rows_of, yearly
from dyadlens.states import all_states
from dyadlens.stats.ranks import percentile_rank
from dyadlens.stats.rates import poisson_interval

PER = 1000
_CORPUS = "Baturo, Dasandi & Mikhaylov (2017), Research & Politics 4(2)"

MEASURES = (
    Measure(
        "mentions_per_1000",
        "Naming the other in the UN General Debate",
        "times per 1,000 words",
        0.0,
        None,
        "the speaker has the other more in mind",
        ("debate_mentions", "debate_speeches"),
        _CORPUS,
        directed=True,
        direction="{a} names {b}",
        interval="exact 90% interval of a Poisson count (Garwood 1936), the length of the speech taken as given",
        note="One speech a year. A name counts whatever is said. A speech without it is a true zero.",
        closer=0,
    ),
    Measure(
        "speech_similarity",
        "Similarity of speeches in the UN General Debate",
        "cosine, 1 is the same mix of words",
        -1.0,
        1.0,
        "the two speak of the same things in the same words",
        ("debate_similarity",),
        f"{_CORPUS}; Deerwester et al. (1990), Journal of the American Society for Information Science 41:391-407",
        interval="none: the speeches are known whole and are no sample; what the method adds is not in an interval",
        note="Read the percentile: the level moves with the number of speeches. Alike words can be a quarrel.",
    ),
)


@dataclass(frozen=True)
class NamingYear:
    """Who names whom in one year."""

    speakers: tuple[str, ...]
    named: tuple[str, ...]
    mentions: NDArray[np.float64]
    words: NDArray[np.float64]

    @property
    def rates(self) -> NDArray[np.float64]:
        """Times named per 1,000 words, shape (speakers, named)."""
        return PER * self.mentions / self.words[:, None]


@cache
def _first_speech() -> dict[str, int]:
    return read("debate_speeches").groupby("state", observed=True)["year"].min().to_dict()


def present(state: str, year: int) -> bool:
    """Tell whether a state existed in a year, or had spoken as a member before it was founded (India, Ukraine)."""
    known = all_states()[state]
    return min(known.first, _first_speech().get(state, known.first)) <= year <= known.last


@cache
def naming(year: int) -> NamingYear:
    """Return who names whom in a year, for all states that spoke and all that could be named."""
    speeches, mentions = read("debate_speeches"), read("debate_mentions")
    spoke = speeches[speeches["year"] == year].sort_values("state")
    rows = mentions[mentions["year"] == year]
    speakers = tuple(spoke["state"].astype(str))
    named = tuple(state for state in sorted(all_states()) if present(state, year))
    rows = rows[rows["named"].isin(named)]
    counts = np.zeros((len(speakers), len(named)))
    row = pd.Index(speakers).get_indexer(rows["speaker"].astype(str))
    column = pd.Index(named).get_indexer(rows["named"].astype(str))
    counts[row, column] = rows["mentions"]
    for at, state in enumerate(speakers):
        if state in named:
            counts[at, named.index(state)] = np.nan
    return NamingYear(speakers, named, counts, spoke["words"].to_numpy(float))


def mentions(lens: Lens, speaker: str, other: str) -> Evidence:
    """Return how often one state's speeches name the other, year by year."""
    table = load("debate_speeches", lens)
    rows = [_mention(table, speaker, other, year) for year in lens.years]
    return rows_of("words", "mentions_per_1000", speaker, other, rows, "debate_mentions")


def _mention(table: Vintage, speaker: str, other: str, year: int) -> dict[str, object]:
    covered = table.covers(year) and present(speaker, year) and present(other, year)
    if not covered or speaker not in (here := naming(year)).speakers:
        return yearly(year, None, covered=covered)
    at = here.speakers.index(speaker)
    count, scale = here.mentions[at, here.named.index(other)], PER / here.words[at]
    low, high = (float(end) * scale for end in poisson_interval(count))
    value = count * scale
    return yearly(year, value, low=low, high=high, percentile=percentile_rank(value, here.rates.ravel()))


def similarity(lens: Lens) -> Evidence:
    """Return how alike the speeches of the two states are, year by year."""
    table = load("debate_similarity", lens)
    rows = []
    first, second = sorted(lens.pair)
    frame = table.frame
    own = frame[(frame["a"] == first) & (frame["b"] == second)].set_index("year")["similarity"]
    for year in lens.years:
        covered = table.covers(year) and all(present(state, year) for state in lens.pair)
        value = float(own.get(year, np.nan)) if covered else np.nan
        row = yearly(year, value, covered=covered, percentile=percentile_rank(value, _similarities(year)))
        # A cosine of 0 is a value and not the absence of something.
        rows.append(row | {"status": "observed"} if row["value"] == 0 else row)
    return rows_of("words", "speech_similarity", *lens.pair, rows, "debate_similarity")


@cache
def _similarities(year: int) -> NDArray[np.float64]:
    frame = read("debate_similarity")
    return frame.loc[frame["year"] == year, "similarity"].to_numpy()


def all_mentions() -> pd.DataFrame:
    """Return mentions per 1,000 words of all directed pairs: ``a``, ``b``, ``year``, ``value``; zeros included."""
    parts = []
    for year in sorted(set(read("debate_speeches")["year"])):
        here = naming(int(year))
        rates = here.rates.ravel()
        a = np.repeat(np.array(here.speakers, dtype=object), len(here.named))
        b = np.tile(np.array(here.named, dtype=object), len(here.speakers))
        seen = ~np.isnan(rates)
        parts.append(pd.DataFrame({"a": a[seen], "b": b[seen], "year": int(year), "value": rates[seen]}))
    return pd.concat(parts, ignore_index=True)


def all_similarities() -> pd.DataFrame:
    """Return the similarity of all pairs of speakers: ``a``, ``b``, ``year``, ``value``."""
    frame = read("debate_similarity").rename(columns={"similarity": "value"})
    frame = frame[["a", "b", "year", "value"]].reset_index(drop=True)
    return frame.astype({"a": str, "b": str, "year": int})
