"""Filters and pages of lists change in place, and say so."""

from __future__ import annotations

import json

from tests.browser.keyboard import focused
from tests.browser.waiting import until

MARKED = "window.sameDocument === true"


def switch(page, name):
    return page.get_by_role("navigation", name="Which episodes").get_by_role("link", name=name)


def wait_for_list(page):
    until(page, "!document.querySelector('[aria-busy]')")


def test_a_filter_changes_the_list_the_address_and_is_announced(new_page):
    page = new_page("/topics/kestrel")
    page.evaluate("window.sameDocument = true")
    switch(page, "About it").click()
    page.wait_for_url("**grade=subject*")
    wait_for_list(page)
    assert page.evaluate(MARKED)
    assert page.locator("#status").inner_text() == page.locator("#topic").get_attribute(
        "data-announce"
    )
    assert any(character.isdigit() for character in page.locator("#status").inner_text())


def test_back_and_forward_show_what_their_addresses_say(new_page):
    page = new_page("/topics/kestrel")
    page.evaluate("window.sameDocument = true")
    before = page.locator("#topic").inner_text()
    switch(page, "About it").click()
    page.wait_for_url("**grade=subject*")
    page.go_back()
    until(page, f"document.querySelector('#topic').innerText === {json.dumps(before)}")
    page.go_forward()
    until(page, f"document.querySelector('#topic').innerText !== {json.dumps(before)}")
    assert page.evaluate(MARKED)


def test_the_focus_stays_on_the_filter(new_page):
    page = new_page("/topics/kestrel")
    switch(page, "About it").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**grade=subject*")
    wait_for_list(page)
    assert focused(page).startswith("About it")


def test_a_further_page_is_read_from_its_start(new_page):
    page = new_page("/topics/kestrel")
    page.evaluate("window.sameDocument = true")
    first = page.locator("[data-episode]").first.get_attribute("data-episode")
    page.locator("a[rel=next]").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**cursor=*")
    wait_for_list(page)
    assert page.evaluate(MARKED)
    assert page.locator("[data-episode]").first.get_attribute("data-episode") != first
    assert page.evaluate("document.activeElement.matches('h1, h2, h3')")


def test_a_form_of_filters(new_page):
    page = new_page("/topics/kestrel")
    page.evaluate("window.sameDocument = true")
    page.locator(".filters summary").click()
    page.locator(".filters select[name=language]").select_option("ar")
    page.locator(".filters button").click()
    page.wait_for_url("**/topics/kestrel?language=ar")
    wait_for_list(page)
    assert page.evaluate(MARKED)
    assert page.locator("main [data-episode]").count() == 1


def test_an_answer_that_fails_is_loaded_as_a_page(new_page):
    page = new_page("/topics/kestrel")
    page.evaluate("window.sameDocument = true")
    page.route("**/topics/kestrel?**", lambda route: route.abort(), times=1)
    switch(page, "About it").click()
    page.wait_for_url("**grade=subject*")
    assert not page.evaluate(MARKED)
    assert page.locator("[data-episode]").count() > 0


def test_the_newest_wish_wins(new_page):
    page = new_page("/topics/kestrel")
    held = []
    page.route("**/topics/kestrel?grade=subject", lambda route: held.append(route), times=1)  # noqa: PLW0108
    switch(page, "About it").click()
    page.locator("a[rel=next]").click()
    page.wait_for_url("**cursor=*")
    wait_for_list(page)
    assert held
    assert "grade" not in page.url


def test_without_scripts_it_is_a_page_of_its_own(new_page):
    page = new_page("/topics/kestrel", java_script_enabled=False)
    switch(page, "About it").click()
    page.wait_for_url("**grade=subject*")
    assert page.locator("[data-episode]").count() > 0
