"""A library that keeps up with the world: rounds by a virtual clock, and what it ought to hold.

It is the library as it is, with its own fetcher and catalog; only its clock and its resolver are
the world's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from types import TracebackType

from tests.world.process import World
from tests.world.sites import Site, told

from earmark.keys import title_key
from earmark.library import CATALOG, open_library
from earmark.model import EpisodeId, Feed
from earmark.net.http import HttpFetcher
from earmark.net.options import FetchOptions
from earmark.polls import Round
from earmark.settings import Settings
from earmark.store.sqlite import open_store

LOOPBACK = FetchOptions(
    user_agent="Earmark/test (+https://earmark.example; 1 subscribers)",
    allow=("127.0.0.0/8",),
    odd_ports=True,
)


class Crawling:
    """A library in ``folder`` that follows every feed of a world, due when the world begins."""

    def __init__(
        self,
        world: World,
        folder: Path,
        *,
        connections: int,
        host_rate: float,
        host_connections: int = 2,
        workers: int = 0,
        by_address: bool = False,
        now: datetime | None = None,
    ) -> None:
        """``by_address``: the feeds' addresses have no names in them, as those of a command that
        knows no other resolver than the machine's."""
        self.world = world
        self.now = now or world.now
        self._by_address = by_address
        self.options = replace(
            LOOPBACK,
            connections=connections,
            host_rate=host_rate,
            host_connections=host_connections,
            resolve=world.resolve,
        )
        settings = Settings(data=folder, connections=connections)
        self.library = open_library(
            settings,
            now=lambda: self.now,
            workers=workers,
            fetcher=lambda: HttpFetcher(self.options),
        )
        self.store = open_store(folder / CATALOG)
        urls = world.urls(by_address=by_address)
        self.store.record_feeds([(url, "") for url in urls], due_at=self.now)

    def __enter__(self) -> Crawling:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.store.close()
        self.library.close()

    def round(self, number: int) -> Round:
        """Let the world's next round begin, and crawl until nothing is due."""
        self.world.begin(number)
        self.now = self.world.now
        return self.library.crawl(once=True)

    def crawl(self, now: datetime) -> Round:
        """At this time by the library's clock; nothing new is published."""
        self.now = now
        return self.library.crawl(once=True)

    # -- what it holds ---------------------------------------------------------------------------

    def feed(self, site: Site) -> Feed:
        url = self.world.url(site, by_address=self._by_address)
        feed = self.store.feed_at(url)
        assert feed is not None, f"{site.kind}: {url} is followed no more"
        return feed

    def episodes(self, site: Site) -> dict[str, EpisodeId]:
        """Title (canonical) -> id."""
        known = self.store.known(self.feed(site).id)
        found = {episode.title_key: episode.id for episode in known}
        assert len(found) == len(known), f"{site.kind}: {site.host} has a title twice"
        return found

    def all_episodes(self) -> dict[Site, dict[str, EpisodeId]]:
        return {site: self.episodes(site) for site in self.world.sites}

    def differences(self) -> Iterator[str]:
        """What is missing, and what is too much."""
        for site in self.world.sites:
            held = self.episodes(site).keys()
            ought = {title_key(title) for title in told(site, self.world.round_number)}
            if held != ought:
                yield (
                    f"{site.kind} {site.host}{site.path}: missing {sorted(ought - held)[:3]},"
                    f" too much {sorted(held - ought)[:3]}"
                )


def whole(crawling: Crawling) -> list[str]:
    """What is wrong with a library: episodes that are missing or too much, and whatever the index
    has otherwise than the catalog."""
    check = crawling.library.index_check(deep=True)
    return [*crawling.differences(), *map(str, check.differences)]


def changed_ids(
    before: dict[Site, dict[str, EpisodeId]], after: dict[Site, dict[str, EpisodeId]]
) -> list[str]:
    """Episodes that are another one than before, or gone."""
    return [
        f"{site.kind} {site.host}: {title}"
        for site, episodes in before.items()
        for title, episode in episodes.items()
        if after[site].get(title) != episode
    ]
