"""Small evidence made by hand, and the real evidence of a well and of a little covered pair."""

from __future__ import annotations

import pytest

from dyadlens.data.evidence import NOT_COVERED, OBSERVED, TRUE_ZERO, UNKNOWN, check, make
from dyadlens.lens import Lens
from dyadlens.measures.registry import describe
from dyadlens.panel.evidence import evidence
from dyadlens.states import WORLD

PAIRS = ("PAK-RUS", "PLW-TUV")
RANKED = 18_145  # pairs behind each percentile that is made by hand


def _series(measure, values, *, first=2000, a="PAK", b="RUS", half=None, percentile=None, source=None):
    """Make rows of one measure: a number is observed, 0 a true zero, None unknown, "out" not covered."""
    names = {None: UNKNOWN, "out": NOT_COVERED, 0: TRUE_ZERO}
    status = [names.get(v, OBSERVED) for v in values]
    numbers = [v if isinstance(v, int | float) else float("nan") for v in values]
    seen = [isinstance(v, int | float) for v in values]

    def where(found):
        return [v if here else float("nan") for v, here in zip(found, seen, strict=True)]

    extra = {}
    if half is not None:
        halves = half if isinstance(half, list) else [half] * len(values)
        extra["low"] = where([v - h for v, h in zip(numbers, halves, strict=True)])
        extra["high"] = where([v + h for v, h in zip(numbers, halves, strict=True)])
    if percentile is not None:
        extra["percentile"] = where([percentile] * len(values))
        extra["ranked"] = [RANKED if here else 0 for here in seen]
    what = describe(measure)
    return check(
        make(
            domain=what.domain,
            measure=measure,
            a=a,
            b=b,
            year=list(range(first, first + len(values))),
            value=numbers,
            status=status,
            window=what.window,
            source=source or what.sources[0],
            **extra,
        )
    )


@pytest.fixture(scope="session")
def series():
    return _series


@pytest.fixture(scope="session", params=PAIRS)
def real(request):
    """All evidence on a pair, with its lens."""
    lens = Lens(request.param)
    return lens, evidence(lens)


@pytest.fixture(scope="session")
def one_state():
    return WORLD
