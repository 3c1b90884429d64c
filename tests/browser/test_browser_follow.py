"""Follow says how, and its address can be taken along."""

from __future__ import annotations

from tests.browser.waiting import until

ADDRESS = ".follow .copy input"


def test_the_address_of_the_feed_is_copied(new_page):
    page = new_page("/topics/kestrel")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator(".follow > summary").click()
    address = page.locator(ADDRESS).input_value()
    assert address.endswith("/topics/kestrel/feed.xml")
    assert address.startswith("http://")
    page.locator(".follow .copy button").click()
    until(page, "document.querySelector('#status').textContent !== ''")
    assert page.locator("#status").inner_text() == "Copied"
    assert page.evaluate("navigator.clipboard.readText()") == address


def test_without_the_clipboard_the_address_is_taken_the_old_way(new_page):
    page = new_page("/topics/kestrel")
    page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page.locator(".follow > summary").click()
    page.locator(".follow .copy button").click()
    until(page, "document.querySelector('#status').textContent !== ''")
    chosen = page.evaluate(
        "(field => field.value.slice(field.selectionStart, field.selectionEnd))"
        f"(document.querySelector('{ADDRESS}'))"
    )
    assert chosen == page.locator(ADDRESS).input_value()


def test_what_unfolds_over_the_page_never_hides_the_focus(new_page):
    page = new_page("/topics/kestrel")
    opened = page.locator(".follow[open]")
    summary = page.locator(".follow > summary")
    summary.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    opened.wait_for()
    page.keyboard.press("Escape")
    assert opened.count() == 0
    assert summary.evaluate("each => each === document.activeElement")
    page.keyboard.press("Enter")
    opened.wait_for()
    page.locator(".starters h3 a").first.focus()
    assert opened.count() == 0
    summary.click()
    opened.wait_for()
    page.locator("h1").click()
    assert opened.count() == 0


def test_without_scripts_what_unfolds_makes_room(new_page):
    page = new_page("/topics/kestrel", java_script_enabled=False)
    page.locator(".follow > summary").click()
    sheet = page.locator(".follow > .sheet").bounding_box()
    below = page.locator(".read-as").bounding_box()
    assert sheet["y"] + sheet["height"] <= below["y"]
    assert not page.locator(".copy button").is_visible()
    page.locator(".filters > summary").click()
    sheet = page.locator(".filters > .sheet").bounding_box()
    assert sheet["y"] + sheet["height"] <= page.locator(".beside").bounding_box()["y"]
