import html
import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from dyadlens.errors import ReportError
from dyadlens.report.markup import clean, settle_page, stable_text, text_of
from dyadlens.report.page import PAGE_TYPE, drawn, page_data


def _draw(*cells):
    body = settle_page(drawn(new_notebook(cells=list(cells))))
    return body.opening + body.sections


def _shown(data, metadata=None):
    return new_code_cell("x", outputs=[new_output("display_data", data=data, metadata=metadata or {})])


def _settled(fragment):
    body = settle_page(clean(fragment))
    return body.opening + body.sections


@given(st.lists(st.integers(1, 6), max_size=12))
def test_heading_levels_never_skip_and_never_repeat_the_title(levels):
    body = settle_page("".join(f"<h{n}>Title {n}</h{n}>" for n in levels))
    found = [1, *map(int, re.findall(r"<h(\d)", body.opening + body.sections))]
    assert all(2 <= b <= a + 1 for a, b in pairwise(found))
    assert len(found) - 1 == len(levels) - (1 in levels)
    anchors = re.findall(r'id="([^"]+)"', body.opening + body.sections)
    assert len(anchors) == len(set(anchors)) == len(found) - 1


def test_title_keeps_its_marks_and_the_opening_ends_at_the_first_section():
    body = settle_page("<div><h1>The <em>question</em> &amp; more</h1><p>First.</p></div><h2 id=x>Part</h2>Then")
    assert (body.title, text_of(body.title)) == ("The <em>question</em> &amp; more", "The question & more")
    assert body.opening == "<div><p>First.</p></div>"
    assert body.sections == '<h2 id="x">Part</h2>Then'
    assert body.contents == [("x", "Part")]


def test_table_gets_a_region_and_scopes():
    drawn = _settled(
        '<table border="1" class="dataframe"><caption>Trade</caption><thead><tr><th>Year</th></tr></thead>'
        '<tbody><tr><th>1991</th></tr><tr><th scope="rowgroup">x</th></tr></tbody></table>'
    )
    assert '<div class="scroll" role="region" tabindex="0" aria-label="Trade"><table class="dataframe">' in drawn
    assert '<th scope="col">Year' in drawn
    assert '<th scope="row">1991' in drawn
    assert '<th scope="rowgroup">x' in drawn


def test_table_in_a_region_is_not_put_in_another():
    assert _settled('<div role="region" aria-label="A" tabindex="0"><table></table></div>').count("region") == 1


@pytest.mark.parametrize(
    "tag", ["script", "style", "title", "textarea", "template", "noscript", "select", "svg", "!-- x"]
)
def test_what_is_not_for_a_reader_is_left_out_and_nothing_stays_open(tag):
    left = _draw(_shown({"text/html": f"<b>a</b><{tag}>alert(1)"}), new_markdown_cell("after"))
    assert f"<{tag}" not in left
    assert "alert" not in left or tag == "!-- x"
    assert left.endswith("<p>after</p></div>")
    assert f"<{tag}" not in clean(f"<scr<{tag}>ipt>alert(1)</{tag}></script>")


@pytest.mark.parametrize(
    "hostile",
    [
        '<meta http-equiv="refresh" content="0;url=https://example.org">',
        '<base href="https://example.org">',
        '<iframe src="https://example.org"></iframe>',
        '<form action="https://example.org"><input></form>',
        '<a href="javascript:alert(1)" onclick="alert(1)">x</a>',
        '<div style="position:fixed;inset:0;background:url(https://example.org)">x</div>',
        "<xmp><plaintext>",
    ],
)
@pytest.mark.parametrize("where", [lambda text: _shown({"text/html": text}), new_markdown_cell])
def test_what_would_leave_the_page_or_lie_over_it_is_taken_out(hostile, where):
    left = _draw(where(hostile))
    for word in (
        "<meta",
        "<base",
        "<iframe",
        "<form",
        "javascript",
        "onclick",
        "position",
        "example.org",
        "<plaintext",
    ):
        assert word not in left


def test_looks_and_roles_of_an_output_are_kept():
    given_html = (
        '<div class="a" role="group" aria-label="L" data-x="1" style="text-align:right"><details open=""><summary>'
        "s</summary>t</details></div>"
    )
    assert _settled(given_html) == given_html


@pytest.mark.parametrize("tag", ["<img src='{}' alt='a'>", "<picture><source srcset='{}'><img src='data:,'></picture>"])
def test_picture_from_elsewhere_is_refused(tag):
    with pytest.raises(ReportError, match=r"not inside the notebook: https://example\.org/a\.png"):
        _settled(tag.format("https://example.org/a.png"))
    with pytest.raises(ReportError, match=r"not inside the notebook"):
        _draw(new_markdown_cell("![a](a.png)"))
    assert "data:image/png" in _settled(tag.format("data:image/png;base64,AA=="))


def test_other_picture_for_a_phone_stays_beside_the_one_for_a_desk():
    picture = '<picture><source srcset="data:image/png;base64,AA=="><img src="data:," alt="a"></picture>'
    assert _settled(picture) == picture


def test_alternative_text_of_a_picture_is_kept_and_its_absence_is_said():
    drawn = _draw(_shown({"image/png": "AA=="}, {"image/png": {"alt": "A <line>"}}), _shown({"image/png": "AA=="}))
    assert re.search(r'alt="A (<|&lt;)line(>|&gt;)"', drawn)
    assert 'alt="Figure 2, given without a description"' in drawn


def test_picture_cannot_break_out_of_its_address():
    drawn = _draw(_shown({"image/png": 'AA=="><b onclick=x>'}))
    assert "<b" not in drawn


def test_svg_is_drawn_as_a_picture_so_that_nothing_in_it_runs():
    drawn = _draw(_shown({"image/svg+xml": "<svg onload='x()'/>"}, {"alt": "A map"}))
    assert "<svg" not in drawn
    assert 'src="data:image/svg+xml;base64,' in drawn


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_plain_text_is_escaped(text):
    found = re.search(r'<pre class="printed"[^>]*>(.*?)</pre>', _draw(_shown({"text/plain": text})), re.DOTALL)
    content = found[1] if found else ""
    assert "<" not in content
    assert html.unescape(content) == stable_text(text).strip("\n")


def test_markdown_from_an_output_is_rendered_and_its_html_is_text():
    drawn = _draw(_shown({"text/markdown": "It *grew* <img src=x onerror=y>", "text/plain": "no"}))
    assert "<em>grew</em>" in drawn
    assert "<img" not in drawn


def test_streams_are_joined_and_complaints_left_out():
    pieces = [("stdout", "one "), ("stderr", "bad"), ("stdout", "two")]
    cell = new_code_cell("x", outputs=[new_output("stream", name=name, text=text) for name, text in pieces])
    drawn = _draw(cell)
    assert ">one two</pre>" in drawn
    assert "bad" not in drawn


def test_addresses_and_colours_do_not_reach_the_page():
    assert stable_text("\x1b[31m<T at 0x7f00>\x1b[0m") == "<T at 0x…>"


def test_parameter_cells_are_not_shown_as_code_and_others_are_folded_together():
    drawn = _draw(
        new_code_cell("pair = 1", metadata={"tags": ["parameters"]}),
        new_code_cell("pair = 2", metadata={"tags": ["injected-parameters"]}),
        new_code_cell("first()"),
        new_code_cell("second()"),
        new_code_cell("hidden()", metadata={"tags": ["notebook-only"]}),
    )
    assert "pair" not in drawn and "hidden" not in drawn
    assert drawn.count("<details") == 1
    assert "cells 3 to 4" in drawn


def test_code_stands_under_what_it_shows():
    drawn = _draw(new_code_cell("first()"), _shown({"text/html": "<p>result</p>"}), new_markdown_cell("next"))
    assert [drawn.index(word) for word in ("result", "cells 1 to 2", "next")] == sorted(
        drawn.index(word) for word in ("result", "cells 1 to 2", "next")
    )


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
