"""The chart as it is drawn: for the room it has, legible whatever the fonts and colours are."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect
from tests.browser.broken import broken_words
from tests.browser.conftest import NewPage

TOPIC = "/topics/trc"
NAME = "How often it comes up"

# The letters' height in CSS pixels, of the drawing that is shown.
TEXT_PX = """
(svg) => {
  const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
  return [...svg.querySelectorAll("text")].map((each) => scale * each.getAttribute("font-size"));
}
"""

# Pairs of words, and of words and bars, that overlap as the browser has set them; words outside.
# The box of a word has room for letters that no figure has: 3 units above and below.
COLLISIONS = """
(svg) => {
  const words = [...svg.querySelectorAll("text")];
  const box = (each) => each.getBBox();
  const beside = (a, b) => a.x < b.x + b.width - 0.5 && b.x < a.x + a.width - 0.5;
  const over = (a, b) =>
    beside(a, b) && a.y + 3 < b.y + b.height && b.y < a.y + a.height - 3;
  const found = [];
  words.forEach((one, number) => {
    words.slice(number + 1).forEach((other) => {
      if (over(box(one), box(other))) found.push(`${one.textContent} / ${other.textContent}`);
    });
    svg.querySelectorAll(".fill").forEach((bar) => {
      if (over(box(one), box(bar))) found.push(`${one.textContent} on a bar`);
    });
    const { x, width } = box(one);
    if (x < -1 || x + width > svg.viewBox.baseVal.width + 1) found.push(`${one.textContent} out`);
  });
  return found;
}
"""

# The contrast (WCAG 2.2) of what bars are drawn in to what lies behind them.
CONTRAST = """
(svg) => {
  const light = (colour) => {
    const [r, g, b] = colour.match(/[\\d.]+/g).map((each) => each / 255)
      .map((each) => (each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = [document.body, document.documentElement]
    .map((each) => getComputedStyle(each).backgroundColor)
    .find((colour) => !/, 0\\)$/.test(colour));
  return [...svg.querySelectorAll(".bar .fill")].map((bar) => {
    const pair = [light(getComputedStyle(bar).stroke), light(behind)].sort((a, b) => b - a);
    return (pair[0] + 0.05) / (pair[1] + 0.05);
  });
}
"""

STROKES = (
    "(svg) => [...svg.querySelectorAll('.bar .fill')].map((bar) => getComputedStyle(bar).stroke)"
)


def shown(page: Page) -> Locator:
    """The drawing that the style sheet shows; the other is as if it weren't there."""
    drawing = page.get_by_role("list", name=NAME)
    expect(drawing).to_have_count(1)
    return drawing


@pytest.mark.parametrize(("width", "size"), [(320, "narrow"), (360, "narrow"), (760, "wide")])
def test_there_is_a_drawing_for_the_room(new_page: NewPage, width: int, size: str) -> None:
    drawing = shown(new_page(TOPIC, width=width))
    expect(drawing).to_have_class(re.compile(f"chart-{size}"))


@pytest.mark.parametrize("width", [320, 360, 620, 760, 1440])
def test_letters_are_12_px_high_and_never_collide(new_page: NewPage, width: int) -> None:
    for bars in ("share", "count"):
        drawing = shown(new_page(f"{TOPIC}?bars={bars}", width=width))
        heights = drawing.evaluate(TEXT_PX)
        assert heights
        # The smallest phone's margins leave less than the drawing's own 320 px.
        assert min(heights) >= 12 * min(1, (width - 34) / 320)
        assert drawing.evaluate(COLLISIONS) == []


def test_a_screen_reader_hears_the_sentence_with_the_picture(new_page: NewPage) -> None:
    drawing = shown(new_page(TOPIC))
    expect(drawing).to_have_accessible_description(re.compile(r"^Most .+ in 20\d\d"))
    assert drawing.get_by_role("listitem").get_by_role("link").count() > 2


def test_the_table_leads_where_the_bars_lead(new_page: NewPage) -> None:
    page = new_page(TOPIC, java_script_enabled=False)
    bars = shown(page).get_by_role("link")
    page.get_by_text("The same as a table").click()
    rows = page.get_by_role("table").get_by_role("rowheader").get_by_role("link")
    assert [each.get_attribute("href") for each in rows.all()] == [
        each.get_attribute("href") for each in bars.all()
    ]


@pytest.mark.parametrize("locale", ["en-GB", "de-AT"])
@pytest.mark.parametrize("width", [320, 360, 1440])
def test_no_figure_of_the_table_is_broken_in_two(
    new_page: NewPage, width: int, locale: str
) -> None:
    page = new_page(TOPIC, width=width, locale=locale)
    page.locator(".chart-table summary").click()
    expect(page.locator(".chart-table td").first).to_be_visible()
    assert broken_words(page, ".chart-table :is(th, td)") == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    table, chart = (page.locator(each).bounding_box() for each in (".chart-table table", ".chart"))
    assert table
    assert chart
    assert table["width"] <= chart["width"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_bars_stand_out_from_the_paper(new_page: NewPage, scheme: str) -> None:
    contrasts = shown(new_page(TOPIC, color_scheme=scheme)).evaluate(CONTRAST)
    assert contrasts
    assert min(contrasts) >= 3


def test_forced_colours_draw_the_bars(new_page: NewPage) -> None:
    page = new_page(TOPIC, forced_colors="active")
    text = page.evaluate("getComputedStyle(document.body).color")
    assert set(shown(page).evaluate(STROKES)) == {text}
