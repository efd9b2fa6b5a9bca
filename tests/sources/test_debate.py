"""The speeches of the General Debate."""

import numpy as np
import pandas as pd
import pytest

from dyadlens.data.catalog import read
from dyadlens.sources import debate, debate_corpus
from dyadlens.sources.debate_corpus import Corpus
from dyadlens.sources.raw import Raw
from dyadlens.stats.text import count_matrix


def invented(last):
    """Speeches of 12 states from 1946 on, of words drawn from a few common and many rare ones."""
    rows, terms = [], []
    for year in range(1946, last + 1):
        draw = np.random.default_rng(year)
        for state in range(12):
            rows.append((f"S{state:02}", year, 100, 5))
            terms.append({int(t): int(c) for t, c in enumerate(draw.poisson(0.4, 60)) if c})
    speeches = pd.DataFrame(rows, columns=["state", "year", "words", "sentences"])
    nothing = pd.DataFrame()
    return Corpus(speeches, nothing, nothing, count_matrix(terms, 60))


def test_similarity_of_a_year_does_not_know_later_speeches():
    whole, cut = invented(1955), invented(1950)
    for year in (1946, 1950):
        pd.testing.assert_frame_equal(debate._similar(whole, year), debate._similar(cut, year))
    assert not debate._similar(whole, 1951)["similarity"].equals(debate._similar(whole, 1950)["similarity"])


def test_every_pair_once():
    frame = debate._similar(invented(1950), 1950)
    assert len(frame) == 12 * 11 // 2
    assert (frame["a"] < frame["b"]).all() and frame["similarity"].between(-1, 1).all()


@pytest.fixture(scope="module")
def kept():
    """The tables as kept, which the test of the whole curation finds to be those that are built."""
    frames = {table.name: read(table.name) for table in debate.TABLES}
    return {name: rows.astype(dict.fromkeys(rows.select_dtypes("category"), str)) for name, rows in frames.items()}


@pytest.fixture(scope="module")
def source(raw_directory):
    return pd.read_parquet(Raw(raw_directory).path(debate_corpus.SPEECHES), columns=["iso3", "year", "n_words"])


@pytest.mark.raw
def test_words_and_speeches_are_conserved(kept, source):
    said = source[source["year"].between(1946, 2024) & ~source["iso3"].isin(debate_corpus.NOT_STATES)]
    wrong = [key in debate_corpus.WRONG for key in zip(said["iso3"], said["year"], strict=True)]
    assert sum(wrong) == len(debate_corpus.WRONG)
    said = said[~np.array(wrong)]
    assert len(kept["debate_speeches"]) == len(said) == 10884
    assert kept["debate_speeches"]["words"].sum() == said["n_words"].sum()


def test_who_spoke(kept):
    spoke = kept["debate_speeches"].groupby("state")["year"].agg(set)
    assert max(spoke["TWN"]) == 1971 and min(spoke["CHN"]) == 1972
    assert 1970 not in spoke["RUS"] and 2021 not in spoke["AFG"] and 1990 not in spoke["DDR"]
    assert not {"PSE", "EU", "VAT"} & set(spoke.index)


def test_russia_and_pakistan(kept):
    rows = kept["debate_mentions"]
    russia = rows[(rows["speaker"] == "RUS") & (rows["named"] == "PAK")].set_index("year")["mentions"]
    assert russia[russia.index >= 2000].empty and russia[1965] == 9
    pakistan = rows[(rows["speaker"] == "PAK") & (rows["named"] == "RUS")].set_index("year")["mentions"]
    assert pakistan[pakistan.index >= 2000].to_dict() == {2000: 1, 2003: 1, 2013: 1, 2015: 1}


def test_nobody_names_itself_and_only_speakers_name(kept):
    rows, speeches = kept["debate_mentions"], kept["debate_speeches"]
    assert (rows["speaker"] != rows["named"]).all()
    keys = set(zip(speeches["state"], speeches["year"], strict=True))
    assert set(zip(rows["speaker"], rows["year"], strict=True)) <= keys


def test_similarity_covers_all_pairs_and_knows_neighbours(kept):
    rows = kept["debate_similarity"]
    spoke = kept["debate_speeches"].groupby("year").size()
    assert (rows.groupby("year").size() == spoke * (spoke - 1) // 2).all()
    rank = rows["similarity"].groupby(rows["year"]).rank(pct=True)
    late = rows["year"] >= 2015
    close = rank[late & (rows["a"] == "DEU") & (rows["b"].isin(["FRA", "NLD"]))].mean()
    islands = rank[late & (rows["a"] == "TON") & (rows["b"] == "TUV")].mean()
    bloc = rank[rows["year"].between(1975, 1985) & (rows["a"] == "BLR") & (rows["b"] == "RUS")].mean()
    assert min(close, islands, bloc) > 0.9


def test_topics_follow_events(kept):
    rows = kept["debate_topics"].pivot_table(index="year", columns="topic", values="share")
    assert rows.loc[2022, "ukraine"] > 5 * rows.loc[2010, "ukraine"]
    assert rows.loc[2001, "terrorism"] > 3 * rows.loc[1999, "terrorism"]
    assert rows["colonialism"].idxmax() < 1990 and rows.loc[2020, "health"] > 5 * rows.loc[2018, "health"]


def test_no_text_is_kept(kept):
    for frame in kept.values():
        texts = frame.select_dtypes(exclude="number")
        assert texts.map(len).max().max() <= len("human_rights")
