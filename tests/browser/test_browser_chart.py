"""The chart as a screen reader hears it and the keyboard walks it, and its table."""

from __future__ import annotations

import re

from tests.browser.keyboard import tab_to
from tests.browser.waiting import until


def test_every_bar_says_its_period_and_of_how_many(new_page):
    page = new_page("/topics/kestrel")
    said = page.locator("section.chart").aria_snapshot()
    bars = re.findall(r'link "([^"]*: [^"]* episodes?[^"]*)"', said)
    assert bars
    assert all(re.search(r"\d+ of \d+", bar) for bar in bars)
    assert 'heading "How often it comes up"' in said


def test_the_bars_sum_to_the_figure(new_page):
    page = new_page("/topics/kestrel")
    page.locator(".chart-table summary").click()
    rows = page.locator(".chart-table tbody tr td:nth-of-type(1)").all_inner_texts()
    figure = page.locator(".figures dd b").first.inner_text()
    assert sum(map(int, rows)) == int(figure)


def test_the_table_stands_beside_the_picture(new_page):
    page = new_page("/topics/kestrel")
    page.locator(".chart-table summary").focus()
    page.keyboard.press("Enter")
    said = page.locator(".chart-table").aria_snapshot()
    assert "table" in said
    assert 'columnheader "Period"' in said
    assert "rowheader" in said


def test_a_bar_leads_to_its_episodes_in_place(new_page):
    page = new_page("/topics/kestrel")
    page.evaluate("window.sameDocument = true")
    tab_to(page, "a.bar")
    page.keyboard.press("Enter")
    page.wait_for_url("**/topics/kestrel?**since=*")
    until(page, "!document.querySelector('[aria-busy]')")
    assert page.evaluate("window.sameDocument === true")
