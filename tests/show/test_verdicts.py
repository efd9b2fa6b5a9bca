"""Verdicts on a page: words beside signs, both widths of each figure, nothing raw, nothing left out."""

import re
from dataclasses import replace

import pytest

from dyadlens import Lens, hindcast, path, verdicts
from dyadlens.claims.base_rates import base_rates
from dyadlens.claims.finding import Check, Number, Part
from dyadlens.claims.matrix import matrix, weighing
from dyadlens.claims.sensitivity import ThresholdSensitivity
from dyadlens.show import readings
from dyadlens.show.answer import Listing
from dyadlens.show.judgement import judgement
from dyadlens.show.picture import Picture
from dyadlens.show.then_and_now import then_and_now
from dyadlens.show.verdict_figures import strips, threshold_figure
from dyadlens.show.verdict_lines import TELLS_LITTLE, rate_line
from dyadlens.show.verdict_words import SIGNS, count_line, reason, sentence, threshold, written
from dyadlens.show.verdicts import (
    claim_by_claim,
    part_table,
    verdict_board,
    verdict_caveats,
    verdict_head,
    verdict_sources,
)
from dyadlens.show.words import Said

HOSTILE = "</p><script>alert(1)</script> & 'x'"


@pytest.fixture(scope="module")
def found():
    return verdicts(Lens("PAK-RUS"))


@pytest.fixture(scope="module")
def moves():
    return hindcast(Lens("PAK-RUS"))


def test_a_claim_that_was_not_asked_then_says_so():
    """Turkey has delivered arms to Ukraine since, so that what is asked of arms was not asked in 2018."""
    lens = Lens("TUR-UKR")
    found, moves = verdicts(lens), hindcast(lens)
    new = {v.claim.id for v in found} - {m.now.claim.id for m in moves}
    board = verdict_board(found, moves, compact=True).frame.set_index("Claim")["As known in May 2018"]
    assert new and set(board[board == "not asked then"].index) == new


def test_the_board_names_each_claim_with_sign_and_word(found, moves):
    board = verdict_board(found, moves)
    assert board.frame["Claim"].tolist() == [v.claim.id for v in found]
    for v, cell in zip(found, board.frame["Verdict"], strict=True):
        assert cell == f"{SIGNS[v.word]}\xa0{v.word}"
    assert "As known in May 2018" in board.frame
    assert "max-height" not in board._repr_html_()
    assert board._repr_html_().count("<small>") == len(found)
    assert "<small>" not in verdict_board(found, moves, compact=True)._repr_html_()
    assert 'scope="col"' in board._repr_html_()
    assert "As known in May 2018" not in verdict_board(found).frame


def test_a_verdict_of_another_source_is_not_set_beside_without_a_word(found, moves):
    board = verdict_board(found, moves).frame.set_index("Claim")
    move = next(m for m in moves if m.now.claim.id == "V7")
    assert move.now.word != move.seen.word
    assert board.loc["V7", "Verdict"] == f"{SIGNS[move.seen.word]}\xa0{move.seen.word}"
    assert board.loc["V7", "As known in May 2018"].endswith(
        f"which now gives {SIGNS[move.now.word]}\xa0{move.now.word}"
    )
    row = readings.moved_table(moves).frame.set_index("Claim").loc["V7"]
    assert row["Now"].startswith(f"{SIGNS[move.now.word]}\xa0{move.now.word}, (a) from the source of May 2018")
    assert row["Now"].endswith(f"{SIGNS[move.seen.word]}\xa0{move.seen.word}")
    assert "our own estimate" in row["What moved most, May 2018"] and "our own estimate" in row["The same, now"]
    assert "V7: from the source of the earlier day" in then_and_now(moves).source
    for m in moves:
        if not m.swapped:
            assert "source" not in board.loc[m.now.claim.id, "As known in May 2018"]


def test_what_most_pairs_pass_is_said_to_tell_little(found):
    lens = Lens("PAK-RUS")
    html = claim_by_claim(found, (), base_rates(lens))._repr_html_()
    for rate in base_rates(lens):
        assert rate_line(rate).replace("'", "&#x27;") in html
        assert rate_line(rate).endswith(TELLS_LITTLE) == (rate.share > 0.5)
    assert html.count(TELLS_LITTLE) == sum(not rate.telling for rate in base_rates(lens))


def test_claim_by_claim_tells_every_part_and_rival(found):
    html = claim_by_claim(found)._repr_html_()
    assert html.count("<h3>") == len(found)
    assert html.count("<li>") == sum(len(v.parts) for v in found)
    assert "nan" not in re.sub("<[^>]+>", " ", html).lower().split()
    assert html.count("What else would look the same") == len(found)


def test_text_of_a_claim_is_escaped(found):
    first = found[0]
    hostile = replace(first, claim=replace(first.claim, text=HOSTILE, rival=HOSTILE))
    for html in (claim_by_claim([hostile])._repr_html_(), verdict_board([hostile])._repr_html_()):
        assert "<script>" not in html
        assert "&lt;script&gt;" in html


def test_the_head_counts_what_is_borne_out(found, moves):
    head = verdict_head(Lens("PAK-RUS"), found, moves)
    words = [v.word for v in found]
    assert head.facts == {"Verdicts": ", ".join(f"{words.count(w)} {w}" for w in SIGNS if w in words)}
    assert head.answer.text == judgement(Lens("PAK-RUS"), found, moves, path(Lens("PAK-RUS"))).text
    assert not re.search(r"\b[VC]\d", head.answer.text)
    listed = {
        point.text: [mark for mark, _ in point.items] for point in head.answer.points if isinstance(point, Listing)
    }
    assert listed["Borne out"] == [v.claim.id for v in found if v.word == "supported"]
    assert len(head.sources) > 10
    other = verdict_head(Lens("BTN-TUV"), verdicts(Lens("BTN-TUV")))
    assert other.answer.text.startswith("Bhutan and Tuvalu: nobody has laid down claims; of what is asked")


def test_the_judgement_lists_claims_after_their_ids(found, moves):
    way = path(Lens("PAK-RUS"))
    answer = judgement(Lens("PAK-RUS"), found, moves, way)
    lists = {point.text: point.items for point in answer.points if isinstance(point, Listing)}
    for title, word in (("Borne out", "supported"), ("Not borne out", "contradicted")):
        assert lists[title] == tuple((v.claim.id, v.claim.text) for v in found if v.word == word)
    changed = next(point for point in answer.points if "the verdict has changed" in str(point))
    assert set(re.findall(r"\b[VC]\d[a-c]?\b", changed)) == {m.now.claim.id for m in moves if m.changed}
    for m in moves:
        assert not m.changed or f"from {m.then.word} to {m.now.word}" in changed
    shown = answer._repr_html_()
    assert shown.count("<ul>") == len(lists) and shown.count("<li>") == shown.count("</li>")
    assert all(f"  - {v.claim.id} {v.claim.text}" in repr(answer) for v in found if v.word == "supported")
    quiet = [replace(m, then=m.now) for m in moves]
    assert "No verdict has changed since May 2018." in judgement(Lens("PAK-RUS"), found, quiet, way).points


def test_the_judgement_is_escaped(found):
    hostile = [replace(v, claim=replace(v.claim, text=HOSTILE)) for v in found]
    shown = judgement(Lens("PAK-RUS"), hostile, (), path(Lens("PAK-RUS")))._repr_html_()
    assert "<script>" not in shown and "&lt;script&gt;" in shown


def test_the_counts_add_up(found):
    counts = re.findall(rf"(\d+) (?={'|'.join(SIGNS)})", count_line(found))
    assert sum(map(int, counts)) == len(found)


@pytest.mark.parametrize("draw", ["thresholds", "then"])
def test_figures_have_both_widths_a_title_and_their_numbers(found, moves, draw):
    picture = threshold_figure(found) if draw == "thresholds" else then_and_now(moves)
    assert isinstance(picture, Picture)
    assert picture.wide != picture.narrow
    assert "nan" not in (picture.title + picture.alt + picture.subtitle).lower().split()
    assert len(picture.table) == (len(strips(found)) if draw == "thresholds" else len(moves))
    again = threshold_figure(found) if draw == "thresholds" else then_and_now(moves)
    assert (again.wide, again.narrow) == (picture.wide, picture.narrow)


def test_a_number_on_the_right_of_the_line_holds(found):
    for strip in strips(found):
        holds = strip.check.met(strip.part.numbers)
        assert (strip.margin > 1) == holds or strip.margin == pytest.approx(1)


def test_nothing_to_draw_is_said():
    assert isinstance(threshold_figure([]), Said)
    assert isinstance(then_and_now(()), Said)
    assert isinstance(readings.moved_table(()), Said)
    assert isinstance(readings.threshold_table(()), Said)


def test_every_threshold_has_a_name(found):
    from dyadlens.claims.registry import RULES

    assert {name for rule in RULES.values() for name in rule.thresholds} <= set(readings.THRESHOLDS)


def test_a_flip_is_told_with_its_side():
    sway = ThresholdSensitivity("X", "share_max", 0.01, "supported", (), ((0.0084, "contradicted"), (0.010000001, "partly")))
    assert readings.swayed(sway) == (
        "The highest share, 1%: below about 0.84% the verdict would be contradicted "
        "and just above it the verdict would be partly."
    )


def test_sentences():
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


def test_the_matrix_and_its_weighing_are_told(found):
    rows = matrix(found)
    shown = readings.matrix_shown(rows).frame
    assert list(shown.columns[2:5]) == ["Strategic convergence", "Tactical hedging", "No real change"]
    text = readings.weighed(weighing(rows)).text
    assert "Least against it is not proven" in text
    assert all(name in text for name in ("strategic convergence", "tactical hedging", "no real change"))


def test_tables_of_parts_sources_and_defects_are_whole(found):
    assert len(part_table(found).frame) == sum(len(v.parts) for v in found)
    names = verdict_sources(found).frame["Table"].tolist()
    assert {"undl_votes", "arms_transfers", "cases/PAK-RUS/contacts"} <= set(names)
    assert set(verdict_caveats(found).frame["Table"]) <= set(names)


def test_no_parameter_is_shown_by_its_raw_name(found, moves):
    from dyadlens.claims.sensitivity import sensitivity

    texts = [
        readings.threshold_table(sensitivity(Lens("PAK-RUS")))._repr_html_(),
        claim_by_claim(found, sensitivity(Lens("PAK-RUS")), base_rates(Lens("PAK-RUS")))._repr_html_(),
        readings.moved_table(moves)._repr_html_(),
        verdict_board(found, moves)._repr_html_(),
    ]
    for text in texts:
        assert not re.search(r"\b[a-z]+_[a-z_]+\b", re.sub("<[^>]+>", " ", text))


def test_a_hindcast_tells_both_indices_with_their_bands(moves):
    from dyadlens.indices.hindcast import index_hindcast

    indices = index_hindcast(Lens("PAK-RUS"))
    picture = then_and_now(moves, indices)
    last = indices[(indices["index"] == "convergence") & (indices["view"] == "then")].iloc[0]
    cell = picture.table.set_index("What is said").loc["Convergence"].iloc[1]
    assert cell.startswith(f"{last['value']:.0f} ({last['low']:.0f}–{last['high']:.0f}) in {last['year']}, on ")
    assert cell in picture.alt and "Caution, now:" in picture.alt
    unknown = indices.assign(value=float("nan"))
    assert then_and_now(moves, unknown).wide == then_and_now(moves).wide


def test_a_change_by_another_estimate_than_the_one_published_says_so():
    lens = Lens("PAK-RUS")
    moves = hindcast(lens)
    points = judgement(lens, verdicts(lens), moves, path(lens)).points
    by_own = [m for m in moves if m.changed and m.seen.word != m.now.word]
    assert [m.now.claim.id for m in by_own] == ["V7"]
    said = (
        f"V7 hangs on which estimate is taken: by that of the day it goes from {by_own[0].then.word} to "
        f"{by_own[0].now.word}, by the one published since it is {by_own[0].seen.word}."
    )
    assert any(isinstance(point, str) and point.endswith(said) for point in points)
