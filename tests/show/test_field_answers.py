import pytest

from dyadlens.data.evidence import join
from dyadlens.show.answers_bonds import diplomacy_answer, history_answer, security_answer
from dyadlens.show.answers_exchange import arms_answer, trade_answer, votes_answer

UP, DOWN, HELD = [0.2] * 5 + [0.4] * 5, [0.4] * 5 + [0.2] * 5, [0.4] * 10
OUT = ["out"] * 10


@pytest.fixture
def votes(series):
    def make(agreement, distance=HELD, percentile=50.0):
        return join(
            [
                series("agreement", agreement, half=0.01, percentile=percentile),
                series("ideal_point_distance", distance, half=0.01),
            ]
        )

    return make


@pytest.mark.parametrize(
    ("percentile", "words"),
    [
        (3.0, "less often than 97% of pairs"),
        (38.0, "less often than most pairs"),
        (50.0, "about as often as the middle pair"),
        (75.0, "more often than most pairs"),
        (96.0, "more often than 96% of pairs"),
        (99.9, "more often than 99% of pairs"),
    ],
)
def test_agreement_is_set_beside_all_pairs(votes, percentile, words):
    text = votes_answer(votes(HELD, percentile=percentile)).text
    assert text == (
        f"Pakistan and Russia vote alike {words} (40% of the roll calls of 2009), and neither clearly more nor less "
        "often than before."
    )


@pytest.mark.parametrize(
    ("agreement", "distance", "words"),
    [
        (UP, HELD, ", and more often than before."),
        (UP, DOWN, ", and more often than before, and the positions behind their votes moved closer."),
        (UP, UP, ", and more often than before, though the positions behind their votes moved apart."),
        (DOWN, DOWN, ", and less often than before, though the positions behind their votes moved closer."),
        (DOWN, UP, ", and less often than before, and the positions behind their votes moved apart."),
        (HELD, DOWN, "often than before, though the positions behind their votes moved closer."),
    ],
)
def test_votes_and_positions_may_part(votes, agreement, distance, words):
    assert votes_answer(votes(agreement, distance)).text.endswith(words)


def test_a_few_years_of_votes_tell_no_trend(votes):
    assert votes_answer(votes([None] * 9 + [0.5], OUT)).text.endswith("(50% of the roll calls of 2009).")


def test_without_a_percentile_nothing_is_said_of_other_pairs(votes):
    assert votes_answer(votes(UP, percentile=None)).text == (
        "Pakistan and Russia vote alike (40% of the roll calls of 2009), and more often than before."
    )


def test_figures_stand_under_the_sentence(votes):
    points = votes_answer(votes(UP, DOWN)).points
    assert points[0].startswith("Agreement of Pakistan and Russia in UN votes: 40% in 2009")
    assert points[1].startswith("Distance between the ideal points of Pakistan and Russia: 0.20 in 2009")


@pytest.fixture
def arms(series):
    def make(delivered, share=0.05):
        return join(
            [
                series("tiv", [0] * 10),
                series("tiv", delivered, a="RUS", b="PAK"),
                series("import_share", [share] * 10, a="RUS", b="PAK"),
            ]
        )

    return make


def test_arms_are_said_with_their_weight_for_the_recipient(arms):
    assert arms_answer(arms([10.0] * 5 + [30.0] * 5)).text == (
        "Russia delivers arms to Pakistan, more than before; they are 5% of what Pakistan imports (2005–2009)."
    )


def test_deliveries_long_past_are_not_told_as_present(arms):
    assert arms_answer(arms([10.0] * 5 + [0] * 5, 0)).text == (
        "Russia last delivered major arms to Pakistan in 2004; the register lists none from then to 2009."
    )
    assert arms_answer(arms([10.0] * 6 + [0] * 4)).text.startswith("Russia delivers arms to Pakistan, less than before")


def test_no_delivery_is_said_of_both_directions_and_its_years(arms):
    assert arms_answer(arms([0] * 10)).text == (
        "No major arms flow between Pakistan and Russia: the register lists no delivery either way in 2000–2009."
    )


@pytest.mark.parametrize(
    ("value", "half", "words"),
    [
        (-0.7, 0.2, "clearly less than size and distance let expect (50% below expectation)"),
        (-0.7, 0.9, "not clearly more or less than size and distance let expect (50% below expectation)"),
        (0.7, 0.2, "clearly more than size and distance let expect (2.0 times expectation)"),
    ],
)
def test_trade_is_held_against_expectation_over_five_years(series, value, half, words):
    rows = [
        series("trade_total", [100.0] * 10),
        series("gravity_residual", [0.0] * 5 + [value] * 5, half=half),
        series("gravity_residual_atlas", OUT),
    ]
    assert trade_answer(join(rows)).text == (
        "Pakistan and Russia traded goods for US$ 100 million in 2009, about as much as before; in 2005–2009 it was "
        f"{words}."
    )


def test_the_model_that_reaches_further_is_taken(series):
    rows = [
        series("trade_total", [100.0] * 10),
        series("gravity_residual", [-0.7] * 8 + ["out"] * 2, half=0.1),
        series("gravity_residual_atlas", ["out"] * 4 + [0.1] * 6, half=0.3),
    ]
    assert "in 2005–2009 it was not clearly more or less than" in trade_answer(join(rows)).text
    assert trade_answer(
        join([rows[0], series("gravity_residual", OUT), series("gravity_residual_atlas", OUT)])
    ).text.endswith("; whether that is less than could be cannot be told here.")


def test_foes_promises_and_rivalry_are_said_together(series):
    def rows(foes, ties, rival, **pacts):
        kinds = {"defense_pact": 0, "nonaggression_pact": 0, "consultation_pact": 0, **pacts}
        return join(
            [
                series("shared_adversaries_5y", [foes] * 10),
                series("shared_adversary_deaths", [None] * 10),
                series("security_ties", [None] * 10),
                series("alliance_ties", [ties] * 9 + ["out"]),
                series("rivalry", [rival] * 10),
                *(series(name, [value] * 10) for name, value in kinds.items()),
            ]
        )

    assert security_answer(rows(2.0, 2.0, 0, nonaggression_pact=1.0, consultation_pact=1.0)).text == (
        "Pakistan and Russia have two armed groups as common foes (2005–2009); promises of nonaggression and "
        "consultation bind them (2008) and they are no strategic rivals (2009)."
    )
    assert security_answer(rows(1.0, 0, 1.0)).text == (
        "Pakistan and Russia have one armed group as a common foe (2005–2009); no promise of alliance binds them "
        "(2008) and they are strategic rivals (2009)."
    )
    assert "; a promise of neutrality or offence binds them" in security_answer(rows(None, 1.0, 0)).text
    assert security_answer(rows("out", 0, 0)).text.startswith(
        "Pakistan and Russia may have common foes: no source covers these years; no promise of alliance binds them"
    )
    assert security_answer(rows(None, "out", "out")).text == (
        "Pakistan and Russia have no armed group on record as a common foe; what binds or divides them is not covered."
    )


def test_words_and_deeds_say_up_to_when_they_are_counted(series):
    words = series("speech_similarity", [0.3] * 10)

    def told(values, percentile):
        return diplomacy_answer(series("say_do_ratio", values, half=1.0, percentile=percentile), words).text

    assert told([20.0] * 8 + ["out"] * 2, 82.0) == (
        "Words ran further ahead of deeds between Pakistan and Russia than between most pairs: the news told of 20.0 "
        "words of cooperation for each deed in 2007; on 2008–2009 there is no count."
    )
    assert "Words ran less far ahead of deeds" in told([20.0] * 10, 9.0)
    assert told([20.0] * 10, 50.0) == (
        "Between Pakistan and Russia the news told of 20.0 words of cooperation for each deed in 2009."
    )


def test_history_dates_the_last_dispute_from_the_years_since(series):
    def told(since, burden, opposed=0, same=0, percentile=95.0):
        view = join(
            [
                series("dispute_burden", burden, percentile=percentile),
                series("years_since_dispute", since),
                series("opposed_blocs", [opposed] * 10),
                series("same_bloc_cold_war", [same] * 10),
            ]
        )
        return history_answer(view, view).text

    assert told([float(n) for n in range(20, 30)], [1.0] * 10, opposed=1.0) == (
        "Pakistan and Russia had their last militarized dispute on record in 1980, and past disputes weighed more "
        "heavily on them in 2009 than on 95% of pairs; in the Cold War they stood in opposed blocs."
    )
    assert told([None] * 10, [0] * 10, same=1.0) == (
        "Pakistan and Russia have had no militarized dispute on record to 2009; in the Cold War they stood in the "
        "same bloc."
    )


def test_where_nothing_is_covered_the_answer_says_so_of_the_pair(series):
    nothing = "The sources hold nothing on "
    gravity = [series(name, OUT) for name in ("gravity_residual", "gravity_residual_atlas")]
    history = [series(name, OUT) for name in ("dispute_burden", "years_since_dispute")]
    answers = (
        votes_answer(join([series("agreement", OUT), series("ideal_point_distance", OUT)])),
        arms_answer(join([series("tiv", OUT), series("tiv", OUT, a="RUS", b="PAK")])),
        trade_answer(join([series("trade_total", OUT), *gravity])),
        diplomacy_answer(series("say_do_ratio", OUT), series("speech_similarity", OUT)),
        history_answer(join(history), join(history)),
    )
    for answer in answers:
        assert answer.text.startswith(nothing)
        assert "Pakistan" in answer.text and "Russia" in answer.text
        assert "not covered" in " ".join(answer.points)


def test_real_pairs_are_named_in_every_answer(real):
    lens, rows = real
    for answer in (
        votes_answer(rows),
        arms_answer(rows),
        trade_answer(rows),
        security_answer(rows),
        diplomacy_answer(rows, rows),
        history_answer(rows, rows),
    ):
        assert lens.a.name in answer.text and lens.b.name in answer.text
        assert answer.text.endswith(".") and ".." not in answer.text and "nan" not in answer.text
        assert all(answer.points)
