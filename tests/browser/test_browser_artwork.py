"""Pictures of shows in a browser: the publisher's where it comes, the drawn one where it doesn't,
nothing from another host, and nothing that moves."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page
from tests.browser.conftest import NewPage
from tests.browser.site import Site, served
from tests.fake_fetcher import Answer

ART = "https://img.example/{}"
NAMES = ("red", "page", "gone")


def picture(colour: str) -> bytes:
    out = BytesIO()
    Image.new("RGB", (600, 600), colour).save(out, "PNG")
    return out.getvalue()


WEB = {
    ART.format("red"): picture("red"),
    ART.format("page"): b"<!doctype html><script>alert(1)</script>",
    ART.format("gone"): Answer(status=410),
}


def write(folder: Path, origin: str) -> None:
    for name in NAMES:
        (folder / f"{name}.xml").write_text(
            '<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"><channel>'
            f'<title>Show {name}</title><itunes:image href="{ART.format(name)}"/>'
            f"<item><title>Tea at {name}</title><guid>{name}</guid>"
            f"<pubDate>Tue, 03 Mar 2026 06:00:00 +0000</pubDate></item></channel></rss>",
            "utf-8",
        )


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with served(tmp_path_factory.mktemp("artwork"), write, web=WEB) as running:
        yield running


PICTURES = """
() => Promise.all([...document.querySelectorAll('.art-frame img')].map(async (img) => {
  img.loading = 'eager';  // also those that nobody scrolled to
  await img.decode();
  const drawn = img.previousElementSibling.getBoundingClientRect();
  const box = img.getBoundingClientRect();
  const canvas = Object.assign(document.createElement('canvas'), {width: 1, height: 1});
  const context = canvas.getContext('2d');
  context.drawImage(img, 0, 0, 1, 1);
  return {
    natural: img.naturalWidth,
    same: ['x', 'y', 'width', 'height'].every((side) => Math.abs(drawn[side] - box[side]) < 0.6),
    width: box.width,
    colour: [...context.getImageData(0, 0, 1, 1).data],
  };
}))
"""


def pictures(page: Page) -> list[dict[str, Any]]:
    page.wait_for_load_state("load")
    found: list[dict[str, Any]] = page.evaluate(PICTURES)
    return found


def test_pictures_lie_on_the_drawn_ones(new_page: NewPage) -> None:
    """``decode`` fails for a broken picture, so none is."""
    found = pictures(new_page("/podcasts"))
    assert len(found) == 3
    assert all(each["same"] and each["width"] > 40 for each in found)
    assert sorted(each["natural"] for each in found) == [64, 64, 112]
    (red,) = [each["colour"] for each in found if each["natural"] == 112]
    assert red[0] > 240
    assert max(red[1:3]) < 20


@pytest.mark.parametrize("width", [320, 1280])
def test_heads_and_rows_of_every_page(site: Site, new_page: NewPage, width: int) -> None:
    for path in ("/", "/topics/tea", site.podcast("Show red"), site.episode("Tea at red")):
        found = pictures(new_page(path, width=width))
        assert found
        assert all(each["same"] for each in found if each["width"])


def test_they_are_there_without_scripts(new_page: NewPage) -> None:
    page = new_page("/podcasts", java_script_enabled=False)
    page.wait_for_load_state("load")
    assert page.locator(".art-frame img").count() == 3


def test_the_picture_alone_runs_nothing(site: Site, new_page: NewPage) -> None:
    page = new_page("/podcasts")
    sources = page.locator(".art-frame img").evaluate_all("all => all.map((img) => img.src)")
    assert len(sources) == 3
    for source in sources:
        page.goto(source)
        assert not page.evaluate("!!document.querySelector('script')")
