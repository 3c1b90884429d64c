"""A browser on a written library. Everything a page asks for is written down, and what isn't on
this machine fails its test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from tests.browser import written_feeds, written_polls
from tests.browser.chromium import chromium, chromium_path
from tests.browser.site import Site, demo_and, served
from tests.browser.waiting import LONGEST_MS
from tests.fake_fetcher import FakeFetcher


@dataclass
class Log:
    """What pages did: the addresses they asked for, and what must not be."""

    asked: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    console: list[str] = field(default_factory=list)

    @property
    def elsewhere(self) -> list[str]:
        """Addresses that aren't on this machine."""
        return [url for url in self.asked if urlsplit(url).hostname != "127.0.0.1"]

    def watch(self, page: Page) -> None:
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda said: self.console.append(said.text))
        page.on("dialog", lambda dialog: (self.dialogs.append(dialog.message), dialog.dismiss()))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if chromium_path() is None:
        pytest.skip("no chromium: run scripts/install-browser.sh, or name one in EARMARK_BROWSER")
    with chromium() as running:
        yield running


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demo's library with the written feeds, and some feeds that need a person."""
    folder = tmp_path_factory.mktemp("site")
    written = demo_and(written_feeds.write)
    with served(folder, written, fetcher=FakeFetcher(written_polls.ANSWERS)) as running:
        written_polls.poll(running.library)
        yield running


@pytest.fixture
def log() -> Iterator[Log]:
    """What the pages of a test did; nothing of it may run or reach another host."""
    written = Log()
    yield written
    assert written.elsewhere == []
    assert written.dialogs == []
    assert written.errors == []


NewPage = Callable[..., Page]


@pytest.fixture
def new_page(browser: Browser, site: Site, log: Log) -> Iterator[NewPage]:
    """Opens a page of its own person: ``new_page("/", java_script_enabled=False, ...)`` with the
    options of a browser context, and a size by ``width`` and ``height``."""
    contexts: list[BrowserContext] = []

    def make(path: str = "/", *, width: int = 1280, height: int = 900, **options: object) -> Page:
        viewport = {"width": width, "height": height}
        settled: dict[str, object] = {"reduced_motion": "reduce", **options}
        context = browser.new_context(base_url=site.address, viewport=viewport, **settled)
        contexts.append(context)
        context.set_default_timeout(LONGEST_MS)
        page = context.new_page()
        log.watch(page)
        answer = page.goto(path)
        assert answer is not None
        return page

    yield make
    for context in contexts:
        context.close()
