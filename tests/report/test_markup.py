import html
import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from dyadlens.errors import ReportError
from dyadlens.report.body import PAGE_TYPE, draw, page_data
from dyadlens.report.markup import Outline, Tidier, settled_text


def _draw(*cells):
    body = draw(new_notebook(cells=list(cells)))
    return body.opening + body.sections


def _shown(data, metadata=None):
    return new_code_cell("x", outputs=[new_output("display_data", data=data, metadata=metadata or {})])


@given(st.lists(st.integers(1, 6), max_size=12))
def test_heading_levels_never_skip_and_never_repeat_the_title(levels):
    outline = Outline()
    settled = outline.settle("".join(f"<h{n}>Title {n}</h{n}>" for n in levels))
    found = [1, *map(int, re.findall(r"<h(\d)", settled))]
    assert all(2 <= b <= a + 1 for a, b in pairwise(found))
    assert len(found) - 1 == len(levels) - (1 in levels)
    anchors = re.findall(r'id="([^"]+)"', settled)
    assert len(anchors) == len(set(anchors)) == len(found) - 1


def test_table_gets_a_region_and_scopes():
    drawn = Tidier().tidy(
        '<table border="1" class="dataframe"><caption>Trade</caption><thead><tr><th>Year</th></tr></thead>'
        '<tbody><tr><th>1991</th></tr><tr><th scope="rowgroup">x</th></tr></tbody></table>'
    )
    assert '<div class="scroll" role="region" tabindex="0" aria-label="Trade">' in drawn
    assert '<th scope="col">Year' in drawn
    assert '<th scope="row">1991' in drawn
    assert '<th scope="rowgroup">x' in drawn
    assert "border=" not in drawn
    assert '<table class="dataframe">' in drawn


def test_table_in_a_region_is_not_put_in_another():
    given_html = '<div role="region" aria-label="A" tabindex="0"><table></table></div>'
    assert Tidier().tidy(given_html) == given_html


def test_scripts_and_style_sheets_are_left_out():
    assert Tidier().tidy("a<script>alert(1)</script><style scoped>b{}</style>c") == "ac"


def test_picture_from_elsewhere_is_refused():
    with pytest.raises(ReportError, match=r"not inside the notebook: https://example\.org/a\.png"):
        _draw(new_markdown_cell("![a](https://example.org/a.png)"))


def test_other_picture_for_a_phone_must_be_inside_too():
    inside = '<picture><source srcset="data:image/png;base64,AA=="><img src="data:," alt="a"></picture>'
    assert Tidier().tidy(inside) == inside
    with pytest.raises(ReportError, match="not inside the notebook"):
        Tidier().tidy(inside.replace("data:image", "https://example.org/"))


def test_alternative_text_of_a_picture_is_kept_and_its_absence_is_said():
    drawn = _draw(_shown({"image/png": "AA=="}, {"image/png": {"alt": "A <line>"}}), _shown({"image/png": "AA=="}))
    assert 'alt="A &lt;line&gt;"' in drawn
    assert 'alt="Figure 2, given without a description"' in drawn


def test_svg_is_drawn_as_a_picture_so_that_nothing_in_it_runs():
    drawn = _draw(_shown({"image/svg+xml": "<svg onload='x()'/>"}, {"alt": "A map"}))
    assert "<svg" not in drawn
    assert 'src="data:image/svg+xml;base64,' in drawn


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_plain_text_is_escaped(text):
    drawn = _draw(_shown({"text/plain": text}))
    content = re.search(r'<pre class="printed"[^>]*>(.*?)</pre>', drawn, re.DOTALL)[1]
    assert "<" not in content
    assert html.unescape(content) == settled_text(text).strip("\n")


def test_markdown_from_an_output_is_rendered_and_its_html_is_text():
    drawn = _draw(_shown({"text/markdown": "It *grew* <img src=x onerror=y>", "text/plain": "no"}))
    assert "<em>grew</em>" in drawn
    assert "<img" not in drawn


def test_link_with_code_in_prose_is_disarmed():
    assert "javascript:" not in _draw(new_markdown_cell("[a](javascript:alert(1))"))


def test_streams_are_joined_and_complaints_left_out():
    cell = new_code_cell("x", outputs=[new_output("stream", name=n, text=t) for n, t in
                                       [("stdout", "one "), ("stderr", "bad"), ("stdout", "two")]])  # fmt: skip
    drawn = _draw(cell)
    assert ">one two</pre>" in drawn
    assert "bad" not in drawn


def test_addresses_and_colours_do_not_reach_the_page():
    assert settled_text("\x1b[31m<T at 0x7f00>\x1b[0m") == "<T at 0x…>"


def test_parameter_cells_are_not_shown_as_code_and_others_are_folded_together():
    drawn = _draw(
        new_code_cell("pair = 1", metadata={"tags": ["parameters"]}),
        new_code_cell("pair = 2", metadata={"tags": ["injected-parameters"]}),
        new_code_cell("first()"),
        new_code_cell("second()"),
    )
    assert "pair" not in drawn
    assert drawn.count("<details") == 1
    assert "cells 3 to 4" in drawn


def test_page_data_merges_and_is_not_drawn():
    def said(**content):
        return _shown({PAGE_TYPE: content, "text/plain": "hidden"})

    cells = [
        said(title="One", headline="h", facts={"a": 1, "b": 2}, sources=["S", "T"]),
        said(title="Two", facts={"b": 3}, sources=["T", "U"]),
    ]
    data = page_data(new_notebook(cells=cells))
    assert (data.title, data.headline, data.facts, data.sources) == ("Two", "h", {"a": "1", "b": "3"}, ["S", "T", "U"])
    assert "hidden" not in _draw(*cells)


def test_widget_without_a_picture_is_left_out():
    widget = {"application/vnd.jupyter.widget-view+json": {"model_id": "x"}, "text/plain": "IntSlider(value=1)"}
    assert "IntSlider" not in _draw(_shown(widget))
