"""Addresses that are followed: what is asked, what is stored, what is said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from feeds import Item, rss
from tests.fake_fetcher import Answer, FakeFetcher, Said, redirect

from earmark.ingest.add import PASTED, Adding
from earmark.ingest.first_poll import note_failure
from earmark.ingest.prepare import Caps
from earmark.ingest.worker import Workers
from earmark.model import OWNER, AddOptions, AddReport
from earmark.polls import Failure, Fetched, FetchRequest, Poll
from earmark.store.podcast_index import open_dump
from earmark.store.sqlite import SqliteStore, open_store

NOW = datetime(2024, 1, 20, tzinfo=UTC)
FEED = "https://fog.example/feed.xml"
PAGE = "https://fog.example/episodes/2"
SOUND = [
    Item("One", "g1", day=1, audio="https://m.example/1.mp3"),
    Item("Two", "g2", day=9, audio="https://m.example/2.mp3"),
]
FOG = rss("Fog", SOUND)
BLOG = rss("Fog blog", [Item("A post", "p1")])


def page(*feeds: str) -> bytes:
    links = "".join(
        f'<link rel="alternate" type="application/rss+xml" href="{feed}">' for feed in feeds
    )
    return f"<!doctype html><html><head>{links}</head></html>".encode()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    store = open_store(tmp_path / "catalog.sqlite")
    yield store
    store.close()


class Asked:
    """A library of one store over a web of these answers."""

    def __init__(self, store: SqliteStore, answers: Mapping[str, Said]):
        self.store = store
        self.fetcher = FakeFetcher(answers)
        self.now = NOW

    def adding(self, fetched: int = 5) -> Adding:
        return Adding(
            self.store,
            Workers(0),
            Caps(outlines=100),
            lambda: self.now,
            fetcher=lambda: self.fetcher,
            open_dump=open_dump,
            options=AddOptions(fetched=fetched),
        )

    def add(self, *given: str, fetched: int = 5) -> list[AddReport]:
        return list(self.adding(fetched).add(given))

    def one(self, given: str) -> AddReport:
        (report,) = self.add(given)
        return report

    def urls(self) -> list[str]:
        return [each.url for each in self.fetcher.asked]

    def poll(self, url: str = FEED) -> Poll:
        feed = self.store.feed_at(url)
        assert feed is not None
        return self.store.polls.of([feed.id])[0]


def code(report: AddReport) -> str | None:
    return report.error and report.error.code


def test_p4_a_feed_is_asked_for_once_stored_and_noted_as_polled(store: SqliteStore) -> None:
    web = Asked(store, {FEED: Answer(FOG, headers={"etag": b'"1"', "last-modified": b"x"})})
    report = web.one(FEED)
    assert (report.title, report.episodes, report.new, report.error) == ("Fog", 2, 2, None)
    assert web.urls() == [FEED]
    poll = web.poll()
    assert poll.validators is not None
    assert (poll.validators.etag, poll.state, poll.polls) == (b'"1"', "fine", 1)
    assert poll.due_at is not None
    assert poll.due_at >= NOW + timedelta(hours=1)
    assert store.polls.claim(NOW, limit=9, per_host=9, until=NOW + timedelta(1)) == ()


def test_a_feed_that_is_followed_is_not_asked_again(store: SqliteStore) -> None:
    web = Asked(store, {FEED: FOG})
    web.add(FEED, "http://www.fog.example/feed.xml/")
    report = web.one("feed://fog.example/feed.xml")
    assert (report.title, report.episodes, report.new) == ("Fog", 2, 0)
    assert len(web.urls()) == 1
    assert len(store.feeds()) == 1


def test_p4_a_page_and_its_feed_are_asked_for_once_each(store: SqliteStore) -> None:
    web = Asked(store, {PAGE: page("/feed.xml"), FEED: FOG})
    report = web.one(PAGE)
    assert (report.title, report.feed_url, report.offered) == ("Fog", FEED, ())
    assert web.urls() == [PAGE, FEED]
    again = web.one(PAGE)
    assert (again.title, again.new) == ("Fog", 0)
    assert web.urls() == [PAGE, FEED, PAGE]
    assert [feed.url for feed in store.feeds()] == [FEED]


def test_of_several_feeds_the_first_podcast_is_taken_and_the_others_are_offered(
    store: SqliteStore,
) -> None:
    video = "https://fog.example/video.xml"
    comments = "https://fog.example/comments"
    links = page("/gone.xml", "/comments", "/feed.xml", "/video.xml")
    web = Asked(store, {PAGE: links, comments: BLOG, FEED: FOG, video: FOG})
    report = web.one(PAGE)
    assert report.feed_url == FEED
    assert report.offered == ("https://fog.example/gone.xml", comments, video)
    assert [feed.url for feed in store.feeds()] == [FEED]
    assert video not in web.urls()


def test_where_none_is_a_podcast_the_first_feed_is_taken_and_it_is_said(store: SqliteStore) -> None:
    web = Asked(store, {PAGE: page("/blog"), "https://fog.example/blog": BLOG})
    report = web.one(PAGE)
    assert (report.title, report.error) == ("Fog blog", None)
    assert "no-media" in [problem.code for problem in report.problems]


def test_a_page_asks_for_five_of_its_feeds_at_most(store: SqliteStore) -> None:
    web = Asked(store, {PAGE: page(*(f"/{number}" for number in range(20)))})
    report = web.one(PAGE)
    assert code(report) == "not-fetched"
    assert len(web.urls()) == 6
    assert store.feeds() == ()


@pytest.mark.parametrize(
    ("body", "said"),
    [(page(), "no-feed"), (b"<html>nothing", "no-feed"), (b"\x89PNG", "not-a-feed"),
     (b"", "not-a-feed"), (b'{"version": 1}', "not-a-feed"), (b"plain", "not-a-feed")],
)  # fmt: skip
def test_an_address_that_leads_to_no_feed(store: SqliteStore, body: bytes, said: str) -> None:
    web = Asked(store, {PAGE: body})
    report = web.one(PAGE)
    assert code(report) == said
    assert store.feeds() == ()


def test_markup_of_a_page_is_a_page_where_the_server_says_so(store: SqliteStore) -> None:
    markup = b"<div><a href='/feed.xml'>RSS</a></div>"
    html = Answer(markup, headers={"content-type": b"text/html; charset=utf-8"})
    web = Asked(store, {PAGE: html, FEED: FOG})
    assert web.one(PAGE).feed_url == FEED


def test_a_directory_is_refused_unasked_and_behind_a_redirect(store: SqliteStore) -> None:
    apple = "https://podcasts.apple.com/podcast/id1"
    web = Asked(store, {PAGE: redirect(apple), apple: page("/feed")})
    assert code(web.one(apple)) == "directory"
    assert web.urls() == []
    assert code(web.one(PAGE)) == "directory"


def test_a_list_at_an_address_is_recorded(store: SqliteStore) -> None:
    lines = "".join(f'<outline xmlUrl="https://a.example/{n}"/>' for n in range(130))
    web = Asked(store, {"https://a.example/o": f"<opml><body>{lines}</body></opml>".encode()})
    report = web.one("https://a.example/o")
    assert (report.feeds, report.error) == (100, None)
    assert [problem.code for problem in report.problems] == ["outlines-cut"]
    assert web.urls() == ["https://a.example/o"]


# -- failures --------------------------------------------------------------------------------------

TIMED_OUT = Failure("timed-out", "It took too long.")


@pytest.mark.parametrize(
    ("said", "recorded", "words"),
    [
        (TIMED_OUT, 1, "took too long"),
        (Answer(status=503), 1, "error"),
        (Answer(status=429), 1, "fewer requests"),
        (Answer(status=404), 0, "404"),
        (Answer(status=410), 0, "took it down"),
        (Answer(status=401), 0, "password"),
        (Answer(status=403), 0, "403"),
        (Failure("private-address", "x"), 1, "private network"),
    ],
)
def test_a_feed_that_does_not_answer_is_tried_again_where_that_may_pass(
    store: SqliteStore, said: Said, recorded: int, words: str
) -> None:
    web = Asked(store, {FEED: said})
    report = web.one(FEED)
    assert code(report) == "not-fetched"
    assert report.error is not None
    assert words in report.error.message
    assert len(store.feeds()) == recorded
    if recorded:
        poll = web.poll()
        assert poll.failure
        assert poll.due_at is not None
        assert poll.due_at >= NOW + timedelta(hours=1)
        assert code(web.one(FEED)) == "not-fetched"
        assert web.urls() == [FEED]  # asked a moment ago


def test_what_may_be_a_page_is_not_recorded_as_a_feed(store: SqliteStore) -> None:
    web = Asked(store, {PAGE: TIMED_OUT})
    report = web.one(PAGE)
    assert report.error is not None
    assert report.error.message.endswith("Add it again later.")
    assert store.feeds() == ()


def test_a_feed_that_failed_is_added_once_it_answers(store: SqliteStore) -> None:
    web = Asked(store, {FEED: TIMED_OUT})
    web.one(FEED)
    web.fetcher = FakeFetcher({FEED: FOG})
    web.now = NOW + timedelta(minutes=31)
    assert web.one(FEED).new == 2
    assert (web.poll().failure, web.poll().failures) == ("", 0)


def test_a_removed_feed_is_not_asked(store: SqliteStore) -> None:
    web = Asked(store, {FEED: FOG, PAGE: page("/feed.xml")})
    podcast = web.one(FEED).podcast
    assert podcast is not None
    store.remove(podcast)
    assert code(web.one(FEED)) == "removed"
    assert code(web.one(PAGE)) == "removed"
    assert web.urls() == [FEED, PAGE]


# -- identity --------------------------------------------------------------------------------------


def test_a_show_that_came_as_a_file_lives_at_its_address_from_now_on(
    store: SqliteStore, tmp_path: Path
) -> None:
    (tmp_path / "fog.xml").write_bytes(FOG)
    web = Asked(
        store, {FEED: rss("Fog", [*SOUND, Item("Three", "g3", day=20, audio="https://m/3")])}
    )
    (file,) = web.add(str(tmp_path / "fog.xml"))
    report = web.one(FEED)
    assert (report.podcast, report.new, report.episodes) == (file.podcast, 1, 3)
    (feed,) = store.feeds()
    assert feed.url == FEED
    assert feed.due_at is not None


def test_i1_a_permanent_redirect_to_a_known_feed_is_that_feed(store: SqliteStore) -> None:
    old = "https://old.example/rss"
    web = Asked(store, {FEED: FOG, old: redirect(FEED, 301)})
    first = web.one(FEED)
    report = web.one(old)
    assert (report.podcast, report.new) == (first.podcast, 0)
    assert [feed.url for feed in store.feeds()] == [FEED]
    assert store.feed_at(old) == store.feed_at(FEED)


@pytest.mark.parametrize("status", [301, 302])
def test_p13_a_redirect_is_no_reason_to_store_another_address(
    store: SqliteStore, status: int
) -> None:
    old = "https://old.example/rss"
    Asked(store, {old: redirect(FEED, status), FEED: FOG}).one(old)
    assert [feed.url for feed in store.feeds()] == [old]


def test_the_new_address_of_a_feed_that_is_lost_takes_its_place(store: SqliteStore) -> None:
    new, newer = "https://new.example/feed.xml", "https://newer.example/feed.xml"
    web = Asked(store, {FEED: FOG, new: FOG, newer: FOG})
    first = web.one(FEED)
    assert web.one(new).podcast == first.podcast
    assert [feed.url for feed in store.feeds()] == [FEED]  # it answers: the other is an alias
    request = FetchRequest(FEED)
    note_failure(FEED, Fetched(request, FEED, 404), store, NOW, wanted=False)
    assert web.poll().failure == "not-found"
    assert web.one(newer).podcast == first.podcast
    assert [feed.url for feed in store.feeds()] == [newer]
    assert web.poll(newer).failure == ""


def test_a_feed_with_a_secret_is_never_joined_with_one_without(store: SqliteStore) -> None:
    secret = "https://fog.example/feed.xml?token=abc"
    web = Asked(store, {FEED: FOG, secret: FOG})
    web.add(FEED, secret)
    podcasts = [feed.podcast_id for feed in store.feeds()]
    assert len(set(podcasts)) == 2
    private = store.podcast(podcasts[1]) if podcasts[1] else None
    assert private is not None
    assert private.visibility == OWNER


def test_feeds_that_a_feed_names_are_not_followed(store: SqliteStore) -> None:
    names = (
        b'<podcast:podroll xmlns:podcast="https://podcastindex.org/namespace/1.0">'
        b'<podcast:remoteItem feedUrl="https://fog.example/other.xml"/></podcast:podroll>'
        b"<itunes:new-feed-url>https://fog.example/new.xml</itunes:new-feed-url><item>"
    )
    web = Asked(store, {FEED: FOG.replace(b"<item>", names, 1)})
    web.one(FEED)
    assert web.urls() == [FEED]
    assert [feed.url for feed in store.feeds()] == [FEED]


# -- many ------------------------------------------------------------------------------------------


def shows(count: int) -> dict[str, Said]:
    return {
        f"https://s{n}.example/rss": rss(f"Show {n}", [Item("E", f"e{n}")]) for n in range(count)
    }


def test_the_first_five_addresses_are_fetched_and_the_rest_is_due(
    store: SqliteStore, tmp_path: Path
) -> None:
    web = Asked(store, shows(8))
    (tmp_path / "a.xml").write_bytes(FOG)
    reports = web.add(str(tmp_path / "a.xml"), *shows(8))
    assert [report.title for report in reports] == [
        "Fog",
        *(f"Show {n}" for n in range(5)),
        *[""] * 3,
    ]
    assert [report.feeds for report in reports] == [0] * 6 + [1] * 3
    assert sorted(web.urls()) == sorted(shows(5))
    assert [feed.due_at for feed in store.feeds()][-3:] == [NOW] * 3


def test_as_many_as_are_asked_for_are_fetched(store: SqliteStore) -> None:
    web = Asked(store, shows(8))
    assert all(report.new == 1 for report in web.add(*shows(8), fetched=8))
    assert web.add("https://new.example/rss", fetched=0)[0].feeds == 1
    assert len(web.urls()) == 8


def test_a_recorded_page_gives_its_place_to_the_feed_that_it_names(store: SqliteStore) -> None:
    web = Asked(store, {PAGE: page("/feed.xml"), FEED: FOG})
    web.add(PAGE, fetched=0)
    assert web.one(PAGE).new == 2
    assert [feed.url for feed in store.feeds()] == [FEED]


def test_a_pasted_text_is_followed_line_by_line(store: SqliteStore) -> None:
    web = Asked(store, {FEED: FOG, PAGE: page("/feed.xml"), "https://fog.example": page()})
    text = f"# mine\n{FEED}\n\nthe page: {PAGE}\nfog.example\nwhat?\n"
    reports = list(web.adding().add_text(text))
    assert [(report.source, code(report)) for report in reports] == [
        (FEED, None),
        (PAGE, None),
        ("fog.example", "no-feed"),
        ("what", "source"),
    ]


def test_a_pasted_list_is_recorded(store: SqliteStore) -> None:
    text = '<opml><body><outline text="F" xmlUrl="https://a.example/f"/></body></opml>'
    (report,) = Asked(store, {}).adding().add_text(text)
    assert (report.source, report.feeds) == (PASTED, 1)


@pytest.mark.parametrize("text", ["", "  \n", "<html>x</html>", "<rss/>", "<x/>"])
def test_a_pasted_text_without_addresses(store: SqliteStore, text: str) -> None:
    (report,) = Asked(store, {}).adding().add_text(text)
    assert code(report) == "source"


def test_a_pasted_text_of_very_many_lines_is_cut(store: SqliteStore) -> None:
    text = "\n".join(f"https://a.example/{number}" for number in range(150))
    reports = list(Asked(store, {}).adding(fetched=0).add_text(text))
    assert (len(reports), code(reports[-1])) == (101, "too-large")
    due = [feed.due_at - NOW for feed in store.feeds() if feed.due_at]
    assert len(due) == 100
    assert due[:50] == [timedelta(0)] * 50  # P11: the others are spread
    assert timedelta(minutes=15) < due[50] < due[99] < timedelta(hours=1)
