"""Verdicts in words: signs, reasons, thresholds, and the answer that comes first."""

import re
from dataclasses import replace

import pytest

from dyadlens import Lens, verdicts
from dyadlens.claims.base_rates import base_rates
from dyadlens.claims.finding import Check, Number, Part
from dyadlens.claims.hindcast import vintages
from dyadlens.claims.matrix import matrix, weighing
from dyadlens.claims.registry import RULES
from dyadlens.claims.sensitivity import ThresholdSensitivity
from dyadlens.claims.tally import Tally
from dyadlens.indices.composite import path
from dyadlens.text.answer import Listing
from dyadlens.text.overall import judgement, matrix_text
from dyadlens.text.page import PAGE_TYPE, Header, header, verdict_header
from dyadlens.text.verdict import (
    SIGNS,
    THRESHOLDS,
    count_line,
    rate_line,
    reason,
    sentence,
    threshold,
    threshold_line,
    written,
)

LENS = Lens("PAK-RUS")
HOSTILE = "</p><script>alert(1)</script> & 'x'"


@pytest.fixture(scope="module")
def found():
    return verdicts(LENS)


@pytest.fixture(scope="module")
def moves():
    return vintages(LENS)


def test_verdicts_show_themselves(found):
    assert repr(found).splitlines()[0].split()[:2] == [found[0].claim.id, found[0].word.split()[0]]
    assert len(repr(found).splitlines()) == len(found)
    assert found._repr_html_().count("<tr") == len(found) + 1
    assert verdicts("PAK-RUS") == found


@pytest.mark.parametrize(
    ("counts", "word"),
    [
        ({"supported": 4}, "all"),
        ({"supported": 3, "contradicted": 1}, "most"),
        ({"supported": 2, "contradicted": 2, "not testable": 3}, "half"),
        ({"supported": 1, "partly": 3}, "some"),
        ({"supported": 1, "contradicted": 9}, "few"),
        ({"contradicted": 9}, "none"),
    ],
)
def test_the_share_of_claims_has_a_word(counts, word):
    assert Tally("convergence", counts).share == word


def test_what_most_pairs_pass_is_said_to_say_little():
    for rate in base_rates(LENS):
        assert rate_line(rate).endswith(", so it says little about this one.") == (rate.share > 0.5)


def test_the_judgement_lists_claims_after_their_ids(found, moves):
    answer = judgement(LENS, found, moves, path(LENS))
    lists = {point.text: point.items for point in answer.points if isinstance(point, Listing)}
    for title, word in (("Supported", "supported"), ("Contradicted", "contradicted")):
        assert lists[title] == tuple((v.claim.id, v.claim.text) for v in found if v.word == word)
    changed = next(point for point in answer.points if "the verdict has changed" in str(point))
    assert set(re.findall(r"\b[VC]\d[a-c]?\b", changed)) == {m.now.claim.id for m in moves if m.changed}
    assert not re.search(r"\b[VC]\d", answer.text)
    shown = answer._repr_html_()
    assert shown.count("<ul>") == len(lists) and shown.count("<li>") == shown.count("</li>")
    assert all(f"  - {v.claim.id} {v.claim.text}" in repr(answer) for v in found if v.word == "supported")
    quiet = [replace(m, then=m.now) for m in moves]
    assert "No verdict has changed since May 2018." in judgement(LENS, found, quiet, path(LENS)).points


def test_a_change_by_another_estimate_than_the_one_published_is_undecided(found, moves):
    by_own = [m for m in moves if m.changed and m.seen.word != m.now.word]
    assert [m.now.claim.id for m in by_own] == ["V7"]
    points = judgement(LENS, found, moves, path(LENS)).points
    assert any("V7: the two estimates disagree, so it stays undecided." in str(point) for point in points)


def test_the_header_counts_what_is_supported(found, moves):
    shown = verdict_header(LENS, found, moves)
    words = [v.word for v in found]
    assert shown.facts == {"Verdicts": ", ".join(f"{words.count(w)} {w}" for w in SIGNS if w in words)}
    assert shown.answer.text == judgement(LENS, found, moves, path(LENS)).text
    assert len(shown.sources) > 10
    other = verdict_header("BTN-TUV", verdicts("BTN-TUV"))
    assert other.answer.text.startswith("Bhutan and Tuvalu: nobody has made claims on this pair; of what is asked")


def test_the_judgement_is_escaped(found):
    hostile = [replace(v, claim=replace(v.claim, text=HOSTILE)) for v in found]
    shown = judgement(LENS, hostile, (), path(LENS))._repr_html_()
    assert "<script>" not in shown and "&lt;script&gt;" in shown


def test_the_counts_add_up(found):
    counts = re.findall(rf"(\d+) (?={'|'.join(SIGNS)})", count_line(found))
    assert sum(map(int, counts)) == len(found)


def test_every_threshold_has_a_name():
    assert {name for rule in RULES.values() for name in rule.thresholds} <= set(THRESHOLDS)


def test_a_flip_is_told_with_its_side():
    sway = ThresholdSensitivity(
        "X", "share_max", 0.01, "supported", (), ((0.0084, "contradicted"), (0.010000001, "partly"))
    )
    assert threshold_line(sway) == (
        "The highest share, 1%: below about 0.84% the verdict would be contradicted "
        "and just above it the verdict would be partly."
    )


def test_what_was_measured_stands_in_a_sentence():
    now = Number("trade", 458.0, "musd", (2014, 2016), (2015,), unit="a year")
    part = Part("p", {"now": now}, (Check("now", ">=", 375.0),), "two-way trade: {now} in {now.span}")
    assert sentence(part) == "Two-way trade: US$ 458 million a year in 2014 and 2016, 2015 not known"
    assert threshold(part.checks[0], part) == "at least US$ 375 million"
    lost = Part("p", {"now": Number("trade", float("nan"), "musd")}, part.checks, "{now}", gap="nobody counted")
    assert sentence(lost) == "Not known: nobody counted."
    assert written(Number("ratio", float("inf"), "index")) == "more than any number of"


def test_reasons_say_what_is_open_and_who_disagrees(found):
    said = {v.claim.id: reason(v) for v in found}
    assert "could be supported" in said["C4"]
    assert "another source" in said["V5a"]
    assert said["V6"].startswith("Nothing at hand tests it")


def test_the_weighing_of_readings_is_told(found):
    text = matrix_text(weighing(matrix(found))).text
    assert "Least against it is not proven" in text
    assert all(name in text for name in ("strategic convergence", "tactical hedging", "no real change"))


# --- the head of a page -----------------------------------------------------------------------------------------------
def test_the_header_tells_the_index_what_the_page_says():
    from dyadlens import evidence
    from dyadlens.data.catalog import table
    from dyadlens.text.answer import Text

    lens = Lens("PAK-RUS", start=2014, end=2014)
    top = header(
        lens, "Votes", "Do they agree?", Text("They do."), evidence(lens, "votes", "agreement"), {"Agreement": "69%"}
    )
    assert top.described() == {
        "title": "Pakistan and Russia: Votes",
        "about": "Pakistan and Russia",
        "headline": "They do.",
        "facts": {"Agreement": "69%"},
        "sources": [table("undl_votes").citation],
    }
    for words in ("Pakistan and Russia", "2014 to 2014", "Do they agree?", "They do."):
        assert words in top._repr_html_()
    assert "as known on" not in top._repr_html_()


def test_the_header_names_the_as_of_date_and_escapes_its_words(monkeypatch):
    import IPython.display

    from dyadlens.text.answer import Text

    top = Header(Lens("PAK-RUS", as_of="2018-05-07"), HOSTILE, HOSTILE, Text(HOSTILE), {}, [HOSTILE])
    assert "as known on 7 May 2018" in top._repr_html_() and "<script>" not in top._repr_html_()
    shown = []
    monkeypatch.setattr(IPython.display, "display", lambda data, raw: shown.append(data))
    top._ipython_display_()
    assert [next(iter(data)) for data in shown] == ["text/html", PAGE_TYPE]
