"""The frame of a chart: files, HTML, the same bytes each time, colours that can be read."""

import re
from xml.etree import ElementTree

import matplotlib as mpl
import pytest
from matplotlib.colors import to_rgb

from dyadlens import design
from dyadlens.charts.lines import line
from dyadlens.charts.picture import house_style
from dyadlens.errors import BadParameter


@pytest.fixture(scope="module")
def rows(series):
    return series("agreement", [0.4, 0.5, None, 0.6, 0.7, 0.55, 0.65], half=0.05, percentile=38)


@pytest.fixture(scope="module")
def chart(rows):
    return line(rows, "agreement")


def test_svg_is_well_formed_says_what_it_shows_and_has_no_date_and_no_foreign_parts(chart):
    assert chart.wide != chart.narrow
    for svg in (chart.wide, chart.narrow):
        root = ElementTree.fromstring(svg)
        assert root.tag.endswith("svg")
        assert root.find("{http://www.w3.org/2000/svg}title").text == chart.title
        assert not re.search(r"<dc:date>|\b20\d\d-\d\d-\d\dT", svg)
        for node in root.iter():
            for key, value in node.attrib.items():
                if key.rpartition("}")[2] == "href":
                    assert value.startswith("#"), value
                assert "url(" not in value or "url(#" in value
            assert node.tag.rpartition("}")[2] not in {"image", "script", "foreignObject"}


def test_html_holds_both_drawings_the_words_and_the_folded_numbers(chart):
    shown = chart._repr_html_()
    assert shown.count("data:image/svg+xml,") == 2
    assert "max-width: 560px" in shown and "<details" in shown and 'scope="col"' in shown
    assert re.search(r'<img [^>]*alt="[^"]{20,}"', shown)
    assert not re.search(r"""(?:src|srcset|href)=["'](?!data:|#)""", shown)
    assert "mathjax_ignore" in shown


def test_the_same_evidence_makes_the_same_bytes_and_another_value_others(rows, chart):
    again = line(rows.copy(), "agreement")
    assert (again.wide, again.narrow, again._repr_html_()) == (chart.wide, chart.narrow, chart._repr_html_())
    changed = rows.copy()
    changed.loc[0, ["value", "low"]] = 0.3
    assert line(changed, "agreement").wide != chart.wide


@pytest.mark.parametrize(("name", "begins"), [("a.png", b"\x89PNG"), ("a.PDF", b"%PDF"), ("a.svg", b"<?xml")])
def test_saving_writes_the_format_of_the_ending(chart, tmp_path, name, begins):
    chart.save(tmp_path / name)
    chart.save(str(tmp_path / f"again-{name}"))
    written = (tmp_path / name).read_bytes()
    assert written.startswith(begins) and len(written) > 5000
    assert written == (tmp_path / f"again-{name}").read_bytes(), "the same bytes each time"


def test_a_saved_drawing_carries_its_source_and_a_table_its_numbers(chart, tmp_path):
    for name in ("a.svg", "a.png", "a.csv"):
        chart.save(tmp_path / name)
    assert "United Nations Digital Library" in (tmp_path / "a.svg").read_text(encoding="utf-8")
    assert b"United Nations Digital Library" in (tmp_path / "a.png").read_bytes()
    lines = (tmp_path / "a.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("Year,Pakistan–Russia,90% interval") and lines[3].startswith("2002,unknown")


@pytest.mark.parametrize("name", ["a.jpg", "a", "a.svg.gz"])
def test_another_ending_is_one_line(chart, tmp_path, name):
    with pytest.raises(BadParameter, match=r"\.png, \.svg, \.pdf, \.csv") as error:
        chart.save(tmp_path / name)
    assert "\n" not in str(error.value) and not list(tmp_path.iterdir())


def test_a_printed_chart_says_itself(chart):
    text = str(chart)
    assert all(part in text for part in (chart.title, chart.subtitle, chart.alt, chart.source))
    assert "<svg" not in text and "svg" not in repr(chart)
    assert repr(chart).startswith(f"<Picture: {chart.title}; 7 rows") and "\n" not in repr(chart)


# --- style ------------------------------------------------------------------------------------------------------------
def contrast(colour):
    parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)]
    return 1.05 / (0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2] + 0.05)


def test_colours_of_text_and_lines_have_contrast_on_white_and_differ():
    assert [round(contrast(c), 2) for c in ("#000000", "#ffffff", "#767676")] == [21, 1, 4.54]
    assert all(contrast(c) >= 4.5 for c in (design.INK, design.SOFT, design.ACCENT, *design.OTHERS))
    assert len({design.ACCENT, *design.OTHERS}) == 1 + len(design.OTHERS)


def test_pages_get_the_same_colours():
    css = design.css_variables()
    assert css.startswith(":root {") and css.endswith("}\n")
    for name, value in (("ink", design.INK), ("accent", design.ACCENT), ("other-1", design.OTHERS[0])):
        assert f"--{name}: {value};" in css
    assert "--sans: " in css


def test_house_style_leaves_settings_as_they_were():
    before = mpl.rcParams["font.size"], mpl.rcParams["svg.hashsalt"]
    with pytest.raises(ZeroDivisionError), house_style():
        assert mpl.rcParams["font.family"] == [design.FONT]
        raise ZeroDivisionError
    assert (mpl.rcParams["font.size"], mpl.rcParams["svg.hashsalt"]) == before
