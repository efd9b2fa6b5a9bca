"""Years without a value: what the caption says of them is what the picture shows."""

import pytest
from matplotlib.figure import Figure

from dyadlens import Lens, evidence
from dyadlens.data.cases import case
from dyadlens.data.evidence import join
from dyadlens.show import figures, timeline
from dyadlens.show.style import NARROW, WIDE, house_style
from dyadlens.show.words import say


@pytest.fixture
def kept(monkeypatch):
    """Keep the canvases that a figure is drawn on, the wide one first."""
    found: list[Figure] = []

    def render(draw, height, *, narrow_height=None):
        with house_style():
            for width, tall, narrow in ((WIDE, height, False), (NARROW, narrow_height or height, True)):
                found.append(Figure(figsize=(width, tall)))
                draw(found[-1], narrow)
        return "wide", "narrow"

    for module in (figures, timeline):
        monkeypatch.setattr(module, "render", render)
    return found


def crosses(axes):
    return sorted(int(x) for line in axes.lines if line.get_marker() == "x" for x in line.get_xdata())


def hatched(axes):
    """Return hatched years with the share of the panel's height that is hatched."""
    spans = [p for p in axes.patches if p.get_hatch()]
    return {
        year: round(p.get_height(), 3)
        for p in spans
        for year in range(round(p.get_x() + 0.5), round(p.get_x() + p.get_width() + 0.5))
    }


def test_unknown_years_have_their_cross_also_where_another_line_goes_on(kept, series):
    main = series("agreement", [0.5, None, "out", "out", None, 0.6])
    other = series("agreement", [0.4, 0.4, 0.4, "out", None, 0.4], b="IND")
    picture = figures.figure(main, "agreement", beside=join([main, other]))
    for canvas in kept:
        assert crosses(canvas.axes[0]) == [2001, 2004]
        assert hatched(canvas.axes[0]) == {2002: pytest.approx(0.035), 2003: 1.0}
    assert "Cross: covered, but unknown." in picture.source
    assert "Hatched, at the foot where another line goes on: not covered" in picture.source


def test_without_company_all_that_is_not_covered_is_hatched_to_the_top(kept, series):
    picture = figures.figure(series("agreement", [0.5, "out", None, 0.6]), "agreement")
    assert hatched(kept[0].axes[0]) == {2001: 1.0}
    assert "Hatched: not covered" in picture.source


def test_a_real_pair_shows_every_unknown_year(kept):
    rows = evidence(Lens("AFG-PAK", start=2015, end=2024), "words")
    main = rows.of("mentions_per_1000", "AFG", "PAK")
    unknown = sorted(main.loc[main["status"] == "unknown", "year"])
    figures.figure(rows, "mentions_per_1000", a="AFG", b="PAK", beside=rows)
    assert unknown and crosses(kept[0].axes[0]) == unknown


def test_small_lines_of_the_timeline_show_their_missing_years(kept):
    lens = Lens("PAK-RUS", third_parties=[])
    rows = evidence(lens, "diplomacy")
    picture = timeline.timeline(rows, ["say_do_gap"], case(lens))
    gap = rows.of("say_do_gap")
    for canvas in kept:
        assert set(hatched(canvas.axes[0])) == set(gap.loc[gap["status"] == "not_covered", "year"])
    assert "Hatched: not covered" in picture.source


def test_marks_of_a_small_line_are_within_what_can_be(kept):
    lens = Lens("PAK-RUS", third_parties=[])
    rows = join([evidence(lens, "votes", "agreement"), evidence(lens, "diplomacy", "contacts_fixed")])
    timeline.timeline(rows, ["agreement"], case(lens))
    assert all(0 <= at <= 1 for at in kept[0].axes[0].get_yticks())
    assert len(kept[0].axes[0].get_yticks()) >= 1


def test_years_of_several_directions_are_told_once(series):
    rows = join([
        series("tiv", ["out", "out", None], a="RUS", b="PAK"),
        series("tiv", ["out", None, "out"], a="RUS", b="IND"),
    ])  # fmt: skip
    text = str(say(rows, "tiv"))
    assert text.startswith("Arms delivered from Russia to Pakistan: no value. ")
    assert text.endswith("The years 2000–2001 are not covered; the year 2002 is unknown.")


def test_a_year_that_was_not_out_yet_is_not_called_not_covered():
    then = str(say(evidence(Lens("PAK-RUS", start=2010, end=2024, as_of="2018-05"), "votes"), "kappa"))
    assert then.endswith("The years 2018–2024 are not covered, or not out on the as-of date.")
    events = evidence(Lens("PAK-RUS", start=1991, end=2024, as_of="2018-05"), "diplomacy")
    assert str(say(events, "verbal_cooperation")).endswith(
        "The years 1991–2001 are not covered; the years 2015–2024 are not covered, or not out on the as-of date."
    )
    today = str(say(evidence(Lens("PAK-RUS", start=2010, end=2024), "trade"), "trade_total"))
    assert today.endswith("are not covered.")
