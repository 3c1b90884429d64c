"""The pages in German, whose words are longer: nothing is wider than the smallest phone, and what a
form changed stays."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from tests.browser.conftest import NewPage
from tests.browser.pages import LIKE_ANOTHER, PAGES
from tests.browser.site import Site


@pytest.mark.parametrize("name", [name for name in PAGES if name not in LIKE_ANOTHER])
def test_nothing_is_wider_than_a_small_phone(new_page: NewPage, site: Site, name: str) -> None:
    page = new_page(PAGES[name](site), width=320, locale="de-AT")
    assert page.evaluate("document.documentElement.lang") == "de"
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_form_at_the_foot_changes_language_and_look_for_good(new_page: NewPage) -> None:
    page = new_page("/podcasts?language=de", java_script_enabled=False)
    page.get_by_label("Language").last.select_option("de")
    page.get_by_label("Look").select_option("dark")
    page.get_by_label("Single-key shortcuts").select_option("off")
    page.get_by_role("button", name="Keep").click()
    expect(page).to_have_url("/podcasts?language=de")
    page.goto("/")
    expect(page.locator("html")).to_have_attribute("lang", "de")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.get_by_label("Kürzel mit einer Taste")).to_have_value("off")
