"""The page on claims states numbers; each is computed here and looked for in its text."""

import re
from pathlib import Path

import pytest

from dyadlens import Lens, evidence
from dyadlens.claims.base_rates import base_rates
from dyadlens.claims.hindcast import hindcast
from dyadlens.claims.verdicts import verdicts, weigh
from dyadlens.details.contacts import contact_rate_ratio
from dyadlens.stats.rates import rate_ratio

PAGE = Path(__file__).resolve().parents[2] / "docs" / "methods" / "claims.md"


@pytest.fixture(scope="module")
def text():
    return re.sub(r"\s+", " ", PAGE.read_text(encoding="utf-8"))


def test_contacts(text, today):
    found = contact_rate_ratio(Lens("PAK-RUS", as_of="2018-05"))
    (late, early), (short, long) = found.counts, found.exposures
    assert (
        f"{late} trips in {short} years against {early} in {long}, ratio {found.ratio:.2f}, interval {found.low:.2f} "
        f"to {found.high:.2f}"
    ) in text
    part = today.of("V2").parts[1]
    both = part.numbers["rate"].value, part.others[0].numbers["rate"].value
    assert f"to 2024 the ratio is {both[0]:.2f} with them and {both[1]:.2f} without" in text


def test_what_single_claims_depend_on(text, today, may_2018):
    listing = may_2018.of("V4")
    unlisted = listing.finding.parts[0], today.of("V4").parts[1], listing.finding.parts[2]
    assert unlisted[1].status == "not met"
    word = weigh(type(listing.finding)(parts=unlisted), listing.claim.terms)[0]
    assert f"hangs on the word of the commentary that is judged: without it the verdict would be *{word}*" in text
    numbers = today.of("V5c").parts[0].numbers
    assert f"a share of imports of {numbers['now'].value / numbers['then'].value:.0%} of the earlier one" in text
    quiet = today.of("C1").parts[1].numbers["since"].value
    assert f"exactly {quiet:.0f} quiet years" in text
    move = next(m for m in hindcast(Lens("PAK-RUS")) if m.now.claim.id == "V7")
    assert f"*{move.seen.word}* by the published one, *{move.now.word}* by our own" in text
    shares = verdicts(Lens("PAK-RUS", end=2018)).of("C6").parts[0].numbers
    assert (
        f"2018 stood at {shares['y2018'].value:.1%} of the deliveries to India, 2017 at {shares['y2017'].value:.1%}"
        in text
    )


def test_another_pair_and_the_printed_example(text):
    found = verdicts(Lens("PAK-CHN")).of("G6")
    rank, alike = (found.parts[0].numbers[key].value for key in ("rank", "alike"))
    said = (
        f"gives *{found.word}* for Pakistan and China (percentile {rank:.0f} of all pairs, but {alike:.0f} among pairs"
    )
    assert said in text
    one = rate_ratio(11, 800, 21, 3011, level=0.95)
    assert f"{one.ratio:.4f}, 95% interval {one.low:.4f} to {one.high:.4f}" in text


def test_what_most_pairs_pass(text):
    share = {(r.id, r.part): f"{r.share:.0%}" for r in base_rates(Lens("PAK-RUS"))}
    said = (
        f"V4 (c) holds for {share['V4', 2]} of states, V7 (b) for {share['V7', 1]}, V5b for {share['V5b', 0]} of pairs",
        f"C3 for {share['C3', None]}, C5 (b) for {share['C5', 1]}, C5 (c) for {share['C5', 2]}",
        f"C1 (b) for {share['C1', 1]}.",
    )
    assert ", ".join(said) in text


def test_what_the_volume_of_arms_is_made_of(text, today):
    said = re.search(r"Since (2007 .+) of the volume on record is (.+?)\.", today.of("V3").parts[1].note)
    year, share = said[1].split()
    assert f"Of the volume on record since {year} {share} is {said[2]}" in text


def test_a_single_year_stands_out(text):
    rows = evidence(Lens("PAK-RUS", start=2015, end=2021), "trade")
    total = rows.of("trade_total_russia").set_index("year")["value"]
    assert f"US$ {total[2019]:.0f} million in 2019, {total[2020]:.0f} in 2020, {total[2021]:.0f} in 2021" in text
    gap = rows.of("gravity_residual_atlas").set_index("year")
    assert f"a log ratio of −{-gap['value'][2020]:.2f}, lies above the intervals of the five years before" in text
    assert (gap.loc[2015:2019, "high"] < gap["value"][2020]).all() and gap.loc[2015:2019, "high"].notna().all()
