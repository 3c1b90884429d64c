"""Going through a page with the keyboard alone."""

from __future__ import annotations

from playwright.sync_api import Page

MOST_STOPS = 400


def tab_to(page: Page, selector: str, *, back: bool = False) -> None:
    """Presses Tab until what is focused matches the selector; fails where nothing ever does."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        if page.evaluate("(wanted) => document.activeElement.matches(wanted)", selector):
            return
    raise AssertionError(f"the keyboard never reaches {selector}")


def focused(page: Page) -> str:
    """What is focused, by its name or its text."""
    return page.evaluate(
        "(({ activeElement: e }) => e.getAttribute('aria-label') ?? e.textContent.trim())(document)"
    )
