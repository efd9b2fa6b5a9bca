from itertools import pairwise

import matplotlib as mpl
import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from dyadlens.show import charts, layout, style

STATES = [0.4, None, "out", "out", "out", 0, 0.6]  # 2000 to 2006: observed, unknown, three not covered, zero, observed


@pytest.fixture
def axes():
    with style.house_style():
        figure = Figure(figsize=(style.WIDE, 3))
        FigureCanvasAgg(figure)
        found = figure.subplots()
        found.set_xlim(1999, 2007)
        yield found


def _contrast(colour):
    def lightness(rgb):
        parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in rgb]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    return (lightness((1, 1, 1)) + 0.05) / (lightness(to_rgb(colour)) + 0.05)


def _marks(axes):
    """Points of markers by marker and fill: {(marker, filled): years}."""
    found = {}
    for line in axes.lines:
        if line.get_marker() not in {"None", "", None} and len(line.get_xdata()):
            filled = line.get_markerfacecolor() != "white"
            found.setdefault((line.get_marker(), filled), []).extend(map(int, line.get_xdata()))
    return found


def _hatched(axes):
    return [
        (round(p.get_x() + 0.5), round(p.get_x() + p.get_width() - 0.5))
        for p in axes.patches
        if isinstance(p, Rectangle) and p.get_hatch()
    ]


# --- what is missing --------------------------------------------------------------------------------------------------
def test_unknown_is_a_cross_and_not_covered_is_hatched(axes, series):
    charts.draw_missing(axes, series("agreement", STATES))
    assert _marks(axes) == {("x", True): [2001]}
    assert _hatched(axes) == [(2002, 2004)]
    assert [t.get_text() for t in axes.texts] == ["not covered"]


def test_full_years_are_drawn_without_a_sign_of_a_gap(axes, series):
    charts.draw_missing(axes, series("agreement", [0.4, 0, 0.6]))
    assert _marks(axes) == {}
    assert _hatched(axes) == []


@pytest.mark.parametrize(
    ("values", "spans"),
    [(["out"], [(2000, 2000)]), (["out", 1.0, "out", "out"], [(2000, 2000), (2002, 2003)]), ([None, 0, 1.0], [])],
)
def test_hatching_ends_where_the_gap_ends(axes, series, values, spans):
    charts.draw_missing(axes, series("tiv", values))
    assert _hatched(axes) == spans


def test_bars_show_values_as_bars_zeros_as_rings_and_gaps_as_neither(axes, series):
    rows = series("tiv", [40.0, None, "out", 0, 6.0])
    charts.draw_bars(axes, layout.Line("a", rows, main=True), str)
    assert [(round(p.get_x() + p.get_width() / 2), p.get_height()) for p in axes.patches] == [(2000, 40), (2004, 6)]
    assert _marks(axes) == {("o", False): [2003]}
    charts.draw_missing(axes, rows)
    assert _marks(axes) == {("o", False): [2003], ("x", True): [2001]}
    assert _hatched(axes) == [(2002, 2002)]


def test_a_very_small_delivery_is_not_an_empty_place(axes, series):
    """A bar too low to be seen must still be told from a year without value."""
    charts.draw_bars(axes, layout.Line("a", series("tiv", [4000.0, 0.3]), main=True), str)
    axes.set_ylim(0, 4500)
    points = [bar.get_window_extent().height for bar in axes.patches]
    marked = {year for years in _marks(axes).values() for year in years}
    assert points[1] >= 1 or 2001 in marked


def test_lines_leave_gaps_open_and_draw_zeros_hollow(axes, series):
    charts.draw_lines(axes, [layout.Line("a", series("agreement", STATES), main=True)], str, narrow=False)
    drawn = next(line for line in axes.lines if line.get_linestyle() == "-")
    assert np.isnan(drawn.get_ydata()).tolist() == [v is None or v == "out" for v in STATES]
    marks = _marks(axes)
    assert marks["o", False] == [2005]
    assert marks["o", True] == [2000, 2005, 2006]


def test_spliced_points_are_hollow(axes, series):
    line = layout.Line("a", series("trade_total", [1.0, 2.0, 3.0]), main=True, hollow=frozenset({2002}))
    charts.draw_lines(axes, [line], str, narrow=False)
    assert _marks(axes)["o", False] == [2002]


def test_interval_of_the_main_line_only(axes, series):
    main = layout.Line("a", series("agreement", [0.4, 0.5], half=0.1), main=True)
    charts.draw_lines(axes, [main, layout.Line("b", series("agreement", [0.2, 0.3], half=0.1))], str, narrow=False)
    assert len(axes.collections) == 1
    heights = axes.collections[0].get_paths()[0].vertices[:, 1]
    assert (heights.min(), heights.max()) == pytest.approx((0.3, 0.6))


def test_lines_differ_by_marker_and_not_by_colour_alone(axes, series):
    lines = [layout.Line(str(i), series("agreement", [0.1 * i, 0.2]), main=not i) for i in range(6)]
    charts.draw_lines(axes, lines, str, narrow=False)
    shapes = [
        line.get_marker()
        for line in axes.lines
        if line.get_marker() not in {"None", "", None} and len(line.get_xdata())
    ]
    assert len(set(shapes)) == 6


def test_lines_of_one_hue_differ_by_dash(axes, series):
    rows = series("agreement", [0.1, 0.2])
    lines = [layout.Line("a", rows, hue=0), layout.Line("b", rows, hue=0, dashed=True), layout.Line("c", rows, hue=1)]
    assert layout.colours(lines)[0] == layout.colours(lines)[1] != layout.colours(lines)[2]
    charts.draw_lines(axes, lines, str, narrow=False)
    dashes = [line.get_linestyle() for line in axes.lines if line.get_linestyle() != "None"]
    assert dashes[0] != dashes[1]


def test_rank_is_drawn_from_0_to_100_with_the_middle(axes, series):
    charts.draw_rank(axes, series("agreement", [0.1, 0.2], percentile=38))
    low, high = axes.get_ylim()
    assert low <= 0
    assert high >= 100
    assert any(set(line.get_ydata()) == {50} for line in axes.lines)
    assert any(list(line.get_ydata()) == [38, 38] for line in axes.lines)


# --- labels -----------------------------------------------------------------------------------------------------------
sizes = st.floats(0.01, 5)


@given(st.lists(st.tuples(st.floats(-100, 100), sizes), min_size=1, max_size=12), st.floats(-100, 100))
def test_places_are_at_least_their_heights_apart(ends, top):
    values, heights = zip(*sorted(ends), strict=True)
    places = layout._spread(values, heights, top)
    for i in range(len(places) - 1):
        assert places[i + 1] - places[i] >= (heights[i] + heights[i + 1]) / 2 - 1e-6


@given(st.lists(st.floats(-100, 100), min_size=1, max_size=8, unique=True))
def test_places_stay_where_there_is_room(values):
    values = sorted(values)
    gap = min((b - a for a, b in pairwise(values)), default=1.0)
    assert layout._spread(values, [gap * 0.9] * len(values), max(values)) == pytest.approx(values)


NAMES = [
    "Pakistan–Russia",
    "Two-way trade as Russia reports it",
    "US",
    "Exports as the importer declares them",
    "Scott's pi",
    "Russia to Pakistan",
]


@given(st.lists(st.floats(0, 1), min_size=1, max_size=6), st.booleans())
@example([0.95, 1.0, 0.97, 0.98], True)  # labels of several lines, pushed up to the top
@settings(max_examples=25, deadline=None)
def test_drawn_labels_touch_neither_each_other_nor_the_edge(values, narrow):
    with style.house_style():
        figure = Figure(figsize=(style.NARROW if narrow else style.WIDE, 4.6))
        canvas = FigureCanvasAgg(figure)
        rows = [layout.Line(NAMES[i], None, main=not i) for i in range(len(values))]
        axes = layout.panels(figure, (1.0,), rows, narrow=narrow)[0]
        axes.set_xlim(1990, 2025)
        for value in values:
            axes.plot([1991, 2024], [value, value])
        ends = [(2024.0, v, NAMES[i], "black", not i) for i, v in enumerate(values)]
        layout.label_ends(axes, ends, narrow=narrow)
        canvas.draw()
        boxes = sorted((t.get_window_extent() for t in axes.texts), key=lambda box: box.y0)
    assert len(boxes) == len(values)
    for below, above in pairwise(boxes):
        assert above.y0 >= below.y1 - 2, "overlap of more than two pixels, the white above a letter"
    assert max(box.x1 for box in boxes) <= figure.bbox.x1 + 1
    assert boxes[0].y0 >= figure.bbox.y0 - 1
    assert max(box.y1 for box in boxes) <= figure.bbox.y1 + 1


@pytest.mark.parametrize("narrow", [False, True])
def test_labels_are_wrapped_and_lose_no_word(narrow):
    text = "Agreement without the emergency session on Ukraine"
    assert layout.wrap(text, narrow=narrow).split() == text.split()
    assert max(map(len, layout.wrap(text, narrow=narrow).split("\n"))) <= (13 if narrow else 24)


def test_runs_join_neighbours():
    assert layout.runs([]) == []
    assert layout.runs([1991, 1992, 1995, 1997, 1998]) == [(1991, 1992), (1995, 1995), (1997, 1998)]


# --- style ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("colour", [style.INK, style.SOFT, style.MAIN, *style.OTHERS])
def test_colours_of_text_and_lines_have_contrast_on_white(colour):
    assert _contrast(colour) >= 4.5


def test_contrast_is_measured_right():
    assert _contrast("#000000") == pytest.approx(21)
    assert _contrast("#ffffff") == pytest.approx(1)
    assert _contrast("#767676") == pytest.approx(4.54, abs=0.01)


def test_other_colours_differ():
    assert len({style.MAIN, *style.OTHERS}) == 1 + len(style.OTHERS)


def test_house_style_leaves_settings_as_they_were():
    before = mpl.rcParams["font.size"], mpl.rcParams["svg.hashsalt"]
    with pytest.raises(ZeroDivisionError), style.house_style():
        assert mpl.rcParams["font.family"] == [style.FONT]
        raise ZeroDivisionError
    assert (mpl.rcParams["font.size"], mpl.rcParams["svg.hashsalt"]) == before


# --- bands that run on ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("end", [900.0, float("inf")])
def test_a_band_far_above_all_values_is_cut_at_twice_the_highest(axes, series, end):
    rows = series("agreement", [2.0, 3.0, 5.0], half=1.0)
    rows.loc[1, "high"] = end
    charts.draw_lines(axes, [layout.Line("", rows, main=True)], str, narrow=False)
    assert axes.get_ylim()[1] == 10.0
    band = axes.collections[0].get_paths()[0].vertices[:, 1]
    assert np.isfinite(band).all() and band.max() == 10.0


def test_a_band_near_the_values_is_drawn_whole(axes, series):
    rows = series("agreement", [2.0, 3.0, 5.0], half=6.0)
    charts.draw_lines(axes, [layout.Line("", rows, main=True)], str, narrow=False)
    assert layout.ceiling([layout.Line("", rows, main=True)]) is None
    assert axes.get_ylim()[1] > 11.0
