"""Names of states in invented sentences."""

import csv
from collections import Counter

import pytest

from dyadlens.paths import data_directory
from dyadlens.sources.debate_corpus import count_speech
from dyadlens.sources.debate_names import _rules
from dyadlens.sources.debate_topics import TOPICS, sentence_topics


def named(text, year=2010, speaker="AUS"):
    return dict(count_speech(text, speaker, year).named)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Niger, Nigeria and the Niger Delta.", {"NER": 1, "NGA": 1}),
        ("Guinea, Guinea-Bissau, Equatorial Guinea, Papua New Guinea, the Gulf of Guinea.", "GIN GNB GNQ PNG"),
        ("The Democratic Republic of the Congo and the Republic of the Congo.", "COD COG"),
        ("Dominica and the Dominican Republic.", "DMA DOM"),
        ("Oman, Romania and Mali; Somalia is not Mali.", {"OMN": 1, "ROU": 1, "MLI": 2, "SOM": 1}),
        ("The Indian Ocean, Indiana, Indians and Indo-Pakistani talks.", {}),
        ("India's neighbour, INDIA.", {"IND": 2}),
        ("The South China Sea, Indo-China and Indochina.", {}),
        ("The Democratic People's Republic of Korea, the Republic of Korea and Korea.", "PRK KOR"),
        ("The United Kingdom of Great Britain and Northern Ireland, Northern Ireland, Ireland.", "GBR IRL"),
        ("Southern Sudan is in the Sudan.", {"SDN": 2}),
        ("Chad lies on Lake Chad.", "TCD"),
        ("Jordan lies on the Jordan River.", "JOR"),
        ("Samoa, American Samoa and the SAMOA Pathway.", "WSM"),
        ("Georgia, South Georgia; he was born in Atlanta, Georgia.", "GEO"),
        ("The People's Republic of China and the Republic of China (Taiwan).", "CHN TWN"),
        ("The Islamic Republic of Iran, Iran (Islamic Republic of).", {"IRN": 2}),
        ("Türkiye, Turkey; he ate turkey.", {"TUR": 2}),
        ("Myanmar, once Burma; Sri Lanka, once Ceylon.", {"MMR": 2, "LKA": 2}),
        ("Côte d’Ivoire and the Ivory Coast.", {"CIV": 2}),
        ("The Soviet Union, the USSR, the U.S.S.R., Russia, the Russian Federation.", {"RUS": 5}),
        ("The former Soviet Union and the former Yugoslav Republic of Macedonia.", "MKD"),
        ("Soviet troops, Russians and the Russian people.", {}),
        ("The US paid US$ 5 million, or 5 million US dollars, to us.", "USA"),
        ("The United States of America, not Latin America.", "USA"),
        ("Mexico, New Mexico and the Gulf of Mexico.", "MEX"),
        ("St. Lucia, Saint Vincent and the Grenadines, St. Kitts and Nevis.", "LCA VCT KNA"),
        ("Trinidad and Tobago; Antigua and Barbuda; Sao Tome and Principe.", "TTO ATG STP"),
        ("Bosnia and Herzegovina, Serbia and Montenegro.", "BIH YUG"),
        ("a paki-\nstan of the mind, but Paki-\nstan is one", "PAK"),
    ],
)
def test_traps(text, found):
    assert named(text) == (dict(Counter(found.split())) if isinstance(found, str) else found)


@pytest.mark.parametrize(
    ("text", "year", "speaker", "found"),
    [
        ("The Congo bleeds.", 1961, "IND", {"COD": 1}),
        ("The Congo bleeds.", 1961, "COG", {"COG": 1}),
        ("The Congo and Zaire.", 1980, "IND", {"COG": 1, "COD": 1}),
        ("The Congo bleeds.", 2000, "IND", {}),
        ("The Republic of China.", 1947, "USA", {"CHN": 1}),
        ("The Republic of China.", 1960, "USA", {"TWN": 1}),
        ("China is free; Communist China is not.", 1960, "TWN", {"TWN": 1, "CHN": 1}),
        ("South Sudan left the Sudan.", 2000, "USA", {"SDN": 2}),
        ("South Sudan left the Sudan.", 2012, "USA", {"SSD": 1, "SDN": 1}),
        ("South Yemen and Democratic Yemen.", 1980, "USA", {"YMD": 2}),
        ("Zanzibar.", 1990, "USA", {}),
    ],
)
def test_names_move_with_the_year_and_the_speaker(text, year, speaker, found):
    assert named(text, year, speaker) == found


def test_shouting_hides_abbreviations_only():
    assert named("LET US THANK PAKISTAN. GIVE US HOPE.") == {"PAK": 1}
    assert named("Let US firms thank PAKISTAN.") == {"PAK": 1, "USA": 1}


def test_names_are_no_terms():
    counted = count_speech("Pakistan thanks the Russian Federation for peace. We wish peace.", "PAK", 2000)
    assert counted.terms["peace"] == 2 and counted.sentences == 2
    assert not {"pakistan", "russian", "federation"} & set(counted.terms)


def test_every_state_has_a_name_and_every_name_a_state():
    with (data_directory() / "states.csv").open(encoding="utf-8", newline="") as stream:
        states = {row["state"] for row in csv.DictReader(stream)}
    assert {rule["state"] for rule in _rules()} - {""} == states


def test_topics():
    assert sentence_topics(["the", "people", "of", "palestine", "want", "security"]) == {"palestine"}
    assert sentence_topics(["rights", "of", "the", "human"]) == set()
    assert len(TOPICS) == 15
