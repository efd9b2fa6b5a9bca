"""The pages of the real notebooks in a browser, at the width of a desk and of a phone."""

import importlib.util
import re
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

_NAME = "real_pages_of_the_tests"
_FILE = Path(__file__).resolve().parents[1] / "end_to_end" / "pages.py"
# The same module that tests/end_to_end/conftest.py loads, so that the pages are made once.
if _NAME not in sys.modules:
    _spec = importlib.util.spec_from_file_location(_NAME, _FILE)
    sys.modules[_NAME] = importlib.util.module_from_spec(_spec)
    _spec.loader.exec_module(sys.modules[_NAME])
made = sys.modules[_NAME]


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    return made.real_pages(tmp_path_factory)


@pytest.fixture
def view(browser, pages):
    """Open a page at a width."""
    opened = []

    def show(path, width):
        page = browser.new_page(viewport={"width": width, "height": 900})
        opened.append(page)
        page.goto((pages.out / path).as_uri())
        return page

    yield show
    for page in opened:
        page.close()


PATHS = [*(f"PAK-RUS/{name}.html" for name in made.NOTEBOOKS), "PLW-TUV/04-trade-and-energy.html", "index.html"]


@pytest.mark.parametrize("path", PATHS)
def test_page_is_sound_on_a_desk_and_on_a_phone(browser, check_page, pages, path):
    assert check_page(browser, pages.out / path) == []


@pytest.mark.parametrize("name", [n for n in made.NOTEBOOKS if n != "01-the-question"])
def test_a_phone_gets_the_narrow_pictures(view, name):
    used = (
        "Array.from(document.querySelectorAll('picture img')).map((i) => [i.currentSrc, i.clientWidth, i.naturalWidth])"
    )
    wide, narrow = (view(f"PAK-RUS/{name}.html", width).evaluate(used) for width in (1280, 390))
    assert len(wide) == len(narrow) >= 2
    for (desk, desk_width, desk_size), (phone, phone_width, phone_size) in zip(wide, narrow, strict=True):
        assert desk != phone
        assert phone_size < desk_size
        # Not shrunk until its letters, drawn at 9 points and more, are too small to be read.
        assert phone_width / phone_size > 0.8
        assert desk_width / desk_size > 0.8


def test_numbers_and_code_open_by_keyboard(view):
    page = view("PAK-RUS/02-votes.html", 1280)
    for selector in ("details.dl-numbers", "details.code"):
        fold = page.locator(selector).first
        assert not fold.evaluate("(d) => d.open")
        fold.locator("summary").focus()
        page.keyboard.press("Enter")
        assert fold.evaluate("(d) => d.open")
        assert fold.locator("table, pre").first.is_visible()
        page.keyboard.press("Enter")
        assert not fold.evaluate("(d) => d.open")


def test_every_summary_is_reached_by_tab(view):
    page = view("PAK-RUS/brief.html", 390)
    wanted = page.locator("summary").count()
    assert wanted >= 6
    reached = set()
    for _ in range(200):
        page.keyboard.press("Tab")
        at = page.evaluate(
            "document.activeElement.tagName === 'SUMMARY'"
            " ? Array.from(document.querySelectorAll('summary')).indexOf(document.activeElement) : -1"
        )
        reached.add(at)
        if len(reached - {-1}) == wanted:
            break
    assert len(reached - {-1}) == wanted


def test_long_tables_scroll_in_their_own_region(view):
    page = view("PAK-RUS/04-trade-and-energy.html", 390)
    page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    regions = page.locator("[role=region]").evaluate_all(
        "all => all.map((r) => [r.tabIndex, r.getBoundingClientRect().right, r.scrollWidth > r.clientWidth])"
    )
    assert any(scrolls for _, _, scrolls in regions)
    assert all(index == 0 and right <= 390.5 for index, right, _ in regions)


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("column", ["Pair", "Convergence", "Caution"])
def test_index_sorts_by_each_column(view, width, column):
    page = view("index.html", width)

    def keys():
        label = "" if column == "Pair" else f"td[data-label='{column}']"
        return page.locator("tbody tr").evaluate_all(
            "(rows, cell) => rows.map((r) => cell ? r.querySelector(cell).innerText : r.id)", label
        )

    def size(text):
        number = re.search(r"[\d.,]+", text.partition("(")[0])
        return float(number[0].replace(",", "")) * (1000 if "billion" in text else 1) if number else None

    first = page.get_by_role("button", name=column)
    orders = []
    for _ in range(2):
        first.click()
        assert page.locator("th[aria-sort]").count() == 1
        orders.append(keys())
    assert sorted(orders[0]) == sorted(orders[1])
    assert len(orders[0]) == len(made.PAGES)
    assert orders[0] != orders[1]
    for order, down in zip(orders, (False, True), strict=True):
        known = order if column == "Pair" else [s for s in map(size, order) if s is not None]
        directions = (sorted(known), sorted(known, reverse=True))
        assert known in directions
        assert known == directions[down] or column == "Pair"


def test_links_of_the_index_lead_to_pages_and_back(view):
    page = view("index.html", 1280)
    page.locator("#PLW-TUV th a").click()
    page.wait_for_url("**/PLW-TUV/*.html")
    assert "Palau and Tuvalu" in page.title()
    page.get_by_role("link", name="All reports").first.click()
    page.wait_for_url("**/index.html#PLW-TUV")
