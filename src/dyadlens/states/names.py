"""Compare names of states as people write them."""

from __future__ import annotations

import re
import unicodedata

_FILLER = re.compile(
    r"\b(the|rep|republic|kingdom|islamic|arab|dem|democratic|federal|fed|federated|federation|plurinational|"
    r"bolivarian|people s|peoples|state|union|united rep|socialist|of|and)\b"
)
_SHORT = {"rep": "republic", "dem": "democratic", "fed": "federal"}
_LINKS = {"the", "of", "and"}


def fold(name: str) -> str:
    """Reduce a name to letters and single blanks, without accents, case or punctuation."""
    plain = unicodedata.normalize("NFKD", name.replace("&", " and "))
    plain = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
    plain = re.sub(r"\bst\b\.?", "saint", plain.replace("ı", "i"))
    return re.sub(r"[^a-z0-9]+", " ", plain).strip()


def core(name: str) -> str:
    """Fold a name and drop the words of ceremony, so that long official forms meet the short ones."""
    folded = fold(name)
    return " ".join(_FILLER.sub(" ", folded).split()) or folded


def straight(name: str) -> str:
    """Fold a name, spell it out and put what follows a comma in front, so that "X, Rep. of" meets "Republic of X"."""
    head, _, tail = name.partition(",")
    folded = fold(f"{tail} {head}")
    return " ".join(_SHORT.get(word, word) for word in folded.split() if word not in _LINKS) or folded
