import pytest

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("page", ["AAA-BBB/brief.html", "index.html"])
def test_page_is_sound_on_a_desk_and_on_a_phone(browser, check_page, sample_pages, page):
    assert check_page(browser, sample_pages / page) == []


def test_every_kind_of_fault_is_seen(browser, check_page, tmp_path):
    bad = tmp_path / "bad.html"
    bad.write_text(
        "<h1>A</h1><h1>B</h1><div style='width: 3000px'>wide</div><img src='data:,'>"
        "<img src='http://127.0.0.1:9/a.png' alt='a'><script>throw new Error('broken')</script>"
    )
    said = "\n".join(check_page(browser, bad))
    for fault in ["scrolls sideways", "no alternative text", "request to http", "2 headings", "broken", "not drawn: a"]:
        assert fault in said


def test_code_unfolds_with_one_click_and_by_keyboard(browser, sample_pages):
    page = browser.new_page()
    page.goto((sample_pages / "AAA-BBB/brief.html").as_uri())
    code = page.locator("details.code pre").first
    assert not code.is_visible()
    page.locator("details.code summary").first.click()
    assert code.is_visible()
    page.keyboard.press("Enter")
    assert not code.is_visible()
    page.close()


def test_first_stop_of_the_keyboard_skips_to_the_text(browser, sample_pages):
    page = browser.new_page()
    page.goto((sample_pages / "AAA-BBB/brief.html").as_uri())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    page.close()


def test_folded_parts_are_on_paper(browser, sample_pages):
    page = browser.new_page()
    page.goto((sample_pages / "AAA-BBB/brief.html").as_uri())
    height = "document.querySelector('details.code').getBoundingClientRect().height"
    folded = page.evaluate(height)
    page.emulate_media(media="print")
    assert page.evaluate(height) > 3 * folded
    page.close()


@pytest.mark.parametrize("width", [1280, 390])
def test_index_sorts_by_number_and_turns_round(browser, sample_pages, width):
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto((sample_pages / "index.html").as_uri())

    def order():
        return page.locator("tbody tr").evaluate_all("rows => rows.map((row) => row.id.slice(0, 3))")

    assert order() == ["AAA", "CCC", "EEE"]
    # Ranks 24, 5 and 100: as text 100 would come first.
    page.get_by_role("button", name="Rank").click()
    assert order() == ["CCC", "AAA", "EEE"]
    page.get_by_role("button", name="Rank").click()
    assert order() == ["EEE", "AAA", "CCC"]
    assert page.locator("th[aria-sort]").count() == 1
    page.close()
