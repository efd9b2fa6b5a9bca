"""Words: who names whom, how alike states speak, what state outlets write of, what publics think."""

from __future__ import annotations

import pandas as pd

from dyadlens.data.evidence import Evidence, join
from dyadlens.errors import unknown_name
from dyadlens.lens import Lens
from dyadlens.measures import words_debate, words_public

MEASURES = (*words_debate.MEASURES, *words_public.MEASURES)


# The other measures are of few states: a rank among them would not be one among all pairs.
ALL_PAIRS = ("mentions_per_1000", "speech_similarity")


def compute(lens: Lens) -> Evidence:
    """Compute all measures of words."""
    a, b = lens.pair
    parts = [words_debate.similarity(lens)]
    for x, y in ((a, b), (b, a)):
        parts.append(words_debate.mentions(lens, x, y))
        parts += [words_public.title_share(lens, measure, x, y) for measure in words_public.OUTLETS]
        parts.append(words_public.favourability(lens, x, y))
    return join(parts)


def all_pairs(measure: str) -> pd.DataFrame:
    """Return a measure for all pairs and years that have a value."""
    if measure == "mentions_per_1000":
        return words_debate.all_mentions()
    if measure == "speech_similarity":
        return words_debate.all_similarities()
    if measure in words_public.OUTLETS:
        return words_public.all_titles(measure)
    if measure == "favourability":
        return words_public.all_views()
    raise unknown_name("measure", measure, [m.name for m in MEASURES])
