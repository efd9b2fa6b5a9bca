"""House style: type, colours and sizes of every figure."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files

import matplotlib as mpl
from matplotlib import font_manager

FONT = "Source Sans Pro"
INK, SOFT, FAINT, GRID = "#1b1f24", "#5b6470", "#8f98a3", "#e3e6ea"
MAIN = "#a6341b"
# Okabe & Ito (2008) hues, darkened to a contrast of 4.5 to 1 on white; shapes and labels repeat what they say.
OTHERS = ("#0b5c8f", "#1a7a5e", "#8a6d00", "#8a4a7a", "#5b6470")
MARKERS = ("o", "s", "^", "D", "v", "P")
WIDE, NARROW = 7.4, 4.1  # inches: a column of text, a phone held upright

_RC = {
    "font.family": FONT,
    "font.size": 11.5,
    "axes.edgecolor": FAINT,
    "axes.labelcolor": SOFT,
    "axes.linewidth": 0.8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.left": False,
    "axes.grid": True,
    "axes.grid.axis": "y",
    "axes.axisbelow": True,
    "grid.color": GRID,
    "grid.linewidth": 0.8,
    "xtick.color": SOFT,
    "ytick.color": SOFT,
    "xtick.major.size": 3.5,
    "ytick.major.size": 0,
    "text.color": INK,
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
    "hatch.color": "#c9ced4",
    "hatch.linewidth": 0.7,
    "svg.fonttype": "path",
    "svg.hashsalt": "dyadlens",
}


def register_fonts() -> None:
    """Make the house typeface known to matplotlib, once."""
    known = {entry.name for entry in font_manager.fontManager.ttflist}
    if FONT in known:
        return
    folder = files("font_source_sans_pro").joinpath("files")
    for weight in ("Regular", "Semibold", "It"):
        font_manager.fontManager.addfont(str(folder.joinpath(f"SourceSansPro-{weight}.ttf")))


@contextmanager
def house_style() -> Iterator[None]:
    """Draw in the house style inside the block and leave the user's own settings as they were."""
    register_fonts()
    with mpl.rc_context(_RC):
        yield
