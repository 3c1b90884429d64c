"""Words that a browser has broken in two."""

from __future__ import annotations

from playwright.sync_api import Page

BROKEN = """
(selector) => {
  const broken = [];
  for (const each of document.querySelectorAll(selector)) {
    if (!each.checkVisibility()) continue;
    const texts = document.createTreeWalker(each, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      // What only a screen reader reads is a box of one pixel.
      if (texts.currentNode.parentElement.offsetWidth < 2) continue;
      for (const word of texts.currentNode.data.matchAll(/\\S+/g)) {
        const range = document.createRange();
        range.setStart(texts.currentNode, word.index);
        range.setEnd(texts.currentNode, word.index + word[0].length);
        const lines = new Set([...range.getClientRects()].map((box) => Math.round(box.top)));
        if (lines.size > 1) broken.push(word[0]);
      }
    }
  }
  return broken;
}
"""


def broken_words(page: Page, selector: str) -> list[str]:
    """The words of these elements that stand on more than one line."""
    found: list[str] = page.evaluate(BROKEN, selector)
    return found
