"""The start page: in every state that it has, without scripts, and while shows come in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from tests.browser.conftest import Log
from tests.browser.site import Site, served
from tests.browser.test_browser_pages import TAGS, TOO_WIDE, UNSEEN_FOCUS, violations
from tests.browser.waiting import LONGEST_MS, until
from tests.fake_fetcher import FakeFetcher

from earmark.starters import starting_sets

RSS = """<rss version="2.0"><channel><title>Show {number}</title><item>
<title>Lanterns at sea, {number}</title><guid>{number}</guid>
<enclosure url="https://x.example/{number}.mp3" type="audio/mpeg" length="1"/></item>
</channel></rss>"""
SET = starting_sets()["no"]
LISTED = "https://listed.example/feed.xml"


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Site]:
    answers = {
        url: RSS.format(number=number).encode() for number, url in enumerate((LISTED, *SET[:4]))
    }
    with served(tmp_path, None, fetcher=FakeFetcher(answers)) as site:
        yield site


def opened(browser: Browser, site: Site, log: Log, path: str = "/", **options: object) -> Page:
    page = browser.new_page(base_url=site.address, reduced_motion="reduce", **options)
    page.set_default_timeout(LONGEST_MS)
    log.watch(page)
    page.goto(path)
    return page


def is_well_made(page: Page) -> None:
    page.evaluate(Axe().axe_script)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert violations(page, type="tag", values=TAGS) == []
        assert page.evaluate(UNSEEN_FOCUS) == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate(TOO_WIDE) == []
    page.set_viewport_size({"width": 1280, "height": 900})


def test_every_state_is_well_made(browser: Browser, empty: Site, log: Log) -> None:
    page = opened(browser, empty, log)
    is_well_made(page)
    page.get_by_label("Addresses").fill("nowhere at all")
    page.get_by_role("button", name="Add").click()
    page.get_by_role("alert").wait_for()
    is_well_made(page)
    page.get_by_label("Norwegian").check()
    page.get_by_label("Addresses").fill("")
    page.get_by_role("button", name="Add").click()
    page.get_by_role("progressbar").wait_for()
    is_well_made(page)
    page.close()


def test_without_scripts(browser: Browser, empty: Site, log: Log, tmp_path: Path) -> None:
    page = opened(browser, empty, log, java_script_enabled=False)
    file = tmp_path / "list.opml"
    file.write_text(f'<opml><body><outline type="rss" xmlUrl="{LISTED}"/></body></opml>')
    page.get_by_label("An OPML file").set_input_files(file)
    page.get_by_role("button", name="Add").click()
    assert page.locator("#filling").inner_text() == "0 of 1 shows in"
    assert page.locator("meta[http-equiv=refresh]").count() == 1
    page.get_by_role("link", name="Stop refreshing").click()
    assert page.locator("meta[http-equiv=refresh]").count() == 0
    empty.library.crawl(once=True)
    page.reload()
    assert page.locator("#arrivals").get_by_text("Lanterns at sea").count()
    page.close()


def test_the_page_shows_by_itself_what_comes_in(browser: Browser, empty: Site, log: Log) -> None:
    page = opened(browser, empty, log)
    page.get_by_label("Norwegian").check()
    page.get_by_role("button", name="Add").click()
    page.get_by_role("progressbar").wait_for()
    empty.library.subscribe(LISTED)  # the first show: the page becomes the home page
    page.get_by_text(f"1 of {len(SET) + 1} shows in").wait_for()
    search = page.locator("main input[name=q]")
    search.fill("lant")
    empty.library.crawl(once=True)
    page.locator("#filling").wait_for(state="detached")
    assert search.input_value() == "lant"  # what somebody types stays
    until(page, "document.getElementById('status').textContent.includes('5 shows')")
    page.close()


def test_a_file_may_be_dropped(browser: Browser, empty: Site, log: Log) -> None:
    page = opened(browser, empty, log)
    page.get_by_text("You can also drop it").wait_for()
    page.evaluate(
        """(url) => {
          const list = `<opml><body><outline type="rss" xmlUrl="${url}"/></body></opml>`;
          const dropped = new DataTransfer();
          dropped.items.add(new File([list], "list.opml"));
          for (const type of ["dragover", "drop"]) {
            const event = new DragEvent(type, { dataTransfer: dropped, cancelable: true });
            document.dispatchEvent(event);
          }
        }""",
        LISTED,
    )
    page.get_by_role("button", name="Add").click()
    page.get_by_text("0 of 1 shows in").wait_for()
    page.close()
