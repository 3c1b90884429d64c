"""Waiting for what a page will do, without evaluating strings in it, which its policy forbids."""

from __future__ import annotations

from playwright.sync_api import Page

LONGEST_MS = 10_000
HEARD = "document.querySelector('audio')?.currentTime > 0"


def until(page: Page, holds: str) -> None:
    """Waits until an expression of JavaScript holds; looks once a frame."""
    page.evaluate(
        f"""() => new Promise((done, fail) => {{
          const late = setTimeout(() => fail(new Error({holds!r})), {LONGEST_MS});
          const look = () => {{
            if ({holds}) {{ clearTimeout(late); done(); }} else requestAnimationFrame(look);
          }};
          look();
        }})"""
    )


def until_without_scripts(page: Page, holds: str) -> None:
    """The same on a page whose timers don't run: asks again and again."""
    assert any(page.evaluate(holds) for _ in range(LONGEST_MS)), holds
