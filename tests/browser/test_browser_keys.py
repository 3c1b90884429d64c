"""Single keys, which can be turned off, and suggestions while somebody types."""

from __future__ import annotations

import pytest
from tests.browser.keyboard import focused
from tests.browser.waiting import until

OPTION = ".suggestions [role=option]"
AUDIO = "document.querySelector('#player-bar audio')"


def active_episode(page):
    return page.evaluate("document.activeElement.closest('[data-episode]')?.dataset.episode")


def test_j_and_k_step_through_episodes(new_page):
    page = new_page("/topics/kestrel")
    rows = page.locator("[data-episode]")
    page.keyboard.press("j")
    assert active_episode(page) == rows.nth(0).get_attribute("data-episode")
    page.keyboard.press("j")
    assert active_episode(page) == rows.nth(1).get_attribute("data-episode")
    page.keyboard.press("k")
    assert active_episode(page) == rows.nth(0).get_attribute("data-episode")


def test_p_plays_and_pauses(new_page):
    page = new_page("/topics/kestrel")
    page.keyboard.press("j")
    page.keyboard.press("p")
    until(page, f"{AUDIO}.currentTime > 0")
    page.keyboard.press("p")
    until(page, f"{AUDIO}.paused")


def test_slash_goes_to_the_search_box_where_keys_are_text(new_page):
    page = new_page("/topics/gannet")
    page.keyboard.press("/")
    page.keyboard.type("j?/p")
    box = page.locator("input[name=q]").first
    assert box.input_value() == "j?/p"
    assert page.locator("dialog[open]").count() == 0


def test_a_question_mark_shows_the_keys(new_page):
    page = new_page("/topics/gannet")
    page.keyboard.press("?")
    page.get_by_role("dialog", name="Single keys").wait_for()
    assert focused(page) == "Close"
    page.keyboard.press("Escape")
    assert page.locator("dialog[open]").count() == 0


@pytest.mark.parametrize("modifier", ["Control", "Alt", "Meta"])
def test_no_key_counts_with_a_modifier(new_page, modifier):
    page = new_page("/topics/kestrel")
    page.keyboard.press(f"{modifier}+j")
    assert active_episode(page) is None


def test_the_keys_can_be_turned_off(new_page):
    page = new_page("/topics/kestrel")
    page.locator(".foot select[name=shortcuts]").select_option("off")
    page.locator(".foot button").click()
    page.wait_for_selector("body:not([data-shortcuts])", state="attached")
    for key in ("j", "?", "/"):
        page.keyboard.press(key)
    assert active_episode(page) is None
    assert page.locator("dialog[open]").count() == 0
    assert page.evaluate("document.activeElement.matches('input')") is False


def type_into_box(page, text):
    box = page.locator("form[data-suggest] input").first
    box.click()
    box.press_sequentially(text)
    return box


def test_suggestions_are_a_combobox_of_the_keyboard(new_page):
    page = new_page("/podcasts")
    box = type_into_box(page, "kestr")
    options = page.locator(OPTION)
    options.first.wait_for()
    assert box.get_attribute("aria-expanded") == "true"
    assert page.locator("#status").inner_text() == f"Suggestions: {options.count()}"
    box.press("ArrowDown")
    assert box.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    assert options.first.get_attribute("aria-selected") == "true"
    box.press("Escape")
    assert box.get_attribute("aria-expanded") == "false"
    assert box.get_attribute("aria-activedescendant") is None
    assert box.input_value() == "kestr"
    box.press("ArrowDown")
    options.first.wait_for()
    box.press("ArrowUp")
    assert options.last.get_attribute("aria-selected") == "true"
    where = options.last.get_attribute("data-href")
    box.press("Enter")
    page.wait_for_url(f"**{where}")


def test_enter_without_a_choice_searches(new_page):
    page = new_page("/podcasts")
    box = type_into_box(page, "kestrel")
    page.locator(OPTION).first.wait_for()
    box.press("Enter")
    page.wait_for_url("**/topics/kestrel")
    assert page.locator("h1").inner_text() == "kestrel"


def test_an_old_answer_is_never_shown(new_page, log):
    page = new_page("/podcasts")
    held = []
    page.route("**/suggest?q=g", lambda route: held.append(route), times=1)  # noqa: PLW0108
    with page.expect_request("**/suggest?q=g"):
        box = type_into_box(page, "g")
    box.press_sequentially("annet")
    page.locator(OPTION).first.wait_for()
    for route in held:
        route.abort()
    assert "gannet" in page.locator(OPTION).first.inner_text()
