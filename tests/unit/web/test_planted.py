"""S4: a feed names a private address wherever it can name one, and nothing ever connects there."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from askers import OWNER, client
from tests.hostile_server import ALLOWED, HostileServer, Seen, reply
from walking import walked

from earmark.library import Library, open_library
from earmark.settings import Settings
from earmark.web.app import create_app

NOW = datetime(2026, 5, 1, tzinfo=UTC)
PRIVATE = "127.0.2.2"
"""A loopback address that the settings don't allow: stands for a machine inside."""

FEED = """<?xml version="1.0"?><?xml-stylesheet href="{at}/style.xsl"?>
<!DOCTYPE rss [<!ENTITY e SYSTEM "{at}/entity"><!ENTITY % p SYSTEM "{at}/dtd"> %p;]>
<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"
 xmlns:podcast="https://podcastindex.org/namespace/1.0" xmlns:atom="http://www.w3.org/2005/Atom"
 xmlns:media="http://search.yahoo.com/mrss/" xmlns:xi="http://www.w3.org/2001/XInclude"
 xmlns:psc="http://podlove.org/simple-chapters">
<channel><title>Planted</title><link>{at}/site</link>
<atom:link rel="self" href="{at}/self"/><atom:link rel="hub" href="{at}/hub"/>
<atom:link rel="next" href="{at}/next"/><atom:link rel="alternate" href="{at}/alternate"/>
<itunes:new-feed-url>{at}/moved</itunes:new-feed-url><itunes:image href="{at}/art.jpg"/>
<image><url>{at}/image.png</url><link>{at}/x</link><title>x</title></image>
<podcast:funding url="{at}/fund">x</podcast:funding><podcast:locked owner="x">yes</podcast:locked>
<podcast:podroll><podcast:remoteItem feedUrl="{at}/podroll" feedGuid="x"/></podcast:podroll>
<podcast:person href="{at}/host" img="{at}/host.jpg">Ann</podcast:person>
<podcast:license url="{at}/licence">x</podcast:license>
<podcast:liveItem status="live"><title>x</title><enclosure url="{at}/live" type="audio/mpeg"/>
</podcast:liveItem><podcast:trailer url="{at}/trailer" pubdate="x">x</podcast:trailer>
<xi:include href="{at}/include"/><docs>{at}/docs</docs>
<cloud domain="{host}" port="{port}" path="/cloud" registerProcedure="" protocol="http-post"/>
<item><title>Planted lantern</title><guid isPermaLink="true">{at}/guid</guid>
<link>{at}/episode</link>
<comments>{at}/comments</comments><source url="{at}/source">x</source>
<pubDate>Wed, 29 Apr 2026 12:00:00 GMT</pubDate><itunes:image href="{at}/episode.jpg"/>
<enclosure url="{at}/audio.mp3" type="audio/mpeg" length="1"/><media:content url="{at}/media"/>
<media:thumbnail url="{at}/thumb.jpg"/>
<podcast:transcript url="{at}/transcript.vtt" type="text/vtt"/>
<podcast:chapters url="{at}/chapters.json" type="application/json+chapters"/>
<psc:chapters><psc:chapter start="0" title="x" href="{at}/c" image="{at}/c.jpg"/></psc:chapters>
<podcast:alternateEnclosure type="audio/opus"><podcast:source uri="{at}/opus"/>
</podcast:alternateEnclosure><podcast:socialInteract uri="{at}/social" protocol="activitypub"/>
<podcast:value type="x" method="x"><podcast:valueTimeSplit><podcast:remoteItem
 feedUrl="{at}/split"/></podcast:valueTimeSplit></podcast:value>
<podcast:images srcset="{at}/set.jpg 100w"/>
<description>&lt;img src="{at}/pixel.gif"&gt;&lt;iframe src="{at}/frame"&gt;&lt;/iframe&gt;
&lt;link rel="stylesheet" href="{at}/notes.css"&gt; Lantern. &amp;e;</description></item>
</channel></rss>"""


class Clock:
    now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def inside() -> Iterator[HostileServer]:
    with HostileServer(address=PRIVATE) as server:
        yield server


@pytest.fixture
def outside(inside: HostileServer) -> Iterator[HostileServer]:
    feed = FEED.format(at=inside.url("").rstrip("/"), host=PRIVATE, port=inside.port).encode()

    page = f'<html><link rel="alternate" type="application/rss+xml" href="{inside.url("/page")}">'

    def say(seen: Seen) -> bytes:
        if seen.target == "/page":
            return reply(page.encode(), headers=[("Content-Type", "text/html")])
        if seen.target == "/redirected":
            return reply(status=301, headers=[("Location", inside.url("/target"))])
        return reply(feed, headers=[("Content-Type", "application/rss+xml"), ("ETag", '"1"')])

    with HostileServer(say) as server:
        yield server


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def library(tmp_path: Path, clock: Clock) -> Iterator[Library]:
    settings = Settings(
        data=tmp_path / "data",
        private_hosts=(ALLOWED,),
        odd_ports=True,
        host_rate=1000,
        public_url="https://podcasts.example",
    )
    with open_library(settings, now=clock, workers=0) as opened:
        yield opened


def test_s4_no_address_that_a_feed_names_is_a_way_inside(
    library: Library, clock: Clock, outside: HostileServer, inside: HostileServer
) -> None:
    opml = library.keeping._store._path.parent / "list.opml"
    urls = (outside.url("/feed"), outside.url("/redirected"), inside.url("/listed"))
    outlines = "".join(f'<outline xmlUrl="{url}"/>' for url in urls)
    opml.write_text(f'<opml version="2.0"><body>{outlines}</body></opml>')
    list(library.add([str(opml)]))
    for _ in range(8):  # long enough for a named move to be tried and believed
        library.crawl(once=True)
        clock.now += timedelta(days=2)
    failures = {poll.url: poll.failure for poll in library.keeping.feeds().polls}
    assert failures == dict(zip(urls, ("", "redirects", "private-address"), strict=True))
    assert library.podcasts().podcasts[0].podcast.title == "Planted"
    (report,) = library.add_text(outside.url("/page"))
    assert report.error is not None
    pages = walked(client(create_app(library, started_at=NOW), OWNER))
    assert len([path for path in pages if path.startswith("/artwork/")]) > 1
    library.close()  # pictures are fetched meanwhile
    assert inside.connections == 0
    assert {seen.target for seen in outside.seen} == {"/feed", "/redirected", "/page"}


def test_the_machine_inside_would_have_noticed(inside: HostileServer) -> None:
    with socket.create_connection((PRIVATE, inside.port)) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        connection.recv(100)
    assert inside.connections == 1
