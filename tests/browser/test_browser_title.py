"""Titles that run from right to left, on pages that run from left to right."""

from __future__ import annotations

import pytest
from tests.browser.conftest import NewPage
from tests.browser.site import Site

TITLE_FROM = """
() => {
  const range = document.createRange();
  range.selectNodeContents(document.querySelector("h1"));
  const eyebrow = document.querySelector(".one-head .eyebrow").getBoundingClientRect();
  return range.getBoundingClientRect().left - eyebrow.left;
}
"""


@pytest.mark.parametrize("width", [360, 1440])
def test_a_title_stands_beside_its_picture(new_page: NewPage, site: Site, width: int) -> None:
    page = new_page(site.podcast("العوسق"), width=width)
    assert page.locator("h1").get_attribute("dir") == "auto"
    assert abs(page.evaluate(TITLE_FROM)) < 4
