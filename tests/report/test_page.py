import re
from itertools import pairwise

import pytest

PAGES = ["AAA-BBB/brief.html", "AAA-BBB/01-plain.html", "CCC-DDD@2018-05/brief.html", "index.html"]


@pytest.mark.parametrize("page", PAGES)
def test_page_stands_alone(sample_out, read_page, page):
    facts = read_page(sample_out / page)
    sources = [attrs["src"] for _, attrs in facts.tags if "src" in attrs]
    assert all(source.startswith("data:") for source in sources)
    assert not [a for a in facts.all("link") if not a["href"].startswith("data:")]
    assert not facts.all("iframe", "object", "embed", "base")
    text = (sample_out / page).read_text(encoding="utf-8")
    assert "@import" not in text
    assert "url(" not in text


@pytest.mark.parametrize("page", PAGES)
def test_page_has_a_policy_that_runs_no_script_from_data(sample_out, read_page, page):
    facts = read_page(sample_out / page)
    policy = next(a["content"] for a in facts.all("meta") if a.get("http-equiv") == "Content-Security-Policy")
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert rules["img-src"] == "data:"
    scripts = len(facts.all("script"))
    assert scripts == (1 if page == "index.html" else 0)
    assert re.fullmatch(r"'sha256-[\w+/=]+'", rules.get("script-src", "'sha256-x'"))
    assert ("script-src" in rules) == bool(scripts)


@pytest.mark.parametrize("page", PAGES)
def test_page_is_in_order(sample_out, read_page, page):
    facts = read_page(sample_out / page)
    levels = facts.headings()
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(b <= a + 1 for a, b in pairwise(levels))
    assert facts.all("html")[0]["lang"] == "en"
    assert len(facts.all("main")) == len(facts.all("header")) == len(facts.all("footer")) == 1
    assert all(a.get("alt") for a in facts.all("img"))
    assert all(a.get("scope") in {"row", "col"} for a in facts.all("th"))
    ids = [attrs["id"] for _, attrs in facts.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    anchors = [a["href"][1:] for a in facts.all("a") if a["href"].startswith("#")]
    assert anchors
    assert set(anchors) <= set(ids)


def test_links_between_pages_lead_somewhere(sample_out, read_page):
    followed = 0
    for page in PAGES:
        for anchor in read_page(sample_out / page).all("a"):
            href = anchor["href"].split("#")[0].replace("%40", "@")
            if href and not href.startswith("https:"):
                assert (sample_out / page).parent.joinpath(href).is_file(), (page, href)
                followed += 1
    assert followed > len(PAGES)


def test_page_tells_what_made_it(sample_out, read_page):
    text = " ".join(read_page(sample_out / "CCC-DDD@2018-05/brief.html").text.split())
    for expected in ["pair CCC-DDD", "third CCC", "as_of 2018-05", "1991–2024", "dddddddddddd", "To cite this page"]:
        assert expected in text
    assert "Source (2020)." in text


def test_title_and_headline_reach_the_head_escaped(sample_out, read_page):
    raw = (sample_out / "AAA-BBB/brief.html").read_text(encoding="utf-8")
    assert "<title>A title &amp; more · AAA-BBB, 1991–2024</title>" in raw
    assert "&lt;b&gt;stands&lt;/b&gt;" in raw
    assert "<script" not in raw
    facts = read_page(sample_out / "AAA-BBB/brief.html")
    assert "printed" in facts.text
    assert "complaint" not in facts.text.split("Show the code")[0]
    assert "a warning\n" not in facts.text.split("Show the code")[0]


def test_code_is_folded_and_closed(sample_out, read_page):
    facts = read_page(sample_out / "AAA-BBB/brief.html")
    folded = [a for a in facts.all("details") if a.get("class") == "code"]
    assert folded
    assert not [a for a in folded if "open" in a]


def test_index_has_a_row_a_folder_and_a_column_a_fact(sample_out, read_page):
    facts = read_page(sample_out / "index.html")
    assert [a["id"] for a in facts.all("tr") if "id" in a] == ["AAA-BBB", "CCC-DDD@2018-05"]
    text = " ".join(facts.text.split())
    assert "Zeal Calm Finding" in text
    assert "CCC-DDD <b>stands</b> still." in text
