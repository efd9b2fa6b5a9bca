"""Sources on words: speeches of the General Debate, titles of outlets, surveys."""

import csv
from collections import Counter

import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from dyadlens.paths import data_directory
from dyadlens.sources.raw import FOCAL
from dyadlens.sources.runner import build_table
from dyadlens.sources.words import debate, public, speeches
from dyadlens.sources.words.names import name_rules
from dyadlens.sources.words.speeches import TOPICS, Corpus

# --- sentences and words


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "Mr. Khan spoke of St. Lucia. Nobody listened! Why?",
            ["Mr. Khan spoke of St. Lucia", "Nobody listened", "Why?"],
        ),
        ("12. The U.S. and Côte d'Ivoire co-\noperate", ["The US and Cote d'Ivoire cooperate"]),
        ("It cost US$ 5. It cost US $5.", ["It cost   5", "It cost  5."]),
        ("   ", []),
    ],
)
def test_sentences(text, parts):
    assert speeches.sentences(text) == parts


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        (["Guinea-Bissau's 3 ports"], "Guinea Bissau s ports \0"),
        (["One", "two “three”"], "One \0 two three \0"),
        (["Łódź and Αθήνα_2"], "Łódź and Αθήνα \0"),
        ([""], "\0"),
    ],
)
def test_words(parts, words):
    assert [word.decode() for word in speeches.tokens(parts)] == words.split(" ")


# --- similarity


def test_weights_are_log_frequency_times_inverse_document_frequency(monkeypatch):
    monkeypatch.setattr(debate, "FEWEST", 1)
    weights = debate.tf_idf(sparse.csr_array([[2, 1, 0, 1], [1, 0, 1, 0], [1, 0, 3, 0], [1, 0, 0, 0]])).toarray()
    one, two = np.log(4), np.log(2)
    assert weights == pytest.approx(
        np.array([[one, 0, one], [0, two, 0], [0, (1 + np.log(3)) * two, 0], [0, 0, 0]])
        / np.array([[np.hypot(one, one)], [two], [(1 + np.log(3)) * two], [1]])
    )  # the first word is in all four documents and dropped


def test_the_latent_space_is_that_of_a_truncated_decomposition():
    weights = sparse.random_array((30, 80), density=0.2, rng=np.random.default_rng(1), format="csr")
    places = debate.latent(weights, 5)
    left, values, _ = np.linalg.svd(weights.toarray())
    expected = left[:, :5] * values[:5]
    assert places @ places.T == pytest.approx(expected @ expected.T)


def invented(last):
    """Speeches of 12 states from 1946 on, of words drawn from a few common and many rare ones."""
    rows, terms = [], []
    for year in range(1946, last + 1):
        draw = np.random.default_rng(year)
        for state in range(12):
            rows.append((f"S{state:02}", year, 100, 5))
            terms.append(draw.poisson(0.4, 60))
    spoken = pd.DataFrame(rows, columns=["state", "year", "words", "sentences"])
    nothing = pd.DataFrame()
    return Corpus(spoken, nothing, nothing, sparse.csr_array(np.array(terms, np.int32)))


def test_similarity_of_a_year_does_not_know_later_speeches():
    whole, cut = invented(1955), invented(1950)
    for year in (1946, 1950):
        pd.testing.assert_frame_equal(debate.similar(whole, year), debate.similar(cut, year))
    assert not debate.similar(whole, 1951)["similarity"].equals(debate.similar(whole, 1950)["similarity"])


def test_every_pair_once():
    frame = debate.similar(invented(1950), 1950)
    assert len(frame) == 12 * 11 // 2
    assert (frame["a"] < frame["b"]).all() and frame["similarity"].between(-1, 1).all()


@pytest.mark.raw
def test_words_and_speeches_are_conserved(table, raw):
    source = pd.read_parquet(raw.path(speeches.FILE), columns=["iso3", "year", "n_words"])
    said = source[source["year"].between(1946, 2024) & ~source["iso3"].isin(speeches.NOT_STATES)]
    wrong = [key in speeches.WRONG for key in zip(said["iso3"], said["year"], strict=True)]
    assert sum(wrong) == len(speeches.WRONG)
    said = said[~np.array(wrong)]
    assert len(table("debate_speeches")) == len(said) == 10884
    assert table("debate_speeches")["words"].sum() == said["n_words"].sum()


def test_who_spoke(table):
    spoke = table("debate_speeches").groupby("state")["year"].agg(set)
    assert max(spoke["TWN"]) == 1971 and min(spoke["CHN"]) == 1972
    assert 1970 not in spoke["RUS"] and 2021 not in spoke["AFG"] and 1990 not in spoke["DDR"]
    assert not {"PSE", "EU", "VAT"} & set(spoke.index)


def test_russia_and_pakistan(table):
    rows = table("debate_mentions")
    russia = rows[(rows["speaker"] == "RUS") & (rows["named"] == "PAK")].set_index("year")["mentions"]
    assert russia[russia.index >= 2000].empty and russia[1965] == 9
    pakistan = rows[(rows["speaker"] == "PAK") & (rows["named"] == "RUS")].set_index("year")["mentions"]
    assert pakistan[pakistan.index >= 2000].to_dict() == {2000: 1, 2003: 1, 2013: 1, 2015: 1}


def test_nobody_names_itself_and_only_speakers_name(table):
    rows, spoken = table("debate_mentions"), table("debate_speeches")
    assert (rows["speaker"] != rows["named"]).all()
    keys = set(zip(spoken["state"], spoken["year"], strict=True))
    assert set(zip(rows["speaker"], rows["year"], strict=True)) <= keys


def test_similarity_covers_all_pairs_and_knows_neighbours(table):
    rows = table("debate_similarity")
    spoke = table("debate_speeches").groupby("year").size()
    assert (rows.groupby("year").size() == spoke * (spoke - 1) // 2).all()
    rank = rows["similarity"].groupby(rows["year"]).rank(pct=True)
    late = rows["year"] >= 2015
    close = rank[late & (rows["a"] == "DEU") & (rows["b"].isin(["FRA", "NLD"]))].mean()
    islands = rank[late & (rows["a"] == "TON") & (rows["b"] == "TUV")].mean()
    bloc = rank[rows["year"].between(1975, 1985) & (rows["a"] == "BLR") & (rows["b"] == "RUS")].mean()
    assert min(close, islands, bloc) > 0.9


def test_topics_follow_events(table):
    rows = table("debate_topics").pivot_table(index="year", columns="topic", values="share")
    assert rows.loc[2022, "ukraine"] > 5 * rows.loc[2010, "ukraine"]
    assert rows.loc[2001, "terrorism"] > 3 * rows.loc[1999, "terrorism"]
    assert rows["colonialism"].idxmax() < 1990 and rows.loc[2020, "health"] > 5 * rows.loc[2018, "health"]


def test_no_text_is_kept(table):
    for name in ("speeches", "mentions", "similarity", "topics"):
        frame = table(f"debate_{name}")
        texts = frame.select_dtypes(exclude="number")
        assert texts.map(len).max().max() <= len("human_rights")


# --- names of states in invented sentences


def count(text, year=2010, speaker="AUS"):
    return speeches.count(pd.DataFrame({"state": [speaker], "year": [year], "words": [0], "text": [text]}))


def named(text, year=2010, speaker="AUS"):
    return count(text, year, speaker).mentions.set_index("named")["mentions"].to_dict()


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
    text = "Pakistan thanks the Russian Federation for peace. We wish peace."
    counted, without = count(text, 2000, "PAK"), count("thanks the for peace. We wish peace.", 2000, "PAK")
    assert counted.speeches["sentences"].tolist() == [2]
    assert counted.terms.sum() == without.terms.sum() == 6 and counted.terms.max() == 2  # peace


def test_every_state_has_a_name_and_every_name_a_state():
    with (data_directory() / "states.csv").open(encoding="utf-8", newline="") as stream:
        states = {row["state"] for row in csv.DictReader(stream)}
    assert {rule["state"] for rule in name_rules()} - {""} == states


def topics(text):
    shares = count(text).topics.set_index("topic")["share"]
    return shares[shares > 0].to_dict()


def test_topics():
    assert topics("The people of Palestine want security.") == {"palestine": 1}
    assert topics("The rights of the human. Human rights! Human. Rights.") == {"human_rights": 0.25}
    assert topics("Weapons and more weapons. Peace.") == {"arms": 0.5}
    assert len(TOPICS) == 15


# --- titles and surveys


@pytest.mark.raw
def test_counts_are_conserved(table, raw):
    source, rows = pd.read_csv(raw.path(public.FILE), keep_default_na=False), table("attention")
    assert rows["state"].nunique() == 14
    for state, own in rows.groupby("state"):
        assert own["titles_naming"].sum() == source[state].sum()
        assert own["titles"].sum() == source["n_items"].sum()


def test_no_more_titles_name_a_state_than_there_are(table):
    assert (table("attention")["titles_naming"] <= table("attention")["titles"]).all()
    assert not {"SCO", "KASHMIR"} & set(table("attention")["state"])


def test_pakistan_on_channel_one(table):
    rows = table("attention").query("outlet == '1tv' and state == 'PAK' and year == 2001")
    assert len(rows) == 12 and rows["titles_naming"].sum() == 62


def test_known_views(table):
    rows = table("opinion").set_index(["respondent", "target", "year"])
    assert rows.loc[("PAK", "RUS", 2015), "favourable_pct"] == 12.0
    assert rows.loc[("PAK", "CHN", 2015), "interviews"] == 1200


def test_what_is_wrong_or_missing_has_no_row(table):
    keys = table("opinion")
    assert keys[(keys["target"] == "CHN") & (keys["year"] == 2013)].empty
    assert keys[keys["respondent"] == "PAK"]["year"].max() == 2015
    assert "PAK" not in set(keys["target"])


@pytest.mark.raw
def test_only_focal_states_unless_asked(table, full):
    keys = table("opinion")
    assert set(keys["respondent"]) | set(keys["target"]) <= set(FOCAL)
    rows = build_table("opinion", full)
    assert len(rows) > 4 * len(keys) and not set(rows["target"]) & set(public.NO_STATES)
    assert (rows["favourable_pct"] + rows["unfavourable_pct"] <= 100.1).all()
