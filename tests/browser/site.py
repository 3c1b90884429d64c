"""A written library behind a server on this machine, for a browser to read."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread

import uvicorn
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from tests.fake_fetcher import FakeFetcher

from earmark.demo import write_feeds
from earmark.library import Library, open_library
from earmark.ports import Fetcher
from earmark.settings import read_settings
from earmark.web.app import create_app
from earmark.web.sample_audio import router as sound

NOW = datetime(2026, 5, 20, 12, tzinfo=UTC)
WriteFeeds = Callable[[Path, str], None]


@dataclass(frozen=True)
class Site:
    address: str
    library: Library

    def episode(self, title: str) -> str:
        """The path of the page of the episode whose title begins so."""
        rows = self.library.search(f'"{title}"', limit=50).episodes
        return next(f"/episodes/{row.id}" for row in rows if row.title.startswith(title))

    def podcast(self, title: str) -> str:
        """The path of the page of the show whose title begins so."""
        cards = self.library.podcasts(named=title).podcasts
        return next(
            f"/podcasts/{card.podcast.id}" for card in cards if card.podcast.title.startswith(title)
        )


@contextmanager
def served(
    folder: Path,
    write: WriteFeeds | None,
    *,
    with_policy: bool = True,
    now: datetime = NOW,
    fetcher: Fetcher | None = None,
) -> Iterator[Site]:
    """A site over the feeds that ``write`` puts into a folder; it is told the
    address, where ``/demo/audio/SECONDS/NAME.wav`` sounds. Without ``write`` its library is empty.
    ``with_policy`` False: its answers carry no Content Security Policy, so that what is cleaned
    stands alone. ``fetcher``: by which it fetches; else there is no host."""
    with socket.create_server(("127.0.0.1", 0), backlog=128) as listening:
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        settings = read_settings(folder / "data")
        with open_library(
            settings, now=lambda: now, workers=0, fetcher=lambda: fetcher or FakeFetcher({})
        ) as library:
            if write is not None:
                feeds = folder / "feeds"
                feeds.mkdir(parents=True)
                write(feeds, address)
                assert [*library.add([str(feeds)])]
            app: ASGIApp = create_app(library, started_at=now, more=[sound])
            server = uvicorn.Server(
                uvicorn.Config(
                    app if with_policy else without_policy(app),
                    log_level="error",
                    access_log=False,
                    lifespan="off",
                    ws="none",
                    timeout_graceful_shutdown=1,
                )
            )
            # The socket listens already, so nobody has to wait for the server to start.
            thread = Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
            thread.start()
            try:
                yield Site(address, library)
            finally:
                server.should_exit = True
                thread.join()


def demo_and(write: WriteFeeds) -> WriteFeeds:
    """The feeds of the demo and those of ``write``."""

    def both(folder: Path, origin: str) -> None:
        write_feeds(folder, origin)
        write(folder, origin)

    return both


def without_policy(app: ASGIApp) -> ASGIApp:
    """The same answers without their Content Security Policy."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [
                    each for each in message["headers"] if each[0] != b"content-security-policy"
                ]
            await send(message)

        await app(scope, receive, sending)

    return answer
