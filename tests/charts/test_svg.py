"""A small drawing is the same drawing: every point stays in its place, every reference finds what it names."""

import re
from urllib.parse import quote, unquote
from xml.etree import ElementTree

import pytest

from dyadlens.charts.lines import line
from dyadlens.charts.map import Shade, world_map
from dyadlens.charts.svg import compact, data_uri
from dyadlens.data.catalog import read

WORDS = {"title": "T", "subtitle": "S", "alt": "A", "source": "Source: x."}


@pytest.fixture(scope="module", params=["chart", "map"])
def drawing(request, series):
    if request.param == "chart":
        return line(series("agreement", [0.4, None, "out", 0.6], half=0.1), "agreement").wide
    few = read("outlines").query("state in ['PAK', 'IND', 'AFG', 'IRN']")
    return world_map(few, [Shade("one", "#123456", ["PAK"])], {"PAK": "Pakistan"}, WORDS, few.head(1), rest="x").wide


def places(path: str) -> list[tuple[float, float]]:
    """Return the points of a path, whichever way it is written."""
    found, here, start = [], (0.0, 0.0), (0.0, 0.0)
    for kind, rest in re.findall(r"([A-Za-z])([^A-Za-z]*)", path):
        numbers = [float(value) for value in re.split(r"[\s,]+", rest.strip()) if value]
        points = list(zip(numbers[::2], numbers[1::2], strict=True))
        if kind.islower():
            points = [(here[0] + x, here[1] + y) for x, y in points]
        here = points[-1] if points else start
        start = here if kind in "mM" else start
        found += points
    return found


def paths(svg: str) -> list[str]:
    """Return every path of a drawing; that of a blank between words is empty."""
    return [e.get("d", "") for e in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}path")]


def test_no_point_moves_by_more_than_half_a_tenth(drawing):
    before, after = paths(drawing), paths(compact(drawing))
    assert len(before) == len(after) > 10
    for old, new in zip(before, after, strict=True):
        for one, other in zip(places(old), places(new), strict=True):
            assert one == pytest.approx(other, abs=0.0501)


def test_every_reference_finds_what_it_names(drawing):
    small = compact(drawing)
    names = re.findall(r'\bid="([^"]+)"', small)
    asked = set(re.findall(r'(?:href="#|url\(#)([^")]+)', small))
    assert len(names) == len(set(names))
    assert asked == set(names)
    assert len(re.findall(r'href="#|url\(#', small)) == len(re.findall(r'href="#|url\(#', drawing))


def test_colours_are_left_alone(drawing):
    hues = r"#[0-9a-f]{6}\b"
    kept = re.findall(rf"(?:fill|stroke): ?({hues})", compact(drawing))
    assert kept == re.findall(rf"(?:fill|stroke): ?({hues})", drawing)


def test_an_address_is_less_than_half_and_reads_back(drawing):
    address = data_uri(drawing)
    assert len(address) < 0.5 * len(quote(drawing))
    assert not re.search(r'[\s"<>]', address)
    assert unquote(address.partition(",")[2]).replace("'", '"') == compact(drawing)


def test_a_path_of_other_commands_is_left_as_it_is():
    assert compact('<path d="M 0 0 A 5 5 0 0 1 10 10.123"/>') == '<path d="M 0 0 A 5 5 0 0 1 10 10.12"/>'
    assert compact('<path d="M 1 1 \nL 1.06 1 \nL 1.12 1 \nz \nM 2 2 \nL 3 2 \n"/>') == (
        '<path d="m1,1l0.1,0l0,0zm1,1l1,0"/>'
    )


def test_letters_stand_where_they_stood():
    line = '<g><use xlink:href="#a" transform="translate(72.703125 0)"/><path id="a" d="M 0 0"/></g>'
    assert compact(line) == '<g><use href="#p0" x="72.7"/><path id="p0" d="m0,0"/></g>'
