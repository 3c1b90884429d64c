"""From an empty folder to a topic page that plays: `earmark serve` as people run it, and a world of
24 feeds on the loopback. After `serve` there is no terminal."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread

import pytest
import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Browser, Locator, Page
from starlette.responses import FileResponse
from tests.browser.conftest import Log
from tests.browser.waiting import HEARD, until

from earmark.demo import write_feeds
from earmark.web.sample_audio import router as sound

BAR_S = 120
"""From the empty folder to sound."""
MOST_CLICKS = 5
SHOWS = 24
IN_SEVERAL = re.compile(r"\b(?:[3-9]|[1-9][0-9]) shows")


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[str]]:
    """Addresses of 24 feeds, each on an address of its own, as hosts are."""
    folder = tmp_path_factory.mktemp("world")
    with socket.create_server(("0.0.0.0", 0), backlog=128) as listening:
        port = listening.getsockname()[1]
        write_feeds(folder, f"http://127.0.0.1:{port}")
        names = sorted(path.name for path in folder.iterdir())
        assert len(names) == SHOWS
        app = FastAPI()
        app.add_api_route("/{name}", lambda name: FileResponse(folder / name))
        app.include_router(sound)
        config = uvicorn.Config(app, log_level="error", access_log=False, lifespan="off", ws="none")
        server = uvicorn.Server(config)
        thread = Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        yield [f"http://127.0.1.{number}:{port}/{name}" for number, name in enumerate(names, 1)]
        server.should_exit = True
        thread.join()


@dataclass
class Person:
    """Somebody at the browser, whose clicks are counted, and who waits no longer than the bar."""

    page: Page
    began: float
    clicks: int = field(default=0)

    def click(self, what: Locator) -> None:
        self.clicks += 1
        what.click(timeout=self.left_ms)

    @property
    def left_ms(self) -> float:
        return max(1.0, 1_000 * (BAR_S - (time.monotonic() - self.began)))


@pytest.fixture
def person(browser: Browser, world: list[str], tmp_path: Path, log: Log) -> Iterator[Person]:
    began = time.monotonic()
    kept = {name: value for name, value in os.environ.items() if not name.startswith("EARMARK_")}
    allowed = {"EARMARK_PRIVATE_HOSTS": "127.0.0.0/8", "EARMARK_ODD_PORTS": "1"}
    data = str(tmp_path / "library")
    command = [sys.executable, "-m", "earmark.cli", "serve", "--port", "0", "--data", data]
    served = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=kept | allowed)
    assert served.stdout is not None
    try:
        said = re.search(r"http://\S+", served.stdout.readline())
        assert said
        context = browser.new_context(base_url=said[0], reduced_motion="reduce")
        page = context.new_page()
        log.watch(page)
        page.goto("/")
        yield Person(page, began)
        context.close()
    finally:
        served.send_signal(signal.SIGINT)
        served.communicate(timeout=60)
    assert served.returncode == 0


def test_an_empty_folder_plays_within_the_bar(person: Person, world: list[str]) -> None:
    page = person.page
    page.get_by_label("Addresses").fill("\n".join(world))
    person.click(page.get_by_role("button", name="Add"))
    page.wait_for_url("**/")
    offered = page.locator("#arrivals li", has_text=IN_SEVERAL)
    person.click(offered.locator("a[href^='/topics/']").first)
    page.wait_for_url("**/topics/*", timeout=person.left_ms)
    assert page.locator(".best a[href^='/podcasts/']").count() >= 3
    person.click(page.locator("[data-episode] [data-play]").first)
    until(page, HEARD)
    assert person.clicks <= MOST_CLICKS
    assert person.left_ms > 1
