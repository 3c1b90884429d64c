"""What holds for every page: no violation that a machine can find, focus that is seen, no page
that is wider than its window."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from tests.browser.broken import broken_words
from tests.browser.conftest import Log
from tests.browser.pages import LIKE_ANOTHER, PAGES

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

NAMES = [
    pytest.param(name, marks=pytest.mark.long) if name in LIKE_ANOTHER else name for name in PAGES
]


@pytest.fixture(scope="module", params=NAMES)
def page(request, browser, site):
    """Each page, opened once for all that is looked for in it, with all that unfolds unfolded."""
    log = Log()
    opened = browser.new_page(base_url=site.address, reduced_motion="reduce")
    log.watch(opened)
    opened.goto(PAGES[request.param](site))
    opened.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    yield opened
    opened.close()
    assert log.elsewhere == log.dialogs == log.errors == []


@pytest.fixture(autouse=True)
def as_it_was(page):
    """Light, and of a common size."""
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 1280, "height": 900})


VIOLATIONS = """
async (asked) => {
  const found = await axe.run(document, { runOnly: asked, resultTypes: ["violations"] });
  return found.violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.html.slice(0, 160)} ${node.failureSummary}`));
}
"""

# Each control that can hold the focus is focused as by the keyboard; what shows it must differ
# from the same control without focus, and by 3 to 1 from what lies around it (WCAG 2.4.7, 1.4.11).
UNSEEN_FOCUS = """
() => {
  const controls = "a[href], button, input, select, textarea, summary, [tabindex]";
  const channels = (colour) => (colour.match(/[\\d.]+/g) ?? []).map(Number);
  const light = (colour) => {
    const [r, g, b] = channels(colour).map((v) => v / 255)
      .map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const around = (element) => {
    for (let each = element; each; each = each.parentElement) {
      const colour = getComputedStyle(each).backgroundColor;
      const [, , , alpha = 1] = channels(colour);
      if (alpha === 1) return colour;
    }
    return "rgb(255, 255, 255)";
  };
  const contrast = (one, other) => {
    const [high, low] = [light(one), light(other)].sort((a, b) => b - a);
    return (high + 0.05) / (low + 0.05);
  };
  const look = (element) => {
    const { outlineStyle, outlineWidth, outlineColor, boxShadow } = getComputedStyle(element);
    const strokes = element instanceof SVGElement
      ? [...element.querySelectorAll("*")].map((part) => getComputedStyle(part).stroke) : [];
    return { outlineStyle, outlineWidth, outlineColor, boxShadow, strokes };
  };
  const drawn = (before, after, ground) => after.strokes.some((stroke, number) =>
    stroke !== before.strokes[number] && contrast(stroke, ground) >= 3);
  const unseen = [];
  for (const control of document.querySelectorAll(controls)) {
    if (control.tabIndex < 0 || !control.checkVisibility({ visibilityProperty: true })) continue;
    document.activeElement?.blur();
    const before = look(control);
    control.focus({ focusVisible: true, preventScroll: true });
    if (document.activeElement !== control) continue;
    const after = look(control);
    const outlined = after.outlineStyle !== "none" && parseFloat(after.outlineWidth) >= 2;
    const changed = JSON.stringify(before) !== JSON.stringify(after);
    const ground = around(control.parentElement);
    const seen = outlined
      ? contrast(after.outlineColor, ground) >= 3
      : after.boxShadow !== before.boxShadow || drawn(before, after, ground);
    if (!changed || !seen) unseen.push([control.outerHTML.slice(0, 120), after]);
  }
  return unseen;
}
"""

TOO_WIDE = """
() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.body.querySelectorAll("*")]
    .filter((each) => each.getBoundingClientRect().right > width + 1)
    .map((each) => `${each.outerHTML.slice(0, 120)} ${each.getBoundingClientRect().right}`)
    .slice(0, 5);
}
"""


WINDOWS = {"small": (320, 100), "large text": (640, 200)}
"""Width in pixels, and size of text in percent (WCAG 1.4.10, 1.4.4)."""


def violations(page, **asked):
    return page.evaluate(VIOLATIONS, asked)


def test_axe_finds_nothing(page):
    page.evaluate(Axe().axe_script)
    assert violations(page, type="tag", values=TAGS) == []
    page.emulate_media(color_scheme="dark")
    assert violations(page, type="rule", values=["color-contrast"]) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_focus_is_always_seen(page, scheme):
    page.emulate_media(color_scheme=scheme)
    assert page.evaluate(UNSEEN_FOCUS) == []


@pytest.mark.parametrize(("width", "text"), WINDOWS.values(), ids=WINDOWS)
def test_no_page_is_wider_than_its_window(page, width, text):
    page.set_viewport_size({"width": width, "height": 640})
    page.evaluate("(size) => { document.documentElement.style.fontSize = size; }", f"{text}%")
    wide = page.evaluate(TOO_WIDE)
    broken = broken_words(page, ".button, .play")
    page.evaluate("document.documentElement.style.fontSize = ''")
    assert wide == []
    assert broken == []
