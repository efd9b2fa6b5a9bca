"""Evidence made by hand, real evidence, and canvases to look at in place of files."""

from __future__ import annotations

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from dyadlens.charts import strip
from dyadlens.charts.picture import Picture, house_style
from dyadlens.data.evidence import NOT_COVERED, OBSERVED, TRUE_ZERO, UNKNOWN, check, make
from dyadlens.design import PAGE, PHONE
from dyadlens.lens import Lens
from dyadlens.measures.registry import describe
from dyadlens.panel.evidence import evidence

RANKED = 18_145  # pairs behind each percentile that is made by hand


def _series(measure, values, *, first=2000, a="PAK", b="RUS", half=None, percentile=None, source=None):
    """Make rows of one measure: a number is observed, 0 a true zero, None unknown, "out" not covered."""
    names = {None: UNKNOWN, "out": NOT_COVERED, 0: TRUE_ZERO}
    numbers = [v if isinstance(v, int | float) else float("nan") for v in values]
    parts = {}
    if half is not None:
        parts |= {"low": [v - half for v in numbers], "high": [v + half for v in numbers]}
    if percentile is not None:
        seen = ~np.isnan(numbers)
        parts |= {"percentile": np.where(seen, percentile, np.nan), "ranked": np.where(seen, RANKED, 0)}
    what = describe(measure)
    return check(
        make(
            domain=what.domain,
            measure=measure,
            a=a,
            b=b,
            year=range(first, first + len(values)),
            value=numbers,
            status=[names.get(v, OBSERVED) for v in values],
            window=what.window,
            source=source or what.sources[0],
            **parts,
        )
    )


@pytest.fixture(scope="session")
def series():
    return _series


@pytest.fixture
def axes():
    """Axes of a page's width, for the years 2000 to 2006."""
    with house_style():
        canvas = Figure(figsize=(PAGE, 3))
        FigureCanvasAgg(canvas)
        found = canvas.subplots()
        found.set_xlim(1999, 2007)
        yield found


def canvas_of(chart: Picture, *, narrow: bool = False) -> Figure:
    """Draw a chart and return the canvas."""
    with house_style():
        canvas = Figure(figsize=(PHONE if narrow else PAGE, chart.heights[narrow]))
        chart.draw(canvas, narrow)
    return canvas


@pytest.fixture(scope="session")
def canvases():
    """Return what draws a chart on a page and on a phone."""
    return lambda chart: [canvas_of(chart), canvas_of(chart, narrow=True)]


@pytest.fixture(scope="session")
def marks():
    """Return what lists the years or values of markers by marker and fill: {(marker, filled): [...]}."""

    def listed(axes):
        found = {}
        for line in axes.lines:
            if line.get_marker() not in {"None", "", None} and len(line.get_xdata()):
                filled = line.get_markerfacecolor() != "white"
                found.setdefault((line.get_marker(), filled), []).extend(float(x) for x in line.get_xdata())
        return found

    return listed


@pytest.fixture
def quick(monkeypatch):
    """Write no file: what is asked is the words, or the canvas."""
    monkeypatch.setattr(Picture, "_written", lambda self, kind, narrow: f"{kind} {narrow}".encode())
    strip._coverage.cache_clear()
    yield
    strip._coverage.cache_clear()


@pytest.fixture(scope="session", params=["PAK-RUS", "PLW-TUV"])
def real(request):
    """All evidence on a well and on a little covered pair."""
    return evidence(Lens(request.param))
