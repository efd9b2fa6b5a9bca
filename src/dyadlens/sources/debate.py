"""The UN General Debate: lengths of speeches, who names whom, how alike speeches are, topics. No text is kept."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dyadlens.sources.debate_corpus import FIRST, LAST, SPEECHES, Corpus, corpus
from dyadlens.sources.debate_topics import TOPICS
from dyadlens.sources.raw import Raw
from dyadlens.sources.table import Column, Table
from dyadlens.stats.text import cosines, latent, tf_idf

WINDOW, COMPONENTS = 5, 100
FEWEST, WIDEST = 5, 0.5
_FILES = (SPEECHES, "states/cow_states.parquet", "states/concordance_iso_cow_gw.csv")


def build_speeches(raw: Raw) -> pd.DataFrame:
    """Build the list of speeches with their length."""
    return corpus(raw).speeches


def build_mentions(raw: Raw) -> pd.DataFrame:
    """Build the counts of states named by other states."""
    return corpus(raw).mentions


def build_topics(raw: Raw) -> pd.DataFrame:
    """Build the shares of sentences that touch a topic; a topic that is not touched has its zero."""
    return corpus(raw).topics


def build_similarity(raw: Raw) -> pd.DataFrame:
    """Build the similarity of all pairs of speeches of the same year."""
    speeches = corpus(raw)
    return pd.concat([_similar(speeches, year) for year in range(FIRST, LAST + 1)], ignore_index=True)


def _similar(speeches: Corpus, year: int) -> pd.DataFrame:
    """Compare the speeches of a year in the space of the five years that end with it.

    Later speeches play no part, so what is shown for a past day is what could be computed on that day.
    """
    years = speeches.speeches["year"].to_numpy()
    window = np.flatnonzero((years > year - WINDOW) & (years <= year))
    weights = tf_idf(speeches.counts[window], fewest=FEWEST, widest=WIDEST)
    places = latent(weights, min(COMPONENTS, len(window) // 4))
    here = years[window] == year
    states = speeches.speeches["state"].to_numpy()[window][here]
    first, second = np.triu_indices(len(states), 1)
    values = cosines(places[here])[first, second].round(4) + 0.0
    frame = pd.DataFrame({"a": states[first], "b": states[second], "year": year, "similarity": values})
    return frame.dropna(subset=["similarity"])


_YEAR = Column("year", "integer", "Year of the debate, held in autumn.", minimum=FIRST, maximum=LAST)
_CREDIT = "UN General Debate Corpus (Jankin, Baturo & Dasandi), own counts"
_LICENCE = "corpus CC0; the counts here are our own; no text of a speech is in this table"
_LAG = "speeches are public on the day; the debate is over by the end of the year"
_SPOKEN = "states that spoke; not the European Union, the Holy See and Palestine, which are no states here"
_DEFECTS = (
    "China to 1971 is TWN: the Republic of China spoke; CHN begins in 1972",
    "speeches that the corpus lacks are unknown: RUS and TWN 1970, IND 1962, AFG and MMR from 2021, ZAF from 1974 to "
    "1993, SAU in about 20 years, and others; 1970 has 69 speeches",
    "left out: DDR 1990 (united Germany's word of thanks), ZAF 1984 (a second copy of the speech of CAF: South Africa "
    "was shut out), FJI 1972, MNG 1972 and GIN 1981 (each holds a second speech, of IRL, ARE and STP)",
    "a few sentences of a neighbour on the page stand in some others (MAR 1974, MUS, KHM and KNA 1991)",
)
SPEECH_TABLE = Table(
    name="debate_speeches",
    credit=_CREDIT,
    title="Speeches in the UN General Debate: words and sentences, 1946-2024",
    description="One row a speech. Words are runs of characters between blanks, as the corpus counts them.",
    build=build_speeches,
    columns=(
        Column("state", "string", "State that spoke."),
        _YEAR,
        Column("words", "integer", "Length.", "words", minimum=1),
        Column("sentences", "integer", "Sentences, cut by a rule of thumb.", "sentences", minimum=1),
    ),
    key=("year", "state"),
    files=_FILES,
    first=FIRST,
    last=LAST,
    absent="unknown",
    published_lag=0,
    lag_note=_LAG,
    states_covered=_SPOKEN,
    defects=_DEFECTS,
    licence=_LICENCE,
)
MENTION_TABLE = Table(
    name="debate_mentions",
    credit=_CREDIT,
    title="Who names whom in the UN General Debate, 1946-2024",
    description=(
        "How often a speech names another state. Names only, the longest first, former names among them; adjectives "
        "and names of peoples (Indian, Russians) do not count, nor does the speaker's own name. No row where the "
        "speech (see debate_speeches) does not name the state."
    ),
    build=build_mentions,
    columns=(
        Column("speaker", "string", "State that spoke."),
        Column("named", "string", "State that it named."),
        _YEAR,
        Column("mentions", "integer", "Times named.", "mentions", minimum=1),
    ),
    key=("year", "speaker", "named"),
    files=_FILES,
    first=FIRST,
    last=LAST,
    absent="true_zero",
    published_lag=0,
    lag_note=_LAG,
    states_covered=f"{_SPOKEN}; named: all states, also before they were founded",
    defects=(
        *_DEFECTS,
        "a name is counted whatever is said of the state; thanks to the presidents of the Assembly count too",
        "Korea alone, America alone, and Congo alone from 1997 name nobody, since they name two states or a continent; "
        "Congo alone is COD to 1970 and COG from 1971 to 1996; the former Soviet Union (Yugoslavia, "
        "Czechoslovakia) names nobody",
        "Germany alone is DEU, also of the years to 1945 and in speeches of DDR; Viet Nam alone is VNM; China is CHN, "
        "in speeches of TWN itself; Kosovo, Macedonia, Micronesia and Jordan are also regions, a river and persons",
        "bad spelling and broken accents in the source lose a few names",
    ),
    licence=_LICENCE,
)
SIMILARITY_TABLE = Table(
    name="debate_similarity",
    credit=_CREDIT,
    title="Similarity of speeches in the UN General Debate, all pairs of speakers of a year, 1946-2024",
    description=(
        f"Cosine of two speeches of the same year after latent semantic analysis: TF-IDF of words of three letters or "
        f"more without names of states, {COMPONENTS} components (a quarter of the speeches where there are fewer than "
        f"{4 * COMPONENTS}), fitted to the {WINDOW} years that end with the year. No list of stop words: a word in "
        f"more than {WIDEST:.0%} or fewer than {FEWEST} of these speeches is dropped."
    ),
    build=build_similarity,
    columns=(
        Column("a", "string", "State, the first in the alphabet."),
        Column("b", "string", "The other state."),
        _YEAR,
        Column("similarity", "number", "Cosine, rounded to four decimals.", "cosine", minimum=-1, maximum=1),
    ),
    key=("year", "a", "b"),
    files=_FILES,
    first=FIRST,
    last=LAST,
    absent="unknown",
    published_lag=0,
    lag_note=_LAG,
    states_covered=_SPOKEN,
    defects=(
        *_DEFECTS,
        "the level moves with the number of speeches and components: compare percentiles, not years",
        "most speeches are read in UN translations; who translates and who spoke before may leave a trace",
    ),
    licence=_LICENCE,
)
TOPIC_TABLE = Table(
    name="debate_topics",
    credit=_CREDIT,
    title="Topics of speeches in the UN General Debate, 1946-2024",
    description=(
        "Share of a speech's sentences with at least one word of a small dictionary of our own, in "
        "curate/debate_topics.py. Not learned from the speeches; shares of topics overlap and do not add up to one."
    ),
    build=build_topics,
    columns=(
        Column("state", "string", "State that spoke."),
        _YEAR,
        Column("topic", "string", "Topic.", allowed=tuple(TOPICS)),
        Column("share", "number", "Share of sentences.", "share", minimum=0, maximum=1),
    ),
    key=("year", "state", "topic"),
    files=_FILES,
    first=FIRST,
    last=LAST,
    absent="unknown",
    published_lag=0,
    lag_note=_LAG,
    states_covered=_SPOKEN,
    defects=(*_DEFECTS, "a word counts whatever it means in its sentence"),
    licence=_LICENCE,
)
TABLES = (SPEECH_TABLE, MENTION_TABLE, SIMILARITY_TABLE, TOPIC_TABLE)
