"""Answers of each field: what is said follows the values, and nothing is said of what no source covers."""

import pytest

from dyadlens.data.evidence import join
from dyadlens.text.answers import (
    arms_answer,
    diplomacy_answer,
    history_answer,
    security_answer,
    trade_answer,
    votes_answer,
)

UP, DOWN, SAME = [0.2] * 5 + [0.4] * 5, [0.4] * 5 + [0.2] * 5, [0.4] * 10
OUT = ["out"] * 10


@pytest.fixture
def votes(series):
    def make(agreement, distance=SAME, percentile=50.0):
        rows = series("agreement", agreement, half=0.01, percentile=percentile)
        return join([rows, series("ideal_point_distance", distance, half=0.01)])

    return make


@pytest.mark.parametrize(
    ("percentile", "words"),
    [
        (3.0, ", less often than 97% of pairs"),
        (38.0, ", less often than most pairs"),
        (50.0, ", about as often as the middle pair"),
        (75.0, ", more often than most pairs"),
        (99.9, ", more often than 99% of pairs"),
        (None, ""),
    ],
)
def test_agreement_is_set_beside_all_pairs(votes, percentile, words):
    assert votes_answer(votes(SAME, percentile=percentile)).text == (
        f"Pakistan and Russia cast the same vote in 40% of the roll calls of 2009{words}. Agreement stayed steady at "
        "40% (2005–09)."
    )


@pytest.mark.parametrize(
    ("agreement", "distance", "words"),
    [
        (UP, SAME, "Agreement rose from 20% (2000–04) to 40% (2005–09)."),
        (UP, DOWN, "to 40% (2005–09). The positions behind their votes moved closer."),
        (DOWN, UP, "to 20% (2005–09). The positions behind their votes moved apart."),
        ([None] * 9 + [0.5], OUT, "in 50% of the roll calls of 2009, about as often as the middle pair."),
    ],
)
def test_votes_and_positions_are_told_apart(votes, agreement, distance, words):
    assert votes_answer(votes(agreement, distance)).text.endswith(words)


def test_figures_stand_under_the_sentence(votes):
    points = votes_answer(votes(UP, DOWN)).points
    assert points[0].startswith("Agreement of Pakistan and Russia in UN votes: 40% (2009)")
    assert points[1].startswith("Distance between the ideal points of Pakistan and Russia: 0.20 (2009)")


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


@pytest.mark.parametrize(
    ("delivered", "text"),
    [
        (
            [10.0] * 5 + [30.0] * 5,
            "Arms delivered by Russia to Pakistan rose from 10 million TIV a year (2000–04) to 30 million TIV a year "
            "(2005–09). That is 5% of what Pakistan imports (2005–09).",
        ),
        (
            [10.0] * 5 + [0] * 5,
            "Russia last delivered major arms to Pakistan in 2004; the register lists none from then to 2009.",
        ),
        (
            [0] * 10,
            "No major arms flow between Pakistan and Russia: the register lists no delivery either way (2000–09).",
        ),
    ],
)
def test_deliveries_are_told_as_present_past_or_none(arms, delivered, text):
    assert arms_answer(arms(delivered)).text == text


@pytest.mark.parametrize(
    ("value", "half", "words"),
    [
        (-0.7, 0.2, "It was clearly less than their size and distance predict: 50% below expectation (2005–09)."),
        (-0.7, 0.9, "It was not clearly more or less than their size and distance predict: 50% below expectation"),
        (0.7, 0.2, "It was clearly more than their size and distance predict: 2.0 times expectation (2005–09)."),
    ],
)
def test_trade_is_held_against_expectation_over_five_years(series, value, half, words):
    rows = [
        series("trade_total", [100.0] * 10),
        series("gravity_residual", [0.0] * 5 + [value] * 5, half=half),
        series("gravity_residual_atlas", OUT),
    ]
    text = trade_answer(join(rows)).text
    assert text.startswith("Pakistan and Russia traded goods for US$ 100 million in 2009. Their trade stayed steady at")
    assert words in text


def test_the_model_that_reaches_further_is_taken(series):
    rows = [
        series("trade_total", [100.0] * 10),
        series("gravity_residual", [-0.7] * 8 + ["out"] * 2, half=0.1),
        series("gravity_residual_atlas", ["out"] * 4 + [0.1] * 6, half=0.3),
    ]
    assert "not clearly more or less than" in trade_answer(join(rows)).text
    nowhere = [rows[0], series("gravity_residual", OUT), series("gravity_residual_atlas", OUT)]
    assert trade_answer(join(nowhere)).text.endswith("predict cannot be told here.")


def test_adversaries_promises_and_rivalry_are_said_together(series):
    def told(shared, ties, rival, **pacts):
        kinds = {"defense_pact": 0, "nonaggression_pact": 0, "consultation_pact": 0, **pacts}
        return security_answer(
            join(
                [
                    series("shared_adversaries_5y", [shared] * 10),
                    series("shared_adversary_deaths", [None] * 10),
                    series("security_ties", [None] * 10),
                    series("alliance_ties", [ties] * 9 + ["out"]),
                    series("rivalry", [rival] * 10),
                    *(series(name, [value] * 10) for name, value in kinds.items()),
                ]
            )
        ).text

    assert told(2.0, 2.0, 0, nonaggression_pact=1.0, consultation_pact=1.0) == (
        "Pakistan and Russia have two armed groups as common adversaries (2005–09). Promises of nonaggression and "
        "consultation bind them (2008). They are no strategic rivals (2009)."
    )
    assert told(1.0, 0, 1.0) == (
        "Pakistan and Russia have one armed group as a common adversary (2005–09). No promise of alliance binds them "
        "(2008). They are strategic rivals (2009)."
    )
    assert "A promise of neutrality or offence binds them" in told(None, 1.0, 0)
    assert told("out", 0, 0).startswith(
        "Pakistan and Russia may have common adversaries: no source covers these years."
    )
    assert told(None, "out", "out") == (
        "Pakistan and Russia have no armed group on record as a common adversary. What binds or divides them is not "
        "covered."
    )


def test_words_and_deeds_say_up_to_when_they_are_counted(series):
    words = series("speech_similarity", [0.3] * 10)

    def told(values, percentile):
        return diplomacy_answer(series("say_do_ratio", values, half=1.0, percentile=percentile), words).text

    first = "The news told of 20.0 words of cooperation between Pakistan and Russia for each deed in"
    assert told([20.0] * 8 + ["out"] * 2, 82.0) == (
        f"{first} 2007. That is more than between most pairs. For 2008–2009 there is no count."
    )
    assert told([20.0] * 10, 9.0) == f"{first} 2009. That is less than between 91% of pairs."
    assert told([20.0] * 10, 50.0) == f"{first} 2009."


def test_history_dates_the_last_dispute_from_the_years_since(series):
    def told(since, burden, opposed=0, same=0):
        view = join(
            [
                series("dispute_burden", burden, percentile=95.0),
                series("years_since_dispute", since),
                series("opposed_blocs", [opposed] * 10),
                series("same_bloc_cold_war", [same] * 10),
            ]
        )
        return history_answer(view, view).text

    assert told([float(n) for n in range(20, 30)], [1.0] * 10, opposed=1.0) == (
        "Pakistan and Russia had their last militarized dispute on record in 1980. Past disputes weighed more heavily "
        "on them in 2009 than on 95% of pairs. In the Cold War they stood in opposed blocs."
    )
    assert told([None] * 10, [0] * 10, same=1.0) == (
        "Pakistan and Russia have had no militarized dispute on record to 2009. In the Cold War they stood in the same "
        "bloc."
    )


def test_where_nothing_is_covered_the_answer_says_so_of_the_pair(series):
    gravity = [series(name, OUT) for name in ("gravity_residual", "gravity_residual_atlas")]
    history = join([series(name, OUT) for name in ("dispute_burden", "years_since_dispute")])
    answers = (
        votes_answer(join([series("agreement", OUT), series("ideal_point_distance", OUT)])),
        arms_answer(join([series("tiv", OUT), series("tiv", OUT, a="RUS", b="PAK")])),
        trade_answer(join([series("trade_total", OUT), *gravity])),
        diplomacy_answer(series("say_do_ratio", OUT), series("speech_similarity", OUT)),
        history_answer(history, history),
    )
    for answer in answers:
        assert answer.text.startswith("The sources hold nothing on ")
        assert "Pakistan" in answer.text and "Russia" in answer.text
        assert "not covered" in " ".join(answer.points)


def test_real_pairs_are_named_in_every_answer(real):
    lens, rows = real
    one = (votes_answer, arms_answer, trade_answer, security_answer)
    two = (diplomacy_answer, history_answer)
    for answer in (*(make(rows) for make in one), *(make(rows, rows) for make in two)):
        assert lens.a.name in answer.text and lens.b.name in answer.text
        assert answer.text.endswith(".") and ".." not in answer.text and "nan" not in answer.text
        assert all(answer.points)
