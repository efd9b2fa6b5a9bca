"""Events: values, conserved totals, known days, and zeros apart from missing days."""

import numpy as np
import pandas as pd
import pytest

from dyadlens.data.catalog import table as info
from dyadlens.sources import events
from dyadlens.sources.raw import Raw
from dyadlens.sources.write import conform, sha256, write_table

BY_NAME = {t.name: t for t in events.TABLES}
COUNTS = list(events.COUNTS.values())

pytestmark = pytest.mark.raw


@pytest.fixture(scope="module")
def raw(raw_directory):
    return Raw(raw_directory)


@pytest.fixture(scope="module")
def built(raw):
    return {name: conform(table.build(raw), table) for name, table in BY_NAME.items()}


def test_icews_known_values(built):
    rows = built["icews"]
    pair = rows[rows["source"].isin(["PAK", "RUS"]) & rows["target"].isin(["PAK", "RUS"])]
    found = pair.groupby("year")["verbal_cooperation"].sum()
    assert found[[2002, 2006, 2012]].tolist() == [1122, 170, 924]


def test_icews_conserves_all_counts(raw, built):
    source = pd.read_parquet(raw.path(events.ICEWS_FILE))
    assert source[list(events.COUNTS)].sum().tolist() == built["icews"][COUNTS].sum().tolist()
    assert len(source) == len(built["icews"])


def test_icews_names_lead_to_the_codes_that_the_file_also_carries(raw, built):
    source = pd.read_parquet(raw.path(events.ICEWS_FILE), columns=["i_iso3c", "j_iso3c", "year", "matlConf"])
    other = source.set_axis(["source", "target", "year", "n"], axis=1).set_index(["source", "target", "year"])["n"]
    ours = built["icews"].set_index(["source", "target", "year"])["material_conflict"]
    assert ours.sort_index().astype(float).equals(other.sort_index().rename("material_conflict"))


def test_icews_is_a_full_square_without_turkey(built):
    rows = built["icews"]
    states = set(rows["source"])
    assert len(states) == 152 and "TUR" not in states
    assert len(rows) == 152 * 151 * 13


def test_gdelt_conserves_scores_up_to_what_is_left_out(raw, built):
    source = pd.read_parquet(raw.path(events.MONTHLY_FILE))
    out = {*events.GDELT_NOT_STATES, *events.GDELT_BROKEN}
    kept = source[~source["a"].isin(out) & ~source["b"].isin(out) & (source["a"] != source["b"])]
    assert len(kept) == len(built["gdelt_monthly"])
    assert built["gdelt_monthly"]["score"].sum() == pytest.approx(kept["score_sum"].sum(), abs=0.005 * len(kept))
    assert built["gdelt_monthly"]["days_nonzero"].sum() == kept["days_nonzero"].sum()


def test_gdelt_left_out_is_little_but_for_known_codes(raw):
    source = pd.read_parquet(raw.path(events.MONTHLY_FILE))
    georgia = source[source["a"].eq("GEO") | source["b"].eq("GEO")]
    armenia = source[source["a"].eq("ARM") | source["b"].eq("ARM")]
    assert len(georgia) == 212 and georgia["score_sum"].abs().sum() * 100 < armenia["score_sum"].abs().sum()
    itself = source[source["a"] == source["b"]]
    assert set(itself["a"]) == {"VNM"} and len(itself) == 36


def test_the_two_highest_days_of_pakistan_and_russia(built):
    rows = built["gdelt_daily"]
    pair = rows[(rows["a"] == "PAK") & (rows["b"] == "RUS")]
    assert pair.nlargest(2, "score")["date"].tolist() == ["2021-04-07", "2022-02-24"]


def test_days_add_up_to_months(built):
    days, months = built["gdelt_daily"], built["gdelt_monthly"]
    days = days[days["score"] != 0].assign(date=lambda d: d["date"].str[:7])
    both = days.groupby(["a", "b", "date"])["score"].agg(["sum", "size"]).join(
        months.assign(date=months["date"].str[:7]).set_index(["a", "b", "date"]), how="left"
    )  # fmt: skip
    assert both["score"].notna().all()
    assert np.allclose(both["sum"], both["score"], atol=0.3)
    assert both["size"].le(both["days_nonzero"]).all()


def test_a_day_with_any_row_is_in_the_file_and_all_others_are_missing(raw, built):
    source = pd.read_parquet(raw.path(events.DAILY_FILE))
    held = set(source["date"].dt.strftime("%Y-%m-%d"))
    assert held == set(built["gdelt_daily"]["date"])
    every = pd.date_range("2018-01-01", max(held))
    assert len(every) - len(held) == 96
    per_month = pd.Series(sorted(held)).str[:7].value_counts()
    months = built["gdelt_monthly"]
    stated = months.groupby(months["date"].str[:7])["days_in_file"].agg(["min", "max"])
    assert stated["min"].equals(stated["max"])
    assert stated["min"].to_dict() == per_month.to_dict()


def test_pairs_stand_once_in_the_alphabets_order(built):
    for name in ("gdelt_monthly", "gdelt_daily"):
        assert (built[name]["a"] < built[name]["b"]).all()


def test_an_unknown_code_is_an_error(raw):
    with pytest.raises(ValueError, match="XYZ"):
        events._pairs(pd.DataFrame({"a": ["PAK"], "b": ["XYZ"], "score": [1.0]}), raw)


def test_files_are_small_and_those_that_are_kept(built, tmp_path):
    sizes = []
    for name in ("gdelt_monthly", "gdelt_daily"):
        path = write_table(built[name], BY_NAME[name], tmp_path)
        assert sha256(path) == info(name).sha256
        sizes.append(path.stat().st_size)
    assert sum(sizes) < 3_000_000
