"""Every figure of every measure: what must be true of a picture."""

import functools
import re
from xml.etree import ElementTree

import pytest

from dyadlens import Lens
from dyadlens.data.catalog import table
from dyadlens.data.evidence import Evidence, join
from dyadlens.measures import DOMAINS, describe, evidence, measures_of
from dyadlens.measures.compare import beside, supplies
from dyadlens.show.contrasts import contrast, multiples
from dyadlens.show.coverage import coverage
from dyadlens.show.figures import figure
from dyadlens.show.picture import Picture, render
from dyadlens.show.words import Said, label, subject

PAIRS = ("PAK-RUS", "PLW-TUV")
MEASURES = [m.name for domain in DOMAINS for m in measures_of(domain)]
ISSUES = [m for m in MEASURES if m.startswith("agreement_") and describe(m).pooled > 1]
SHOWN = ["agreement", "tiv", "trade_total", "trade_dependence", "gravity_residual"]
SNAKE = re.compile(r"[a-z0-9]+_[a-z0-9_]+")


def _name(rows: Evidence, measure: str) -> str:
    """Name of a measure in the evidence: one made for third states carries the first of them."""
    return next(n for n in dict.fromkeys(rows["measure"]) if n.partition(":")[0] == measure)


@functools.cache
def _figure(pair: str, measure: str) -> tuple[Evidence, Picture | Said]:
    rows = evidence(Lens(pair))
    name = _name(rows, measure)
    main = rows.of(name)
    first = main.iloc[0]
    return main.of(name, first["a"], first["b"]), figure(rows, name)


OTHERS = {
    "beside": lambda lens: figure(evidence(lens, "votes"), "agreement", beside=beside(lens, "votes", "agreement")),
    "several": lambda lens: figure(evidence(lens, "trade"), ["trade_total", "trade_total_russia", "trade_total_atlas"]),
    "contrast": lambda lens: contrast(evidence(lens, "votes"), ISSUES),
    "multiples": lambda lens: multiples(supplies(lens, lens.pair[1]), "tiv"),
    "coverage": lambda lens: coverage(evidence(lens), SHOWN),
}


@functools.cache
def _other(pair: str, kind: str) -> Picture | Said:
    return OTHERS[kind](Lens(pair))


ALL = [(pair, measure) for pair in PAIRS for measure in MEASURES]
EVERY = [*ALL, *((pair, kind) for pair in PAIRS for kind in OTHERS)]


def _picture(pair: str, name: str) -> Picture | Said:
    return _other(pair, name) if name in OTHERS else _figure(pair, name)[1]


# Where nothing is known a figure is a sentence; which figures are is tested by itself.
@pytest.mark.parametrize(("pair", "measure"), ALL)
def test_a_figure_is_a_sentence_only_where_no_year_has_a_value(pair, measure):
    rows, picture = _figure(pair, measure)
    assert isinstance(picture, Said) == rows.seen.empty
    if isinstance(picture, Said):
        assert subject(rows) in str(picture)
        assert "unknown" in str(picture) or "not cover" in str(picture)


def test_both_kinds_are_there():
    kinds = [type(_figure(*key)[1]) for key in ALL]
    assert kinds.count(Picture) > 35
    assert kinds.count(Said) > 10


# --- all pictures -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("pair", "name"), EVERY)
def test_words_of_a_picture_are_for_a_reader(pair, name):
    picture = _picture(pair, name)
    if isinstance(picture, Said):
        return
    for text in (picture.title, picture.subtitle, picture.alt, picture.source, *map(str, picture.table.columns)):
        assert text.strip()
        assert not SNAKE.search(text), text
        assert not re.search(r"\bnan\b|\bNone\b|\bNaN\b", text), text
        assert not re.search(r"\b(on|of|from|to) (of|from|to|on)\b", text), text
        assert "  " not in text
    assert "_" not in picture.title


@pytest.mark.parametrize(("pair", "name"), EVERY)
def test_svg_is_well_formed_without_date_and_without_foreign_parts(pair, name):
    picture = _picture(pair, name)
    if isinstance(picture, Said):
        return
    assert picture.wide != picture.narrow
    for svg in (picture.wide, picture.narrow):
        root = ElementTree.fromstring(svg)
        assert root.tag.endswith("svg")
        assert len(svg) > 1500
        assert not re.search(r"<dc:date>|\b20\d\d-\d\d-\d\dT", svg)
        for node in root.iter():
            for key, value in node.attrib.items():
                if key.rpartition("}")[2] in {"href", "src"}:
                    assert value.startswith("#"), value
                assert "url(" not in value or "url(#" in value
            assert node.tag.rpartition("}")[2] not in {"image", "script", "foreignObject"}


@pytest.mark.parametrize(("pair", "name"), EVERY)
def test_html_holds_both_pictures_the_words_and_the_folded_numbers(pair, name):
    picture = _picture(pair, name)
    if isinstance(picture, Said):
        return
    shown = picture._repr_html_()
    assert shown.count("data:image/svg+xml,") == 2
    assert "max-width: 560px" in shown
    assert re.search(r'<img [^>]*alt="[^"]{20,}"', shown)
    assert "<details" in shown
    assert 'scope="col"' in shown
    assert 'scope="row"' in shown
    assert not re.search(r"""(?:src|srcset|href)=["'](?!data:|#)""", shown)


# --- one measure over the years ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(("pair", "measure"), ALL)
def test_alternative_text_names_type_range_and_years(pair, measure):
    rows, picture = _figure(pair, measure)
    if isinstance(picture, Said):
        return
    kind = "Bar chart" if measure == "tiv" else "Line chart"
    assert picture.alt.startswith(f"{kind} of {label(rows['measure'].iloc[0])}")
    assert f"{rows['year'].min()}–{rows['year'].max()}" in picture.alt
    seen = rows.seen
    assert re.search(r"Values run from .+ in \d{4} to .+ in \d{4}; the last is .+ in \d{4}\.", picture.alt)
    for at in (seen["value"].idxmin(), seen["value"].idxmax()):
        assert f"in {seen.loc[at, 'year']}" in picture.alt
    assert ("Without a value" in picture.alt) == (len(seen) < len(rows))


@pytest.mark.parametrize(("pair", "measure"), ALL)
def test_source_line_names_the_credit_and_each_sign(pair, measure):
    rows, picture = _figure(pair, measure)
    if isinstance(picture, Said):
        return
    for name in dict.fromkeys(rows.seen["source"]):
        for credit in table(name).credit.split("; "):
            assert credit in picture.source
    status = set(rows["status"])
    for word, there in (
        ("Hatched", "not_covered" in status),
        ("Cross", "unknown" in status),
        ("Ring", "true_zero" in status),
        (describe(measure).band, rows["low"].notna().any()),
    ):
        assert (word in picture.source) == there, word


@pytest.mark.parametrize(("pair", "measure"), ALL)
def test_table_has_a_row_a_year_and_says_why_a_value_is_missing(pair, measure):
    rows, picture = _figure(pair, measure)
    if isinstance(picture, Said):
        return
    rows = rows.sort_values("year")
    cells = picture.table.iloc[:, 1].tolist()
    assert picture.table["Year"].tolist() == [str(y) for y in rows["year"]]
    words = {"unknown": "unknown", "not_covered": "not covered"}
    for cell, row in zip(cells, rows.itertuples(), strict=True):
        if row.status in words:
            assert cell == words[row.status]
        else:
            if describe(measure).scale == "flag":
                assert cell == {0.0: "no", 1.0: "yes"}[row.value]
                continue
            assert re.search(r"\d", cell), cell
            assert (row.value == 0) <= (cell.strip("×%.0") == ""), cell
    assert not picture.table.isna().to_numpy().any()


@pytest.mark.parametrize(("pair", "measure"), ALL)
def test_title_says_what_is_known(pair, measure):
    rows, picture = _figure(pair, measure)
    if isinstance(picture, Said):
        return
    assert picture.title.startswith(subject(rows))
    assert re.search(r"\d", picture.title)


@pytest.mark.parametrize("measure", ["agreement", "tiv", "gravity_residual"])
def test_same_evidence_makes_the_same_bytes(measure):
    rows = evidence(Lens("PAK-RUS"))
    first, second = figure(rows, measure), figure(rows.copy(), measure)
    assert first.wide == second.wide
    assert first.narrow == second.narrow
    assert first._repr_html_() == second._repr_html_()


@pytest.mark.parametrize("kind", OTHERS)
def test_other_pictures_make_the_same_bytes_too(kind):
    again = OTHERS[kind](Lens("PAK-RUS"))
    assert again._repr_html_() == _other("PAK-RUS", kind)._repr_html_()


def test_another_value_makes_another_picture():
    rows = evidence(Lens("PAK-RUS"))
    changed = rows.copy()
    at = changed.index[(changed["measure"] == "agreement") & (changed["year"] == 2000)][0]
    changed.loc[at, ["value", "low"]] = 0.2
    before, after = figure(rows, "agreement"), figure(changed, "agreement")
    assert before.wide != after.wide
    assert before.table.loc[9].tolist() != after.table.loc[9].tolist()


def test_only_values_joined_from_a_second_source_are_hollow(series):
    """Years without a value have a source too; it does not make the years with one a second source."""
    rows = series(
        "exports_mirrored", [None] * 5 + [1.0, 2.0], source=["trade_declared"] * 5 + ["trade_dots_russia"] * 2
    )
    assert "Hollow" not in figure(rows, "exports_mirrored").source
    mixed = series("trade_total", [1.0, 2.0, 3.0], source=["trade_cow", "trade_cow", "trade_spliced_russia"])
    assert "Hollow" in figure(mixed, "trade_total").source


def test_company_alone_is_drawn_as_company(series):
    """Where only other pairs have values, the figure says that the pair itself has none."""
    others = series("agreement", [0.5, 0.6], a="PAK", b="IND")
    picture = figure(series("agreement", ["out", None]), "agreement", beside=others)
    assert "No year has a value" in picture.alt
    assert not re.search(r"\d", picture.title)
    assert picture.table["Pakistan–India"].tolist() == ["50%", "60%"]
    assert picture.table.iloc[:, 1].tolist() == ["not covered", "unknown"]


# --- several side by side ---------------------------------------------------------------------------------------------
def test_other_pairs_are_named_in_text_and_table():
    picture = _other("PAK-RUS", "beside")
    for name in ("Pakistan–India", "Russia–India", "Pakistan–US", "Russia–China"):
        assert name in picture.alt
        assert name in picture.table.columns
    assert len(picture.table) == len(Lens("PAK-RUS").years)


def test_contrast_orders_topics_and_names_the_ends():
    rows, picture = evidence(Lens("PAK-RUS"), "votes"), _other("PAK-RUS", "contrast")
    later = [float(cell.strip("%")) for cell in picture.table.iloc[:, 3]]
    assert later == sorted(later)
    lowest, highest = picture.table["Topic"].iloc[0], picture.table["Topic"].iloc[-1]
    assert f"least alike on {lowest[0].lower()}{lowest[1:]}" in picture.title
    assert highest[1:] in picture.title.partition("most alike on")[2]
    seen = join([rows.of(m) for m in ISSUES]).seen
    year = int(picture.table.columns[3][:4]) + describe(ISSUES[0]).pooled - 1
    assert len(picture.table) == (seen["year"] == year).sum()
    for word in ("Hatched", "Cross", "Ring"):
        assert word not in picture.source, "a dot chart has no such sign"


def test_contrast_without_values_is_a_sentence(series):
    said = contrast(join([series(m, ["out"] * 12) for m in ISSUES]), ISSUES)
    assert isinstance(said, Said)
    assert "not cover" in str(said)


def test_multiples_sum_each_direction(series):
    rows = join([series("tiv", [1.0, 2.0, None], a="RUS", b="PAK"), series("tiv", [10.0, 0, 30.0], a="RUS", b="IND")])
    picture = multiples(rows, "tiv")
    assert "Russia to Pakistan: 3 million TIV" in picture.title
    assert "Russia to India: 40 million TIV" in picture.title
    assert picture.alt.startswith("2 bar charts on one scale")
    assert picture.table["Russia to Pakistan"].tolist() == ["1", "2", "unknown"]
    assert picture.table["Russia to India"].tolist() == ["10", "0", "30"]


def test_multiples_leave_out_what_is_not_covered_and_are_a_sentence_without_any(series):
    gap = series("tiv", ["out"] * 3, a="RUS", b="PAK")
    said = multiples(join([gap, series("tiv", ["out"] * 3, a="RUS", b="IND")]), "tiv")
    assert isinstance(said, Said)
    assert "not cover" in str(said)
    one = multiples(join([gap, series("tiv", [1.0, 2.0, 3.0], a="RUS", b="IND")]), "tiv")
    assert list(one.table.columns) == ["Year", "Russia to India"]
    assert one.title == "Russia to India: 6 million TIV in all"
    both = [series("tiv", [float(n)] * 3, a="USA", b=b) for n, b in ((1, "IND"), (4, "PAK"))]
    assert multiples(join(both), "tiv").title == (
        "The United States to India: 3 million TIV in all; the United States to Pakistan: 12 million TIV, "
        "4 times as much"
    )


def test_coverage_counts_each_kind(series):
    rows = join([series("agreement", [0.5, None, "out", "out"]), series("trade_total", [0, 0, 0, 5.0])])
    picture = coverage(rows, ["agreement", "trade_total"])
    assert "5 of 8" in picture.title
    assert "observed 2, true zero 3, unknown 1, not covered 2" in picture.alt
    assert picture.table.iloc[0].tolist() == ["Agreement in UN votes", 1, 0, 1, 2]
    assert picture.table.iloc[1].tolist() == ["Two-way trade", 1, 3, 0, 0]


def test_coverage_shows_both_directions(series):
    rows = join([series("tiv", [1.0], a="RUS", b="PAK"), series("tiv", [0], a="PAK", b="RUS")])
    names = coverage(rows, ["tiv"]).table["Measure"].tolist()
    assert len(names) == 2
    assert "from Russia to Pakistan" in names[0]
    assert "from Pakistan to Russia" in names[1]


def test_coverage_draws_each_kind_differently(series):
    from matplotlib.figure import Figure

    from dyadlens.show.coverage import _strip

    canvas = Figure(figsize=(7, 2))
    _strip(canvas, [("a", series("agreement", [0.5, None, "out", 0]))], (2000, 2003), False)
    drawn = {
        (line.get_marker(), line.get_markerfacecolor() == "white"): list(line.get_xdata())
        for line in canvas.axes[0].lines
        if line.get_marker() not in {"None", ""}
    }
    assert drawn == {("s", False): [2000], ("o", True): [2003], ("x", False): [2001]}


# --- the frame of a picture -------------------------------------------------------------------------------------------
def test_rendering_tells_narrow_from_wide():
    asked = []
    wide, narrow = render(
        lambda canvas, small: asked.append((tuple(canvas.get_size_inches()), small)), 2.0, narrow_height=3.0
    )
    assert [small for _, small in asked] == [False, True]
    assert asked[0][0][0] > asked[1][0][0]
    assert [size[1] for size, _ in asked] == [2.0, 3.0]
    assert wide != narrow


def test_saving_writes_the_wide_picture(tmp_path):
    _, picture = _figure("PAK-RUS", "agreement")
    picture.save(str(tmp_path / "a.svg"))
    assert (tmp_path / "a.svg").read_text(encoding="utf-8") == picture.wide
