"""Statistics of texts: words, sentences, weighted terms, and how alike texts are in a space of few dimensions."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

_TOKEN = re.compile(r"[^\W\d_]+")
_INITIALS = re.compile(r"\b[A-Z]\.(?: ?[A-Z]\.)+")
_BROKEN = re.compile(r"(?<=[a-z])-[ \t]*\r?\n[ \t]*(?=[a-z])")
_NUMBERED = re.compile(r"^\s*\d{1,3}\.\s", re.MULTILINE)
# A full stop after a title, a single initial or "Saint" ends no sentence.
_SENTENCE_END = re.compile(
    r"[.!?](?<!\bMr.)(?<!\bMs.)(?<!\bMrs.)(?<!\bDr.)(?<!\bSt.)(?<!\b[A-Z]\.)[\"'”’)]*\s+(?=[\"'“‘(]?[A-Z0-9])"
)
_ACCENTS = re.compile("[\u0300-\u036f]")


def plain(text: str) -> str:
    r"""Make a text fit for counting: no accents, no words broken at a line's end, no numbers of paragraphs.

    Parameters
    ----------
    text : str
        A text as its source has it.

    Returns
    -------
    str
        The text with letters of the Latin alphabet without accents; dotted initials are drawn together.

    Examples
    --------
    >>> plain("12. The U.S. and Côte d'Ivoire co-\noperate")
    "The US and Cote d'Ivoire cooperate"
    """
    text = _NUMBERED.sub("", _BROKEN.sub("", text.lstrip("\ufeff")))
    if not text.isascii():
        text = _ACCENTS.sub("", unicodedata.normalize("NFKD", text))
    return _INITIALS.sub(lambda m: re.sub(r"[. ]", "", m[0]), text)


def sentences(text: str) -> list[str]:
    """Cut a text into sentences, by a rule of thumb.

    Parameters
    ----------
    text : str
        Result of :func:`plain`.

    Returns
    -------
    list of str
        A sentence ends where a full stop, question or exclamation mark comes before a capital or a figure, but for
        titles, initials and ``St.``.

    Examples
    --------
    >>> sentences("Mr. Khan spoke of St. Lucia. Nobody listened! Why?")
    ['Mr. Khan spoke of St. Lucia', 'Nobody listened', 'Why?']
    """
    return [part for part in _SENTENCE_END.split(text) if part.strip()]


def tokens(text: str) -> list[str]:
    """Return the runs of letters in a text, in order and with their case.

    Examples
    --------
    >>> tokens("Guinea-Bissau's 3 ports")
    ['Guinea', 'Bissau', 's', 'ports']
    """
    return _TOKEN.findall(text)


def tf_idf(counts: sparse.csr_array, *, fewest: int = 5, widest: float = 0.5) -> sparse.csr_array:
    """Weigh the terms of documents: log frequency times inverse document frequency, each document of length 1.

    Parameters
    ----------
    counts : scipy.sparse.csr_array, shape (documents, terms)
        How often each term occurs in each document.
    fewest : int
        A term in fewer documents is dropped.
    widest : float
        A term in a larger share of the documents is dropped: this takes the place of a list of stop words.

    Returns
    -------
    scipy.sparse.csr_array, shape (documents, kept terms)
        ``(1 + log count) * log(documents / documents with the term)``, divided by the row's length.

    References
    ----------
    Salton, G. & Buckley, C. (1988), Term-weighting approaches in automatic text retrieval, Information Processing &
    Management 24:513-523.

    Examples
    --------
    >>> x = tf_idf(sparse.csr_array([[2, 1, 0], [1, 0, 1], [1, 0, 3]]), fewest=1)
    >>> x.shape, x.toarray().round(2).tolist()
    ((3, 1), [[1.0], [0.0], [0.0]])
    """
    counts = sparse.csr_array(counts, dtype=np.float64)
    documents = counts.shape[0]
    spread = np.bincount(counts.indices, weights=counts.data > 0, minlength=counts.shape[1])
    kept = np.flatnonzero((spread >= fewest) & (spread <= widest * documents))
    out = counts[:, kept].tocsr()
    out.data = 1.0 + np.log(out.data)
    out = (out * np.log(documents / spread[kept])[None, :]).tocsr()
    length = np.sqrt(out.multiply(out).sum(axis=1))
    return sparse.csr_array(sparse.diags_array(1.0 / np.where(length > 0, length, 1.0)) @ out)


def latent(weights: sparse.csr_array, components: int) -> NDArray[np.float64]:
    """Place documents in the space of the first singular vectors (latent semantic analysis).

    Parameters
    ----------
    weights : scipy.sparse.csr_array, shape (documents, terms)
        Weighted terms, as from :func:`tf_idf`.
    components : int
        Number of dimensions; no more than the rank are returned.

    Returns
    -------
    numpy.ndarray, shape (documents, dimensions)
        Left singular vectors times singular values. Exact and without chance: they are the eigenvectors of the
        small matrix of documents by documents. The sign of a dimension is arbitrary and changes no cosine.

    References
    ----------
    Deerwester, S., Dumais, S., Furnas, G., Landauer, T. & Harshman, R. (1990), Indexing by latent semantic analysis,
    Journal of the American Society for Information Science 41:391-407.

    Examples
    --------
    >>> x = sparse.csr_array([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0]])
    >>> y = latent(x, 2)
    >>> (y @ y.T).round(6).tolist()
    [[1.0, 1.0, 0.0], [1.0, 1.0, 0.0], [0.0, 0.0, 1.0]]
    """
    gram = np.asarray((weights @ weights.T).todense())
    values, vectors = np.linalg.eigh((gram + gram.T) / 2.0)
    order = np.argsort(-values, kind="stable")[:components]
    order = order[values[order] > 1e-10]
    return vectors[:, order] * np.sqrt(values[order])


def cosines(vectors: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the cosine of every pair of rows; NaN for a row of zeros.

    Examples
    --------
    >>> cosines(np.array([[1.0, 0.0], [1.0, 1.0]])).round(3).tolist()
    [[1.0, 0.707], [0.707, 1.0]]
    """
    length = np.linalg.norm(vectors, axis=1)
    unit = vectors / np.where(length > 0, length, np.nan)[:, None]
    return np.clip(unit @ unit.T, -1.0, 1.0)


def count_matrix(rows: Iterable[dict[int, int]], terms: int) -> sparse.csr_array:
    """Put counts of terms, one mapping a document, into one sparse matrix.

    Parameters
    ----------
    rows : iterable of dict of int to int
        Number of the term and its count.
    terms : int
        Number of terms.

    Returns
    -------
    scipy.sparse.csr_array, shape (documents, terms)

    Examples
    --------
    >>> count_matrix([{0: 2}, {1: 1}], 2).toarray().tolist()
    [[2, 0], [0, 1]]
    """
    ends, columns, values = [0], [], []
    for row in rows:
        columns.append(np.fromiter(row.keys(), np.int32, len(row)))
        values.append(np.fromiter(row.values(), np.int32, len(row)))
        ends.append(ends[-1] + len(row))
    parts = (np.concatenate(values or [[]]), np.concatenate(columns or [[]]), np.array(ends))
    out = sparse.csr_array(parts, shape=(len(ends) - 1, terms), dtype=np.int32)
    out.sort_indices()
    return out
