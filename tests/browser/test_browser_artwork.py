"""Pictures of shows in a browser: the publisher's where it comes, the drawn one where it doesn't,
nothing from another host, and nothing that moves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page
from tests.browser.conftest import NewPage
from tests.browser.site import Site, served
from tests.browser.waiting import LONGEST_MS
from tests.fake_fetcher import Answer, FakeFetcher, Said

from earmark.polls import Fetched, FetchRequest

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
            f'<enclosure url="{origin}/demo/audio/9/{name}.wav" type="audio/wav" length="9"/>'
            f"<pubDate>Tue, 03 Mar 2026 06:00:00 +0000</pubDate></item></channel></rss>",
            "utf-8",
        )


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with served(tmp_path_factory.mktemp("artwork"), write, fetcher=FakeFetcher(WEB)) as running:
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


PLAYING = "navigator.mediaSession.metadata?.artwork.map((each) => each.src)"


def test_what_plays_shows_its_picture_large(site: Site, new_page: NewPage) -> None:
    for path in ("/topics/tea", site.episode("Tea at red")):
        page = new_page(path)
        row = page.locator("[data-play]", has_text="Play").and_(
            page.locator("[data-title='Tea at red']")
        )
        row.first.click()
        page.wait_for_function(PLAYING)
        (large,) = page.evaluate(PLAYING)
        assert large.startswith(f"{site.address}/artwork/podcasts/")
        page.goto(large)
        assert page.evaluate("document.images[0].naturalWidth") == 600


class Late(FakeFetcher):
    """Says nothing before it is let go."""

    def __init__(self, web: Mapping[str, Said]):
        super().__init__(web)
        self.go = Event()

    def fetch(self, request: FetchRequest) -> Fetched:
        assert self.go.wait(LONGEST_MS / 1000)
        return super().fetch(request)


def test_what_comes_late_comes_by_itself(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("earmark.web.pages.artwork.WAIT_S", 0)
    fetcher = Late(WEB)
    with served(tmp_path, write, fetcher=fetcher) as site:
        context = browser.new_context(base_url=site.address)
        page = context.new_page()
        page.clock.install()
        try:
            page.goto("/podcasts")
            assert {each["natural"] for each in pictures(page)} == {64}
        finally:
            fetcher.go.set()
        for after in ("00:03", "00:10", "00:30"):
            page.clock.fast_forward(after)
            page.wait_for_load_state("networkidle")
        page.wait_for_function("[...document.images].some((image) => image.naturalWidth === 112)")
        context.close()


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
