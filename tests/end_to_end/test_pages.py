"""What must be true of every page that the real notebooks make."""

import re
from itertools import pairwise

import pandas as pd
import pytest

from dyadlens import Lens
from dyadlens.data.catalog import tables
from dyadlens.indices.composite import path
from dyadlens.measures.registry import registry

pytestmark = pytest.mark.slow

# A table of sources names its tables as the data package does; some bear the name of a measure.
MEASURES = set(registry()) - set(tables())
AS_OF_YEAR = 2018


def test_there_are_notebooks_and_every_one_makes_a_page(made, pages):
    assert len(made.NOTEBOOKS) >= 5
    for folder, name in made.KEYS:
        assert pages[folder, name].path.stat().st_size > 20_000


def test_a_page_loads_nothing_from_elsewhere(page):
    for tag in page.tree.find_all(True):
        for key in ("src", "srcset", "data", "poster", "action", "formaction", "background"):
            assert str(tag.get(key, "data:")).startswith("data:"), tag
        if tag.name in {"link", "use", "image"}:
            assert str(tag.get("href", "#")).startswith(("data:", "#")), tag
    assert not page.tree.find_all(["script", "iframe", "object", "embed", "base"])
    styles = " ".join(tag.get_text() for tag in page.tree("style")) + " ".join(
        tag["style"] for tag in page.tree.find_all(style=True)
    )
    assert "@import" not in styles
    assert not re.search(r"url\((?!['\"]?(?:data:|#))", styles)
    policy = page.tree.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]
    assert "default-src 'none'" in policy
    assert "http" not in policy


def test_pictures_inside_the_page_ask_for_nothing(page):
    assert page.text.count("data:image/svg+xml,") == 2 * len(page.tree("figure"))
    assert not re.search(r"(?:href|src)(?:=|%3D)(?:%22|')(?:https?|//)", page.text)
    assert not re.search(r"%3Cdc:date%3E", page.text)


def test_headings_are_in_order_under_one_title(page):
    levels = [int(tag.name[1]) for tag in page.tree.find_all(re.compile(r"^h[1-6]$"))]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(below <= above + 1 for above, below in pairwise(levels)), levels
    assert page.tree.html["lang"] == "en"
    assert page.tree.find("main")


def test_every_picture_has_words(page):
    for image in page.tree("img"):
        assert len(image.get("alt", "").strip()) > 40
    assert "without a description" not in page.words


def test_visible_words_are_for_a_reader(page):
    for name in sorted(MEASURES):
        if "_" in name:
            assert not re.search(rf"\b{name}\b", page.words), name
    assert not re.search(r"\b(nan|NaN|None(?! of)|NaT|<NA>|inf)\b", page.words)
    assert not re.search(r"\bobject at 0x|Traceback|Error:|Warning:|dyadlens\.\w+\.\w", page.words)
    assert not re.search(r"\d[eE][+−-]\d\d", page.words)
    assert not re.search(r"\b(on|of|from|to) (of|from|to|on)\b(?! the| a)", page.words)


def test_both_states_are_named_and_the_answer_comes_first(page, folder):
    lens = Lens(folder.partition("@")[0])
    answer = page.tree.find("meta", attrs={"name": "description"})["content"]
    assert len(answer) > 40
    opening = page.words[:2500]
    for state in (lens.a.name, lens.b.name):
        assert state in opening
        assert state in answer
        assert state in page.tree.title.get_text()
    assert re.sub(r"\W", "", answer) in re.sub(r"\W", "", opening)
    assert page.words.index("?") < page.words.index(answer[:30])


def test_figures_have_source_lines_and_folded_numbers(page):
    for figure in page.tree("figure"):
        assert figure.find("figcaption").find("strong").get_text(strip=True)
        source = figure.find(class_="dl-source").get_text()
        assert re.search(r"Sources?:", source)
        folded = figure.find("details")
        assert not folded.has_attr("open")
        rows = folded.find("tbody").find_all("tr")
        assert len(rows) >= 3
        assert all(row.find("th")["scope"] == "row" for row in rows)
        assert all(cell["scope"] == "col" for cell in folded.find("thead").find_all("th"))


def test_most_of_a_page_is_evidence(made, pages):
    """Figures where there is something to draw; a sentence each where there is not."""
    for folder, name in made.KEYS:
        tree = pages[folder, name].tree
        assert len(tree("figure")) + len(tree.select(".dl-text")) >= 3, (folder, name)
        assert tree("figure") or folder in {"PLW-TUV", "DEU-FRA"}, (folder, name)


def test_no_two_figures_of_a_page_say_the_same(page):
    titles = [figure.find("strong").get_text() for figure in page.tree("figure")]
    assert len(set(titles)) == len(titles), [t for t in titles if titles.count(t) > 1]


def test_tables_have_headers_with_a_scope(page):
    for table in page.tree("table"):
        headers = table.find_all("th")
        assert headers
        assert all(cell.get("scope") in {"col", "row"} for cell in headers)


def test_sources_stand_in_a_table_with_hashes(page):
    tables = [t for t in page.tree("table") if "SHA-256" in t.get_text()]
    assert len(tables) == 1
    for row in tables[0].find("tbody").find_all("tr"):
        assert re.fullmatch(r"[0-9a-f]{12}", row.find_all("td")[-1].get_text(strip=True))
        assert all(cell.get_text(strip=True) for cell in row.find_all(["th", "td"]))


def test_code_is_folded(page):
    code = page.tree.select("details.code")
    assert code
    assert not any(fold.has_attr("open") for fold in code)
    # Cells for readers who have the notebook open are not on the page.
    assert "run the notebook again" not in page.words


def test_a_little_covered_pair_says_not_covered(made, pages):
    for name in made.NOTEBOOKS:
        words = pages["PLW-TUV", name].words.casefold()
        assert "not covered" in words or "does not cover" in words, name


# --- index ------------------------------------------------------------------------------------------------------------
def test_index_lists_every_pair_with_its_answer_and_pages(made, pages):
    rows = {row["id"]: row for row in pages.index.tree.find("tbody").find_all("tr")}
    assert set(rows) == set(made.PAGES)
    for folder, row in rows.items():
        for name in made.PAGES[folder]:
            link = row.find("a", href=re.compile(rf"/{name}\.html$"))
            assert (pages.out / link["href"].replace("%40", "@")).is_file()
        said = pages[folder, "brief"].tree.find("meta", attrs={"name": "description"})["content"]
        assert said in row.get_text()
        assert (made.AS_OF in row.get_text()) == ("@" in folder)
    assert not re.search(r"\bnan\b|\bNone\b(?! of)", pages.index.words)


def test_index_shows_the_figure_that_the_measure_has(pages):
    row = pages.index.tree.find("tr", id="PAK-RUS")
    cells = {cell["data-label"]: cell.get_text(strip=True) for cell in row.find_all("td", attrs={"data-label": True})}
    rows = path(Lens("PAK-RUS"))
    for index in ("convergence", "caution"):
        last = rows[(rows["index"] == index) & rows["value"].notna()].iloc[-1]
        assert cells[index.capitalize()] == f"{last['value']:.0f} ({last['year']})"
    assert re.fullmatch(r"\d+ supported, .*not testable", cells["Verdicts"])


# --- again ------------------------------------------------------------------------------------------------------------
def test_a_second_run_makes_nothing_again(made, pages):
    before = {p: p.stat().st_mtime_ns for p in pages.out.rglob("*.html") if p.name != "index.html"}
    done = made.report(pages.out, "--pair", "PAK-RUS", "--pair", "PLW-TUV")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(f"{2 * len(made.NOTEBOOKS)} unchanged;")
    assert {p: p.stat().st_mtime_ns for p in before} == before


def test_a_page_made_again_has_the_same_bytes(made, pages):
    path = pages["IND-USA", "03-arms"].path
    before, moment = path.read_bytes(), path.stat().st_mtime_ns
    done = made.report(pages.out, "--pair", "IND-USA", "--notebook", "03-arms", "--force")
    assert done.stdout.startswith("1 made;"), done.stderr
    assert path.stat().st_mtime_ns != moment
    assert path.read_bytes() == before


def test_making_pages_complains_of_nothing(made, tmp_path):
    done = made.report(tmp_path / "out", "--pair", "PLW-TUV", "--notebook", "brief")
    assert re.fullmatch(r"making page 1 of 1, .*\n\[1/1\] made PLW-TUV brief\n", done.stderr), done.stderr


# --- as of ------------------------------------------------------------------------------------------------------------
def _rows_by_year(page):
    """Cells of all folded tables that have a row a year: (year, header, cell)."""
    for figure in page.tree("figure"):
        heads = [cell.get_text(strip=True) for cell in figure.find("thead").find_all("th")]
        if heads[0] != "Year":
            continue
        for row in figure.find("tbody").find_all("tr"):
            cells = [cell.get_text(strip=True) for cell in row.find_all(["th", "td"])]
            yield from ((int(cells[0]), head, cell) for head, cell in zip(heads[1:], cells[1:], strict=True))


def test_a_page_as_of_a_day_holds_no_value_of_a_later_year(made, pages):
    seen = 0
    for name in made.PAGES[made.HINDCAST]:
        for year, head, cell in _rows_by_year(pages[made.HINDCAST, name]):
            if year >= AS_OF_YEAR and head != "Index":  # which index a row is about
                assert cell in {"", "not covered"}, (name, head, year, cell)
                seen += cell == "not covered"
    assert seen > 50
    # The same tables of the page of today do hold such values: the test can fail.
    assert any(year >= AS_OF_YEAR and "%" in cell for year, _, cell in _rows_by_year(pages["PAK-RUS", "02-votes"]))


def test_a_page_as_of_a_day_names_no_later_year_as_known(made, pages):
    for name in made.PAGES[made.HINDCAST]:
        page = pages[made.HINDCAST, name]
        assert "as known on 31 May 2018" in page.words
        for image in page.tree("img"):
            assert not re.search(r"the last is [^.;]* in (2018|2019|202\d)\b", image["alt"]), image["alt"]
        answer = page.tree.find("meta", attrs={"name": "description"})["content"]
        latest = re.findall(r": [^:;]*? in (\d{4}) \(90%", answer)
        assert all(int(year) < AS_OF_YEAR for year in latest), answer
        assert not re.search(r"(?:rose|fell) to [^.]*? in \d{4}–(?:2018|2019|202\d)\b", answer), answer


def test_a_page_as_of_a_day_lists_no_later_deal(made, pages):
    table = next(t for t in pages[made.HINDCAST, "03-arms"].tree("table") if "Ordered" in t.get_text())
    rows = table.find("tbody").find_all("tr")
    assert rows
    for row in rows:
        assert not re.search(r"\b(2018|2019|202\d)\b", row.get_text(" ")), row.get_text(" ")


# --- from the raw source to the page ----------------------------------------------------------------------------------
@pytest.mark.raw
def test_agreement_on_the_page_is_the_share_counted_from_the_raw_votes(pages, raw_directory):
    """No code of the package stands between the raw file and the number that is looked for."""
    raw = pd.read_parquet(next((raw_directory / "un_votes").glob("undl_votes_long_*.parquet")))
    raw = raw[(raw["body"] == "GA") & raw["date"].str.startswith("2018") & raw["vote"].isin(["Y", "N", "A"])]
    cast = raw[raw["iso3"].isin(["PAK", "RUS"])].pivot(index="undl_id", columns="iso3", values="vote").dropna()
    assert len(cast) > 50
    share = float((cast["PAK"] == cast["RUS"]).mean())
    figures = pages["PAK-RUS", "02-votes"].tree("figure")
    figure = next(f for f in figures if "Agreement of Pakistan and Russia in UN votes" in f.get_text())
    heads = [cell.get_text(strip=True) for cell in figure.find("thead").find_all("th")]
    row = next(r for r in figure.find("tbody").find_all("tr") if r.find("th").get_text(strip=True) == "2018")
    cells = dict(zip(heads, (c.get_text(strip=True) for c in row.find_all(["th", "td"])), strict=True))
    assert cells["Pakistan–Russia"] == f"{share:.0%}"
    count = next(f for f in figures if "Roll calls in which" in f.get_text())
    row = next(r for r in count.find("tbody").find_all("tr") if r.find("th").get_text(strip=True) == "2018")
    assert row.find("td").get_text(strip=True) == str(len(cast))
