"""From home to a topic to an episode to Play, with the keyboard alone."""

from __future__ import annotations

from tests.browser.keyboard import focused, tab_to
from tests.browser.waiting import HEARD, until, until_without_scripts


def walk_to_an_episode(page):
    """Leaves the focus at the start of an episode's page."""
    tab_to(page, 'a[href="/topics/kestrel"], main a[href^="/topics/"]')
    page.keyboard.press("Enter")
    page.wait_for_url("**/topics/*")
    tab_to(page, "[data-episode] a[href^='/episodes/']:not([data-play])")
    title = focused(page)
    page.keyboard.press("Enter")
    page.wait_for_url("**/episodes/*")
    assert page.locator("h1").inner_text() == title
    return title


def test_with_scripts(new_page):
    page = new_page("/")
    title = walk_to_an_episode(page)
    tab_to(page, "#player [data-play]")
    assert focused(page) == f"Play: {title}"
    page.keyboard.press("Enter")
    until(page, HEARD)
    assert focused(page) == f"Pause: {title}"
    tab_to(page, ".player [data-part=toggle]")
    assert focused(page) == f"Pause: {title}"
    page.keyboard.press("Space")
    until(page, "document.querySelector('audio').paused")
    tab_to(page, ".player [data-part=close]")
    page.keyboard.press("Enter")
    page.wait_for_selector(".player", state="hidden")
    assert focused(page) == f"Play: {title}"


def test_without_scripts(new_page):
    page = new_page("/", java_script_enabled=False)
    walk_to_an_episode(page)
    tab_to(page, "#player audio")
    # The browser's own controls; the first of them plays.
    with page.expect_response(lambda answer: answer.url.endswith(".wav")):
        page.keyboard.press("Space")
    until_without_scripts(page, HEARD)


def test_the_first_stop_skips_to_the_content(new_page):
    page = new_page("/topics/kestrel")
    page.keyboard.press("Tab")
    assert focused(page) == "Skip to content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_a_search_from_home(new_page):
    page = new_page("/", java_script_enabled=False)
    tab_to(page, "main input[name=q]")
    page.keyboard.type("kestrel")
    page.keyboard.press("Enter")
    page.wait_for_url("**/topics/kestrel")
    assert page.locator("[data-episode]").count() > 0
