"""Values over years: what is missing is drawn as missing, labels do not touch, words follow what is drawn."""

import re
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from dyadlens.charts import layout
from dyadlens.charts.lines import (
    Line,
    ceiling,
    colours,
    draw_bars,
    draw_lines,
    draw_missing,
    draw_rank,
    line,
    multiples,
)
from dyadlens.charts.picture import Picture, house_style
from dyadlens.data.catalog import table
from dyadlens.data.evidence import join
from dyadlens.design import PAGE, PHONE
from dyadlens.errors import BadParameter, UnknownName
from dyadlens.lens import Lens
from dyadlens.measures.registry import describe
from dyadlens.panel.compare import compare
from dyadlens.text.answer import Text
from dyadlens.text.names import label, subject

STATES = [0.4, None, "out", "out", "out", 0, 0.6]  # 2000 to 2006: observed, unknown, three not covered, zero, observed
SNAKE = re.compile(r"[a-z0-9]+_[a-z0-9_]+")


def hatched(axes):
    """Return hatched spans of years with the share of the panel's height that is hatched."""
    return {
        (round(p.get_x() + 0.5), round(p.get_x() + p.get_width() - 0.5)): round(p.get_height(), 3)
        for p in axes.patches
        if isinstance(p, Rectangle) and p.get_hatch()
    }


# --- what is missing --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("values", "crosses", "spans"),
    [
        (STATES, [2001], [(2002, 2004)]),
        ([0.4, 0, 0.6], [], []),
        (["out"], [], [(2000, 2000)]),
        (["out", 1.0, "out", "out"], [], [(2000, 2000), (2002, 2003)]),
        ([None, 0, 1.0], [2000], []),
    ],
)
def test_unknown_is_a_cross_and_what_is_not_covered_is_hatched(axes, series, marks, values, crosses, spans):
    draw_missing(axes, series("agreement", values))
    assert marks(axes).get(("x", True), []) == crosses
    assert list(hatched(axes)) == spans
    assert [text.get_text() for text in axes.texts] == ["not covered"] * any(b - a > 1 for a, b in spans)


def test_bars_show_values_as_bars_zeros_as_rings_and_gaps_as_neither(axes, series, marks):
    draw_bars(axes, Line("a", series("tiv", [40.0, None, "out", 0, 6.0]), main=True), str)
    assert [(round(p.get_x() + p.get_width() / 2), p.get_height()) for p in axes.patches] == [(2000, 40), (2004, 6)]
    assert marks(axes) == {("o", False): [2003]}


def test_a_very_small_delivery_is_not_an_empty_place(axes, series):
    draw_bars(axes, Line("a", series("tiv", [4000.0, 0.3]), main=True), str)
    axes.set_ylim(0, 4500)
    assert min(bar.get_window_extent().height for bar in axes.patches) >= 1


def test_lines_leave_gaps_open_and_draw_zeros_hollow(axes, series, marks):
    draw_lines(axes, [Line("a", series("agreement", STATES), main=True)], str, narrow=False)
    drawn = next(one for one in axes.lines if one.get_linestyle() == "-")
    assert np.isnan(drawn.get_ydata()).tolist() == [v is None or v == "out" for v in STATES]
    assert marks(axes) == {("o", False): [2005], ("o", True): [2000, 2005, 2006]}


def test_spliced_points_are_hollow_and_a_line_without_points_has_none(axes, series, marks):
    rows = series("trade_total", [1.0, 2.0, 3.0])
    draw_lines(axes, [Line("a", rows, main=True, hollow=frozenset({2002}))], str, narrow=False)
    assert marks(axes)["o", False] == [2002]
    before = len(axes.lines)
    draw_lines(axes, [Line("b", rows, points=False)], str, narrow=False)
    assert [one.get_marker() for one in axes.lines[before:]] == ["None"]


def test_a_line_is_broken_where_it_is_not_joined(axes, series):
    rows = series("agreement", [0.1, 0.2, 0.3, 0.4], half=0.1).assign(joined=[False, True, False, False])
    draw_lines(axes, [Line("", rows, main=True)], str, narrow=False)
    spans = [one.get_xdata().tolist() for one in axes.lines if one.get_linestyle() == "-"]
    assert spans == [[2000, 2001], [2002], [2003]]
    assert len(axes.collections) == 3  # a band for two years, a bar for each year that stands alone


def test_the_main_line_has_its_interval_and_others_where_they_ask(axes, series):
    rows = series("agreement", [0.4, 0.5], half=0.1)
    others = [Line("b", series("agreement", [0.2, 0.3], half=0.1)), Line("c", rows, band=True)]
    draw_lines(axes, [Line("a", rows, main=True), *others], str, narrow=False)
    heights = [band.get_paths()[0].vertices[:, 1] for band in axes.collections]
    assert [(h.min(), h.max()) for h in heights] == [pytest.approx((0.3, 0.6))] * 2


@pytest.mark.parametrize("end", [900.0, float("inf")])
def test_a_band_far_above_all_values_is_cut_at_twice_the_highest(axes, series, end):
    rows = series("agreement", [2.0, 3.0, 5.0], half=1.0)
    rows.loc[1, "high"] = end
    draw_lines(axes, [Line("", rows, main=True)], str, narrow=False)
    assert axes.get_ylim()[1] == axes.collections[0].get_paths()[0].vertices[:, 1].max() == 10.0


def test_a_band_near_the_values_is_drawn_whole(axes, series):
    lines = [Line("", series("agreement", [2.0, 3.0, 5.0], half=6.0), main=True)]
    draw_lines(axes, lines, str, narrow=False)
    assert ceiling(lines) is None and axes.get_ylim()[1] > 11.0


def test_lines_differ_by_marker_and_those_of_one_hue_by_dash(axes, series):
    rows = series("agreement", [0.1, 0.2])
    lines = [Line("a", rows, hue=0), Line("b", rows, hue=0, dashed=True), Line("c", rows, hue=1), Line("d", rows)]
    assert colours(lines)[0] == colours(lines)[1] != colours(lines)[2]
    draw_lines(axes, lines, str, narrow=False)
    dashes = [one.get_linestyle() for one in axes.lines if one.get_linestyle() != "None"]
    assert dashes == ["-", "--", "-", "-"]
    shapes = {one.get_marker() for one in axes.lines if len(one.get_xdata())} - {"None"}
    assert len(shapes) == len(lines)


def test_rank_is_drawn_from_0_to_100_with_the_middle(axes, series):
    draw_rank(axes, series("agreement", [0.1, 0.2], percentile=38))
    low, high = axes.get_ylim()
    assert low <= 0 and high >= 100
    assert [list(one.get_ydata()) for one in axes.lines] == [[50, 50], [38, 38]]


# --- labels -----------------------------------------------------------------------------------------------------------
sizes = st.floats(0.01, 5)


@given(st.lists(st.tuples(st.floats(-100, 100), sizes), min_size=1, max_size=12), st.floats(-100, 100))
def test_places_are_at_least_their_heights_apart(ends, top):
    values, heights = zip(*sorted(ends), strict=True)
    places = layout.spread_labels(values, heights, top)
    for i in range(len(places) - 1):
        assert places[i + 1] - places[i] >= (heights[i] + heights[i + 1]) / 2 - 1e-6


@given(st.lists(st.floats(-100, 100), min_size=1, max_size=8, unique=True))
def test_places_stay_where_there_is_room(values):
    values = sorted(values)
    gap = min((b - a for a, b in pairwise(values)), default=1.0)
    assert layout.spread_labels(values, [gap * 0.9] * len(values), max(values)) == pytest.approx(values)


NAMES = ["Pakistan–Russia", "Two-way trade as Russia reports it", "US", "Exports as the importer declares them", "Pi"]


@given(st.lists(st.floats(0, 1), min_size=1, max_size=5), st.booleans())
@example([0.95, 1.0, 0.97, 0.98], True)  # labels of several lines, pushed up to the top
@settings(max_examples=15, deadline=None)
def test_drawn_labels_touch_neither_each_other_nor_the_edge(values, narrow):
    with house_style():
        canvas = Figure(figsize=(PHONE if narrow else PAGE, 4.6))
        FigureCanvasAgg(canvas)
        axes = layout.panels(canvas, (1.0,), NAMES[: len(values)], narrow=narrow)[0]
        axes.set_xlim(1990, 2025)
        for value in values:
            axes.plot([1991, 2024], [value, value])
        layout.label_ends(axes, [(v, NAMES[i], "black", not i) for i, v in enumerate(values)], narrow=narrow)
        canvas.canvas.draw()
        boxes = sorted((text.get_window_extent() for text in axes.texts), key=lambda box: box.y0)
    assert len(boxes) == len(values)
    for below, above in pairwise(boxes):
        assert above.y0 >= below.y1 - 2, "overlap of more than two pixels, the white above a letter"
    assert max(box.x1 for box in boxes) <= canvas.bbox.x1 + 1
    assert boxes[0].y0 >= canvas.bbox.y0 - 1
    assert boxes[-1].y1 <= canvas.bbox.y1 + 1


@pytest.mark.parametrize(("narrow", "width"), [(False, 24), (True, 13)])
def test_labels_are_wrapped_and_lose_no_word(narrow, width):
    text = "Agreement without the emergency session on Ukraine"
    assert layout.wrap(text, narrow=narrow).split() == text.split()
    assert max(map(len, layout.wrap(text, narrow=narrow).split("\n"))) <= width


def test_runs_join_neighbours():
    assert layout.runs([]) == []
    assert layout.runs([1991, 1992, 1995, 1997, 1998]) == [(1991, 1992), (1995, 1995), (1997, 1998)]


# --- the chart of one or more measures --------------------------------------------------------------------------------
def test_every_measure_of_two_pairs_is_drawn_with_words_that_fit(real, quick, canvases):
    """One test over all measures; of each kind of chart the first is drawn too."""
    kinds = {}
    for name in dict(zip(real["measure"].str.partition(":")[0], real["measure"], strict=True)).values():
        rows = real.of(name)
        rows = rows.of(name, *rows[["a", "b"]].iloc[0]).sort_values("year")
        chart = line(real, name)
        assert isinstance(chart, Text) == rows.seen.empty
        if rows.seen.empty:
            assert subject(rows) in str(chart) and ("unknown" in str(chart) or "not cover" in str(chart))
        else:
            check_words(chart, rows, name)
            kind = describe(name).scale, bool(rows["percentile"].notna().any()), bool(rows["low"].notna().any())
            kinds.setdefault(kind, chart)
    assert len(kinds) > 4
    for chart in kinds.values():
        assert all(canvas.axes for canvas in canvases(chart))


def check_words(chart, rows, name):
    what, seen = describe(name), rows.seen
    for text in (chart.title, chart.subtitle, chart.alt, chart.source, *map(str, chart.table.columns)):
        assert text.strip() and "  " not in text
        assert not SNAKE.search(text), text
        assert not re.search(r"\bnan\b|\bNone\b|\bNaN\b", text), text
    assert chart.title.startswith(subject(rows)) and re.search(r"\d", chart.title)
    assert chart.alt.startswith(f"{'Bar' if what.scale == 'tiv' else 'Line'} chart of {label(name)}")
    assert f"{rows['year'].min()}–{rows['year'].max()}" in chart.alt
    for at in (seen["value"].idxmin(), seen["value"].idxmax()):
        assert f"in {seen.loc[at, 'year']}" in chart.alt
    assert ("Without a value" in chart.alt) == (len(seen) < len(rows))
    for source in seen["source"].unique():
        assert all(credit in chart.source for credit in table(source).credit.split("; "))
    status = set(rows["status"])
    signs = {"Hatched": "not_covered" in status, "Cross": "unknown" in status, "Ring": "true_zero" in status}
    for word, there in (signs | {what.band: rows["low"].notna().any()}).items():
        assert (word in chart.source) == there, word
    assert chart.table["Year"].tolist() == [str(year) for year in rows["year"]]
    words = {"unknown": "unknown", "not_covered": "not covered"}
    for cell, row in zip(chart.table.iloc[:, 1], rows.itertuples(), strict=True):
        assert cell == words[row.status] if row.status in words else cell not in words.values(), cell
    assert not chart.table.isna().to_numpy().any()


@pytest.mark.parametrize("names", [["kappa", "pii"], ["pii"], []])
def test_a_wrong_measure_name_is_refused_and_not_dropped(series, names):
    with pytest.raises(UnknownName):
        line(series("kappa", [0.4, 0.5]), names)


def test_a_measure_that_the_evidence_lacks_is_refused_too(series):
    with pytest.raises(UnknownName, match="measure in this evidence 'kappa'"):
        line(series("agreement", [0.4, 0.5]), ["agreement", "kappa"])


def test_a_direction_that_is_not_there_is_one_line(series):
    with pytest.raises(BadParameter, match=r"^tiv has no rows of PAK-any here \(it has: RUS-PAK\)$"):
        line(series("tiv", [1.0], a="RUS", b="PAK"), "tiv", a="PAK")


def test_unknown_years_keep_their_cross_where_another_line_goes_on(series, canvases, marks, quick):
    main = series("agreement", [0.5, None, "out", "out", None, 0.6])
    chart = line(
        main, "agreement", compare=join([main, series("agreement", [0.4, 0.4, 0.4, "out", None, 0.4], b="IND")])
    )
    for canvas in canvases(chart):
        assert marks(canvas.axes[0])["x", True] == [2001, 2004]
        assert hatched(canvas.axes[0]) == {(2002, 2002): pytest.approx(0.035), (2003, 2003): 1.0}
    assert "Hatched, at the foot where another line goes on: not covered" in chart.source
    alone = line(series("agreement", [0.5, "out", None, 0.6]), "agreement")
    assert hatched(canvases(alone)[0].axes[0]) == {(2001, 2001): 1.0} and "Hatched: not covered" in alone.source


def test_only_values_joined_from_a_second_source_are_hollow(series, quick):
    """Years without a value have a source too; it does not make the years with one a second source."""
    sources = ["trade_declared"] * 5 + ["trade_dots_russia"] * 2
    rows = series("exports_mirrored", [None] * 5 + [1.0, 2.0], source=sources)
    assert "Hollow" not in line(rows, "exports_mirrored").source
    mixed = series("trade_total", [1.0, 2.0, 3.0], source=["trade_cow", "trade_cow", "trade_spliced_russia"])
    assert "Hollow" in line(mixed, "trade_total").source


def test_company_alone_is_drawn_as_company(series, quick):
    others = series("agreement", [0.5, 0.6], a="PAK", b="IND")
    chart = line(series("agreement", ["out", None]), "agreement", compare=others)
    assert "No year has a value" in chart.alt and not re.search(r"\d", chart.title)
    assert chart.table["Pakistan–India"].tolist() == ["50%", "60%"]
    assert chart.table.iloc[:, 1].tolist() == ["not covered", "unknown"]


def test_other_pairs_are_named_in_text_and_table(quick):
    lens = Lens("PAK-RUS", start=2010)
    chart = line(compare([lens], "agreement"), "agreement", compare=compare(lens, "agreement"))
    for name in ("Pakistan–India", "Russia–India", "Pakistan–US", "Russia–China"):
        assert name in chart.alt and name in chart.table.columns
    assert len(chart.table) == len(lens.years)


# --- several bar charts on one scale ----------------------------------------------------------------------------------
def test_multiples_sum_each_direction(series, quick):
    rows = join([series("tiv", [1.0, 2.0, None], a="RUS", b="PAK"), series("tiv", [10.0, 0, 30.0], a="RUS", b="IND")])
    chart = multiples(rows, "tiv")
    assert "Russia to Pakistan: 3 million TIV" in chart.title and "Russia to India: 40 million TIV" in chart.title
    assert chart.alt.startswith("2 bar charts on one scale")
    assert chart.table["Russia to Pakistan"].tolist() == ["1", "2", "unknown"]
    assert chart.table["Russia to India"].tolist() == ["10", "0", "30"]


def test_multiples_leave_out_what_is_not_covered_and_are_a_sentence_without_any(series, quick):
    gap = series("tiv", ["out"] * 3, a="RUS", b="PAK")
    said = multiples(join([gap, series("tiv", ["out"] * 3, a="RUS", b="IND")]), "tiv")
    assert isinstance(said, Text) and "not cover" in str(said)
    one = multiples(join([gap, series("tiv", [1.0, 2.0, 3.0], a="RUS", b="IND")]), "tiv")
    assert isinstance(one, Picture) and list(one.table.columns) == ["Year", "Russia to India"]
    assert one.title == "Russia to India: 6 million TIV in all"
    both = [series("tiv", [float(n)] * 3, a="USA", b=b) for n, b in ((1, "IND"), (4, "PAK"))]
    assert multiples(join(both), "tiv").title == (
        "The United States to India: 3 million TIV in all; the United States to Pakistan: 12 million TIV, "
        "4 times as much"
    )
