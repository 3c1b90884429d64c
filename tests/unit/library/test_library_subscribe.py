"""An address is added over the real door to the network: what servers see, and what is searched."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.hostile_server import ALLOWED, HostileServer, Seen, reply

from earmark.library import Library, open_library
from earmark.model import TopicRequest
from earmark.settings import Settings

NOW = datetime(2026, 5, 1, tzinfo=UTC)
PRIVATE = "127.0.2.2"
FEED = """<rss version="2.0"><channel><title>Lanterns</title><item><title>A lantern</title>
<guid>1</guid><pubDate>Wed, 29 Apr 2026 12:00:00 GMT</pubDate>
<enclosure url="https://m.example/1.mp3" type="audio/mpeg" length="1"/></item></channel></rss>"""


class Clock:
    now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def library(tmp_path: Path, clock: Clock) -> Iterator[Library]:
    settings = Settings(data=tmp_path, private_hosts=(ALLOWED,), odd_ports=True, host_rate=100)
    with open_library(settings, now=clock, workers=0) as library:
        yield library


def link(url: str) -> str:
    return f'<link rel="alternate" type="application/rss+xml" href="{url}">'


def test_p4_an_episode_page_leads_to_a_show_that_is_searched_and_asked_again_in_time(
    library: Library, clock: Clock
) -> None:
    def say(seen: Seen) -> bytes:
        if seen.header("if-none-match") == b'"1"':
            return reply(status=304)
        if seen.target == "/feed":
            return reply(FEED.encode(), headers=[("ETag", '"1"')])
        return reply(f"<!doctype html>{link('/feed')}".encode())

    with HostileServer(say) as server:
        (report,) = library.add([server.url("/episodes/1#player")])
        assert (report.title, report.new, report.feed_url) == ("Lanterns", 1, server.url("/feed"))
        assert library.topic(TopicRequest("lantern")).stats.episodes == 1
        clock.now = NOW + timedelta(minutes=59, seconds=30)
        library.crawl(once=True)
        assert [seen.target for seen in server.seen] == ["/episodes/1", "/feed"]
        clock.now = NOW + timedelta(days=2)
        library.crawl(once=True)
        assert [seen.target for seen in server.seen] == ["/episodes/1", "/feed", "/feed"]
        assert server.seen[-1].header("if-none-match") == b'"1"'


def test_s4_a_page_that_names_a_private_address_makes_nobody_connect_to_it(
    library: Library,
) -> None:
    with HostileServer(address=PRIVATE) as inside:
        names = link(inside.url("/feed")) + f'<a href="{inside.url("/x.rss")}">RSS</a>'
        page = f"<!doctype html><base href='{inside.url()}'>{names}{link('other.xml')}"
        with HostileServer({"/": reply(page.encode())}) as outside:
            (report,) = library.add([outside.url()])
            assert report.error is not None
            assert "private network" in report.error.message
        assert inside.connections == 0


def test_pasted_lines_are_added_and_indexed(library: Library) -> None:
    with HostileServer({"/feed": reply(FEED.encode())}) as server:
        reports = list(library.add_text(f"Lanterns: {server.url('/feed')}\nno address\n"))
    assert [report.error and report.error.code for report in reports] == [None, "source"]
    assert library.topic(TopicRequest("lantern")).stats.episodes == 1
