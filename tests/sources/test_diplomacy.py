"""Sources on diplomacy: organizations, visits, signals, aid, events and sanctions."""

import numpy as np
import pandas as pd
import pytest

from dyadlens.errors import SourceError
from dyadlens.sources.diplomacy import aid, events, igo, sanctions, visits
from dyadlens.sources.raw import FOCAL

# --- organizations


def members(table, state, year):
    rows = table("igo_membership").query("state == @state and kind == 'full' and first <= @year <= last")
    return set(rows["igo"])


def test_pakistan_and_russia_share_44(table):
    assert len(members(table, "PAK", 2014) & members(table, "RUS", 2014)) == 44


@pytest.mark.raw
def test_spells_hold_as_many_years_as_the_source(table, raw):
    source = pd.read_parquet(raw.path(igo.STATES_FILE)).query("year >= 1946 and year != 1990")
    cells = source.drop(columns=["ccode", "year", "state"])
    rows = table("igo_membership")
    length = rows["last"] - rows["first"] + 1 - rows["first"].le(1990).mul(rows["last"].ge(1990))
    ours = length.groupby(rows["kind"]).sum()
    for code, kind in igo.KINDS.items():
        assert ours[kind] == cells.eq(code).sum().sum(), kind


def test_spells_of_a_state_do_not_overlap_and_a_gap_or_change_parts_them(table):
    rows = table("igo_membership").sort_values(["state", "igo", "first"])
    before = rows.groupby(["state", "igo"])[["last", "kind"]].shift()
    gap = rows["first"] - before["last"]
    assert (gap.dropna() >= 1).all()
    assert ((gap != 1) | (rows["kind"] != before["kind"])).all()


def test_every_organization_has_a_name(table):
    assert set(table("igo_membership")["igo"]) <= set(table("igos")["igo"])
    names = table("igos").set_index("igo")["name"]
    assert names["sco"] == "Shanghai Cooperation Organisation"


def test_observers_of_the_shanghai_organization_are_no_members_and_joined_later(table):
    assert "sco" not in members(table, "PAK", 2014) | members(table, "IND", 2014)
    joined = table("sco_accessions").set_index("state")
    assert joined["date"].to_dict() == {"BLR": "2024", "IND": "2017-06-09", "IRN": "2023", "PAK": "2017-06-09"}
    assert (joined["precision"].eq("day") == joined["date"].str.len().eq(10)).all()


# --- visits


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("October 26, 1966", "1966-10-26", "1966-10-26"),
        ("March 1–4, 2006", "2006-03-01", "2006-03-04"),
        ("July 29–August 1, 1991", "1991-07-29", "1991-08-01"),
        ("December 31, 1992–January 2, 1993", "1992-12-31", "1993-01-02"),
    ],
)
def test_spans(text, first, last):
    assert visits.parse_span(text) == (first, last)


@pytest.mark.parametrize("text", ["spring 1950", "May 4–2, 1950", "May 1950", ""])
def test_other_text_is_refused(text):
    with pytest.raises(SourceError, match=r"span|before|does not match"):
        visits.parse_span(text)


@pytest.mark.raw
def test_all_rows_are_kept_but_those_of_no_state(table, raw):
    source = pd.concat([pd.read_csv(raw.path(f)) for f in visits.FILES.values()])
    left_out = source["destination country"].isin(visits.LISTS["not_states"]).sum()
    assert len(table("us_visits")) == len(source) - left_out and left_out == 116


def test_presidents_in_pakistan(table):
    found = table("us_visits").query("office == 'president' and state == 'PAK'")
    assert found["year"].tolist() == [1959, 1967, 1969, 2000, 2006]


@pytest.mark.parametrize(
    ("office", "date", "state"),
    [
        ("president", "1972-05-22", "RUS"),
        ("president", "1969-07-30", "RVN"),
        ("president", "2000-11-16", "VNM"),
        ("president", "1960-06-18", "TWN"),
        ("president", "1972-02-21", "CHN"),
        ("president", "2001-07-24", "YUG"),
        ("secretary", "1991-12-17", "KGZ"),
        ("secretary", "1997-05-31", "YUG"),
    ],
)
def test_names_lead_to_the_state_of_the_day(office, date, state, table):
    assert state in table("us_visits").query("office == @office and date == @date")["state"].tolist()


def test_trips_before_taking_office_are_marked(table):
    before = table("us_visits").query("not in_office")
    assert len(before) == 16 and set(before["office"]) == {"president"}


def test_no_words_of_the_source_are_kept(table):
    assert list(table("us_visits").columns) == ["office", "state", "date", "end", "year", "stop", "in_office"]


# --- signals


@pytest.mark.raw
def test_sums_are_conserved_but_for_one_state_under_two_numbers(table, raw):
    rows = table("major_power_signals")
    source = pd.read_csv(raw.path(visits.SIGNALS_FILE))
    for short, power in visits.POWERS.items():
        ours = rows[rows["power"] == power]
        for column, name in {**visits.KINDS, "troops": "troops"}.items():
            both = source[source["ccode"].isin([255, 260, 678, 679]) & (source["year"] == 1990)][f"{short}_{column}"]
            slack = both.sum()
            total = source.loc[source["ccode"] != {"uk": 200, "fra": 220}.get(short), f"{short}_{column}"].sum()
            assert total - slack <= ours[name].sum() <= total


@pytest.mark.parametrize(
    ("power", "state", "year", "visit"),
    [
        ("USA", "PAK", 2006, True),
        ("USA", "PAK", 2007, False),
        ("CHN", "PAK", 1996, True),
        ("RUS", "PAK", 1968, False),  # Kosygin came: a known miss
        ("RUS", "PAK", 2007, False),  # Fradkov came: a miss found here
        ("CHN", "PAK", 2010, False),  # Wen came: a known miss
    ],
)
def test_visits_known_and_missed(power, state, year, visit, table):
    rows = table("major_power_signals")
    found = rows[(rows["power"] == power) & (rows["state"] == state) & (rows["year"] == year)]
    assert found["visit"].tolist() == [visit]


def test_visits_of_presidents_agree_with_the_historian(table):
    rows = table("major_power_signals")
    travels = table("us_visits")
    travels = travels[(travels["office"] == "president") & travels["in_office"]]
    been = set(zip(travels["state"], travels["year"], strict=True))
    ours = rows[rows["power"] == "USA"]
    other = [(s, y) in been for s, y in zip(ours["state"], ours["year"], strict=True)]
    assert (ours["visit"] != other).sum() == 13
    assert ours["visit"].sum() == 508


def test_no_power_signals_to_itself_and_three_are_no_receivers(table):
    rows = table("major_power_signals")
    assert (rows["power"] != rows["state"]).all()
    assert not {"USA", "RUS", "CHN"} & set(rows["state"])
    assert {"GBR", "FRA"} <= set(rows["state"])


def test_nuclear_arms_are_missing_where_the_source_has_no_column(table):
    rows = table("major_power_signals")
    known = rows.groupby("power")["nuclear_arms"].agg(lambda s: s.notna().all())
    assert known.to_dict() == {"CHN": False, "FRA": False, "GBR": True, "RUS": True, "USA": True}
    cuba = rows[(rows["power"] == "RUS") & (rows["state"] == "CUB") & (rows["year"] == 1962)]
    assert cuba["nuclear_arms"].tolist() == [True]


# --- aid


@pytest.mark.parametrize(("year", "musd"), [(2000, 40), (2010, 3649), (2018, 506), (2023, 170)])
def test_us_aid_to_pakistan(year, musd, table):
    found = table("us_aid").set_index(["state", "year"])["aid_musd"]
    assert round(found["PAK", year]) == musd


@pytest.mark.raw
def test_us_aid_loses_nothing_but_fragments(table, raw):
    source = pd.read_csv(raw.path(aid.US_FILE))
    lost = source["aid"].sum() / 1e6 - table("us_aid")["aid_musd"].sum()
    assert 0 <= lost < 1e-5 * source["aid"].sum() / 1e6


@pytest.mark.raw
def test_repeated_state_years_are_added_up(table, raw):
    source = pd.read_csv(raw.path(aid.US_FILE))
    repeated = source.dropna(subset=["country"])
    repeated = repeated[repeated.duplicated(["country", "year"])]
    assert len(repeated) == 65
    sudan = source[(source["country"] == "Sudan") & (source["year"] == 2005)]["aid"]
    assert len(sudan) == 2
    ours = table("us_aid").set_index(["state", "year"])["aid_musd"]["SDN", 2005]
    assert ours == pytest.approx(sudan.sum() / 1e6)


def test_names_that_were_not_matched_are_unknown_and_not_zero(table):
    states = table("us_aid").groupby("state")["year"].min()
    assert not {"RVN", "YUG", "SRB"} & set(states.index)
    assert states[["VNM", "YEM", "DEU"]].tolist() == [1976, 1990, 1990]


@pytest.mark.raw
def test_chinese_finance_is_conserved_and_near_the_published_total(table, raw):
    source = pd.read_csv(raw.path(aid.CHINA_FILE))
    ours = table("chinese_finance")
    assert len(ours) == len(source)
    for kind, names in (("amt", ["commitments_musd"]), ("adj", ["adjusted_musd"])):
        total = source[[f"{c}_{kind}" for c in aid.CLASSES]].sum().sum() / 1e6
        assert ours[names].sum().sum() == pytest.approx(total)
    assert ours["adjusted_musd"].sum() == pytest.approx(1_340_000, rel=0.02)
    assert ours["commitments_musd"].sum() == pytest.approx(ours[list(aid.CLASSES.values())].sum().sum())


def test_adjusted_never_exceeds_what_was_committed_but_for_rounding(table):
    rows = table("chinese_finance")
    assert (rows["adjusted_musd"] <= rows["commitments_musd"] + 0.2).all()
    taken_out = (rows["commitments_musd"] - rows["adjusted_musd"]).groupby(rows["state"]).sum()
    assert taken_out.nlargest(2).index.tolist() == ["ARG", "PAK"]


# --- events


COUNTS = list(events.COUNTS.values())


def test_icews_known_values(table):
    rows = table("icews")
    pair = rows[rows["source"].isin(["PAK", "RUS"]) & rows["target"].isin(["PAK", "RUS"])]
    found = pair.groupby("year")["verbal_cooperation"].sum()
    assert found[[2002, 2006, 2012]].tolist() == [1122, 170, 924]


@pytest.mark.raw
def test_icews_conserves_all_counts(table, raw):
    source = pd.read_parquet(raw.path(events.ICEWS_FILE))
    assert source[list(events.COUNTS)].sum().tolist() == table("icews")[COUNTS].sum().tolist()
    assert len(source) == len(table("icews"))


@pytest.mark.raw
def test_icews_names_lead_to_the_codes_that_the_file_also_carries(table, raw):
    source = pd.read_parquet(raw.path(events.ICEWS_FILE), columns=["i_iso3c", "j_iso3c", "year", "matlConf"])
    other = source.set_axis(["source", "target", "year", "n"], axis=1).set_index(["source", "target", "year"])["n"]
    ours = table("icews").set_index(["source", "target", "year"])["material_conflict"]
    assert ours.sort_index().astype(float).equals(other.sort_index().rename("material_conflict"))


def test_icews_is_a_full_square_without_turkey(table):
    rows = table("icews")
    states = set(rows["source"])
    assert len(states) == 152 and "TUR" not in states
    assert len(rows) == 152 * 151 * 13


@pytest.mark.raw
def test_gdelt_conserves_scores_up_to_what_is_left_out(table, raw):
    source = pd.read_parquet(raw.path(events.MONTHLY_FILE))
    out = {*events.LISTS["gdelt_not_states"], *events.LISTS["gdelt_broken"]}
    kept = source[~source["a"].isin(out) & ~source["b"].isin(out) & (source["a"] != source["b"])]
    assert len(kept) == len(table("gdelt_monthly"))
    assert table("gdelt_monthly")["score"].sum() == pytest.approx(kept["score_sum"].sum(), abs=0.005 * len(kept))
    assert table("gdelt_monthly")["days_nonzero"].sum() == kept["days_nonzero"].sum()


@pytest.mark.raw
def test_gdelt_left_out_is_little_but_for_known_codes(raw):
    source = pd.read_parquet(raw.path(events.MONTHLY_FILE))
    georgia = source[source["a"].eq("GEO") | source["b"].eq("GEO")]
    armenia = source[source["a"].eq("ARM") | source["b"].eq("ARM")]
    assert len(georgia) == 212 and georgia["score_sum"].abs().sum() * 100 < armenia["score_sum"].abs().sum()
    itself = source[source["a"] == source["b"]]
    assert set(itself["a"]) == {"VNM"} and len(itself) == 36


def test_the_two_highest_days_of_pakistan_and_russia(table):
    rows = table("gdelt_daily")
    pair = rows[(rows["a"] == "PAK") & (rows["b"] == "RUS")]
    assert pair.nlargest(2, "score")["date"].tolist() == ["2021-04-07", "2022-02-24"]


def test_days_add_up_to_months(table):
    days, months = table("gdelt_daily"), table("gdelt_monthly")
    days = days[days["score"] != 0].assign(date=lambda d: d["date"].str[:7])
    both = (
        days.groupby(["a", "b", "date"])["score"]
        .agg(["sum", "size"])
        .join(months.assign(date=months["date"].str[:7]).set_index(["a", "b", "date"]), how="left")
    )
    assert both["score"].notna().all()
    assert np.allclose(both["sum"], both["score"], atol=0.3)
    assert both["size"].le(both["days_nonzero"]).all()


@pytest.mark.raw
def test_a_day_with_any_row_is_in_the_file_and_all_others_are_missing(table, raw):
    source = pd.read_parquet(raw.path(events.DAILY_FILE))
    held = set(source["date"].dt.strftime("%Y-%m-%d"))
    assert held == set(table("gdelt_daily")["date"])
    every = pd.date_range("2018-01-01", max(held))
    assert len(every) - len(held) == 96
    per_month = pd.Series(sorted(held)).str[:7].value_counts()
    months = table("gdelt_monthly")
    stated = months.groupby(months["date"].str[:7])["days_in_file"].agg(["min", "max"])
    assert stated["min"].equals(stated["max"])
    assert stated["min"].to_dict() == per_month.to_dict()


def test_pairs_stand_once_in_the_alphabets_order(table):
    for name in ("gdelt_monthly", "gdelt_daily"):
        assert (table(name)["a"] < table(name)["b"]).all()


@pytest.mark.raw
def test_an_unknown_code_is_an_error(raw):
    with pytest.raises(SourceError, match="XYZ"):
        events._pairs(pd.DataFrame({"a": ["PAK"], "b": ["XYZ"], "score": [1.0]}), raw)


# --- sanctions


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Korea, North", ["North Korea"]),
        ("Syria, Russia, Iran", ["Syria", "Russia", "Iran"]),
        ("Congo, Democratic Republic of the, Eritrea", ["DR Congo", "Eritrea"]),
        ("United States, Korea, South", ["United States", "South Korea"]),
        ("Denmark, Netherlands,  Sweden", ["Denmark", "Netherlands", "Sweden"]),
        ("Poland,Hungary", ["Poland", "Hungary"]),
    ],
)
def test_names_hold_commas(text, names):
    assert sanctions.split_names(text) == names


def test_only_focal_states_and_two_bodies(table):
    rows = table("sanctions")
    allowed = {*FOCAL, "EU", "UN"}
    assert set(rows["sender"]) | set(rows["target"]) <= allowed
    assert (rows["sender"].isin(FOCAL) | rows["target"].isin(FOCAL)).all()


def test_known_sanctions(table):
    rows = table("sanctions")
    of = rows.set_index(["sender", "target", "year"])
    assert of.loc[("USA", "PAK", 1998), ["arms", "military", "financial"]].all()
    assert ("USA", "PAK", 2005) not in of.index
    assert of.loc[("EU", "RUS", 2014), "trade"] and of.loc[("USA", "RUS", 2022), "cases"] > 1
    assert ("RUS", "PAK", 2010) not in of.index and ("PAK", "RUS", 2010) not in of.index
    assert of.loc[("IND", "PAK", 1950), "since"] == 1949


@pytest.mark.raw
def test_years_add_up_to_the_cases(table, raw):
    rows = table("sanctions")
    cases = sanctions.read_cases(raw)
    assert rows["cases"].sum() == (cases["end"] - cases["begin"] + 1).sum()


@pytest.mark.raw
def test_a_year_does_not_know_what_came_later(table, raw):
    rows = table("sanctions")
    cases = sanctions.read_cases(raw)
    past = cases[cases["begin"] <= 2010].assign(end=lambda d: d["end"].clip(upper=2010))
    assert rows.loc[rows["year"] <= 2010, "cases"].sum() == (past["end"] - past["begin"] + 1).sum()
    assert (rows["since"] <= rows["year"]).all()


@pytest.mark.raw
def test_a_full_copy_holds_all_cases(full):
    cases = sanctions.read_cases(full)
    assert "CUB" in set(cases["target"]) and len(cases) > 1325
