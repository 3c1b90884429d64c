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
