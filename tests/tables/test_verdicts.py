"""Tables of verdicts: words beside signs, nothing raw, nothing left out."""

import re
from dataclasses import replace

import pytest

from dyadlens import Lens, verdicts
from dyadlens.claims.base_rates import base_rates
from dyadlens.claims.hindcast import vintages
from dyadlens.claims.matrix import matrix
from dyadlens.claims.sensitivity import threshold_sensitivity
from dyadlens.tables.verdict import (
    claim_details,
    part_table,
    reading_table,
    threshold_sensitivity_table,
    verdict_caveat_table,
    verdict_source_table,
    verdict_table,
    vintage_table,
)
from dyadlens.text.answer import Text
from dyadlens.text.verdict import SIGNS, rate_line

LENS = Lens("PAK-RUS")
HOSTILE = "</p><script>alert(1)</script> & 'x'"


@pytest.fixture(scope="module")
def found():
    return verdicts(LENS)


@pytest.fixture(scope="module")
def moves():
    return vintages(LENS)


def test_a_claim_that_was_not_asked_then_says_so():
    """Turkey has delivered arms to Ukraine since, so that what is asked of arms was not asked in 2018."""
    found, moves = verdicts("TUR-UKR"), vintages("TUR-UKR")
    new = {v.claim.id for v in found} - {m.now.claim.id for m in moves}
    board = verdict_table(found, moves, compact=True).frame.set_index("Claim")["As known in May 2018"]
    assert new and set(board[board == "not asked then"].index) == new


def test_the_board_names_each_claim_with_sign_and_word(found, moves):
    board = verdict_table(found, moves)
    assert board.frame["Claim"].tolist() == [v.claim.id for v in found]
    for v, cell in zip(found, board.frame["Verdict"], strict=True):
        assert cell == f"{SIGNS[v.word]}\xa0{v.word}"
    assert "As known in May 2018" in board.frame
    html = board._repr_html_()
    assert "max-height" not in html and 'scope="col"' in html and "dl-board" in html
    assert html.count("<small>") == len(found)
    assert "<small>" not in verdict_table(found, moves, compact=True)._repr_html_()
    assert "As known in May 2018" not in verdict_table(found).frame


def test_a_verdict_of_another_source_is_not_set_beside_without_a_word(found, moves):
    board = verdict_table(found, moves).frame.set_index("Claim")
    move = next(m for m in moves if m.now.claim.id == "V7")
    assert move.now.word != move.seen.word
    assert board.loc["V7", "Verdict"] == f"{SIGNS[move.seen.word]}\xa0{move.seen.word}"
    now = f"{SIGNS[move.now.word]}\xa0{move.now.word}"
    assert board.loc["V7", "As known in May 2018"].endswith(f"which now gives {now}")
    row = vintage_table(moves).frame.set_index("Claim").loc["V7"]
    assert row["Now"].startswith(f"{now}, (a) from the source of May 2018")
    assert "our own estimate" in row["What changed most, May 2018"] and "our own estimate" in row["The same, now"]
    for m in moves:
        if not m.swapped:
            assert "source" not in board.loc[m.now.claim.id, "As known in May 2018"]


def test_details_tell_every_part_and_rival(found):
    rates = base_rates(LENS)
    html = claim_details(found, (), rates)._repr_html_()
    assert html.count("<h3>") == len(found) == html.count("What else would look the same")
    assert html.count("<li>") == sum(len(v.parts) for v in found)
    assert "nan" not in re.sub("<[^>]+>", " ", html).lower().split()
    assert all(rate_line(rate).replace("'", "&#39;") in html for rate in rates)
    assert len(repr(claim_details(found)).splitlines()) == len(found)


def test_text_of_a_claim_is_escaped(found):
    hostile = [replace(found[0], claim=replace(found[0].claim, text=HOSTILE, rival=HOSTILE))]
    for html in (claim_details(hostile)._repr_html_(), verdict_table(hostile)._repr_html_()):
        assert "<script>" not in html
        assert "&lt;script&gt;" in html


def test_tables_of_parts_sources_and_defects_are_whole(found):
    assert len(part_table(found).frame) == sum(len(v.parts) for v in found)
    names = verdict_source_table(found).frame["Table"].tolist()
    assert {"undl_votes", "arms_transfers", "cases/PAK-RUS/contacts"} <= set(names)
    assert set(verdict_caveat_table(found).frame["Table"]) <= set(names)
    readings = reading_table(matrix(found)).frame
    assert list(readings.columns[2:5]) == ["Strategic convergence", "Tactical hedging", "No real change"]


def test_nothing_to_list_is_said():
    assert isinstance(vintage_table(()), Text)
    assert isinstance(threshold_sensitivity_table(()), Text)


def test_no_parameter_is_shown_by_its_raw_name(found, moves):
    sways = threshold_sensitivity(LENS)
    for shown in (
        threshold_sensitivity_table(sways),
        claim_details(found, sways, base_rates(LENS)),
        vintage_table(moves),
        verdict_table(found, moves),
    ):
        text = re.sub(r"mathjax_ignore tex2jax_ignore|<[^>]+>", " ", shown._repr_html_())
        assert not re.search(r"\b[a-z]+_[a-z_]+\b", text)
