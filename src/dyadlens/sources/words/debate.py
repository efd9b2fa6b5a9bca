"""The UN General Debate: lengths of speeches, who names whom, how alike speeches are, topics. No text is kept."""

import numpy as np
import pandas as pd
from scipy import linalg, sparse
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.metrics.pairwise import cosine_similarity
from sklearn.preprocessing import normalize

from dyadlens.sources.raw import Raw
from dyadlens.sources.words.speeches import FIRST, LAST, Corpus, corpus

WINDOW, COMPONENTS = 5, 100
FEWEST, WIDEST = 5, 0.5


def build_debate_speeches(raw: Raw) -> pd.DataFrame:
    """Build the list of speeches with their length."""
    return corpus(raw).speeches


def build_debate_mentions(raw: Raw) -> pd.DataFrame:
    """Build the counts of states named by other states."""
    return corpus(raw).mentions.query("speaker != named")


def build_debate_topics(raw: Raw) -> pd.DataFrame:
    """Build the shares of sentences that touch a topic; a topic that is not touched has its zero."""
    return corpus(raw).topics


def build_debate_similarity(raw: Raw) -> pd.DataFrame:
    """Build the similarity of all pairs of speeches of the same year."""
    return pd.concat([similar(corpus(raw), year) for year in range(FIRST, LAST + 1)], ignore_index=True)


def similar(speeches: Corpus, year: int) -> pd.DataFrame:
    """Compare the speeches of a year in the space of the five years that end with it.

    Later speeches play no part, so what is shown for a past day is what could be computed on that day.
    """
    years = speeches.speeches["year"].to_numpy()
    window = np.flatnonzero((years > year - WINDOW) & (years <= year))
    here = years[window] == year
    states = speeches.speeches["state"].to_numpy()[window][here]
    places = latent(tf_idf(speeches.terms[window]), min(COMPONENTS, len(window) // 4))[here]
    first, second = np.triu_indices(len(states), 1)
    values = cosine_similarity(places)[first, second].round(4) + 0.0
    frame = pd.DataFrame({"a": states[first], "b": states[second], "year": year, "similarity": values})
    empty = states[~places.any(axis=1)]
    return frame[~frame["a"].isin(empty) & ~frame["b"].isin(empty)]


def tf_idf(counts: sparse.csr_array) -> sparse.csr_array:
    """Weigh terms by ``(1 + log count) * log(documents / documents with the term)`` (Salton & Buckley 1988)."""
    documents = counts.shape[0]
    spread = np.bincount(counts.indices, minlength=counts.shape[1])
    kept = np.flatnonzero((spread >= FEWEST) & (spread <= WIDEST * documents))
    # scikit-learn's own weight adds one to the logarithm, so that a word that all use would count.
    weights = TfidfTransformer(norm=None, use_idf=False, sublinear_tf=True).fit_transform(counts[:, kept])
    return normalize(weights.multiply(np.log(documents / spread[kept])).tocsr())


def latent(weights: sparse.csr_array, components: int) -> np.ndarray:
    """Place documents in the space of the first singular vectors (latent semantic analysis, Deerwester et al. 1990).

    The eigenvectors of the small matrix of documents by documents give them exactly, and faster than a truncated
    decomposition of the large one. The sign of a dimension is arbitrary and changes no cosine.
    """
    gram = (weights @ weights.T).toarray()
    values, vectors = linalg.eigh(gram, subset_by_index=(len(gram) - components, len(gram) - 1))
    real = values > 1e-10
    return np.asarray(vectors[:, real] * np.sqrt(values[real]))
